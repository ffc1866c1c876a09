"""Opening a store: from its snapshot and its log to the rows, and in words what was wrong with either."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.errors import StoreError
from reader.tags import snapshot as snapshots
from reader.tags.checkpoint import Checkpoint
from reader.tags.image import Image, apply, shallow
from reader.tags.lines import FORMAT, newer
from reader.tags.marks import Mark
from reader.tags.merging import Loose, merge, merge_edit
from reader.tags.model import new_id, now

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reader.tags.disk import Disk, Signature
    from reader.tags.lines import Op
    from reader.tags.log import Log
    from reader.tags.model import Table
    from reader.tags.snapshot import Snapshot

MEND = "`reader check --repair` mends it, and keeps the damaged file under another name."
_TRIES = 3


@dataclass(slots=True)
class Opened:
    """What a store held when it was opened.

    `base` is where the log's file begins in the whole log. `owed` are changes that the rows have and the log has not
    yet; `covered` is the place in the log that the snapshot on the disk stands for; `is_damaged` says that the
    snapshot must be put aside before another takes its place. `problems` are faults, `notices` are none, in words.
    """

    log_seen: Signature | None
    snapshot_seen: Signature | None
    image: Image = field(default_factory=dict)
    store: str = ""
    mark: Mark = field(default_factory=Mark)
    base: int = 0
    covered: Mark | None = None
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    owed: list[Op] = field(default_factory=list)
    is_damaged: bool = False

    def checkpoint(self, path: Path) -> Checkpoint:
        """Return this state, to be written as the snapshot at `path`."""
        return Checkpoint(path, shallow(self.image), self.store, self.mark, self.snapshot_seen, self.is_damaged)

    def cover(self, checkpoint: Checkpoint, signature: Signature) -> None:
        """Take note of a snapshot that was written."""
        self.snapshot_seen, self.covered, self.is_damaged = signature, checkpoint.mark, False


def open_store(path: Path, log: Log, disk: Disk, tables: Mapping[Table, str] = {}, *, is_final: bool = False) -> Opened:
    """Read the store whose snapshot is at `path`; `tables` gives the name that each kind of record has in it.

    With `is_final` the caller holds the lock: nobody writes.

    Raises StoreError where it can't be read, a newer version wrote it, or nothing of it can be understood.
    """
    for _ in range(_TRIES - 1):
        parts = log.parts()
        try:
            opened = _open(path, log, disk, tables, is_final=is_final)
        except StoreError:
            if log.parts() == parts:
                raise
        else:
            if log.parts() == parts:
                return opened
        # Another process has set the log aside while this was reading.
    return _open(path, log, disk, tables, is_final=is_final)


def _open(path: Path, log: Log, disk: Disk, tables: Mapping[Table, str], *, is_final: bool) -> Opened:
    opened = Opened(disk.signature(log.path), disk.signature(path))
    try:
        snapshot, damage = _load(path, disk)
        if snapshot and snapshot.meta and snapshot.is_whole and log.has(snapshot.meta.mark):
            opened.image, opened.store = snapshot.image, snapshot.meta.store
            opened.mark = opened.covered = snapshot.meta.mark
            _replay(opened, log, is_final=is_final)
        else:
            _reconcile(path, log, opened, snapshot, tables, is_final=is_final)
    except OSError as error:
        raise StoreError(f"{path} can’t be read: {error.strerror or error}.") from error
    if damage is not None:
        _stand_in(log, opened, damage)
    opened.store = opened.store or new_id()
    return opened


def _load(path: Path, disk: Disk) -> tuple[Snapshot | None, snapshots.DamagedError | None]:
    try:
        return snapshots.load(path, disk), None
    except snapshots.DamagedError as error:
        return None, error


def _replay(opened: Opened, log: Log, *, is_final: bool, stop: Mark | None = None) -> Image | None:
    """Apply the log after the opened mark; return the rows as they were at `stop`, None where that is no place in it.

    What stands out of order, as after a merge of two logs by line, is brought in record by record.
    """
    base: Image | None = None
    strays = Loose()
    header = log.header()
    if header is not None and header.format > FORMAT:
        raise newer(log.path)
    opened.store, opened.base = header.store if header else "", log.base()
    for found in log.read(opened.mark, is_final=is_final):
        opened.mark = found.mark
        if found.flaw:
            opened.problems.append(f"{clean_line(log.path.name)}: {found.flaw}. {MEND}")
        if found.entry is not None and found.is_stray:
            strays.add(found.entry.ops)
        elif found.entry is not None:
            apply(opened.image, found.entry.ops)
        if stop is not None and (found.mark.offset, found.mark.crc) == (stop.offset, stop.crc):
            apply(opened.image, strays.brought_into(opened.image))
            base = shallow(opened.image)
    apply(opened.image, strays.brought_into(opened.image))
    if opened.mark.lost:
        opened.problems.append(f"{clean_line(log.path.name)}: its last commit is damaged and lost. {MEND}")
    return base


def _reconcile(
    path: Path, log: Log, opened: Opened, snapshot: Snapshot | None, tables: Mapping[Table, str], *, is_final: bool
) -> None:
    """Replay the whole log, and bring in what a snapshot holds that isn't simply a state of it."""
    meta = snapshot.meta if snapshot else None
    base = _replay(opened, log, is_final=is_final, stop=meta.mark if meta else None)
    if snapshot is None:
        return
    opened.store = opened.store or (meta.store if meta else "")
    name, log_name = clean_line(path.name), clean_line(log.path.name)
    was_written = opened.snapshot_seen and meta and opened.snapshot_seen.modified == meta.written
    if base is not None and snapshot.is_whole:
        return
    if base is not None and not was_written:
        opened.owed = merge_edit(opened.image, snapshot.image, base, tables, now())
        changed = f"{len(opened.owed)} of its rows" if opened.owed else "none of its rows"
        later = "That was taken in, and becomes a step of the history with the next change." if opened.owed else ""
        opened.notices.append(f"{name} was changed outside Reader: {changed}. {later}".rstrip())
    elif base is not None:
        opened.is_damaged = True
        opened.problems.append(f"{name} is damaged: its checksum is wrong. Everything was taken from the log. {MEND}")
    elif meta and snapshot.is_whole and meta.mark.log == opened.mark.log and opened.mark.n < meta.mark.n:
        # Or the snapshot is of a copy that went on elsewhere: it takes away nothing that was done here.
        opened.owed, opened.is_damaged = merge(opened.image, snapshot.image), True
        opened.problems.append(
            f"{log_name} ends before {name} does (a copy from an older backup?). What either of them has was kept; the "
            f"history of what only {name} has is missing. {MEND}"
        )
    else:
        opened.owed = merge(opened.image, snapshot.image)
        _tell_apart(opened, snapshot, name, log_name)
    apply(opened.image, opened.owed)


