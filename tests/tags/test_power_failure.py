"""The power fails after each single write: what was acknowledged is there, and no sync of the store is idle."""

from __future__ import annotations

import ast
import itertools
import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from disks import SHAPES, Killed, Platters, RecordingDisk

import reader
from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import log, runs
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag

SYNCS = {
    # the site: what is lost without it
    "atomic.make_folder: sync_folder": "a library's first tag, with the folder that it is in",
    "atomic.write_atomically: sync": "the kept words of a document",
    "atomic.write_atomically: sync_folder": "the kept words of a document, with their name",
    "borrowing._copy: sync": "tags of a library that can't be written to",
    "borrowing._copy: sync_folder": "the same, with their names",
    "checkpoint.Checkpoint.write: sync_folder": "the snapshot that a close promised",
    "checkpoint.keep_copy: sync": "a log as it was before it was mended",
    "checkpoint.keep_copy: sync_folder": "the same, with its name",
    "checkpoint.put_aside: sync_folder": "a damaged snapshot as it was",
    "log.Log.sync: sync": "a tag",
    "log.Log.sync: sync_folder": "a first tag, with the log that it is in",
    "log.Log.confirm: sync": "the agreement of log and snapshot, where a process was killed between write and sync",
    "log.Log.rotate: sync_folder": "64 MB of tags, where a file system changes the order of two names",
    "mending._write_log_anew: sync_folder": "what only the snapshot held, when the log is mended",
    "snapshot.write: sync": "the snapshot that a close promised",
}
"""Every place in Reader where a log, a snapshot or a file is synced, and what is lost without it."""


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(log, "PART_BYTES", 2_000)


def own(root):
    return LibraryPaths.of(root)


def borrowed(root):
    paths = LibraryPaths.of(root / "library")
    return LibraryPaths(root / "library", root / "data" / "own", root / "library" / ".reader", paths.state, paths.cache)


def put(store, document, n, disk=None):
    tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), store.coder)
    store.commit([Change(Table.TAGS, None, tag)], f"¶ {n}")
    if disk is not None:
        disk.note("tagged", tag.id)
    return tag


def a_day_of_tagging(root, document, disk):
    """Tag, close, tag on into a second and third part of the log, close."""
    store = TagStore(own(root), "bar", disk)
    store.remember(document)
    disk.note("remembered", [paragraph.text for paragraph in document.paragraphs])
    store.commit([Codebook(store.themes).add("Harbour")], "a theme")
    disk.note("themes", 5)
    for n in (1, 2, 3, 4, 1, 2, 3, 4):
        put(store, document, n, disk)
        if n == 4:
            store.close()
            disk.note("closed", len(store.tags))


def a_repair(root, document, disk):
    """Mend three coders' files: a flipped bit in a log, a log from an older backup, half a snapshot."""
    paths, tags = own(root), []
    for coder in ("bar", "ann", "cat"):
        store = TagStore(paths, coder)
        tags += [put(store, document, n) for n in (1, 2)]
        older = paths.coder(coder).with_suffix(".log").read_bytes()
        tags.append(put(store, document, 3))
        store.close()
        if coder == "ann":
            paths.coder(coder).with_suffix(".log").write_bytes(older)
        elif coder == "cat":
            paths.coder(coder).write_bytes(paths.coder(coder).read_bytes()[:300])
    damaged = paths.coder("bar").with_suffix(".log")
    data = bytearray(damaged.read_bytes())
    data[data.index(b"Pool news")] ^= 1
    damaged.write_bytes(data)
    disk.note("faults")
    for path in sorted(paths.store.rglob("*")):
        if path.is_file() and path != paths.lock:
            disk.note("given", path, path.read_bytes())
    for tag in tags:
        disk.note("tagged", tag.id)
    for path in (damaged, paths.coder("ann"), paths.coder("ann").with_suffix(".log"), paths.coder("cat")):
        disk.note("evidence", path.read_bytes())
    check_store(paths, repair=True, disk=disk)
    disk.note("mended")


def another_who_is_killed(root, document, disk):
    """Go on where another process of the same coder was killed, at each of its syncs."""
    for dies_at in itertools.count(1):
        store = TagStore(own(root), "bar", disk)
        put(store, document, 1, disk)
        other = RecordingDisk(events=disk.events, dies_at=dies_at)
        try:
            tag = new_tag(Target(document, 2), Codebook(store.themes).need("Sport"), "bar")
            disk.note("sent", tag.id)
            TagStore(own(root), "bar", other).commit([Change(Table.TAGS, None, tag)], "killed")
        except Killed:
            store.close()
            disk.note("closed", None)
        else:
            return


