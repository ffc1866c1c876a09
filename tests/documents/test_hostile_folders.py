"""Folders that nobody made in good faith: whatever stands in them, the command answers soon, small and clean."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from files_made import docx

from reader.documents.library import take_inventory
from reader.documents.reading import read_file
from reader.documents.worker_process import Job
from reader.documents.workers import Workers

SECONDS = 10
MEGABYTES = 600
STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], timeout={seconds}, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
raise SystemExit(done.returncode)
"""

unix = pytest.mark.skipif(os.name == "nt", reason="these stand in folders of Unix only")


@pytest.fixture
def listed(library, run, environment):
    """Run `reader list` on the library, in the time and memory allowed; return its documents' errors by path."""

    def run_list(folder=library):
        listing = subprocess.run(
            [sys.executable, "-c", MEASURED.format(seconds=SECONDS), sys.executable, "-m", "reader", "list", "--json"],
            cwd=folder, env=environment(READER_LIBRARY=str(folder)), capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert listing.returncode == 0, listing.stderr
        *told, peak = listing.stderr.decode("utf-8").splitlines()
        assert told == []
        if os.name != "nt":
            assert int(peak) < MEGABYTES
        text = listing.stdout.decode("utf-8")
        documents = json.loads(text)
        plain = run("list", "--library", folder)
        for printed in (text, plain.stdout, plain.stderr, *(str(each) for each in documents)):
            assert not STEERS.search(printed)
        return {each["path"]: each["error"] for each in documents}

    return run_list


def made(folder, name, data):
    """Write a file; skip where the system has no such names."""
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)
    except (OSError, ValueError):
        pytest.skip("this file system takes no such name")


GOOD = {"articles/pool reopens.md": None, "debate.txt": None, "minutes.txt": None}

CONTENTS = {
    "nothing": (b"", "the file is empty"),
    "white space": (b" \n\t\r\n" * 1000, "the file is empty"),
    "invisible": ("\u200b\ufeff\u2060" * 100).encode(),
    "one line of 10 MB": b"word " * 2_000_000,
    "one word of 10 MB": b"a" * 10_000_000,
    "10 MB of line ends": (b"\n" * 10_000_000, "the file is empty"),
    "200,000 paragraphs": b"a\n\n" * 200_000,
    "marks": ("a" + "\u0301" * 2_000_000).encode(),
    "marks everywhere": ("Za\u0321\u0301\u0302\u0303\u0304\u0305lgo " * 100_000).encode(),
    "lone surrogates": b"one \xed\xa0\x80 two \xed\xbf\xbf three",
    "half a UTF-16": "“words”".encode("utf-16")[:-1],
    "surrogates of UTF-16": b"\xff\xfe" + b"w\0" * 50 + b"\x00\xd8" * 50,
    "escapes": b"\x1b]52;c;c3RvbGVu\x07 \x1b[2J words \x9b31m \x1bP+q\x1b\\ \x1b_x\x1b\\",
    "eight-bit escapes": "words \x9b2J \x9d0;title\x9c more".encode(),
    "turned round": "words \u202etxt.exe\u202c \u2066x\u2069".encode(),
    "NULs": b"w\0o\0r\0d" * 100,
    "only NULs": b"\0" * 1_000_000,
    "every byte": bytes(range(256)) * 1000,
    "fields": b"title: x\n" * 20_000,
    "front matter without end": b"---\n" + b"title: \x1b[31mx\n" * 20_000,
    "signs of Markdown": b"[*_`<!>" * 200_000,
    "lists in lists": b"".join(b" " * n + b"- x\n" for n in range(2_000)),
    "quotes in quotes": b"> " * 10_000 + b"x",
    "labels": b"A: x\n\n" * 20_000,
}


@pytest.mark.parametrize("ending", [".txt", ".md"])
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_file_that_nobody_wrote_is_read_or_refused_in_words(tmp_path, content, ending):
    data, error = content if isinstance(content, tuple) else (content, None)
    path = tmp_path / f"made{ending}"
    path.write_bytes(data)
    workers = Workers(1)
    ((_, readout),) = next(handful for handful in workers.read([Job(path)]) if handful)
    workers.close()
    told = json.loads(readout.summary)
    assert error is None or told["error"] == error
    assert not STEERS.search(json.loads(json.dumps(readout.content.replace("\\t", " "))))
    assert told["error"] or told["paragraphs"]


def test_a_paragraph_of_very_many_signs_is_read_in_time(tmp_path):
    path = tmp_path / "made.docx"
    path.write_bytes(docx(f"<w:p><w:r>{'<w:tab/>' * 1_500_000}<w:t>Words.</w:t></w:r></w:p>"))
    workers = Workers(1)
    ((_, readout),) = next(handful for handful in workers.read([Job(path)]) if handful)
    workers.close()
    assert json.loads(readout.summary)["error"] is None


NAMES = {
    "a newline": b"two\nlines.txt",
    "an escape": b"red\x1b[31m.txt",
    "a title for the window": b"\x1b]0;stolen\x07.txt",
    "a bell": b"ring\x07.md",
    "no UTF-8": b"caf\xe9.txt",
    "C1 in UTF-8": "c\x9b2J.txt".encode(),
    "turned round": "exe.\u202etxt.md".encode(),
    "markup": b"[bold]x[@click=app.quit].txt",
    "a dash": b"-rf.txt",
    "a percent": b"%s%n{0}.txt",
    "255 bytes": b"n" * 251 + b".txt",
    "only spaces": b"   .txt",
    "a NUL in words": b"a\\0b.txt",
}


