"""Rows of passages with the passage in its place beside them: what the finder and the echoes have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen

from reader.app.commands import Scope as KeyScope
from reader.app.commands import bindings, hints
from reader.app.finder_rows import draw_row, themes_of
from reader.app.layout import wrap
from reader.app.pieces import DIM, PLAIN, Pieces, fitted
from reader.app.widgets.flat import Across
from reader.app.widgets.lines import Lines
from reader.app.widgets.preview import Preview
from reader.app.widgets.rows import RowList
from reader.search.entries import Entry, EntryType, Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from textual.binding import BindingType

    from reader.tags.model import Table
    from reader.workspace import Workspace

NARROW = 100
"""Below so many columns the preview stands under the rows."""

_MOST_SAID = 3
COMMON_KEYS = {
    "finder.mark": "marks",
    "finder.tag": "tags",
    "finder.copy": "copies",
    "finder.export": "exports",
    "finder.move": "moves",
}
"""What the feet of all such screens tell; where there is no room, the last give way, but for how to close."""

_COMMON = ("list.", "finder.mark", "finder.tag", "finder.move", "finder.copy", "finder.export")


@dataclass(frozen=True, slots=True)
class Actions:
    """What may be done with the entries of rows; `move` and `export` are told the query that found them.

    `keymap` are the keys that the user has given commands, by their ids. `is_busy` says whether anything of it is still
    to be done.
    """

    tag: Callable[[Sequence[Entry]], None]
    move: Callable[[Sequence[Entry], str], None]
    copy: Callable[[Sequence[Entry]], None]
    export: Callable[[Sequence[Entry], str], None]
    keymap: Mapping[str, str]
    is_busy: Callable[[], bool]


class ResultsScreen(ModalScreen["Entry | None"]):
    """Answers with the entry that was chosen. Rows can be marked, and marked ones tagged, moved, copied, exported."""

    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KeyScope.FINDER, only=_COMMON)]
    KEYS: ClassVar[Mapping[str, str]] = {}
    """What the foot says of commands, by their ids."""
    fills_terminal = True
    """Nothing can be seen of the screen below it."""

    def __init__(self, workspace: Workspace, actions: Actions, *, focusable: bool = False) -> None:
        """Show rows of a library; `focusable` says that the rows have the keys themselves."""
        super().__init__()
        self.text = ""
        self._workspace = workspace
        self._actions = actions
        self._hits: tuple[Hit, ...] = ()
        self._marked: dict[str, Entry] = {}
        self._message = ""
        self._hints = hints(self.KEYS, actions.keymap)
        self._rows = RowList(self._row, row_height=2, focusable=focusable)
        self._preview = Preview(workspace)
        self._head = Lines(self._head_lines, id="finder-head")
        self._foot = Lines(self._foot_lines, id="finder-foot")
        self._body = Across(self._rows, Vertical(self._preview, id="preview"), id="finder-body")

    def on_resize(self) -> None:
        """Give the preview room only where there is some."""
        self.set_class(self.size.width < NARROW, "narrow")

    def on_row_chosen(self) -> None:
        """Answer with the row that was chosen."""
        if self._hits:
            self.dismiss(self._hits[self._rows.current].entry)

    def on_row_highlighted(self) -> None:
        """Show another passage in its place."""
        self._preview.show(self._current)

    @property
    def is_answering(self) -> bool:
        """Whether what a key asked for is still to be done."""
        return self._actions.is_busy()

    @property
    def _current(self) -> Hit | None:
        return self._hits[self._rows.current] if self._hits else None

    # Drawing

    def show_message(self, text: str) -> None:
        """Say something at the foot until something else happens."""
        self._message = text
        height = max(1, min(_MOST_SAID, len(self._foot_lines(self.size.width - 2, 0))))
        if self._foot.size.height != height:
            self._foot.styles.height = height
        self._foot.redraw()

    def tags_changed(self, tables: Collection[Table]) -> None:
        """Show the tags as they are now; records of some `tables` have changed."""
        self._rows.redraw()
        self._preview.renew()

    def _head_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        raise NotImplementedError

    def _foot_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        if self._message:
            lines = wrap(self._message, max(1, width))
            return [[(self._message[start:end], PLAIN)] for start, end in lines]
        marked = f"{len(self._marked):,} marked · " if self._marked else ""
        return [[(fitted([f"{marked}Enter opens", *self._hints], width), DIM)]]

    def _row(self, row: int, width: int) -> Sequence[Pieces]:
        hit = self._hits[row]
        entry = hit.entry
        return draw_row(hit, themes_of(self._workspace, entry), width, is_marked=entry.key in self._marked)

    def _ahead(self) -> Callable[[int, Hit], object]:
        """Return what works out in another thread how a row looks, as most do: the first is current, none has tags."""
        # Tags may change when the screen is there and its rows have no style yet.
        painter = self._rows.painter if self._rows.size.width else None
        if painter is None or not painter.width:
            return lambda _row, hit: hit.spans
        return lambda row, hit: painter.paint(draw_row(hit, (), painter.width - 1, is_marked=False), is_current=not row)

    def _redraw(self) -> None:
        self._head.redraw()
        self.show_message(self._message)
        # The rows are painted first: together they would hold the screen for longer than a key may.
        self._rows.call_after_refresh(self.on_row_highlighted)

    # Keys

    def action_row(self, by: int) -> None:
        """Go some rows on or back."""
        self._rows.move_to(self._rows.current + by)

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def action_mark(self) -> None:
        """Mark the row, or take its mark off, and go on."""
        hit = self._current
        if hit is not None:
            if self._marked.pop(hit.entry.key, None) is None:
                self._marked[hit.entry.key] = hit.entry
            self._rows.set_count(len(self._hits), self._rows.current + 1)
            self._message = ""
            self._redraw()

    def action_mark_all(self) -> None:
        """Mark everything that was found, or where all of it is marked, nothing."""
        self._with_all(self._mark_all)

    def _mark_all(self, hits: Sequence[Hit]) -> None:
        found = {hit.entry.key: hit.entry for hit in hits}
        if found.keys() <= self._marked.keys():
            self._marked = {key: entry for key, entry in self._marked.items() if key not in found}
        else:
            self._marked |= found
        self._rows.redraw()
        self.show_message("")

    def _with_all(self, then: Callable[[Sequence[Hit]], None]) -> None:
        """Go on with everything that was found, also what the rows don't show."""
        then(self._hits)

    def action_tag_marked(self) -> None:
        """Put a theme on the marked passages, or on the current one."""
        self._with_passages(self._actions.tag, "Nothing here to tag")

    def action_move_marked(self) -> None:
        """Move the marked passages, or the current one, from one theme to another."""
        self._with_passages(lambda passages: self._actions.move(passages, self.text), "Nothing here to move")

    def action_copy(self) -> None:
        """Copy the marked passages, or the current one, with their citations."""
        chosen = [entry for entry in self._chosen if entry.paragraph]
        if chosen:
            self._actions.copy(chosen)
        else:
            self.show_message("Nothing here to copy")

    def action_export(self) -> None:
        """Write the marked rows, or everything that was found, to a file."""
        if self._marked:
            self._actions.export(list(self._marked.values()), self.text)
        elif self._hits:
            self._with_all(lambda hits: self._actions.export([hit.entry for hit in hits], self.text))
        else:
            self.show_message("Nothing here to export")

    def _with_passages(self, act: Callable[[Sequence[Entry]], None], nothing: str) -> None:
        passages = [entry for entry in self._chosen if entry.type is EntryType.PASSAGE]
        if passages:
            act(passages)
        else:
            self.show_message(nothing)

    @property
    def _chosen(self) -> list[Entry]:
        return list(self._marked.values()) or ([self._current.entry] if self._current else [])
