"""Room at the end of a log, for commits that come one after the other.

To sync a file that grew, the file system must note its new size as well; to sync bytes that were written over others
it need not. So in a long run of commits the log is extended by a stretch of tabs, and each next line written over them.
A tab stands in no line, JSON writes it as two other characters: the text of a log ends where only tabs follow.

Of a line that is written over room any part may be there and any other not, after a power failure as well as for a
reader that looks meanwhile. Such a hole tells that the line was never confirmed. As the size of the file
tells nothing of news, the byte after the last line read is looked at.
"""

from __future__ import annotations

import time
from collections import deque

ROOM = b"\t"

ROOM_BYTES = 2**18
"""How much room is made at a time: some 500 commits of one tag."""

RUN = 32
RUN_SECONDS = 1.0
"""So many commits in so many seconds are a long run. Who tags by hand, or a command at a time, never makes one."""


def text_of(data: bytes) -> bytes:
    """Return what there is before the room at the end of a log's bytes."""
    return data.rstrip(ROOM)


def has_hole(line: bytes) -> bool:
    """Whether a part of a line was never written. One tab alone may be a flipped bit, but not where a CRC begins."""
    return line.startswith(ROOM) or 2 * ROOM in line


class Run:
    """The commits of one process, and whether the last of them came so fast that room for the next pays."""

    def __init__(self) -> None:
        self._moments: deque[float] = deque(maxlen=RUN)

    @property
    def is_long(self) -> bool:
        """Whether the commits noted last are a long run."""
        return len(self._moments) == RUN and self._moments[-1] - self._moments[0] < RUN_SECONDS

    def note(self, commits: int) -> None:
        """Note commits that were written now; several that shared one sync need no room, and end a run."""
        if commits == 1:
            self._moments.append(time.monotonic())
        else:
            self._moments.clear()
