from __future__ import annotations

from dataclasses import replace

import pytest

from reader.tags.anchoring import Part, Status, as_it_was, place
from reader.tags.model import FOUNDING_THEMES
from reader.tags.reviewing import accept
from reader.tags.tagging import Target, new_tag

SPORT = FOUNDING_THEMES[2]


@pytest.fixture
def tag(document):
    return new_tag(Target(document, 2), SPORT, "bar")


@pytest.fixture
def span_tag(document):
    return new_tag(Target(document, 3, 0, 7), SPORT, "bar")


def test_a_tag_stands_where_it_was_put(tag, document):
    placed = place(tag, SPORT.id, document)
    assert (placed.paragraph, placed.start, placed.status) == (2, None, Status.ANCHORED)


def test_a_tag_follows_its_paragraph_when_others_come_before_it(tag, variant):
    moved = variant("New", "Another", "Pool news", "Divers found the gate bent.", version="v2")
    placed = place(tag, SPORT.id, moved)
    assert (placed.paragraph, placed.status) == (4, Status.ANCHORED)


def test_a_span_follows_its_words_inside_the_paragraph(span_tag, variant):
    edited = variant("Pool news", "Divers found the gate bent.", "All Repairs cost a lot.", version="v2")
    placed = place(span_tag, SPORT.id, edited)
    assert (placed.paragraph, placed.start, placed.end, placed.status) == (3, 4, 11, Status.ANCHORED)


def test_words_that_stand_in_two_places_want_review(span_tag, variant):
    doubled = variant("Pool news", "x", "y", "Repairs here", "Repairs there", version="v2")
    placed = place(span_tag, SPORT.id, doubled)
    assert (placed.paragraph, placed.status) == (3, Status.REVIEW)


def test_words_that_have_changed_want_review_where_the_paragraph_is_there(tag, variant):
    assert place(tag, SPORT.id, variant("Pool news", "Divers saw it.", version="v2")).status is Status.REVIEW


def test_a_paragraph_that_is_no_more_makes_an_orphan(tag, variant):
    assert place(tag, SPORT.id, variant("Pool news", version="v2")).status is Status.ORPHAN
    assert place(tag, SPORT.id, None).status is Status.ORPHAN


def test_the_original_anchor_is_never_rewritten(tag, variant):
    moved = variant("New", "Pool news", "Divers found the gate bent.", version="v2")
    placed = place(tag, SPORT.id, moved)
    assert placed.tag is tag
    assert (placed.tag.paragraph, placed.tag.version) == (2, "v1")


def test_a_tag_on_a_paragraph_that_was_split_is_accepted_on_each_of_its_parts(tag, variant):
    split = variant("Pool news", "Divers found", "the gate bent.", version="v2")
    placed = replace(as_it_was(tag, SPORT.id, Status.REVIEW), parts=(Part(3),))
    first, second = accept(placed, SPORT, split)
    assert (first.before, first.after.id, first.after.quotation) == (tag, tag.id, "Divers found")
    assert (second.before, second.after.id != tag.id, second.after.quotation) == (None, True, "the gate bent.")
    for change in (first, second):
        settled = place(change.after, SPORT.id, split)
        assert (settled.paragraph, settled.status) == (change.after.paragraph, Status.ANCHORED)
