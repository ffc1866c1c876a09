"""Bringing a store that is open up to what other processes wrote since it was read, without reading it all anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.tags import snapshot as snapshots
from reader.tags.image import apply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.tags.disk import Disk, Signature
    from reader.tags.lines import Op
    from reader.tags.log import Log
    from reader.tags.marks import Found
    from reader.tags.opening import Opened


def takes(opened: Opened, path: Path, log: Log, disk: Disk, signature: Signature | None) -> bool:
    """Take note of a snapshot that another process wrote of this same log; False where it is anything else."""
    meta = snapshots.peek(path, disk)
    if meta is None or signature is None or signature.modified != meta.written or opened.owed:
        return False
    try:
        if (meta.store, meta.mark.log) != (opened.store, opened.mark.log) or not log.has(meta.mark):
            return False
    except OSError:
        # As while another process sets the log aside.
        return False
    opened.snapshot_seen, opened.covered = signature, meta.mark
    return True


def has_tail(opened: Opened, log: Log) -> bool:
    """Whether the log's file goes on after the mark: with a line that isn't finished, or was being written."""
    seen = opened.log_seen
    return seen is not None and opened.base + seen.size - log.room != opened.mark.offset


def follow(opened: Opened, log: Log, seen: Signature | None, *, is_final: bool) -> list[Op] | None:
    """Apply what stands in the log after the opened mark, and return it; `seen` is the signature of the log's file.

    None where anything is out of the ordinary: the store has to be opened anew. Raises StoreError where the log can't
    be read.
    """
    ops: list[Op] = []
    try:
        following = _after(opened, log, seen, is_final=is_final)
        if following is None:
            return None
        for found in following:
            if found.flaw:
                return None
            opened.mark = found.mark
            if found.entry is not None:
                apply(opened.image, found.entry.ops)
                ops += found.entry.ops
    except FileNotFoundError:
        # A file that has just gone is being set aside by another process.
        return None
    except OSError as error:
        raise StoreError(f"{log.path} can’t be read: {error.strerror}.") from error
    opened.log_seen = seen
    return ops


def _after(opened: Opened, log: Log, seen: Signature | None, *, is_final: bool) -> Iterator[Found] | None:
    """Return what stands in the log after the opened mark; None where the mark isn't in it any more."""
    if seen is None or opened.log_seen is None:
        return None
    if seen.inode == opened.log_seen.inode:
        # Where it is as long as it was, and had only room after the mark, that was written over from its beginning.
        size = seen.size if seen.size == opened.log_seen.size and not has_tail(opened, log) else None
        return log.follow(opened.mark, opened.base, size, is_final=is_final)
    header = log.header()
    if header is None or not log.has(opened.mark):
        return None
    opened.base = header.base
    return log.read(opened.mark, is_final=is_final)
