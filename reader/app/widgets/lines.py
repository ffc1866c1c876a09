"""A few lines of styled text: headers, the status line, the details of a paragraph, a preview."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.widget import Widget

from reader.app.pieces import Pieces, strip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual.geometry import Size
    from textual.strip import Strip


class Lines(Widget):
    """Shows what `draw(width, height)` returns; `redraw` asks for it again."""

    ALLOW_SELECT = False

    def __init__(
        self, draw: Callable[[int, int], Sequence[Pieces]], *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Make a widget of lines; nothing is drawn before it has a size."""
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._lines: Sequence[Pieces] | None = None
        self._base: Style | None = None

    def redraw(self) -> None:
        """Ask for the lines again, and paint them if they have changed."""
        if not self.size.width:
            return
        before, lines = self._lines, self._draw(self.size.width, self.size.height)
        self._lines = lines
        if before is None:
            self.refresh()
            return
        for y, (old, new) in enumerate(zip_longest(before, lines)):
            if old != new:
                self.refresh(Region(0, y, self.outer_size.width, 1))

    def on_resize(self) -> None:
        """Fit the lines to the new size."""
        self._lines = None
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are, for a widget whose height is `auto`."""
        return len(self._draw(width, 0))

    def notify_style_update(self) -> None:
        """Take the style anew: the appearance or the focus has changed."""
        super().notify_style_update()
        self._base = None

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        if self._lines is None:
            self._lines = self._draw(self.size.width, self.size.height)
        # A widget's style costs more to look up than a line to draw.
        self._base = self._base or self.rich_style
        return strip_of(self._lines[y] if y < len(self._lines) else (), self.size.width, self._base)
