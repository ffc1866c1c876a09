"""What recall is measured by can be trusted: made libraries are like real ones, and planted queries are fair."""

from __future__ import annotations

import random
from functools import cache, partial
from itertools import chain, pairwise
from math import log

import pytest
from made_corpus import FEWEST, LONGEST, MOST, SHORTEST, MadeCorpus
from planted import CLASSES, Words, exact, misspelt, name_of, out_of_order, plant, two_words, words_of
from rapidfuzz.distance import OSA


@cache
def made(size, seed=3):
    corpus = MadeCorpus(size, seed)
    return [document.passages for document in corpus.documents()], corpus.counts


def draw(documents, chance):
    document = chance.choice(documents)
    return document, chance.randrange(len(document))


def test_a_seed_makes_the_same_library_each_time_and_another_seed_another():
    documents, _ = made(300)
    assert made.__wrapped__(300)[0] == documents
    assert made(300, seed=4)[0] != documents


def test_a_made_library_has_the_shape_and_the_vocabulary_of_a_real_one():
    documents, counts = made(4_000)
    assert sum(map(len, documents)) == 4_000
    assert all(FEWEST <= len(passages) <= MOST for passages in documents[:-1])
    assert all(SHORTEST <= len(text.replace(" –", "").split()) <= LONGEST for text in chain.from_iterable(documents))
    # Zipf: the most frequent word is about twice as frequent as the third, and a third to half stand once only.
    ordered = [count for _, count in counts.most_common()]
    assert 1.3 < ordered[0] / ordered[2] < 3
    assert 0.3 < ordered.count(1) / len(ordered) < 0.6
    # Heaps: four times the text has about twice the words.
    grown = log(len(counts) / len(made(1_000)[1])) / log(4)
    assert 0.45 < grown < 0.75


def test_neighbours_share_rare_words():
    documents, counts = made(2_000)
    words = Words(counts, 2_000)

    def shared(one, other):
        rare = {word for word in words_of(one) if words.share(word) < 0.02}
        return len(rare.intersection(words_of(other))) / len(rare)

    texts = [*chain.from_iterable(documents)]
    near = [shared(*pair) for passages in documents for pair in pairwise(passages)]
    far = [shared(texts[at], texts[at - 1_000]) for at in range(1_000)]
    assert sum(near) / len(near) > 3 * sum(far) / len(far)


@pytest.mark.parametrize("edits", [1, 2])
def test_a_misspelt_word_has_as_many_errors_as_it_shall(edits):
    chance = random.Random(1)
    for word in ["radicalisation", "policing", "aaaaa", "naïveté"] * 50:
        assert OSA.distance(word, misspelt(chance, word, edits)) == edits


def test_what_a_query_is_made_of_stands_in_its_passage_and_hardly_ever_in_another():
    documents, counts = made(2_000)
    words, chance = Words(counts, 2_000), random.Random(2)
    everywhere = [set(words_of(text)) for passages in documents for text in passages]
    others = 0
    for make in (exact, two_words, out_of_order):
        for _ in range(30):
            planted = plant(make, partial(draw, documents), words, chance)
            having = [there for there in everywhere if there.issuperset(planted.query.split())]
            assert set(words_of(planted.passage)) in having
            others += len(having) - 1
    assert others <= 0.15 * 90


def test_every_class_makes_its_own_errors_and_no_more():
    documents, counts = made(2_000)
    words, chance = Words(counts, 2_000), random.Random(2)
    wrong = {name_of(make): 0 for make in CLASSES}
    for make in CLASSES:
        for _ in range(20):
            planted = plant(make, partial(draw, documents), words, chance)
            there = words_of(planted.passage)
            missing = sum(word not in there for word in planted.query.split())
            wrong[planted.name] = max(wrong[planted.name], missing)
    assert wrong == {
        **dict.fromkeys(("exact", "two words", "out of order"), 0),
        **dict.fromkeys(("prefix", "typo", "transposition", "two errors", "merged", "infix", "beheaded"), 1),
        **dict.fromkeys(("torn", "unfinished and typo"), 2),
        **dict.fromkeys(("long quotation", "each wrong"), 3),
    }
