"""The index of the open library follows it, and finds what an index would find that is made of it anew."""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from user import PATIENCE, at_the_app

sys.path.insert(0, str(Path(__file__).parent.parent))

from changing import LINES, Somebody, deeds

from reader.app.passages import Passages
from reader.documents.catalogue import Catalogue
from reader.paths import LibraryPaths
from reader.search.corpus import Scope, Snapshot, entries
from reader.search.index import Index

QUERIES = ("", "harbuor wall", "gulls nest", "first ferry leaves at six", "is:orphan")


class Window:
    """The index of a library that is open, and whoever waits for it."""

    def __init__(self, workspace):
        self.told = threading.Event()
        self.passages = Passages(workspace, self.told.set)

    def wait(self):
        """Wait until all is there."""
        while not self.passages.is_complete:
            assert self.told.wait(PATIENCE)
            self.told.clear()


def found(index, facts):
    """What is found, and how well; what is found equally well may come in any order."""
    hits = [index.search(query, facts, 100).hits for query in QUERIES]
    return [sorted((hit.entry.key, hit.entry.text, hit.score) for hit in some) for some in hits]


@settings(max_examples=30, deadline=None)
@example([("tag", "a.txt", 2), ("write", "a.txt", LINES[:1]), ("read", 1), ("tag", "a.txt", 0), ("undo",)])
@example([("tag", "a.txt", 1), ("delete", "a.txt"), ("write", "a.txt", LINES), ("read", 1)])
@example([("tag", "a.txt", 1), ("delete", "a.txt"), ("untag",), ("undo",), ("again",)])
@given(st.lists(deeds, min_size=3, max_size=10))
def test_after_any_changes_the_same_is_found_as_in_an_index_made_anew(done):
    with tempfile.TemporaryDirectory() as folder:
        somebody = Somebody(Path(folder))
        somebody.read(9)
        window = Window(somebody.workspace)
        for deed, *arguments in done:
            getattr(somebody, deed)(*arguments)
            if deed == "again":
                window.passages.stop()
                window = Window(somebody.workspace)
            somebody.workspace.places.follow_now()
            window.passages.follow()
            if somebody.sees_all and not somebody.workspace.unread():
                window.wait()
                facts = Snapshot(somebody.workspace)
                anew = Index(entries(somebody.workspace, Scope.PASSAGES))
                assert found(window.passages.index, facts) == found(anew, facts)
        window.passages.stop()
        somebody.workspace.close()


async def test_an_open_finder_shows_what_a_file_says_now(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("F")
        await user.type("astrolabe harbour")
        await user.sees(" of 55 in")
        file = town / "minutes.txt"
        file.write_text(file.read_text(encoding="utf-8").replace("anchor", "astrolabe"), encoding="utf-8")
        await user.until(lambda: "astrolabe" in user.row(0))
        (town / "new.txt").write_text("News\n\nAn astrolabe was found in the harbour.\n", encoding="utf-8")
        await user.until(lambda: "An astrolabe was found" in user.screen)
        (town / "new.txt").unlink()
        await user.sees_no("An astrolabe was found")
        await user.sees(" of 55 in")


async def test_the_words_of_an_orphan_are_found_as_long_as_they_are_tagged(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "j", "3")
        await user.told("Sport on")
        words = user.tags()[0]["quotation"]
        (town / "minutes.txt").rename(town / "minutes.away")
        await user.told("minutes.txt is gone")
        await user.press("F")
        await user.type(words[:40])
        await user.sees("Sport", words[:30])
        user.main.workspace.undo(user.main.workspace.store.undoable())
        user.main.desk.tags_changed()
        await user.sees("No passage comes close")


async def test_what_the_first_search_needs_is_ready_before_it_is_asked_for(town):
    index = LibraryPaths.of(town).search / "current.json"
    async with at_the_app(town, start="debate.txt") as user:
        await user.until(index.exists, "an index on the disk")
        searcher = user.main.desk.parts.searcher
        await user.until(lambda: searcher._is_ready)
        passages = searcher._passages
        await user.press("F")
        await user.sees("55 of 55 in")
        assert searcher._passages is passages


async def test_nothing_is_indexed_while_files_are_still_read(town, monkeypatch):
    goes_on = threading.Event()
    summarise = Catalogue.summarise

    def slow(catalogue, files):
        goes_on.wait(PATIENCE)
        yield from summarise(catalogue, files)

    monkeypatch.setattr(Catalogue, "summarise", slow)
    index = LibraryPaths.of(town).search / "current.json"
    async with at_the_app(town, start="debate.txt") as user:
        await user.until(lambda: user.app.typing.is_idle)
        assert not user.main.make_ready()
        goes_on.set()
        await user.until(index.exists, "an index on the disk")


async def test_what_a_finder_hides_is_not_painted_and_stands_there_when_it_closes(town):
    async with at_the_app(town, start="debate.txt") as user:
        assert user.main.is_current
        await user.press("F")
        await user.sees("55 of 55 in")
        assert not user.main.is_current
        (town / "aardvarks.txt").write_text("Aardvarks of Northport\n\nThey dig at night.\n")
        await user.sees("57 of 57 in")
        await user.press("escape")
        await user.sees("● aardvarks")
        await user.press(":")
        assert user.main.is_current
