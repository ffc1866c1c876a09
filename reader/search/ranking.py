"""What the words of a query mean in this library, and how much of a query each entry has.

Coverage is the mean, weighted by rarity, of each typed word's best match in an entry; a word that it lacks counts 0.
Here it comes from the index alone, so quickly that every entry takes part; `reading` then looks at the best.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.search.vocabulary import Checkpoint, Credits, Vocabulary

CUT_OFF = 0.42
"""The least coverage that counts as a match."""

Postings = Mapping[str, Sequence[int]]
"""For each word of the library the numbers of the entries that have it."""

_QUOTATION = 8
"""A query of more words is a quotation: its words are taken as typed where the library has them."""
_SURE = 0.8
"""A word with a match as good as this isn't two words run together."""
_JOINED = 0.95
_NEAR_BEST = 0.9
_LEAST_WEIGHT = 0.05
_OVERLAP = 2
"""With so many postings for each entry, a beginning like "s" is taken to stand in every entry."""
_BUDGET = 150_000
"""Postings added up before the commonest words are left to the closer reading of the best entries."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of the query: what it may mean in this library, and its weight by rarity."""

    credits: Credits
    weight: float


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as this library understands it.

    `sequence` is the query as typed, each word by its number in `wanted`. `meanings` gives for a word of the library
    what it may answer, as (credit, number), best first. `weight` is that of all words together.
    """

    wanted: tuple[Wanted, ...]
    sequence: tuple[int, ...]
    meanings: Mapping[str, Sequence[tuple[float, int]]]
    weight: float


def understand(
    words: Sequence[str],
    vocabulary: Vocabulary,
    postings: Postings,
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
        wanted.append(Wanted(credits, _weight(credits, postings, entries)))
        for like, credit in credits.items():
            meanings.setdefault(like, []).append((credit, number))
    for possible in meanings.values():
        possible.sort(key=lambda meaning: (-meaning[0], meaning[1]))
    sequence = tuple(numbers[word] for word, _ in found)
    return Understood(tuple(wanted), sequence, meanings, sum(each.weight for each in wanted))


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
        torn = None if max(credits.values(), default=0) >= _SURE else vocabulary.torn(word, unfinished=growing)
        if torn is None:
            found.append((word, credits))
        else:
            first, second = torn
            found.append((first, vocabulary.like(first, unfinished=False, check=check)))
            found.append((second, vocabulary.like(second, unfinished=growing, check=check)))
    return found


def _join(found: list[tuple[str, Credits]], vocabulary: Vocabulary) -> None:
    """Let two words answer to the one that they make without the space between them."""
    for at, ((first, _), (second, _)) in enumerate(pairwise(list(found))):
        chance = min(len(first), len(second)) < 3 and first in vocabulary and second in vocabulary
        if first + second in vocabulary and not chance:
            for part in (at, at + 1):
                word, credits = found[part]
                found[part] = (word, {**credits, first + second: max(_JOINED, credits.get(first + second, 0))})


def _weight(credits: Credits, postings: Postings, entries: int) -> float:
    """Weigh a word by the entries that have it, in its likeliest meanings (BM25's inverse document frequency).

    A word that no entry has weighs like a fairly rare one: two such outweigh any third, so nonsense finds nothing.
    """
    least = _NEAR_BEST * max(credits.values(), default=0)
    likeliest = [postings[word] for word, credit in credits.items() if credit >= least]
    if len(likeliest) == 1:
        having = len(likeliest[0])
    elif sum(map(len, likeliest)) > _OVERLAP * entries:
        having = entries
    else:
        having = len(set().union(*likeliest)) if credits else int(entries ** (1 / 3))
    return max(log(1 + (entries - having + 0.5) / (having + 0.5)), _LEAST_WEIGHT)


def coverages(query: Understood, postings: Postings, check: Checkpoint) -> dict[int, float]:
    """Return, for each entry that may match, how much of the query it has at most, from the cut-off to 1.

    The rarest words come first; once the budget is spent, what the commonest may add is taken for granted.
    """
    sums: dict[int, float] = {}
    spent, left, granted = 0, query.weight, 0.0
    least = CUT_OFF * query.weight
    for each in sorted(query.wanted, key=lambda wanted: -wanted.weight):
        spent += sum(len(postings[word]) for word in each.credits)
        if sums and spent > _BUDGET:
            granted += each.weight
            continue
        best = _best_credits(each.credits, postings, check)
        # An entry that only the words from here on speak for can't reach the cut-off once they weigh too little.
        for number in best if left >= least else sums.keys() & best.keys():
            sums[number] = sums.get(number, 0.0) + best[number] * each.weight
        left -= each.weight
    return {number: (sum_ + granted) / query.weight for number, sum_ in sums.items() if sum_ + granted >= least}


def _best_credits(credits: Credits, postings: Postings, check: Checkpoint) -> dict[int, float]:
    best: dict[int, float] = {}
    for word in sorted(credits, key=lambda word: credits[word]):
        best.update(dict.fromkeys(postings[word], credits[word]))
        check()
    return best
