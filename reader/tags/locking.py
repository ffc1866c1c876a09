"""The lock that lets one process at a time write to a library's store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_SECONDS = 10
"""How long a write waits for another process that is writing."""


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Hold the lock; the system lets it go when a process dies. Its folder is made if need be.

    Raises StoreError where another process holds it for longer than LOCK_SECONDS, OSError where it can't be made.
    """
    # filelock takes 40 ms to import, and most commands only read.
    from filelock import FileLock, Timeout

    lock.parent.mkdir(parents=True, exist_ok=True)
    held = FileLock(lock, timeout=LOCK_SECONDS)
    try:
        held.acquire()
    except Timeout as error:
        raise StoreError(
            f"Another program has been writing to {lock.parent} for {LOCK_SECONDS} seconds. "
            "Nothing was changed; try again."
        ) from error
    try:
        yield
    finally:
        held.release()
