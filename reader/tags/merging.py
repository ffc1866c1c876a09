"""Bringing two states of one store together: by UUID, the newer wins, a deletion is a tombstone.

The choice between two sides of a record is the greater of two in one fixed order, so merging is commutative,
associative and idempotent.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.tags.image import apply, next_number, shallow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.tags.image import Image, Tables
    from reader.tags.lines import Op, Row
    from reader.tags.model import Table

GRAVES = "deleted"
"""The table of tombstones: what `tombstone` makes."""

META = "_meta"
"""The table that says which state of the store a snapshot holds; it is no part of that state."""

_Key = tuple[str, str]


def merge(ours: Image, theirs: Tables) -> list[Op]:
    """Return the changes that bring what `theirs` has into `ours`. Rows without an id go by their number."""
    mine, other = _sides(ours), _sides(theirs)
    chosen = {key: (number, _greater(mine.get(key, (number, None))[1], row)) for key, (number, row) in other.items()}
    return _settled(ours, _ops(ours, mine, chosen))


def merge_edit(ours: Image, theirs: Tables, base: Tables, tables: Mapping[Table, str], at: str) -> list[Op]:
    """Return the changes that bring into `ours` what was changed between `base` and `theirs`.

    An editor sets no time of change and leaves no tombstone: what only they changed counts, whatever its time says,
    and a row that they took out gets its tombstone now, with the time `at`.
    """
    mine, other, origin = _sides(ours), _sides(theirs), _sides(base)
    chosen: dict[_Key, tuple[str, Row | None]] = {}
    kinds = {name: table.value for table, name in tables.items()}
    graves: dict[str, dict[str, Row]] = {GRAVES: {}}
    for key in other.keys() | origin.keys():
        number, row = other.get(key, (None, None))
        first, own = origin.get(key, (None, None))[1], mine.get(key, (None, None))[1]
        if row == first:
            continue
        if row is None and own == first and own is not None and key[0] != GRAVES and _id(own):
            graves[GRAVES][str(len(graves[GRAVES]) + 1)] = tombstone(key[1], kinds.get(key[0], key[0]), at)
        chosen[key] = (number or "1", row if own == first else _greater(own, row))
    ops = _ops(ours, mine, chosen)
    after = shallow(ours)
    apply(after, ops)
    return _settled(ours, ops + merge(after, graves))


class Loose:
    """The records that commits out of order in a log leave: their row numbers are those of another copy."""

    def __init__(self) -> None:
        self._rows: dict[_Key, Row] = {}

    def add(self, ops: Iterable[Op]) -> None:
        """Make the changes of the next commit."""
        for table, number, before, after in ops:
            for row in (before, after):
                if number is not None and row is not None:
                    self._rows.pop(_key(table, number, row), None)
            if number is not None and after is not None:
                self._rows[_key(table, number, after)] = after

    def brought_into(self, image: Image) -> list[Op]:
        """Return the changes that bring the records into `image`, and begin anew."""
        theirs: dict[str, dict[str, Row]] = {}
        for (table, id_), row in sorted(self._rows.items(), key=lambda each: not each[0][1].startswith("#")):
            rows = theirs.setdefault(table, {})
            rows[id_[1:] if id_.startswith("#") else str(next_number(rows))] = row
        self._rows = {}
        return merge(image, theirs) if theirs else []


def returning(ours: Tables, then: Tables, tables: Mapping[Table, str], at: str) -> list[Op]:
    """Return the changes that make the records of `ours` those of an older state, `then`.

    What comes back is as new as its return, at the time `at`, and what goes leaves a tombstone: another copy of the
    library takes both when the two are merged.
    """
    mine, wanted = _sides(ours), _sides(then)
    graves = {key[1]: number for key, (number, _) in mine.items() if key[0] == GRAVES}
    ops: list[Op] = []
    chosen: dict[_Key, tuple[str, Row | None]] = {}
    spare = next_number(ours.get(GRAVES, {}))
    for table, name in tables.items():
        for key in sorted(key for key in mine.keys() | wanted.keys() if key[0] == name):
            own, row = mine.get(key, ("", None))[1], wanted.get(key, ("", None))[1]
            if row is None:
                chosen[key] = ("", None)
                if own is not None and _id(own) and key[1] not in graves:
                    ops.append((GRAVES, str(spare), None, tombstone(key[1], table.value, at)))
                    spare += 1
            elif own is None or {**own, "modified": ""} != {**row, "modified": ""}:
                chosen[key] = (wanted[key][0], {**row, "modified": at} if _id(row) else row)
                if key[1] in graves:
                    ops.append((GRAVES, graves[key[1]], ours[GRAVES][graves[key[1]]], None))
    return [*_ops(ours, mine, chosen), *ops]


def tombstone(id_: str, kind: str, at: str) -> Row:
    """Return what a deleted record leaves: its id, which kind it was (the value of a `Table`), and when it went."""
    return {"id": id_, "table": kind, "at": at}


def rank(row: Row, *, is_grave: bool = False) -> tuple[str, bool, str]:
    """Return what orders the versions of one record: of two the greater stays; a deletion wins a tie."""
    return _stamp(row), is_grave, json.dumps(row, sort_keys=True)


def _ops(ours: Tables, mine: dict[_Key, tuple[str, Row]], chosen: dict[_Key, tuple[str, Row | None]]) -> list[Op]:
    """Return the changes that put the chosen rows in the place of ours; a new one keeps its number if that is free."""
    ops: list[Op] = []
    spare: dict[str, int] = {}
    given: set[tuple[str, str]] = set()
    for key, (wanted, row) in chosen.items():
        table = key[0]
        number, own = mine.get(key, (wanted, None))
        if row == own:
            continue
        if own is None and (number in ours.get(table, {}) or (table, number) in given):
            spare[table] = max(spare.get(table, 0), next_number(ours.get(table, {})))
            while (table, str(spare[table])) in given:
                spare[table] += 1
            number = str(spare[table])
        given.add((table, number))
        ops.append((table, number, own, row))
    return ops


def _settled(ours: Image, ops: list[Op]) -> list[Op]:
    """Return what `ops` change if no record is to stand beside its own tombstone: of the two the newer stays."""
    after = shallow(ours)
    apply(after, ops)
    graves = {str(row["id"]): (number, row) for number, row in after.get(GRAVES, {}).items() if _id(row)}
    settled: list[Op] = []
    for table, rows in after.items():
        for number, row in rows.items() if table not in (GRAVES, META) else ():
            grave_number, grave = graves.get(_id(row) or "", ("", None))
            if grave is None:
                continue
            is_dead = str(grave.get("at", "")) >= _stamp(row)
            settled.append((table, number, row, None) if is_dead else (GRAVES, grave_number, grave, None))
    apply(after, settled)
    return _net(ours, after, ops + settled)


def _net(ours: Tables, after: Tables, ops: Iterable[Op]) -> list[Op]:
    """Return what changes come to; a row that came and went again is none, so that merging twice changes nothing."""
    touched = dict.fromkeys((table, number) for table, number, _, _ in ops if number is not None)
    net: list[Op] = []
    for table, number in touched:
        before, row = _row(ours, table, number), _row(after, table, number)
        if before != row:
            net.append((table, number, before, row))
    return net


def _sides(image: Tables) -> dict[_Key, tuple[str, Row]]:
    return {
        _key(table, number, row): (number, row)
        for table, rows in image.items()
        if table != META
        for number, row in rows.items()
    }


def _row(image: Tables, table: str, number: str) -> Row | None:
    rows = image.get(table)
    return rows.get(number) if rows else None


def _key(table: str, number: str, row: Row) -> _Key:
    return table, _id(row) or f"#{number}"


def _greater(one: Row | None, other: Row | None) -> Row | None:
    if one is None or other is None:
        return other if one is None else one
    if one == other:
        return one
    return max(one, other, key=rank)


def _id(row: Row) -> str | None:
    id_ = row.get("id")
    return id_ if isinstance(id_, str) else None


def _stamp(row: Row) -> str:
    return str(row.get("modified") or row.get("at") or "")
