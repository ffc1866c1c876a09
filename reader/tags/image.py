"""The rows of a store in memory, as TinyDB keeps them: by table and by number. A row is replaced, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from reader.errors import StoreError
from reader.tags.lines import Op, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Rows(MutableMapping[str, Row]):
    """The rows of one table by number.

    Those that a snapshot held stay text until they are asked for: a program that adds one tag to a million has no use
    for the others, and as text they take a third of the room. Reading one raises StoreError where it is no JSON.
    """

    __slots__ = ("_origin", "_rows")

    def __init__(self, rows: Mapping[str, Row | bytes] | None = None, origin: str = "") -> None:
        self._rows: dict[str, Row | bytes] = dict(rows or {})
        self._origin = origin

    def __getitem__(self, number: str) -> Row:
        row = self._rows[number]
        if isinstance(row, bytes):
            row = self._rows[number] = self._parsed(number, row)
        return row

    def __setitem__(self, number: str, row: Row) -> None:
        self._rows[number] = row

    def __delitem__(self, number: str) -> None:
        del self._rows[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    def __repr__(self) -> str:
        return repr(dict(self))

    def copy(self) -> Rows:
        """Return the same rows, to be changed apart from these."""
        return Rows(self._rows, self._origin)

    def passing(self) -> Iterator[tuple[str, Row]]:
        """Yield numbers and rows, and keep none that was text: for a reader that makes something else of them."""
        for number, row in self._rows.items():
            yield number, self._parsed(number, row) if isinstance(row, bytes) else row

    def encoded(self, number: str) -> bytes:
        """Return a row as JSON, all ASCII."""
        row = self._rows[number]
        return row if isinstance(row, bytes) else json.dumps(row).encode("ascii")

    def _parsed(self, number: str, text: bytes) -> Row:
        try:
            row: Row = json.loads(text.decode("ascii"))
        except (ValueError, RecursionError) as error:
            raise StoreError(f"{self._origin} can’t be read: its row {number} is no JSON.") from error
        return row


Image = dict[str, Rows]

Tables = Mapping[str, Mapping[str, Row]]
"""An image that is only looked at."""


def apply(image: Image, ops: Iterable[Op]) -> None:
    """Make the changes in the image."""
    for table, number, _, after in ops:
        if number is None:
            if after is None:
                image.pop(table, None)
            else:
                image.setdefault(table, Rows())
        elif after is None:
            image.get(table, Rows()).pop(number, None)
        else:
            if table not in image:
                image[table] = Rows()
            image[table][number] = after


def differences(before: Tables, after: Tables) -> list[Op]:
    """Return the changes that make `after` out of `before`."""
    ops: list[Op] = []
    for table in before.keys() | after.keys():
        old, new = before.get(table, {}), after.get(table, {})
        if table not in before:
            ops.append((table, None, None, {}))
        ops += [(table, number, row, None) for number, row in old.items() if number not in new]
        ops += [(table, number, old.get(number), row) for number, row in new.items() if old.get(number) != row]
        if table not in after:
            ops.append((table, None, {}, None))
    return ops


def shallow(image: Image) -> Image:
    """Return the image as it is now, for one that goes on changing; the rows themselves are shared."""
    return {table: rows.copy() for table, rows in image.items()}


def deep(row: Mapping[str, Any]) -> Row:
    """Return a row that shares no list and no dictionary with `row`."""
    return {key: _deep(value) for key, value in row.items()}


def next_number(rows: Mapping[str, Row]) -> int:
    """Return the number for the next new row: one more than the greatest, and 1 in an empty table."""
    return max(map(int, rows), default=0) + 1


def _deep(value: object) -> object:
    if isinstance(value, dict):
        return deep(value)
    return [_deep(each) for each in value] if isinstance(value, list) else value