@unix
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_steers_terminals_is_shown_clean(library, listed, run, name):
    made(library, name, b"Its words.\n\nAnd more.\n")
    found = listed()
    assert len(found) == 4
    assert set(found.values()) == {None}
    (path,) = set(found) - set(GOOD)
    assert run("show", path).returncode in (0, 2)


def test_two_files_with_one_name_are_two_documents(library, listed):
    pairs = [("Minutes.txt", "MINUTES.TXT"), ("caf\u00e9.txt", "cafe\u0301.txt"), ("x.txt", "x.md")]
    for pair in pairs:
        for name in pair:
            made(library, name.encode(), f"The words of {name.encode()!r}.\n".encode())
    there = sum(each.suffix.lower() in (".txt", ".md") for each in library.rglob("*.*"))
    found = listed()
    assert len(found) == there
    assert set(found.values()) == {None}


@unix
def test_links_out_of_and_around_the_library_lead_nowhere(library, tmp_path, listed):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "far.txt").write_text("Far away.")
    links = {
        "folder out": outside,
        "folder round": library,
        "up": "..",
        "self.txt": "self.txt",
        "one.txt": "two.txt",
        "two.txt": "one.txt",
        "nowhere.txt": "gone/away.txt",
        "folder.txt": outside,
        "device.txt": "/dev/zero",
        "memory.txt": "/proc/self/mem",
        "linked.txt": outside / "far.txt",
    }
    for name, target in links.items():
        (library / name).symlink_to(target)
    found = listed()
    memory = found.pop("memory.txt", "empty")
    assert memory
    assert found == {**GOOD, "linked.txt": None}


@unix
def test_pipes_sockets_and_folders_with_the_name_of_a_text_are_no_documents(library, listed, monkeypatch):
    os.mkfifo(library / "pipe.txt")
    (library / "folder.txt").mkdir()
    (library / "folder.txt" / "in it.txt").write_text("Its words.")
    monkeypatch.chdir(library)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert listed() == {**GOOD, "folder.txt/in it.txt": None}


@unix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_read_says_so(library, listed):
    (library / "secret.txt").write_text("words")
    (library / "secret.txt").chmod(0)
    (library / "closed").mkdir()
    (library / "closed" / "x.txt").write_text("words")
    (library / "closed").chmod(0)
    found = listed()
    (library / "closed").chmod(0o700)
    assert found == {**GOOD, "secret.txt": "there is no permission to read the file"}


@unix
def test_a_pipe_that_takes_a_files_place_after_listing_is_refused(library):
    file = next(each for each in take_inventory(library).files if each.path == "minutes.txt")
    (library / file.path).unlink()
    os.mkfifo(library / file.path)
    assert "pipe" in (read_file(library / file.path).error or "")


def test_a_file_that_goes_between_listing_and_reading_says_so(library):
    files = take_inventory(library).files
    (library / "minutes.txt").unlink()
    workers = Workers(1)
    errors = {
        job.path.name: json.loads(readout.summary)["error"]
        for handful in workers.read([Job(library / file.path) for file in files])
        for job, readout in handful
    }
    workers.close()
    assert errors == {"pool reopens.md": None, "debate.txt": None, "minutes.txt": "the file isn't there any more"}


def test_a_file_that_grows_while_it_is_read_has_an_end(library, listed):
    growing = library / "growing.txt"
    growing.write_bytes(b"A paragraph.\n\n")
    done = threading.Event()

    def grow():
        with growing.open("ab", buffering=0) as file:
            while not done.is_set() and file.tell() < 200_000_000:
                file.write(b"Another paragraph of it.\n\n" * 400)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        assert set(listed()) == {*GOOD, "growing.txt"}
    finally:
        done.set()
        writer.join()


def test_a_hundred_thousand_entries_in_one_folder(library, listed):
    crowd = library / "crowd"
    crowd.mkdir()
    for n in range(100_000):
        os.close(os.open(crowd / f"{n}.jpeg", os.O_CREAT | os.O_WRONLY))
    assert listed() == GOOD
    assert take_inventory(library).not_read[".jpeg"] == 100_000


def test_folders_nested_a_thousand_deep(library, listed):
    here = os.open(library, os.O_RDONLY) if os.name != "nt" else pytest.skip("too long for a path")
    for _ in range(1_200):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    try:
        assert listed() == GOOD
    finally:
        subprocess.run(["rm", "-rf", library / "d"], check=True)


@unix
def test_control_c_while_reading_ends_quietly_and_leaves_nothing_behind(library, environment):
    (library / "long.txt").write_bytes(b"Some words of it, and some more of them.\n\n" * 500_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "list"],
        cwd=library, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    while process.poll() is None and not children(process.pid):
        pass
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert b"Traceback" not in err
    assert not STEERS.search((out + err).decode("utf-8"))
    assert not children(process.pid)


def children(pid):
    """Return the processes in the session of `pid` beside itself, where the system tells."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid and int(status.parent.name) != pid and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found or ([] if Path("/proc/self/stat").exists() else [0])
