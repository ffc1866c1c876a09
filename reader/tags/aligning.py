"""Which paragraphs of a new version of a document are those of an old one: the law by which tags follow the text.

Equal paragraphs are matched first; from them matches spread to paragraphs that were edited, split, merged or moved.
What is in doubt is left for review, and what has nothing like it any more is an orphan.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.tags.anchoring import Status
from reader.tags.equal import match_equal
from reader.tags.likeness import FLOOR, SHORT, Candidates, Kind, Pair, partial, ratio, share_words
from reader.tags.normal import normal

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = 2
"""Grows whenever the same texts would be aligned in another way: what was worked out before is then out of date."""

SURE = 85.0
"""How alike texts must be, in percent, for a tag to follow without being asked about."""

LEAD = 4.0
"""How much better than the next best a match must be, for the old paragraph and for the new one."""

CLEAR = 90.0
"""How alike texts that are not short must be where their neighbours say nothing."""

_NEIGHBOUR = 4.0
_GAIN = 15.0
_ROUNDS = 8
_TWINS = 75.0
_REACH = 8


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an old paragraph is in the new version.

    `places` are numbers of paragraphs, from 1: several where it was split, none for an orphan. `score` says in percent
    how alike the texts are. `others` are further places that come into question, best first.
    """

    places: tuple[int, ...]
    score: float
    status: Status
    others: tuple[int, ...] = ()


def align(old: Sequence[str], new: Sequence[str]) -> list[Landing]:
    """Return for each paragraph of the old version where it is in the new one."""
    return _Alignment([normal(text) for text in old], [normal(text) for text in new]).landings()


