"""What `reader find` searches: one scope of an open library, for one query or for as many as come in lines."""

from __future__ import annotations

import gc
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from reader.cli.arriving import Arriving
from reader.cli.console import say
from reader.cli.progress import Progress
from reader.documents.gate import clean
from reader.errors import ReaderError
from reader.exchange.shapes import dumps, results_shape
from reader.search.corpus import Scope, Snapshot, entries, lost_passages, passage_key
from reader.search.echoes import echoes
from reader.search.index import Index
from reader.search.query import parse

if TYPE_CHECKING:
    from reader.cli.arriving import Line
    from reader.documents.model import Document
    from reader.search.entries import Results
    from reader.search.query import Query
    from reader.workspace import Workspace

MOST_BYTES = 2**14
"""How long a query may be: pages of a quotation, and still answered while somebody waits."""
_COLLECTING = (2_000, 10, 100)
"""After how many new objects garbage is looked for: indexing and searching make thousands, and hardly any garbage."""


class Search:
    """Answers queries in one scope of an open library, which is read and indexed once."""

    def __init__(self, workspace: Workspace, scope: Scope, limit: int) -> None:
        """Load what is in scope; `limit` is how many results an answer has at most."""
        self._workspace = workspace
        self._scope = scope
        self._limit = limit
        gc.set_threshold(*_COLLECTING)
        self._load()

    @property
    def snapshot(self) -> Snapshot:
        """What the library was tagged with when the last query was answered."""
        return self._snapshot

    def answer(self, query: Query) -> Results:
        """Return what answers the query, timed with the places in each result: these too are waited for here."""
        began = perf_counter()
        results = self._index.search(query, self._snapshot, self._limit)
        for hit in results.hits:
            _ = hit.spans
        return replace(results, ms=1000 * (perf_counter() - began))

    def echoes(self, document: Document, paragraph: int) -> Results:
        """Return what says nearly the same as a paragraph, which must be there."""
        found = document.paragraph(paragraph)
        text, key = found.text if found else "", passage_key(document.id, paragraph)
        return echoes(self._index, self._snapshot, text, but=key, limit=self._limit)

    def refresh(self) -> None:
        """Take in what other windows and the shell have tagged meanwhile. Raises StoreError, OSError."""
        if self._workspace.refresh():
            self._load()

    def _load(self) -> None:
        if not hasattr(self, "_index") or self._scope is not Scope.PASSAGES:
            self._index = self._all() if self._scope in (Scope.PASSAGES, Scope.ALL) else self._few()
        self._snapshot = Snapshot(self._workspace)

    def _few(self) -> Index:
        return Index(entries(self._workspace, self._scope))

    def _all(self) -> Index:
        with Progress("Indexing", "documents") as progress:
            return self._indexed(progress)

    def _indexed(self, progress: Progress) -> Index:
        from reader.search.arrivals import add_while_reading
        from reader.search.upkeep import Upkeep
        from reader.search.wanted import all_wanted

        workspace = self._workspace
        add_while_reading(workspace, progress.tell)
        workspace.read_everything()
        index = Index(lost_passages(workspace))
        for scope in (Scope.DOCUMENTS, Scope.THEMES, Scope.NOTES) if self._scope is Scope.ALL else ():
            for entry in entries(workspace, scope):
                index.add(entry)
        upkeep = Upkeep(workspace.paths.search, workspace.catalogue, all_wanted(workspace), index)
        upkeep.open()
        upkeep.bring_up_to_date(lambda: progress.tell(upkeep.done, upkeep.of), lambda: None)
        return index


def understood(query: str) -> Query:
    """Take a query that is complete apart. Raises ReaderError where it can't be understood, or is too long."""
    _check_length(len(query.encode("utf-8", "surrogatepass")))
    return parse(clean(query), strict=True)


def answer_lines(workspace: Workspace, scope: Scope, limit: int, descriptor: int) -> int:
    """Answer each line of an open file with a line of JSON on stdout, and return the exit code."""
    lines, search = Arriving(descriptor, MOST_BYTES), Search(workspace, scope, limit)
    # Nearly all there is now stays until the end: to look through it for garbage would take as long as some answers.
    gc.freeze()
    code = 0
    while (line := lines.wait()) is not None:
        try:
            search.refresh()
            results = search.answer(understood(_text(line)))
            shape = results_shape(results, workspace, search.snapshot)
        except (ReaderError, OSError) as error:
            shape = {"line": line.number, "error": str(error)}
            code = 2
        say(dumps(shape))
    return code


def _text(line: Line) -> str:
    _check_length(len(line.text))
    try:
        return line.text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReaderError(f"The line is not UTF-8: byte {error.start + 1} is wrong.") from error


def _check_length(size: int) -> None:
    if size > MOST_BYTES:
        raise ReaderError(f"The query is longer than {MOST_BYTES:,} bytes: less of a passage finds it too.")
