"""A few lines of styled text: headers, the status line, the details of a paragraph, a preview."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.geometry import Region

from reader.app.widgets.flat import Flat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.geometry import Size
    from textual.strip import Strip

    from reader.app.pieces import Pieces


class Lines(Flat):
    """Shows what `draw(width, height)` returns; `redraw` asks for it again."""

    def __init__(
        self, draw: Callable[[int, int], Sequence[Pieces]], *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Make a widget of lines; nothing is drawn before it has a size."""
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._lines: Sequence[Pieces] | None = None
        self._strips: dict[int, Strip] = {}

    def redraw(self) -> None:
        """Ask for the lines again, and paint them if they have changed."""
        if not self.size.width:
            return
        before, lines = self._lines, self._draw(self.size.width, self.size.height)
        self._lines = lines
        if before is None:
            self._strips.clear()
            self.refresh()
            return
        for y, (old, new) in enumerate(zip_longest(before, lines)):
            if old != new:
                self._strips.pop(y, None)
                self.refresh(Region(0, y, self.outer_size.width, 1))

    def on_resize(self) -> None:
        """Fit the lines to the new size."""
        self._lines = None
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are, for a widget whose height is `auto`."""
        return len(self._draw(width, 0))

    def notify_style_update(self) -> None:
        """Paint all lines anew: the appearance or the focus has changed."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        if self._lines is None:
            self._lines = self._draw(self.size.width, self.size.height)
        if y not in self._strips:
            pieces = self._lines[y] if y < len(self._lines) else ()
            self._strips[y] = self.brush.paint(pieces, self.size.width, self.brush.style)
        return self._strips[y]
