"""Choosing among short names (themes, titles, commands) as one types: beginnings first, then letters, then likeness.

All names are searched as one text, since one search through a long string is many times quicker than many through
short ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from string import punctuation
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from reader.search.fold import Span, fold, fold_plain
from reader.search.reading import merged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Choice = tuple[int, float, tuple[Span, ...]]
"""A name that matches: its number among the choices, its score (0 to 100), and the places in it that match."""

_EXACT, _BEGINNING, _FROM_A_WORD, _WORD_BEGINNINGS, _INSIDE, _INITIALS, _IN_ORDER = 100, 95, 90, 85, 80, 75, 70
_LIKE = 0.69
"""What a per cent of likeness counts, so that a misspelt name stays below any that has the letters."""
_SHORTEST_MISSPELT = 5
_LEAST_LIKENESS = ((8, 72), (_SHORTEST_MISSPELT, 78), (0, 100))
"""From so many letters on, so many per cent of them must agree."""
_MOST_LEFT_OUT = 2
_WIDEST = 2
"""Letters in order stand in at most so many times their number of letters; beyond that it is chance."""
_MOST_LETTERS = 64
_MARKED = 100
_CLOSE = 0.6

_BETWEEN = "\0"
_BEGIN = _BETWEEN + " "
"""What each name begins with in the text of all, so that a space stands before each of its words."""
_PUNCTUATION = str.maketrans(dict.fromkeys(punctuation, " "))


def rank(query: str, choices: Sequence[str]) -> list[Choice]:
    """Return the choices that match, best first, equal ones in their order; with an empty query all of them.

    Quick enough for every key over thousands of names; the places are given for the best 100 only, and misspelt
    names are looked for where fewer than 100 have the letters.
    """
    pieces = _plain(query.replace(_BETWEEN, " "))[:_MOST_LETTERS].split()
    if not pieces:
        return [(number, 0.0, ()) for number in range(len(choices))]
    names = _Names(choices)
    scores = names.literal(pieces)
    if len(scores) < _MARKED:
        scores.update(names.misspelt(pieces, scores))
    best = sorted(scores, key=lambda number: (-scores[number], number))
    marked = [(number, scores[number], _places(pieces, choices[number])) for number in best[:_MARKED]]
    return marked + [(number, scores[number], ()) for number in best[_MARKED:]]


def closest(name: str, choices: Iterable[str]) -> str | None:
    """Return the choice that was probably meant by `name` ("Did you mean Policing?"), or None."""
    names = list(choices)
    found = process.extractOne(
        _plain(name), [_plain(choice) for choice in names], scorer=OSA.normalized_similarity, score_cutoff=_CLOSE
    )
    if found is not None:
        return names[found[2]]
    ranked = rank(name, names) if _plain(name).strip() else []
    return names[ranked[0][0]] if ranked else None


class _Names:
    """The names as one text."""

    def __init__(self, choices: Sequence[str]) -> None:
        self._text = _plain("".join(_BEGIN + choice.replace(_BETWEEN, " ") for choice in choices))
        self._names = self._text.split(_BEGIN)[1:]
        self._starts = list(accumulate((len(_BEGIN) + len(name) for name in self._names), initial=len(_BEGIN)))

    def literal(self, pieces: Sequence[str]) -> dict[int, float]:
        """Score the names that have all the letters typed, together, word by word or at least in order."""
        query = " ".join(pieces)
        scores: dict[int, float] = {}

        def offer(number: int, score: float) -> None:
            scores[number] = max(score, scores.get(number, 0.0))

        for number, match in self._matches(re.escape(query)):
            if match.start() == self._starts[number]:
                offer(number, _EXACT if self._names[number].strip() == query else _BEGINNING)
            else:
                offer(number, _FROM_A_WORD if self._text[match.start() - 1] == " " else _INSIDE)
        if len(pieces) > 1:
            begun = [{number for number, _ in self._matches(" " + re.escape(piece))} for piece in pieces]
            for number in set.intersection(*begun):
                offer(number, _WORD_BEGINNINGS)
        if len(query) > 1:
            for number, _ in self._matches(_initials(pieces)):
                offer(number, _INITIALS)
            for number, match in self._matches(_in_order(pieces)):
                if _is_narrow(match):
                    offer(number, _IN_ORDER)
        return scores

    def misspelt(self, pieces: Sequence[str], but: Collection[int]) -> dict[int, float]:
        """Score the names that have something like each piece, the longest piece first, leaving some out."""
        if max(map(len, pieces)) < _SHORTEST_MISSPELT:
            return {}
        left = {number: name for number, name in enumerate(self._names) if number not in but}
        sums = dict.fromkeys(left, 0.0)
        for piece in sorted(pieces, key=len, reverse=True):
            least = next(likeness for length, likeness in _LEAST_LIKENESS if len(piece) >= length)
            alike = process.extract(piece, left, scorer=fuzz.partial_ratio, score_cutoff=least, limit=None)
            # A name shorter than the piece is looked for in it: "Port" isn't a misspelt "transport".
            shortest = len(piece) - _MOST_LEFT_OUT
            sums = {number: sums[number] + likeness for name, likeness, number in alike if len(name) >= shortest}
            left = {number: left[number] for number in sums}
        return {number: _LIKE * likeness / len(pieces) for number, likeness in sums.items()}

    def _matches(self, pattern: str) -> Iterator[tuple[int, re.Match[str]]]:
        for match in re.finditer(pattern, self._text):
            yield bisect_right(self._starts, match.end() - 1) - 1, match


def _plain(text: str) -> str:
    return fold_plain(text).translate(_PUNCTUATION)


def _initials(pieces: Sequence[str]) -> str:
    rest = rf"[^ {_BETWEEN}]* +"
    return " " + rest.join(f"({re.escape(letter)})" for letter in "".join(pieces))


def _in_order(pieces: Sequence[str]) -> str:
    first, *letters = map(re.escape, "".join(pieces))
    return f" ({first})" + "".join(f"[^{letter}{_BETWEEN}]*({letter})" for letter in letters)


def _is_narrow(match: re.Match[str]) -> bool:
    letters = len(match.groups())
    return match.end() - match.start(1) <= _WIDEST * letters


def _places(pieces: Sequence[str], choice: str) -> tuple[Span, ...]:
    folded = fold(choice)
    text = " " + folded.text.translate(_PUNCTUATION)
    return merged((folded.original(start - 1, end - 1) for start, end in _found(pieces, text)), choice)


def _found(pieces: Sequence[str], text: str) -> list[Span]:
    for together in ([" ".join(pieces)], pieces):
        spans = [_best_place(piece, text) for piece in together]
        if all(spans):
            return [span for span in spans if span]
    for pattern in (_initials(pieces), _in_order(pieces)):
        match = re.search(pattern, text)
        if match and (pattern == _initials(pieces) or _is_narrow(match)):
            return [match.span(letter) for letter in range(1, len(match.groups()) + 1)]
    alike = [fuzz.partial_ratio_alignment(piece, text[1:]) for piece in pieces]
    return [(place.dest_start + 1, place.dest_end + 1) for place in alike if place]


def _best_place(piece: str, text: str) -> Span | None:
    match = re.search(f"(?<= ){re.escape(piece)}", text) or re.search(re.escape(piece), text)
    return match.span() if match else None
