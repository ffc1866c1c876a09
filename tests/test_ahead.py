"""What is worked out ahead: begun before anybody waits for it, and taken in its order, once."""

from __future__ import annotations

import threading

import pytest

from reader.ahead import ahead
from reader.documents.catalogue import Catalogue
from reader.errors import ReaderError
from reader.workspace import Workspace


def test_work_begins_before_anybody_waits_and_comes_in_its_order():
    begun = threading.Event()

    def work():
        begun.set()
        yield from ["", 0, None, "last"]

    items = ahead(work())
    assert begun.wait(10)
    assert list(items) == ["", 0, None, "last"]
    assert list(items) == []


def test_who_waits_for_work_that_goes_wrong_gets_what_was_done_and_then_the_reason():
    def work():
        yield 1
        raise ReaderError("a fault")

    items = ahead(work())
    assert next(items) == 1
    with pytest.raises(ReaderError, match="a fault"):
        next(items)


@pytest.fixture
def read(monkeypatch):
    """The paths of the files that are read for their summaries."""
    paths = []
    summarise = Catalogue.summarise

    def noted(self, files):
        paths.extend(file.path for file in files)
        for file in files:
            yield from summarise(self, [file])

    monkeypatch.setattr(Catalogue, "summarise", noted)
    return paths


def test_a_library_that_is_read_ahead_is_read_once(library, read):
    workspace = Workspace(library, "bar")
    workspace.begin_to_read()
    workspace.begin_to_read()
    taken = next(workspace.reading())
    assert not workspace.listing(taken[0]).error
    # Whoever took the first didn't go on: the rest waits for the next.
    workspace.read_everything()
    assert workspace.unread() == []
    assert sorted(read) == sorted(each.path for each in workspace.listings)
    assert all(each.id for each in workspace.listings)
    workspace.close()


def test_where_everything_is_known_nothing_is_begun(library, read):
    workspace = Workspace(library, "bar")
    workspace.read_everything()
    read.clear()
    workspace.begin_to_read()
    assert read == []
    workspace.close()
