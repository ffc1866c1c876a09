"""What the words of a query mean in this library, and how much of a query each entry has.

Coverage is the mean, weighted by rarity, of each typed word's best match in an entry; a word that it lacks counts 0.
Here it comes from the index alone, so quickly that every entry takes part; `reading` then looks at the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.search.fold import LONGEST_WORD
from reader.search.passage import Prints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from reader.search.part import Part
    from reader.search.vocabulary import Checkpoint, Credits, Vocabulary

CUT_OFF = 0.42
"""The least coverage that counts as a match."""

_QUOTATION = 8
"""A query of more words is a quotation: its words are taken as typed where the library has them."""
_SURE = 0.8
"""A word with a match as good as this isn't two words run together, if it is short."""
_TWO_ERRORS = 2.4
"""What two errors cost, divided by the letters of the longer word; that has two more at most."""
_JOINED = 0.95
_NEAR_BEST = 0.9
_LEAST_WEIGHT = 0.05
_STRETCH = 64
"""Words compared at a time: rapidfuzz does 64 in one machine word and is many times slower beyond."""
_ROUNDING = 1e-4
_FEW = 64
"""Entries that are not so much fewer than all aren't looked at one by one."""
_BUDGET = 400_000
"""Postings added up before the commonest words are left to the closer reading of the best entries."""
_BUDGET_OF_ONE = 150_000
"""Postings of one word's meanings before those that are meant least likely are left to it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of the query: what it may mean in this library, and its weight by rarity."""

    credits: Credits
    weight: float


class Meaning(NamedTuple):
    """What a word of the library may answer, as (credit, number of the wanted word), best first.

    `answers` are the numbers of those that it answers equally well and best.
    """

    credits: Sequence[tuple[float, int]]
    answers: Sequence[int]

    @classmethod
    def of(cls, credits: Sequence[tuple[float, int]]) -> Meaning:
        """Return the meaning with these credits."""
        if len(credits) == 1:
            return cls(credits, (credits[0][1],))
        ordered = sorted(credits, key=lambda credit: (-credit[0], credit[1]))
        return cls(ordered, [number for credit, number in ordered if credit == ordered[0][0]])


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as this library understands it.

    `sequence` is the query as typed, each word by its number in `wanted`. `stretches` is the same in handy pieces, each
    word as the character with its number, from 1. `meanings` gives for a word of the library what it may answer, and
    `prints` finds these words in a passage; `has_long_words` says that one is as long as words may be. `weights` are
    those of `wanted`, `weight` is that of all.
    """

    wanted: tuple[Wanted, ...]
    sequence: tuple[int, ...]
    stretches: tuple[str, ...]
    meanings: Mapping[str, Meaning]
    prints: Prints
    has_long_words: bool
    weights: tuple[float, ...]
    weight: float


def understand(
    words: Sequence[str],
    vocabulary: Vocabulary,
    *,
    entries: int,
    unfinished: bool,
    check: Checkpoint,
) -> Understood:
    """Find out what `words` may mean; `entries` is how many there are, `unfinished` is about the last word."""
    found = _matched(words, vocabulary, unfinished, check)
    _join(found, vocabulary)
    numbers: dict[str, int] = {}
    wanted: list[Wanted] = []
    meanings: dict[str, list[tuple[float, int]]] = {}
    for word, credits in found:
        if word in numbers:
            continue
        number = numbers[word] = len(wanted)
        wanted.append(Wanted(credits, _weight(credits, vocabulary, entries)))
        for like, credit in credits.items():
            meanings.setdefault(like, []).append((credit, number))
    sequence = tuple(numbers[word] for word, _ in found)
    letters = "".join(chr(number + 1) for number in sequence)
    return Understood(
        wanted=tuple(wanted),
        sequence=sequence,
        stretches=tuple(letters[start : start + _STRETCH] for start in range(0, len(letters), _STRETCH)),
        meanings={word: Meaning.of(possible) for word, possible in meanings.items()},
        prints=Prints(meanings),
        has_long_words=any(len(word) >= LONGEST_WORD for word in meanings),
        weights=tuple(each.weight for each in wanted),
        weight=sum(each.weight for each in wanted),
    )


def _matched(
    words: Sequence[str], vocabulary: Vocabulary, unfinished: bool, check: Checkpoint
) -> list[tuple[str, Credits]]:
    found: list[tuple[str, Credits]] = []
    for at, word in enumerate(words):
        growing = unfinished and at == len(words) - 1
        if len(words) > _QUOTATION and word in vocabulary and not growing:
            found.append((word, vocabulary.same(word)))
            continue
        credits = vocabulary.like(word, unfinished=growing, check=check)
        # What makes a word with its neighbour was torn already, and isn't torn further.
        beside = (words[at - 1] + word if at else "", word + words[at + 1] if at + 1 < len(words) else "")
        best = max(credits.values(), default=0.0)
        is_sure = best >= _surely_one(word) or any(joined in vocabulary for joined in beside)
        torn = None if is_sure else vocabulary.torn(word, unfinished=growing)
        if torn is None:
            found.append((word, credits))
        else:
            # It may still be one word, misspelt or a part of one: each part answers to these too.
            first, second = torn
            found.append((first, _both(vocabulary.like(first, unfinished=False, check=check), credits)))
            found.append((second, _both(vocabulary.like(second, unfinished=growing, check=check), credits)))
    return found


def _surely_one(word: str) -> float:
    """Return from which credit on a match says that this isn't two words run together: two errors never do."""
    return max(_SURE, 1 - _TWO_ERRORS / (len(word) + 2) + _ROUNDING)


