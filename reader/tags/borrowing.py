"""A library in a folder that can't be written to: its store is copied to where the user may write."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reader.tags.disk import Disk


def bring_home(borrowed: Path, store: Path, disk: Disk) -> None:
    """Copy a store, so that `store` is there whole or not at all; its name is on the disk after `make_folder`.

    Where another process was quicker its copy stays. Raises OSError.
    """
    disk.make_folder(store.parent)
    temporary = store.with_name(f".{store.name}.{os.getpid()}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        _copy(borrowed, temporary, disk)
        if not store.is_dir():
            disk.replace(temporary, store)
    except OSError:
        if not store.is_dir():
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _copy(source: Path, target: Path, disk: Disk) -> None:
    disk.make_folder(target)
    for path in sorted(source.iterdir()):
        if path.is_dir():
            _copy(path, target / path.name, disk)
        elif path.stem != "lock" and path.suffix != ".tmp":
            with disk.writing(target / path.name) as file:
                disk.write(file, disk.read(path))
                # What a snapshot says of itself holds only with its time.
                disk.stamp(target / path.name, path.stat().st_mtime_ns)
                disk.sync(file)
    disk.sync_folder(target)
