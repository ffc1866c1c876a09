"""Searching: in the document that is open, among tagged passages, among all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.page import View
from reader.app.row_actions import RowActions
from reader.search.corpus import Scope, Snapshot, is_lost
from reader.search.entries import Entry, EntryType
from reader.search.fold import find_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from reader.app.copier import Copier
    from reader.app.desk import Desk, Handlers
    from reader.app.passages import Passages
    from reader.app.tagger import Tagger
    from reader.tags.model import Table


class Searcher:
    """Opens the finders, and searches the open page."""

    def __init__(self, desk: Desk, tagger: Tagger, copier: Copier, remember: Callable[[], None]) -> None:
        """Work at a desk; `remember` notes the present place before a jump."""
        self._desk = desk
        self._remember = remember
        self._actions = RowActions(desk, tagger, copier).actions
        self._passages: Passages | None = None
        self._finder: screens.FinderScreen | None = None
        self._texts = {Scope.TAGS: "", Scope.PASSAGES: ""}

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {
            "search.start": self.search_page,
            "find.tagged": lambda: self.find(Scope.TAGS),
            "find.all": lambda: self.find(Scope.PASSAGES),
        }

    # In the page

    def search_page(self) -> None:
        """Search the open page as one types; Enter stays, Esc goes back."""
        pane = self._desk.pane
        if pane.page is None:
            return
        self._remember()
        start = pane.current

        def typed(text: str) -> None:
            pane.set_matches(self._matches(text))
            place = next((stop for stop in self._matching_stops() if stop >= start), None)
            stops = self._matching_stops()
            if place is not None or stops:
                pane.move_to_match(place if place is not None else stops[0])

        def done(text: str) -> None:
            if not text:
                pane.set_matches({})
                pane.move_to(start)
                return
            count = len(pane.matches)
            found = f"{count} paragraph{'' if count == 1 else 's'} · n next  N previous"
            self._desk.say(found if count else f"Nothing here like “{text}” · F looks in every document")

        self._desk.ask(screens.PromptScreen("/", "", typed=typed, hint="search in this document"), done)

    def _matches(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """Return the literal matches by item, or where there are none what comes close."""
        page = self._desk.pane.page
        if page is None or not text.strip():
            return {}
        literal = {index: find_literal(text, page.items[index].text) for index in page.stops}
        literal = {index: spans for index, spans in literal.items() if spans}
        if literal:
            return {index: [(start, end) for start, end in spans] for index, spans in literal.items()}
        from reader.search.index import Index

        entries = [Entry(EntryType.PASSAGE, str(index), page.items[index].text) for index in page.stops]
        results = Index(entries).search(text, Snapshot(self._desk.workspace))
        return {int(hit.entry.key): list(hit.spans) for hit in results.hits}

    def _matching_stops(self) -> list[int]:
        pane = self._desk.pane
        return [stop for stop, index in enumerate(pane.page.stops) if index in pane.matches] if pane.page else []

    # In the library

    def find(self, scope: Scope) -> None:
        """Open the finder."""
        workspace = self._desk.workspace
        if scope is Scope.TAGS and not len(workspace.index):
            self._desk.say("No tags yet · press 1–4 on a paragraph · F looks in every passage")
            return
        queries = self._desk.state.queries
        finder = screens.FinderScreen(workspace, self._corpus(), scope, self._texts[scope], self._actions, queries)
        self._finder = finder

        def chosen(entry: Entry) -> None:
            self._open(entry)

        self._desk.ask(finder, chosen, lambda: self._texts.update({scope: finder.text}))

    def show_message(self, text: str) -> None:
        """Let an open finder show what was said."""
        if self._finder is not None and self._finder.is_current:
            self._finder.show_message(text)

    def tags_changed(self, tables: Collection[Table]) -> None:
        """Let an open finder show the tags as they are now; records of some `tables` have changed."""
        if self._finder is not None and self._finder.is_attached:
            self._finder.tags_changed(tables)

    def documents_changed(self) -> None:
        """Forget the index: it is built again when it is next wanted."""
        self.stop()
        self._passages = None

    def stop(self) -> None:
        """Give up reading."""
        if self._passages is not None:
            self._passages.stop()

    def _corpus(self) -> Passages:
        from reader.app.passages import Passages

        if self._passages is None:
            self._passages = Passages(self._desk.workspace, self._grown)
            self._passages.start()
        return self._passages

    def _grown(self) -> None:
        # Called in the thread that reads.
        finder = self._finder
        if finder is not None and finder.is_attached:
            finder.call_later(finder.grown)

    def _open(self, entry: Entry) -> None:
        if entry.type is EntryType.THEME:
            self._desk.show(View(theme=entry.key.removeprefix("theme:")))
        elif is_lost(entry) and self._desk.workspace.listing_of(entry.document or ""):
            self._desk.say("The place of this passage is gone · R shows its words, and paragraphs like it")
        elif entry.document is None or not self._desk.show(View(document=entry.document), entry.paragraph):
            self._desk.say("The document of this passage is gone · Enter on its theme shows the quotation")
