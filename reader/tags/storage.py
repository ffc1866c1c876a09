"""How a file of records is written: by TinyDB, in one piece.

TinyDB's own storage rewrites its file in place at every call. `AtomicStorage` keeps the image in memory while a
commit works on it, and puts it on the disk completely or not at all. Stock TinyDB opens the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as Row

from reader.atomic import write_atomically
from reader.tags.model import new_id, now
from reader.tags.records import FORMAT, to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.tags.model import Change, Table

Image = dict[str, dict[str, Any]]
"""Rows by table and number, as TinyDB keeps them."""


class AtomicStorage(Storage):
    """TinyDB storage over an image in memory, which reaches the file only by `flush`."""

    def __init__(self, image: Image | None) -> None:
        self._image = image

    def read(self) -> Image | None:
        """Return the image; None where there is no file yet."""
        return self._image

    def write(self, data: Image) -> None:
        """Take `data` as the image; nothing reaches the disk before `flush`."""
        self._image = data

    def flush(self, path: Path) -> None:
        """Put the image on the disk, a record a line, so that version control can merge it. Raises OSError."""
        tables = (
            f"{json.dumps(name)}: {{"
            + ",".join(f"\n{json.dumps(key)}: {json.dumps(rows[key])}" for key in sorted(rows, key=int))
            + "}"
            for name, rows in (self._image or {}).items()
        )
        write_atomically(path, ("{" + ",\n".join(tables) + "}\n").encode("ascii"))


def rewrite(path: Path, image: Image | None, tables: Mapping[Table, str], changes: Sequence[Change]) -> None:
    """Make the changes in the image of a file, None for a new one, and put it on the disk.

    `tables` gives the name that each table has in the file. Raises OSError with the file as it was.
    """
    storage = AtomicStorage(image)
    database = TinyDB(storage=lambda: storage)
    if image is None:
        database.table("_meta").insert({"store": new_id(), "format": FORMAT})
    for table, name in tables.items():
        mine = {change.id: change for change in changes if change.table is table}
        if mine:
            _put(database, name, mine)
    storage.flush(path)


def _put(database: TinyDB, name: str, changes: dict[str, Change]) -> None:
    table, graves = database.table(name), database.table("deleted")
    places = [(row["id"], row.doc_id) for row in table if _is_among(row, changes)]
    graves.remove(doc_ids=[row.doc_id for row in graves if _is_among(row, changes)])
    table.remove(doc_ids=[number for _, number in places])
    # Rows that were there keep their number and so their line: a change is a small difference to git.
    kept = dict(places)
    spare = max([*(row.doc_id for row in table), *kept.values()], default=0)
    rows: list[Row] = []
    for key, change in changes.items():
        if change.after is None:
            graves.insert({"id": key, "table": change.table.value, "at": now()})
            continue
        if key not in kept:
            spare += 1
        rows.append(Row(to_plain(change.after), kept.get(key, spare)))
    table.insert_multiple(rows)


def _is_among(row: Row, changes: dict[str, Change]) -> bool:
    return isinstance(row.get("id"), str) and row["id"] in changes
