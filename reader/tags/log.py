"""The log of a store: every commit since the beginning, a line each, only ever added to.

It is journal and history in one. Past PART_BYTES the file is set aside as `NAME.1`, `NAME.2` …, and a new one begun;
offsets count the bytes of all parts together, so a part that is set aside moves none.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from reader.tags.backwards import Extent, entries_backwards
from reader.tags.lines import CRC_LENGTH, TORN, Entry, Header, frame, unframe
from reader.tags.marks import Mark, read_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reader.tags.disk import Disk, Signature
    from reader.tags.lines import Op
    from reader.tags.marks import Found

PART_BYTES = 64 * 2**20
_BLOCK = 2**16


class SyncError(OSError):
    """The disk didn't confirm what was written. Whether it is there nobody can know, so nothing more may be written."""


class Written(NamedTuple):
    """What an append came to: the place after it, the file then, and each entry's changes as a reader finds them."""

    mark: Mark
    seen: Signature
    ops: list[list[Op]]


class Log:
    """The files of one log. Whoever writes holds the library's lock."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self.path = path
        self._disk = disk
        self._file: int | None = None
        self._inode = self._ended = 0
        self._bases: dict[int, int] = {}
        self._durable_name: int | None = None

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
        before = [part for part in self.parts() if part != self.path]
        if header is not None or not before:
            return header.base if header else 0
        signature, header = self._disk.signature(before[-1]), self._header(before[-1])
        return (header.base if header else 0) + (signature.size if signature else 0)

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
        for raw in self._disk.read(part, 0, _BLOCK).splitlines(keepends=True):
            line = unframe(raw)
            if line is not None:
                return line.says if isinstance(line.says, Header) else None
        return None

    def lines(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield offset and bytes of each line from the offset `start` on; an unfinished one comes last."""
        offset = 0
        for part in self.parts():
            signature, header = self._disk.signature(part), self._header(part)
            offset = header.base if header else offset
            skipped = min(max(0, start - offset), signature.size if signature else 0)
            data = self._disk.read(part, skipped)
            offset += skipped
            yield from _split(data, offset)
            offset += len(data)

    def read(self, mark: Mark, *, is_final: bool = False) -> Iterator[Found]:
        """Return what stands after `mark`, one by one.

        An unfinished line at the end is a commit that another process is writing, and passed over; with `is_final`,
        while nobody writes, one that is whole but for its newline counts. After one that stands out of order, as after
        a merge of two logs by line, the numbers of rows can't be relied on: all that follow are strays as well. Raises
        StoreError at what a newer version wrote.
        """
        return read_on(self.path, self.lines(mark.offset), mark, is_final=is_final)

    def follow(self, mark: Mark, base: int, *, is_final: bool = False) -> Iterator[Found] | None:
        """Return what `read` yields where `mark` is in the file that is written to, which begins at `base`.

        None where the line that `mark` stands after is not there any more: a log can be cut off, and grow again.
        """
        if mark.last < base:
            return None
        data = self._disk.read(self.path, mark.last - base)
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
            end = base + signature.size
            found.append(Extent(part, base, end))
        return found

    def append(
        self, mark: Mark, base: int, seen: Signature | None, header: Header, entries: Sequence[Entry]
    ) -> Written:
        """Write entries after `mark`, the last line of the log, and return when they are on the disk.

        `base` is where the file begins in the whole log, and `seen` its signature, None where there is none: a new file
        begins with `header`. Raises SyncError, and OSError with the log as it was; TypeError or ValueError where a row
        holds what JSON can't.
        """
        if seen is None or seen.inode != self._durable_name:
            # Also where the file is there: who made it may have been killed before its name was on the disk.
            self._disk.make_folder(self.path.parent)
        file = self._opened(seen)
        size = seen.size if seen else 0
        is_new = not size or not mark.log
        start = mark._replace(log=mark.log or header.log, offset=base + size)
        gap = self._gap(file, seen, mark.offset - base)
        data, end, ops = _framed(start, [header, *entries] if is_new else entries, gap)
        try:
            self._disk.write(file, data)
        except OSError:
            with suppress(OSError):
                self._disk.truncate(file, size)
            raise
        try:
            self._disk.sync(file)
            written = Written(end, self._disk.opened(file), ops)
            if self._durable_name != written.seen.inode:
                self._disk.sync_folder(self.path.parent)
        except OSError as error:
            with suppress(OSError):
                self._disk.truncate(file, size)
            raise SyncError(error.errno, error.strerror) from error
        self._inode, self._ended = written.seen.inode, written.seen.size
        self._durable_name = self._inode
        if not self._disk.keeps_open:
            self.close()
        return written

    def confirm(self) -> None:
        """Return when everything in the log is on the disk. Raises SyncError where that can't be known."""
        try:
            file = self._disk.open(self.path)
            try:
                self._disk.sync(file)
            finally:
                self._disk.close(file)
        except OSError as error:
            raise SyncError(error.errno, error.strerror) from error

    def _opened(self, seen: Signature | None) -> int:
        """Return the descriptor of the file that has the log's name now: `seen` is its signature."""
        if self._file is not None and (seen is None or seen.inode != self._inode):
            self.close()
        if self._file is None:
            self._file = self._disk.open(self.path)
        return self._file

    def close(self) -> None:
        """Close the file; a later write opens it again."""
        if self._file is not None:
            self._disk.close(self._file)
            self._file = None

    def _gap(self, file: int, seen: Signature | None, read: int) -> bytes:
        """Return what ends a line that a dying process left unfinished; what there is of it stays.

        `read` is how much of the file was understood: all of it where only the newline is missing.
        """
        if seen is None or not seen.size or (seen.inode, seen.size) == (self._inode, self._ended):
            return b""
        if self._disk.look(file, seen.size - 1, 1) == b"\n":
            return b""
        return b"\n" if read == seen.size else TORN

    def rotate(self) -> None:
        """Set the file aside under the next number, so that a new one is begun. Raises OSError and SyncError."""
        self.close()
        numbers = [int(each.suffix[1:]) for each in self.parts() if each != self.path]
        self._disk.replace(self.path, self.path.with_name(f"{self.path.name}.{max(numbers, default=0) + 1}"))
        try:
            # Before another file takes the name: not every file system keeps the order of two changes.
            self._disk.sync_folder(self.path.parent)
        except OSError as error:
            raise SyncError(error.errno, error.strerror) from error


def _framed(start: Mark, lines: Sequence[Header | Entry], gap: bytes) -> tuple[bytes, Mark, list[list[Op]]]:
    """Return the bytes of the lines after `gap`, the place after them, and the changes as they will be read."""
    pieces, read_back = [gap], []
    offset, last, crc, n = start.offset + len(gap), start.last, start.crc, start.n + start.lost
    for says in lines:
        n += isinstance(says, Entry)
        piece, crc, ops = frame(says, n, crc)
        if isinstance(says, Entry):
            read_back.append(ops)
        pieces.append(piece)
        last = offset
        offset += len(piece)
    return b"".join(pieces), Mark(start.log, offset, n, last, crc), read_back


def _split(data: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield offset + at, data[at:end]
        at = end
