"""Which words of the library a typed word may mean, and how surely.

A library of a million words has few different ones. So a typed word is compared with the vocabulary, not with the
passages, and what was found once is remembered: the next letter typed costs one word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge, nlargest
from itertools import groupby
from math import log10, sqrt
from operator import itemgetter, neg
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from rapidfuzz.distance import Prefix

from reader.search.lexicon import Checkpoint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.search.lexicon import Lexicon

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

Credits = Mapping[str, float]
"""For each word of the vocabulary that may be meant, how surely it is: above 0, up to 1 for the very word."""

__all__ = ["Checkpoint", "Credits", "Shelf", "Vocabulary"]

_INFLECTED = 0.95
_SHORTEST_INFLECTED = 3
_COMPLETED = 0.97
_SAME_STEM = 0.85
_INSIDE = 0.75
_DOUBTED = 0.5
"""What is left of a likeness to other words where the library has the very word that was typed."""
_NEAR_BELIEVED, _INSIDE_BELIEVED = (1, 3), (0, 1)
"""How many times ten times as common as what was typed a word is that is doubted less, and one that isn't doubted: in
a large library all that can be typed stands somewhere, by a misprint. A word that has it inside is less often chance.
"""
_COST_OF_EDIT = 1.2
"""An edit costs this share of a word's letters: more than one letter's, since most other words are a few edits off."""

_MOST_WORDS = 200
_REMEMBERED = 256
_FREQUENCIES = 100_000
_MOST_EDITS_AT_ONCE = 2
_SHORT = 5
_LENGTH = itemgetter(0)


class Shelf(Protocol):
    """One of the places that words stand in: a segment, as far as its entries are still there."""

    @property
    def lexicon(self) -> Lexicon:
        """The words."""
        ...

    @property
    def counts(self) -> NDArray[np.uint32]:
        """For each word of the lexicon how many entries have it, those counted that are gone."""
        ...

    @property
    def most_lost(self) -> int:
        """No word has lost more entries."""
        ...

    def counts_of(self, words: Sequence[str]) -> NDArray[np.int64]:
        """Return how many entries have each of these words."""
        ...

    def together(self, first: str, second: str) -> int:
        """Return how many entries have both words."""
        ...


class Vocabulary:
    """The different words of a library, on one shelf or on several, and the search for those like a given one.

    What it answers does not depend on how the words are spread over the shelves.
    """

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = sorted(shelves, key=lambda shelf: -len(shelf.lexicon))
        self._known: dict[tuple[str, bool], Credits] = {}
        self._torn: dict[tuple[str, bool], tuple[str, str] | None] = {}
        self._frequency: dict[str, int] = {}
        self._has_lost = any(shelf.most_lost for shelf in shelves)

    def __contains__(self, word: str) -> bool:
        return self.frequency(word) > 0

    def frequency(self, word: str) -> int:
        """Return how many entries have a word."""
        known = self._frequency.get(word)
        return self.frequencies([word])[0] if known is None else known

    def frequencies(self, words: Sequence[str]) -> list[int]:
        """Return how many entries have each of these words: of many that is quicker found out together."""
        known = self._frequency
        new = [word for word in words if word not in known]
        if new:
            if len(known) > _FREQUENCIES:
                known.clear()
                new = list(words)
            counts = sum((shelf.counts_of(new) for shelf in self._shelves), np.zeros(len(new), np.int64))
            known.update(zip(new, counts.tolist(), strict=True))
        return [known[word] for word in words]

    def like(self, word: str, *, unfinished: bool, check: Checkpoint) -> Credits:
        """Return the words that `word` may mean; `unfinished` says that it may be only a beginning."""
        key = (word, unfinished)
        found = self._known.pop(key, None)
        if found is None:
            found = self._compare(word, unfinished, check)
        _remember(self._known, key, found)
        return found

    def same(self, word: str) -> dict[str, float]:
        """Return the word itself where the library has it, and the same word in another number or tense."""
        found = {form: _INFLECTED for form in _inflections(word) if form in self}
        if word in self:
            found[word] = 1.0
        return found

    def completions(self, beginning: str) -> list[str]:
        """Return all words that begin so, in alphabetical order."""
        words: set[str] = set()
        for shelf in self._shelves:
            here = shelf.lexicon.beginning(beginning)
            words.update(shelf.lexicon.words(np.arange(here.start, here.stop)))
        return sorted(self._there(words))

    def torn(self, word: str, *, unfinished: bool) -> tuple[str, str] | None:
        """Return the two words that `word` is made of where a space was left out, or None.

        Of several such, those that stand in one entry more often than chance would have it.
        """
        key = (word, unfinished)
        found = self._torn.pop(key) if key in self._torn else self._tear(word, unfinished)
        _remember(self._torn, key, found)
        return found

    def _tear(self, word: str, unfinished: bool) -> tuple[str, str] | None:
        cuts = sorted(range(2, len(word) - 1), key=lambda cut: abs(2 * cut - len(word)))
        parts = [(word[:cut], word[cut:]) for cut in cuts if word[:cut] in self]
        known = [(first, second) for first, second in parts if second in self]
        together = [self._together(first, second) for first, second in known]
        if any(together):
            return known[together.index(max(together))]
        started = [each for each in parts if each in known or (unfinished and self._has_completion(each[1]))]
        return started[0] if started else None

    def _together(self, first: str, second: str) -> float:
        """Return how many entries have both words, beside how many each of them has."""
        rarer, other = sorted((self.frequency(first), self.frequency(second)))
        return sum(shelf.together(first, second) for shelf in self._shelves) / rarer / other

    def _has_completion(self, beginning: str) -> bool:
        if self._has_lost:
            return bool(self.completions(beginning))
        return any(shelf.lexicon.beginning(beginning) for shelf in self._shelves)

    def _compare(self, word: str, unfinished: bool, check: Checkpoint) -> Credits:
        completed = self._completed(word) if unfinished else {}
        found = {**completed, **self.same(word)}
        typed = sum(self.frequencies(list(found)))
        _offer(found, self._same_stem(word))
        check()
        if not word.isdigit():
            for form in (word, *_other_number(word)):
                _offer(found, self._doubted(self._misspelt(form, check), typed, _NEAR_BELIEVED))
            if unfinished:
                _offer(found, self._doubted(self._misspelt_beginning(word, check), typed, _NEAR_BELIEVED))
            _offer(found, self._doubted(self._containing(word, check), typed, _INSIDE_BELIEVED))
        there = self._there(found)
        least = min(nlargest(_MOST_WORDS, (found[like] for like in there)), default=0.0)
        best = [like for like in there if found[like] >= least]
        frequencies = map(neg, self.frequencies(best))
        ordered = sorted(zip([-found[like] for like in best], frequencies, best, strict=True))
        return {like: -credit for credit, _, like in ordered[:_MOST_WORDS]}

    def _doubted(
        self, likely: Iterable[tuple[str, float]], typed: int, believed: tuple[int, int]
    ) -> Iterator[tuple[str, float]]:
        """Yield the words with what is left of their credits where so many entries have the very word."""
        if not typed:
            yield from likely
            return
        first, last = believed
        likely = list(likely)
        for (like, credit), count in zip(likely, self.frequencies([like for like, _ in likely]), strict=True):
            commoner = log10(max(1, count) / typed)
            yield like, credit * (_DOUBTED + (1 - _DOUBTED) * min(1, max(0, (commoner - first) / (last - first))))

    def _there(self, words: Iterable[str]) -> list[str]:
        """Return those of the words, which stand on the shelves, that entries have which are still there."""
        return [word for word in words if word in self] if self._has_lost else list(words)

    def _completed(self, word: str) -> dict[str, float]:
        return {like: _COMPLETED * _share(word, like) for like in self._commonest(word)}

    def _commonest(self, beginning: str) -> list[str]:
        """Return the words that begin so, only the commonest where there are many."""
        ranges = [(shelf, shelf.lexicon.beginning(beginning)) for shelf in self._shelves]
        if not ranges:
            return []
        least = 1
        for shelf, here in ranges:
            if len(here) > _MOST_WORDS:
                # Whatever is among the commonest has its share of their frequency on one shelf at least.
                frequent = np.partition(shelf.counts[here.start : here.stop], -_MOST_WORDS)[-_MOST_WORDS]
                least = max(least, (int(frequent) - shelf.most_lost) // len(ranges))
        words: set[str] = set()
        for shelf, here in ranges:
            words.update(
                shelf.lexicon.words(here.start + np.flatnonzero(shelf.counts[here.start : here.stop] >= least))
            )
        there = self._there(words)
        commonest = sorted(zip(map(neg, self.frequencies(there)), there, strict=True))
        return [word for _, word in commonest[:_MOST_WORDS]]

    def _same_stem(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) < (5 if word in self else 4):
            return
        stem = word[: max(5, len(word) - 3)]
        for like in self.completions(stem):
            common = Prefix.similarity(word, like)
            yield like, _SAME_STEM * sqrt(common / max(len(word), len(like)))

    def _misspelt(self, word: str, check: Checkpoint) -> Iterator[tuple[str, float]]:
        # Two errors make a word of seven letters one of five.
        most = 2 if len(word) == _SHORT and word not in self else _most_edits(len(word))
        near = self._near(word, min(most, _MOST_EDITS_AT_ONCE), check) if most else {}
        if most > _MOST_EDITS_AT_ONCE and not near:
            near = self._near(word, most, check)
        for like, edits in near.items():
            yield like, 1 - _COST_OF_EDIT * edits / max(len(word), len(like))

    def _near(self, word: str, most: int, check: Checkpoint) -> dict[str, int]:
        found: dict[str, int] = {}
        for shelf in self._shelves:
            found.update(shelf.lexicon.near(word, most, check))
        return {like: found[like] for like in self._there(found)}

    def _misspelt_beginning(self, word: str, check: Checkpoint) -> Iterator[tuple[str, float]]:
        length = len(word)
        if length < 5:
            return
        for shelf in self._shelves:
            for like, edits in shelf.lexicon.near_beginning(word, 1 if length < 8 else 2, check):
                yield like, _COMPLETED * (1 - _COST_OF_EDIT * edits / length) * _share(word, like)

    def _containing(self, word: str, check: Checkpoint) -> Iterator[tuple[str, float]]:
        """Yield the words that have this one inside, with their credits, the shortest first; no more than may count."""
        if len(word) < 4:
            return
        inside = merge(*(shelf.lexicon.containing(word, check) for shelf in self._shelves), key=_LENGTH)
        count = 0
        for _, groups in groupby(inside, _LENGTH):
            there = self._there({like for _, words in groups for like in words})
            yield from ((like, _INSIDE * _share(word, like)) for like in there)
            count += len(there)
            if count >= _MOST_WORDS:
                return


def _remember(known: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Keep what was asked for last."""
    known[key] = value
    if len(known) > _REMEMBERED:
        del known[next(iter(known))]


def _offer(found: dict[str, float], more: Iterable[tuple[str, float]]) -> None:
    for word, credit in more:
        if credit > found.get(word, 0.0):
            found[word] = credit


def _share(word: str, longer: str) -> float:
    return float((len(word) / len(longer)) ** 0.2)


def _inflections(word: str) -> set[str]:
    """Return what may be the same word in another number or tense, without the word itself."""
    bases = {word, *(word.removesuffix(ending) for ending in ("s", "es", "ed", "ing")), *_other_number(word)}
    forms = set()
    for base in bases:
        stem = base.removesuffix("e")
        forms |= {base, base + "e", base + "s", base + "es", stem + "ed", stem + "ing"}
    return {form for form in forms if len(form) >= _SHORTEST_INFLECTED} - {word}


def _other_number(word: str) -> list[str]:
    """Return the plural or singular that is several edits away: "community" and "communities"."""
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    return [word[:-1] + "ies"] if word.endswith("y") else []


def _most_edits(length: int) -> int:
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 10 else 3
