from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.documents.model import Document, Kind, Metadata, Paragraph
from reader.tags.anchoring import as_it_was
from reader.tags.batch import Batch
from reader.tags.index import TagIndex
from reader.tags.model import CONTEXT, FOUNDING_THEMES, Note, Tag
from reader.tags.tagging import Target, annotate, annotate_tag, new_tag, tag, toggle, untag

SPORT, RACISM = FOUNDING_THEMES[2:]
LONG = "x" * 50 + "here" + "y" * 50
DOCUMENT = Document(
    "d",
    "d.txt",
    tuple(Paragraph(n, Kind.BODY, text) for n, text in enumerate(["one", LONG, "three"], 1)),
    Metadata(),
    "v",
)


def made(index: TagIndex, tagging) -> None:
    for change in tagging.changes:
        if change.after is None:
            index.discard(change.id)
        else:
            index.put(as_it_was(change.after, change.after.theme))


def state(index: TagIndex) -> set[tuple]:
    return {(each.paragraph, each.start, each.end, each.theme, each.tag.coder) for each in index}


def test_a_tag_keeps_the_words_and_a_little_around_them():
    whole = new_tag(Target(DOCUMENT, 2), SPORT, "bar", "why\x1b[0m")
    assert (whole.quotation, whole.before, whole.after, whole.note) == (LONG, "one", "three", "why")
    part = new_tag(Target(DOCUMENT, 2, 50, 54), SPORT, "bar")
    assert (part.quotation, part.before, part.after) == ("here", "x" * CONTEXT, "y" * CONTEXT)
    assert (part.start, part.end, part.version, part.created) == (50, 54, "v", part.modified)


def test_a_range_gets_the_theme_where_it_is_missing_and_loses_it_only_where_all_have_it():
    index, targets = TagIndex(), [Target(DOCUMENT, n) for n in (1, 2, 3)]
    made(index, toggle(index, targets[:1], SPORT, "bar"))
    second = toggle(index, targets, SPORT, "bar")
    assert (second.added, second.had, second.removed) == (2, 1, 0)
    made(index, second)
    third = toggle(index, targets, SPORT, "bar")
    assert (third.added, third.removed) == (0, 3)
    made(index, third)
    assert len(index) == 0


def test_nobody_takes_off_what_another_coder_put_on():
    index, target = TagIndex(), Target(DOCUMENT, 1)
    made(index, tag(index, [target], SPORT, "ann"))
    assert untag(index, [target], SPORT, "bar").changes == []
    assert toggle(index, [target], SPORT, "bar").added == 1


def test_tagging_twice_adds_nothing_and_a_whole_paragraph_is_not_its_span():
    index = TagIndex()
    made(index, tag(index, [Target(DOCUMENT, 2, 0, 4)], SPORT, "bar"))
    assert tag(index, [Target(DOCUMENT, 2, 0, 4)], SPORT, "bar").had == 1
    assert tag(index, [Target(DOCUMENT, 2)], SPORT, "bar").added == 1


def test_untagging_a_paragraph_takes_its_spans_too_but_a_span_takes_only_itself():
    index = TagIndex()
    for target in (Target(DOCUMENT, 2), Target(DOCUMENT, 2, 0, 4)):
        made(index, tag(index, [target], SPORT, "bar"))
    assert len(untag(index, [Target(DOCUMENT, 2, 0, 4)], SPORT, "bar").changes) == 1
    assert len(untag(index, [Target(DOCUMENT, 2)], SPORT, "bar").changes) == 2


TARGETS = st.builds(
    lambda n, span: Target(DOCUMENT, n, *span), st.integers(1, 3), st.sampled_from([(None, None), (0, 2), (1, 3)])
)


@given(st.lists(st.tuples(TARGETS, st.sampled_from(["ann", "bar"])), max_size=6), TARGETS)
def test_toggling_what_had_no_tag_twice_changes_nothing(before, target):
    index = TagIndex()
    for place, coder in before:
        made(index, tag(index, [place], RACISM, coder))
    earlier = state(index)
    made(index, toggle(index, [target], SPORT, "bar"))
    assert state(index) - earlier == {(target.paragraph, target.start, target.end, SPORT.id, "bar")}
    made(index, toggle(index, [target], SPORT, "bar"))
    assert state(index) == earlier


def test_a_note_on_a_tag_changes_nothing_else():
    before = new_tag(Target(DOCUMENT, 1), SPORT, "bar")
    after = annotate_tag(before, "  good\x07 \n").after
    assert isinstance(after, Tag)
    assert (after.note, after.id, after.quotation, after.created) == ("good", before.id, "one", before.created)


def test_a_note_on_a_paragraph_is_made_changed_and_emptied_away():
    target = Target(DOCUMENT, 1)
    assert annotate(None, target, " \n", "bar") is None
    note = annotate(None, target, "first", "bar").after
    assert isinstance(note, Note)
    assert (note.text, note.quotation) == ("first", "one")
    assert annotate(note, target, "first ", "bar") is None
    assert annotate(note, target, "second", "bar").after.text == "second"
    assert annotate(note, target, " ", "bar").after is None


def test_in_a_batch_a_tag_that_is_there_gets_the_new_note_and_those_of_others_are_left_alone():
    index = TagIndex()
    theirs = new_tag(Target(DOCUMENT, 1), SPORT, "ann")
    index.put(as_it_was(theirs, SPORT.id))
    batch = Batch(index, "bar")
    (first,), (again,), (noted,) = (
        batch.tag([Target(DOCUMENT, 1)], [SPORT], note) for note in ("", "", "about the pool")
    )
    assert [put.words for put in (first, again, noted)] == [
        "Sport on ¶ 1, d",
        "Sport was on ¶ 1, d already",
        "Sport was on ¶ 1, d already; its note is new",
    ]
    (put_on,), (changed,) = (changes for changes, _ in batch.steps)
    assert (put_on.before, changed.before, again.change) == (None, put_on.after, None)
    assert (changed.after.id, changed.after.note) == (put_on.after.id, "about the pool")
    assert theirs.id not in (change.id for changes, _ in batch.steps for change in changes)
