"""Echoes: the passages elsewhere that say nearly the same as one, in the finder's form, with what is shared marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from reader.app import remarks
from reader.app.latest import Latest
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, justified
from reader.app.screens.results import COMMON_KEYS, ResultsScreen
from reader.app.widgets.flat import Down
from reader.app.widgets.lines import Lines
from reader.search.corpus import Snapshot, passage_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from reader.app.passages import Passages
    from reader.app.screens.results import Actions
    from reader.search.entries import Results
    from reader.tags.tagging import Target
    from reader.workspace import Workspace


class EchoesScreen(ResultsScreen):
    """Answers with the echo that was chosen."""

    KEYS: ClassVar[Mapping[str, str]] = {**COMMON_KEYS, "finder.mark_all": "all", "list.close": "closes"}

    def __init__(self, workspace: Workspace, corpus: Callable[[], Passages], source: Target, actions: Actions) -> None:
        """Look for what says the same as `source`, a paragraph or a part of it, in `corpus()`."""
        super().__init__(workspace, actions, focusable=True)
        self._corpus = corpus
        self._source = source
        self._results: Results | None = None
        self._is_whole = self._is_outdated = False
        self._searching = Latest("echoes", self.call_later)
        self._quoted = Lines(self._quoted_lines, id="finder-hint")

    def compose(self) -> ComposeResult:
        """Put what is echoed over rows and preview."""
        with Down(id="finder"):
            yield self._head
            yield self._quoted
            yield self._body
            yield self._foot

    def on_mount(self) -> None:
        """Begin to look."""
        self._rows.focus()
        self._look()

    def on_unmount(self) -> None:
        """End the looking."""
        self._searching.stop()

    def grown(self) -> None:
        """Look again, and where that is going on, once more after it: there is more to find than a moment ago."""
        self._is_outdated = True
        if not self._searching.is_busy:
            self._look()

    def documents_changed(self) -> None:
        """Take in that documents came, changed or went."""
        self._preview.renew()
        self.grown()

    def _look(self) -> None:
        self._is_outdated = False
        corpus, facts, source = self._corpus(), Snapshot(self._workspace), self._source
        key, is_whole = passage_key(source.document.id, source.paragraph), corpus.is_complete

        def look(cancelled: Callable[[], bool]) -> Results:
            from reader.search.echoes import echoes

            return echoes(corpus.index, facts, source.quotation, but=key, cancelled=cancelled)

        self._searching.ask(look, partial(self._found, is_whole=is_whole))

    def _found(self, results: Results, *, is_whole: bool) -> None:
        key = self._current.entry.key if self._current else ""
        self._results, self._is_whole, self._hits = results, is_whole, results.hits
        row = next((n for n, hit in enumerate(self._hits) if hit.entry.key == key), self._rows.current)
        self._rows.replace(len(self._hits), row)
        self._quoted.redraw()
        self._redraw()
        if self._is_outdated:
            self._look()

    # Drawing

    def _head_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        left = [("Echoes of ", BOLD), (f"¶ {self._source.paragraph}, {self._source.document.title}", PLAIN)]
        return [justified(left, [(self._state, PLAIN)], width)]

    @property
    def _state(self) -> str:
        if self._results is None:
            return "looking …"
        state = f"{self._results.total:,} of {self._results.of:,} in {remarks.in_ms(self._results.ms)}"
        corpus = self._corpus()
        return state if self._is_whole else f"{state} · read {corpus.done:,} of {corpus.of:,} documents"

    def _quoted_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        if self._results is not None and not self._hits:
            return [clipped([("  Nothing else says nearly this", PLAIN)], width)]
        return [clipped([(f"  “{self._source.quotation}”", DIM)], width)]
