"""Writing the snapshot of a store, beside whatever else goes on: in pieces, to another name, then put in place."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.tags import snapshot as snapshots
from reader.tags.model import now

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.tags.disk import Disk, Signature
    from reader.tags.image import Image
    from reader.tags.locking import Lock
    from reader.tags.marks import Mark

_PAUSE_SECONDS = 0.0002


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A state of a store to be written: its rows, whose they are, the place in the log, and the snapshot to replace.

    `seen` is the signature of the snapshot that was read last; another one in its place is somebody else's work.
    """

    path: Path
    image: Image
    store: str
    mark: Mark
    seen: Signature | None
    is_damaged: bool

    def write(self, disk: Disk, lock: Lock, *, is_background: bool) -> Signature | None:
        """Write the state and return the signature of its file, or None where another file has come meanwhile.

        Raises OSError or StoreError with the old snapshot in its place.
        """
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
        try:
            pause: Callable[[], None] = _breathe if is_background else _go_on
            snapshots.write(temporary, disk, self.image, self.store, self.mark, pause)
            with lock:
                if disk.signature(self.path) != self.seen:
                    return None
                if self.is_damaged:
                    put_aside(self.path, disk)
                disk.replace(temporary, self.path)
                disk.sync_folder(self.path.parent)
                return disk.signature(self.path)
        finally:
            disk.remove(temporary)


def put_aside(path: Path, disk: Disk) -> Path:
    """Rename a file that can't be used, so that it is kept but no longer read; return its new name."""
    aside = _aside(path)
    disk.replace(path, aside)
    # Before another file takes the name: not every file system keeps the order of two changes.
    disk.sync_folder(path.parent)
    return aside


def keep_copy(path: Path, disk: Disk) -> Path:
    """Copy a file that will be changed to where `put_aside` would put it; return when the copy is on the disk."""
    aside = _aside(path)
    with disk.writing(aside) as file:
        disk.write(file, disk.read(path))
        disk.sync(file)
    disk.sync_folder(path.parent)
    return aside


def _aside(path: Path) -> Path:
    stamp = now().replace(":", "").replace("+0000", "Z")
    return path.with_name(f"{path.name}.damaged-{stamp}")


def _breathe() -> None:
    """Let the other threads run: an encoder that never stops would hold up every key."""
    time.sleep(_PAUSE_SECONDS)


def _go_on() -> None:
    """Make no pause: nobody waits but for this."""
