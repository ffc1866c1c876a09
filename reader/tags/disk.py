"""The file operations through which every log and snapshot reaches the disk.

One small class, so that a test can put another in its place that records each operation, loses what was not synced,
or fails as a full or dying disk does.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from reader.atomic import make_folder, sync_file, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)
_sync: Callable[[int], None] = getattr(os, "fdatasync", sync_file)


class Signature(NamedTuple):
    """What changes whenever a file does: modification time in nanoseconds, size in bytes, inode."""

    modified: int
    size: int
    inode: int


class Names(NamedTuple):
    """What changes whenever a name in a folder comes, goes or passes to another file.

    The change time of the folder in nanoseconds, which no program can set, and its device and inode.
    """

    changed: int
    device: int
    inode: int

    @property
    def are_settled(self) -> bool:
        """Whether every later change will show: in the same tick of the file system’s clock it might not.

        The kernel’s clock ticks every 10 ms at most; a time in whole hundredths may be of a disk that keeps no finer
        ones, FAT’s ticks every two seconds.
        """
        age = time.time_ns() - self.changed
        return age > (SETTLED if self.changed % 10**7 else SETTLED_COARSE)


SETTLED, SETTLED_COARSE = 20 * 10**6, 3 * 10**9
"""Nanoseconds."""


class Disk:
    """The disk as the operating system gives it. Every method raises OSError as the system does."""

    def __init__(self) -> None:
        self._durable_folders: set[Path] = set()

    def signature(self, path: Path) -> Signature | None:
        """Return the signature of a file, or None where there is none."""
        try:
            # A Path costs half as much again, and this is asked at every commit.
            status = os.stat(str(path))  # noqa: PTH116
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Signature(status.st_mtime_ns, status.st_size, status.st_ino)

    def read(self, path: Path, start: int = 0, length: int = -1) -> bytes:
        """Return what a file holds from the offset `start` on, `length` bytes at most where that is given."""
        descriptor = os.open(path, os.O_RDONLY | _BINARY)
        try:
            if length >= 0:
                return self.look(descriptor, start, length)
            with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as file:
                file.seek(start)
                return file.read()
        finally:
            os.close(descriptor)

    keeps_open = os.name != "nt"
    """Whether a file may stay open between two writes: Windows would let nobody rename it."""

    def open(self, path: Path, *, to_overwrite: bool = False) -> int:
        """Open a file, made if need be, to read and to write at its end, or anywhere; return its descriptor."""
        where = 0 if to_overwrite else os.O_APPEND
        return os.open(path, os.O_RDWR | os.O_CREAT | where | _BINARY, 0o644)

    def close(self, descriptor: int) -> None:
        """Close a file that `open` opened."""
        os.close(descriptor)

    @contextmanager
    def writing(self, path: Path) -> Iterator[int]:
        """Open a file to write it anew; yield its descriptor."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, 0o644)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def opened(self, descriptor: int) -> Signature:
        """Return the signature of an open file."""
        status = os.fstat(descriptor)
        return Signature(status.st_mtime_ns, status.st_size, status.st_ino)

    def names(self, folder: Path) -> Names | None:
        """Return what tells of changes of the names in a folder; None where there is none."""
        try:
            status = os.stat(str(folder))  # noqa: PTH116  # see `signature`
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Names(status.st_ctime_ns, status.st_dev, status.st_ino)

    def size(self, descriptor: int) -> int:
        """Return how many bytes an open file has. It isn't asked for its time, as `opened` does."""
        return os.lseek(descriptor, 0, os.SEEK_END)

    def look(self, descriptor: int, start: int, length: int) -> bytes:
        """Return up to `length` bytes of an open file from the offset `start` on."""
        if hasattr(os, "pread"):
            return os.pread(descriptor, length, start)
        os.lseek(descriptor, start, os.SEEK_SET)
        return os.read(descriptor, length)

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of `data`; where that fails a part of it may have been written."""
        done = os.write(descriptor, data)
        while done < len(data):
            done += os.write(descriptor, memoryview(data)[done:])

    def overwrite(self, descriptor: int, at: int, data: bytes) -> None:
        """Write all of `data` at the offset `at` of a file that was opened for it, over what is there.

        The system begins at once to put it on the disk, where it can be asked to: `sync` has less to wait for.
        """
        done = os.pwrite(descriptor, data, at)
        while done < len(data):
            done += os.pwrite(descriptor, memoryview(data)[done:], at + done)
        try:
            # Linux begins to write out what may leave its cache. Pages of which it is a part only stay there.
            os.posix_fadvise(descriptor, at, done, os.POSIX_FADV_DONTNEED)
        except (AttributeError, OSError):
            return

    def truncate(self, descriptor: int, size: int) -> None:
        """Cut an open file off at `size`."""
        os.ftruncate(descriptor, size)

    def sync(self, descriptor: int) -> None:
        """Return when what was written to an open file is on the disk."""
        _sync(descriptor)

    def stamp(self, path: Path, modified: int) -> None:
        """Set the modification time of a file, in nanoseconds."""
        os.utime(path, ns=(modified, modified))

    def replace(self, source: Path, target: Path) -> None:
        """Give `source` the name `target`, in the place of what had it."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)

    def make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, durably; costs nothing where this has made sure of it before."""
        if folder not in self._durable_folders or not folder.is_dir():
            make_folder(folder, self.sync_folder)
            self._durable_folders.add(folder)

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in a folder are on the disk."""
        sync_folder(folder)
