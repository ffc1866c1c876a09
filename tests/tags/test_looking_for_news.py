"""What another process wrote: a window that looks for it misses nothing, and reads nothing where nothing happened."""

from __future__ import annotations

import errno
import os

import pytest
from deeds import flip, numbers, settle
from disks import FailingDisk

from reader.tags import log as logs
from reader.tags import runs
from reader.tags.disk import Disk
from reader.tags.storage import JournalDB


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """There is room made after the second commit of a run; no run is too slow."""
    monkeypatch.setattr(runs, "RUN", 2)
    monkeypatch.setattr(runs, "RUN_SECONDS", 1e9)


@pytest.fixture
def log(path):
    return path.with_suffix(".log")


@pytest.fixture(params=["first part", "second part"])
def other(path, request, monkeypatch):
    """A window with one document; its log has been set aside once, or not yet."""
    database = JournalDB(path)
    with monkeypatch.context() as patched:
        patched.setattr(logs, "PART_BYTES", 1 if request.param == "second part" else 10**6)
        database.insert({"n": 1})
    return database


class Reads(Disk):
    """A disk that counts the bytes that are read of files."""

    count = 0

    def look(self, descriptor, start, length):
        data = super().look(descriptor, start, length)
        self.count += len(data)
        return data

    def read(self, path, start=0, length=-1):
        data = super().read(path, start, length)
        self.count += len(data) if length < 0 else 0
        return data


@pytest.mark.parametrize("has_written", [False, True])
@pytest.mark.parametrize("has_room", [False, True])
def test_where_nothing_happened_no_commit_is_read_again(path, other, has_room, has_written):
    disk = Reads()
    window = JournalDB(path, disk)
    if has_written:
        window.insert({"n": 2})
    for n in (3, 4):
        other.insert({"n": n})
    if not has_room:
        other.storage.journal.take_room_away()
    assert numbers(window)[-1] == 4
    disk.count = 0
    assert window.storage.journal.catch_up() == []
    assert disk.count <= has_room


@pytest.mark.parametrize("has_written", [False, True])
def test_what_is_written_over_room_is_seen_though_size_and_time_stay(path, log, other, has_written):
    window = JournalDB(path)
    if has_written:
        window.insert({"n": 2})
    for n in (3, 4):
        other.insert({"n": n})
    assert numbers(window)[-1] == 4
    before = log.stat()
    other.insert({"n": 5})
    os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert log.stat().st_size == before.st_size
    assert numbers(window)[-1] == 5


@pytest.mark.parametrize("runs", [False, True])
def test_nothing_is_written_over_a_commit_that_could_not_be_read_at_that_moment(path, log, other, runs):
    class Dim(FailingDisk):
        def look(self, descriptor, start, length):
            if self.fails == "look":
                self.fails = None
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().look(descriptor, start, length)

    disk = Dim()
    window = JournalDB(path, disk)
    window.insert({"n": 2})
    other.insert({"n": 3})
    (window if runs else other).insert({"n": 4})
    assert numbers(window)[-1] == 4
    settle(window)
    before = log.stat()
    other.insert({"n": 5})
    os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert log.stat().st_size == before.st_size
    disk.fails = "look"
    window.insert({"n": 6})
    assert numbers(window) == numbers(JournalDB(path)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("part_bytes", [1, 10**6])
def test_a_window_that_works_alone_reads_nothing_back_of_what_it_writes(path, monkeypatch, part_bytes):
    monkeypatch.setattr(runs, "RUN", 100)
    monkeypatch.setattr(logs, "PART_BYTES", part_bytes)
    disk = Reads()
    database = JournalDB(path, disk)
    for n in range(5):
        database.insert({"n": n})
    assert disk.count == 0
    assert numbers(JournalDB(path)) == list(range(5))


@pytest.mark.parametrize(("aside", "damaged"), [(0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3)])
def test_where_headers_of_the_log_are_damaged_windows_read_on_from_each_other_as_before(
    path, log, monkeypatch, aside, damaged
):
    other = JournalDB(path)
    with monkeypatch.context() as patched:
        patched.setattr(logs, "PART_BYTES", 1 if aside else 10**6)
        for n in range(aside or 1):
            other.insert({"n": n})
    other.insert({"n": 5})
    parts = other.storage.journal.log.parts()
    assert len(parts) == aside + 1
    for part in parts[-damaged:]:
        flip(part, 20)
    window, watching = JournalDB(path), JournalDB(path).storage.journal
    watching.catch_up()
    for n in (6, 7):
        window.insert({"n": n})
        assert watching.catch_up() == [("_default", str(len(window)), None, {"n": n})]
        assert watching.mark == window.storage.journal.mark == JournalDB(path).storage.journal.mark
    window.close()
    assert all("no commit is lost there" in problem for problem in JournalDB(path).storage.journal.problems)
