"""Echoes: passages elsewhere that say nearly the same, as where a press release is quoted in ten articles.

The index finds what has the words of some stretch of a passage; of these, what has them in the same order is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from reader.search.entries import EntryType, Hit, Results
from reader.search.fold import Span, fold, words
from reader.search.index import never
from reader.search.query import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.search.entries import Entry, Facts
    from reader.search.index import Index

_WINDOW = 24
_STEP = 16
"""So many words of the passage are looked for at a time, and so many further on the next ones begin."""
_MOST_WINDOWS = 100
_CANDIDATES = 60
_RUN = 3
"""Fewer words in a row that are the same are chance."""
_GAP = 4
"""So many words may differ, on either side, within one stretch."""
_STRETCH = 8
"""A stretch has at least so many words that are the same, unless the whole passage has fewer."""
_QUOTED = 14
_LEAST = 30.0
"""An echo has so much of the shorter passage, per cent, or a stretch of so many words."""
_ALL_BUT = 75.0
"""Where that has fewer words than a stretch, so much of the longer one."""
_LONGEST = 2_000
"""Words of a passage that are compared at most."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two passages share: the stretches in each, in order, and how much that is.

    The score is the per cent of the shorter one's words, 0 where neither is an echo of the other.
    """

    score: float = 0.0
    here: tuple[Span, ...] = ()
    there: tuple[Span, ...] = ()


def echoes(
    index: Index,
    facts: Facts,
    text: str,
    *,
    but: str = "",
    limit: int = 200,
    cancelled: Callable[[], bool] = never,
) -> Results:
    """Return the passages that say nearly what `text` does, without the one whose key is `but`.

    A hit's score is that of `shared`, its spans are the stretches that are the same. `cancelled` is asked as in a
    search, and raises SearchCancelledError.
    """
    began = perf_counter()
    plain = [word for word, _, _ in words(fold(text).text, joined=False)]
    candidates: dict[str, Entry] = {}
    of = 0
    for window in _windows(plain):
        found = index.search(Query(words=tuple(window)), facts, _CANDIDATES, None, cancelled)
        of = found.of
        candidates |= {hit.entry.key: hit.entry for hit in found.hits if hit.entry.type is EntryType.PASSAGE}
    candidates.pop(but, None)
    hits = []
    for entry in candidates.values():
        same = shared(text, entry.text)
        if same.score:
            hits.append(Hit(entry, same.score, same.there))
    hits.sort(key=lambda hit: -hit.score)
    return Results(text, tuple(hits[:limit]), len(hits), of, 1000 * (perf_counter() - began))


def shared(here: str, there: str) -> Shared:
    """Compare two passages word by word; whatever isn't an echo shares nothing."""
    ours, theirs = _Words(here), _Words(there)
    shorter, longer = sorted((len(ours.words), len(theirs.words)))
    # What anybody says in a few words is an echo only of those words by themselves.
    of, least = (longer, _ALL_BUT) if shorter < _STRETCH else (shorter, _LEAST)
    enough = min(_STRETCH, shorter)
    stretches = [each for each in _stretches(ours.words, theirs.words, min(_RUN, enough)) if each.same >= enough]
    if not stretches:
        return Shared()
    score = 100 * sum(each.same for each in stretches) / of
    if score < least and all(each.same < _QUOTED for each in stretches):
        return Shared()
    return Shared(
        score,
        tuple(ours.span(*each.here) for each in stretches),
        tuple(theirs.span(*each.there) for each in stretches),
    )


class _Words:
    """The words of a text, and the way from them back to it."""

    def __init__(self, text: str) -> None:
        self._folded = fold(text)
        self._found = words(self._folded.text, joined=False)[:_LONGEST]
        self.words = [word for word, _, _ in self._found]

    def span(self, first: int, end: int) -> Span:
        return self._folded.original(self._found[first][1], self._found[end - 1][2])


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of both passages, from the first to the one behind the last, and how many of them are the same."""

    here: Span
    there: Span
    same: int


def _stretches(ours: Sequence[str], theirs: Sequence[str], run: int) -> list[_Stretch]:
    """Return where the passages say the same: runs of words, those joined that only a few words part."""
    found: list[_Stretch] = []
    for step in LCSseq.opcodes(ours, theirs):
        here, there = (step.src_start, step.src_end), (step.dest_start, step.dest_end)
        same = here[1] - here[0]
        if step.tag != "equal" or same < run:
            continue
        before = found[-1] if found else None
        if before and here[0] - before.here[1] <= _GAP and there[0] - before.there[1] <= _GAP:
            found[-1] = _Stretch((before.here[0], here[1]), (before.there[0], there[1]), before.same + same)
        else:
            found.append(_Stretch(here, there, same))
    return found


def _windows(plain: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the words of a passage some at a time, of a long one only as many times as one waits for."""
    starts = range(0, max(1, len(plain) - (_WINDOW - _STEP)), _STEP)
    every = -(-len(starts) // _MOST_WINDOWS)
    for start in starts[::every]:
        window = plain[start : start + _WINDOW]
        if window:
            yield window
