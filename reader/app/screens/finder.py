"""The finder: type roughly what was said; rows rank as one types, with the passage in its place beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from reader.app.commands import Scope as KeyScope
from reader.app.commands import bindings, hints
from reader.app.latest import Latest
from reader.app.past_queries import PastQueries
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, justified
from reader.app.remarks import count_of, remark_on
from reader.app.screens.results import COMMON_KEYS, ResultsScreen
from reader.app.seeking import Answer, Question
from reader.app.widgets.flat import Down
from reader.app.widgets.lines import Lines
from reader.documents.gate import clean_line
from reader.search.corpus import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, MutableSequence, Sequence

    from rich.style import Style
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.app.screens.results import Actions
    from reader.app.seeking import Seeking
    from reader.search.entries import Hit
    from reader.tags.model import Table
    from reader.workspace import Workspace

LIMIT = 100
"""How many rows are shown at most."""

MOST = 10_000
"""How many may be marked or exported at once."""

GROWTH_SECONDS = 0.25
"""How often at most a search is made again because there is more to find than a moment ago."""

_SCOPES = (Scope.TAGS, Scope.PASSAGES, Scope.NOTES, Scope.DOCUMENTS, Scope.THEMES)
_GROWING = (Scope.TAGS, Scope.PASSAGES)


class QueryInput(Input, inherit_bindings=False):
    """An input that leaves ctrl+a to the screen, since Home does the same.

    Its text isn't as wide as it is itself, so that a letter more needs no new layout of the whole screen.
    """

    virtual_size = Reactive(Size(0, 0), layout=False)
    BINDINGS: ClassVar[list[BindingType]] = [
        each if each.key != "home,ctrl+a" else Binding("home", each.action, each.description, show=False)
        for each in Input.BINDINGS
        if isinstance(each, Binding)
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the rows are the answer to, and whether every document had been read for it."""

    scope: Scope
    text: str
    is_whole: bool


