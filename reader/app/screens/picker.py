"""The picker: type part of a name, Enter chooses. Themes, documents, commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.app.commands import Scope, bindings
from reader.app.pieces import DIM, PLAIN, Pieces, highlighted, justified
from reader.app.widgets.lines import Lines
from reader.app.widgets.rows import RowList
from reader.documents.gate import clean_line
from reader.search.choose import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

FOUND = Style(bold=True, underline=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what is matched, and what stands at its right, as a theme's key does: that finds it too."""

    text: str
    hint: str = ""


class PickerScreen(ModalScreen["int | str | None"]):
    """Answers with the number of the choice, or with what was typed where that is allowed, or None.

    `create` is the last row's text where something new can be made of what was typed; it is never chosen while
    anything matches. `typed` says whether a text is an answer of its own (`24` in the palette).
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FINDER, only=("list.",))]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        create: str = "",
        typed: Callable[[str], bool] = lambda _: False,
        nothing: str = "Nothing matches",
    ) -> None:
        """Offer `choices` under a title."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._create = create
        self._typed = typed
        self._nothing = nothing
        self._found: list[tuple[int, list[tuple[int, int]]]] = [(n, []) for n in range(len(choices))]
        self._input = Input(select_on_focus=False)
        self._rows = RowList(self._row, focusable=False)

    def compose(self) -> ComposeResult:
        """Put an input over the rows."""
        with Vertical(id="picker"):
            yield Lines(lambda _w, _h: [[(self._title, Style(bold=True))]], id="picker-title")
            yield self._input
            yield self._rows

    def on_mount(self) -> None:
        """Show every choice."""
        self._show()

    @property
    def _text(self) -> str:
        return clean_line(self._input.value)

    @property
    def _offers_new(self) -> bool:
        names = {choice.text.casefold() for choice in self._choices}
        return bool(self._create and self._text and self._text.casefold() not in names)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Rank the choices by what is typed."""
        typed = clean_line(event.value)
        ranked = rank(typed, [choice.text for choice in self._choices])
        hinted = [index for index, choice in enumerate(self._choices) if typed and choice.hint == typed]
        matched = [(index, list(spans)) for index, _, spans in ranked if index not in hinted]
        self._found = [*((index, []) for index in hinted), *matched]
        self._show()

    def on_input_submitted(self) -> None:
        """Take the current row, or what was typed."""
        if self._typed(self._text):
            self.dismiss(self._text)
        elif self._rows.current < len(self._found):
            self.dismiss(self._found[self._rows.current][0])
        elif self._offers_new:
            self.dismiss(self._text)

    def on_row_chosen(self) -> None:
        """Take the row that was clicked."""
        self.on_input_submitted()

    def action_row(self, by: int) -> None:
        """Go some rows on or back."""
        self._rows.move_to(self._rows.current + by)

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def _show(self) -> None:
        count = len(self._found) + self._offers_new
        self._rows.set_count(max(1, count), 0)
        self._rows.styles.height = max(1, min(count, 14))

    def _row(self, row: int, width: int) -> Sequence[Pieces]:
        if row < len(self._found):
            index, spans = self._found[row]
            choice = self._choices[index]
            return [
                justified(highlighted(choice.text, spans, FOUND), [(choice.hint, DIM)] if choice.hint else [], width)
            ]
        if self._offers_new:
            return [[(self._create.format(self._text), PLAIN)]]
        return [[(self._nothing, DIM)]]
