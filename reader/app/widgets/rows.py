"""A list of rows, drawn a line at a time: the library, the themes, the finder and every picker."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from reader.app.commands import Scope, bindings
from reader.app.messages import RowChosen, RowHighlighted
from reader.app.pieces import PLAIN, strip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Region
    from textual.strip import Strip

    from reader.app.pieces import Pieces

    _Look = tuple[bool, Sequence[Pieces]]
    """How a row is drawn: whether it is the current one, and its lines."""


class RowList(ScrollView, can_focus=True):
    """Rows of equal height; `draw` gives the lines of a row for a width, and is called only for rows in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--current"}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.LISTS)]
    ALLOW_SELECT = False

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
        self._base: Style | None = None
        self._looks: dict[int, _Look] = {}
        self._strips: dict[int, list[Strip]] = {}
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
        self._base = None
        self._forget()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region: without border and padding they come as they are, which is far quicker."""
        strips, background = [self.render_line(y) for y in crop.line_range], self.background_colors[1]
        for each in self.get_line_filters():
            strips = [strip.apply_filter(each, background) for strip in strips]
        if crop.x or crop.width < self._width:
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        """Return one line of the list."""
        row, line = divmod(y + self.scroll_offset.y, self._row_height)
        if row not in self._strips:
            if row not in self._looks:
                self._looks[row] = self._look(row)
            self._strips[row] = self._paint(*self._looks[row])
        return self._strips[row][line]

    def _paint(self, is_current: bool, lines: Sequence[Pieces]) -> list[Strip]:
        # A widget's style costs more to look up than a line to draw.
        style = self._base = self._base or self.rich_style
        bar = " "
        if is_current:
            bar, style = "▌", style + self.get_component_rich_style("rows--current", partial=True)
        padded = [*lines, *[()] * (self._row_height - len(lines))]
        return [strip_of([(bar, PLAIN), *line], self._width, style) for line in padded]

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
            self._scroll_update(size)

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
