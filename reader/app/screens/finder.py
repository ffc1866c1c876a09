"""The finder: type roughly what was said; rows rank as one types, with the passage in its place beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.app.commands import Scope as KeyScope
from reader.app.commands import bindings
from reader.app.finder_rows import FinderRows, preview
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, justified
from reader.app.widgets.lines import Lines
from reader.app.widgets.rows import RowList
from reader.documents.gate import clean_line
from reader.search.corpus import Scope, Snapshot, entries, tagged_keys
from reader.search.entries import Entry, EntryType, Hit, Results, SearchCancelledError
from reader.search.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.app.passages import Passages
    from reader.workspace import Workspace

_SCOPES = (Scope.TAGS, Scope.PASSAGES, Scope.NOTES, Scope.DOCUMENTS, Scope.THEMES)
_WHAT = {
    Scope.TAGS: ("tagged passages", "No tagged passage"),
    Scope.PASSAGES: ("passages", "No passage"),
    Scope.NOTES: ("notes", "No note"),
    Scope.DOCUMENTS: ("documents", "No document"),
    Scope.THEMES: ("themes", "No theme"),
}
LIMIT = 200


@dataclass
class Found(Message):
    """A search is done: for the text with that number, its results, and for tagged passages what else there is.

    `is_whole` says that every document had been read before the search began.
    """

    number: int
    results: Results
    others: Results | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Actions:
    """What the finder lets others do with entries."""

    tag: Callable[[Sequence[Entry]], None]
    copy: Callable[[Entry], None]
    export: Callable[[Sequence[Entry], str], None]


class FinderScreen(ModalScreen["Entry | None"]):
    """Answers with the entry that was chosen. `text` and `scope` are what it begins with.

    `is_answering` says that Enter was pressed before the rows of what was typed were there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KeyScope.FINDER)]

    def __init__(self, workspace: Workspace, corpus: Passages, scope: Scope, text: str, actions: Actions) -> None:
        """Look in `workspace`, whose passages are in `corpus`."""
        super().__init__()
        self.text = text
        self.scope = scope
        self._workspace = workspace
        self._corpus = corpus
        self._actions = actions
        self._number = 0
        self._hits: tuple[Hit, ...] = ()
        self._state = ""
        self._answered: tuple[Scope, str] | None = None
        self._has_all = False
        self.is_answering = False
        self._message = ""
        self._marked: dict[str, Entry] = {}
        self._facts = Snapshot(workspace)
        self._small: dict[Scope, Index] = {}
        self._drawing = FinderRows(workspace, self._facts)
        self._rows = RowList(self._row, row_height=2, focusable=False)
        self._preview = Lines(self._preview_lines, id="preview")
        self._head = Lines(self._head_lines, id="finder-head")
        self._foot = Lines(self._foot_lines, id="finder-foot")

    def compose(self) -> ComposeResult:
        """Put the input over rows and preview."""
        with Vertical(id="finder"):
            yield self._head
            yield Input(self.text, select_on_focus=False)
            with Horizontal(id="finder-body"):
                yield self._rows
                yield self._preview
            yield self._foot

    def on_mount(self) -> None:
        """Show everything in scope."""
        self.search()

    def on_resize(self) -> None:
        """Give the preview room only where there is some."""
        self.set_class(self.size.width < 100, "narrow")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what stands there now."""
        if event.value != self.text:
            self.text, self.is_answering = event.value, False
            self.search()

    def on_input_submitted(self) -> None:
        """Take the current row; where the rows are not yet those of what was typed, the first one when they are."""
        is_answered = self._answered == (self.scope, self.text)
        if self._hits and is_answered:
            self.dismiss(self._hits[self._rows.current].entry)
        else:
            self.is_answering = not (is_answered and self._has_all)

    def on_row_chosen(self) -> None:
        """Take the row that was clicked."""
        self.on_input_submitted()

    def on_row_highlighted(self) -> None:
        """Show another passage in its place."""
        self._preview.redraw()

    # Searching

    def search(self) -> None:
        """Search anew, off the UI thread; a search that is under way is given up."""
        self._number += 1
        self._message = ""
        number, text, scope = self._number, clean_line(self.text) + " " * self.text.endswith(" "), self.scope
        facts, is_whole = self._facts, self._is_whole
        index = self._index()
        among = tagged_keys(self._workspace) if scope is Scope.TAGS else None

        def cancelled() -> bool:
            return self._number != number

        def work() -> None:
            try:
                results = index.search(text, facts, LIMIT, among, cancelled)
                others = None
                if scope is Scope.TAGS and not results.hits and text.strip():
                    others = index.search(text, facts, LIMIT, None, cancelled)
            except SearchCancelledError:
                return
            self.post_message(Found(number, results, others, is_whole))

        self.run_worker(work, thread=True, exclusive=True, group="search")

    def grown(self) -> None:
        """Search again: there is more to find than a moment ago."""
        if self.scope in (Scope.TAGS, Scope.PASSAGES):
            self.search()

    def on_found(self, message: Found) -> None:
        """Show what was found, unless something else is wanted by now."""
        if message.number != self._number:
            return
        results, others = message.results, message.others
        what, none = _WHAT[self.scope]
        shown = others if others is not None and others.hits else results
        asked, current = (self.scope, self.text), self._hits[self._rows.current].entry.key if self._hits else ""
        self._hits = shown.hits
        if shown is others:
            self._state = f"No tagged passage matches · {others.total} untagged below"
        elif results.hits or not self.text.strip():
            self._state = f"{results.total:,} of {results.of:,} {what} · {results.ms:.0f} ms"
        else:
            self._state = f"{none} comes close"
        if not self._is_whole:
            self._state += f" · read {self._corpus.done} of {self._corpus.of} documents"
        # A search that was only made again, because there is more to find, leaves the cursor on its passage.
        kept = next((n for n, hit in enumerate(shown.hits) if hit.entry.key == current), 0)
        self._redraw(kept if asked == self._answered else 0)
        self._answered, self._has_all = asked, message.is_whole
        if self.is_answering and self._has_all:
            self.on_input_submitted()

    @property
    def _is_whole(self) -> bool:
        return self._corpus.is_complete or self.scope not in (Scope.TAGS, Scope.PASSAGES)

    def _index(self) -> Index:
        if self.scope in (Scope.TAGS, Scope.PASSAGES):
            return self._corpus.index
        return self._small.setdefault(self.scope, Index(entries(self._workspace, self.scope)))

    # Drawing

    def show_message(self, text: str) -> None:
        """Say something at the foot until the next search."""
        self._message = text
        self._foot.redraw()

    def tags_changed(self) -> None:
        """Take in that tags were put on or taken off, here or by others, and what can be found with them."""
        self._facts = Snapshot(self._workspace)
        self._drawing = FinderRows(self._workspace, self._facts)
        self._small.clear()
        self._redraw(self._rows.current)
        self.search()

    def _redraw(self, current: int) -> None:
        self._rows.set_count(len(self._hits), current)
        self._head.redraw()
        self._preview.redraw()
        self._foot.redraw()

    def _head_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        return [justified([(f"Find in {_WHAT[self.scope][0]}", BOLD)], [(self._state, DIM)], width)]

    def _foot_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        keys = "Enter opens  Tab marks  ctrl+t tags  ctrl+y copies  ctrl+o exports  ctrl+f elsewhere  Esc closes"
        marked = f"{len(self._marked)} marked · " if self._marked else ""
        return [justified([(self._message or marked + keys, PLAIN if self._message else DIM)], [], width)]

    def _row(self, row: int, width: int) -> Sequence[Pieces]:
        hit = self._hits[row]
        return self._drawing.draw(hit, width, is_marked=hit.entry.key in self._marked)

    def _preview_lines(self, width: int, height: int) -> Sequence[Pieces]:
        if not self._hits:
            return []
        return preview(self._workspace, self._facts, self._hits[self._rows.current], width, height)

    # Keys

    def action_row(self, by: int) -> None:
        """Go some rows on or back."""
        self._rows.move_to(self._rows.current + by)

    def action_close(self) -> None:
        """Close without an answer."""
        self._number += 1
        self.dismiss(None)

    def action_mark(self) -> None:
        """Mark the row, or take its mark off, and go on."""
        if self._hits:
            entry = self._hits[self._rows.current].entry
            if self._marked.pop(entry.key, None) is None:
                self._marked[entry.key] = entry
            self._redraw(self._rows.current + 1)

    def action_scope(self) -> None:
        """Look elsewhere."""
        self.scope = _SCOPES[(_SCOPES.index(self.scope) + 1) % len(_SCOPES)]
        self.search()

    def action_tag_marked(self) -> None:
        """Put a theme on the marked passages, or on the current one."""
        passages = [entry for entry in self._chosen() if entry.type is EntryType.PASSAGE]
        if passages:
            self._actions.tag(passages)
        else:
            self.show_message("Nothing here to tag")

    def action_copy(self) -> None:
        """Copy the current passage with its citation."""
        if self._hits:
            self._actions.copy(self._hits[self._rows.current].entry)

    def action_export(self) -> None:
        """Write the marked rows, or all, to a file."""
        chosen = list(self._marked.values()) or [hit.entry for hit in self._hits]
        if chosen:
            self._actions.export(chosen, self.text)

    def _chosen(self) -> list[Entry]:
        if self._marked:
            return list(self._marked.values())
        return [self._hits[self._rows.current].entry] if self._hits else []
