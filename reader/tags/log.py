"""The log of a store: every commit since the beginning, a line each, only ever added to.

It is journal and history in one. Past PART_BYTES the file is set aside as `NAME.1`, `NAME.2` …, and a new one begun;
offsets count the bytes of all parts together, so a part that is set aside moves none.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from reader.tags.lines import FORMAT, TORN, Entry, Header, frame
from reader.tags.marks import Mark
from reader.tags.model import new_id
from reader.tags.parts import Parts
from reader.tags.room import ROOM, ROOM_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.tags.disk import Disk, Names, Signature

PART_BYTES = 64 * 2**20


class SyncError(OSError):
    """The disk didn't confirm what was written. Whether it is there nobody can know, so nothing more may be written."""


class Written(NamedTuple):
    """Lines that a power failure may still take: those before `mark`, in the open `file` from `at` to `ended`.

    `before` is the signature that the file had, where they were written over its room.
    """

    mark: Mark
    file: int
    at: int
    ended: int
    before: Signature | None


class Log(Parts):
    """A log that is read and written to. Whoever writes holds the library's lock."""

    def __init__(self, path: Path, disk: Disk) -> None:
        super().__init__(path, disk)
        self._folder = path.parent
        self._file: int | None = None
        self._names: Names | None = None
        self.overwrites = False
        self._inode = self._ended = 0
        self._durable_name: int | None = None

    def look(self, seen: Signature | None, mark: Mark, base: int) -> tuple[Signature | None, bool]:
        """Return the signature of the file that has the log's name now, and whether there is news in it.

        It is None where there is no file. News is a signature other than `seen`, or a line after `mark`.
        """
        names = self._disk.names(self._folder) if self.overwrites and self.room else None
        if names is not None and names == self._names:
            after = self._after(seen, mark, base)
            if after is not None:
                return seen, after != ROOM
        found = self._disk.signature(self.path)
        is_ours = found is not None and self._file is not None and found.inode == self._inode
        self._names = names if is_ours and names and names.are_settled and not self.path.is_symlink() else None
        return found, found != seen or (found is not None and self._goes_on(found, mark.offset - base))

    def _after(self, seen: Signature | None, mark: Mark, base: int) -> bytes | None:
        """Return the byte after the line before `mark`, in the file that this process writes over.

        None where that line isn't in its place, or something else than the room of the file was written over. A file
        that is asked for its time has another to note with the next write, and the sync is as dear as if it had grown.
        """
        if seen is None or self._file is None or mark.last < base:
            return None
        end = mark.offset - mark.last
        try:
            line = self._disk.look(self._file, mark.last - base, end + 1)
            is_there = line.startswith(mark.crc.encode("ascii")) and line[end - 1 : end] == b"\n"
            after = line[end:]
            return after if is_there and (after == ROOM or self._disk.size(self._file) == seen.size) else None
        except OSError:
            return None

    def _goes_on(self, seen: Signature, at: int) -> bool:
        """Whether the room that was at the offset `at` of the file was written over, which its size doesn't tell."""
        if not self.room:
            return False
        with suppress(OSError):
            if self._file is not None and seen.inode == self._inode:
                return self._disk.look(self._file, at, 1) != ROOM
            return self._disk.read(self.path, at, 1) != ROOM
        return True

    def write(self, mark: Mark, base: int, seen: Signature | None, store: str, entries: Sequence[Entry]) -> Written:
        """Write entries after `mark`, the last line of the log; they are on the disk when `sync` has returned.

        `base` is where the file begins in the whole log, and `seen` its signature, None where there is none: a new file
        begins with a header, which names the `store`. Raises OSError with the log as it was; TypeError or ValueError
        where a row holds what JSON can't.
        """
        if seen is None or seen.inode != self._durable_name:
            # Also where the file is there: who made it may have been killed before its name was on the disk.
            self._disk.make_folder(self.path.parent)
        file = self._opened(seen)
        at = seen.size - self.room if seen else 0
        # A file of which nothing was understood has no header, or a part of one that a dying process left.
        lines: Sequence[Header | Entry] = entries
        if not mark.log or mark.offset <= base:
            mark = mark._replace(log=mark.log or new_id())
            lines = [Header(store, mark.log, FORMAT, base, mark.n), *entries]
        is_ours = seen is None or (seen.inode, at) == (self._inode, self._ended)
        gap = b"" if is_ours else self._gap(file, at, mark.offset - base)
        data, end = _framed(mark, base + at, gap, lines)
        fills_room = self.overwrites and len(lines) == 1
        try:
            if self.room and not fills_room:
                # Of several lines the first could be missing after a power failure, and the others be there.
                self._disk.truncate(file, at)
            if self.overwrites:
                self._disk.overwrite(file, at, data)
            else:
                self._disk.write(file, data)
        except OSError:
            with suppress(OSError):
                self._disk.truncate(file, at)
            raise
        return Written(end, file, at, at + len(data), seen if fills_room else None)

    def append(
        self, mark: Mark, base: int, seen: Signature | None, store: str, entries: Sequence[Entry]
    ) -> tuple[Mark, Signature]:
        """Write entries as `write` does; return the place after them, and as `sync`, when they are on the disk."""
        written = self.write(mark, base, seen, store, entries)
        return written.mark, self.sync(written)

    def sync(self, written: Written) -> Signature:
        """Return the signature of the file when what was written is on the disk.

        Raises SyncError, with what was written taken back.
        """
        _, file, at, ended, before = written
        try:
            self._disk.sync(file)
            # The signature stays: see `look`.
            seen = before if before is not None and ended <= before.size else self._disk.opened(file)
            if self._durable_name != seen.inode:
                self._disk.sync_folder(self.path.parent)
        except OSError as error:
            with suppress(OSError):
                self._disk.truncate(file, at)
            raise SyncError(error.errno, error.strerror) from error
        self._inode = self._durable_name = seen.inode
        self._ended, self.room = ended, seen.size - ended
        if not self._disk.keeps_open:
            self.close()
        return seen

    def overwrite(self) -> None:
        """Write single lines over the room from now on, where there is any, in place of taking it away."""
        if not self.overwrites:
            self.close()
            self.overwrites = True

    def extend(self, seen: Signature) -> Signature:
        """Make room after the last line, where there is none; return the signature of the file.

        Nothing is synced: the sync of the commit that needs the room is enough. Raises OSError with the log as it was.
        """
        self.overwrite()
        file = self._opened(seen)
        try:
            self._disk.overwrite(file, seen.size, ROOM * ROOM_BYTES)
        except OSError:
            self._disk.truncate(file, seen.size)
            raise
        self.room = ROOM_BYTES
        return self._disk.opened(file)

    def cut(self, seen: Signature) -> Signature:
        """Take away the room; return the signature of the file. Raises OSError."""
        file = self._opened(seen)
        self._disk.truncate(file, seen.size - self.room)
        self.room = 0
        return self._disk.opened(file)

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
            self._file = self._disk.open(self.path, to_overwrite=self.overwrites)
        return self._file

    def __del__(self) -> None:
        """Leave no file open where a store was never closed."""
        self.close()

    def close(self) -> None:
        """Close the file; a later write opens it again."""
        if self._file is not None:
            self._disk.close(self._file)
            self._file = None

    def _gap(self, file: int, at: int, read: int) -> bytes:
        """Return what ends a line that a dying process left unfinished before `at`; what there is of it stays.

        `read` is how much of the file was understood: all of it where only the newline is missing.
        """
        if not at or self._disk.look(file, at - 1, 1) == b"\n":
            return b""
        return b"\n" if read == at else TORN

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


def _framed(mark: Mark, at: int, gap: bytes, lines: Sequence[Header | Entry]) -> tuple[bytes, Mark]:
    """Return the bytes of `gap` and of the lines that follow `mark` behind it, written at `at`, and the place then."""
    pieces: list[bytes] = [gap]
    offset, last, crc, n = at + len(gap), mark.last, mark.crc, mark.n + mark.lost
    for says in lines:
        n += isinstance(says, Entry)
        piece, crc = frame(says, n, crc)
        pieces.append(piece)
        last = offset
        offset += len(piece)
    return b"".join(pieces), Mark(mark.log, offset, n, last, crc)
