"""Disks that fail, and a disk that remembers every operation, so that a power failure can be tried after each."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reader.tags.disk import Disk

SHAPES = ("lost", "kept", "names only", "data only", "torn")
"""What a power failure can leave: nothing unsynced, all, new names on old data, new data, half of it."""


class FailingDisk(Disk):
    """A disk whose operation `fails` raises `code`, on files whose name has `where` in it; None for a sound disk."""

    def __init__(self, fails=None, code=errno.ENOSPC, where=""):
        self.fails, self.code, self.where = fails, code, where
        self.calls = []
        self._names = {}

    def _try(self, operation, path):
        self.calls.append((operation, path.name))
        if operation == self.fails and self.where in path.name:
            raise OSError(self.code, os.strerror(self.code))

    @contextmanager
    def _opened_as(self, path, opening):
        with opening as file:
            self._names[file] = path
            yield file

    def open(self, path):
        descriptor = super().open(path)
        self._names[descriptor] = path
        return descriptor

    def writing(self, path):
        return self._opened_as(path, super().writing(path))

    def write(self, descriptor, data):
        if self.fails == "write" and self.where in self._names[descriptor].name:
            super().write(descriptor, data[: len(data) // 2])
        self._try("write", self._names[descriptor])
        super().write(descriptor, data)

    def sync(self, descriptor):
        self._try("sync", self._names[descriptor])
        super().sync(descriptor)

    def truncate(self, descriptor, size):
        self._try("truncate", self._names[descriptor])
        super().truncate(descriptor, size)

    def replace(self, source, target):
        self._try("replace", target)
        super().replace(source, target)


@dataclass
class Stored:
    """A file in the model of a disk: what is on the platters, and what programs see."""

    durable: bytes = b""
    seen: bytes = b""


@dataclass
class Platters:
    """A model of what is on a disk: `names` as programs see them, `kept` those that would survive."""

    names: dict[Path, Stored | None] = field(default_factory=dict)
    kept: dict[Path, Stored | None] = field(default_factory=dict)

    def play(self, operation, *arguments):
        getattr(self, operation)(*arguments)

    def create(self, path):
        self.names.setdefault(path, Stored())

    def empty(self, path):
        self.names.setdefault(path, Stored()).seen = b""

    def folder(self, path):
        self.names[path] = None

    def write(self, path, data):
        self.names[path].seen += data

    def truncate(self, path, size):
        self.names[path].seen = self.names[path].seen[:size]

    def sync(self, path):
        self.names[path].durable = self.names[path].seen

    def replace(self, source, target):
        self.names[target] = self.names.pop(source)

    def remove(self, path):
        self.names.pop(path, None)

    def sync_folder(self, folder):
        self.kept = {path: file for path, file in self.kept.items() if path.parent != folder}
        self.kept |= {path: file for path, file in self.names.items() if path.parent == folder}

    def lay_out(self, shape, root, copy):
        """Write what a power failure leaves of `root` into the folder `copy`."""
        names = self.kept if shape in ("lost", "data only") else self.names
        for path, file in names.items():
            place = copy / path.relative_to(root)
            above = [folder for folder in path.parents if folder != root and root in folder.parents]
            if not all(folder in names for folder in above):
                continue
            if file is None:
                place.mkdir(parents=True, exist_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(_content(file, shape))


def _content(file, shape):
    if shape in ("kept", "data only"):
        return file.seen
    if shape == "torn" and file.seen.startswith(file.durable):
        return file.seen[: (len(file.durable) + len(file.seen)) // 2]
    return file.durable


class RecordingDisk(Disk):
    """A disk that notes every operation; a sync that was called from `deaf` is noted as never made."""

    def __init__(self, deaf=None):
        self.events = []
        self.sites = set()
        self._deaf = deaf
        self._paths = {}

    def note(self, *event):
        self.events.append(event)

    def _note_sync(self, *event):
        code = sys._getframe(2).f_code
        site = f"{Path(code.co_filename).stem}.{code.co_qualname}: {event[0]}"
        self.sites.add(site)
        if site != self._deaf:
            self.note(*event)

    @contextmanager
    def _noted(self, path, opening, event):
        with opening as file:
            self._paths[file] = path
            self.note(event, path)
            yield file

    def open(self, path):
        descriptor = super().open(path)
        self._paths[descriptor] = path
        self.note("create", path)
        return descriptor

    def writing(self, path):
        return self._noted(path, super().writing(path), "empty")

    def write(self, descriptor, data):
        super().write(descriptor, data)
        self.note("write", self._paths[descriptor], bytes(data))

    def truncate(self, descriptor, size):
        super().truncate(descriptor, size)
        self.note("truncate", self._paths[descriptor], size)

    def sync(self, descriptor):
        self._note_sync("sync", self._paths[descriptor])

    def replace(self, source, target):
        super().replace(source, target)
        self.note("replace", source, target)

    def remove(self, path):
        super().remove(path)
        self.note("remove", path)

    def make_folder(self, folder):
        if not folder.is_dir():
            self.note("folder", folder)
        super().make_folder(folder)

    def sync_folder(self, folder):
        self._note_sync("sync_folder", folder)
