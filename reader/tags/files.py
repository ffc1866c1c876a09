"""One TinyDB file of records: read whole, checked row by row, written completely or not at all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.documents.gate import clean_line
from reader.errors import StoreError
from reader.tags.model import Change, Record, Table, now
from reader.tags.records import FORMAT, from_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NUMBER = re.compile("[0-9]{1,18}")

Image = dict[str, dict[str, Any]]
Signature = tuple[int, int, int]


class DamagedError(StoreError):
    """The file can be read, but not understood: it can be put aside."""


def load(path: Path) -> Image | None:
    """Return what the file holds, or None where there is no file.

    Raises StoreError, which names the file, where it can't be read or a newer version wrote it, and of that
    DamagedError where what it holds is no store.
    """
    try:
        image: Image = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:
        raise DamagedError(
            f"{path} can’t be read: {clean_line(str(error))}. Nothing was changed. "
            "Mend it by hand, or run `reader check --repair`, which puts it aside and keeps it."
        ) from error
    except OSError as error:
        raise StoreError(f"{path} can’t be read: {error.strerror}.") from error
    if not _is_tinydb(image):
        raise DamagedError(f"{path} is not a store of Reader’s. Nothing was changed; move it away to go on.")
    for row in image.get("_meta", {}).values():
        if isinstance(row.get("format"), int) and row["format"] > FORMAT:
            raise StoreError(f"{path} was written by a newer version of Reader. Update Reader to open it.")
    return image


def _is_tinydb(image: object) -> bool:
    return isinstance(image, dict) and all(
        isinstance(rows, dict) and all(_NUMBER.fullmatch(key) and isinstance(row, dict) for key, row in rows.items())
        for rows in image.values()
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """The records of one file by table and id, and in words what in it could not be used."""

    records: dict[Table, dict[str, Record]]
    problems: list[str]


class RecordFile:
    """The records of some tables in one TinyDB file; `tables` gives the name that each table has in it."""

    def __init__(self, path: Path, tables: dict[Table, str]) -> None:
        self.path = path
        self.tables = tables

    def signature(self) -> Signature | None:
        """Return what changes whenever the file does, or None where there is none."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def read(self) -> Loaded:
        """Return every record in the file. Raises StoreError where the file as a whole can't be used."""
        image = load(self.path) or {}
        records: dict[Table, dict[str, Record]] = {table: {} for table in self.tables}
        problems: list[str] = []
        for table, name in self.tables.items():
            for key, row in image.get(name, {}).items():
                try:
                    record = from_plain(table, row)
                except ValueError as error:
                    problems.append(f"{self.path.name}: row {clean_line(key)} of {name} is passed over: {error}")
                    continue
                if record.id in records[table]:
                    problems.append(f"{self.path.name}: row {key} of {name} has the id of another; it counts")
                records[table][record.id] = record
        return Loaded(records, problems)

    def write(self, changes: Sequence[Change], seed: Sequence[Record] = ()) -> None:
        """Make the changes in the file, all or none. `seed` is what a file that is new starts with.

        The caller holds the library's lock. Raises OSError with the file as it was.
        """
        # TinyDB takes as long to import as all of this package, and most commands only read.
        from reader.tags.storage import rewrite

        image = load(self.path)
        first = [Change(table, None, row) for table in self.tables for row in seed] if image is None else []
        rewrite(self.path, image, self.tables, [*first, *changes])


def put_aside(path: Path) -> Path:
    """Rename a file that can't be used, so that it is kept but no longer read; return its new name."""
    stamp = now().replace(":", "").replace("+0000", "Z")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    return path.rename(aside)
