"""Taking quotations away with their citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.clipboard import copy
from reader.exchange.citation import cite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.app.desk import Desk, Handlers
    from reader.tags.tagging import Target


class Copier:
    """Copies what is chosen, or shows it plain."""

    def __init__(self, desk: Desk, send_to_terminal: Callable[[str], None]) -> None:
        """Work at a desk; `send_to_terminal` is the last resort."""
        self._desk = desk
        self._send = send_to_terminal

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {"copy.citation": lambda: self.copy(self._desk.pane.targets), "copy.plain": self.show_plain}

    def citation(self, target: Target) -> str:
        """Return the quotation of a place with its citation."""
        document = target.document
        paragraph = document.paragraph(target.paragraph)
        assert paragraph is not None
        return cite(document.metadata, document.title, paragraph, target.quotation)

    def copy(self, targets: Sequence[Target]) -> None:
        """Copy the quotations, and say which way."""
        if not targets:
            self._desk.say("Nothing here to copy")
            return
        text = "\n\n".join(self.citation(target) for target in targets)
        self._desk.pane.leave_mode()
        self._desk.say(copy(text, self._send))

    def show_plain(self) -> None:
        """Show the quotations alone on the screen, to select by hand."""
        targets = self._desk.pane.targets
        if not targets:
            self._desk.say("Nothing here to show")
            return
        title = "Select with the mouse (in most terminals with Shift held)"
        self._desk.ask(screens.TextScreen(title, [self.citation(target) for target in targets]), lambda _: None)
