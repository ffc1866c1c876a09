"""Correcting what a document says of itself: title, author, source, date, URL."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.app.layout import clip
from reader.app.pieces import DIM, PLAIN, Pieces, justified
from reader.app.widgets.lines import Lines
from reader.documents.dates import iso_date
from reader.documents.gate import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

FIELDS = ("title", "author", "source", "date", "url")


class DetailsScreen(ModalScreen["dict[str, str]"]):
    """Answers with the fields as they stand; Esc saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,ctrl+s", "save", "save"),
        ("down", "app.focus_next"),
        ("up", "app.focus_previous"),
    ]

    def __init__(self, known: Mapping[str, str | None]) -> None:
        """Begin with what is known of a document, by field."""
        super().__init__()
        self._known = known
        self._problem = ""

    def compose(self) -> ComposeResult:
        """Put a line a field into a box."""
        with Vertical(id="details-form"):
            yield Lines(lambda w, _h: [justified([("Details", Style(bold=True))], [("Tab next · Esc saves", DIM)], w)])
            for field in FIELDS:
                with Horizontal(classes="field"):
                    yield Lines(partial(_label, field))
                    yield Input(self._known[field] or "", id=f"field-{field}", select_on_focus=False)
            yield Lines(self._problem_lines, id="problem")

    def _problem_lines(self, _width: int, _height: int) -> Sequence[Pieces]:
        return [[(self._problem or "Date: 2021-11-29, 2021-11 or 2021", PLAIN if self._problem else DIM)]]

    def on_input_submitted(self) -> None:
        """Enter goes to the next field, and saves after the last."""
        if self.focused is not None and self.focused.id == f"field-{FIELDS[-1]}":
            self.action_save()
        else:
            self.focus_next(Input)

    def action_save(self) -> None:
        """Answer with the fields, unless the date can't be read."""
        values = {field: clean_line(self.query_one(f"#field-{field}", Input).value) for field in FIELDS}
        if values["date"] and iso_date(values["date"]) != values["date"]:
            self._problem = f"“{clip(values['date'], 12)}” is no date: write 2021-11-29, 2021-11 or 2021"
            self.query_one("#problem", Lines).redraw()
            self.query_one("#field-date", Input).focus()
            return
        self.dismiss(values)


def _label(field: str, _width: int, _height: int) -> Sequence[Pieces]:
    return [[("URL" if field == "url" else field.capitalize(), DIM)]]
