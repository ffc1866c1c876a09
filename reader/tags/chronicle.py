"""The chronicle of one store file: its commits as changes of records, read without the records themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tags.model import Change, Table
from reader.tags.records import from_plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reader.tags.lines import Entry
    from reader.tags.log import Log


class Chronicle:
    """What was done to the store file at `path`, by its log; `tables` gives the name that each table has in it."""

    def __init__(self, path: Path, tables: Mapping[Table, str], log: Log) -> None:
        self.path = path
        self.log = log
        self._kinds = {name: table for table, name in tables.items()}

    def changes(self, entry: Entry) -> list[Change]:
        """Return the changes of records in a commit; what is no record any more is left out."""
        found: list[Change] = []
        for name, number, *sides in entry.ops:
            table = self._kinds.get(name)
            if table is None or number is None:
                continue
            try:
                before, after = (from_plain(table, row) if row is not None else None for row in sides)
            except ValueError:
                continue
            if before is not None or after is not None:
                found.append(Change(table, before, after))
        return found
