"""Backups beside the work: they cost a key press nothing, and one that fails stops nobody."""

from __future__ import annotations

import os
import shutil
import threading
import time
from datetime import date
from types import SimpleNamespace

from disks import FailingDisk

from reader.paths import LibraryPaths
from reader.tags import backups
from reader.tags import snapshot as snapshots
from reader.tags.backups import list_backups
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag


def put(store, document, n):
    tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), store.coder)
    store.remember(document)
    store.commit([Change(Table.TAGS, None, tag)], f"Sport on {n}")
    return tag


def test_a_disk_that_refuses_the_backup_stops_no_tag_and_is_told_once_a_day(root, store, document):
    put(store, document, 1)
    store.close()
    disk = FailingDisk("write", where="codebook.json")
    window = TagStore(LibraryPaths.of(root), "bar", disk, backups=14)
    put(window, document, 2)
    window.close()
    assert len(window.tags) == 2
    assert window.problems == [
        f"Today’s backup can’t be made in {LibraryPaths.of(root).backups}: No space left on device. "
        "Tags are kept as always."
    ]
    tries = disk.calls.count(("write", "codebook.json"))
    put(window, document, 3)
    window.close()
    assert disk.calls.count(("write", "codebook.json")) == tries
    assert list_backups(LibraryPaths.of(root)) == []
    assert not any(LibraryPaths.of(root).backups.iterdir())


def test_a_commit_doesnt_wait_for_the_backup_which_is_of_the_moment_before_it(root, store, document, monkeypatch):
    put(store, document, 1)
    put(store, document, 2)
    store.close()
    may_go_on = threading.Event()
    monkeypatch.setattr(snapshots, "breathe", lambda: may_go_on.wait(30))
    window = TagStore(LibraryPaths.of(root), "bar", backups=14)
    put(window, document, 3)
    put(window, document, 4)
    assert len(window.tags) == 4
    assert list_backups(LibraryPaths.of(root)) == []
    may_go_on.set()
    window.close()
    (made,) = list_backups(LibraryPaths.of(root))
    assert (made.name, made.tags) == (date.today().isoformat(), {"bar": 2})


def test_two_windows_make_one_backup_of_a_day(root, store, document, monkeypatch):
    put(store, document, 1)
    store.close()
    may_go_on = threading.Event()
    monkeypatch.setattr(snapshots, "breathe", lambda: may_go_on.wait(30))
    windows = [TagStore(LibraryPaths.of(root), coder, backups=14) for coder in ("bar", "Ann")]
    for window in windows:
        put(window, document, 2)
    may_go_on.set()
    for window in windows:
        window.close()
        assert window.problems == []
    assert len(list_backups(LibraryPaths.of(root))) == 1


def test_a_day_that_begins_while_a_window_is_open_gets_its_own_backup(root, store, document, monkeypatch):
    put(store, document, 1)
    window = TagStore(LibraryPaths.of(root), "bar", Disk(), backups=14)
    put(window, document, 2)

    class Tomorrow(date):
        @classmethod
        def today(cls):
            return cls(2040, 1, 2)

    monkeypatch.setattr(backups, "date", Tomorrow)
    put(window, document, 3)
    window.close()
    assert [(each.name, each.tags) for each in list_backups(LibraryPaths.of(root))] == [
        (date.today().isoformat(), {"bar": 1}),
        ("2040-01-02", {"bar": 2}),
    ]


def test_a_backup_that_a_crash_left_half_made_goes_with_the_next_and_one_being_made_stays(root, store, document):
    put(store, document, 1)
    store.close()
    folder = LibraryPaths.of(root).backups
    for name, age in ((".half.tmp", 7200), (".being-made.tmp", 0)):
        (folder / name).mkdir(parents=True)
        os.utime(folder / name, (time.time() - age,) * 2)
    window = TagStore(LibraryPaths.of(root), "bar", backups=14)
    put(window, document, 2)
    window.close()
    assert len(list_backups(LibraryPaths.of(root))) == 1
    assert [path.name for path in folder.glob(".*.tmp")] == [".being-made.tmp"]


def test_where_there_is_no_room_for_a_backup_that_is_said(root, store, document, monkeypatch):
    put(store, document, 1)
    store.close()
    paths = LibraryPaths.of(root)
    assert backups.trouble(paths, []) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    assert backups.trouble(paths, []) == [f"Backups can’t be made in {paths.backups}: the disk is full."]
