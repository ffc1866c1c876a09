"""What the shell offers when one presses Tab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest


def offered(run, *words, cwd=None):
    """Return what bash would be given for the last of the words."""
    lines = run(
        env={
            "_READER_COMPLETE": "bash_complete",
            "COMP_WORDS": "\n".join(("reader", *words)),
            "COMP_CWORD": str(len(words)),
        },
        cwd=cwd,
    )
    assert lines.stderr == ""
    return [line.partition(",")[2] for line in lines.stdout.splitlines() if line]


def test_commands_are_offered_in_order(run):
    commands = offered(run, "")
    assert commands == [
        *("list", "show", "tag", "untag", "find", "themes", "log", "merge", "restore", "export", "check", "completion")
    ]
    assert offered(run, "themes", "") == ["add", "rename", "merge", "move", "delete", "set"]


def test_documents_are_offered_by_path_or_by_part_of_the_title(run, library):
    assert offered(run, "show", "") == [r"articles/pool\\ reopens.md", "debate.txt", "minutes.txt"]
    assert offered(run, "show", "deb") == ["debate.txt"]
    assert offered(run, "tag", r"articles/pool\ re") == [r"articles/pool\\ reopens.md"]
    for path in library.rglob("*.*"):
        # What was written this second is not taken from the cache, and only that knows titles here.
        os.utime(path, (10**9, 10**9))
    run("find", "x")
    assert offered(run, "show", "committee") == ["minutes.txt"]


def test_themes_are_offered_by_name(run):
    assert offered(run, "tag", "debate.txt", "7", "") == ["Prevent", "Policing", "Sport", "Racism"]
    assert offered(run, "tag", "debate.txt", "7", "Sport", "p") == ["Prevent", "Policing"]
    assert offered(run, "export", "csv", "--theme", "ra") == ["Racism"]
    assert offered(run, "themes", "merge", "Sport", "Pol") == ["Policing"]


def test_the_library_that_was_named_is_the_one_that_completes(run, library, tmp_path):
    assert offered(run, "-L", str(library), "show", "deb", cwd=tmp_path) == ["debate.txt"]
    assert offered(run, "show", "--library", str(library), "deb", cwd=tmp_path) == ["debate.txt"]


def test_a_library_that_cannot_be_opened_offers_nothing_and_says_nothing(run, library):
    (library / ".reader").mkdir()
    (library / ".reader" / "codebook.json").write_text("{")
    assert offered(run, "show", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(reader, shell):
    script = reader("completion", shell)
    assert script.code == 0
    assert f"_READER_COMPLETE={shell}_complete" in script.out


def test_the_shell_in_use_is_the_one_meant(reader, monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "_READER_COMPLETE=fish_complete" in reader("completion").out
    monkeypatch.setenv("SHELL", "/bin/oddsh")
    ended = reader("completion")
    assert (ended.code, ended.err) == (2, "Name the shell: bash, zsh, fish. Try `reader completion --help`.\n")


def test_bash_puts_a_path_with_blanks_on_the_line_as_one_word(reader, library, environment, tmp_path):
    bash = shutil.which("bash")
    if bash is None:
        return
    command = tmp_path / "reader"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reader "$@"\n')
    command.chmod(0o755)
    script = reader("completion", "bash").out + (
        "COMP_WORDS=(reader show art) COMP_CWORD=2\n_reader_completion reader\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    env = environment(PATH=f"{tmp_path}:{os.environ['PATH']}")
    ended = subprocess.run(
        [bash, "--norc"], input=script, cwd=library, env=env, text=True, capture_output=True, check=False
    )
    assert ended.stdout == "articles/pool\\ reopens.md\n"
