"""A page broken into lines for one width."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from reader.app.layout import Line, cell_width, wrap
from reader.app.page import Look

if TYPE_CHECKING:
    from reader.app.page import Page

MARGIN = 6
"""Cells to the right of the text, for the marks of themes."""


class PageLayout:
    """Which line of a page shows what. Lines count from 0; the blank line after an item belongs to it."""

    def __init__(self, page: Page, width: int, measure: int) -> None:
        """`width` is the pane's, in cells; `measure` is the greatest length of a line of text."""
        highest = max((item.n for item in page.items), default=0)
        self.gutter = max(8, len(str(highest)) + 4)
        self.measure = max(10, min(measure, width - self.gutter - MARGIN))
        self.left = max(0, (width - self.gutter - self.measure - MARGIN) // 2)
        self.first = array("l")
        self._item = array("l")
        self._start = array("l")
        self._end = array("l")
        items = page.items
        for index, item in enumerate(items):
            self.first.append(len(self._item))
            for start, end in wrap(item.text, self.measure - len(item.lead)):
                self._append(index, start, end)
            below = items[index + 1] if index + 1 < len(items) else None
            if not (item.look is Look.TITLE and below is not None and below.look is Look.QUIET):
                self._append(index, -1, -1)
        self.first.append(len(self._item))

    @property
    def height(self) -> int:
        """The number of lines."""
        return len(self._item)

    def at(self, line: int) -> tuple[int, int, int]:
        """Return what a line shows: item, and the offsets in its text; these are -1 on a blank line."""
        return self._item[line], self._start[line], self._end[line]

    def item_at(self, line: int) -> int:
        """Return the item that a line belongs to."""
        return max(0, bisect_right(self.first, line) - 1)

    def extent(self, index: int) -> tuple[int, int]:
        """Return the lines of an item's text: first, and the one after the last. The blank one isn't counted."""
        first, after = self.first[index], self.first[index + 1]
        return first, after - 1 if self._start[after - 1] < 0 else after

    def lines_of(self, index: int) -> list[Line]:
        """Return the lines of an item as offsets in its text."""
        first, after = self.extent(index)
        return [(self._start[line], self._end[line]) for line in range(first, after)]

    @staticmethod
    def offset_in(text: str, start: int, end: int, column: int) -> int:
        """Return the offset of the letter that stands at a column of the line `start:end`."""
        used = 0
        for at in range(start, end):
            used += cell_width(text[at])
            if used > column:
                return at
        return end

    def _append(self, item: int, start: int, end: int) -> None:
        self._item.append(item)
        self._start.append(start)
        self._end.append(end)
