"""Wrong usage and unusable input: one line on stderr that says what and what to do, and the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from reader.documents.gate import clean
from reader.paths import LibraryPaths

NO_HOME = "There is no home folder ~no-such-user: write the path without “~”."
WRONG = {
    ("tag", "debate", "7", "polcing"): "No theme “polcing”. Did you mean Policing?",
    ("tag", "debate", "7", "zzzzqqq"): "No theme “zzzzqqq”. Themes: Prevent, Policing, Sport, Racism.",
    ("tag", "debate", "9", "Sport"): "There is no paragraph 9 in Swimming lessons in Northport: it has 1 to 8.",
    ("tag", "debate", "0", "Sport"): "There is no paragraph 0 in Swimming lessons in Northport: it has 1 to 8.",
    ("tag", "debate", "7-9", "Sport"): "There is no paragraph 7-9 in Swimming lessons in Northport: it has 1 to 8.",
    ("tag", "debate", "x", "Sport"): "“x” is no paragraph: write a number, or the first and the last as in 3-5.",
    ("tag", "debate", "5-3", "Sport"): "“5-3” is no paragraph: write a number, or the first and the last as in 3-5.",
    ("untag", "debate", "9", "Sport"): "There is no paragraph 9 in Swimming lessons in Northport: it has 1 to 8.",
    (
        "untag",
        "debate",
        "7-999999999",
        "Sport",
    ): "There is no paragraph 7-999999999 in Swimming lessons in Northport: it has 1",
    ("tag", "debate", "1-2", "Sport", "--span", "0:1"): "A span is a part of one paragraph: name a single one.",
    (
        "tag",
        "debate",
        "1",
        "Sport",
        "--span",
        "0:30",
    ): "“0:30” is no span of ¶ 1: write A:B within its characters, 0:29.",
    ("tag", "debate", "1", "Sport", "--span", "5:5"): "“5:5” is no span of ¶ 1: write A:B within its characters, 0:29.",
    (
        "tag",
        "debate",
        "1",
        "Sport",
        "--span",
        "-1:5",
    ): "“-1:5” is no span of ¶ 1: write A:B within its characters, 0:29.",
    ("tag", "nowhere", "1", "Sport"): "No document “nowhere”. `reader list` shows what there is.",
    ("show", "o"): "“o” could be 3 documents: articles/pool reopens.md; debate.txt; minutes.txt. Say more of the name.",
    ("show", ""): "No document “”. `reader list` shows what there is.",
    ("debate.txt", "x"): "Got unexpected extra argument (x). Try `reader --help`.",
    ("show",): "Missing argument 'DOC'. Try `reader show --help`.",
    ("tag", "debate"): "Missing argument 'PARAGRAPH'. Try `reader tag --help`.",
    ("list", "--jsn"): "No such option '--jsn'. Did you mean '--json'? Try `reader list --help`.",
    ("find",): "Missing argument 'QUERY...'. Try `reader find --help`.",
    ("find", "x", "--limit", "0"): "Invalid value for '--limit': 0 is not in the range x>=1. Try `reader find --help`.",
    ("find", '"open'): "This quotation mark is opened and never closed",
    ("find", "#"): "Nothing follows here: name what to look for, as in #racism (character 1)",
    ("themes", "add", "sport"): "There is a theme “Sport” already.",
    ("themes", "add", "7"): "A theme needs a name that isn’t a number.",
    ("themes", "merge", "sport", "3"): "“Sport” can’t be merged into itself.",
    ("themes", "set", "sport"): "Say what to set: --key, --colour or --description. Try `reader themes set --help`.",
    (
        "themes",
        "set",
        "sport",
        "--colour",
        "\x1b[31m",
    ): "“” is no colour: use one of blue, orange, green, pink, sky, red, yellow, grey, or #rrggbb.",
    ("lsit",): "“lsit” is no file, folder or command here. Did you mean `reader list`?",
    ("nowhere/at/all",): "“nowhere/at/all” is no file, folder or command here. `reader --help` lists the commands.",
    ("--samples", "list"): "--samples stands alone: it opens the sample library. Try `reader --help`.",
    ("-L", "nowhere", "list"): "There is no folder nowhere: name a library with --library or $READER_LIBRARY.",
    ("export", "csv", "-o", "nowhere/out.csv"): "There is no folder {library}/nowhere to write out.csv to.",
    ("-L", "~no-such-user/x", "list"): NO_HOME,
    ("export", "csv", "-o", "~no-such-user/out.csv"): NO_HOME,
    ("merge", "~no-such-user/x"): NO_HOME,
    ("~no-such-user/x",): NO_HOME,
    ("export", "csv", "-o", "."): "{library} is not a file: nothing was written.",
    ("export", "csv", "--theme", "polcing"): "No theme “polcing”. Did you mean Policing?",
    ("find", "--like", "debate"): "Option '--like' requires 2 arguments. Try `reader find --help`.",
    ("themes", "set", "sport", "--key"): "Option '--key' requires an argument. Try `reader themes set --help`.",
    ("completion", "tcsh"): "Invalid value for '[bash|zsh|fish]': 'tcsh' is not one of",
}


@pytest.mark.parametrize(
    ("arguments", "message"), WRONG.items(), ids=[" ".join(each).replace("\x1b", "ESC") for each in WRONG]
)
def test_wrong_usage_is_one_line_that_says_what_to_do(reader, library, arguments, message):
    ended = reader(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(message.format(library=library))
    assert ended.err.count("\n") == 1
    assert not (library / ".reader").exists()


@pytest.mark.parametrize(
    ("scope", "message"),
    [("passages", "No passage comes close"), ("tags", "No passage comes close"), ("themes", "No theme comes close")],
)
def test_nothing_found_is_exit_code_1(reader, scope, message):
    ended = reader("find", "--in", scope, "quixotic zebra")
    assert (ended.code, ended.out, ended.err) == (1, "", f"{message}\n")


def test_nothing_found_as_json_is_still_json(reader):
    ended = reader("find", "--json", "quixotic zebra")
    assert ended.code == 1
    assert '"results": []' in ended.out


def test_nothing_to_export_is_said_and_no_fault(reader):
    assert reader("export", "csv").err == "Nothing is tagged yet.\n"
    assert reader("export", "csv", "--theme", "Sport").err == "No tag fits.\n"
    assert reader("export", "jsonl").code == 0


def test_a_folder_with_nothing_readable_says_what_is_there(reader, library):
    for path in sorted(library.rglob("*.*")):
        if path.is_file():
            path.unlink()
    (library / "scan.doc").write_bytes(b"\xd0\xcf")
    ended = reader("list")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith("1 file here; this version reads ")
    assert "Not read: 1 .doc" in ended.err
    assert reader("list", "--json").out == "[]\n"


def test_a_home_and_the_whole_disk_are_not_taken_for_a_library_by_a_slip(reader, home, monkeypatch):
    monkeypatch.chdir(home)
    ended = reader("list")
    assert ended.code == 2
    assert ended.err.startswith(f"{home.resolve()} is no library yet, and very wide. If you mean it: --library")
    assert reader("-L", home, "list").code == 0


def test_a_very_wide_folder_is_not_taken_for_a_library_by_a_slip(reader, library, monkeypatch):
    from reader.documents import library as files

    monkeypatch.setattr(files, "MANY", 2)
    assert "is no library yet, and has over 2 files" in reader("list").err
    assert reader("-L", library, "list").code == 0
    (library / ".reader").mkdir()
    assert reader("list").code == 0


def test_settings_that_are_wrong_are_said(reader, home):
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text("measure = 1")
    ended = reader("list")
    assert ended.code == 2
    assert "settings.toml, line 1, key “measure”" in ended.err


def test_a_store_that_cannot_be_read_is_said_checked_and_mended(reader, library):
    reader("tag", "debate", "7", "Sport")
    path = LibraryPaths.of(library).coder("bar")
    path.write_text("{")
    log = path.with_suffix(".log")
    kept = log.read_bytes()
    log.unlink()
    for arguments in (("list",), ("tag", "debate", "8", "Sport"), ("export", "csv"), ("find", "pool")):
        ended = reader(*arguments)
        assert ended.code == 2
        assert ended.err.startswith(f"{path} can’t be read")
        assert ended.err.count("\n") == 1
    assert path.read_text() == "{"
    checked = reader("check")
    assert checked.code == 1
    assert f"Wrong: {path} can’t be read" in checked.out
    assert "1 fault found." in checked.out
    log.write_bytes(kept)
    mended = reader("check", "--repair")
    assert mended.code == 0
    assert "What was there is kept as" in mended.out
    assert reader("untag", "debate", "7", "Sport").code == 0
    assert [each.read_text() for each in path.parent.glob("*.damaged-*")] == ["{"]


def test_a_disk_that_is_full_is_said(reader, library, monkeypatch):
    def refuse(*_):
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        ended = reader("tag", "debate", "7", "Sport")
    assert ended.code == 2
    assert ended.err.endswith("can’t be written: No space left on device. Nothing was changed.\n")
    assert reader("export", "jsonl").out == ""


def test_a_store_that_cannot_be_made_is_said(reader, library):
    (library / ".reader").write_text("in the way")
    ended = reader("tag", "debate", "7", "Sport")
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert (library / ".reader").read_text() == "in the way"


ESCAPES = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202eevil"


def write(folder, names, text):
    """Write a file under the first of the names that the file system takes."""
    for name in names:
        with suppress(OSError, UnicodeError):
            (folder / name).write_text(text, encoding="utf-8")
            return


def test_no_control_character_of_anything_hostile_is_printed(reader, library):
    write(library, (f"{ESCAPES}.txt", "evil.txt"), f"Title {ESCAPES}\n\nBody {ESCAPES} [red]words[/red] here.\n")
    write(library, ("caf\udce9.txt", "cafe.txt"), "Latin\n\nName of bytes.\n")
    reader("themes", "add", f"Odd {ESCAPES}")
    printed = [
        reader(*arguments)
        for arguments in (
            ("tag", "evil", "2", "odd 2jevil", "--note", ESCAPES, "--coder", f"c{ESCAPES}"),
            ("tag", "caf", "2", "Sport"),
            ("list",),
            ("list", "--json"),
            ("show", "evil"),
            ("show", "evil", "--json"),
            ("find", "words", "here"),
            ("find", "words", "here", "--json"),
            ("themes",),
            ("export", "markdown"),
            ("export", "csv"),
            ("export", "jsonl"),
            ("check",),
            ("show", ESCAPES + "x"),
            ("tag", "evil", "2", ESCAPES + "x"),
            (ESCAPES,),
        )
    ]
    for ended in printed:
        assert [character for character in set(ended.out + ended.err) if clean(character) != character] == []
    assert "[red]words[/red]" in printed[4].out
    assert [ended.code for ended in printed] == [0] * 13 + [2] * 3


def test_a_hostile_store_is_shown_clean(reader, library):
    reader("tag", "debate", "7", "Sport")
    paths = LibraryPaths.of(library)
    for path in (paths.codebook, paths.documents, paths.coder("bar")):
        text = path.read_text().replace("Sport", r"Sp\u001b[31mort\u0007").replace('"bar"', r'"b\u009bar"')
        path.write_text(text.replace("world champion", r"world\u202e champion"))
    for arguments in (
        ("list",),
        ("themes",),
        ("export", "csv"),
        ("export", "markdown"),
        ("check",),
        ("find", "champion"),
    ):
        ended = reader(*arguments)
        assert [character for character in set(ended.out + ended.err) if clean(character) != character] == []


def test_a_pipe_that_closes_early_is_no_error(library, environment):
    (library / "long.txt").write_text("\n\n".join(["A long text of words."] * 20_000))
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "show", "long"],
        cwd=library,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    # 1 is what a script takes for “nothing found”.
    assert process.wait() == 141


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_a_standard_output_that_is_closed_is_no_fault(library, environment):
    for arguments in ("list", "tag debate 7 Sport", "tag --stdin"):
        command = f"{sys.executable} -m reader {arguments} >&-"
        asked = b'{"document": "minutes", "paragraph": 3, "theme": "Sport"}'
        ended = subprocess.run(
            command,
            shell=True,
            cwd=library,
            env=environment(),
            input=asked,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, b"")


def test_an_interruption_is_quiet(library, environment):
    code = "from reader.cli import session\nfrom reader.cli.command import run\n"
    code += "def stop(_):\n    raise KeyboardInterrupt\n"
    code += "session.Session.open = stop\nraise SystemExit(run(['list']))"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=library, env=environment(), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (130, "", "")


def test_a_terminal_that_lacks_letters_shows_their_numbers(library, environment):
    command = [sys.executable, "-m", "reader", "show", "debate"]
    env = environment(PYTHONIOENCODING="latin-1")
    ended = subprocess.run(command, cwd=library, env=env, capture_output=True, encoding="latin-1", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Northport \\u2013 answered" in ended.stdout


def test_a_disk_that_cannot_take_the_output_is_said(library, environment):
    device = Path("/dev/full")
    if not device.exists():
        return
    with device.open("w") as full:
        command = [sys.executable, "-m", "reader", "list"]
        ended = subprocess.run(command, cwd=library, env=environment(), stdout=full, stderr=-1, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "No space left on device\n")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="a system that has no such name")
def test_a_pipe_under_its_systems_name_is_no_file_to_replace(library, environment):
    command = [sys.executable, "-m", "reader", "export", "csv", "-o", "/dev/stdout"]
    ended = subprocess.run(command, cwd=library, env=environment(), capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "/dev/stdout is not a file: nothing was written.\n"
