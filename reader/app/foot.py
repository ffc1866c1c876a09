"""The lines at the foot of the screen: the tour, the status or what was just said, and over it what is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.pieces import BOLD, Pieces, clipped
from reader.app.status import fits, message, status
from reader.app.tour import Tour
from reader.app.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.app.progress import Progress
    from reader.app.state import LibraryState
    from reader.app.widgets.reading_pane import ReadingPane
    from reader.workspace import Workspace


class Foot:
    """The lines under the panes; `said` is what stands there until the next key, `progress` that of the pane."""

    def __init__(
        self,
        workspace: Workspace,
        state: LibraryState,
        keymap: Mapping[str, str],
        pane: Callable[[], ReadingPane],
        width: Callable[[], int],
        busy: Callable[[], str],
    ) -> None:
        """`pane` gives the one that commands act on, `width` the screen's columns, `busy` what goes on behind it."""
        self.said = ""
        self.progress: Progress | None = None
        self.status = Lines(self._status_lines, id="status")
        self.message = Lines(self._message_lines, id="message", classes="folded")
        self.tour = Lines(self._tour_lines, id="tour")
        self._workspace = workspace
        self._state = state
        self._keymap = keymap
        self._pane = pane
        self._width = width
        self._busy = busy
        self._tour = Tour(is_over=state.toured)

    def say(self, text: str) -> None:
        """Show a message in the status line, and over it where it is too long for one line."""
        self.said = text
        self.status.redraw()
        is_short = fits(text, self._width())
        # Laying out again takes longer than a key should; most messages are short.
        if not is_short or not self.message.has_class("folded"):
            self.message.set_class(is_short, "folded")
            self.message.refresh(layout=True)
            self.message.redraw()

    def show_tour(self) -> None:
        """Show where one is in the tour, or nothing where it is over."""
        self._state.toured = self._tour.is_over
        self.tour.set_class(self._tour.is_over, "folded")
        self.tour.redraw()

    def begin_tour(self) -> None:
        """Take the tour from its first step."""
        self._tour = Tour(is_over=False)
        self.show_tour()

    def did(self, what: str) -> None:
        """Go on in the tour where `what` was to be done: a command's id, or a step's name."""
        if not self._tour.is_over:
            self._tour.did(what)
            self.show_tour()

    def skip_tour(self) -> None:
        """End the tour, where it is under way."""
        if self._tour.skip():
            self.show_tour()

    def _status_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        busy = self._busy()
        return [status(self._workspace, self._pane(), self.progress, self.said, busy, self._keymap, width)]

    def _tour_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        return [clipped([(f" {self._tour.text}", BOLD)], width)]

    def _message_lines(self, width: int, height: int) -> Sequence[Pieces]:
        # It lies over the tour's line.
        tour = [] if self._tour.is_over else self._tour_lines(width, height)
        return [*tour, *message(self.said, width)]
