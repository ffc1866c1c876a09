"""What a search knows of the tags is kept up tag by tag; it is what it would be if it were worked out anew."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import UndoRefusedError
from reader.search.corpus import Scope, Snapshot, entries
from reader.search.index import Index
from reader.search.rows import TagTable
from reader.tags.tagging import Target, annotate_tag, tag, toggle
from reader.workspace import Workspace

FILES = {
    "debate.txt": "Lessons\n\nHow many swim?\n\nSwimming brings the town together.\n\nThe police attend.\n",
    "minutes.txt": "Minutes of the pool committee\n\nThe committee met in the boathouse.\n\nLockers will be painted.\n",
}

QUERIES = (
    "#sport",
    "!#racism pool",
    "untagged",
    "near:#prevent the",
    "coder:ann",
    "coder:bar #policing",
    "note:paint",
    "is:tagged swimming",
)

actions = st.lists(
    st.tuples(st.sampled_from(["toggle", "note", "sign", "merge", "undo", "all"]), st.integers(0, 9), st.booleans()),
    max_size=12,
)


@contextmanager
def somebody():
    """A reader of a library of their own."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in FILES.items():
            (Path(folder) / path).write_text(text, encoding="utf-8")
        reader = Reader(Path(folder))
        yield reader
        reader.workspace.close()


class Reader:
    """Somebody who tags, by two names."""

    def __init__(self, root):
        self.workspace = Workspace(root, "bar")
        self.places = [Target(document, each.n) for document in self.workspace.documents() for each in
                       document.paragraphs if each.kind.is_passage]  # fmt: skip
        self.steps = []

    def act(self, what, n):
        workspace, book = self.workspace, self.workspace.codebook
        theme, target = book.themes[n % len(book.themes)], self.places[n % len(self.places)]
        if what == "toggle":
            self.commit(toggle(workspace.index, [target], theme, workspace.coder).changes, [target])
        elif what == "all":
            self.commit(tag(workspace.index, self.places, theme, workspace.coder).changes, self.places)
        elif what == "sign":
            workspace.sign_as("ann" if workspace.coder == "bar" else "bar")
        elif what == "note" and len(workspace.index):
            mine = [each.tag for each in workspace.index if each.tag.coder == workspace.coder]
            self.commit([annotate_tag(each, f"paint {n}" if n % 2 else "") for each in mine[:1]])
        elif what == "merge" and len(book.themes) > 2:
            self.commit([book.merge(theme, next(each for each in book.themes if each is not theme))])
        elif what == "undo" and self.steps:
            with suppress(UndoRefusedError):
                workspace.undo(self.steps.pop())

    def commit(self, changes, targets=()):
        if changes:
            self.steps.append(self.workspace.commit(changes, "", targets))


@settings(max_examples=60)
@given(actions)
def test_searches_after_every_change_find_what_they_find_in_tags_taken_anew(changes):
    with somebody() as reader:
        index = Index(entries(reader.workspace, Scope.PASSAGES))
        snapshot = Snapshot(reader.workspace)
        for what, n, is_searched in changes:
            reader.act(what, n)
            snapshot = Snapshot(reader.workspace, snapshot)
            if is_searched:
                anew = Snapshot(reader.workspace)
                assert sorted(TagTable.of(snapshot)) == sorted(anew.tags)
                for query in QUERIES:
                    assert told(index, query, snapshot) == told(index, query, anew)
                assert [snapshot.names(hit.entry) for hit in index.search("", anew).hits] == [
                    anew.names(hit.entry) for hit in index.search("", anew).hits
                ]


def told(index, query, facts):
    """What comes of a query among all passages and among the tagged ones."""
    found = [index.search(query, facts, 50, among) for among in (None, facts.tagged)]
    return [(each.hits, each.total, each.of, each.remarks) for each in found]


def test_a_search_that_still_goes_on_finds_what_was_tagged_when_it_began():
    with somebody() as reader:
        index = Index(entries(reader.workspace, Scope.PASSAGES))
        reader.act("all", 2)
        before = Snapshot(reader.workspace)
        known, found = list(TagTable.of(before)), told(index, "#sport", before)
        reader.act("toggle", 2)
        after = Snapshot(reader.workspace, before)
        assert len(list(TagTable.of(after))) == len(known) - 1
        reader.act("all", 0)
        after = Snapshot(reader.workspace, after)
        assert sorted(TagTable.of(after)) == sorted(Snapshot(reader.workspace).tags) != sorted(known)
        assert (list(TagTable.of(before)), told(index, "#sport", before)) == (known, found)


def test_the_note_on_a_tag_goes_with_the_tag():
    with somebody() as reader:
        index = Index(entries(reader.workspace, Scope.PASSAGES))
        reader.act("toggle", 2)
        reader.act("note", 1)
        before = Snapshot(reader.workspace)
        assert index.search("note:paint", before).total == 1
        reader.act("toggle", 2)
        assert index.search("note:paint", Snapshot(reader.workspace, before)).total == 0
