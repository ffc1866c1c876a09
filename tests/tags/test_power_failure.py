"""The power fails after each single write: every acknowledged tag is there, and no sync of the store is idle."""

from __future__ import annotations

import itertools
import json
import shutil

import pytest
from disks import SHAPES, Platters, RecordingDisk

from reader.paths import LibraryPaths
from reader.tags import log
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag

SYNCS = {
    "disk.Disk.make_folder: sync_folder",
    "log.Log.append: sync",
    "log.Log.append: sync_folder",
    "snapshot.write: sync",
    "checkpoint.Checkpoint.write: sync_folder",
}
"""Every place where a log or a snapshot is synced."""


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(log, "PART_BYTES", 2_000)


def work(root, document, disk):
    """Tag, close, tag on into a second and third part of the log, close; note what was acknowledged when."""
    store = TagStore(LibraryPaths.of(root), "bar", disk)
    theme = Codebook(store.themes).add("Harbour")
    store.commit([theme], "a theme")
    for n in (1, 2, 3, 4, 1, 2, 3, 4):
        tag = new_tag(Target(document, n), theme.after, "bar")
        store.commit([Change(Table.TAGS, None, tag)], f"¶ {n}")
        disk.note("tagged", tag.id)
        if n == 4:
            store.close()
            disk.note("closed", len(store.tags))


def violations(root, events, folder):
    """Yield in words each promise that a power failure after some event, in some shape, breaks."""
    platters, acknowledged, closed, copies = Platters(), set(), 0, itertools.count()
    all_sent = {event[1] for event in events if event[0] == "tagged"}
    for event in events:
        if event[0] == "tagged":
            acknowledged.add(event[1])
        elif event[0] == "closed":
            closed = event[1]
        else:
            platters.play(*event)
            if event[0] == "write" and "tags" in str(event[1]):
                closed = 0 if event[1].suffix == ".log" else closed
        for shape in SHAPES:
            copy = folder / str(next(copies))
            platters.lay_out(shape, root, copy)
            copy.mkdir(parents=True, exist_ok=True)
            yield from _broken(copy, acknowledged, all_sent, closed, f"{shape} after {event[:2]}")
            shutil.rmtree(copy)


def _broken(copy, acknowledged, sent, closed, when):
    paths = LibraryPaths.of(copy)
    store = TagStore(paths, "bar")
    if not acknowledged <= store.tags.keys() <= sent:
        yield f"{len(acknowledged - store.tags.keys())} acknowledged tags lost, {when}"
    if store.problems:
        yield f"{store.problems[0]}, {when}"
    if acknowledged and len(store.themes) != 5:
        yield f"a theme is missing, {when}"
    snapshot = paths.coder("bar")
    if closed and (not snapshot.exists() or len(json.loads(snapshot.read_bytes())["_default"]) != closed):
        yield f"the snapshot is not what close() promised, {when}"


@pytest.mark.usefixtures("small_parts")
def test_whenever_the_power_fails_every_acknowledged_tag_is_there(root, document, tmp_path):
    disk = RecordingDisk()
    work(root, document, disk)
    assert disk.sites == SYNCS
    assert len(list((root / ".reader" / "tags").glob("*.log.*"))) >= 2
    assert list(violations(root, disk.events, tmp_path / "after")) == []


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("site", sorted(SYNCS))
def test_without_any_one_sync_something_would_be_lost(root, document, tmp_path, site):
    disk = RecordingDisk(deaf=site)
    work(root, document, disk)
    assert next(violations(root, disk.events, tmp_path / "after"), None) is not None
