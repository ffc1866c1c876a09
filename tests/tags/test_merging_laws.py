"""The laws of merging: whoever merges whom, in whatever order and how often, all copies end with the same records."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from made_documents import make_document

from reader.paths import LibraryPaths
from reader.tags import shelf
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.image import apply, shallow
from reader.tags.merging import GRAVES, merge, returning
from reader.tags.model import Change, Table
from reader.tags.others import read_other
from reader.tags.store import TagStore
from reader.tags.tagging import Target, annotate, annotate_tag, new_tag
from reader.tags.uniting import unite, united

TIMES = ("", "2026-11-20T10:00:00.000000+00:00", "2026-11-21T10:00:00.000000+00:00", "2026-11-22T10:00:00.000000+00:00")
LATER = "2026-11-23T10:00:00.000000+00:00"
IDS = tuple("abcdef")


@st.composite
def images(draw):
    """The rows of one store: each id is a tag, a note, deleted, or not there; numbers and order differ at random."""
    image = {"_default": {}, "notes": {}, GRAVES: {}}
    for id_ in draw(st.permutations(IDS)):
        table = "_default" if id_ in "abcd" else "notes"
        what = draw(st.sampled_from(("absent", "live", "dead")))
        if what == "live":
            row = {"id": id_, "note": draw(st.sampled_from("xyz")), "modified": draw(st.sampled_from(TIMES))}
            image[table][str(draw(st.integers(0, 3)) * 10 + len(image[table]) + 1)] = row
        elif what == "dead":
            kind = "tags" if table == "_default" else "notes"
            grave = {"id": id_, "table": kind, "at": draw(st.sampled_from(TIMES[1:]))}
            image[GRAVES][str(len(image[GRAVES]) + 1)] = grave
    return image


def records(image):
    return sorted((table, sorted(row.items())) for table, rows in image.items() for row in rows.values())


@given(images(), images())
def test_merging_is_commutative(one, other):
    assert records(united(one, other)) == records(united(other, one))


@given(images(), images(), images())
def test_merging_is_associative(one, two, three):
    assert records(united(united(one, two), three)) == records(united(one, united(two, three)))


@given(images(), images())
def test_merging_twice_changes_nothing(one, other):
    after = united(one, other)
    assert merge(after, other) == []
    assert merge(after, one) == []
    assert merge(one, one) == []


@given(images(), images())
def test_a_state_that_was_brought_back_is_the_old_one_and_wins_over_the_copies_that_never_saw_it(present, then):
    after = shallow(present)
    apply(after, returning(present, then, shelf.TAGS, LATER))
    untimed = [
        sorted((table, row["id"], row["note"]) for table in ("_default", "notes") for row in image[table].values())
        for image in (after, then)
    ]
    assert untimed[0] == untimed[1]
    assert merge(after, present) == []
    assert records(united(present, after)) == records(after)
    assert returning(after, then, shelf.TAGS, LATER) == []


def work(root, coder, deed, n):
    """Do something to a library as a coder would."""
    store = TagStore(LibraryPaths.of(root), coder)
    document = make_document("one", "two", "three")
    book = Codebook(store.themes)
    mine = [tag for tag in store.tags.values() if tag.coder == coder]
    notes = [note for note in store.notes.values() if note.coder == coder]
    target = Target(document, n)
    store.remember(document)
    if deed == "tag":
        store.commit([Change(Table.TAGS, None, new_tag(target, book.themes[n % len(book.themes)], coder))], "tag")
    elif deed == "untag" and mine:
        store.commit([Change(Table.TAGS, mine[0], None)], "untag")
    elif deed == "note" and mine:
        store.commit([annotate_tag(mine[0], f"{coder} {n}")], "note")
    elif deed == "annotate":
        change = annotate(notes[0] if notes else None, target, f"{root.name} {n}", coder)
        store.commit([change] if change else [], "annotate")
    elif deed == "rename":
        store.commit([book.rename(book.themes[0], f"Theme {root.name} {n}")], "rename")
    elif deed == "delete" and len(book.themes) > 2:
        store.commit(book.delete(book.themes[-1]), "delete")
    elif deed == "title":
        record = store.documents[document.id]
        later = replace(record, corrected={"title": f"{root.name} {n}"}, modified=LATER[:-6] + f"{n}+00:00")
        store.commit([Change(Table.DOCUMENTS, record, later)], "title")
    store.close()


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("bar", "Ann")),
        st.sampled_from(("tag", "tag", "untag", "note", "annotate", "rename", "delete", "title")),
        st.integers(1, 3),
    ),
    max_size=4,
)


def take(root, other):
    paths, disk = LibraryPaths.of(root), Disk()
    return unite(paths, read_other(other, paths, disk), "Merged", disk, lambda _: "kept")


def everything(root):
    store = TagStore(LibraryPaths.of(root), "bar")
    assert store.problems == []
    return dict(store.tags), dict(store.notes), dict(store.themes), dict(store.documents)


@settings(max_examples=25, deadline=None)
@given(DEEDS, st.tuples(DEEDS, DEEDS, DEEDS))
def test_three_copies_of_a_library_agree_in_whatever_order_they_are_merged(before, apart):
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        base.mkdir()
        for deed in (("bar", "tag", 1), *before):
            work(base, *deed)
        copies = [Path(folder) / name for name in ("x", "y", "z")]
        for copy, deeds in zip(copies, apart, strict=True):
            shutil.copytree(base, copy)
            for deed in deeds:
                work(copy, *deed)
        x, y, z = copies
        again, once_more = Path(folder) / "x2", Path(folder) / "z2"
        shutil.copytree(x, again)
        shutil.copytree(z, once_more)
        # (x + y) + z, x + z + y, and z + (y + x)
        take(x, y)
        take(x, z)
        take(again, z)
        take(again, y)
        take(y, Path(folder) / "x2")
        take(once_more, y)
        assert everything(x) == everything(again) == everything(y) == everything(once_more)
        assert take(x, once_more).backup is None