def _both(credits: Credits, more: Credits) -> Credits:
    return {**credits, **{word: max(credit, credits.get(word, 0.0)) for word, credit in more.items()}}


def _join(found: list[tuple[str, Credits]], vocabulary: Vocabulary) -> None:
    """Let two words answer to the one that they make without the space between them."""
    for at, ((first, _), (second, _)) in enumerate(pairwise(list(found))):
        chance = min(len(first), len(second)) < 3 and first in vocabulary and second in vocabulary
        if first + second in vocabulary and not chance:
            for part in (at, at + 1):
                word, credits = found[part]
                found[part] = (word, {**credits, first + second: max(_JOINED, credits.get(first + second, 0))})


def _weight(credits: Credits, vocabulary: Vocabulary, entries: int) -> float:
    """Weigh a word by the entries that have it, in its likeliest meanings (BM25's inverse document frequency).

    These count as if each stood anywhere, whatever the others do. A word that no entry has weighs like a fairly rare
    one: two such outweigh any third, so nonsense finds nothing.
    """
    least = _NEAR_BEST * max(credits.values(), default=0)
    shares = (vocabulary.frequency(word) / entries for word, credit in credits.items() if credit >= least)
    lacking = reduce(lambda share, more: share * (1 - more), shares, 1.0)
    having = entries * (1 - lacking) if credits else int(entries ** (1 / 3))
    return max(log(1 + (entries - having + 0.5) / (having + 0.5)), _LEAST_WEIGHT)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which words of a query are added up for all entries, the rarest first, and what all others weigh together.

    `unsaid` is what meanings that are left out may add at most to the coverage that comes of it, 0 to 1.
    """

    added: Sequence[Wanted]
    granted: float
    weight: float
    unsaid: float


def planned(query: Understood, vocabulary: Vocabulary) -> Plan:
    """Return how the coverages of a query are found within the budget."""
    added: list[Wanted] = []
    spent, granted, unsaid = 0, 0.0, 0.0
    for each in sorted(query.wanted, key=lambda wanted: -wanted.weight):
        likely, cost, left_out = _likely(each.credits, vocabulary)
        if not likely:
            continue
        spent += cost
        if added and spent > _BUDGET:
            granted += each.weight
        else:
            added.append(Wanted(likely, each.weight))
            unsaid += each.weight * left_out
    return Plan(added, granted, query.weight, unsaid / query.weight)


def _likely(credits: Credits, vocabulary: Vocabulary) -> tuple[Credits, int, float]:
    """Return the likeliest meanings of a word, as many as the budget allows.

    Beside them stand how many postings they have, and how surely the likeliest that is left out is meant.
    """
    spent = sum(vocabulary.frequencies(list(credits)))
    if spent <= _BUDGET_OF_ONE:
        return credits, spent, 0.0
    likely: dict[str, float] = {}
    spent, left_out = 0, 0.0
    for word in sorted(credits, key=lambda word: (-credits[word], word)):
        cost = vocabulary.frequency(word)
        if not likely or spent + cost <= _BUDGET_OF_ONE:
            likely[word] = credits[word]
            spent += cost
        else:
            left_out = max(left_out, credits[word])
    return likely, spent, left_out


def coverages(plan: Plan, part: Part, check: Checkpoint) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return which entries may match, and how much of the query each has at most, from the cut-off to 1.

    What the commonest words may add is taken for granted once the budget is spent.
    """
    sums, least = part.sums, CUT_OFF * plan.weight
    left = sum(each.weight for each in plan.added)
    begun: list[NDArray[np.intp]] | None = []
    try:
        for at, each in enumerate(plan.added):
            check()
            # An entry that only the words from here on speak for can't reach the cut-off once they weigh too little.
            only_begun = left + plan.granted < least
            numbers = _add(each, part, sums, is_first=not at, only_begun=only_begun)
            if begun is not None and not only_begun:
                begun.append(numbers)
                begun = begun if sum(map(len, begun)) * _FEW < part.size else None
            left -= each.weight
        check()
        numbers = _reaching(sums, max(least - plan.granted - _ROUNDING, _ROUNDING), begun)
        if part.alive is not None:
            numbers = numbers[part.alive[numbers]]
        return numbers, (sums[numbers] + np.float32(plan.granted)) / np.float32(plan.weight)
    finally:
        sums.fill(0)


def _reaching(sums: NDArray[np.float32], least: float, among: Sequence[NDArray[np.intp]] | None) -> NDArray[np.intp]:
    """Return which of the sums are so great; `among` are the only ones that may be, if they are few."""
    if among is not None:
        some = np.concatenate([np.zeros(0, np.intp), *among])
        return np.unique(some[sums[some] >= least])
    return np.flatnonzero(sums >= least)


def _add(each: Wanted, part: Part, sums: NDArray[np.float32], *, is_first: bool, only_begun: bool) -> NDArray[np.intp]:
    """Add what a word is worth to each entry, or to those alone that have some already; return these entries."""
    numbers, credits = part.credited(each.credits)
    worth = credits * np.float32(each.weight)
    if not is_first:
        found = sums[numbers]
        if only_begun:
            is_begun = np.flatnonzero(found > 0)
            numbers, worth, found = numbers[is_begun], worth[is_begun], found[is_begun]
        worth += found
    # What is written later, and worth more, stays.
    sums[numbers] = worth
    return numbers
