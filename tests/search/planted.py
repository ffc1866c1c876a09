"""Queries made from a passage by rule, as somebody types them who remembers it roughly: what recall is measured by.

A query is fair: the words that it is made from are remembered for not being everyday's, stand near each other in the
passage, and stand together nowhere else, neither in the same document nor, by chance, in the rest. It isn't easy
either: of several such sets of words the commonest is taken, so that each word is needed. What is done to them then is
the class of the query. Nothing marks the last word as finished, as nobody types a space at the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import prod
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Mapping, Sequence

Made = TypeVar("Made")

PLAIN, HARD = "plain", "hard"

_WORD = re.compile(r"[^\W\d_]+")
_REMEMBERED = 24
"""Words in a row of which some are remembered."""
_SHORTEST = 4
_SHARE = 0.03
"""The greatest share of the passages that may have a word for somebody to remember it of one of them."""
_CHANCE = 0.1
"""How many other passages may be expected to have the remembered words."""
_TRIES = 40
_SETS = 12
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _KEYS for at, key in enumerate(row)}


@dataclass(frozen=True, slots=True)
class Planted:
    """A query, its class, and the passage that it was made from; None where nothing is to be found."""

    name: str
    query: str
    passage: str | None


class Words:
    """How common each word of some library is; `counts` says how often each stands there, `passages` in how many."""

    def __init__(self, counts: Mapping[str, int], passages: int) -> None:
        folded: Counter[str] = Counter()
        for text, count in counts.items():
            for word in words_of(text):
                folded[word] += count
        self.passages = passages
        self._counts = folded
        self._sorted = sorted(folded)
        self._sums = list(accumulate((folded[word] for word in self._sorted), initial=0))

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def share(self, word: str) -> float:
        """Return the share of passages that have the word, at most."""
        return self._counts[word] / self.passages

    def share_of_beginning(self, beginning: str) -> float:
        """Return the share of passages that have a word that begins so, at most."""
        first, last = (bisect_left(self._sorted, end) for end in (beginning, beginning + "\U0010ffff"))
        return (self._sums[last] - self._sums[first]) / self.passages


class Memory:
    """What somebody remembers of one passage."""

    def __init__(self, chance: random.Random, document: Sequence[str], at: int, words: Words) -> None:
        """Remember the passage `at` this place of a document; the others there must not have the same words."""
        self.chance = chance
        self.words = words
        self.said = words_of(document[at])
        self._others = [set(words_of(text)) for n, text in enumerate(document) if n != at]

    def some(self, count: int, *, shortest: int = _SHORTEST, first: int = 0) -> list[str]:
        """Return so many different words that tell the passage, in their order; LookupError where there are none.

        One of them, any, has at least `first` letters, the others `shortest`.
        """
        sets: list[tuple[float, list[str]]] = []
        for _ in range(_TRIES):
            start = self.chance.randrange(max(1, len(self.said) - _REMEMBERED))
            stretch = self.said[start : start + _REMEMBERED]
            places = {word: at for at, word in enumerate(stretch) if len(word) >= shortest and self._is_rare(word)}
            if len(places) < count:
                continue
            chosen = sorted(self.chance.sample(sorted(places), count), key=places.__getitem__)
            if max(map(len, chosen)) >= first and self.is_told_by(chosen):
                sets.append((self._expected(chosen), chosen))
            if len(sets) == _SETS:
                break
        if not sets:
            raise LookupError
        return max(sets)[1]

    def neighbours(self, count: int, telling: int = 2) -> list[str]:
        """Return so many words in a row of which some tell the passage; LookupError where there are none."""
        for _ in range(_TRIES):
            start = self.chance.randrange(max(1, len(self.said) - count))
            row = self.said[start : start + count]
            rare = {word for word in row if len(word) >= _SHORTEST and self._is_rare(word)}
            if len(rare) >= telling and self.is_told_by(row):
                return row
        raise LookupError

    def is_told_by(self, chosen: Iterable[str], beginning: str = "") -> bool:
        """Say whether these words, and one that begins so, stand together nowhere else."""
        wanted = set(chosen)
        expected = self._expected(wanted)
        if beginning:
            expected *= min(1.0, self.words.share_of_beginning(beginning))
        return expected <= _CHANCE and not any(
            wanted <= other and any(word.startswith(beginning) for word in other) for other in self._others
        )

    def _expected(self, chosen: Iterable[str]) -> float:
        """Return how many passages have all these words, if chance alone decided."""
        return self.words.passages * prod(min(1.0, self.words.share(word)) for word in set(chosen))

    def _is_rare(self, word: str) -> bool:
        return self.words.share(word) <= _SHARE


def words_of(text: str) -> list[str]:
    """Return the words of a text without case, in their order; a possessive counts as its word."""
    return [word for word in _WORD.findall(text.lower()) if word != "s"]


# What is done to the words


def misspelt(chance: random.Random, word: str, edits: int = 1) -> str:
    """Return the word with so many errors: a wrong, missing, doubled or added letter, or two that are swapped."""
    while True:
        wrong = word
        for _ in range(edits):
            wrong = chance.choice((_replaced, _dropped, _added, _swapped))(chance, wrong)
        if OSA.distance(word, wrong) == edits:
            return wrong


def _replaced(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word))
    beside = "aeiou".replace(word[at], "") if word[at] in "aeiou" and chance.random() < 0.5 else _BESIDE.get(word[at])
    return word[:at] + chance.choice(beside or "e") + word[at + 1 :]


def _dropped(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _added(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word))
    letter = word[at] if chance.random() < 0.5 else chance.choice(_BESIDE.get(word[at]) or "e")
    return word[:at] + letter + word[at:]


def _swapped(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _with_one(words: list[str], chance: random.Random, make: Callable[[str], str], shortest: int = 0) -> str:
    """Return the query with one of its words made another, one that is long enough."""
    at = chance.choice([at for at, word in enumerate(words) if len(word) >= shortest])
    return " ".join([*words[:at], make(words[at]), *words[at + 1 :]])


# The classes


def exact(memory: Memory) -> str:
    return " ".join(memory.neighbours(5))


def prefix(memory: Memory) -> str:
    for _ in range(_TRIES):
        first, second = memory.some(2)
        beginning = second[: max(4, round(0.6 * len(second)))]
        if memory.is_told_by([first], beginning):
            return f"{first} {beginning}"
    raise LookupError


def two_words(memory: Memory) -> str:
    return " ".join(memory.some(2))


def typo(memory: Memory) -> str:
    chance = memory.chance
    make = chance.choice((_replaced, _dropped, _added))
    return _with_one(memory.some(3, first=5), chance, lambda word: _different(lambda: make(chance, word), word), 5)


def transposition(memory: Memory) -> str:
    chance = memory.chance
    return _with_one(memory.some(3, first=5), chance, lambda word: _different(lambda: _swapped(chance, word), word), 5)


def out_of_order(memory: Memory) -> str:
    words = memory.some(4)
    return " ".join(_different(lambda: memory.chance.sample(words, 4), words))


def long_quotation(memory: Memory) -> str:
    words = memory.neighbours(memory.chance.randint(14, 20))
    long = [at for at, word in enumerate(words) if len(word) >= 4]
    for at in memory.chance.sample(long, 3):
        words[at] = misspelt(memory.chance, words[at])
    return " ".join(words)


def each_wrong(memory: Memory) -> str:
    return " ".join(misspelt(memory.chance, word) for word in memory.some(3, shortest=5))


def two_errors(memory: Memory) -> str:
    words = memory.some(3, first=7)
    return _with_one(words, memory.chance, lambda word: misspelt(memory.chance, word, 2), 7)


def merged(memory: Memory) -> str:
    for _ in range(_TRIES):
        words = memory.neighbours(8, telling=2)
        pairs = [pair for pair in pairwise(words) if min(map(len, pair)) >= 3 and max(map(len, pair)) >= _SHORTEST]
        first, second = memory.chance.choice(pairs or [("", "")])
        rest = [word for word in words if len(word) >= _SHORTEST and word not in (first, second)]
        if pairs and rest and memory.is_told_by([first, second, other := memory.chance.choice(rest)]):
            return " ".join(memory.chance.choice(([first + second, other], [other, first + second])))
    raise LookupError


def torn(memory: Memory) -> str:
    words = memory.some(2, first=7)
    return _with_one(words, memory.chance, lambda word: _cut(memory.chance, word), 7)


def infix(memory: Memory) -> str:
    return _with_one(memory.some(3, first=9), memory.chance, lambda word: word[2:-2], 9)


def beheaded(memory: Memory) -> str:
    return _with_one(memory.some(3, first=7), memory.chance, lambda word: word[2:], 7)


def unfinished_and_typo(memory: Memory) -> str:
    for _ in range(_TRIES):
        first, second, last = memory.some(3, shortest=5)
        beginning = last[: max(4, round(0.7 * len(last)))]
        if memory.is_told_by([first, second], beginning):
            wrong = _with_one([first, second], memory.chance, lambda word: misspelt(memory.chance, word))
            return f"{wrong} {beginning}"
    raise LookupError


def no_match(memory: Memory) -> str:
    """Words that the library hasn't, nor any like them."""
    return " ".join("".join(memory.chance.choices("vzxjqwkyu", k=memory.chance.randint(8, 11))) for _ in range(3))


