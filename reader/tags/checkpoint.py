"""Writing the snapshot of a store, beside whatever else goes on: in pieces, to another name, then put in place."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.tags import snapshot as snapshots
from reader.tags.model import now
from reader.tags.moments import as_a_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.tags.disk import Disk, Signature
    from reader.tags.image import Image
    from reader.tags.locking import Lock
    from reader.tags.marks import Mark


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
            pause = snapshots.breathe if is_background else snapshots.go_on
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


class Writer:
    """Writes the snapshots of one store, here or one at a time in the background.

    `written` is called, there too, with the signature of a file that is in place. `problem` says in words why the last
    could not be written, or is None.
    """

    def __init__(self, disk: Disk, lock: Lock) -> None:
        self.problem: str | None = None
        self._disk = disk
        self._lock = lock
        self._thread: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether one is being written in the background."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, checkpoint: Checkpoint, written: Callable[[Checkpoint, Signature], None]) -> None:
        """Write a snapshot in the background; not while one is being written."""
        work = {"is_background": True}
        self._thread = threading.Thread(target=self.write, args=(checkpoint, written), kwargs=work, name="snapshot")
        self._thread.start()

    def write(
        self, checkpoint: Checkpoint, written: Callable[[Checkpoint, Signature], None], *, is_background: bool = False
    ) -> None:
        """Write a snapshot here and now."""
        self.problem = None
        try:
            signature = checkpoint.write(self._disk, self._lock, is_background=is_background)
        except (OSError, StoreError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            self.problem = f"{checkpoint.path} can’t be written: {reason}. Nothing is lost: the log has everything."
            return
        if signature is not None:
            written(checkpoint, signature)

    def wait(self) -> None:
        """Wait until no snapshot is being written in the background."""
        if self._thread is not None:
            self._thread.join()


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
    return path.with_name(f"{path.name}.damaged-{as_a_name(now())}")
