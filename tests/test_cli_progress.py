"""What somebody sees who waits: a line that says how far the indexing is, on a terminal, and nothing of it later."""

from __future__ import annotations

import os
import sys

import pytest

from reader.documents.catalogue import Catalogue


@pytest.fixture
def at_a_terminal(reader, monkeypatch):
    """Run the command where stderr is a terminal."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        return reader(*arguments)

    return run


@pytest.fixture
def waited(monkeypatch):
    """Whoever looks has waited for long, and documents come one by one."""
    monkeypatch.setattr("reader.cli.progress._PATIENCE", 0)
    monkeypatch.setattr("reader.cli.progress._EVERY", 0)
    summarise = Catalogue.summarise
    monkeypatch.setattr(Catalogue, "summarise", lambda self, files: (s for f in files for s in summarise(self, [f])))


def seen(written):
    """Return what stands on the line after each time that it is written, and what stands there at the end."""
    line, lines = "", []
    for part in written.split("\r"):
        line = part + line[len(part) :]
        lines.append(line.rstrip())
    return [text for text in lines if text], lines[-1]


@pytest.mark.usefixtures("waited")
def test_while_a_library_is_indexed_a_line_says_how_far_it_is_and_goes(at_a_terminal):
    found = at_a_terminal("find", "harbour pool")
    assert found.code == 0
    shown, left = seen(found.err)
    assert shown == [f"Indexing: {done} of 3 documents" for done in (1, 2, 3)]
    assert left == ""
    assert "\x1b" not in found.err


@pytest.mark.usefixtures("waited")
def test_what_is_said_besides_stands_on_a_line_of_its_own(at_a_terminal):
    nothing = at_a_terminal("find", "xylophone quartet")
    assert nothing.code == 1
    assert nothing.err.startswith("\rIndexing: ")
    assert nothing.err.rpartition("\r")[2] == "No passage comes close\n"


@pytest.mark.usefixtures("waited")
def test_a_narrow_terminal_gets_as_much_of_it_as_there_is_room_for(at_a_terminal, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    shown, _ = seen(at_a_terminal("find", "harbour pool").err)
    assert shown[-1] == "Indexing: 3 of 3 do"


@pytest.mark.usefixtures("waited")
def test_an_index_that_is_there_is_used_without_a_word(at_a_terminal, library):
    for file in library.rglob("*"):
        os.utime(file, (0, 0))
    at_a_terminal("find", "harbour pool")
    assert at_a_terminal("find", "harbour pool").err == ""


def test_who_has_not_waited_is_told_nothing(at_a_terminal):
    assert at_a_terminal("find", "harbour pool").err == ""


@pytest.mark.usefixtures("waited")
def test_a_pipe_is_told_nothing(reader):
    assert reader("find", "harbour pool").err == ""
