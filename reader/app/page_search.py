"""Searching in the page that is open, as one types: the very letters, or where they stand nowhere what comes close."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.latest import Latest
from reader.search.entries import Entry, EntryType, SearchCancelledError
from reader.search.fold import find_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.app.desk import Desk, Handlers
    from reader.app.page import Page
    from reader.app.widgets.reading_pane import ReadingPane
    from reader.search.index import Index

Matches = dict[int, list[tuple[int, int]]]
"""The spans that match in each item of a page, by its number."""

_OFTEN = 64


class PageSearch:
    """Searches at a desk, in a thread: a page may be a whole book."""

    def __init__(self, desk: Desk, remember: Callable[[], None]) -> None:
        """Make ready; `remember` notes the present place before a jump."""
        self._desk = desk
        self._remember = remember
        self._latest = Latest("page search", desk.call_later)
        self._index: tuple[Page, Index] | None = None
        self.is_answering = False
        """Whether Enter was pressed before the matches were there."""

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {"search.start": self.start}

    def start(self) -> None:
        """Search the open page as one types; Enter stays, Esc goes back."""
        pane = self._desk.pane
        page = pane.page
        if page is None:
            return
        self._remember()
        start = pane.current

        def show(matches: Matches) -> None:
            if pane.page is page:
                _show(pane, page, matches, start)

        def finish(text: str, matches: Matches) -> None:
            self.is_answering = False
            show(matches)
            count = len(matches)
            found = f"{count} paragraph{'' if count == 1 else 's'} · n next  N previous"
            self._desk.say(found if count else f"Nothing here like “{text}” · F looks in every document")

        def done(text: str) -> None:
            if not text:
                self._latest.drop()
                pane.set_matches({})
                pane.move_to(start)
                return
            self.is_answering = True
            self._latest.ask(self._work(page, text), partial(finish, text))

        def typed(text: str) -> None:
            self._latest.ask(self._work(page, text), show)

        self._desk.ask(screens.PromptScreen("/", "", typed=typed, hint="search in this document"), done)

    def stop(self) -> None:
        """End the searching."""
        self._latest.stop()

    def _work(self, page: Page, text: str) -> Callable[[Callable[[], bool]], Matches]:
        def search(cancelled: Callable[[], bool]) -> Matches:
            if not text.strip():
                return {}
            return _literal(page, text, cancelled) or self._alike(page, text, cancelled)

        return search

    def _alike(self, page: Page, text: str, cancelled: Callable[[], bool]) -> Matches:
        from reader.search.entries import Facts
        from reader.search.index import Index

        if self._index is None or self._index[0] is not page:
            entries = (Entry(EntryType.PASSAGE, str(index), page.items[index].text) for index in page.stops)
            self._index = page, Index(entries)
        results = self._index[1].search(text, Facts(), limit=len(page.stops), cancelled=cancelled)
        return {int(hit.entry.key): list(hit.spans) for hit in results.hits}


def _literal(page: Page, text: str, cancelled: Callable[[], bool]) -> Matches:
    found: Matches = {}
    for at, index in enumerate(page.stops):
        if at % _OFTEN == 0 and cancelled():
            raise SearchCancelledError
        spans = find_literal(text, page.items[index].text)
        if spans:
            found[index] = [(start, end) for start, end in spans]
    return found


def _show(pane: ReadingPane, page: Page, matches: Mapping[int, list[tuple[int, int]]], start: int) -> None:
    """Mark the matches, and go to the first from where the search began."""
    pane.set_matches(matches)
    stops = [stop for stop, index in enumerate(page.stops) if index in matches]
    if stops:
        pane.move_to_match(next((stop for stop in stops if stop >= start), stops[0]))
