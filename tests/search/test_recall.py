"""Passages remembered roughly stand among the first ten, in every class of error: floors that a change must not lower.

`python tests/benchmarks/bench_search.py` measures the same in large libraries. Passages and queries are made anew from
each seed; EXTRA_SEEDS=… tries more of them.
"""

from __future__ import annotations

import os
import random

import pytest
from made_corpus import MadeCorpus
from made_entries import NO_TAGS, passage
from planted import CLASSES, HARD, PLAIN, Words, name_of, no_match, plant

from reader.search.index import Index

PASSAGES = 2_000
QUERIES = 40
FLOORS = {PLAIN: 0.99, HARD: 0.97}
SINGLE_FLOOR = 0.95
SEEDS = range(11, 12 + int(os.environ.get("EXTRA_SEEDS", "0")))


class Library:
    """A made library with its index, and queries planted in it."""

    def __init__(self, seed: int) -> None:
        corpus = MadeCorpus(PASSAGES, seed)
        self._documents = [document.passages for document in corpus.documents()]
        self._words = Words(corpus.counts, PASSAGES)
        self._chance = random.Random(seed)
        self.index = Index(
            passage(f"{at}:{n}", text, document=str(at), paragraph=n)
            for at, texts in enumerate(self._documents)
            for n, text in enumerate(texts, 1)
        )

    def _draw(self, chance):
        document = chance.choice(self._documents)
        return document, chance.randrange(len(document))

    def planted(self, make):
        return [plant(make, self._draw, self._words, self._chance) for _ in range(QUERIES)]

    def missed(self, make):
        """Return the queries of a class whose passage isn't among the first ten."""
        return [
            each.query
            for each in self.planted(make)
            if each.passage not in [hit.entry.text for hit in self.index.search(each.query, NO_TAGS, limit=10).hits]
        ]


@pytest.fixture(scope="module", params=SEEDS)
def library(request):
    return Library(request.param)


def test_what_is_remembered_roughly_is_among_the_first_ten(library):
    missed = {make: library.missed(make) for make in CLASSES}
    for make, queries in missed.items():
        assert 1 - len(queries) / QUERIES >= SINGLE_FLOOR, (name_of(make), queries)
    for kind, floor in FLOORS.items():
        of_kind = [missed[make] for make, its in CLASSES.items() if its == kind]
        assert 1 - sum(map(len, of_kind)) / QUERIES / len(of_kind) >= floor, (kind, of_kind)


def test_words_that_are_nowhere_find_nothing(library):
    assert [each.query for each in library.planted(no_match) if library.index.search(each.query, NO_TAGS).hits] == []
