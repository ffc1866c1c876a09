"""Which records two copies of a library both changed, and which side was kept, in words.

Who merely has an older version of a record is in no conflict: its version stands in the other's log.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reader.tags.marks import Mark
from reader.tags.merging import GRAVES, rank
from reader.tags.model import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.tags.image import Tables
    from reader.tags.lines import Row
    from reader.tags.log import Log
    from reader.tags.others import Source

_Key = tuple[str, str]


class State(NamedTuple):
    """How a record stands on one side: its row, or the tombstone that it left."""

    row: Row
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that both sides changed, each without knowing of the other's change."""

    table: Table
    ours: State
    theirs: State
    is_ours_kept: bool


def conflicts(ours: Tables, theirs: Tables, source: Source, log: Log) -> list[Conflict]:
    """Return what both sides changed; `log` is that of our rows. The logs are read only where rows differ."""
    kinds = {name: table for table, name in source.tables.items()}
    mine, other = _states(ours, source.tables), _states(theirs, source.tables)
    apart = [key for key in other if key in mine and _differ(kinds[key[0]], mine[key], other[key])]
    if not apart:
        return []
    seen_here, seen_there = _versions(log, apart), _versions(source.log, apart)
    found: list[Conflict] = []
    for key in apart:
        one, two = mine[key], other[key]
        if not _is_known(key, two, seen_here) and not _is_known(key, one, seen_there):
            ranks = [rank(state.row, is_grave=state.is_deleted) for state in (one, two)]
            found.append(Conflict(kinds[key[0]], one, two, is_ours_kept=ranks[0] > ranks[1]))
    return found


def _states(image: Tables, tables: Mapping[Table, str]) -> dict[_Key, State]:
    graves = {
        (tables[row["table"]], str(row.get("id"))): State(row, is_deleted=True)
        for row in image.get(GRAVES, {}).values()
        if row.get("table") in tables
    }
    rows = {
        (name, str(row.get("id"))): State(row, is_deleted=False)
        for name in tables.values()
        for row in image.get(name, {}).values()
    }
    return graves | rows


def _differ(table: Table, one: State, other: State) -> bool:
    if one.is_deleted or other.is_deleted:
        return one.is_deleted != other.is_deleted
    if table is Table.DOCUMENTS:
        # Where a document was last found is no change of anybody's.
        return one.row.get("corrected") != other.row.get("corrected")
    return one.row != other.row


def _is_known(key: _Key, state: State, seen: set[tuple[_Key, str]]) -> bool:
    """Whether a side has had this version of a record before: in its log, or as the one that the record began with."""
    if state.is_deleted:
        return False
    is_first = state.row.get("modified", "") in ("", state.row.get("created"))
    return is_first or (key, _canonical(state.row)) in seen


def _versions(log: Log, keys: Iterable[_Key]) -> set[tuple[_Key, str]]:
    wanted = set(keys)
    return {
        ((name, str(row.get("id"))), _canonical(row))
        for found in log.read(Mark(), is_final=True)
        if found.entry is not None
        for name, _, *sides in found.entry.ops
        for row in sides
        if row is not None and (name, str(row.get("id"))) in wanted
    }


def _canonical(row: Row) -> str:
    return json.dumps(row, sort_keys=True)
