"""Disks that are full or dying: nothing acknowledged is lost, and the user is told what failed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess

import pytest
from deeds import ids, numbers, put, reopened
from disks import FailingDisk
from tinydb import TinyDB

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import locking
from reader.tags import log as logs
from reader.tags.storage import JournalDB


def test_a_full_disk_changes_nothing_and_the_store_goes_on_when_there_is_room(root, tags, document, log):
    disk = FailingDisk()
    store = reopened(root, disk)
    before = log.read_bytes()
    disk.fails, disk.where = "write", log.name
    with pytest.raises(StoreError, match=r"No space left on device\. Nothing was changed"):
        put(store, document, 4)
    assert log.read_bytes() == before
    assert store.tags.keys() == ids(tags)
    disk.fails = None
    more = put(store, document, 4)
    assert store.tags.keys() == reopened(root).tags.keys() == ids([*tags, more])


def test_a_disk_so_full_that_half_a_line_stays_harms_no_later_commit(root, tags, document, log):
    class Stuck(FailingDisk):
        def truncate(self, descriptor, size):
            raise OSError(errno.EIO, "stuck")

    disk = Stuck("write", where=log.name)
    store = reopened(root, disk)
    with pytest.raises(StoreError, match="Nothing was changed"):
        put(store, document, 4)
    disk.fails = None
    more = put(store, document, 4)
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags, more])
    assert opened.problems == []


def test_a_disk_that_does_not_confirm_ends_all_writing_and_says_so(root, tags, document, log):
    disk = FailingDisk("sync", errno.EIO, log.name)
    store = reopened(root, disk)
    with pytest.raises(
        StoreError, match=rf"failed to confirm a write to .*{log.name} \(Input/output error\)"
    ) as raised:
        put(store, document, 4)
    assert "nothing more is written" in str(raised.value)
    disk.fails = None
    calls = len(disk.calls)
    with pytest.raises(StoreError, match="start Reader again"):
        put(store, document, 4)
    assert disk.calls[calls:] == []
    assert store.tags.keys() == ids(tags)
    store.close()
    assert reopened(root).tags.keys() == ids(tags)


def test_a_window_whose_disk_failed_keeps_no_other_from_writing(path, monkeypatch):
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0)
    disk = FailingDisk("sync", errno.EIO, ".log")
    window = JournalDB(path, disk)
    with pytest.raises(StoreError, match="failed to confirm"):
        window.insert({"n": 1})
    disk.fails = None
    with pytest.raises(StoreError, match="start Reader again"):
        window.insert({"n": 1})
    JournalDB(path).insert({"n": 2})
    assert numbers(window) == numbers(JournalDB(path)) == [2]


def test_a_folder_that_is_not_confirmed_ends_all_writing_too(root, document):
    disk = FailingDisk("sync_folder", errno.EIO, "tags")
    store = reopened(root, disk)
    with pytest.raises(StoreError, match="failed to confirm"):
        put(store, document, 1)
    disk.fails = None
    with pytest.raises(StoreError, match="nothing more is written"):
        put(store, document, 1)
    assert store.tags == reopened(root).tags == {}


def test_a_folder_that_cannot_be_synced_at_all_is_no_fault_of_the_disk(root, document, monkeypatch):
    fsync = os.fsync

    def refuse(descriptor):
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    store = reopened(root)
    tag = put(store, document, 1)
    store.close()
    assert reopened(root).tags == {tag.id: tag}


def test_a_log_that_cannot_be_set_aside_goes_on_growing_and_loses_nothing(root, document, log, monkeypatch):
    """As on Windows, where nobody can rename a file that another has open."""
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    disk = FailingDisk("replace", errno.EACCES, ".log.")
    store = reopened(root, disk)
    tags = [put(store, document, n % 4 + 1) for n in range(6)]
    assert any("can’t be set aside: Permission denied. It goes on growing." in each for each in store.problems)
    assert (log.stat().st_size > 1_500, list(log.parent.glob("*.log.*"))) == (True, [])
    assert reopened(root).tags.keys() == ids(tags)
    disk.fails = None
    tags += [put(store, document, n % 4 + 1) for n in range(4)]
    assert len(list(log.parent.glob("*.log.*"))) >= 1
    assert store.problems == []
    assert reopened(root).tags.keys() == store.tags.keys() == ids(tags)


def test_a_log_that_is_set_aside_on_a_dying_disk_ends_all_writing(root, document, monkeypatch):
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    disk = FailingDisk()
    store = reopened(root, disk)
    tags = [put(store, document, 1), put(store, document, 2)]
    disk.fails, disk.code, disk.where = "sync_folder", errno.EIO, "tags"
    tags.append(put(store, document, 3))
    disk.fails = None
    with pytest.raises(StoreError, match=r"failed to confirm .* \(Input/output error\)"):
        put(store, document, 4)
    assert reopened(root).tags.keys() == ids(tags)


@pytest.mark.parametrize("operation", ["write", "sync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_snapshot_that_cannot_be_written_loses_nothing(root, tags, document, snapshot, operation, code):
    disk = FailingDisk()
    store = reopened(root, disk)
    more = put(store, document, 4)
    disk.fails, disk.code, disk.where = operation, code, snapshot.name
    said = rf"{snapshot.name} can’t be written: {os.strerror(code)}\. Nothing is lost: the log has everything\."
    with pytest.raises(StoreError, match=said):
        store.close()
    assert [path for path in snapshot.parent.iterdir() if path.suffix == ".tmp"] == []
    disk.fails = None
    assert reopened(root).tags.keys() == ids([*tags, more])
    store.close()
    assert len(TinyDB(snapshot)) == 4


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 KiB, where this machine lets us make one."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a tmpfs; a failing disk stands in for it above")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_really_fills_up_keeps_every_acknowledged_tag(small_disk, document):
    store = reopened(small_disk)
    acknowledged = []

    def fill():
        while True:
            acknowledged.append(put(store, document, 1))

    with pytest.raises(StoreError, match="No space left on device"):
        fill()
    assert len(acknowledged) > 100
    with pytest.raises(StoreError, match="No space left on device"):
        store.close()
    opened = reopened(small_disk)
    assert opened.tags.keys() == ids(acknowledged)
    assert opened.problems == []


def test_a_lock_whose_file_was_replaced_is_taken_on_the_new_one(root, tags, store, document):
    LibraryPaths.of(root).lock.unlink()
    put(store, document, 4)
    assert LibraryPaths.of(root).lock.exists()
    assert locking.LOCK_SECONDS == 10


def test_what_another_window_wrote_is_built_on_only_once_the_disk_confirms_it(path):
    disk = FailingDisk(None, errno.EIO, ".log")
    window = JournalDB(path, disk)
    JournalDB(path).insert({"n": 1})
    with window.storage.journal as journal:
        disk.fails = "sync"
        with pytest.raises(StoreError, match="failed to confirm"):
            journal.confirm()
        disk.fails = None
    with pytest.raises(StoreError, match="start Reader again"):
        window.insert({"n": 2})
    assert numbers(JournalDB(path)) == [1]
