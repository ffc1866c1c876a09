"""Mending a store from what is whole of it. What was damaged is kept under another name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.tags.checkpoint import keep_copy, put_aside
from reader.tags.image import Image, apply, differences
from reader.tags.lines import Entry
from reader.tags.log import Log
from reader.tags.marks import Mark
from reader.tags.merging import Loose
from reader.tags.model import new_id, now
from reader.tags.opening import MEND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.tags.journal import Journal

_A_WRITE = 5_000


def log_flaws(journal: Journal) -> list[str]:
    """Return in words what is damaged in the whole log, also before the place that the snapshot covers."""
    mark = Mark()
    flaws: list[str] = []
    name = clean_line(journal.log.path.name)
    for found in journal.log.read(mark):
        mark = found.mark
        if found.flaw:
            flaws.append(f"{name}: {found.flaw}. {MEND}")
    if mark.lost:
        flaws.append(f"{name}: its last commit is damaged and lost. {MEND}")
    return flaws


def mend(journal: Journal) -> list[str]:
    """Bring snapshot and log to agree, and return in words where the damaged originals are.

    The log is written anew from every commit that is whole, and one that brings in what only the snapshot held. The
    caller holds the lock. Raises StoreError or OSError with all that was there still there.
    """
    before = {path.name for path in journal.path.parent.glob("*.damaged-*")}
    if log_flaws(journal):
        _write_log_anew(journal)
        journal.reopen()
    elif journal.is_ahead and journal.mark.log:
        keep_copy(journal.log.path, journal.disk)
    journal.snapshot()
    aside = sorted({path.name for path in journal.path.parent.glob("*.damaged-*")} - before)
    return [f"What was there is kept as {name}." for name in aside]


def _write_log_anew(journal: Journal) -> None:
    disk, log = journal.disk, journal.log
    temporary = Log(log.path.with_name(f".{log.path.name}.{os.getpid()}.tmp"), disk)
    disk.remove(temporary.path)
    state: Image = {}
    entries = list(_whole(log, state))
    lost = differences(state, journal.image)
    if lost:
        entries.append(Entry(new_id(), f"Mended from {journal.path.name}", "", now(), lost))
    mark, seen = Mark(), None
    for at in range(0, max(1, len(entries)), _A_WRITE):
        mark, seen = temporary.append(mark, 0, seen, journal.store, entries[at : at + _A_WRITE])
    temporary.close()
    # Whenever this is broken off, the log or the snapshot that is there still has every record.
    for part in log.parts():
        if part == log.path:
            keep_copy(part, disk)
        else:
            put_aside(part, disk)
    disk.replace(temporary.path, log.path)
    disk.sync_folder(log.path.parent)
    if disk.signature(journal.path) is not None:
        put_aside(journal.path, disk)


def _whole(log: Log, state: Image) -> Iterator[Entry]:
    """Yield the commits that are whole, and make in `state` what they did."""
    for found in log.read(Mark(), is_final=True):
        entry = found.entry
        if entry is None:
            continue
        if found.is_stray:
            stray = Loose()
            stray.add(entry.ops)
            entry = entry._replace(ops=stray.brought_into(state))
        apply(state, entry.ops)
        yield entry
