"""Which of many names somebody means: whole words first, then beginnings and slips of the finger."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reader.search.fold import fold_plain, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MOST_SLIPS = ((10, 3), (6, 2), (3, 1), (0, 0))
"""From so many letters on, so many may be wrong."""
_NEVER = 1_000_000


class Meant(NamedTuple):
    """The names that a typed one means, by number, and what they cost: 0 where its words stand in them as typed."""

    numbers: Sequence[int]
    cost: int


NOBODY = Meant((), _NEVER)


class Names:
    """Names that can be asked for by some of their words; each is given as its text, the same may stand twice."""

    def __init__(self, names: Iterable[str]) -> None:
        self._having: dict[str, list[int]] = {}
        self._whole: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            folded = fold_plain(name)
            parts = [word for word, _, _ in words(folded)]
            for word in dict.fromkeys(parts):
                self._having.setdefault(word, []).append(number)
            self._whole.setdefault(" ".join(parts), []).append(number)
        self._words = sorted(self._having)

    def called(self, name: str) -> Sequence[int]:
        """Return the names that are this one, word for word."""
        return self._whole.get(" ".join(word for word, _, _ in words(fold_plain(name))), ())

    def meant(self, name: str, *, is_unfinished: bool = False) -> Meant:
        """Return the names that have every word of `name`, as closely as any has.

        A word costs nothing as typed (the last one, where it `is_unfinished`, as a beginning), 1 as a beginning, and
        1 a slip; a beginning costs what a slip does since “Kahn” may be a Kahneman or Khan.
        """
        wanted = [word for word, _, _ in words(fold_plain(name), joined=False)]
        total: Mapping[int, int] | None = None
        for at, word in enumerate(wanted):
            costs = self._costs(word, is_unfinished and at == len(wanted) - 1)
            if total is None:
                total = costs
            else:
                total = {number: total[number] + costs[number] for number in total.keys() & costs.keys()}
        if not total:
            return NOBODY
        least = min(total.values())
        return Meant(sorted(number for number, cost in total.items() if cost == least), least)

    def _costs(self, word: str, is_unfinished: bool) -> Mapping[int, int]:
        costs = {like: 0 if is_unfinished or like == word else 1 for like in self._words if like.startswith(word)}
        most = next(slips for letters, slips in _MOST_SLIPS if len(word) >= letters)
        compared = [self._words, [like[: len(word)] for like in self._words]] if is_unfinished else [self._words]
        for candidates in compared if most else ():
            alike = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=most, limit=None)
            for _, slips, at in alike:
                costs[self._words[at]] = min(int(slips), costs.get(self._words[at], _NEVER))
        by_number: dict[int, int] = {}
        for like in sorted(costs, key=costs.__getitem__, reverse=True):
            by_number.update(dict.fromkeys(self._having[like], costs[like]))
        return by_number
