"""One TinyDB file of records: read whole, written completely or not at all.

TinyDB's own storage rewrites its file in place at every call. `AtomicStorage` keeps the image in memory while a
commit works on it, and puts it on the disk in one piece. Stock TinyDB opens the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as Row

from reader.atomic import write_atomically
from reader.documents.gate import clean_line
from reader.errors import StoreError
from reader.tags.model import Change, Record, Table, new_id, now
from reader.tags.records import from_plain, to_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORMAT = 1
"""The version of the format that this program writes, and the newest that it reads."""

Image = dict[str, dict[str, Any]]
Signature = tuple[int, int, int]


class AtomicStorage(Storage):
    """TinyDB storage over one JSON file, loaded at the first read and written only by `flush`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._image: Image | None = None

    def read(self) -> Image | None:
        """Return the image, from the file the first time; None where there is no file yet."""
        if self._image is None:
            self._image = load(self._path)
        return self._image

    def write(self, data: Image) -> None:
        """Take `data` as the image; nothing reaches the disk before `flush`."""
        self._image = data

    def flush(self) -> None:
        """Put the image on the disk, a record a line, so that version control can merge it."""
        tables = (
            f"{json.dumps(name)}: {{"
            + ",".join(f"\n{json.dumps(key)}: {json.dumps(rows[key])}" for key in sorted(rows, key=int))
            + "}"
            for name, rows in (self._image or {}).items()
        )
        write_atomically(self._path, ("{" + ",\n".join(tables) + "}\n").encode("ascii"))


def load(path: Path) -> Image | None:
    """Return what the file holds, or None where there is no file.

    Raises StoreError, which names the file, where it isn't a store that this version can read.
    """
    try:
        image: Image = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:
        raise StoreError(
            f"{path} can’t be read: {clean_line(str(error))}. Nothing was changed. "
            "Mend it by hand, or run `reader check --repair`, which puts it aside and keeps it."
        ) from error
    except OSError as error:
        raise StoreError(f"{path} can’t be read: {error.strerror}.") from error
    if not _is_tinydb(image):
        raise StoreError(f"{path} is not a store of Reader’s. Nothing was changed; move it away to go on.")
    for row in image.get("_meta", {}).values():
        if isinstance(row.get("format"), int) and row["format"] > FORMAT:
            raise StoreError(f"{path} was written by a newer version of Reader. Update Reader to open it.")
    return image


def _is_tinydb(image: object) -> bool:
    return isinstance(image, dict) and all(
        isinstance(rows, dict)
        and all(key.isascii() and key.isdigit() and isinstance(row, dict) for key, row in rows.items())
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
                else:
                    records[table][record.id] = record
        return Loaded(records, problems)

    def write(self, changes: Sequence[Change], seed: Sequence[Record] = ()) -> None:
        """Make the changes in the file, all or none. `seed` is what a file that is new starts with.

        The caller holds the library's lock. Raises OSError with the file as it was.
        """
        storage = AtomicStorage(self.path)
        database = TinyDB(storage=lambda: storage)
        is_new = storage.read() is None
        if is_new:
            database.table("_meta").insert({"store": new_id(), "format": FORMAT})
            changes = [*(Change(table, None, row) for table in self.tables for row in seed), *changes]
        for table, name in self.tables.items():
            mine = {change.id: change for change in changes if change.table is table}
            if mine:
                self._put(database, name, mine)
        storage.flush()

    def _put(self, database: TinyDB, name: str, changes: dict[str, Change]) -> None:
        table, graves = database.table(name), database.table("deleted")
        places = {row["id"]: row.doc_id for row in table if row.get("id") in changes}
        dug = [row.doc_id for row in graves if row.get("id") in changes]
        if dug:
            graves.remove(doc_ids=dug)
        table.remove(doc_ids=list(places.values()))
        # Rows that were there keep their number and so their line: a change is a small difference to git.
        spare = max([row.doc_id for row in table] + list(places.values()), default=0)
        rows: list[Row] = []
        for key, change in changes.items():
            if change.after is None:
                graves.insert({"id": key, "table": change.table.value, "at": now()})
                continue
            if key not in places:
                spare += 1
            rows.append(Row(to_plain(change.after), places.get(key, spare)))
        table.insert_multiple(rows)


def put_aside(path: Path) -> Path:
    """Rename a file that can't be used, so that it is kept but no longer read; return its new name."""
    stamp = now().replace(":", "").replace("+0000", "Z")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    return path.rename(aside)
