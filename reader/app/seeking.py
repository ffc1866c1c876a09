"""One search of the finder: what is asked, and what is found, worked out in another thread than the screen's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reader.search.corpus import Scope, Snapshot, document_entries, note_entries, theme_entries
from reader.search.entries import SearchCancelledError
from reader.search.index import Index
from reader.search.query import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.app.passages import Passages
    from reader.errors import QueryError
    from reader.search.entries import Entry, Hit, Results
    from reader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, where, and how many of the best are wanted.

    As many of those as are `in_sight` are to be drawn at once: what `ahead` can do of that, it does before.
    """

    text: str
    scope: Scope
    limit: int
    in_sight: int = 0
    ahead: Callable[[int, Hit], object] = lambda place, hit: None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; `is_other` says that it is untagged, because nothing tagged matches.

    `problem` is what of the query makes no sense, half typed or not.
    """

    shown: Results
    is_other: bool = False
    problem: QueryError | None = None


class Seeking:
    """Searches a library by scope. What belongs to the UI thread is taken there, before the work begins elsewhere.

    What was worked out for one search is kept for the next, and brought up to what has changed between them.
    """

    def __init__(self, workspace: Workspace, corpus: Callable[[], Passages]) -> None:
        """Look in a library; `corpus` gives what its passages are in today."""
        self._workspace = workspace
        self._facts: Snapshot | None = None
        self._before: Snapshot | None = None
        self._small = {scope: _Small() for scope in (Scope.NOTES, Scope.DOCUMENTS, Scope.THEMES)}
        self.corpus = corpus

    def renew(self) -> None:
        """Take tags, notes, documents and themes anew for the next search: they have changed."""
        self._before, self._facts = self._facts or self._before, None
        for small in self._small.values():
            small.wanted += 1

    def work(self, question: Question) -> Callable[[Callable[[], bool]], Answer]:
        """Return the search, to be made in another thread."""
        facts = self._facts = self._facts or Snapshot(self._workspace, self._before)
        index = self._index(question.scope)

        def found(cancelled: Callable[[], bool]) -> Answer:
            problem = parse(question.text).problem
            among = facts.tagged if question.scope is Scope.TAGS else None
            results = index().search(question.text, facts, question.limit, among, cancelled)
            if among is not None and not results.hits and question.text.strip():
                others = index().search(question.text, facts, question.limit, None, cancelled)
                if others.hits:
                    return Answer(others, True, problem)
            return Answer(results, False, problem)

        def search(cancelled: Callable[[], bool]) -> Answer:
            answer = found(cancelled)
            # Where the words stand in a passage is worked out when it is first asked: not by the screen.
            for row, hit in enumerate(answer.shown.hits[: question.in_sight]):
                if cancelled():
                    raise SearchCancelledError
                question.ahead(row, hit)
            return answer

        return search

    def _index(self, scope: Scope) -> Callable[[], Index]:
        """Return what gives the index of a scope, in the thread that searches."""
        if scope not in self._small:
            passages = self.corpus().index
            return lambda: passages
        small = self._small[scope]
        return partial(small.index_of, self._entries(scope) if small.made != small.wanted else (), small.wanted)

    def _entries(self, scope: Scope) -> Iterable[Entry]:
        workspace = self._workspace
        if scope is Scope.NOTES:
            return note_entries(workspace)
        return document_entries(workspace) if scope is Scope.DOCUMENTS else theme_entries(workspace.codebook)


class _Small:
    """An index over entries that the library has few of, in which only those are made anew that have changed."""

    def __init__(self) -> None:
        self.made, self.wanted = 0, 1
        self._index = Index()
        self._known: dict[str, Entry] = {}

    def index_of(self, entries: Iterable[Entry], wanted: int) -> Index:
        """Return the index over the entries as they were when so many changes were known."""
        if self.made < wanted:
            before, self._known = self._known, {entry.key: entry for entry in entries}
            for key in before.keys() - self._known.keys():
                self._index.remove(key)
            for key, entry in self._known.items():
                if before.get(key) != entry:
                    self._index.add(entry)
            # Equal ones come in the order of the documents that they would have if all were made anew.
            self._index.show((), [entry.document or "" for entry in self._known.values()])
            self.made = wanted
        return self._index
