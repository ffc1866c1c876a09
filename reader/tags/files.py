"""One file of records: the rows of a journal, checked one by one, by table and id."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.tags.chronicle import Chronicle
from reader.tags.drafting import Draft
from reader.tags.image import Rows, next_number
from reader.tags.journal import Journal
from reader.tags.lines import Entry
from reader.tags.merging import GRAVES
from reader.tags.records import from_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.tags.disk import Disk
    from reader.tags.lines import Op, Row
    from reader.tags.locking import Lock
    from reader.tags.model import Record, Step, Table


class RecordFile:
    """The records of some tables in one store file; `tables` gives the name that each table has in it."""

    def __init__(self, path: Path, tables: Mapping[Table, str], lock: Lock, disk: Disk) -> None:
        """Open the file; nothing is written. Raises StoreError where it as a whole can't be used."""
        self.path = path
        self.tables = tables
        self.journal = Journal(path, lock, disk, tables)
        self.chronicle = Chronicle(path, tables, self.journal.log)
        self.records: dict[Table, dict[str, Record]] = {}
        self._kinds = {name: table for table, name in tables.items()}
        self._numbers: dict[str, dict[str, str]] = {}
        self._flaws: dict[tuple[str, str], str] = {}
        self._spare: dict[str, int] = {}
        # What is read here would be news to the first `refresh`, which would read it again.
        self.journal.take_news()
        self.read()

    @property
    def problems(self) -> list[str]:
        """In words, what in the file could not be used, and what was kept."""
        return [*self.journal.problems, *self.flaws]

    @property
    def flaws(self) -> list[str]:
        """In words, which rows are no records; they stay in the file."""
        return list(self._flaws.values())

    def read(self) -> None:
        """Make the records of all the rows."""
        self.records = {table: {} for table in self.tables}
        self._numbers = {name: {} for name in (*self._kinds, GRAVES)}
        self._flaws, self._spare = {}, {}
        for name in self._numbers:
            rows = self.journal.image.get(name, Rows())
            self._spare[name] = next_number(rows)
            for number, row in rows.passing():
                self._put(name, number, row)

    def refresh(self) -> list[tuple[Table, str]] | None:
        """Take in what others wrote; return the records that may differ, or None where all were read anew."""
        ops = self.journal.catch_up()
        if ops is None:
            self.read()
            return None
        return self._take(ops)

    @contextmanager
    def writing(self) -> Iterator[list[tuple[Table, str]] | None]:
        """Hold the lock and catch up; yield what that brought, as `refresh` returns it. Raises StoreError."""
        with self.journal:
            ops = self.journal.take_news()
            if ops is None:
                self.read()
            yield None if ops is None else self._take(ops)

    def commit(self, steps: Sequence[Step]) -> list[tuple[Table, str]]:
        """Make what each step does to this file's records; return those. The caller is in `writing()`.

        Nothing is written for a step that doesn't touch this file. Raises StoreError with nothing changed.
        """
        draft = Draft(self.journal.image, self._numbers, self._spare)
        entries: list[Entry] = []
        known: dict[str, Record] = {}
        for step in steps:
            mine = {(change.table, change.id): change for change in step.changes if change.table in self.tables}
            if mine:
                ops = [op for change in mine.values() for op in draft.add(self.tables[change.table], change)]
                entries.append(Entry(step.id, step.label, step.coder, step.at, ops, step.undoes, step.is_redo))
                known |= {change.id: change.after for change in mine.values() if change.after is not None}
        if not entries:
            return []
        return self._take(self.journal.append(entries), known)

    def _take(self, ops: Iterable[Op], known: Mapping[str, Record] | None = None) -> list[tuple[Table, str]]:
        """Bring the records up to changes of the rows; return which may differ now.

        `known` has records, by id, that were made by this program and need no check.
        """
        touched: list[tuple[Table, str]] = []
        for name, number, before, after in ops:
            if number is None or name not in self._numbers:
                continue
            if name in self._kinds:
                touched += [(self._kinds[name], str(row.get("id"))) for row in (before, after) if row is not None]
            self._drop(name, number, before)
            if after is not None:
                self._spare[name] = max(self._spare[name], int(number) + 1)
                self._put(name, number, after, known or {})
        return touched

    def _put(self, name: str, number: str, row: Row, known: Mapping[str, Record] | None = None) -> None:
        table = self._kinds.get(name)
        if table is None:
            self._numbers[name][str(row.get("id"))] = number
            return
        try:
            record = (known or {}).get(str(row.get("id"))) or from_plain(table, row)
        except ValueError as error:
            self._flaws[name, number] = f"{self.path.name}: row {number} of {clean_line(name)} is passed over: {error}"
            return
        self._numbers[name][record.id] = number
        self.records[table][record.id] = record

    def _drop(self, name: str, number: str, before: Row | None) -> None:
        self._flaws.pop((name, number), None)
        id_ = str(before.get("id")) if before else ""
        if self._numbers[name].get(id_) == number:
            del self._numbers[name][id_]
            if name in self._kinds:
                self.records[self._kinds[name]].pop(id_, None)
