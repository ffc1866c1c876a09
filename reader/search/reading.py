"""The closer look at a passage: how much of a query it has, how near together and in what order, and where.

Order compares the typed sequence of words with the closest stretch of the passage. Words are compared there, not
characters, so a long quotation costs little and a passage without end can't stall the search.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from reader.search.fold import LONGEST_WORD, Span, Word, apart, fold, fold_plain, placed_tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.search.ranking import Understood

_ORDER = 0.13
_NEARNESS = 0.07
"""The shares of order and nearness in the score of a query of several words; the rest is coverage."""
_WINDOW = 256
"""Words of a passage looked through for the order: where those of the query stand closest together."""
LONG_TEXT = 50_000
"""Characters of a passage that are read at most, around the first match of a rare word."""
_COMMON = 0.25
"""Words with less than this share of the greatest weight are marked only in the stretch that matches in order."""
_ALMOST_BEST = 0.8
_ELSE = "\0"
_NEVER = sys.maxsize


@dataclass(frozen=True, slots=True)
class Reading:
    """What the closer look gave: score 0 to 100, and coverage 0 to 1."""

    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class _Match:
    """A word of the passage, by its number there, that may answer some of the query.

    It counts as `answers`: one word of the query, by number, or those that it answers equally well, since
    "counterextremism" is both "counter" and "extremism". `at` is where they begin when each counts as a word.
    """

    number: int
    at: int
    meanings: Sequence[tuple[float, int]]
    answers: Sequence[int]


class Passage:
    """A passage taken apart, to be compared with one query after the other."""

    __slots__ = ("odd", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        """What it says; None of its words are known where it is too long."""
        self.words = tokens(text) if len(text) <= LONG_TEXT else None
        self.odd = [at for at, token in enumerate(self.words or ()) if not token.isalnum()][::-1]
        """Where compounds and marks stand among the words, from the last one on."""


def read(query: Understood, passage: Passage) -> Reading:
    """Compare a passage with the query, word by word."""
    matches, length = _matches(query, _sequence(query, passage))
    coverage = _coverage(query, _best(query, matches))
    if len(query.sequence) < 2:
        return Reading(round(100 * coverage, 6), coverage)
    order = sum(share * length_ for share, length_, _ in _order(query, matches, length)) / len(query.sequence)
    score = (1 - _ORDER - _NEARNESS) * coverage + _ORDER * order + _NEARNESS * _nearness(query, matches)
    return Reading(round(100 * score, 6), coverage)


def marks(query: Understood, text: str) -> tuple[Span, ...]:
    """Return the places in a passage that answer the query, in order and apart."""
    folded = fold(text)
    begin, end = _excerpt(query, folded.text)
    excerpt = folded.text[begin:end]
    placed = [word for token, start in placed_tokens(excerpt) for word in _chosen(query, token, start)]
    matches, length = _matches(query, [word for word, _, _ in placed])
    best = _best(query, matches)
    stretches = [stretch for _, _, stretch in _order(query, matches, length)]
    spans = []
    for match in _marked(query, matches, best, stretches):
        _, start, stop = placed[match.number]
        spans.append(folded.original(begin + start, begin + stop))
    return merged(spans, text)


def highest(bound: float) -> float:
    """Return the greatest score, 0 to 100, that an entry may have which has at most so much of a query."""
    return 100 * ((1 - _ORDER - _NEARNESS) * bound + _ORDER + _NEARNESS)


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


def _sequence(query: Understood, passage: Passage) -> list[str]:
    """Return the words of a passage, folded, in their order."""
    if passage.words is None:
        folded = fold_plain(passage.text)
        begin, end = _excerpt(query, folded)
        passage = Passage(folded[begin:end][:LONG_TEXT])
    found = passage.words or []
    if passage.odd:
        found = found.copy()
        for at in passage.odd:
            found[at : at + 1] = [word for word, _, _ in _odd(query, found[at])]
    return [word[:LONGEST_WORD] for word in found] if query.has_long_words else found


def _odd(query: Understood, token: str) -> list[Word]:
    return [word for inner, start in placed_tokens(token) for word in _chosen(query, inner, start)]


def _chosen(query: Understood, token: str, start: int) -> Sequence[Word]:
    """Return the words of a token: a compound counts as one only where its parts say nothing."""
    parts, whole = apart(token, start)
    if whole is None or whole[0] not in query.meanings or any(word in query.meanings for word, _, _ in parts):
        return parts
    return (whole,)


def _matches(query: Understood, sequence: Sequence[str]) -> tuple[list[_Match], int]:
    """Return what matches, and how many words were looked at."""
    found: list[_Match] = []
    more = 0
    for number, meaning in enumerate(map(query.meanings.get, sequence)):
        if meaning is not None:
            found.append(_Match(number, number + more, meaning.credits, meaning.answers))
            more += len(meaning.answers) - 1
    return found, len(sequence) + more


def _best(query: Understood, matches: Sequence[_Match]) -> list[float]:
    best = [0.0] * len(query.wanted)
    for match in matches:
        for credit, number in match.meanings:
            if credit > best[number]:
                best[number] = credit
    return best


def _coverage(query: Understood, best: Sequence[float]) -> float:
    return sum(each.weight * credit for each, credit in zip(query.wanted, best, strict=True)) / query.weight


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


def _order(query: Understood, matches: Sequence[_Match], length: int) -> list[tuple[float, int, range]]:
    """Return for each stretch of the typed sequence how well the passage keeps to it, 0 to 1, its length, and where."""
    first, last = _densest(query, matches, length)
    letters = [_ELSE] * (last - first)
    for match in matches:
        for at, number in enumerate(match.answers, match.at - first):
            if 0 <= at < len(letters):
                letters[at] = chr(number + 1)
    passage = "".join(letters)
    found = []
    for part in query.stretches:
        if len(part) > len(passage):
            found.append((fuzz.ratio(part, passage) / 100, len(part), range(first, last)))
            continue
        alike = fuzz.partial_ratio_alignment(part, passage)
        assert alike is not None
        found.append((alike.score / 100, len(part), range(first + alike.dest_start, first + alike.dest_end)))
    return found


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
