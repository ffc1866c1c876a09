"""Files that are written completely or not at all."""

from __future__ import annotations

import errno
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CANT_SYNC_FOLDERS = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a crash leaves either the old file or the new one, on the disk, whole.

    The bytes go to a temporary file beside it, which is synced and takes the name; then the folder is synced.
    Raises OSError (disk full, no permission, …) with the old file untouched.
    """
    if not path.name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not path.parent.is_dir():
        make_folder(path.parent, sync_folder)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            sync_file(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def make_folder(folder: Path, sync: Callable[[Path], None]) -> None:
    """Make a folder and those above it, and return when `sync` has put its name on the disk.

    One that is there is synced too: who made it may have been killed before that. Raises OSError.
    """
    is_new = not folder.is_dir()
    if is_new:
        make_folder(folder.parent, sync)
        folder.mkdir(exist_ok=True)
    try:
        sync(folder.parent)
    except OSError:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def sync_file(descriptor: int) -> None:
    """Return when an open file is on the disk. macOS leaves it in the drive's cache unless asked by name."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, on systems where that can be asked for.

    Windows can't open a folder, and some network folders can't sync one: they keep names durable themselves.
    """
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _CANT_SYNC_FOLDERS:
            raise
