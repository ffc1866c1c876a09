"""How alike two paragraphs are, and which ones of another version are worth comparing with."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from enum import Enum, auto
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

SHORT = 25
"""Texts of fewer characters say too little to be known by themselves."""

FLOOR = 50.0
"""Texts less alike than this (in percent) have nothing to do with each other."""

_WORK = 100
"""How many occurrences of word pairs are looked up for a paragraph."""

_BEST = 6
_WHOLE = 88.0
_LONG = 4_000
_WORD = re.compile(r"\w+")

Grams = frozenset[int]


class Kind(Enum):
    """How an old paragraph and a new one belong together."""

    SAME = auto()
    INSIDE = auto()
    """The old one is inside the new one: merged with others."""
    PART = auto()
    """The new one is a part of the old one: that was split."""


class Pair(NamedTuple):
    """An old paragraph that may be a new one; `text` says how alike they are, from 0 to 100."""

    old: int
    new: int
    text: float
    kind: Kind


def grams(text: str) -> list[int]:
    """Return the pairs of words that follow each other, in order; of a single word that word."""
    words = _WORD.findall(text)
    return list(map(hash, pairwise(words) if len(words) > 1 else words))


def ratio(one: str, other: str, floor: float = 0.0) -> float:
    """Return how alike two texts are, in percent; 0 where it is less than `floor`. Long ones are compared by words."""
    if len(one) < _LONG or len(other) < _LONG:
        if min(len(one), len(other)) * 200 < floor * (len(one) + len(other)):
            return 0.0
        if len(one) * len(other) < _LONG * _LONG:
            return fuzz.ratio(one, other, score_cutoff=floor)
    return 100.0 * Indel.normalized_similarity(one.split(), other.split(), score_cutoff=floor / 100)


def ratios(one: str, others: Sequence[str], floor: float) -> list[float]:
    """Return how alike a text and each of some others are, as `ratio` does."""
    if len(one) >= _LONG or any(len(other) >= _LONG for other in others):
        return [ratio(one, other, floor) for other in others]
    found = {at: score for _, score, at in process.extract_iter(one, others, scorer=fuzz.ratio, score_cutoff=floor)}
    return [found.get(at, 0.0) for at in range(len(others))]


def partial(short: str, long: str, floor: float = 80.0) -> float:
    """Return how alike the shorter text and the best part of the longer one are; 0 where that is less than `floor`."""
    if len(short) * len(long) < _LONG * _LONG:
        return fuzz.partial_ratio(short, long, score_cutoff=floor)
    words, wanted = set(long.split()), short.split()
    share = 100.0 * sum(word in words for word in wanted) / max(1, len(wanted))
    return share if share >= floor else 0.0


def share_words(short: str, long: str) -> bool:
    """Whether the shorter text may be in the longer one: it has half of its words, or only a few."""
    words = set(short.split())
    return len(short) < len(long) and (len(short) < SHORT or 2 * len(words & set(long.split())) >= len(words))


class Candidates:
    """Finds for an old paragraph the new ones that may be it."""

    def __init__(self, old: Sequence[str], new: Sequence[str], free: Iterable[int]) -> None:
        """`free` are the new paragraphs that are not known to be another one."""
        self._old = old
        self._new = new
        self._grams = {j: frozenset(grams(new[j])) for j in free}
        self._having: dict[int, list[int]] = defaultdict(list)
        for j, found in self._grams.items():
            for gram in found:
                self._having[gram].append(j)

    def of(self, i: int, near: Collection[int]) -> list[Pair]:
        """Return the pairs of old paragraph `i`: with those that share word pairs, and with those `near` its place."""
        in_order = dict.fromkeys(grams(self._old[i]))
        mine = frozenset(in_order)
        # The rarest first: they tell most, and common ones would be most of the work.
        found = sorted([self._having[gram] for gram in in_order if gram in self._having], key=len)
        looked_up = sum(size <= _WORK for size in accumulate(map(len, found)))
        shared = Counter(chain.from_iterable(found[:looked_up]))
        # Where others share more, one pair of words is chance.
        likely = sorted([j for j, times in shared.items() if times > 1], key=lambda j: -shared[j]) or list(shared)
        likely = likely[: 2 * _BEST]
        weight = {j: len(mine & self._grams[j]) / min(len(mine), len(self._grams[j])) for j in likely}
        best = sorted(likely, key=lambda j: -weight[j])[:_BEST]
        wanted = dict.fromkeys([*best, *(j for j in near if j in self._grams)])
        wholes = ratios(self._old[i], [self._new[j] for j in wanted], FLOOR)
        pairs = [self._pair(i, j, whole, mine) for j, whole in zip(wanted, wholes, strict=True)]
        return [pair for pair in pairs if pair.text >= FLOOR]

    def _pair(self, i: int, j: int, whole: float, mine: Grams) -> Pair:
        old, new = self._old[i], self._new[j]
        if whole < _WHOLE:
            shorter, kind = (old, Kind.INSIDE) if len(old) < len(new) else (new, Kind.PART)
            longer = new if kind is Kind.INSIDE else old
            theirs = mine if kind is Kind.INSIDE else self._grams[j]
            # Any short line is somewhere in a long one: only a text that says something, of which most is there.
            if (
                len(shorter) >= SHORT
                and len(longer) > 1.2 * len(shorter)
                and 2 * len(mine & self._grams[j]) >= len(theirs)
            ):
                part = 0.98 * partial(shorter, longer)
                if part > whole:
                    return Pair(i, j, part, kind)
        return Pair(i, j, whole, Kind.SAME)
