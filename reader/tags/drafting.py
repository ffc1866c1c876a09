"""From changes of records to changes of rows: which row is a record's, what stood there, what is left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tags.merging import GRAVES, tombstone
from reader.tags.model import now
from reader.tags.records import to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.tags.image import Tables
    from reader.tags.lines import Op, Row
    from reader.tags.model import Change


class Draft:
    """Changes of rows that are being put together, each on what those before it leave.

    `numbers` gives the row number of each id by table, `spare` the next free number of each table; neither is changed.
    """

    def __init__(
        self,
        image: Tables,
        numbers: Mapping[str, Mapping[str, str]],
        spare: Mapping[str, int],
    ) -> None:
        self._image = image
        self._numbers = numbers
        self._spare = dict(spare)
        self._rows: dict[tuple[str, str], Row | None] = {}
        self._new_numbers: dict[tuple[str, str], str | None] = {}

    def add(self, table: str, change: Change) -> list[Op]:
        """Return the changes of rows that make the change of one record, its tombstone included."""
        id_ = change.id
        number, grave = self._number(table, id_), self._number(GRAVES, id_)
        ops: list[Op] = []
        if grave is not None:
            ops.append(self._put(GRAVES, grave, id_, None))
        if change.after is not None:
            # A row that was there keeps its number and so its line: a change is a small difference to git.
            ops.append(self._put(table, number or self._next(table), id_, to_plain(change.after)))
            return ops
        if number is not None:
            ops.append(self._put(table, number, id_, None))
        ops.append(self._put(GRAVES, self._next(GRAVES), id_, tombstone(id_, change.table.value, now())))
        return ops

    def _put(self, table: str, number: str, id_: str, row: Row | None) -> Op:
        place = table, number
        before = self._rows[place] if place in self._rows else self._image.get(table, {}).get(number)
        self._rows[place] = row
        self._new_numbers[table, id_] = None if row is None else number
        return table, number, before, row

    def _number(self, table: str, id_: str) -> str | None:
        if (table, id_) in self._new_numbers:
            return self._new_numbers[table, id_]
        return self._numbers[table].get(id_)

    def _next(self, table: str) -> str:
        number = self._spare[table]
        self._spare[table] += 1
        return str(number)