def _tell_apart(opened: Opened, snapshot: Snapshot, name: str, log_name: str) -> None:
    """Say what it means that a snapshot is no state of the log; both were brought together."""
    rows = f"{len(opened.owed)} row{'' if len(opened.owed) == 1 else 's'}"
    if not opened.mark.log and snapshot.meta is None:
        # A TinyDB file that Reader didn't write: it begins a store.
        return
    opened.is_damaged = True
    if not opened.mark.log:
        opened.problems.append(
            f"{log_name} is missing, and with it the history. Everything in {name} was kept; a new log begins with the "
            f"next change. If you have a copy of the log, put it back first. {MEND}"
        )
    elif snapshot.is_whole:
        opened.problems.append(
            f"{name} and {log_name} don’t belong together (a copy from elsewhere?). Both were kept: {rows} came from "
            f"{name}. If one of them is a mistake, put the right file back before you change anything. {MEND}"
        )
    else:
        opened.problems.append(
            f"{name} is damaged, or was changed so that it no longer says which state of {log_name} it holds. Both "
            f"were kept: {rows} came from {name}. {MEND}"
        )


def _stand_in(log: Log, opened: Opened, damage: snapshots.DamagedError) -> None:
    """Let the log stand in for a snapshot that can't be understood. Raises the damage where there is no log."""
    if not opened.mark.n:
        raise snapshots.DamagedError(
            f"{damage} Nothing was changed. "
            "Mend it by hand, or run `reader check --repair`, which puts it aside and keeps it; `reader restore` has "
            "the backups."
        ) from damage
    opened.is_damaged = True
    opened.problems.append(
        f"{damage} Everything was taken from {clean_line(log.path.name)}, but what was changed by hand: mend the file "
        f"to have that too. {MEND}"
    )
