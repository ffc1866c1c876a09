"""Taking quotations away with their citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.clipboard import copy
from reader.app.commands import hints
from reader.exchange.citation import cite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.app.desk import Desk, Handlers
    from reader.tags.tagging import Target


class Copier:
    """Copies what is chosen, or shows it plain."""

    def __init__(self, desk: Desk, send_to_terminal: Callable[[str], None], keymap: Mapping[str, str]) -> None:
        """Work at a desk; `send_to_terminal` is the last resort; `keymap` are the user's keys by command."""
        self._desk = desk
        self._send = send_to_terminal
        self._keymap = keymap

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {"copy.citation": self._copy_chosen, "copy.plain": self.show_plain}

    def citation(self, target: Target) -> str:
        """Return the quotation of a place with its citation."""
        document = target.document
        paragraph = document.paragraph(target.paragraph)
        assert paragraph is not None
        return cite(document.metadata, document.title, paragraph, target.quotation)

    def copy(self, targets: Sequence[Target], otherwise: Mapping[str, str]) -> None:
        """Copy the quotations, and say which way, and how many.

        `otherwise` says what commands, by their ids, do where nobody knows whether they arrived.
        """
        if not targets:
            self._desk.say("Nothing here to copy")
            return
        text = "\n\n".join(self.citation(target) for target in targets)
        way = copy(text, self._send, hints(otherwise, self._keymap))
        self._desk.say(f"{len(targets):,} passages: {way[0].lower()}{way[1:]}" if len(targets) > 1 else way)

    def _copy_chosen(self) -> None:
        targets = self._desk.pane.targets
        if targets:
            self._desk.pane.leave_mode()
        self.copy(targets, {"copy.plain": "shows it to select by hand"})

    def show_plain(self) -> None:
        """Show the quotations alone on the screen, to select by hand."""
        targets = self._desk.pane.targets
        if not targets:
            self._desk.say("Nothing here to show")
            return
        title = "Select with the mouse (in most terminals with Shift held)"
        self._desk.ask(screens.TextScreen(title, [self.citation(target) for target in targets]), lambda _: None)
