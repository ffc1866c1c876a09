"""Reading a log from its end: the newest commits first, in blocks, only as far as they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.tags.lines import Entry, unframe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reader.tags.disk import Disk

BLOCK = 2**16


class Extent(NamedTuple):
    """One file of a log, and the offsets in the whole log at which it begins and ends."""

    path: Path
    base: int
    end: int


def entries_backwards(
    extents: Callable[[], Sequence[Extent]], disk: Disk, start: int, end: int | None
) -> Iterator[tuple[int, Entry]]:
    """Yield the entries from the offset `end` back to `start`, the newest first, each with the offset at its end.

    Both offsets are ends of lines; without `end` it is the log's. What is damaged is left out. `extents` tells anew
    where the files are, which may be set aside meanwhile. Raises OSError.
    """
    rest, at = b"", start
    for at, block in _blocks(extents, disk, start, end):
        data = block + rest
        # What comes before the first newline may be the end of a line that began in an earlier block.
        first = data.find(b"\n", 0, len(block)) + 1
        rest = data[:first] if first else data
        if first:
            yield from _entries_in(data[first:], at + first)
    yield from _entries_in(rest, at)


def _blocks(
    extents: Callable[[], Sequence[Extent]], disk: Disk, start: int, end: int | None
) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes between two offsets in blocks, the last first, each with its offset."""
    length = BLOCK
    at = end
    while at is None or at > start:
        files = extents()
        at = max((file.end for file in files), default=0) if at is None else at
        file = next((file for file in reversed(files) if file.base < at), None)
        if file is None:
            return
        at = min(at, file.end)
        begin = max(start, file.base, at - length)
        data = disk.read(file.path, begin - file.base, at - begin) if begin < at else b""
        if not data or len(data) < at - begin:
            return
        yield begin, data
        at = begin
        # A step of very many changes is one long line.
        length = BLOCK if b"\n" in data else length * 2


def _entries_in(data: bytes, offset: int) -> Iterator[tuple[int, Entry]]:
    """Yield the entries of whole lines that begin at `offset`, the last first, each with the offset at its end."""
    end = len(data)
    while end > 0:
        start = data.rfind(b"\n", 0, end - 1) + 1
        line = unframe(data[start:end])
        if line is not None and isinstance(line.says, Entry):
            yield offset + end, line.says
        end = start
