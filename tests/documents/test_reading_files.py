"""Files are opened safely: whatever stands at a path, the answer is content or a reason, at once."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from reader.documents.formats import SUFFIXES, extract
from reader.documents.model import Kind, Metadata
from reader.documents.reading import read_bytes, read_file
from reader.errors import ReaderError


def reason(path: Path) -> str:
    content = read_file(path)
    assert content.paragraphs == ()
    assert content.error is not None
    return content.error


def test_a_file_is_read(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_bytes("One.\r\n\r\nTwo “quoted”.".encode())
    content = read_file(file)
    assert [(p.n, p.text) for p in content.paragraphs] == [(1, "One."), (2, "Two “quoted”.")]
    assert content.error is None


def test_the_version_is_the_hash_of_the_paragraphs(tmp_path: Path):
    content = read_bytes(b"One.\n\nTwo.", "a.txt")
    assert content.version == hashlib.sha256(b"One.\n\nTwo.").hexdigest()
    assert read_bytes(b"One.\r\n\r\n\r\nTwo.", "b.md").version == content.version
    assert read_bytes(b"One.\n\nThree.", "a.txt").version != content.version


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u200b\n\u00a0".encode(), b"\x1b[31m\x1b[0m"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_file_without_a_word_is_empty(data: bytes, name: str):
    assert read_bytes(data, name).error == "the file is empty"


def test_a_folder_is_no_file(tmp_path: Path):
    (tmp_path / "folder.txt").mkdir()
    assert reason(tmp_path / "folder.txt") == "this is a folder, not a file"


def test_a_file_that_has_gone(tmp_path: Path):
    assert reason(tmp_path / "gone.txt") == "the file isn't there any more"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret.txt").write_text("words")
    monkeypatch.setattr("reader.documents.reading.os.open", refuse)
    assert reason(tmp_path / "secret.txt") == "there is no permission to read the file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_that_nobody_writes_to_does_not_hang(tmp_path: Path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    code = "import sys, pathlib, reader.documents.reading as r; print(r.read_file(pathlib.Path(sys.argv[1])).error)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(pipe)], capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stdout.strip() == "this is no ordinary file, but a device, a pipe or a socket"


@pytest.mark.skipif(os.name == "nt", reason="no device files here")
def test_a_device_is_no_file():
    assert "device" in reason(Path("/dev/zero"))


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX") or os.name == "nt", reason="no sockets in folders here")
def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        assert "socket" in reason(tmp_path / "s.txt")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_are_followed_and_links_in_a_circle_refused(tmp_path: Path):
    (tmp_path / "real.txt").write_text("Words.")
    (tmp_path / "link.txt").symlink_to("real.txt")
    (tmp_path / "circle.txt").symlink_to("circle.txt")
    assert read_file(tmp_path / "link.txt").paragraphs[0].text == "Words."
    assert "can't be read" in reason(tmp_path / "circle.txt")


def test_a_path_that_cannot_be(tmp_path: Path):
    assert "can't be read" in reason(tmp_path / "a\0b.txt")


def test_a_format_that_this_version_does_not_read():
    assert read_bytes(b"words", "a.xyz").error == "this version doesn't read .xyz"
    assert read_bytes(b"words", "README").error == "this version doesn't read files without an ending"
    with pytest.raises(ReaderError):
        extract(b"words", ".xyz")


def test_the_reason_passes_the_gate():
    error = read_bytes(b"words", "a.\x1b]0;owned\x07\u202exyz").error
    assert error == "this version doesn't read .xyz"


@pytest.mark.parametrize("suffix", [".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".rtf"])
def test_endings_count_in_any_case(suffix: str):
    assert extract(b"Words.", suffix.upper()).blocks[0].text == "Words."
    assert suffix in SUFFIXES


@pytest.mark.parametrize(
    "problem",
    [MemoryError(), RecursionError("deep"), OSError("disk"), UnicodeDecodeError("utf-8", b"x", 0, 1, "bad")],
)
def test_what_goes_wrong_in_parsing_becomes_a_reason(problem: Exception, monkeypatch: pytest.MonkeyPatch):
    def fail(data: bytes, suffix: str) -> None:
        raise problem

    monkeypatch.setattr("reader.documents.reading.extract", fail)
    content = read_bytes(b"words", "a.txt")
    assert content.error is not None
    assert content.error.startswith(("the file can't be read", "reading it takes more memory"))


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch):
    def fail(data: bytes, suffix: str) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr("reader.documents.reading.extract", fail)
    with pytest.raises(KeyError):
        read_bytes(b"words", "a.txt")


def test_text_passes_the_gate_after_it_is_split():
    text = "Title \x1b]0;owned\x07here\n\nA \x1b[31mred\x1b[0m word, \u202ereversed, in [/brackets].\n\n\x1b[0m\n\nEnd."
    content = read_bytes(text.encode(), "a.txt")
    assert [paragraph.text for paragraph in content.paragraphs] == [
        *("Title here", "A red word, reversed, in [/brackets].", "End.")
    ]
    assert content.metadata == Metadata(title="Title here")
    assert content.paragraphs[0].kind is Kind.TITLE


def test_documents_need_no_screen():
    code = (
        "import sys; from reader.documents.reading import read_bytes; read_bytes(b'# A\\n\\nB\\xe9.', 'a.md');"
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'rich', 'tinydb', 'rapidfuzz')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
