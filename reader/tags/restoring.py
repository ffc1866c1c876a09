"""Bringing a library back to a backup: as changes like any other, so that other windows and other copies follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.tags import shelf
from reader.tags.backups import Keeper, bring_back_texts, read_store, stores_in
from reader.tags.checkpoint import put_aside
from reader.tags.locking import Lock
from reader.tags.log import Log
from reader.tags.merging import returning
from reader.tags.model import Table, now
from reader.tags.opening import open_store
from reader.tags.rewriting import rewriting
from reader.tags.snapshot import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from reader.paths import LibraryPaths
    from reader.tags.backups import Backup
    from reader.tags.disk import Disk
    from reader.tags.image import Image
    from reader.tags.lines import Op


@dataclass(slots=True)
class Restoring:
    """What bringing a backup back does, by table: how many records come back, go, and change back.

    `damaged` are stores that can't be read and are put aside; `backup` names the copy of what was there before.
    """

    back: Counter[Table] = field(default_factory=Counter)
    gone: Counter[Table] = field(default_factory=Counter)
    changed: Counter[Table] = field(default_factory=Counter)
    damaged: list[Path] = field(default_factory=list)
    backup: str | None = None

    @property
    def is_idle(self) -> bool:
        """Whether everything is as it was in the backup."""
        return not (self.back or self.gone or self.changed or self.damaged)

    def count(self, tables: Mapping[Table, str], ops: Iterable[Op]) -> None:
        """Add what changes of a store's rows do to its records."""
        kinds = {name: table for table, name in tables.items()}
        for name, _, before, after in ops:
            if name in kinds:
                counter = self.back if before is None else self.gone if after is None else self.changed
                counter[kinds[name]] += 1


def plan(paths: LibraryPaths, backup: Backup, disk: Disk, only: Path | None = None) -> Restoring:
    """Return what `restore` would do. Raises StoreError where a store, or the backup, can't be used."""
    found = Restoring()
    kept = shelf.where_kept(paths)
    for path in _wanted(kept, backup, only):
        ours: Image = {}
        tables = shelf.tables(path, kept)
        try:
            ours = open_store(path, Log(path.with_suffix(".log"), disk), disk, tables).image
        except DamagedError:
            found.damaged.append(path)
        found.count(tables, _ops(path, kept, backup, ours, disk))
    return found


def restore(
    paths: LibraryPaths, backup: Backup, label: str, days: int, disk: Disk, only: Path | None = None
) -> Restoring:
    """Make the library what it was in a backup, as a step called `label`; with `only` just that store of it.

    What is there now is backed up first, and a store that can't be read is put aside. Raises StoreError.
    """
    done = Restoring()
    _put_damaged_aside(paths, backup, done, disk, only)
    with rewriting(paths, disk) as stores:
        changes: dict[Path, list[Op]] = {}
        for path in _wanted(paths, backup, only):
            changes[path] = _ops(path, paths, backup, stores.journal(path).image, disk)
            done.count(shelf.tables(path, paths), changes[path])
        if any(changes.values()):
            done.backup = Keeper(paths, days, disk).back_up(stores.journals.values(), f"before “{label}”")
        stores.write(changes, label)
        bring_back_texts(paths)
    return done


def _put_damaged_aside(paths: LibraryPaths, backup: Backup, done: Restoring, disk: Disk, only: Path | None) -> None:
    lock = Lock(paths.lock)
    try:
        shelf.make_own(paths, disk)
        with lock:
            for path in plan(paths, backup, disk, only).damaged:
                files = [path, *Log(path.with_suffix(".log"), disk).parts()]
                done.damaged += [put_aside(file, disk) for file in files]
    except OSError as error:
        raise StoreError(f"{paths.store} can’t be written: {error.strerror or error}.") from error
    finally:
        lock.close()


def _ops(path: Path, paths: LibraryPaths, backup: Backup, ours: Image, disk: Disk) -> list[Op]:
    return returning(ours, read_store(backup, _name(path, paths), disk), shelf.tables(path, paths), now())


def _wanted(paths: LibraryPaths, backup: Backup, only: Path | None) -> list[Path]:
    """Return the stores to bring back: those in the backup, and coders who came later, whose tags go."""
    there = [paths.store / name for name in stores_in(backup)]
    later = [path for path in shelf.coders(paths) if path not in there]
    return [path for path in (*there, *later) if only is None or path.name == only.name]


def _name(path: Path, paths: LibraryPaths) -> str:
    return path.relative_to(paths.store).as_posix()
