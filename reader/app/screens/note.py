"""Writing a note. Esc saves: what was typed is never dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import TextArea

from reader.app.pieces import DIM, justified
from reader.app.widgets.lines import Lines
from reader.documents.gate import clean

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class NoteScreen(ModalScreen[str]):
    """Answers with the text of the note."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,ctrl+s", "save", "save")]

    def __init__(self, title: str, text: str) -> None:
        """Begin with the note as it is."""
        super().__init__()
        self._title = title
        self._area = TextArea(text, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    def compose(self) -> ComposeResult:
        """Put the title over the text."""
        with Vertical(id="note"):
            yield Lines(lambda w, _h: [justified([(self._title, Style(bold=True))], [("Esc saves", DIM)], w)])
            yield self._area

    def on_mount(self) -> None:
        """Write on at the end."""
        self._area.move_cursor(self._area.document.end)
        self._area.focus()

    def action_save(self) -> None:
        """Answer with what stands there."""
        self.dismiss(clean(self._area.text))
