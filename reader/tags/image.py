"""The rows of a store in memory, as TinyDB keeps them: by table and by number. A row is replaced, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.tags.lines import Op, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Image = dict[str, dict[str, Row]]


def apply(image: Image, ops: Iterable[Op]) -> None:
    """Make the changes in the image."""
    for table, number, _, after in ops:
        if number is None:
            if after is None:
                image.pop(table, None)
            else:
                image.setdefault(table, {})
        elif after is None:
            image.get(table, {}).pop(number, None)
        else:
            image.setdefault(table, {})[number] = after


def differences(before: Image, after: Image) -> list[Op]:
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
    return {table: dict(rows) for table, rows in image.items()}


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
