"""Text into lines of a given width; offsets stay those of the text, so that spans can be drawn and selected."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import get_character_cell_size

# Everything whose width on a terminal may not be one cell; the blocks named are those of which one cell is certain.
_UNEVEN = re.compile(
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u22ff\u2500-\u257f]"
)

Line = tuple[int, int]
"""The offsets of a line in its text: start, end exclusive."""


def wrap(text: str, width: int) -> list[Line]:
    """Return the lines that `text` takes at `width` cells, broken at spaces, inside a word only where it must be."""
    width = max(1, width)
    if "\n" in text:
        return _wrap_each_line(text, width)
    if text.isascii() or not _UNEVEN.search(text):
        return [match.span() for match in _pattern(width).finditer(text)] or [(0, 0)]
    return _wrap_by_cells(text, width) or [(0, 0)]


def cell_width(text: str) -> int:
    """Return how many terminal cells `text` takes."""
    if text.isascii() or not _UNEVEN.search(text):
        return len(text)
    return sum(map(get_character_cell_size, text))


def clip(text: str, width: int) -> str:
    """Return `text` cut to `width` cells, with an ellipsis where something was cut."""
    if cell_width(text) <= width:
        return text
    used, kept = 0, 0
    for kept, letter in enumerate(text):  # noqa: B007 - the index of the first letter that doesn't fit is wanted
        used += get_character_cell_size(letter)
        if used > width - 1:
            break
    return text[:kept].rstrip() + "…" if width > 0 else ""


@lru_cache(maxsize=8)
def _pattern(width: int) -> re.Pattern[str]:
    return re.compile(rf"\S(?:.{{0,{width - 1}}}(?=\s|$)|.{{0,{width - 1}}})")


def _wrap_each_line(text: str, width: int) -> list[Line]:
    lines: list[Line] = []
    offset = 0
    for part in text.split("\n"):
        lines += [(offset + start, offset + end) for start, end in wrap(part, width)]
        offset += len(part) + 1
    return lines


def _wrap_by_cells(text: str, width: int) -> list[Line]:
    lines: list[Line] = []
    start = end = used = 0
    for match in re.finditer(r"\S+", text):
        word_start, word_end = match.span()
        size = cell_width(match.group())
        if end and used + word_start - end + size <= width:
            used += word_start - end + size
            end = word_end
            continue
        if end:
            lines.append((start, end))
        start, used = word_start, size
        if size > width:
            *whole, (start, word_end) = _split_word(text, word_start, word_end, width)
            lines += whole
            used = cell_width(text[start:word_end])
        end = word_end
    return [*lines, (start, end)] if end else lines


def _split_word(text: str, start: int, end: int, width: int) -> list[Line]:
    pieces: list[Line] = []
    used = 0
    for at in range(start, end):
        size = get_character_cell_size(text[at])
        if used + size > width and at > start:
            pieces.append((start, at))
            start, used = at, 0
        used += size
    return [*pieces, (start, end)]
