"""Disks that fail, and a disk that remembers every operation, so that a power failure can be tried after each."""

from __future__ import annotations

import errno
import os
import random
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reader import atomic
from reader.tags.disk import Disk

SHAPES = ("lost", "kept", "names only", "data only", "torn", "zeros", "reordered", "mixed 1", "mixed 2", "mixed 3")
"""What a power failure can leave: nothing unsynced, all, new names on old data, new data under old names, half of the
data, zeros in its place, the last change of a folder's names alone; mixed: each file at any point since its last sync,
each change of a name on its own. Of what was written over something else the first half is there (torn), the last half
(zeros), or of each block what any write since the last sync left there (mixed)."""

SECTOR, PAGE = 512, 4096
"""The blocks, in bytes, that a disk and an operating system write whole."""


class FailingDisk(Disk):
    """A disk whose operation `fails` raises `code`, on files whose name has `where` in it; None for a sound disk."""

    def __init__(self, fails=None, code=errno.ENOSPC, where=""):
        super().__init__()
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

    def open(self, path, *, to_overwrite=False):
        descriptor = super().open(path, to_overwrite=to_overwrite)
        self._names[descriptor] = path
        return descriptor

    def writing(self, path):
        return self._opened_as(path, super().writing(path))

    def write(self, descriptor, data):
        if self.fails == "write" and self.where in self._names[descriptor].name:
            super().write(descriptor, data[: len(data) // 2])
        self._try("write", self._names[descriptor])
        super().write(descriptor, data)

    def overwrite(self, descriptor, at, data):
        if self.fails == "write" and self.where in self._names[descriptor].name:
            super().overwrite(descriptor, at, data[: len(data) // 2])
        self._try("write", self._names[descriptor])
        super().overwrite(descriptor, at, data)

    def sync(self, descriptor):
        self._try("sync", self._names[descriptor])
        super().sync(descriptor)

    def truncate(self, descriptor, size):
        self._try("truncate", self._names[descriptor])
        super().truncate(descriptor, size)

    def replace(self, source, target):
        self._try("replace", target)
        super().replace(source, target)

    def sync_folder(self, folder):
        self._try("sync_folder", folder)
        super().sync_folder(folder)


@dataclass
class Stored:
    """A file in the model of a disk: what it held at its last sync and after each write since."""

    versions: list[bytes] = field(default_factory=lambda: [b""])

    @property
    def seen(self):
        return self.versions[-1]

    def change(self, data):
        self.versions.append(data)

    def sync(self):
        self.versions = [self.seen]

    def after_failure(self, shape, dice):
        if shape in ("kept", "data only", "reordered"):
            return self.seen
        if shape in ("lost", "names only"):
            return self.versions[0]
        at = dice.randrange(len(self.versions)) if shape.startswith("mixed") else len(self.versions) - 1
        before, after = self.versions[max(0, at - 1)], self.versions[at]
        if len(after) < len(before):
            return after
        if not after.startswith(before):
            return self._in_blocks(at, shape, dice)
        cut = dice.randint(len(before), len(after)) if shape.startswith("mixed") else (len(before) + len(after)) // 2
        kind = dice.choice(["torn", "zeros"]) if shape.startswith("mixed") else shape
        return after[:cut] + (b"\0" * (len(after) - cut) if kind == "zeros" else b"")

    def _in_blocks(self, at, shape, dice):
        """Return version `at`, which was written over the one before it, with some blocks as they were."""
        size = dice.choice([SECTOR, PAGE]) if shape.startswith("mixed") else SECTOR
        versions = [_blocks(version, len(self.versions[at]), size) for version in self.versions[: at + 1]]
        *_, before, after = versions
        changed = [n for n, block in enumerate(after) if block != before[n]]
        middle = changed[len(changed) // 2]
        if shape.startswith("mixed"):
            return b"".join(map(dice.choice, zip(*versions, strict=True)))
        is_there = (lambda n: n < middle) if shape == "torn" else (lambda n: n >= middle)
        return b"".join(after[n] if is_there(n) else before[n] for n in range(len(after)))


def _blocks(data, length, size):
    """Cut data that is filled up with zeros to a length into blocks."""
    data = data.ljust(length, b"\0")[:length]
    return [data[start : start + size] for start in range(0, length, size)]


@dataclass
class Folder:
    """A folder in the model: its names at the last sync, those that programs see, and the changes between."""

    kept: dict[str, Stored | Folder] = field(default_factory=dict)
    seen: dict[str, Stored | Folder] = field(default_factory=dict)
    changes: list[dict[str, Stored | Folder | None]] = field(default_factory=list)

    def change(self, **names):
        self.seen = _changed(self.seen, names)
        self.changes.append(names)

    def sync(self):
        self.kept, self.changes = self.seen, []

    def after_failure(self, shape, dice):
        if shape != "reordered" and not shape.startswith("mixed"):
            return self.kept if shape in ("lost", "data only") else self.seen
        names = self.kept
        for change in self.changes:
            is_there = dice.random() < 0.5 if shape != "reordered" else change is self.changes[-1]
            names = _changed(names, change) if is_there else names
        return names


def _changed(names, change):
    return {name: node for name, node in {**names, **change}.items() if node is not None}


class Platters:
    """A model of what is on a disk below `root`, which is there from the beginning."""

    def __init__(self, root):
        self.root = root
        self.top = Folder()

    def play(self, operation, *arguments):
        getattr(self, operation)(*arguments)

    def node(self, path):
        node = self.top
        for name in path.relative_to(self.root).parts:
            node = node.seen[name]
        return node

    def given(self, path, data):
        """Put a file there that has long been on the disk."""
        above = self.top
        for name in path.relative_to(self.root).parts[:-1]:
            if name not in above.seen:
                above.change(**{name: Folder()})
                above.sync()
            above = above.seen[name]
        above.change(**{path.name: Stored([data])})
        above.sync()

    def create(self, path):
        above = self.node(path.parent)
        if path.name not in above.seen:
            above.change(**{path.name: Stored()})

    def empty(self, path):
        self.create(path)
        self.node(path).change(b"")

    def folder(self, path):
        self.node(path.parent).change(**{path.name: Folder()})

    def write(self, path, data):
        self.node(path).change(self.node(path).seen + data)

    def overwrite(self, path, at, data):
        seen = self.node(path).seen
        self.node(path).change(seen[:at] + data + seen[at + len(data) :])

    def truncate(self, path, size):
        self.node(path).change(self.node(path).seen[:size])

    def sync(self, path):
        self.node(path).sync()

    def replace(self, source, target):
        self.node(source.parent).change(**{source.name: None, target.name: self.node(source)})

    def remove(self, path):
        self.node(path.parent).change(**{path.name: None})

    def sync_folder(self, folder):
        if folder == self.root or self.root in folder.parents:
            self.node(folder).sync()

    def lay_out(self, shape, seed, copy):
        """Write what a power failure leaves into the folder `copy`."""
        _lay_out(self.top, copy, shape, random.Random(f"{shape} {seed}"))


def _lay_out(node, place, shape, dice):
    if isinstance(node, Stored):
        place.write_bytes(node.after_failure(shape, dice))
        return
    place.mkdir()
    for name, below in node.after_failure(shape, dice).items():
        _lay_out(below, place / name, shape, dice)


class Killed(BaseException):
    """Stands for `kill -9`: nothing is tidied up after it."""


class RecordingDisk(Disk):
    """A disk that notes every operation; a sync that was called from `deaf` is noted as never made.

    The process dies at its sync number `dies_at`, counted from 1. `events` may be those of a process before it.
    """

    def __init__(self, deaf=None, events=None, dies_at=None):
        super().__init__()
        self.events = [] if events is None else events
        self.sites = set()
        self._deaf = deaf
        self._dies_at = dies_at
        self._syncs = 0
        self._paths = {}

    def note(self, *event):
        self.events.append(event)

    def _note_sync(self, *event):
        self._syncs += 1
        if self._syncs == self._dies_at:
            raise Killed
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

    def open(self, path, *, to_overwrite=False):
        descriptor = super().open(path, to_overwrite=to_overwrite)
        self._paths[descriptor] = path
        self.note("create", path)
        return descriptor

    def writing(self, path):
        return self._noted(path, super().writing(path), "empty")

    def write(self, descriptor, data):
        super().write(descriptor, data)
        self.note("write", self._paths[descriptor], bytes(data))

    def overwrite(self, descriptor, at, data):
        super().overwrite(descriptor, at, data)
        self.note("overwrite", self._paths[descriptor], at, bytes(data))

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
        missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
        for each in reversed(missing):
            self.note("folder", each)
        super().make_folder(folder)

    def sync_folder(self, folder):
        self._note_sync("sync_folder", folder)

    def watch_atomic(self, monkeypatch, root):
        """Note too what `write_atomically` does below `root`, which goes past the disk."""
        replace = Path.replace

        def path_of(descriptor):
            wanted = os.fstat(descriptor)
            return next(path for path in root.rglob("*") if os.path.samestat(path.stat(), wanted))

        def sync_file(descriptor):
            path = path_of(descriptor)
            self.note("empty", path)
            self.note("write", path, path.read_bytes())
            self._note_sync("sync", path)

        def renamed(source, target):
            if sys._getframe(1).f_code.co_filename == atomic.__file__ and root in target.parents:
                self.note("replace", source, target)
            return replace(source, target)

        def made(folder, sync):
            if sync is atomic.sync_folder and root in folder.parents:
                for each in reversed([each for each in (folder, *folder.parents) if not each.is_dir()]):
                    self.note("folder", each)
            make_folder(folder, sync)

        make_folder = atomic.make_folder
        monkeypatch.setattr(atomic, "sync_file", sync_file)
        monkeypatch.setattr(atomic, "sync_folder", lambda folder: self._note_sync("sync_folder", folder))
        monkeypatch.setattr(atomic, "make_folder", made)
        monkeypatch.setattr(Path, "replace", renamed)
