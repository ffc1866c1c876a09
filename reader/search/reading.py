"""The closer look at a passage: how much of a query it has, how near together and in what order, and where.

Order compares the typed sequence of words with the closest stretch of the passage. Words are compared there, not
characters, so a long quotation costs little and a passage without end can't stall the search.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from reader.search.fold import Span, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.search.ranking import Understood

_ORDER = 0.13
_NEARNESS = 0.07
"""The shares of order and nearness in the score of a query of several words; the rest is coverage."""
_STRETCH = 64
"""Words compared at a time: rapidfuzz does 64 in one machine word and is many times slower beyond."""
_WINDOW = 256
"""Words of a passage looked through for the order: where those of the query stand closest together."""
LONG_TEXT = 50_000
"""Characters of a passage that are read at most, around the first match of a rare word."""
_COMMON = 0.25
"""Words with less than this share of the greatest weight are marked only in the stretch that matches in order."""
_ALMOST_BEST = 0.8
_ELSE = -1
_NEVER = sys.maxsize


@dataclass(frozen=True, slots=True)
class Reading:
    """What the closer look gave: score 0 to 100, coverage 0 to 1, and the places that match in the passage."""

    score: float
    coverage: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A word of the passage that may answer some of the query, with its place in the folded text.

    `at` is where it begins in the sequence of words. It counts there as `answers`: one word of the query, by number,
    or those that it answers equally well, since "counterextremism" is both "counter" and "extremism".
    """

    at: int
    meanings: Sequence[tuple[float, int]]
    answers: Sequence[int]
    start: int
    end: int


def read(query: Understood, text: str) -> Reading:
    """Compare a passage with the query, word by word."""
    folded = fold(text)
    matches, length = _matches(query, folded.text)
    best = [0.0] * len(query.wanted)
    for match in matches:
        for credit, number in match.meanings:
            best[number] = max(best[number], credit)
    coverage = sum(each.weight * credit for each, credit in zip(query.wanted, best, strict=True)) / query.weight
    order, stretches = _order(query, matches, length)
    score = coverage
    if len(query.sequence) > 1:
        near = _nearness(query, matches)
        score = (1 - _ORDER - _NEARNESS) * coverage + _ORDER * order + _NEARNESS * near
    marked = _marked(query, matches, best, stretches)
    spans = tuple(folded.original(match.start, match.end) for match in marked)
    return Reading(round(100 * score, 6), coverage, merged(spans, text))


def merged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Sort spans of `text` and join those that overlap, or that only a space or hyphen parts."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined:
            first, last = joined[-1]
            gap = text[last:start]
            if start <= last or (len(gap) == 1 and (gap.isspace() or gap == "-")):
                joined[-1] = (first, max(last, end))
                continue
        joined.append((start, end))
    return tuple(joined)


def _matches(query: Understood, folded: str) -> tuple[list[_Match], int]:
    """Return what matches, and how many words were looked at."""
    begin, end = _excerpt(query, folded)
    found: list[_Match] = []
    at = last = matched = 0
    for word, start, stop in words(folded[begin:end]):
        meanings = query.meanings.get(word)
        whole = start < last
        # A compound counts as one word only where its parts say nothing: they stand in the sequence already.
        if whole and (meanings is None or start < matched):
            continue
        last = stop
        if meanings is None:
            at += 1
            continue
        answers = sorted(number for credit, number in meanings if credit == meanings[0][0])
        found.append(_Match(at, meanings, answers, begin + start, begin + stop))
        at, matched = at + len(answers), stop
    return found, at


def _excerpt(query: Understood, folded: str) -> Span:
    if len(folded) <= LONG_TEXT:
        return 0, len(folded)
    for each in sorted(query.wanted, key=lambda wanted: -wanted.weight):
        for word in each.credits:
            at = folded.find(word)
            if at >= 0:
                begin = max(0, at - LONG_TEXT // 2)
                return begin, min(len(folded), begin + LONG_TEXT)
    return 0, LONG_TEXT


def _order(query: Understood, matches: Sequence[_Match], length: int) -> tuple[float, list[range]]:
    """Return how well the passage keeps to the typed sequence, 0 to 1, and which stretches of its words do so."""
    first, last = _densest(query, matches, length)
    passage = [_ELSE] * (last - first)
    for match in matches:
        for at, number in enumerate(match.answers, match.at - first):
            if 0 <= at < len(passage):
                passage[at] = number
    total, stretches = 0.0, []
    for start in range(0, len(query.sequence), _STRETCH):
        part = query.sequence[start : start + _STRETCH]
        if len(part) > len(passage):
            total += fuzz.ratio(part, passage) * len(part)
            stretches.append(range(first, last))
        else:
            found = fuzz.partial_ratio_alignment(part, passage)
            assert found is not None
            total += found.score * len(part)
            stretches.append(range(first + found.dest_start, first + found.dest_end))
    return total / 100 / len(query.sequence), stretches


def _densest(query: Understood, matches: Sequence[_Match], length: int) -> Span:
    """Return the run of at most so many words of the passage in which the matches weigh most."""
    if length <= _WINDOW:
        return 0, length
    best, start, weight, behind = -1.0, 0, 0.0, 0
    weights = [credit * query.wanted[number].weight for credit, number in (match.meanings[0] for match in matches)]
    for match, more in zip(matches, weights, strict=True):
        weight += more
        while matches[behind].at <= match.at - _WINDOW:
            weight -= weights[behind]
            behind += 1
        if weight > best:
            best, start = weight, matches[behind].at
    return start, min(length, start + _WINDOW)


def _nearness(query: Understood, matches: Sequence[_Match]) -> float:
    """Return how close together all the words that the passage has stand at their closest, 0 to 1.

    1 means that the whole query stands within as many words of the passage as it has itself.
    """
    answers = [(at, number) for match in matches for at, number in enumerate(match.answers, match.at)]
    answered = {number for _, number in answers}
    inside: dict[int, int] = {}
    closest, behind = _NEVER, 0
    for at, number in answers:
        inside[number] = inside.get(number, 0) + 1
        while len(inside) == len(answered):
            first, dropped = answers[behind]
            closest = min(closest, at - first + 1)
            inside[dropped] -= 1
            if not inside[dropped]:
                del inside[dropped]
            behind += 1
    has = sum(number in answered for number in query.sequence)
    return has / len(query.sequence) * min(1.0, has / closest)


def _marked(
    query: Understood, matches: Sequence[_Match], best: Sequence[float], stretches: Sequence[range]
) -> list[_Match]:
    heaviest = max((each.weight for each, credit in zip(query.wanted, best, strict=True) if credit), default=0.0)
    marked = []
    for match in matches:
        credit, number = match.meanings[0]
        rare = query.wanted[number].weight >= _COMMON * heaviest
        if credit >= _ALMOST_BEST * best[number] and (rare or any(match.at in stretch for stretch in stretches)):
            marked.append(match)
    return marked
