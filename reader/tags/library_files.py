"""The record files of a library: which there are, opened, and their records brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tags import shelf
from reader.tags.chronicle import Chronicle
from reader.tags.files import RecordFile
from reader.tags.log import Log
from reader.tags.model import FOUNDING_THEMES, Change, Step, Table, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from reader.paths import LibraryPaths
    from reader.tags.disk import Disk, Signature
    from reader.tags.locking import Lock
    from reader.tags.model import Record


class LibraryFiles:
    """The files of a library, open, in the order in which they count: a coder's own last.

    `records` are those of all files, by table and id; `copies` tells in words of files that are not read.
    """

    def __init__(self, paths: LibraryPaths, coder: str, lock: Lock, disk: Disk, *, with_tags: bool) -> None:
        """Begin with none; `refresh` opens them. Without tags only the codebook and the register are opened."""
        self.coder = coder
        self.records: dict[Table, dict[str, Record]] = {}
        self.copies: list[str] = []
        self._paths = paths
        self._lock = lock
        self._disk = disk
        self._with_tags = with_tags
        self._files: dict[Path, RecordFile] = {}
        self._folders_seen: tuple[Signature | None, Signature | None] = None, None

    def __iter__(self) -> Iterator[RecordFile]:
        return iter(self._files.values())

    def written(self) -> list[RecordFile]:
        """Return those that the coder writes to, in order: a theme and a document are there before the tag of them."""
        base = self._base()
        return [self._files[path] for path in (base.codebook, base.documents, base.coder(self.coder))]

    def chronicles(self, table: Table | None = None) -> list[Chronicle]:
        """Return what was done to each file, open or not; with a table only to those that have it."""
        there = [(path, shelf.tables(path, self._paths)) for path in self._all_paths()]
        return [
            Chronicle(path, tables, Log(path.with_suffix(".log"), self._disk))
            for path, tables in there
            if table is None or table in tables
        ]

    def refresh(self) -> list[tuple[Table, str]] | None:
        """Take in what other processes changed, and return the records that may differ, or None where all may.

        Raises StoreError where a file can't be used.
        """
        is_new = self._look()
        return self.take([*(file.refresh() for file in self), *([None] if is_new else [])])

    def take(self, news: Sequence[list[tuple[Table, str]] | None]) -> list[tuple[Table, str]] | None:
        """Bring the records up to what files brought, each as `RecordFile.refresh` returns it; return it together."""
        if not self.records or None in news:
            self._gather()
            return None
        touched = [each for some in news for each in some or ()]
        self._update(touched)
        return touched

    def touched_by(self, steps: Iterable[Step]) -> list[RecordFile]:
        """Return those that steps write to, in the order of writing; a library's first also writes its codebook."""
        tables = {change.table for step in steps for change in step.changes}
        return [file for file in self.written() if _lacks_themes(file) or not tables.isdisjoint(file.tables)]

    def commit(self, file: RecordFile, steps: Sequence[Step], moment: str) -> None:
        """Make what steps do to a file; the founding themes come before a library's first. Raises StoreError."""
        if _lacks_themes(file):
            founding = tuple(Change(Table.THEMES, None, theme) for theme in FOUNDING_THEMES)
            steps = [Step(new_id(), "", "", moment, founding), *steps]
        self._update(file.commit(steps))

    def _update(self, touched: Sequence[tuple[Table, str]]) -> None:
        """Bring some of the records up to those of the files."""
        for table, id_ in touched:
            found = [file.records[table][id_] for file in self if id_ in file.records.get(table, ())]
            if found:
                self.records[table][id_] = found[-1]
            else:
                self.records[table].pop(id_, None)

    def _gather(self) -> None:
        self.records = {table: {} for table in Table}
        for file in self:
            for table, records in file.records.items():
                self.records[table].update(records)
        if any(map(_lacks_themes, self)):
            self.records[Table.THEMES] = {theme.id: theme for theme in FOUNDING_THEMES}

    def _look(self) -> bool:
        """Open the files that have come, forget those that went; return whether any did."""
        base = self._base()
        folders = self._disk.signature(base.store), self._disk.signature(base.tags)
        is_known = base.codebook in self._files and (base.coder(self.coder) in self._files or not self._with_tags)
        if is_known and folders == self._folders_seen:
            return False
        known = self._files
        paths = self._all_paths() if self._with_tags else [base.codebook, base.documents]
        self._files = {path: known.get(path) or self._open(path) for path in paths}
        self._folders_seen = folders
        self.copies = shelf.about_copies(shelf.copies(base), base)
        return list(known) != list(self._files)

    def _open(self, path: Path) -> RecordFile:
        return RecordFile(path, shelf.tables(path, self._paths), self._lock, self._disk)

    def _all_paths(self) -> list[Path]:
        base = self._base()
        own = base.coder(self.coder)
        return [base.codebook, base.documents, *(path for path in shelf.coders(base) if path != own), own]

    def _base(self) -> LibraryPaths:
        return shelf.where_kept(self._paths)


def _lacks_themes(file: RecordFile) -> bool:
    """Whether a file is a codebook that isn't written yet: the founding themes stand in."""
    return Table.THEMES in file.tables and file.journal.is_new
