"""TinyDB over a journal: the whole of TinyDB's interface, with a commit that is durable and costs the same at any size.

    with JournalDB(path) as database:
        database.insert({"name": "Ann"})

`JournalTable` replaces only TinyDB's public methods that write. Each turns into changes of rows, which reach the log
before the rows in memory change; several processes may have one store open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from reader.tags.disk import Disk
from reader.tags.image import Tables, deep, differences, next_number
from reader.tags.journal import Journal
from reader.tags.lines import Entry, Op, Row
from reader.tags.locking import Lock
from reader.tags.model import new_id, now

if TYPE_CHECKING:
    from tinydb.queries import QueryLike

GREATEST = 10**18 - 1
"""The greatest number that a document can have: log and snapshot take no longer one for a number."""

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class JournalStorage(Storage):
    """TinyDB storage over a `Journal`. Raises StoreError where the store can't be used."""

    def __init__(self, path: str | Path, disk: Disk | None = None) -> None:
        """Open the store whose snapshot is at `path`; the log and the lock stand beside it."""
        # The place stays the same where the program goes to another folder, and open files are known by whole paths.
        path = Path(path).absolute()
        self.journal = Journal(path, Lock(path.with_suffix(".lock")), disk or Disk())

    def read(self) -> dict[str, Any] | None:
        """Return the tables as they are now, with what other processes wrote; None where there is nothing yet.

        The rows are the store's own: not to be changed.
        """
        self.journal.catch_up()
        return dict(self.journal.image) or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make `data` the state of the store; for dropping tables, a table's own methods write what changed alone."""
        with self.journal:
            self.commit(differences(self.journal.image, _numbered(data)))

    def commit(self, ops: list[Op]) -> None:
        """Make changes, durably: all of them, or none and StoreError. The caller is inside `with journal`."""
        if ops:
            self.journal.append([Entry(new_id(), "", "", now(), ops)])

    def close(self) -> None:
        """Write the snapshot where it isn't current."""
        self.journal.close()


class OwnDocument(Document):
    """A document that shares nothing with the store: changing it changes nobody else's."""

    def __init__(self, value: Mapping[str, Any], doc_id: int) -> None:
        super().__init__(deep(value), doc_id)


class JournalTable(Table):
    """A table whose writing methods commit what changed, and nothing else."""

    document_class = OwnDocument
    _storage: JournalStorage
    _seen = -1

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its number when it is on the disk."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents, all or none, and return their numbers when they are on the disk."""
        with self._journal as journal:
            name = self.name
            rows: Mapping[str, Row] = journal.image.get(name, {})
            spare = self._next(rows)
            new: dict[str, int] = {}
            ops: list[Op] = []
            for document in documents:
                if not isinstance(document, (dict, Mapping)):
                    raise ValueError("Document is not a Mapping")
                number = document.doc_id if isinstance(document, Document) else spare
                if type(number) is not int or abs(number) > GREATEST:
                    raise ValueError(f"Documents here are numbered with int of at most 18 digits, not {number!r}")
                key = str(number)
                if key in rows or key in new:
                    raise ValueError(f"Document with ID {number} already exists")
                spare = max(spare, number + 1)
                new[key] = number
                ops.append((name, key, None, dict(document)))
            self._commit(ops)
            self._spare = spare
        return list(new.values())

    def update(self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Update the documents that fit, and return their numbers; an unknown number in `doc_ids` is passed over."""
        with self._journal:
            rows = self._rows
            chosen = self._matching(rows, cond, doc_ids)
            after = {number: deep(rows[number]) for number in chosen}
            for row in after.values():
                _change(row, fields)
            self._commit([(self.name, number, rows[number], row) for number, row in after.items()])
        return [int(number) for number in chosen]

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Make several updates as one commit, each on what those before it left; return the numbers."""
        wanted = list(updates)
        with self._journal:
            rows = self._rows
            after: dict[str, Row] = {}
            chosen: list[int] = []
            for number, row in rows.items():
                for fields, cond in wanted:
                    if cond(after.get(number, row)):
                        _change(after.setdefault(number, deep(row)), fields)
                        chosen.append(int(number))
            self._commit([(self.name, number, rows[number], row) for number, row in after.items()])
        return chosen

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that fit, or insert one where none does; one commit under one lock."""
        doc_ids = [document.doc_id] if isinstance(document, Document) else None
        if doc_ids is None and cond is None:
            raise ValueError(
                "If you don't specify a search query, you must specify a doc_id. Hint: use a table.Document object."
            )
        with self._journal:
            return self.update(document, cond, doc_ids) or [self.insert(document)]

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents that fit and return their numbers."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        with self._journal:
            rows = self._rows
            chosen = self._matching(rows, cond, doc_ids)
            self._commit([(self.name, number, rows[number], None) for number in chosen])
        return [int(number) for number in chosen]

    def truncate(self) -> None:
        """Remove all documents."""
        with self._journal:
            rows = self._rows
            ops: list[Op] = [(self.name, None, None, {})]
            self._commit(ops + [(self.name, number, row, None) for number, row in rows.items()])
            self._spare = 1

    def search(self, cond: QueryLike) -> list[Document]:
        """Return the documents that fit, from the cache where no process has written since."""
        self._journal.catch_up()
        if self._seen != self._journal.generation:
            self._seen = self._journal.generation
            self.clear_cache()
        return super().search(cond)

    _spare = 0

    @property
    def _journal(self) -> Journal:
        return self._storage.journal

    @property
    def _rows(self) -> Mapping[str, Row]:
        return self._journal.image.get(self.name, {})

    def _next(self, rows: Mapping[str, Row]) -> int:
        """Return a free number; the whole table is looked through only the first time."""
        self._spare = self._spare or next_number(rows)
        while str(self._spare) in rows:
            self._spare += 1
        return self._spare

    def _commit(self, ops: list[Op]) -> None:
        self._storage.commit(ops)
        self.clear_cache()

    def _matching(self, rows: Mapping[str, Row], cond: QueryLike | None, doc_ids: Iterable[int] | None) -> list[str]:
        if doc_ids is not None:
            return [str(number) for number in doc_ids if str(number) in rows]
        return [number for number, row in rows.items() if cond is None or cond(row)]


class JournalDB(TinyDB):
    """A TinyDB whose commits are durable before they return and cost the same at any size."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment]  # TinyDB types it as its own JSON storage


def _change(row: Row, fields: Fields) -> None:
    if callable(fields):
        fields(row)
    else:
        row.update(fields)


def _numbered(data: Mapping[str, Mapping[Any, Row]]) -> Tables:
    return {table: {str(number): row for number, row in rows.items()} for table, rows in data.items()}
