"""One line of a page as a strip: bar, number, text with what is marked in it, and theme marks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.app.layout import cell_width
from reader.app.page import Look
from reader.app.widgets.page_layout import MARGIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.app.page import Item
    from reader.app.widgets.page_layout import PageLayout


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag as the page shows it: what stands in the margin, its colour, and the span that it is on, if any."""

    text: str
    colour: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """A span of an item's text that is drawn in another style; later ones win."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a page, taken from the style sheet."""

    text: Style
    number: Style
    current: Style
    title: Style
    heading: Style
    quiet: Style
    dim: Style
    match: Style
    selection: Style

    def of(self, look: Look) -> Style:
        """Return the style of a kind of item."""
        return {
            Look.TEXT: self.text,
            Look.TITLE: self.title,
            Look.HEADING: self.heading,
            Look.QUIET: self.quiet,
            Look.DIM: self.dim,
        }[look]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is to be drawn of one line besides its text."""

    is_current: bool
    is_ranged: bool
    marks: Sequence[Mark]
    overlays: Sequence[Overlay]


def paint(layout: PageLayout, line: int, item: Item, drawn: Drawn, styles: Styles, width: int) -> Strip:
    """Return a line of the page, `width` cells wide, every cell styled, in as few segments as it takes."""
    index, start, end = layout.at(line)
    if start < 0:
        return Strip([Segment(" " * width, styles.text)], width)
    first, after = layout.extent(index)
    row = line - first
    lead = item.lead if row == 0 else " " * len(item.lead)
    text = _text(item, start, end, styles.of(item.look), drawn.overlays)
    marks = _marks(drawn.marks, row, after - first, styles)
    gap = layout.measure - len(lead) - sum(cell_width(segment.text) for segment in text) + 2
    taken = layout.left + layout.gutter + layout.measure + 2 + sum(len(segment.text) for segment in marks)
    segments = [*_gutter(layout, item, row, drawn, styles), *([Segment(lead, styles.of(item.look))] if lead else ())]
    if marks:
        segments += [*text, Segment(" " * gap, styles.text), *marks, Segment(" " * (width - taken), styles.text)]
    else:
        segments += [*text, Segment(" " * (gap + width - taken), styles.text)]
    return Strip(segments, width) if gap >= 0 and taken <= width else Strip(segments).adjust_cell_length(width)


def _gutter(layout: PageLayout, item: Item, row: int, drawn: Drawn, styles: Styles) -> list[Segment]:
    number = str(item.n) if item.n and row == 0 else ""
    gutter = f"{number:>{layout.gutter - 3}}  "
    if drawn.is_current or drawn.is_ranged:
        bar = Segment(" " * layout.left + "▌", styles.current)
        return [bar, Segment(gutter, styles.current if drawn.is_current else styles.number)]
    return [Segment(" " * (layout.left + 1) + gutter, styles.number if number else styles.text)]


def _text(item: Item, start: int, end: int, base: Style, overlays: Sequence[Overlay]) -> list[Segment]:
    def piece(a: int, b: int) -> str:
        return item.text[a:b].replace("\t", " ")

    here = [overlay for overlay in overlays if overlay.start < end and overlay.end > start]
    if not here:
        return [Segment(piece(start, end), base)]
    cuts = sorted({start, end, *(min(end, max(start, at)) for each in here for at in (each.start, each.end))})
    segments = []
    for a, b in pairwise(cuts):
        style = base
        for overlay in here:
            if overlay.start <= a and overlay.end >= b:
                style += overlay.style
        segments.append(Segment(piece(a, b), style))
    return segments


def _marks(marks: Sequence[Mark], row: int, rows: int, styles: Styles) -> list[Segment]:
    """Return the marks that stand beside a row: one a row, and on the last row all that are left."""
    here = marks[row : row + 1] if row < rows - 1 else marks[row:]
    segments: list[Segment] = []
    room = MARGIN - 2
    for place, mark in enumerate(here):
        is_last = place == len(here) - 1
        if len(mark.text) + (0 if is_last else 1) > room:
            segments.append(Segment("+", styles.number))
            break
        segments.append(Segment(mark.text, styles.text + Style(color=mark.colour, bold=True)))
        room -= len(mark.text)
    return segments
