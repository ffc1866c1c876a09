"""When a snapshot is written: as soon as the log has grown enough since the last, and not before."""

from __future__ import annotations

import json
import threading

import pytest
from disks import FailingDisk

from reader.tags import journal
from reader.tags.storage import JournalDB


class CountingDisk(FailingDisk):
    """A sound disk that tells how often the snapshot was put in its place."""

    @property
    def snapshots(self):
        return self.calls.count(("replace", "books.json"))


@pytest.fixture
def disk():
    return CountingDisk()


def settle():
    """Wait until no snapshot is being written in the background."""
    for thread in threading.enumerate():
        if thread.name == "snapshot":
            thread.join()


def written_at(database, disk, count):
    """Insert documents until so many more snapshots are there; return how long the log was at each."""
    lengths = []
    before = disk.snapshots
    while len(lengths) < count:
        database.insert({"n": len(database)})
        settle()
        if disk.snapshots > before + len(lengths):
            lengths.append(database.storage.journal.mark.offset)
        assert disk.snapshots == before + len(lengths)
        assert len(database) < 1_000
    return lengths


def a_commit(database):
    """Return how many bytes a commit of one small document takes."""
    before = database.storage.journal.mark.offset
    database.insert({"n": len(database)})
    settle()
    return database.storage.journal.mark.offset - before


def test_a_snapshot_is_written_each_time_that_the_log_has_grown_and_not_in_between(path, disk, monkeypatch):
    database = JournalDB(path, disk)
    a_line = a_commit(database)
    monkeypatch.setattr(journal, "MIN_GROWTH", 10 * a_line)
    lengths = written_at(database, disk, 4)
    grown = [later - earlier for earlier, later in zip([0, *lengths], lengths, strict=False)]
    assert all(10 * a_line < each <= 12 * a_line for each in grown)
    assert len(json.loads(path.read_bytes())["_default"]) == len(database)


def test_the_snapshot_of_a_big_store_is_written_again_when_the_log_has_grown_by_an_eighth_of_it(
    path, disk, monkeypatch
):
    with JournalDB(path, disk) as database:
        database.insert_multiple({"n": n, "text": "x" * 100} for n in range(200))
    monkeypatch.setattr(journal, "MIN_GROWTH", 100)
    database = JournalDB(path, disk)
    start, size = database.storage.journal.mark.offset, path.stat().st_size
    (length,) = written_at(database, disk, 1)
    assert size / 8 < length - start <= size / 8 + a_commit(database)


def test_who_opens_a_store_goes_on_counting_from_the_snapshot_that_is_there(path, disk, monkeypatch):
    with JournalDB(path, disk) as database:
        a_line = a_commit(database)
        for _ in range(30):
            a_commit(database)
    monkeypatch.setattr(journal, "MIN_GROWTH", 20 * a_line)
    late = JournalDB(path, disk)
    start = late.storage.journal.mark.offset
    (length,) = written_at(late, disk, 1)
    assert 20 * a_line < length - start <= 22 * a_line


def test_an_edit_by_hand_is_in_the_log_and_in_a_new_snapshot_with_the_next_change(path, disk):
    """The file that was edited is no state of the log: until it is written anew, opening reads the whole log."""
    with JournalDB(path, disk) as database:
        database.insert({"n": 1})
    path.write_bytes(path.read_bytes().replace(b'{"n": 1}', b'{"n": 5}'))
    before = disk.snapshots
    database = JournalDB(path, disk)
    database.insert({"n": 2})
    settle()
    assert disk.snapshots == before + 1
    opened = JournalDB(path)
    assert ([row["n"] for row in opened], opened.storage.journal.notices) == ([5, 2], [])
    database.insert({"n": 3})
    settle()
    assert disk.snapshots == before + 1


def test_taking_in_an_edit_at_a_clean_close_writes_one_snapshot(path, disk):
    with JournalDB(path, disk) as database:
        database.insert({"n": 1})
    path.write_bytes(path.read_bytes().replace(b'{"n": 1}', b'{"n": 5}'))
    database = JournalDB(path, disk)
    before = len([call for call in disk.calls if call[0] == "sync" and call[1].endswith(".tmp")])
    database.storage.journal.snapshot()
    settle()
    assert len([call for call in disk.calls if call[0] == "sync" and call[1].endswith(".tmp")]) == before + 1
    assert JournalDB(path).storage.journal.is_covered


def test_a_snapshot_that_cannot_be_written_in_the_background_is_told_and_tried_again(path, monkeypatch):
    monkeypatch.setattr(journal, "MIN_GROWTH", 100)
    disk = CountingDisk("write", where=".tmp")
    database = JournalDB(path, disk)
    database.insert({"n": 1})
    settle()
    assert database.storage.journal.problems == [
        f"{path} can’t be written: No space left on device. Nothing is lost: the log has everything."
    ]
    assert not path.exists()
    disk.fails = None
    database.insert({"n": 2})
    settle()
    assert database.storage.journal.problems == []
    assert len(json.loads(path.read_bytes())["_default"]) == 2


@pytest.mark.parametrize(("rows", "snapshots"), [(4, 1), (5, 1), (6, 0)])
def test_a_brief_close_writes_the_snapshot_of_so_many_rows_and_of_no_more(path, disk, rows, snapshots):
    database = JournalDB(path, disk)
    database.insert_multiple([{"n": n} for n in range(rows)])
    database.storage.journal.close(most=5)
    assert disk.snapshots == snapshots
