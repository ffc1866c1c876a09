"""Where a span of a paragraph is after the paragraph was edited: offsets followed letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.tags.likeness import ratio
from reader.tags.normal import normal, normal_offsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapidfuzz.distance import Opcodes

_MOST = 10**9
_SNAP = 4
_NEARLY = 85.0


class Piece(NamedTuple):
    """A span of one of the texts: its place among them, from 0, and its offsets in code points, the end exclusive."""

    text: int
    start: int
    end: int


def follow_span(old: str, start: int, end: int, new: Sequence[str]) -> tuple[list[Piece], float]:
    """Return the pieces of the texts in `new` that `old[start:end]` has become, and how alike the words are (0-100).

    `new` are the paragraphs that the old one has become, in order. No pieces: the words are gone.
    """
    if [old] == [*new]:
        return [Piece(0, start, end)], 100.0
    before, before_offsets = normal_offsets(old)
    joined = "\n".join(new)
    after, after_offsets = normal_offsets(joined)
    first, last = _index(before_offsets, start), _index(before_offsets, end)
    while last > first and before[last - 1] == " ":
        last -= 1
    while first < last and before[first] == " ":
        first += 1
    span = _mapped(before, first, last, after) if first < last else None
    if span is None or span[0] >= span[1]:
        return [], 0.0
    left, right = _whole_words(before, (first, last), after, span)
    begin, stop = _original(joined, after_offsets, left, right)
    return _cut(new, begin, stop), ratio(normal(old[start:end]), normal(joined[begin:stop]))


def find_words(words: str, text: str) -> tuple[int, int] | None:
    """Return the span of `text` that is most like `words`, or None where nothing in it is nearly the same."""
    from rapidfuzz import fuzz

    wanted, (known, offsets) = normal(words), normal_offsets(text)
    if not wanted or len(wanted) > len(known) or len(wanted) * len(known) > _MOST:
        return None
    found = fuzz.partial_ratio_alignment(wanted, known, score_cutoff=_NEARLY)
    if found is None or found.dest_start >= found.dest_end:
        return None
    left, right = _whole_words(wanted, (0, len(wanted)), known, (found.dest_start, found.dest_end))
    return _original(text, offsets, left, right)


def _original(text: str, offsets: Sequence[int], left: int, right: int) -> tuple[int, int]:
    """Return the offsets in `text` of the letters `left:right` of its normal form."""
    start, end = offsets[left], offsets[right - 1] + 1
    while end < offsets[right] and not text[end].isspace():
        end += 1
    return start, end


def _index(offsets: Sequence[int], at: int) -> int:
    """Return the index of the first letter that comes from offset `at` or later."""
    return next((index for index, offset in enumerate(offsets[:-1]) if offset >= at), len(offsets) - 1)


def _mapped(before: str, first: int, last: int, after: str) -> tuple[int, int] | None:
    if before == after:
        return first, last
    words = before[first:last]
    if after.count(words) == 1 and before.count(words) == 1:
        at = after.index(words)
        return at, at + len(words)
    if len(before) * len(after) > _MOST:
        return None
    from rapidfuzz.distance import Levenshtein

    codes = Levenshtein.opcodes(before, after)
    return _start_of(codes, first), _end_of(codes, last)


def _start_of(codes: Opcodes, first: int) -> int:
    for code in codes:
        if code.src_start <= first < code.src_end:
            return code.dest_start + min(first - code.src_start, code.dest_end - code.dest_start)
    return codes.dest_len


def _end_of(codes: Opcodes, last: int) -> int:
    for code in codes:
        if code.src_start < last <= code.src_end:
            if last == code.src_end:
                return code.dest_end
            return code.dest_start + min(last - code.src_start, code.dest_end - code.dest_start)
    return 0


def _whole_words(before: str, old: tuple[int, int], after: str, new: tuple[int, int]) -> tuple[int, int]:
    """Return the span with its ends at the ends of words, where the old one had them there."""
    start, end = new
    if not _is_inside_word(before, old[0]):
        for step in (*range(_SNAP + 1), *range(-1, -_SNAP - 1, -1)):
            at = start - step
            if 0 <= at < end and not _is_inside_word(after, at) and not after[at].isspace():
                start = at
                break
    if not _is_inside_word(before, old[1]):
        for step in (*range(_SNAP + 1), *range(-1, -_SNAP - 1, -1)):
            at = end + step
            if start < at <= len(after) and not _is_inside_word(after, at) and not after[at - 1].isspace():
                end = at
                break
    return start, end


def _is_inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _cut(texts: Sequence[str], start: int, end: int) -> list[Piece]:
    """Return the parts of `start:end`, offsets in the texts joined by one character each, that lie in each text."""
    pieces: list[Piece] = []
    base = 0
    for place, text in enumerate(texts):
        left, right = max(start - base, 0), min(end - base, len(text))
        if left < right:
            pieces.append(Piece(place, left, right))
        base += len(text) + 1
    return pieces
