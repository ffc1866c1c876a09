"""What is painted as its lines are, which is far quicker than Textual's way with borders, padding and their caches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from reader.app.pieces import Line, segments_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.style import Style
    from textual.color import Color
    from textual.filter import LineFilter
    from textual.geometry import Region
    from textual.strip import Strip

    from reader.app.pieces import Pieces


@dataclass(frozen=True, slots=True)
class Brush:
    """What the lines of a widget are painted with, in any thread: its style, and what the screen can't show of it."""

    style: Style
    background: Color
    filters: tuple[LineFilter, ...]
    console: Console

    def paint(self, pieces: Pieces, width: int, style: Style) -> Strip:
        """Return a line of `width` cells as it comes on the screen, and have ready what is written there for it."""
        segments = segments_of(pieces, width, style)
        for each in self.filters:
            segments = each.apply(segments, self.background)
        line = Line(segments, width)
        line.render(self.console)
        return line


class Flat(Widget):
    """A widget whose lines are painted with its brush, without border and padding unless the style sheet has some."""

    ALLOW_SELECT = False
    _brush: Brush | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a region."""
        if self.styles.gutter:
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        if crop.x or crop.width < self.size.width:
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def notify_style_update(self) -> None:
        """Take the style anew: the appearance or the focus has changed."""
        super().notify_style_update()
        self._brush = None

    @property
    def brush(self) -> Brush:
        """What the lines are painted with now: it costs more to find out than a line to paint."""
        if self._brush is None:
            background, filters = self.background_colors[1], tuple(self.get_line_filters())
            self._brush = Brush(self.rich_style, background, filters, self.app.console)
        return self._brush


class Across(Horizontal):
    """Widgets side by side that fill it, so that nothing of its own is painted but its colour."""

    BLANK: ClassVar[bool] = True


class Down(Vertical):
    """Widgets below each other that fill it, so that nothing of its own is painted but its colour."""

    BLANK: ClassVar[bool] = True
