"""Long runs of commits: when room is made at the end of a log, and when it is written over."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.tags.disk import Disk, Signature
    from reader.tags.locking import Lock
    from reader.tags.log import Log

RUN = 32
RUN_SECONDS = 1.0
"""So many commits in so many seconds are a long run. Who tags by hand, or a command at a time, never makes one."""


class Run:
    """The commits of one process to a log: where the last came fast, room is made for the next and written over.

    Not where two computers might write at the same moment, nor where a file can't stay open.
    """

    def __init__(self, log: Log, disk: Disk, lock: Lock) -> None:
        self._log = log
        self._disk = disk
        self._lock = lock
        self._moments: deque[float] = deque(maxlen=RUN)

    def begin(self, commits: int) -> None:
        """Before commits are written: let a single one be written over room that there is, whoever made it."""
        if commits == 1 and self._log.room and not self._log.overwrites and self._may_overwrite():
            self._log.overwrite()

    def note(self, commits: int) -> None:
        """Note commits that were written now; several that shared one sync need no room, and end a run."""
        if commits == 1:
            self._moments.append(time.monotonic())
        else:
            self._moments.clear()

    def extended(self, seen: Signature | None) -> Signature | None:
        """Make room where there is none and the run is long; return the signature of the log’s file, which was `seen`.

        Only while the lock is held.
        """
        if self._log.room or len(self._moments) < RUN or self._moments[-1] - self._moments[0] >= RUN_SECONDS:
            return seen
        self._moments = deque(maxlen=RUN)
        if seen is not None and self._may_overwrite():
            # Without room, as on a full disk, a commit only takes longer.
            with suppress(OSError):
                return self._log.extend(seen)
        return seen

    def _may_overwrite(self) -> bool:
        return self._disk.keeps_open and not self._lock.notices
