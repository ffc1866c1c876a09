"""One line of input at the foot of the screen: a search in the page, a file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.app.commands import Scope, bindings
from reader.app.layout import cell_width
from reader.app.pieces import BOLD, DIM
from reader.app.widgets.lines import Lines
from reader.documents.gate import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType


class PromptScreen(ModalScreen[str]):
    """Answers with what was typed, or with nothing after Esc. `typed` is told every change."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FINDER, only=("list.close",))]

    def __init__(self, label: str, text: str, *, typed: Callable[[str], None] = lambda _: None, hint: str = "") -> None:
        """Ask with a label before the line."""
        super().__init__()
        self._label = label
        self._text = text
        self._typed = typed
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Put label, input and hint on one line."""
        with Horizontal(id="prompt"):
            label = Lines(lambda _w, _h: [[(self._label, BOLD)]], id="prompt-label")
            label.styles.width = cell_width(self._label) + 1
            yield label
            yield Input(self._text, select_on_focus=False)
            hint = Lines(lambda _w, _h: [[(self._hint, DIM)]], id="prompt-hint")
            hint.styles.width = cell_width(self._hint) + 1
            yield hint

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what stands there now."""
        self._typed(clean_line(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.dismiss(clean_line(event.value))

    def action_close(self) -> None:
        """Answer with nothing."""
        self.dismiss("")