CLASSES: dict[Callable[[Memory], str], str] = {
    exact: PLAIN,
    prefix: PLAIN,
    two_words: PLAIN,
    typo: PLAIN,
    transposition: PLAIN,
    out_of_order: PLAIN,
    long_quotation: PLAIN,
    each_wrong: HARD,
    two_errors: HARD,
    merged: HARD,
    torn: HARD,
    infix: HARD,
    beheaded: HARD,
    unfinished_and_typo: HARD,
}
"""Every class that plants a passage, and whether it is plain or hard to find."""


def name_of(make: Callable[[Memory], str]) -> str:
    """Return the name of a class in words."""
    return make.__name__.replace("_", " ")


def plant(
    make: Callable[[Memory], str],
    documents: Callable[[random.Random], tuple[Sequence[str], int]],
    words: Words,
    chance: random.Random,
) -> Planted:
    """Return a query of a class; `documents` draws a document's passages and which of them is remembered."""
    for _ in range(1_000):
        document, at = documents(chance)
        try:
            query = make(Memory(chance, document, at, words))
        except LookupError:
            continue
        return Planted(name_of(make), query, None if make is no_match else document[at])
    raise LookupError(f"No passage gives a fair query of the class {name_of(make)}")


def _cut(chance: random.Random, word: str) -> str:
    at = chance.randint(3, len(word) - 3)
    return f"{word[:at]} {word[at:]}"


def _different(make: Callable[[], Made], other: Made) -> Made:
    while (made := make()) == other:
        pass
    return made
