"""The first run: with which name tags are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.app.pieces import BOLD, DIM, PLAIN
from reader.app.widgets.lines import Lines
from reader.documents.gate import clean_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class WelcomeScreen(ModalScreen[str]):
    """Answers with the coder's name; Enter keeps the one that is offered."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "keep", "keep")]

    def __init__(self, name: str) -> None:
        """Offer a name."""
        super().__init__()
        self._name_offered = name

    def compose(self) -> ComposeResult:
        """Put the question over the input."""
        lines = [
            [("Welcome to Reader", BOLD)],
            [],
            [(f"Tags will be signed ‘{self._name_offered}’.", PLAIN)],
            [("Enter keeps that, or type a name.", DIM)],
        ]
        with Vertical(id="welcome"):
            yield Lines(lambda _w, _h: lines, id="welcome-text")
            yield Input(placeholder=self._name_offered)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name."""
        self.dismiss(clean_line(event.value) or self._name_offered)

    def action_keep(self) -> None:
        """Keep the name that was offered."""
        self.dismiss(self._name_offered)