class FinderScreen(ResultsScreen):
    """Finds as one types, in one of several scopes. `text` and `scope` are what stands there.

    `is_answering` says that a key was pressed which waits for rows that are not there yet.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KeyScope.FINDER, only=("finder.scope", "finder.older", "finder.newer"))
    ]
    KEYS: ClassVar[Mapping[str, str]] = {
        "finder.scope": "elsewhere",
        **COMMON_KEYS,
        "finder.mark_all": "all",
        "finder.older": "earlier",
        "list.close": "closes",
    }

    def __init__(
        self,
        workspace: Workspace,
        seeking: Seeking,
        scope: Scope,
        text: str,
        actions: Actions,
        queries: MutableSequence[str],
    ) -> None:
        """Look in `workspace` with `seeking`; `queries` are those that were made before."""
        super().__init__(workspace, actions)
        self.text = text
        self.scope = scope
        self._past = PastQueries(queries)
        self._seeking = seeking
        self._searching = Latest("search", self.call_later)
        self._asked: _Asked | None = None
        self._answer: Answer | None = None
        self._is_submitted = False
        self._then_all: Callable[[Sequence[Hit]], None] | None = None
        self._growing = False
        self._input = QueryInput(text, select_on_focus=False)
        self._hint = Lines(self._hint_lines, id="finder-hint")

    def compose(self) -> ComposeResult:
        """Put the input over rows and preview."""
        with Down(id="finder"):
            yield self._head
            yield self._input
            yield self._hint
            yield self._body
            yield self._foot

    def on_mount(self) -> None:
        """Show everything in scope."""
        self.search()

    def on_unmount(self) -> None:
        """Keep the query, and end the searching."""
        self._past.add(clean_line(self.text))
        self._searching.stop()

    @property
    def _is_answered(self) -> bool:
        """Whether the rows are those of what stands there."""
        return self._asked is not None and (self._asked.scope, self._asked.text) == (self.scope, self.text)

    @property
    def is_answering(self) -> bool:
        """Whether what was typed waits for rows, or for what was asked to be done with them."""
        return super().is_answering or self._is_submitted or self._then_all is not None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what stands there now; the letter is painted by now, which a search would have kept waiting."""
        if event.value != self.text:
            self.text, self._is_submitted, self._then_all = event.value, False, None
            self.search()

    def on_input_submitted(self) -> None:
        """Take the current row; where the rows are not yet those of what was typed, the first one when they are."""
        if self._hits and self._is_answered:
            super().on_row_chosen()
        else:
            self._is_submitted = not (self._is_answered and self._asked is not None and self._asked.is_whole)

    def on_row_chosen(self) -> None:
        """Take the row that was clicked."""
        self.on_input_submitted()

    # Searching

    def search(self) -> None:
        """Search anew, off the UI thread; a search that is under way is given up."""
        self.show_message("")
        self._ask(LIMIT, self._found)

    def grown(self) -> None:
        """Search again, soon, or at once where all is there: there is more to find than a moment ago."""
        if self.scope not in _GROWING or not self.is_attached:
            return
        if self._seeking.corpus().is_complete and not self._searching.is_busy:
            self._refresh_rows()
        elif not self._growing:
            self._growing = True
            self.set_timer(GROWTH_SECONDS, self._search_again)

    def _search_again(self) -> None:
        if self._searching.is_busy:
            # What somebody waits for comes first.
            self.set_timer(GROWTH_SECONDS, self._search_again)
            return
        self._growing = False
        self._refresh_rows()

    def _refresh_rows(self) -> None:
        """Make the same search again."""
        # While the library is read anew, rows that were found in all of it stand until all of it is there again.
        if self._then_all is not None:
            return
        if self._seeking.corpus().is_complete or not (self._is_answered and self._asked and self._asked.is_whole):
            self._ask(LIMIT, self._found)

    def _ask(self, limit: int, then: Callable[[_Asked, Answer], None]) -> None:
        text = clean_line(self.text) + " " * self.text.endswith(" ")
        asked = _Asked(
            self.scope, self.text, self._seeking.corpus().is_complete or self.scope not in (Scope.TAGS, Scope.PASSAGES)
        )
        in_sight = self._rows.in_sight.stop or self.app.size.height // 2
        question = Question(text, self.scope, limit, in_sight, self._ahead())
        self._searching.ask(self._seeking.work(question), partial(then, asked))

    def _found(self, asked: _Asked, answer: Answer) -> None:
        """Show what was found."""
        is_again = self._asked is not None and (self._asked.scope, self._asked.text) == (asked.scope, asked.text)
        current = self._current
        self._asked, self._answer, self._hits = asked, answer, answer.shown.hits
        if is_again:
            # A search that was only made again leaves the cursor on its passage, and that on its line.
            key = current.entry.key if current else ""
            row = next((n for n, hit in enumerate(self._hits) if hit.entry.key == key), self._rows.current)
            self._rows.replace(len(self._hits), row)
        else:
            self._rows.set_count(len(self._hits), 0)
        self._hint.redraw()
        self._redraw()
        if self._is_submitted and asked.is_whole:
            self.on_input_submitted()

    def _with_all(self, then: Callable[[Sequence[Hit]], None]) -> None:
        total = self._answer.shown.total if self._answer else 0
        if total <= len(self._hits):
            then(self._hits)
            return

        def found(_asked: _Asked, answer: Answer) -> None:
            self._then_all = None
            then(answer.shown.hits)
            self._refresh_rows()

        self._then_all = then
        self.show_message(f"Getting {min(total, MOST):,} of {total:,} together …")
        self._ask(MOST, found)

    def tags_changed(self, tables: Collection[Table]) -> None:
        """Take in that tags were put on or taken off, here or by others, and what can be found with them."""
        super().tags_changed(tables)
        self._refresh_rows()

    def documents_changed(self) -> None:
        """Take in that documents came, changed or went."""
        self._preview.renew()
        self.grown()

    # Drawing

    def _head_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        scopes: list[tuple[str, Style]] = [("Find in", DIM)]
        for each in _SCOPES:
            scopes.append((f" [{each}]", BOLD) if each is self.scope else (f"  {each} ", DIM))
        return [justified(scopes, [(self._state, PLAIN)], width)]

    @property
    def _state(self) -> str:
        if self._answer is None or self._asked is None:
            return ""
        corpus = self._seeking.corpus()
        progress = "" if self._asked.is_whole else f" · read {corpus.done:,} of {corpus.of:,} documents"
        return count_of(self._answer) + progress

    def _hint_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        if self._answer is None or self._asked is None:
            return []
        elsewhere = "".join(hints({"finder.scope": "looks elsewhere"}, self._actions.keymap))
        return remark_on(self._answer, self._asked.text, self._asked.scope, elsewhere, width)

    # Keys

    def action_scope(self) -> None:
        """Look elsewhere."""
        self.scope = _SCOPES[(_SCOPES.index(self.scope) + 1) % len(_SCOPES)]
        self._is_submitted, self._then_all = False, None
        self._head.redraw()
        self.search()

    def action_older(self) -> None:
        """Put the query before this one in its place."""
        self._put(self._past.older(self.text), "No earlier search")

    def action_newer(self) -> None:
        """Put the query after this one in its place."""
        self._put(self._past.newer(self.text), "No later search")

    def _put(self, query: str | None, none: str) -> None:
        if query is None:
            self.show_message(none)
        else:
            self._input.value = query
            self._input.cursor_position = len(query)
