"""The lock that lets one process at a time write to a library's store."""

from __future__ import annotations

import errno
import os
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.tags.network import remote_kind

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from filelock import SoftFileLock

LOCK_SECONDS = 10
"""How long a write waits for another process that is writing."""

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.00005, 0.002
"""Seconds between two looks whether the lock is free: a commit takes a fifth of a millisecond, a snapshot longer."""

_RISK = (
    "If two computers write at the same moment, one may not see the other’s changes: `reader check` would tell. Work "
    "from one computer at a time, or keep the library on a local disk and let a sync tool carry it."
)
_UNKNOWN_TO_FOLDER = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL}


class Lock:
    """The lock on one file, for threads and processes; who holds it may take it again.

    The system lets it go when a process dies, so nobody waits for the dead. The file is made at the first use. In a
    folder that knows no locks a marker file stands in, which a process that dies leaves behind: the next on the same
    computer takes it away.
    """

    def __init__(self, path: Path, seconds: float | None = None) -> None:
        """Lock the file at `path`; whoever wants the lock waits so long for it, by default LOCK_SECONDS."""
        self.path = path
        self._name = str(path)
        self._given = seconds
        self._threads = threading.RLock()
        self._depth = 0
        self._descriptor: int | None = None
        self._file = 0, 0
        self._marker: SoftFileLock | None = None
        self._system: ModuleType

    @property
    def _seconds(self) -> float:
        return LOCK_SECONDS if self._given is None else self._given

    @property
    def notices(self) -> list[str]:
        """In words, why the lock may not hold; empty where nothing is known against it."""
        kind = remote_kind(self.path.parent)
        if self._marker is not None:
            return [f"The disk of {self.path.parent} knows no locks: a marker file stands in. {_RISK}"]
        return [f"This library is on a network folder ({kind}), whose locks may not hold. {_RISK}"] if kind else []

    def __enter__(self) -> None:
        """Take the lock.

        Raises StoreError where another process holds it for longer than is waited for, OSError where its file can't be
        made.
        """
        self._threads.acquire()
        try:
            if not self._depth:
                self._take()
            self._depth += 1
        finally:
            if not self._depth:
                self._threads.release()

    def __exit__(self, *_: object) -> None:
        """Let go of the lock."""
        self._depth -= 1
        if not self._depth:
            self._let_go()
        self._threads.release()

    def __del__(self) -> None:
        """Leave no file open where whoever had the lock never closed it."""
        self.close()

    def close(self) -> None:
        """Close the lock's file; a later use opens it again."""
        with self._threads:
            if not self._depth:
                self._close()

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _take(self) -> None:
        if self._marker is not None:
            self._make_marker(self._marker)
        elif not self._is_free():
            self._wait()

    def _wait(self) -> None:
        begun, pause = time.monotonic(), _SHORTEST_PAUSE
        while not self._is_free():
            if time.monotonic() >= begun + self._seconds:
                raise StoreError(
                    f"Another program has been writing to {self.path.parent} for {self._seconds:g} seconds. "
                    "Nothing was changed; try again."
                )
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _is_free(self) -> bool:
        """Whether nobody had the lock, and so we have it now."""
        while True:
            if self._descriptor is None:
                self._open()
            assert self._descriptor is not None
            try:
                if not self._system.lock_descriptor(self._descriptor, blocking=False):
                    return False
            except OSError as error:
                if error.errno not in _UNKNOWN_TO_FOLDER:
                    raise
                self._take_without_locks()
                return True
            if self._is_current():
                return True
            self._close()

    def _take_without_locks(self) -> None:
        from filelock import SoftFileLock

        marker = SoftFileLock(self.path.with_name(f"{self.path.name}.held"), thread_local=False)
        self._make_marker(marker)
        self._marker = marker

    def _make_marker(self, marker: SoftFileLock) -> None:
        from filelock import Timeout

        try:
            marker.acquire(timeout=self._seconds, poll_interval=10 * _LONGEST_PAUSE)
        except Timeout as error:
            raise StoreError(
                f"Another program has been writing to {self.path.parent} for {self._seconds:g} seconds, or was stopped "
                f"on another computer while it did. Nothing was changed; try again. If no other program is at it, "
                f"remove {marker.lock_file}."
            ) from error

    def _let_go(self) -> None:
        if self._marker is not None:
            self._marker.release()
            return
        assert self._descriptor is not None
        try:
            self._system.unlock_descriptor(self._descriptor)
        except OSError:
            # To close the file lets go as well.
            with suppress(OSError):
                self._close()

    def _open(self) -> None:
        # filelock takes 40 ms to import, and most commands only read.
        import filelock

        self._system = filelock
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        status = os.fstat(self._descriptor)
        self._file = status.st_dev, status.st_ino

    def _is_current(self) -> bool:
        """Whether the open file still has the lock's name: a store can be moved or restored under us."""
        try:
            # A Path costs half as much again, and this is asked at every commit.
            status = os.stat(self._name)  # noqa: PTH116
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._file
