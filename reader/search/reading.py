"""The closer look at a passage: how much of a query it has, how near together and in what order, and where.

Order compares the typed sequence of words with the closest stretch of the passage. Words are compared there, not
characters, so a long quotation costs little and a passage without end can't stall the search.
"""

from __future__ import annotations

import sys
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from reader.search.fold import LONGEST_WORD, Span, fold, fold_plain
from reader.search.passage import LONG_TEXT, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.search.ranking import Meaning, Understood

_ORDER = 0.13
_NEARNESS = 0.07
"""The shares of order and nearness in the score of a query of several words; the rest is coverage."""
_WINDOW = 256
"""Words of a passage looked through for the order: where those of the query stand closest together."""
_COMMON = 0.25
"""Words with less than this share of the greatest weight are marked only in the stretch that matches in order."""
_ALMOST_BEST = 0.8
_ROUNDING = 1e-5
_ELSE = "\0"
_NEVER = sys.maxsize


class Reading(NamedTuple):
    """What the closer look gave: score 0 to 100, and coverage 0 to 1."""

    score: float
    coverage: float


class _Compared(NamedTuple):
    """What the words of a passage answer of a query.

    `matches` are the words that may answer some of it, by their number in the passage. Each counts as the words that it
    answers equally well and best, since "counterextremism" is both "counter" and "extremism": `answers` are these, by
    number, and where each stands when all count as words; `length` is how many words there are then. `best` is how
    surely each word of the query is there.
    """

    matches: list[tuple[int, Meaning]]
    answers: list[tuple[int, int]]
    length: int
    best: list[float]


def read(query: Understood, passage: Passage, least: float = 0.0) -> Reading:
    """Compare a passage with the query, word by word; a score under `least` may be told as higher, but under it too."""
    compared = _compared(query, passage)
    coverage = _coverage(query, compared.best)
    if len(query.sequence) < 2:
        return Reading(round(100 * coverage, 6), coverage)
    count = len(query.sequence)
    if highest(coverage) + _ROUNDING < least:
        return Reading(highest(coverage), coverage)
    has, closest = _closest(query, compared.answers)
    nearness = has / count * min(1.0, has / closest)
    covered = (1 - _ORDER - _NEARNESS) * coverage
    # A stretch is compared with as many words of the passage; where these aren't all it has, one is missing there.
    alike = has if closest <= count else max(0, has - 1)
    most = 100 * (covered + _ORDER * 2 * alike / (alike + count) + _NEARNESS * nearness)
    if len(query.stretches) == 1 and most + _ROUNDING < least:
        return Reading(most, coverage)
    order = sum(share * length for share, length, _ in _order(query, compared)) / count
    return Reading(round(100 * (covered + _ORDER * order + _NEARNESS * nearness), 6), coverage)


def marks(query: Understood, passage: Passage) -> tuple[Span, ...]:
    """Return the places in a passage that answer the query, in order and apart."""
    if passage.words is None:
        folded = fold(passage.text)
        begin, end = _excerpt(query, folded.text)
        inside = marks(query, Passage(folded.text[begin:end]))
        return merged([folded.original(begin + start, begin + end) for start, end in inside], passage.text)
    places = passage.places
    for first, end, _ in _wholes(query, passage):
        places = [*places[:first], (places[first][0], places[end - 1][1]), *places[end:]]
    spans = [places[number] for number in _marked(query, _compared(query, passage))]
    return merged([passage.folded.original(*span) for span in spans], passage.text)


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
        passage = Passage(folded[begin:end])
    found = passage.words or []
    if passage.compounds:
        for first, end, whole in _wholes(query, passage):
            found = [*found[:first], whole, *found[end:]]
    return [word[:LONGEST_WORD] for word in found] if query.has_long_words else found


def _wholes(query: Understood, passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Yield the compounds that count as one word, from the last one on: those whose parts say nothing."""
    meanings, words = query.meanings, passage.words or []
    for first, end, whole in reversed(passage.compounds):
        if whole in meanings and not any(word in meanings for word in words[first:end]):
            yield first, end, whole


def _compared(query: Understood, passage: Passage) -> _Compared:
    # This is done for a hundred passages a key.
    sequence, meanings = _sequence(query, passage), query.meanings
    places = query.prints.places(passage) if sequence is passage.words else range(len(sequence))
    matches = [(place, meaning) for place in places if (meaning := meanings.get(sequence[place])) is not None]
    answers: list[tuple[int, int]] = []
    best = [0.0] * len(query.wanted)
    more = 0
    for number, (credits, answered) in matches:
        if len(answered) == 1:
            answers.append((number + more, answered[0]))
        else:
            answers += enumerate(answered, number + more)
            more += len(answered) - 1
        for credit, wanted in credits:
            if credit > best[wanted]:
                best[wanted] = credit
    return _Compared(matches, answers, len(sequence) + more, best)


def _placed(matches: Iterable[tuple[int, Meaning]]) -> Iterator[tuple[int, int, Meaning]]:
    """Yield each match by its number, with where it begins when each counts as the words that it answers."""
    more = 0
    for number, meaning in matches:
        yield number, number + more, meaning
        more += len(meaning.answers) - 1


def _coverage(query: Understood, best: Sequence[float]) -> float:
    covered: float = sum(map(mul, query.weights, best))
    return covered / query.weight


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


def _order(query: Understood, compared: _Compared) -> list[tuple[float, int, range]]:
    """Return for each stretch of the typed sequence how well the passage keeps to it, 0 to 1, its length, and where."""
    first, last = _densest(query, compared)
    letters = [_ELSE] * (last - first)
    for at, number in compared.answers:
        if first <= at < last:
            letters[at - first] = chr(number + 1)
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


def _densest(query: Understood, compared: _Compared) -> Span:
    """Return the run of at most so many words of the passage in which the matches weigh most."""
    if compared.length <= _WINDOW:
        return 0, compared.length
    weighed = []
    for _, at, meaning in _placed(compared.matches):
        credit, number = meaning.credits[0]
        weighed.append((at, credit * query.weights[number]))
    best, start, weight, behind = -1.0, 0, 0.0, 0
    for at, more in weighed:
        weight += more
        while weighed[behind][0] <= at - _WINDOW:
            weight -= weighed[behind][1]
            behind += 1
        if weight > best:
            best, start = weight, weighed[behind][0]
    return start, min(compared.length, start + _WINDOW)


def _closest(query: Understood, answers: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return how many words of the query the passage has, and in how many words these stand at their closest."""
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
    return sum(number in answered for number in query.sequence), closest


def _marked(query: Understood, compared: _Compared) -> list[int]:
    """Return the numbers of the words in the passage that are marked."""
    stretches = [stretch for _, _, stretch in _order(query, compared)]
    heaviest = max((weight for weight, credit in zip(query.weights, compared.best, strict=True) if credit), default=0.0)
    marked = []
    for place, at, meaning in _placed(compared.matches):
        credit, number = meaning.credits[0]
        rare = query.weights[number] >= _COMMON * heaviest
        if credit >= _ALMOST_BEST * compared.best[number] and (rare or any(at in stretch for stretch in stretches)):
            marked.append(place)
    return marked
