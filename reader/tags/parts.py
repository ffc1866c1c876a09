"""The files of a log, as they are read: what stands in which, from the beginning, from a place, from the end."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.tags.backwards import Extent, entries_backwards
from reader.tags.lines import CRC_LENGTH, Entry, Header, unframe
from reader.tags.marks import Mark, read_on
from reader.tags.room import ROOM, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.tags.disk import Disk
    from reader.tags.marks import Found

BLOCK, PIECE = 2**16, 2**12


class Parts:
    """The files of the log whose newest is at `path`.

    `room` is how much there was at the end of that when it was read or written last.
    """

    def __init__(self, path: Path, disk: Disk) -> None:
        self.path = path
        self.room = 0
        self._disk = disk
        self._bases: dict[int, int] = {}

    def parts(self) -> list[Path]:
        """Return the files of the log, the oldest first."""
        start = f"{self.path.name}."
        aside = [each for each in self.path.parent.glob(f"{start}*") if each.name.removeprefix(start).isdigit()]
        current = [self.path] if self._disk.signature(self.path) else []
        return sorted(aside, key=lambda each: int(each.suffix[1:])) + current

    def header(self) -> Header | None:
        """Return the header of the part that is written to, None where there is none or it is damaged."""
        with suppress(OSError):
            return self._header(self.path)
        return None

    def base(self) -> int:
        """Return where the part that is written to begins in the whole log."""
        header = self.header()
        if header is not None:
            return header.base
        end = 0
        for file in self._extents():
            if file.path == self.path:
                return file.base
            end = file.end
        return end

    def has(self, mark: Mark) -> bool:
        """Whether the log holds the line that `mark` stands after, at its place."""
        offset = 0
        for part in self.parts():
            signature, header = self._disk.signature(part), self._header(part)
            offset = header.base if header else offset
            end = offset + (signature.size if signature else 0)
            if offset <= mark.last < end:
                crc = self._disk.read(part, mark.last - offset, CRC_LENGTH).decode("ascii", "replace")
                return crc == mark.crc and mark.offset <= end and header is not None and header.log == mark.log
            offset = end
        return False

    def _header(self, part: Path) -> Header | None:
        for raw in self._disk.read(part, 0, BLOCK).splitlines(keepends=True):
            line = unframe(raw)
            if line is not None:
                return line.says if isinstance(line.says, Header) else None
        return None

    def lines(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield offset and bytes of each line from the offset `start` on; an unfinished one comes last."""
        offset = self.room = 0
        for part in self.parts():
            signature, header = self._disk.signature(part), self._header(part)
            offset = header.base if header else offset
            skipped = min(max(0, start - offset), signature.size if signature else 0)
            data = self._text(part, skipped)
            offset += skipped
            yield from _split(data, offset)
            offset += len(data)

    def _text(self, part: Path, start: int, size: int | None = None) -> bytes:
        """Return what stands in a file from `start` on, and take note of the room after it.

        With its `size` it is read only as far as its room begins.
        """
        data = self._disk.read(part, start) if size is None else b"".join(self._pieces(part, start))
        text = text_of(data)
        self.room = max(0, (start + len(data) if size is None else size) - start - len(text))
        if ROOM in text:
            # What was missing when the first page was read may have been written when the next one was.
            text = self._disk.read(part, start, len(text))
        return text

    def _pieces(self, part: Path, start: int) -> Iterator[bytes]:
        """Yield what stands in a file from `start` on, up to a piece that ends with room.

        That is two tabs, as one may be a flipped bit.
        """
        piece = b""
        while not piece.endswith(2 * ROOM):
            piece = self._disk.read(part, start, PIECE)
            yield piece
            start += len(piece)
            if len(piece) < PIECE:
                return

    def read(self, mark: Mark, *, is_final: bool = False) -> Iterator[Found]:
        """Return what stands after `mark`, one by one.

        An unfinished line at the end is a commit that another process is writing, and passed over; with `is_final`,
        while nobody writes, one that is whole but for its newline counts. After one that stands out of order, as after
        a merge of two logs by line, the numbers of rows can't be relied on: all that follow are strays as well. Raises
        StoreError at what a newer version wrote.
        """
        return read_on(self.path, self.lines(mark.offset), mark, is_final=is_final)

    def follow(
        self, mark: Mark, base: int, size: int | None = None, *, is_final: bool = False
    ) -> Iterator[Found] | None:
        """Return what `read` yields where `mark` is in the file that is written to, which begins at `base`.

        With its `size` it is as long as it was: only its room was written over, and is read as far as that went. None
        where the line that `mark` stands after is not there any more: a log can be cut off, and grow again.
        """
        if mark.last < base:
            return None
        data = self._text(self.path, mark.last - base, size)
        end = mark.offset - mark.last
        if data[:CRC_LENGTH] != mark.crc.encode("ascii") or data[end - 1 : end] != b"\n":
            return None
        return read_on(self.path, _split(data[end:], mark.offset), mark, is_final=is_final)

    def backwards(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Entry]]:
        """Yield the entries from the offset `end` (by default the log's) back to `start`, each with where it ends.

        The newest come first, what is damaged is left out; both offsets are ends of lines. Only so much is read as is
        asked for. Raises OSError.
        """
        return entries_backwards(self._extents, self._disk, start, end)

    def _extents(self) -> list[Extent]:
        """Return each file of the log, the oldest first; where one begins is read once."""
        found: list[Extent] = []
        end = 0
        for part in self.parts():
            signature = self._disk.signature(part)
            if signature is None:
                continue
            if signature.inode not in self._bases:
                header = self._header(part)
                self._bases[signature.inode] = header.base if header else end
            base = self._bases[signature.inode]
            # One that was set aside has no room.
            end = base + (self._length(part, signature.size) if part == self.path else signature.size)
            found.append(Extent(part, base, end))
        return found

    def _length(self, part: Path, size: int) -> int:
        """Return how long a file of `size` bytes is without the room at its end."""
        if size and self._disk.read(part, size - 1, 1) not in (b"", ROOM):
            return size
        while size:
            start = max(0, size - BLOCK)
            text = text_of(self._disk.read(part, start, size - start))
            if text:
                return start + len(text)
            size = start
        return 0


def _split(data: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield offset + at, data[at:end]
        at = end
