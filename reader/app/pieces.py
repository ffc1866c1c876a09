"""Lines of text in several styles, as plain pieces: no markup is ever parsed."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.app.layout import cell_width, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Pieces: TypeAlias = "Sequence[tuple[str, Style]]"
"""One line: texts that have passed the gate, each with its style."""

PLAIN = Style()
DIM = Style(dim=True)
BOLD = Style(bold=True)


def width_of(pieces: Iterable[tuple[str, Style]]) -> int:
    """Return how many cells a line takes."""
    return sum(cell_width(text) for text, _ in pieces)


def clipped(pieces: Iterable[tuple[str, Style]], width: int) -> list[tuple[str, Style]]:
    """Return a line cut to `width` cells, with an ellipsis where something was cut."""
    kept: list[tuple[str, Style]] = []
    room = width
    for text, style in pieces:
        size = cell_width(text)
        if size > room:
            kept.append((clip(text, room), style))
            break
        kept.append((text, style))
        room -= size
    return kept


def fitted(parts: Sequence[str], width: int) -> str:
    """Return as many of the parts, two blanks apart, as `width` cells have room for: whole, and the last always."""
    *most, last = parts
    ends = accumulate(cell_width(part) + 2 for part in most)
    count = sum(end + cell_width(last) <= width for end in ends)
    return clip("  ".join([*most[:count], last]), width)


def justified(
    left: Sequence[tuple[str, Style]], right: Sequence[tuple[str, Style]], width: int
) -> list[tuple[str, Style]]:
    """Return a line with one part at its left and one at its right end; the left one gives way."""
    room = max(0, width - width_of(right) - (1 if right else 0))
    kept = clipped(left, room)
    gap = width - width_of(kept) - width_of(right)
    return [*kept, (" " * max(0, gap), PLAIN), *right]


def highlighted(
    text: str, spans: Iterable[tuple[int, int]], style: Style, base: Style = PLAIN
) -> list[tuple[str, Style]]:
    """Return a text with some spans of it in another style."""
    pieces: list[tuple[str, Style]] = []
    at = 0
    for start, end in spans:
        if start > at:
            pieces.append((text[at:start], base))
        pieces.append((text[max(at, start) : end], base + style))
        at = max(at, end)
    return [*pieces, (text[at:], base)]


class Line(Strip):
    """A strip that isn't kept alive by itself.

    Textual's keeps what it was divided into, also where that is itself, so that a collector must find every one.
    """

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Divide the line at some cells."""
        cuts = [cut for cut in cuts if cut <= self.cell_length]
        return [self] if cuts == [self.cell_length] else super().divide(cuts)


def segments_of(pieces: Iterable[tuple[str, Style]], width: int, base: Style) -> list[Segment]:
    """Return a line as segments of `width` cells, every cell styled."""
    segments = [Segment(text.replace("\n", " ").replace("\t", " "), base + style) for text, style in pieces if text]
    spare = width - sum(cell_len(segment.text) for segment in segments)
    if spare > 0:
        segments.append(Segment(" " * spare, base))
    return segments if spare >= 0 else list(Strip(segments).adjust_cell_length(width, base))
