"""A list of rows, drawn a line at a time: the library, the themes, the finder and every picker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from reader.app.commands import Scope, bindings
from reader.app.messages import RowChosen, RowHighlighted
from reader.app.pieces import PLAIN
from reader.app.widgets.flat import Flat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.app.pieces import Pieces
    from reader.app.widgets.flat import Brush

    _Look = tuple[bool, Sequence[Pieces]]
    """How a row is drawn: whether it is the current one, and its lines."""

_PAINTED = 500
"""Lines that are kept painted, of all lists: two screens full or more."""


@dataclass(frozen=True, slots=True)
class RowPainter:
    """Paints rows, in any thread. What was painted is kept: a row may be painted before the screen asks for it."""

    brush: Brush
    current: Style
    width: int

    def paint(self, lines: Sequence[Pieces], *, is_current: bool) -> list[Strip]:
        """Return the lines of a row, with a bar before them where it is the current one."""
        bar, style = ("▌", self.current) if is_current else (" ", self.brush.style)
        return [_line((bar, PLAIN), tuple(line), self.width, style, self.brush) for line in lines]


@lru_cache(_PAINTED)
def _line(bar: tuple[str, Style], pieces: Pieces, width: int, style: Style, brush: Brush) -> Strip:
    return brush.paint((bar, *pieces), width, style)


class RowList(Flat, ScrollView, can_focus=True):
    """Rows of equal height; `draw` gives the lines of a row for a width, and is called only for rows in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--current"}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.LISTS)]

    def __init__(
        self,
        draw: Callable[[int, int], Sequence[Pieces]],
        *,
        row_height: int = 1,
        id: str | None = None,
        focusable: bool = True,
    ) -> None:
        """Make an empty list; `draw(row, width)` returns the row's lines."""
        super().__init__(id=id)
        self._draw = draw
        self._row_height = row_height
        self.count = 0
        self.current = 0
        self._width = 0
        self._looks: dict[int, _Look] = {}
        self._strips: dict[int, list[Strip]] = {}
        self._painter: RowPainter | None = None
        self.can_focus = focusable

    def set_count(self, count: int, current: int | None = None) -> None:
        """Show `count` rows, with another one current if wished, and paint those that have changed."""
        self.count = count
        self.current = max(0, min(count - 1, self.current if current is None else current))
        self._fit()
        self._reveal()
        self.redraw()

    def replace(self, count: int, current: int) -> None:
        """Show other rows, in which what was current has become row `current`: it stays on its line of the screen."""
        line = self.current * self._row_height - self.scroll_offset.y
        self.count = count
        self.current = max(0, min(count - 1, current))
        self._fit()
        self.scroll_to(y=max(0, self.current * self._row_height - line), animate=False, immediate=True, force=True)
        self._reveal()
        self.redraw()

    def move_to(self, row: int) -> None:
        """Make a row current."""
        before, self.current = self.current, max(0, min(self.count - 1, row))
        if before != self.current:
            for each in (before, self.current):
                self._forget(each)
                self.refresh_lines(each * self._row_height, self._row_height)
            self._reveal()
            self.post_message(RowHighlighted(self, self.current))

    def action_row(self, by: int) -> None:
        """Go some rows on or back."""
        self.move_to(self.current + by)

    def action_choose(self) -> None:
        """Choose the current row."""
        if self.count:
            self.post_message(RowChosen(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        row = (event.y + self.scroll_offset.y) // self._row_height
        if 0 <= row < self.count:
            self.move_to(row)
            self.action_choose()

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self._width = self.scrollable_content_region.width
        self._forget()
        self.virtual_size = Size(self._width, self.count * self._row_height)
        self._reveal()

    def notify_style_update(self) -> None:
        """Take the style anew: the appearance or the focus has changed."""
        super().notify_style_update()
        self._painter = None
        self._forget()

    def render_line(self, y: int) -> Strip:
        """Return one line of the list."""
        row, line = divmod(y + self.scroll_offset.y, self._row_height)
        if row not in self._strips:
            if row not in self._looks:
                self._looks[row] = self._look(row)
            self._strips[row] = self._paint(*self._looks[row])
        return self._strips[row][line]

    def _paint(self, is_current: bool, lines: Sequence[Pieces]) -> list[Strip]:
        padded = [*lines, *[()] * (self._row_height - len(lines))]
        return self.painter.paint(padded, is_current=is_current)

    @property
    def painter(self) -> RowPainter:
        """What paints rows as wide as they are now."""
        if self._painter is None or self._painter.width != self._width:
            style = self.brush.style
            current = style + self.get_component_rich_style("rows--current", partial=True)
            self._painter = RowPainter(self.brush, current, self._width)
        return self._painter

    def _forget(self, row: int | None = None) -> None:
        """Draw a row anew when it is next painted, or all."""
        for kept in (self._looks, self._strips):
            if row is None:
                kept.clear()
            else:
                kept.pop(row, None)

    def _look(self, row: int) -> _Look:
        if row >= self.count:
            return False, ()
        return row == self.current, self._draw(row, self._width - 1)

    def _fit(self) -> None:
        """Let what can be scrolled be as long as there are rows."""
        size = Size(self._width, self.count * self._row_height)
        if not self._width:
            self.virtual_size = size
        elif size != self.virtual_size:
            # Set as a reactive it would have the whole screen laid out again, at every key that is typed.
            self.set_reactive(Widget.virtual_size, size)
            self.scroll_y = self.validate_scroll_y(self.scroll_y)
            # The scroll bar takes as long to paint as all rows, which come first.
            self.call_after_refresh(lambda: self._scroll_update(self.virtual_size))

    def redraw(self) -> None:
        """Draw the rows in sight again, and paint those that look otherwise than they were painted."""
        if not self._width:
            self._forget()
            self.refresh()
            return
        before, self._looks = self._looks, {row: self._look(row) for row in self.in_sight}
        self._strips = {row: strips for row, strips in self._strips.items() if before.get(row) == self._looks.get(row)}
        for row, look in self._looks.items():
            if before.get(row) != look:
                self.refresh_lines(row * self._row_height, self._row_height)

    @property
    def in_sight(self) -> range:
        """The rows that there is room for on the screen, where the list is scrolled to now."""
        top = self.scroll_offset.y
        return range(top // self._row_height, -(-(top + self.size.height) // self._row_height))

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        first, after = self.current * self._row_height, (self.current + 1) * self._row_height
        if height and (first < top or after > top + height):
            self.scroll_to(y=first if first < top else after - height, animate=False, immediate=True, force=True)
