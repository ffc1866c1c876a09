from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import make_document

from reader.errors import StoreError
from reader.tags.anchoring import Status, as_it_was
from reader.tags.index import TagIndex
from reader.tags.model import FOUNDING_THEMES
from reader.tags.retheming import own_themes, retheme
from reader.tags.tagging import Target, new_tag

PREVENT, POLICING, SPORT, RACISM = FOUNDING_THEMES
DOCUMENT = make_document("one", "two two two", "three", id_="d")
SPOTS = [("d", n) for n in (1, 2, 3)]


def put(index, paragraph, theme, *, coder="bar", note="", span=(None, None), status=Status.ANCHORED):
    tag = replace(new_tag(Target(DOCUMENT, paragraph, *span), theme, coder, note), modified="then")
    index.put(as_it_was(tag, theme.id, status))
    return tag


def made(index, moving):
    for change in moving.changes:
        if change.after is None:
            index.discard(change.id)
        else:
            index.put(as_it_was(change.after, change.after.theme))


def test_a_moved_tag_keeps_id_note_coder_time_and_anchor():
    index = TagIndex()
    tag = put(index, 2, RACISM, note="see the minutes", span=(4, 7))
    moving = retheme(index, SPOTS, RACISM, SPORT, "bar")
    (change,) = moving.changes
    assert (moving.moved, moving.both, moving.others) == (1, 0, 0)
    assert change.before == tag
    assert change.after == replace(tag, theme=SPORT.id, modified=change.after.modified)
    assert change.after.modified > tag.created


def test_where_both_stand_one_stays_with_the_notes_of_both():
    index = TagIndex()
    put(index, 1, RACISM, note="from the pool")
    goal = put(index, 1, SPORT, note="the relay")
    put(index, 2, RACISM, span=(0, 3))
    put(index, 2, SPORT)
    moving = retheme(index, SPOTS, RACISM, SPORT, "bar")
    assert (moving.moved, moving.both, moving.others) == (1, 1, 0)
    made(index, moving)
    assert own_themes(index, SPOTS, "bar") == {SPORT.id: 3}
    assert index.get(goal.id).tag.note == "the relay\nfrom the pool"


def test_an_orphan_is_moved_under_its_own_spot_and_no_other_place_is_touched():
    index = TagIndex()
    put(index, 1, RACISM, status=Status.ORPHAN)
    here = put(index, 1, RACISM)
    moving = retheme(index, [("d", -1)], RACISM, SPORT, "bar")
    assert moving.moved == 1
    assert here.id not in {change.id for change in moving.changes}


def test_two_orphans_that_once_stood_at_one_number_keep_the_words_of_both():
    index = TagIndex()
    now = replace(DOCUMENT.paragraphs[0], text="what stood there later")
    put(index, 1, SPORT, status=Status.ORPHAN)
    later = replace(new_tag(Target(replace(DOCUMENT, version="2", paragraphs=(now,)), 1), RACISM, "bar"))
    index.put(as_it_was(later, RACISM.id, Status.ORPHAN))
    moving = retheme(index, [("d", -1)], RACISM, SPORT, "bar")
    assert (moving.moved, moving.both) == (1, 0)
    assert [change.after.quotation for change in moving.changes] == ["what stood there later"]


def test_the_tags_of_others_are_counted_and_left_and_the_store_would_refuse_them(store, document):
    index = TagIndex()
    put(index, 1, RACISM, coder="ann")
    put(index, 1, RACISM)
    moving = retheme(index, SPOTS, RACISM, SPORT, "bar")
    assert (moving.moved, moving.both, moving.others) == (1, 0, 1)
    theirs = retheme(index, SPOTS, RACISM, SPORT, "ann")
    with pytest.raises(StoreError, match="ann"):
        store.commit(theirs.changes, "")


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.sampled_from([RACISM, SPORT, POLICING]),
            st.sampled_from(["ann", "bar"]),
            st.sampled_from([(None, None), (0, 2)]),
            st.sampled_from(["", "a", "b"]),
        ),
        max_size=12,
    )
)
def test_moving_loses_no_place_and_no_note_and_a_second_time_there_is_nothing_to_move(tags):
    index = TagIndex()
    for paragraph, theme, coder, span, note in tags:
        put(index, paragraph, theme, coder=coder, span=span, note=note)

    def seen(coder, *themes):
        mine = [each for each in index if each.tag.coder == coder and each.theme in {theme.id for theme in themes}]
        places = {(each.paragraph, each.start) for each in mine}
        return places, {line for each in mine for line in each.tag.note.split("\n") if line}

    before, others = seen("bar", RACISM, SPORT), seen("ann", RACISM)
    kept = seen("bar", POLICING)
    moving = retheme(index, SPOTS, RACISM, SPORT, "bar")
    made(index, moving)
    assert seen("bar", SPORT) == before
    assert seen("bar", RACISM) == (set(), set())
    assert seen("ann", RACISM) == others
    assert seen("bar", POLICING) == kept
    assert not retheme(index, SPOTS, RACISM, SPORT, "bar").changes
