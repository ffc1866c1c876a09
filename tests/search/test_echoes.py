"""Passages that say nearly the same elsewhere, planted among others with changes as editors make them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_corpus import MadeCorpus
from made_entries import NO_TAGS, index_of, keys, passage

from reader.search.echoes import echoes, shared
from reader.search.entries import SearchCancelledError
from reader.search.index import Index

RELEASE = (
    "The Mayor announced today that forty swimming pools across Northport will reopen in the spring, after the worst "
    "winter storms for a generation left the town without a single public bath. “Every child ought to learn to swim,” "
    "she said, adding that lessons will be free until September for anybody under the age of sixteen."
)
ARTICLE = (
    "There was applause in the chamber when the news came out. “Every child ought to learn to swim,” she said, adding "
    "that lessons would be free until September. The opposition called it a stunt."
)
LEADER = "Northport has waited for its baths, and may wait until the sea is heated, if the council has its way."


@pytest.fixture(scope="module")
def others():
    """Passages that have nothing to do with each other, as a made-up library has them."""
    return [text for made in MadeCorpus(400, 7).documents() for text in made.passages]


def edited(text, chance, rate):
    """The text as another paper prints it: words changed, left out and put in."""
    found = []
    for word in text.split():
        kind = chance.choice(["changed", "left out", "put in"]) if chance.random() < rate else "kept"
        found += [word] if kind in ("kept", "put in") else []
        found += [chance.choice(["reportedly", "local", "some", "officials"])] if kind in ("changed", "put in") else []
    return " ".join(found)


@pytest.mark.parametrize("rate", [0, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_paper_that_prints_it_is_found_and_nothing_else(others, rate, seed):
    chance = random.Random(seed)
    original = chance.choice([text for text in others if len(text.split()) >= 80])
    printed = [edited(original, chance, rate) for _ in range(10)]
    index = Index(
        [
            *(passage(f"printed {n}", text, document=f"paper {n}") for n, text in enumerate(printed)),
            *(passage(f"other {n}", text, document="o", paragraph=n) for n, text in enumerate(others)),
        ]
    )
    own = f"other {others.index(original)}"
    found = echoes(index, NO_TAGS, original, but=own)
    assert set(keys(found)) == {f"printed {n}" for n in range(10)}
    assert found.total == 10
    assert all(hit.score >= 100 * (1 - 3 * rate) for hit in found.hits)


def test_a_passage_that_nobody_repeats_has_no_echo(others):
    index = Index(passage(str(n), text, document="o", paragraph=n) for n, text in enumerate(others))
    chance = random.Random(3)
    for n in chance.sample(range(len(others)), 30):
        assert keys(echoes(index, NO_TAGS, others[n], but=str(n))) == []


def test_what_is_quoted_is_found_from_either_side_and_marked_in_both():
    index = index_of(RELEASE, ARTICLE, LEADER)
    quoted = "“Every child ought to learn to swim,” she said, adding that lessons would be free until September"
    (hit,) = echoes(index, NO_TAGS, RELEASE, but="1").hits
    assert hit.entry.key == "2"
    assert [hit.entry.text[start:end] for start, end in hit.spans] == [quoted.removeprefix("“")]
    both = shared(RELEASE, hit.entry.text)
    assert [RELEASE[start:end] for start, end in both.here] == [
        quoted.removeprefix("“").replace("would", "will"),
    ]
    assert (both.score, both.there) == (hit.score, hit.spans)
    assert keys(echoes(index, NO_TAGS, ARTICLE, but="2")) == ["1"]


def test_the_closest_echo_comes_first():
    closer = RELEASE.replace("today", "on Monday")
    assert keys(echoes(index_of(ARTICLE, LEADER, closer), NO_TAGS, RELEASE)) == ["3", "1"]


def test_a_sentence_in_a_very_long_passage_is_found():
    chance = random.Random(5)
    words = [f"w{n}" for n in range(3_000)]
    chronicle = " ".join(chance.choices(words, k=700) + ARTICLE.split() + chance.choices(words, k=700))
    index = index_of(chronicle, LEADER)
    assert keys(echoes(index, NO_TAGS, RELEASE)) == ["1"]
    assert keys(echoes(index_of(RELEASE, LEADER), NO_TAGS, chronicle)) == ["1"]


@pytest.mark.parametrize(
    ("text", "expected"), [("", []), ("!?", []), ("Hear, hear.", ["3"]), ("Fewer than last year.", ["1"])]
)
def test_what_anybody_says_in_a_few_words_is_an_echo_only_of_these_words(text, expected):
    more = ("Fewer than last year, the fish in our good harbour.", "Hear, hear and hear again what the sea says.")
    index = index_of("Fewer than last year.", more[0], "Hear, hear.", more[1])
    assert keys(echoes(index, NO_TAGS, text)) == expected


def test_an_echo_that_nobody_waits_for_stops():
    with pytest.raises(SearchCancelledError):
        echoes(index_of(RELEASE), NO_TAGS, RELEASE, cancelled=lambda: True)


TEXTS = st.lists(st.sampled_from(["the", "pool", "Straße", "don’t", "self-made", "1987", "–", "ﬁne", "a"]), max_size=60)


@given(TEXTS.map(" ".join), TEXTS.map(" ".join))
def test_what_is_shared_stands_in_both(here, there):
    both = shared(here, there)
    assert 0 <= both.score <= 100
    assert len(both.here) == len(both.there)
    assert bool(both.score) is bool(both.here)
    for text, spans in ((here, both.here), (there, both.there)):
        edges = [offset for span in spans for offset in span]
        assert edges == sorted(edges)
        assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@given(TEXTS.filter(lambda words: len(words) > 8).map(" ".join))
def test_a_passage_is_its_own_echo(text):
    assert shared(text, text).score == 100
