"""One search of the finder: what is asked, and what is found, worked out in another thread than the screen's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.search.corpus import Scope, Snapshot, document_entries, note_entries, theme_entries
from reader.search.entries import SearchCancelledError
from reader.search.index import Index
from reader.search.query import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.app.passages import Passages
    from reader.errors import QueryError
    from reader.search.entries import Entry, Results
    from reader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, where, how many of the best are wanted, and how many of those are to be drawn at once."""

    text: str
    scope: Scope
    limit: int
    in_sight: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; `is_other` says that it is untagged, because nothing tagged matches.

    `problem` is what of the query makes no sense, half typed or not.
    """

    shown: Results
    is_other: bool = False
    problem: QueryError | None = None


class Seeking:
    """Searches a library by scope. What belongs to the UI thread is taken there, before the work begins elsewhere."""

    def __init__(self, workspace: Workspace, corpus: Callable[[], Passages]) -> None:
        """Look in a library; `corpus` gives what its passages are in today."""
        self._workspace = workspace
        self._corpus = corpus
        self._facts: Snapshot | None = None
        self._before: Snapshot | None = None
        self._small: dict[Scope, Index] = {}

    def forget(self) -> None:
        """Take tags, notes, documents and themes anew for the next search: they have changed."""
        self._before, self._facts = self._facts or self._before, None
        self._small = {}

    def work(self, question: Question) -> Callable[[Callable[[], bool]], Answer]:
        """Return the search, to be made in another thread."""
        facts = self._facts = self._facts or Snapshot(self._workspace, self._before)
        small, scope = self._small, question.scope
        entries = self._entries(scope) if scope not in small else ()
        passages = self._corpus().index

        def index() -> Index:
            if scope in (Scope.TAGS, Scope.PASSAGES):
                return passages
            if scope not in small:
                small[scope] = Index(entries)
            return small[scope]

        def found(cancelled: Callable[[], bool]) -> Answer:
            problem = parse(question.text).problem
            among = facts.tagged if scope is Scope.TAGS else None
            results = index().search(question.text, facts, question.limit, among, cancelled)
            if among is not None and not results.hits and question.text.strip():
                others = index().search(question.text, facts, question.limit, None, cancelled)
                if others.hits:
                    return Answer(others, True, problem)
            return Answer(results, False, problem)

        def search(cancelled: Callable[[], bool]) -> Answer:
            answer = found(cancelled)
            # Where the words stand in a passage is worked out when it is first asked: not by the screen.
            for hit in answer.shown.hits[: question.in_sight]:
                if cancelled():
                    raise SearchCancelledError
                _ = hit.spans
            return answer

        return search

    def _entries(self, scope: Scope) -> Iterable[Entry]:
        workspace = self._workspace
        if scope is Scope.NOTES:
            return note_entries(workspace)
        if scope is Scope.DOCUMENTS:
            return document_entries(workspace)
        return theme_entries(workspace.codebook) if scope is Scope.THEMES else ()
