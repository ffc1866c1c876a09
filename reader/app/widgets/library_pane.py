"""The library pane: every document with its date, how much of it is tagged, and whether it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, justified
from reader.app.widgets.lines import Lines
from reader.app.widgets.rows import RowList
from reader.exchange.citation import date_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from reader.app.state import LibraryState
    from reader.library import Listing
    from reader.workspace import Workspace


class LibraryPane(Vertical):
    """The documents of a workspace. `open_document` is the id of the one in the reading pane."""

    def __init__(self, workspace: Workspace, state: LibraryState) -> None:
        """Make the pane; `sync` fills it."""
        super().__init__(id="library")
        self._workspace = workspace
        self._state = state
        self._listings: list[Listing] = []
        self.open_document: str | None = None
        self.rows = RowList(self._row, row_height=2, id="documents")
        self._header = Lines(self._title, id="library-title")

    def compose(self) -> ComposeResult:
        """Put a title over the list."""
        yield self._header
        yield self.rows

    def sync(self, open_document: str | None = None) -> None:
        """Show what the workspace holds now, and which document is open."""
        current = self._listings[self.rows.current].path if self._listings else None
        self._listings = self._workspace.listings
        if open_document is not None and open_document != self.open_document:
            self.open_document = open_document
            self.rows.set_count(len(self._listings), self._place(open_document))
        else:
            # Rows came and went: the same document stays current.
            row = next((n for n, each in enumerate(self._listings) if each.path == current), None)
            self.rows.set_count(len(self._listings), row)
        self._header.redraw()

    def listing(self, row: int) -> Listing:
        """Return the document of a row."""
        return self._listings[row]

    def _place(self, document: str) -> int | None:
        return next((n for n, each in enumerate(self._listings) if each.id == document), None)

    def _title(self, width: int, _height: int) -> Sequence[Pieces]:
        return [justified([("Library", BOLD)], [("f find  o open", DIM)], width)]

    def _row(self, row: int, width: int) -> Sequence[Pieces]:
        listing = self._listings[row]
        is_open = listing.id is not None and listing.id == self.open_document
        mark = "▸" if is_open else "●" if self._state.is_unread(listing.id) else " "
        title = clipped([(mark + " ", PLAIN), (listing.title, BOLD if is_open else PLAIN)], width)
        return [title, justified([("  " + self._date(listing), DIM)], [(self._tagged(listing), DIM)], width)]

    @staticmethod
    def _date(listing: Listing) -> str:
        if listing.error:
            return "can’t be read"
        if not listing.metadata.date:
            return "undated"
        return " ".join(word[:3] if word.isalpha() else word for word in date_in_words(listing.metadata.date).split())

    def _tagged(self, listing: Listing) -> str:
        if listing.summary is None:
            return "…"
        if listing.id is None or listing.error:
            return ""
        tagged = self._workspace.tagged(listing.id)
        if not tagged and listing.id not in self._state.documents:
            return "new"
        return f"{tagged:,} of {listing.summary.passages_with(tagged):,} tagged"