def a_first_tag_after_another_was_killed(root, document, disk):
    """Begin a library where another process was killed while it began it, at some of its syncs."""
    for dies_at in (1, 3, 5):
        shelf = root / str(dies_at)
        shelf.mkdir()
        disk.note("folder", shelf)
        disk.note("sync_folder", root)
        other = TagStore(own(shelf), "bar", RecordingDisk(events=disk.events, dies_at=dies_at))
        tag = new_tag(Target(document, 2), Codebook(other.themes).need("Sport"), "bar")
        with suppress(Killed):
            other.commit([Change(Table.TAGS, None, tag)], "killed")
        store = TagStore(own(shelf), "bar", disk)
        disk.note("fresh", shelf, tag.id)
        put(store, document, 1, disk)


def a_library_that_cannot_be_written_to(root, document, disk):
    """Tag in a borrowed library: what was there comes along."""
    (root / "library").mkdir()
    store = TagStore(own(root / "library"), "bar")
    tags = [put(store, document, n) for n in (1, 2)]
    store.close()
    for path in sorted((root / "library" / ".reader").rglob("*")):
        if path.is_file():
            disk.note("given", path, path.read_bytes())
    for tag in tags:
        disk.note("tagged", tag.id)
    borrower = TagStore(borrowed(root), "bar", disk)
    put(borrower, document, 3, disk)


