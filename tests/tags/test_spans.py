"""Where a span is after its paragraph was edited."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tags.normal import normal
from reader.tags.spans import find_words, follow_span
from tests.tags.edits import LIGHT, Prose, edit

TEXT = "Sport unites. What sport does is bring people of different backgrounds together, and nobody asks why."


def words(old, quoted, *new):
    start = old.index(quoted)
    pieces, _ = follow_span(old, start, start + len(quoted), new)
    return [new[piece.text][piece.start : piece.end] for piece in pieces]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (TEXT, "bring people of different backgrounds together"),
        (f"She said: “{TEXT}”", "bring people of different backgrounds together"),
        (TEXT.replace("of", "from  all"), "bring people from  all different backgrounds together"),
        (TEXT.replace("bring", "brnig"), "brnig people of different backgrounds together"),
        (TEXT.replace("together", "togehter"), "bring people of different backgrounds togehter"),
        (TEXT.upper(), "BRING PEOPLE OF DIFFERENT BACKGROUNDS TOGETHER"),
        (TEXT.replace(" backgrounds together", ""), "bring people of different"),
        (TEXT.replace("bring people of ", ""), "different backgrounds together"),
    ],
)  # fmt: skip
def test_a_span_follows_its_words(new, found):
    assert words(TEXT, "bring people of different backgrounds together", new) == [found]


def test_a_span_that_a_split_cuts_is_in_both_parts():
    assert words("One two. Three four.", "two. Three", "One two.", "Three four.") == ["two.", "Three"]


def test_a_span_whose_words_are_gone_has_no_place():
    text = "One thing. Another thing entirely."
    assert words(text, "Another thing entirely.", "One thing.") == []


def test_code_points_are_counted_where_letters_are_composed_and_spaces_are_many():
    old, new = "Caf\u00e9 ﬁne  — “yes” said Zo\u00eb again", 'So:  Cafe\u0301 fine - "yes" said\u00a0Zoe\u0308 again'
    assert words(old, "“yes” said Zo\u00eb", new) == ['"yes" said\u00a0Zoe\u0308']
    assert words(old, "Caf\u00e9", new) == ["Cafe\u0301"]


def test_spans_of_edited_prose_are_within_a_few_characters():
    rng = random.Random("spans")
    prose, close, count = Prose(rng), 0, 0
    while count < 300:
        old = prose.paragraph()
        (new,) = edit(rng, [old], LIGHT, prose).texts[:1] or [""]
        pieces = old.split(" ")
        at = rng.randrange(len(pieces))
        quoted = " ".join(pieces[at : at + rng.randint(1, 8)])
        start = len(" ".join(pieces[:at])) + (at > 0)
        found, score = follow_span(old, start, start + len(quoted), [new])
        if score < 85 or old.count(quoted) > 1:
            continue
        count += 1
        piece = found[0]
        close += abs((piece.end - piece.start) - len(quoted)) <= 6
    assert close >= 0.97 * count, (close, count)


@given(st.text(min_size=1, max_size=40), st.lists(st.text(max_size=40), min_size=1, max_size=3), st.data())
def test_whatever_the_texts_pieces_lie_in_them(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    pieces, score = follow_span(old, start, end, new)
    assert 0 <= score <= 100
    assert all(0 <= piece.start < piece.end <= len(new[piece.text]) for piece in pieces)


@given(st.text("ab '\".-", min_size=1, max_size=60), st.data())
def test_where_only_the_typography_changed_a_span_keeps_every_letter(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for new in (text, f"  {text}".replace(" ", "  ").replace("'", "’").replace('"', "“").replace("-", "—").upper()):
        pieces, _ = follow_span(text, start, end, [new])
        found = "".join(new[piece.start : piece.end] for piece in pieces)
        assert normal(found).split() == normal(text[start:end]).split()


@pytest.mark.parametrize(
    ("quoted", "text", "found"),
    [
        ("the swimming club", "On Monday the Swimming  Club met.", "the Swimming  Club"),
        ("the swiming clubs", "On Monday the swimming club met.", "the swimming club"),
        ("the swimming club met on Monday in the boathouse", "The club met.", None),
        ("…", "Nobody came.", None),
        ("quaint zebra", "Police officers attended every meeting of the board.", None),
    ],
)
def test_quoted_words_are_found_where_they_stand_nearly_and_nowhere_else(quoted, text, found):
    span = find_words(quoted, text)
    assert (text[slice(*span)] if span else None) == found
