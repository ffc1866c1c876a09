"""The paragraphs of two versions that are surely the same: equal ones, told apart by their neighbours and order."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.tags.likeness import SHORT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SMALL = 4
"""A gap in which also a short line is known by its order."""

Matches = dict[int, int]
"""New positions by old ones, from 0."""


def match_equal(old: Sequence[str], new: Sequence[str]) -> Matches:
    """Return the equal paragraphs of two versions, as far as text, neighbours and order leave no doubt which is which.

    `old` and `new` are normal texts.
    """
    count_old, count_new = Counter(old), Counter(new)
    position = {text: j for j, text in enumerate(new)}
    matches = {
        i: position[text]
        for i, text in enumerate(old)
        if count_old[text] == 1 and count_new[text] == 1 and len(text) >= SHORT
    }
    _grow(matches, old, new)
    _match_gaps(matches, old, new)
    _grow(matches, old, new)
    return matches


def _grow(matches: Matches, old: Sequence[str], new: Sequence[str]) -> None:
    """Let matches spread to equal neighbours; where growing down and up claims different ones, to neither."""
    taken = set(matches.values())
    down = _grown(matches, taken, old, new, 1)
    up = _grown(matches, taken, old, new, -1)
    claimed_down = {j: i for i, j in down.items()}
    claimed_up = {j: i for i, j in up.items()}
    for i, j in {**down, **up}.items():
        if {down.get(i, j), up.get(i, j)} == {j} and {claimed_down.get(j, i), claimed_up.get(j, i)} == {i}:
            matches[i] = j


def _grown(matches: Mapping[int, int], taken: set[int], old: Sequence[str], new: Sequence[str], by: int) -> Matches:
    runs_old, runs_new = _runs(old, by), _runs(new, by)
    grown: Matches = {}
    for i in range(len(old)) if by > 0 else range(len(old) - 1, -1, -1):
        j = matches.get(i, grown.get(i))
        if j is None:
            continue
        x, y = i + by, j + by
        if not (0 <= x < len(old) and 0 <= y < len(new)) or x in matches or y in taken or old[x] != new[y]:
            continue
        # Of a run of equal lines that has grown or shrunk nobody can say which one came or went.
        if runs_old[x] == runs_new[y]:
            grown[x] = y
    return grown


def _runs(texts: Sequence[str], by: int) -> list[int]:
    """Return for each text how many equal ones follow, itself included, in the direction `by`."""
    runs = [1] * len(texts)
    for at in range(len(texts) - 1, -1, -1) if by > 0 else range(len(texts)):
        after = at + by
        if 0 <= after < len(texts) and texts[after] == texts[at]:
            runs[at] = runs[after] + 1
    return runs


def _match_gaps(matches: Matches, old: Sequence[str], new: Sequence[str]) -> None:
    """Match in order what stands equally often between two matches on both sides."""
    taken = set(matches.values())
    settled = [-1, *sorted(matches), len(old)]
    places = {**matches, -1: -1, len(old): len(new)}
    for first, last in pairwise(settled):
        start, end = places[first], places[last]
        if last - first < 2 or end - start < 2 or end - start > 50 + 4 * (last - first):
            continue
        here, there = defaultdict(list), defaultdict(list)
        for i in range(first + 1, last):
            here[old[i]].append(i)
        for j in range(start + 1, end):
            if j not in taken:
                there[new[j]].append(j)
        for text, mine in here.items():
            is_known = len(text) >= SHORT or last - first <= _SMALL
            if is_known and len(mine) == len(there.get(text, ())):
                matches.update(zip(mine, there[text], strict=True))
