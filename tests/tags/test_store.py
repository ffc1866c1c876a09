"""The store in one process: what is written, read back, undone and refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tinydb import TinyDB

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import files
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Note, Table
from reader.tags.records import from_plain
from reader.tags.store import TagStore
from reader.tags.tagging import Target, annotate, annotate_tag, new_tag


def put(store, document, n, theme="Sport", coder=None):
    target = Target(document, n)
    tag = new_tag(target, Codebook(store.themes).need(theme), coder or store.coder)
    store.remember(document)
    return tag, store.commit([Change(Table.TAGS, None, tag)], f"{theme} on ¶ {n}")


def reopened(root, coder="bar"):
    return TagStore(LibraryPaths.of(root), coder)


def test_opening_a_library_leaves_no_trace(root, store):
    assert [theme.name for theme in store.themes.values()] == ["Prevent", "Policing", "Sport", "Racism"]
    assert not (root / ".reader").exists()


def test_a_tag_is_there_for_the_next_who_opens_the_library(root, store, document):
    tag, _ = put(store, document, 2)
    assert reopened(root, "ann").tags == {tag.id: tag}


def test_opening_a_library_makes_each_record_once(root, store, document, monkeypatch):
    tag, _ = put(store, document, 2)
    made = []

    def count(table, row):
        made.append(row["id"])
        return from_plain(table, row)

    monkeypatch.setattr(files, "from_plain", count)
    opened = reopened(root)
    assert sorted(made) == sorted([tag.id, document.id, *opened.themes])


def test_stock_tinydb_opens_the_file_and_counts_the_live_tags(root, store, document):
    tags = [put(store, document, n)[0] for n in (1, 2, 3)]
    store.commit([Change(Table.TAGS, tags[0], None)], "off")
    store.commit([annotate(None, Target(document, 4), "a note", "bar")], "note")
    store.close()
    path = LibraryPaths.of(root).coder("bar")
    with TinyDB(path) as database:
        assert len(database) == 2
        assert {row["id"] for row in database} == {tag.id for tag in tags[1:]}
        assert [row["text"] for row in database.table("notes")] == ["a note"]
        (grave,) = database.table("deleted")
        assert (set(grave), grave["id"], grave["table"]) == ({"id", "table", "at"}, tags[0].id, Table.TAGS.value)
        assert grave["at"] > tags[0].created
        assert database.table("_meta").all()[0]["format"] == 1
    assert len(TinyDB(LibraryPaths.of(root).codebook)) == 4
    assert len(TinyDB(LibraryPaths.of(root).documents)) == 1


def test_the_words_of_a_tagged_document_are_kept(root, store, document):
    put(store, document, 1)
    kept = json.loads(LibraryPaths.of(root).text("doc-1").read_text(encoding="utf-8"))
    assert kept == [paragraph.text for paragraph in document.paragraphs]


def test_undo_takes_a_step_back_and_its_step_does_it_again(store, document):
    tag, step = put(store, document, 1)
    redo = store.undo(step)
    assert store.tags == {}
    undo = store.undo(redo)
    assert store.tags == {tag.id: replace(tag, modified=undo.at)}
    store.undo(undo)
    assert store.tags == {}


def test_a_step_of_many_changes_is_undone_as_one(store, document):
    tags = [new_tag(Target(document, n), Codebook(store.themes).need("Sport"), "bar") for n in (1, 2, 3)]
    step = store.commit([Change(Table.TAGS, None, tag) for tag in tags], "Sport on ¶ 1–3")
    assert len(store.tags) == 3
    store.undo(step)
    assert store.tags == {}


def test_undo_is_refused_where_the_tag_has_changed_since(root, store, document):
    tag, step = put(store, document, 1)
    reopened(root).commit([annotate_tag(tag, "meanwhile")], "note")
    with pytest.raises(StoreError, match="The tag has changed since in another window"):
        store.undo(step)
    assert store.tags[tag.id].note == "meanwhile"


def test_undo_is_refused_where_the_tag_was_deleted_since(root, store, document):
    tag, step = put(store, document, 1)
    reopened(root).commit([Change(Table.TAGS, tag, None)], "off")
    with pytest.raises(StoreError, match="The tag was deleted since in another window"):
        store.undo(step)


@pytest.mark.parametrize("after", [None, "changed"])
def test_nobody_changes_another_coders_tag(root, store, document, after):
    tag, _ = put(reopened(root, "ann"), document, 1)
    store.refresh()
    with pytest.raises(StoreError, match="This tag is ann’s; you are bar"):
        store.commit([Change(Table.TAGS, tag, after and replace(tag, note=after))], "")
    assert reopened(root).tags == {tag.id: tag}


def test_a_row_that_changes_keeps_its_line_in_the_file(root, store, document):
    tags = [put(store, document, n)[0] for n in (1, 2, 3)]
    store.close()
    path = LibraryPaths.of(root).coder("bar")
    before = path.read_text().splitlines()
    store.commit([annotate_tag(tags[1], "new")], "note")
    store.close()
    changed = [pair for pair in zip(before, path.read_text().splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 2
    assert '"_meta"' in changed[1][0]


def test_what_one_window_writes_another_takes_in_at_its_next_look(root, store, document):
    other = reopened(root, "ann")
    assert not other.refresh()
    tag, _ = put(store, document, 1)
    assert other.refresh()
    assert other.tags == {tag.id: tag}
    assert not other.refresh()


def test_a_write_takes_in_first_what_another_window_wrote(root, store, document):
    other = reopened(root)
    first, _ = put(store, document, 1)
    second, _ = put(other, document, 2)
    assert reopened(root).tags == {first.id: first, second.id: second}


def test_a_codebook_without_any_theme_stays_empty(root, store):
    book = Codebook(store.themes)
    store.commit([change for theme in book.themes for change in book.delete(theme)], "all deleted")
    assert store.themes == {}
    assert reopened(root).themes == {}


def test_a_document_that_moves_is_remembered_at_both_paths(root, store, variant):
    put(store, variant("a", path="old.txt"), 1)
    store.remember(variant("a", path="new.txt", version="v2"))
    record = reopened(root).documents["doc-1"]
    assert (record.paths, record.versions) == (["new.txt", "old.txt"], ["v2", "v1"])


def test_a_note_on_a_paragraph_is_kept(root, store, document):
    store.remember(document)
    store.commit([annotate(None, Target(document, 2), "look here", "bar")], "note")
    (note,) = reopened(root, "ann").notes.values()
    assert isinstance(note, Note)
    assert (note.text, note.paragraph, note.coder) == ("look here", 2, "bar")


def test_a_row_that_an_editor_wrote_twice_counts_once(root, store, document):
    tag, _ = put(store, document, 1)
    store.close()
    path = LibraryPaths.of(root).coder("bar")
    image = json.loads(path.read_text())
    image["_default"]["7"] = image["_default"]["1"]
    path.write_text(json.dumps(image))
    store.refresh()
    assert store.tags == {tag.id: tag}
    store.commit([Change(Table.TAGS, tag, None)], "off")
    assert reopened(root).tags == {}


def test_tags_that_are_put_together_take_no_row_of_those_that_are_there(root, store, tags, document):
    sport = Codebook(store.themes).need("Sport")
    more = [new_tag(Target(document, n), sport, "bar") for n in (1, 2, 4)]
    step = store.commit([Change(Table.TAGS, None, tag) for tag in more], "three at once")
    assert store.tags.keys() == {tag.id for tag in [*tags, *more]} == reopened(root).tags.keys()
    store.undo(step)
    assert store.tags.keys() == {tag.id for tag in tags} == reopened(root).tags.keys()
