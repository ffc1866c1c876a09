"""The steps of the past: listed, undone and done again, by the window that made them and by the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, annotate_tag, new_tag


def opened(root, coder="bar"):
    return TagStore(LibraryPaths.of(root), coder)


def put(store, document, n):
    tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), store.coder)
    store.remember(document)
    store.commit([Change(Table.TAGS, None, tag)], f"Sport on ¶ {n}")
    return tag


def but_for_their_times(tags):
    return [replace(tag, modified="") for tag in tags]


def labels(store):
    return [step.label for step in store.history()]


def press_u(store):
    return store.undo(store.undoable())


def press_redo(store):
    return store.undo(store.redoable())


def test_the_history_is_told_newest_first_with_everybodys_steps(root, store, document):
    put(store, document, 1)
    put(opened(root, "ann"), document, 2)
    store.commit([Codebook(store.themes).add("Harbour")], "Harbour added")
    store.refresh()
    assert labels(store) == ["Harbour added", "Sport on ¶ 2", "Sport on ¶ 1"]
    assert [step.coder for step in store.history()] == ["bar", "ann", "bar"]


def test_undo_goes_back_through_this_window_and_then_through_the_days_before(root, store, document):
    old = [put(store, document, n) for n in (1, 2)]
    store.close()
    today = opened(root)
    put(today, document, 3)
    assert [press_u(today).label for _ in range(3)] == ["Sport on ¶ 3", "Sport on ¶ 2", "Sport on ¶ 1"]
    assert today.tags == {}
    assert today.undoable() is None
    assert [press_redo(today).label for _ in range(2)] == ["Sport on ¶ 1", "Sport on ¶ 2"]
    assert but_for_their_times(today.tags.values()) == but_for_their_times(old)


def test_an_undo_outlives_the_window_and_can_be_done_again_in_the_next(root, store, document):
    tag = put(store, document, 1)
    press_u(store)
    later = opened(root)
    assert later.undoable() is None
    press_redo(later)
    assert but_for_their_times(later.tags.values()) == but_for_their_times([tag])
    assert later.redoable() is None
    press_u(later)
    assert later.tags == {}


def test_what_was_done_again_is_undone_in_the_next_window_not_done_again(root, store, document):
    put(store, document, 1)
    press_u(store)
    press_redo(store)
    later = opened(root)
    assert later.redoable() is None
    press_u(later)
    assert later.tags == {}
    assert opened(root).undoable() is None


def test_a_new_step_leaves_nothing_to_redo(store, document):
    put(store, document, 1)
    press_u(store)
    put(store, document, 2)
    assert store.redoable() is None


def test_the_steps_of_another_window_and_of_another_coder_are_not_mine_to_undo(root, store, document):
    mine = put(store, document, 1)
    put(opened(root), document, 2)
    put(opened(root, "ann"), document, 3)
    store.refresh()
    assert store.undoable().changes[0].id == mine.id
    (anns,) = [step for step in store.history() if step.coder == "ann"]
    with pytest.raises(StoreError, match="is ann’s; you are bar"):
        store.undo(anns)


def test_undo_is_refused_with_the_reason_where_the_tag_changed_in_another_window(root, store, document):
    tag = put(store, document, 1)
    opened(root).commit([annotate_tag(tag, "meanwhile")], "note")
    with pytest.raises(StoreError, match="The tag has changed since in another window"):
        press_u(store)


def test_a_theme_and_its_first_tag_are_one_step(root, store, document):
    change = Codebook(store.themes).add("Harbour")
    tag = new_tag(Target(document, 1), change.after, "bar")
    store.commit([change, Change(Table.TAGS, None, tag)], "Harbour on ¶ 1")
    later = opened(root)
    assert len(later.undoable().changes) == 2
    press_u(later)
    assert (later.tags, len(later.themes)) == ({}, 4)


def test_many_steps_at_once_are_each_a_step_of_their_own(root, store, document):
    theme = Codebook(store.themes).need("Sport")
    tags = [new_tag(Target(document, n), theme, "bar") for n in (1, 2, 3)]
    steps = store.commit_all([([Change(Table.TAGS, None, tag)], f"¶ {tag.paragraph}") for tag in tags])
    assert [step.label for step in steps] == ["¶ 1", "¶ 2", "¶ 3"]
    assert labels(opened(root)) == ["¶ 3", "¶ 2", "¶ 1"]


def test_a_tag_that_is_put_and_changed_in_one_batch_ends_as_it_was_left(root, store, document):
    tag = new_tag(Target(document, 1), Codebook(store.themes).need("Sport"), "bar")
    noted = annotate_tag(tag, "noted")
    store.commit_all([([Change(Table.TAGS, None, tag)], "on"), ([noted], "note"), ([noted.reversed()], "note off")])
    assert opened(root).tags == store.tags == {tag.id: tag}
