"""One store: its rows in memory, the log that every commit is added to, the snapshot that is written now and then.

The log is the truth and complete; the snapshot saves reading all of it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

from reader.errors import StoreError
from reader.tags import log as logs
from reader.tags.checkpoint import Writer
from reader.tags.following import follow, has_tail, takes
from reader.tags.image import Image, apply
from reader.tags.lines import Entry, Op, as_read, pieces
from reader.tags.log import Log, SyncError
from reader.tags.model import new_id, now
from reader.tags.opening import Opened, open_store
from reader.tags.runs import Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.tags.disk import Disk, Signature
    from reader.tags.locking import Lock
    from reader.tags.marks import Mark
    from reader.tags.model import Table

MIN_GROWTH = 2**20
"""How many bytes a log grows at least before the snapshot is written again."""

BRIEF_ROWS = 5_000
"""A snapshot of so many rows takes under 50 ms."""

_TRIES = 3
"""How often a snapshot is tried that others’ work comes in the way of."""


class Journal:
    """The rows of one store, as the disk has them; several processes may have it open at once.

    A write happens inside `with journal`: the lock is held, and what others wrote has been read. Used from one thread;
    a snapshot in the background is its own affair. `generation` grows whenever the rows change; `failure` says in words
    why nothing more is written, once the disk failed to confirm a write.
    """

    def __init__(self, path: Path, lock: Lock, disk: Disk, tables: Mapping[Table, str] = {}) -> None:
        """Open the store whose snapshot is at `path`, with the records of `tables` if it is a library’s.

        Nothing is written. Raises StoreError as `open_store` does.
        """
        self.path = path
        self.log = Log(path.with_suffix(".log"), disk)
        self.generation = 0
        self.has_written = False
        self._lock = lock
        self.disk = disk
        self._tables = tables
        self.failure: str | None = None
        self._too_long: str | None = None
        self._confirmed = 0
        self._untold: list[Op] | None = []
        self._run = Run(self.log, disk, lock)
        self._writer = Writer(disk, lock)
        self._opened: Opened
        self.reopen()

    @property
    def image(self) -> Image:
        """The rows by table and number, for reading only."""
        return self._opened.image

    @property
    def mark(self) -> Mark:
        """The place in the log up to which the rows are read."""
        return self._opened.mark

    @property
    def store(self) -> str:
        """The id that this store's files carry."""
        return self._opened.store

    @property
    def is_new(self) -> bool:
        """Whether nothing is kept yet."""
        return not self.mark.n and self._opened.snapshot_seen is None

    @property
    def is_ahead(self) -> bool:
        """Whether the rows hold what the log has not yet."""
        return bool(self._opened.owed)

    @property
    def has_snapshot(self) -> bool:
        """Whether there is a snapshot, good or bad."""
        return self._opened.snapshot_seen is not None

    @property
    def problems(self) -> list[str]:
        """In words, what was found wrong and what was kept."""
        later = (self.failure, self._too_long, self._writer.problem)
        return [*self._opened.problems, *(problem for problem in later if problem)]

    @property
    def notices(self) -> list[str]:
        """In words, what was found that is no fault: changes that were made outside Reader, and taken in."""
        return self._opened.notices

    def catch_up(self) -> list[Op] | None:
        """Read what others wrote since; return the changes, or None where everything was read anew.

        Costs a look at the sizes of two files where nothing happened. Raises StoreError.
        """
        self._catch_up()
        return self.take_news()

    def take_news(self) -> list[Op] | None:
        """Return the changes of others that were read since this was asked last, or None as `catch_up` does."""
        news, self._untold = self._untold, []
        return news

    def _tell(self, ops: list[Op] | None) -> None:
        """Keep what was read for whoever asks next; None where everything was read anew."""
        self._untold = None if ops is None or self._untold is None else self._untold + ops

    def _catch_up(self) -> None:
        opened = self._opened
        log_seen, has_grown = self.log.look(opened.log_seen, opened.mark, opened.base)
        snapshot_seen = self.disk.signature(self.path)
        if snapshot_seen != opened.snapshot_seen and not takes(opened, self.path, self.log, self.disk, snapshot_seen):
            self.reopen()
        elif has_grown:
            self._follow(log_seen, is_final=False)

    def _follow(self, seen: Signature | None, *, is_final: bool) -> None:
        """Apply what stands in the log after the mark; anything out of the ordinary means reading it all anew."""
        ops = follow(self._opened, self.log, seen, is_final=is_final)
        if ops is None:
            self.reopen(is_final=is_final)
            return
        self.generation += bool(ops)
        self._tell(ops)

    def reopen(self, *, is_final: bool = False) -> None:
        """Read everything anew, with `is_final` while nobody writes. Raises StoreError as opening does."""
        self._opened = open_store(self.path, self.log, self.disk, self._tables, is_final=is_final)
        self._tell(None)
        self.generation += 1

    def __enter__(self) -> Self:
        """Take the lock, and make the rows as current as the disk; `take_news` tells what that brought.

        Raises StoreError, and holds nothing, where the lock can't be had, the store can't be read, or the disk failed
        before.
        """
        self._lock.__enter__()
        is_current = False
        try:
            if self.failure:
                raise StoreError(self.failure)
            self._catch_up()
            if self._opened.owed:
                self.reopen(is_final=True)
            elif has_tail(self._opened, self.log):
                self._follow(self._opened.log_seen, is_final=True)
            is_current = True
        finally:
            if not is_current:
                self._lock.__exit__()
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the lock."""
        self._lock.__exit__()

    def append(self, entries: Sequence[Entry]) -> list[Op]:
        """Add commits to the log, and return their changes when they are on the disk. Only inside `with journal`.

        All of them reach the disk, or none. Raises StoreError with nothing changed; TypeError or ValueError where a
        row holds what JSON can't.
        """
        self._run.begin(len(entries))
        had_owed = bool(self._opened.owed)
        ops = self._add(entries)
        self._look_after(had_owed=had_owed)
        self._opened.log_seen = self._run.extended(self._opened.log_seen)
        return ops

    def _add(self, entries: Sequence[Entry]) -> list[Op]:
        opened = self._opened
        lines = [*self._owed_entries(), *entries] if opened.owed else entries
        if opened.log_seen is None:
            opened.base = opened.mark.offset
        try:
            written = self.log.write(opened.mark, opened.base, opened.log_seen, opened.store, lines)
            # The disk is at it meanwhile.
            ops = as_read(entries)
            self._run.note(len(entries))
            opened.log_seen = self.log.sync(written)
        except SyncError as error:
            raise self._fail(error) from error
        except OSError as error:
            raise StoreError(f"{self.log.path} can’t be written: {error.strerror}. Nothing was changed.") from error
        opened.mark = written.mark
        apply(opened.image, ops)
        opened.owed = []
        self._confirmed = opened.mark.offset
        self.generation += 1
        self.has_written = True
        return ops

    def _fail(self, error: SyncError) -> StoreError:
        """Write nothing from now on, and return the error that says so."""
        self.failure = (
            f"The disk failed to confirm a write to {self.log.path} ({error.strerror}). Nothing was changed, and "
            "nothing more is written: what was confirmed before is kept. Check the disk, then start Reader again."
        )
        return StoreError(self.failure)

    def _owed_entries(self) -> list[Entry]:
        """Return the commits that tell the log what the rows have from elsewhere."""
        label = f"Taken in from {self.path.name}"
        return [Entry(new_id(), label, "", now(), piece) for piece in pieces(self._opened.owed)]

    def _look_after(self, *, had_owed: bool) -> None:
        """Rotate a log that is long, and write the snapshot when the log has grown enough since the last."""
        opened = self._opened
        if opened.mark.offset - opened.base >= logs.PART_BYTES:
            self._rotate()
        covered = opened.covered.offset if opened.covered else 0
        size = opened.snapshot_seen.size if opened.snapshot_seen else 0
        is_due = had_owed or opened.mark.offset - covered > max(MIN_GROWTH, size // 8)
        if is_due and not self._writer.is_busy:
            self._writer.start(opened.checkpoint(self.path), opened.cover)

    def take_room_away(self) -> None:
        """Leave no room at the end of the log, this process's or that of one that was killed. Raises StoreError."""
        if self.log.room and not self.failure:
            with self, suppress(OSError):
                seen = self._opened.log_seen
                if self.log.room and seen is not None:
                    self._opened.log_seen = self.log.cut(seen)

    def _rotate(self) -> None:
        opened = self._opened
        try:
            if self.log.room and opened.log_seen is not None:
                opened.log_seen = self.log.cut(opened.log_seen)
            self.log.rotate()
            self._too_long = None
            opened.base, opened.log_seen = opened.mark.offset, None
            opened.mark, opened.log_seen = self.log.append(opened.mark, opened.base, None, opened.store, [])
        except SyncError as error:
            self._fail(error)
        except OSError as error:
            self._too_long = f"{self.log.path} can’t be set aside: {error.strerror}. It goes on growing."
            opened.log_seen = self.disk.signature(self.log.path)

    @property
    def is_covered(self) -> bool:
        """Whether the snapshot on the disk holds all that the rows do."""
        opened = self._opened
        return opened.covered is not None and opened.covered.n == opened.mark.n and not opened.owed

    def snapshot(self) -> None:
        """Write the snapshot, here and now. Raises StoreError; nothing is lost then, the log has everything."""
        for _ in range(_TRIES):
            with self:
                if self.is_ahead:
                    self._add([])
                if self.is_covered:
                    return
                self.confirm()
                opened = self._opened
                checkpoint = opened.checkpoint(self.path)
            self._writer.write(checkpoint, opened.cover)
            if self._writer.problem:
                raise StoreError(self._writer.problem)
        # Another program replaced the file each time; the next who closes tries again.

    def confirm(self) -> None:
        """Sync what others wrote, before anything is built on it: one that was killed may have left it unsynced.

        Only inside `with journal`. Raises StoreError where the disk doesn't confirm it.
        """
        if self.mark.log and self._confirmed != self.mark.offset:
            try:
                self.log.confirm()
            except SyncError as error:
                raise self._fail(error) from error
            self._confirmed = self.mark.offset

    def close(self, *, most: int | None = None) -> None:
        """End the work: wait for a snapshot that is being written, and write what is missing from the last.

        Only where this process has written; with `most`, only where there are at most so many rows. Raises StoreError.
        """
        self._writer.wait()
        if self.has_written:
            self.take_room_away()
        self.log.close()
        rows = sum(map(len, self.image.values()))
        if self.has_written and not self.failure and not self.is_covered and (most is None or rows <= most):
            self.snapshot()