def a_long_run(root, document, disk):
    """Tag so fast that there is room made; another window joins in and is killed; a long step, a batch, an undo."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "PART_BYTES", 12_000)
        patch.setattr(log, "ROOM_BYTES", 3_000)
        patch.setattr(runs, "RUN", 2)
        patch.setattr(runs, "RUN_SECONDS", 1e9)
        store = TagStore(own(root), "bar", disk)
        for n in (1, 2, 3, 4, 1, 2, 3):
            put(store, document, n, disk)
        put(TagStore(own(root), "bar", disk), document, 4, disk)
        put(store, document, 1, disk)
        put_together(store, document, 5, disk)
        other = RecordingDisk(events=disk.events, dies_at=1)
        tag = new_tag(Target(document, 2), Codebook(store.themes).need("Sport"), "bar")
        disk.note("sent", tag.id)
        with suppress(Killed):
            TagStore(own(root), "bar", other).commit([Change(Table.TAGS, None, tag)], "killed")
        for n in (2, 3):
            put(store, document, n, disk)
        batch = [new_tag(Target(document, n), Codebook(store.themes).need("Sport"), "bar") for n in (1, 2, 3)]
        for each in batch:
            disk.note("sent", each.id)
        store.commit_all([([Change(Table.TAGS, None, each)], "one of three") for each in batch])
        for each in batch:
            disk.note("tagged", each.id)
        for n in (1, 2, 3, 4):
            put(store, document, n, disk)
        store.close()
        disk.note("closed", len(store.tags))


def put_together(store, document, count, disk):
    """Put several tags in one step, whose line is longer than a page."""
    theme = Codebook(store.themes).need("Sport")
    tags = [new_tag(Target(document, n % 4 + 1), theme, store.coder) for n in range(count)]
    store.commit([Change(Table.TAGS, None, tag) for tag in tags], "together")
    for tag in tags:
        disk.note("tagged", tag.id)


JOURNEYS = {
    a_day_of_tagging: own,
    a_repair: own,
    another_who_is_killed: own,
    a_first_tag_after_another_was_killed: own,
    a_library_that_cannot_be_written_to: borrowed,
    a_long_run: own,
}


class Promises:
    """What the store has promised so far, and which promises a power failure broke."""

    def __init__(self, events, paths_of):
        self.paths_of = paths_of
        self.sent = {event[1] for event in events if event[0] in ("tagged", "sent")}
        self.sent |= {event[2] for event in events if event[0] == "fresh"}
        self.tagged, self.evidence, self.texts, self.themes = set(), [], None, 4
        self.closed, self.is_faulty, self.shelf = None, False, Path()

    def note(self, kind, *said):
        if kind == "tagged":
            self.tagged.add(said[0])
        elif kind == "evidence":
            self.evidence.append(said[0])
        elif kind == "remembered":
            self.texts = said[0]
        elif kind == "themes":
            self.themes = said[0]
        elif kind == "fresh":
            self.tagged, self.shelf = set(), said[0]
        elif kind == "closed":
            self.closed = len(self.tagged) if said[0] is not None else None
        elif kind in ("faults", "mended"):
            self.is_faulty = kind == "faults"
        elif kind in ("write", "overwrite") and said[0].suffix == ".log" and "tags" in said[0].parts:
            self.closed = None

    def broken(self, copy, root, when):
        shelf = copy / self.shelf.relative_to(root) if self.shelf != Path() else copy
        if not shelf.is_dir():
            shelf.mkdir(parents=True)
        paths = self.paths_of(shelf)
        try:
            store = TagStore(paths, "bar")
        except StoreError as error:
            yield f"{error}, {when}"
            return
        if not self.tagged <= store.tags.keys() <= self.sent:
            yield f"{len(self.tagged - store.tags.keys())} acknowledged tags lost, {when}"
        if store.problems and not self.is_faulty:
            yield f"{store.problems[0]}, {when}"
        if self.tagged and len(store.themes) != self.themes:
            yield f"a theme is missing, {when}"
        if self.texts is not None and _content(paths.text("doc-1")) != self.texts:
            yield f"the kept words are not there, {when}"
        if self.closed is not None and len((_content(paths.coder("bar")) or {}).get("_default", ())) != self.closed:
            yield f"the snapshot is not what close() promised, {when}"
        there = [path.read_bytes() for path in copy.rglob("*") if path.is_file()]
        if not all(evidence in there for evidence in self.evidence):
            yield f"a damaged original is gone, {when}"


def _content(path):
    with suppress(OSError, ValueError):
        return json.loads(path.read_bytes())
    return None


def violations(root, events, paths_of, folder):
    """Yield in words each promise that a power failure after some event, in some shape, breaks."""
    platters, promises, copies = Platters(root), Promises(events, paths_of), itertools.count()
    folder.mkdir()
    for event in events:
        promises.note(*event)
        if hasattr(platters, event[0]):
            platters.play(*event)
        for shape in SHAPES if event[0] != "given" else ():
            number = next(copies)
            copy = folder / str(number)
            platters.lay_out(shape, number, copy)
            yield from promises.broken(copy, root, f"{shape} after {event[:2]}")
            shutil.rmtree(copy)


def recorded(journey, root, document, monkeypatch, deaf=None):
    disk = RecordingDisk(deaf)
    with monkeypatch.context() as patch:
        disk.watch_atomic(patch, root)
        journey(root, document, disk)
    return disk


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_whenever_the_power_fails_what_was_acknowledged_is_there(root, document, tmp_path, monkeypatch, journey):
    disk = recorded(journey, root, document, monkeypatch)
    assert list(violations(root, disk.events, JOURNEYS[journey], tmp_path / "after")) == []
    if journey is a_day_of_tagging:
        assert len(list((root / ".reader" / "tags").glob("*.log.*"))) >= 2


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("site", SYNCS)
def test_without_any_one_sync_something_would_be_lost(root, document, tmp_path, monkeypatch, site):
    for journey, paths_of in JOURNEYS.items():
        place = root / journey.__name__
        place.mkdir()
        disk = recorded(journey, place, document, monkeypatch, deaf=site)
        if site in disk.sites and next(violations(place, disk.events, paths_of, tmp_path / journey.__name__), None):
            return
    pytest.fail(f"nothing is lost without {site}: it is idle, or no journey shows what it is for")


def test_these_are_all_the_syncs_that_there_are():
    """A sync that is added to the program has to be added above, and so be shown to be needed.

    But for those of backups, which are second copies in folders that are renamed as a whole: nothing replays those yet.
    """
    files = [path for path in Path(reader.__file__).parent.rglob("*.py") if path.name != "backups.py"]
    assert {site for path in files for site in _sites(path)} == SYNCS.keys()


def _sites(path):
    """Yield where in a file something is synced, but for the functions that only pass it on."""
    wrappers = {"disk.Disk.sync", "disk.Disk.sync_folder", "disk.Disk.make_folder", "atomic.sync_file"}
    wrappers |= {"atomic.sync_folder"}
    for name, function in _functions(ast.parse(path.read_text(encoding="utf-8")), path.stem):
        for call in ast.walk(function):
            if not isinstance(call, ast.Call) or name in wrappers:
                continue
            called = call.func
            what = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            of = ast.unparse(called.value) if isinstance(called, ast.Attribute) else ""
            is_disk = not of or of.endswith("disk") or of == "os"
            if is_disk and what in ("sync", "sync_file", "sync_folder", "fsync", "fdatasync"):
                op = "sync_folder" if what == "sync_folder" or name == "atomic.make_folder" else "sync"
                yield f"{name}: {op}"


def _functions(node, name):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield from _functions(child, f"{name}.{child.name}")
            if isinstance(child, ast.FunctionDef):
                yield f"{name}.{child.name}", child