class _Alignment:
    """The work on two versions, given as normal texts; positions count from 0."""

    def __init__(self, old: list[str], new: list[str]) -> None:
        self._old = old
        self._new = new
        self._places: dict[int, list[int]] = {i: [j] for i, j in match_equal(old, new).items()}
        self._scores: dict[int, float] = dict.fromkeys(self._places, 100.0)
        self._equal = set(self._places)
        self._wholes: set[int] = set()
        self._owners: dict[int, list[int]] = defaultdict(list)
        for i, (j,) in self._places.items():
            self._owners[j].append(i)

    def landings(self) -> list[Landing]:
        free = (j for j in range(len(self._new)) if j not in self._owners)
        candidates = Candidates(self._old, self._new, free)
        before, after = self._settled_around()
        pairs = {
            i: candidates.of(i, self._near(i, before[i], after[i]))
            for i in range(len(self._old))
            if i not in self._places
        }
        for _ in range(_ROUNDS):
            if not self._settle(pairs):
                break
        self._join_remnants()
        review = self._doubtful(pairs)
        return [self._landing(i, review.get(i, [])) for i in range(len(self._old))]

    def _landing(self, i: int, review: list[Pair]) -> Landing:
        if i in self._places:
            return Landing(tuple(j + 1 for j in self._places[i]), round(self._scores[i], 1), Status.ANCHORED)
        if review:
            best, others = review[0], tuple(pair.new + 1 for pair in review[1:4])
            return Landing((best.new + 1,), round(best.text, 1), Status.REVIEW, others)
        return Landing((), 0.0, Status.ORPHAN)

    # Where a paragraph is to be expected

    def _settled_around(self) -> tuple[list[int], list[int]]:
        """Return for each old paragraph the nearest settled one before it (or -1), and after it (or their number)."""
        count = len(self._old)
        before, after, last = [-1] * count, [count] * count, -1
        for i in range(count):
            before[i] = last
            last = i if i in self._places else last
        last = count
        for i in range(count - 1, -1, -1):
            after[i] = last
            last = i if i in self._places else last
        return before, after

    def _near(self, i: int, before: int, after: int) -> list[int]:
        """Return the new positions at which `i` would stand if it kept its place among its neighbours."""
        near: list[int] = []
        start = self._places[before][-1] if before >= 0 else -1
        end = self._places[after][0] if after < len(self._old) else len(self._new)
        if i - before <= _REACH:
            near += range(start + 1, min(start + (i - before) + 4, len(self._new)))
        if after - i <= _REACH:
            near += range(max(0, end - (after - i) - 3), end)
        return sorted(set(near), key=lambda j: abs((j - start) - (i - before)))[:_REACH]

    def _support(self, i: int, j: int, before: int, after: int) -> int:
        """Return how many of these agree that `i` is `j`: the paragraph before, the one after, the order."""
        count, last = 0, len(self._old)
        earlier = self._places.get(i - 1) if i else [-1]
        later = self._places.get(i + 1) if i + 1 < last else [len(self._new)]
        count += earlier is not None and (j - 1 in earlier or (i > 0 and j in earlier))
        count += later is not None and (j + 1 in later or (i + 1 < last and j in later))
        start = self._places[before][-1] if before >= 0 else -1
        end = self._places[after][0] if after < last else len(self._new)
        return count + (start < j < end)

    # Settling what is beyond doubt

    def _settle(self, pairs: dict[int, list[Pair]]) -> bool:
        """Settle the pairs that are beyond doubt now; return whether there were any."""
        before, after = self._settled_around()
        totals: dict[tuple[int, int], float] = {}
        support: dict[tuple[int, int], int] = {}
        by_new: dict[int, list[Pair]] = defaultdict(list)
        open_pairs = [pair for i in pairs if i not in self._places for pair in pairs[i] if self._is_open(pair)]
        for pair in open_pairs:
            i, j = pair.old, pair.new
            support[i, j] = self._support(i, j, before[i], after[i])
            totals[i, j] = pair.text + _NEIGHBOUR * support[i, j]
            by_new[j].append(pair)
        by_old: dict[int, list[Pair]] = defaultdict(list)
        for pair in open_pairs:
            by_old[pair.old].append(pair)
        ready = [
            pair
            for pair in open_pairs
            if self._is_sure(pair, support[pair.old, pair.new])
            and all(self._leads(pair, rival, totals) for rival in by_old[pair.old])
            and all(self._leads(pair, rival, totals) for rival in by_new[pair.new])
        ]
        ready.sort(key=lambda pair: -totals[pair.old, pair.new])
        for pair in ready:
            if pair.old not in self._places and self._is_open(pair):
                self._take(pair)
        return bool(ready)

    def _is_open(self, pair: Pair) -> bool:
        """Whether the new paragraph has room: a merged one has room for others that are not its owner's twins."""
        owners = self._owners.get(pair.new)
        if not owners:
            return True
        is_whole = pair.kind is Kind.SAME and any(owner in self._wholes for owner in owners)
        if is_whole or pair.kind is Kind.PART or any(owner in self._equal for owner in owners):
            return False
        return all(self._adds(pair.old, owner, pair.new) for owner in owners)

    def _adds(self, i: int, owner: int, j: int) -> bool:
        """Whether old paragraph `i` explains a part of `j` that its owner doesn't."""
        first, second = sorted((i, owner))
        joined = f"{self._old[first]} {self._old[second]}"
        return ratio(joined, self._new[j]) > ratio(self._old[owner], self._new[j]) and not self._are_twins(i, owner)

    def _is_sure(self, pair: Pair, support: int) -> bool:
        if pair.text < SURE:
            return False
        if len(self._old[pair.old]) < SHORT:
            return support >= 2
        return support >= 1 or pair.text >= CLEAR

    def _leads(self, pair: Pair, rival: Pair, totals: dict[tuple[int, int], float]) -> bool:
        if rival is pair:
            return True
        if pair.old == rival.old:
            # Another part of a paragraph that was split is no rival, nor is a part beside most of it.
            parts = (pair.kind is Kind.PART) + (rival.kind is Kind.PART)
            is_near = abs(pair.new - rival.new) <= (0, 1, _REACH)[parts]
            is_free = is_near and not self._are_alike(pair.new, rival.new)
        else:
            # Merged paragraphs share their new one; only of twins one may be meant and not the other.
            is_free = not (pair.kind is rival.kind is Kind.SAME) and not self._are_twins(pair.old, rival.old)
        if is_free:
            return True
        return totals[pair.old, pair.new] - totals[rival.old, rival.new] >= LEAD

    def _are_twins(self, one: int, other: int) -> bool:
        return ratio(self._old[one], self._old[other], _TWINS) > 0

    def _are_alike(self, one: int, other: int) -> bool:
        return ratio(self._new[one], self._new[other], _TWINS) > 0

    def _take(self, pair: Pair) -> None:
        i = pair.old
        self._places[i], self._scores[i] = [pair.new], pair.text
        self._owners[pair.new].append(i)
        if pair.kind is Kind.SAME:
            self._wholes.add(i)
        if pair.text < 99.5 or pair.kind is Kind.PART:
            self._take_parts(i, self._old[i])

    def _take_parts(self, i: int, text: str) -> None:
        """Take the free neighbours in that together with what `i` has make more of its text."""
        is_growing = True
        while is_growing:
            is_growing = False
            places = self._places[i]
            known = ratio(text, self._joined(places))
            for j in (places[-1] + 1, places[0] - 1):
                if not 0 <= j < len(self._new) or j in self._owners or not self._new[j]:
                    continue
                more = [*places, j] if j > places[-1] else [j, *places]
                score = ratio(text, self._joined(more))
                if score > known + _GAIN or (score > known and partial(self._new[j], text, SURE) > 0):
                    self._places[i], known = more, score
                    self._scores[i] = max(self._scores[i], score)
                    self._owners[j].append(i)
                    is_growing = True
                    break

    def _joined(self, places: list[int]) -> str:
        return " ".join(self._new[j] for j in places)

    def _join_remnants(self) -> None:
        """Settle old paragraphs, too short to be known by themselves, that were merged into a neighbour's place."""
        for i, text in enumerate(self._old):
            if i in self._places or not text:
                continue
            for neighbour in (i - 1, i + 1):
                places = self._places.get(neighbour)
                if places is None or neighbour in self._equal:
                    continue
                j = places[-1] if neighbour < i else places[0]
                is_there = share_words(text, self._new[j]) and partial(text, self._new[j], SURE) > 0
                if is_there and self._adds(i, neighbour, j):
                    self._places[i], self._scores[i] = [j], partial(text, self._new[j])
                    self._owners[j].append(i)
                    break

    # What is in doubt

    def _doubtful(self, pairs: dict[int, list[Pair]]) -> dict[int, list[Pair]]:
        """Return what comes into question for each paragraph that isn't settled, best first."""
        before, after = self._settled_around()
        found: dict[int, list[tuple[float, Pair]]] = {}
        for i in (i for i in pairs if i not in self._places):
            open_pairs = [pair for pair in pairs[i] if self._is_open(pair)] or self._alone(i, before[i], after[i])
            totals = [
                (pair.text + _NEIGHBOUR * self._support(i, pair.new, before[i], after[i]), pair) for pair in open_pairs
            ]
            found[i] = sorted(totals, key=lambda each: -each[0])
        # The best guess of each, no new paragraph twice where another one will do.
        taken: set[int] = set()
        review: dict[int, list[Pair]] = {}
        for _, pair in sorted((each for some in found.values() for each in some), key=lambda each: -each[0]):
            if pair.old not in review and pair.new not in taken:
                rest = [each for _, each in found[pair.old] if each is not pair]
                review[pair.old] = [pair, *rest]
                taken.add(pair.new)
        return review

    def _alone(self, i: int, before: int, after: int) -> list[Pair]:
        """Return the new paragraph that stands where `i` stood, where nothing else came or went there."""
        start = self._places[before][-1] if before >= 0 else -1
        end = self._places[after][0] if after < len(self._old) else len(self._new)
        free = [j for j in range(start + 1, end) if j not in self._owners] if 0 < end - start <= _REACH else []
        if free and len(free) == after - before - 1:
            j = free[i - before - 1]
            return [Pair(i, j, min(FLOOR, ratio(self._old[i], self._new[j])), Kind.SAME)]
        return []
