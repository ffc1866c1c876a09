"""Room at the end of a log, for commits that come one after the other.

To sync a file that grew, the file system must note its new size as well; to sync bytes that were written over others
it need not. So in a long run of commits the log is extended by a stretch of tabs, and each next line written over them.
A tab stands in no line, JSON writes it as two other characters: the text of a log ends where only tabs follow.

Of a line that is written over room any part may be there and any other not, after a power failure as well as for a
reader that looks meanwhile. Such a hole tells that the line was never confirmed. As the size of the file tells nothing
of news, the byte after the last line read is looked at.
"""

from __future__ import annotations

ROOM = b"\t"

ROOM_BYTES = 2**18
"""How much room is made at a time: some 500 commits of one tag."""


def text_of(data: bytes) -> bytes:
    """Return what there is before the room at the end of a log's bytes."""
    return data.rstrip(ROOM)


def has_hole(line: bytes) -> bool:
    """Whether a part of a line was never written. One tab alone may be a flipped bit, but not where a CRC begins."""
    return line.startswith(ROOM) or 2 * ROOM in line
