"""A screen of lines to read: the help, the messages so far, a quotation shown plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.app.commands import COMMANDS, Scope, bindings
from reader.app.layout import wrap
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, justified
from reader.app.widgets.lines import Lines
from reader.app.widgets.rows import RowList
from reader.documents.gate import clean_line
from reader.search.fold import fold_plain
from reader.search.language import LANGUAGE, RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

_FORM = 32
"""How much room a form of the query language has."""


class TextScreen(ModalScreen[None]):
    """Shows paragraphs of text without anything around them that would be copied too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.FINDER, only=("list.close",)),
        ("q,enter", "close", "close"),
    ]

    def __init__(self, title: str, paragraphs: Sequence[str]) -> None:
        """Show `paragraphs` under a title."""
        super().__init__()
        self._title = title
        self._paragraphs = paragraphs
        self._lines: list[str] = []
        self._rows = RowList(lambda row, _width: [[(self._lines[row], PLAIN)]])

    def compose(self) -> ComposeResult:
        """Put the lines over the whole width."""
        with Vertical(id="text"):
            yield Lines(lambda w, _h: [justified([(self._title, BOLD)], [("Esc closes", DIM)], w)])
            yield self._rows

    def on_resize(self) -> None:
        """Break the text for the width."""
        width = max(10, self.size.width - 4)
        self._lines = []
        for paragraph in self._paragraphs:
            self._lines += [paragraph[start:end] for start, end in wrap(paragraph, width)] + [""]
        self._rows.set_count(len(self._lines))

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)


class HelpScreen(ModalScreen[None]):
    """Every command with its keys, and what can be searched for; typing narrows the list."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FINDER, only=("list.",)), ("f1", "close", "close")]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        """Show the keys as the user has them."""
        super().__init__()
        self._keymap = keymap
        self._found: list[Pieces] = []
        self._rows = RowList(lambda row, _width: [self._found[row]], focusable=False)

    def compose(self) -> ComposeResult:
        """Put an input over the rows."""
        with Vertical(id="help"):
            yield Lines(lambda w, _h: [justified([("Keys", BOLD)], [("type to search · Esc closes", DIM)], w)])
            yield Input(select_on_focus=False)
            yield self._rows

    def on_mount(self) -> None:
        """Show every key."""
        self._search("")

    def on_resize(self) -> None:
        """Break the lines for the width."""
        self._search(clean_line(self.query_one(Input).value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has every word that is typed."""
        self._search(clean_line(event.value))

    def action_row(self, by: int) -> None:
        """Go some rows on or back."""
        self._rows.move_to(self._rows.current + by)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(None)

    def _search(self, text: str) -> None:
        words = fold_plain(text).split()
        self._found = []
        for scope in Scope:
            rows: list[Pieces] = []
            for command in COMMANDS:
                keys = command.shown(self._keymap)
                whole = fold_plain(f"{keys} {command.id} {command.label} {command.help}")
                if command.scope is scope and all(word in whole for word in words):
                    rows.append([(f"  {keys:<18}", BOLD), (command.help, PLAIN), (f"  {command.id}", DIM)])
            if rows:
                self._found += [[(scope.value[:1].upper() + scope.value[1:], BOLD)], *rows, []]
        self._found += _language(words, max(60, self.size.width - 6))
        if not self._found:
            self._found = [[("No key for that. `:` lists every command by name.", DIM)]]
        self._rows.set_count(len(self._found), 0)


def _language(words: Sequence[str], width: int) -> list[Pieces]:
    """Return the rows that explain what a search may say, as far as they have all these words."""
    rows: list[Pieces] = []
    for form, meaning in LANGUAGE:
        whole = fold_plain(f"search {form} {meaning}")
        if all(word in whole for word in words):
            lines = [meaning[start:end] for start, end in wrap(meaning, width - _FORM)]
            rows.append([(f"  {form:<{_FORM - 2}}", BOLD), (lines[0], PLAIN)])
            rows += [[(" " * _FORM + line, PLAIN)] for line in lines[1:]]
    if rows and not words:
        rows += [[(f"  {rule[start:end]}", DIM)] for rule in RULES for start, end in wrap(rule, width)]
    return [[("What a search may say", BOLD)], *rows, []] if rows else []
