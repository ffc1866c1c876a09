"""Dated copies of a library's stores, outside the library: made on each day that it is changed, and before a merge.

A backup is a folder with a snapshot of each store as it was; it is written beside the work, to another name first, so
that it is there whole or not at all.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.atomic import write_atomically
from reader.documents.gate import clean_line
from reader.errors import NotFoundError, StoreError
from reader.tags import snapshot as snapshots
from reader.tags.image import Image, shallow
from reader.tags.model import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from reader.paths import LibraryPaths
    from reader.tags.disk import Disk
    from reader.tags.journal import Journal
    from reader.tags.marks import Mark

_ABOUT = "about.json"
_TEXTS = "texts"
_STALE_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: its name (the day, or day and time), when it was made (local time), why, whose tags and how many.

    Without a `why` it is damaged. `size` is what it takes on the disk, in bytes.
    """

    name: str
    folder: Path
    made: str
    why: str
    tags: dict[str, int]
    size: int

    @property
    def day(self) -> str:
        """The day of which it is."""
        return self.name[:10]


@dataclass(frozen=True, slots=True)
class _State:
    """A store at one moment: where it stands in the backup, its rows, whose they are, the place in its log."""

    name: str
    image: Image
    store: str
    mark: Mark


class Keeper:
    """Makes the backups of one library and keeps those of the last `days` days on which there are any."""

    def __init__(self, paths: LibraryPaths, days: int, disk: Disk) -> None:
        self.problem: str | None = None
        self._paths, self._days, self._disk = paths, days, disk
        self._done = ""
        self._threads: list[threading.Thread] = []

    def back_up_daily(self, journals: Iterable[Journal]) -> None:
        """See to it that there is a backup of today; called before each change, with the lock held.

        The writing goes on in the background. What fails is told by `problem`, and tried again by the next process.
        """
        today = date.today().isoformat()
        if self._done == today or not self._days:
            return
        self._done = today
        states = _states(journals, self._paths)
        if states and not (self._paths.backups / today).exists():
            work = (today, "first change of the day", states)
            self._threads.append(threading.Thread(target=self._try, args=work, name="backup"))
            self._threads[-1].start()

    def back_up(self, journals: Iterable[Journal], why: str) -> str | None:
        """Make a backup here and now, whatever the settings say, and return its name; None where nothing is kept yet.

        Raises StoreError.
        """
        states = _states(journals, self._paths)
        if not states:
            return None
        name = datetime.now().strftime("%Y-%m-%d-%H%M%S")
        while (self._paths.backups / name).exists():
            name += "+"
        try:
            self._write(name, why, states, snapshots.go_on)
        except OSError as error:
            raise StoreError(
                f"Nothing was changed: no backup can be made in {self._paths.backups}: {error.strerror or error}."
            ) from error
        return name

    def wait(self) -> None:
        """Wait until a backup that is being made is on the disk."""
        while self._threads:
            self._threads.pop().join()

    def _try(self, name: str, why: str, states: Sequence[_State]) -> None:
        try:
            self._write(name, why, states, snapshots.breathe)
        except OSError as error:
            self.problem = (
                f"Today’s backup can’t be made in {clean_line(str(self._paths.backups))}: "
                f"{error.strerror or error}. Tags are kept as always."
            )

    def _write(self, name: str, why: str, states: Sequence[_State], pause: Callable[[], None]) -> None:
        folder = self._paths.backups
        temporary = folder / f".{name}.{os.getpid()}-{threading.get_ident()}.tmp"
        self._disk.make_folder(temporary)
        try:
            before = next((each.folder for each in reversed(list_backups(self._paths))), None)
            for state in states:
                self._write_store(temporary / state.name, state, before and before / state.name, pause)
            about = {"made": now(), "why": why, "library": str(self._paths.root), "tags": _count(states)}
            write_atomically(temporary / _ABOUT, json.dumps(about).encode("ascii"))
            self._keep_texts()
            try:
                temporary.rename(folder / name)
            except OSError:
                # Where another process was quicker its backup is as good.
                if not (folder / name).is_dir():
                    raise
            self._disk.sync_folder(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        self._prune()

    def _write_store(self, path: Path, state: _State, before: Path | None, pause: Callable[[], None]) -> None:
        self._disk.make_folder(path.parent)
        meta = snapshots.peek(before, self._disk) if before else None
        if before and meta is not None and (meta.store, meta.mark) == (state.store, state.mark) and state.mark.crc:
            # Nothing was changed since the backup before: the same file serves for both.
            with suppress(OSError):
                path.hardlink_to(before)
                return
        snapshots.write(path, self._disk, state.image, state.store, state.mark, pause)
        self._disk.sync_folder(path.parent)

    def _keep_texts(self) -> None:
        """Keep the words of documents as well; they never change, so one copy serves every backup."""
        kept = self._paths.backups / _TEXTS
        for path in (self._paths.store / _TEXTS).glob("*"):
            if not path.name.startswith(".") and not (kept / path.name).exists():
                write_atomically(kept / path.name, path.read_bytes())

    def _prune(self) -> None:
        """Remove the backups of days that are too long ago, and what a crash left behind."""
        found = list_backups(self._paths)
        days = sorted({each.day for each in found})
        for each in found:
            if each.day in days[: -self._days or None] and self._days:
                shutil.rmtree(each.folder, ignore_errors=True)
        for path in self._paths.backups.glob(".*.tmp"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < time.time() - _STALE_SECONDS:
                    shutil.rmtree(path, ignore_errors=True)


def list_backups(paths: LibraryPaths) -> list[Backup]:
    """Return the backups of a library, the oldest first."""
    folders = [path.parent for path in paths.backups.glob(f"*/{_ABOUT}") if not path.parent.name.startswith(".")]
    return [_read(folder) for folder in sorted(folders)]


def find_backup(paths: LibraryPaths, named: str) -> Backup:
    """Return the backup that a name, the beginning of one, or “yesterday” or “today” means. Raises NotFoundError."""
    there = list_backups(paths)
    if not there:
        raise NotFoundError("There are no backups of this library yet: a day’s first change keeps what was there.")
    days = {"today": date.today(), "yesterday": date.today() - timedelta(days=1)}
    wanted = str(days.get(named.strip().casefold(), clean_line(named)))
    exact = [each for each in there if each.name == wanted]
    found = exact or [each for each in there if wanted and each.name.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(each.name for each in (found or there)[-5:])
    raise NotFoundError(f"{'More than one' if found else 'No'} backup is called {wanted}. There are: {names}.")


def trouble(paths: LibraryPaths, found: Iterable[Backup]) -> list[str]:
    """Return in words which backups are damaged, and what would stop the next."""
    told = [f"The backup {each.name} is damaged: {each.folder}." for each in found if not each.why]
    folder = next(each for each in (paths.backups, *paths.backups.parents) if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        told.append(f"Backups can’t be made in {paths.backups}: {folder} is no folder that can be written to.")
    elif shutil.disk_usage(folder).free < sum(path.stat().st_size for path in paths.store.rglob("*.json")):
        told.append(f"Backups can’t be made in {paths.backups}: the disk is full.")
    return told


def read_store(backup: Backup, name: str, disk: Disk) -> Image:
    """Return the rows of one store in a backup, none where it has none. Raises StoreError where it is damaged."""
    found = snapshots.load(backup.folder / name, disk)
    if found is None:
        return {}
    if not found.is_whole:
        raise snapshots.DamagedError(f"{backup.folder / name} is damaged: its checksum is wrong. Take another backup.")
    return found.image


def stores_in(backup: Backup) -> list[str]:
    """Return the names of the stores in a backup, relative to the library's own folder."""
    found = [path for path in backup.folder.rglob("*.json") if path.name != _ABOUT]
    return sorted(path.relative_to(backup.folder).as_posix() for path in found)


def bring_back_texts(paths: LibraryPaths) -> None:
    """Put the words of documents back where they are missing. Raises OSError."""
    for path in (paths.backups / _TEXTS).glob("*"):
        if not path.name.startswith(".") and not paths.text(path.name).exists():
            write_atomically(paths.text(path.name), path.read_bytes())


def _states(journals: Iterable[Journal], paths: LibraryPaths) -> list[_State]:
    return [
        _State(each.path.relative_to(paths.store).as_posix(), shallow(each.image), each.store, each.mark)
        for each in journals
        if not each.is_new
    ]


def _count(states: Sequence[_State]) -> dict[str, int]:
    """Return how many tags each coder has. A file has one coder's, whom any row names: the others stay text."""
    stores = [state.image.get("_default") for state in states if state.name.startswith("tags/")]
    return {str(next(iter(rows.values())).get("coder")): len(rows) for rows in stores if rows}


def _read(folder: Path) -> Backup:
    try:
        about: dict[str, Any] = json.loads((folder / _ABOUT).read_bytes())
        made = datetime.fromisoformat(str(about["made"])).astimezone().strftime("%Y-%m-%d %H:%M")
        tags = {clean_line(str(coder)): int(count) for coder, count in about["tags"].items()}
        why = clean_line(str(about["why"]))
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError):
        made, tags, why, size = folder.name, {}, "", 0
    return Backup(folder.name, folder, made, why, tags, size)
