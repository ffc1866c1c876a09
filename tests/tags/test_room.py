"""Room at the end of a log, in a long run of commits: made, written over, shared, torn, and taken away."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import zlib

import pytest
from deeds import numbers, settle
from disks import FailingDisk
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import locking, parts, runs
from reader.tags import log as logs
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.lines import CRC_LENGTH, Entry, unframe
from reader.tags.mending import log_flaws
from reader.tags.model import Change, Table
from reader.tags.room import ROOM, text_of
from reader.tags.storage import JournalDB
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag

ROOM_BYTES = 2_000
PIECE = 150


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """There is room made after the second commit of a run, and little of it, read in pieces; no run is too slow."""
    monkeypatch.setattr(runs, "RUN", 2)
    monkeypatch.setattr(runs, "RUN_SECONDS", 1e9)
    monkeypatch.setattr(logs, "ROOM_BYTES", ROOM_BYTES)
    monkeypatch.setattr(parts, "PIECE", PIECE)


@pytest.fixture
def log(path):
    return path.with_suffix(".log")


@pytest.fixture
def running(path):
    """A window in a long run: three documents, and room behind them."""
    database = JournalDB(path)
    for n in (1, 2, 3):
        database.insert({"n": n})
    settle(database)
    return database


def room_of(log):
    data = log.read_bytes()
    return len(data) - len(data.rstrip(ROOM))


def as_it_is(path, name):
    """Return a database on a copy of the store as it is on the disk now, as after `kill -9`."""
    place = path.parent / name
    place.mkdir()
    for file in path.parent.glob("books.*"):
        shutil.copy2(file, place / file.name)
    return JournalDB(place / path.name)


def replaced(log):
    copy = log.with_name("copy")
    shutil.copy2(log, copy)
    copy.replace(log)


@pytest.mark.parametrize("refusal", [AttributeError, PermissionError])
def test_a_system_that_begins_with_nothing_ahead_of_a_sync_keeps_as_much(path, log, running, monkeypatch, refusal):
    def refuse(*_):
        raise refusal

    monkeypatch.setattr(os, "posix_fadvise", refuse, raising=False)
    before = room_of(log)
    running.insert({"n": 4})
    assert 0 < room_of(log) < before
    assert numbers(as_it_is(path, "copy")) == [1, 2, 3, 4]


def test_in_a_long_run_commits_are_written_over_room_and_a_close_leaves_none(path, log, running):
    size = log.stat().st_size
    assert room_of(log) > 0
    running.insert({"n": 4})
    assert (log.stat().st_size, numbers(JournalDB(path))) == (size, [1, 2, 3, 4])
    running.close()
    assert (room_of(log), log.read_bytes()[-1:]) == (0, b"\n")
    assert [unframe(line) is None for line in log.read_bytes().splitlines()] == [False] * 5
    assert numbers(JournalDB(path)) == [1, 2, 3, 4]


def test_at_the_pace_of_a_hand_no_room_is_made_and_in_a_long_run_after_it_there_is(path, log, monkeypatch):
    database = JournalDB(path)
    monkeypatch.setattr(runs, "RUN_SECONDS", 0)
    for n in range(5):
        database.insert({"n": n})
    assert room_of(log) == 0
    monkeypatch.setattr(runs, "RUN_SECONDS", 1e9)
    database.insert({"n": 5})
    assert room_of(log) == ROOM_BYTES


def test_when_the_room_is_used_up_more_is_made_and_a_line_longer_than_all_of_it_fits_too(path, log, running):
    size = log.stat().st_size
    running.insert({"n": 4, "words": "long " * ROOM_BYTES})
    for n in range(5, 30):
        running.insert({"n": n})
    assert log.stat().st_size > size + ROOM_BYTES
    assert numbers(JournalDB(path)) == numbers(running) == list(range(1, 30))


def test_another_window_sees_what_is_written_over_room_though_size_and_time_stay(path, log, running):
    watching = JournalDB(path).storage.journal
    watching.catch_up()
    before = log.stat()
    running.insert({"n": 4})
    os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert log.stat().st_size == before.st_size
    assert watching.catch_up() == [("_default", "4", None, {"n": 4})]
    assert watching.catch_up() == []


def test_however_much_another_window_writes_over_room_all_of_it_is_read_and_no_more(path, log, running):
    class Read(FailingDisk):
        count = 0

        def read(self, path, start=0, length=-1):
            data = super().read(path, start, length)
            self.count += len(data)
            return data

    watching = JournalDB(path, Read()).storage.journal
    watching.catch_up()
    n = 3
    for commits in (*[1] * 2 * PIECE, 2, 5):
        before = log.read_bytes()
        for _ in range(commits):
            n += 1
            running.insert({"n": n, "words": "w" * (n % PIECE)})
        watching.disk.count = 0
        assert [op[3]["n"] for op in watching.catch_up()] == list(range(n - commits + 1, n + 1))
        assert watching.log.room == room_of(log)
        after = log.read_bytes()
        if len(before) == len(after):
            text = before.rstrip(ROOM)
            since = text.rindex(b"\n", 0, len(text) - 1)
            assert watching.disk.count <= len(after.rstrip(ROOM)) - since + 2 * PIECE


def test_no_flipped_bit_of_what_another_window_wrote_makes_this_one_write_over_the_rest(path, running, monkeypatch):
    """A letter that became a tab may look as if there the room began, and more was to come behind it."""
    other = JournalDB(path)
    for n in (4, 5, 6):
        other.insert({"n": n, "words": "(I)" * n})
    whole = path.with_suffix(".log").read_bytes()
    start = whole.index(b"\n", whole.index(b'"n":3')) + 1
    last = whole.rindex(b"\n", 0, start - 1) + 1
    for at in range(start, len(whole.rstrip(ROOM))):
        if (whole[at] ^ ROOM[0]).bit_count() == 1:
            copy = path.parent / f"{at}" / "books.json"
            copy.parent.mkdir()
            log = copy.with_suffix(".log")
            log.write_bytes(whole[:start].ljust(len(whole), ROOM))
            window = JournalDB(copy)
            # A piece that is read ends just there.
            monkeypatch.setattr(parts, "PIECE", at + 1 - last)
            log.write_bytes(whole[:at] + ROOM + whole[at + 1 :])
            window.insert({"n": 7})
            opened = JournalDB(copy)
            assert (len(opened) >= 6, bool(opened.storage.journal.problems)) == (True, True), at


def test_two_windows_in_a_long_run_share_the_room(path, log, running):
    other = JournalDB(path)
    for n in range(4, 24, 2):
        other.insert({"n": n})
        running.insert({"n": n + 1})
    assert numbers(running) == numbers(JournalDB(path)) == list(range(1, 24))
    other.close()
    assert room_of(log) == 0
    running.insert({"n": 24})
    running.close()
    assert room_of(log) == 0
    assert numbers(other) == numbers(JournalDB(path)) == list(range(1, 25))


def test_a_single_commit_beside_a_long_run_is_written_over_its_room_and_not_in_its_place(path, log, running):
    size, other = log.stat().st_size, JournalDB(path)
    other.insert({"n": 4})
    running.insert({"n": 5})
    assert log.stat().st_size == size
    assert numbers(other) == numbers(running) == numbers(JournalDB(path)) == [1, 2, 3, 4, 5]
    other.insert_multiple([{"n": 6}, {"n": 7}])
    other.close()
    assert room_of(log) == 0
    assert numbers(running) == numbers(JournalDB(path)) == list(range(1, 8))


def test_on_a_network_folder_nothing_is_written_over_the_room_that_another_computer_made(
    path, log, running, monkeypatch
):
    monkeypatch.setattr(locking, "remote_kind", lambda _: "nfs4")
    other = JournalDB(path)
    other.insert({"n": 4})
    assert ROOM not in log.read_bytes()
    assert numbers(running) == numbers(JournalDB(path)) == [1, 2, 3, 4]


def test_the_room_that_a_killed_process_left_does_no_harm_and_whoever_closes_next_takes_it_away(path, log, running):
    opened = as_it_is(path, "after the kill")
    left = opened.storage.journal.path.with_suffix(".log")
    assert room_of(left) > 0
    assert numbers(opened) == [1, 2, 3]
    assert [entry.n for _, entry in opened.storage.journal.log.backwards()] == [3, 2, 1]
    opened.insert({"n": 4})
    assert numbers(JournalDB(opened.storage.journal.path)) == [1, 2, 3, 4]
    opened.close()
    assert ROOM not in left.read_bytes()
    assert numbers(JournalDB(opened.storage.journal.path)) == [1, 2, 3, 4]
    assert opened.storage.journal.problems == []


def test_a_check_takes_the_room_away_that_a_killed_process_left(root, store, document):
    sport = Codebook(store.themes).need("Sport")
    for n in (1, 2, 3):
        store.commit([Change(Table.TAGS, None, new_tag(Target(document, n), sport, "bar"))], f"¶ {n}")
    paths = LibraryPaths.of(root)
    log = paths.coder("bar").with_suffix(".log")
    assert room_of(log) > 0
    assert not [wrong for wrong in check_store(paths).wrong if log.name in wrong]
    assert room_of(log) == 0
    assert len(TagStore(paths, "bar").tags) == 3


@pytest.mark.parametrize("length", [1, 8, 40, 150])
def test_a_line_that_a_killed_process_left_unfinished_in_the_room_costs_nothing(path, log, running, length):
    watching = JournalDB(path)
    line = log.read_bytes().splitlines()[-1]
    with log.open("r+b") as file:
        file.seek(log.stat().st_size - room_of(log))
        file.write(line[:length])
    assert numbers(watching) == numbers(JournalDB(path)) == [1, 2, 3]
    running.insert({"n": 4})
    watching.insert({"n": 5})
    opened = JournalDB(path)
    assert numbers(opened) == numbers(watching) == numbers(running) == [1, 2, 3, 4, 5]
    assert (opened.storage.journal.problems, log_flaws(opened.storage.journal)) == ([], [])


def test_whatever_blocks_of_the_last_line_are_missing_it_was_never_confirmed_and_nothing_is_said(path, running):
    """As after a power failure: each block of what was written over room may be there or not."""
    before = as_it_is(path, "before").storage.journal.path.with_suffix(".log").read_bytes()
    running.insert({"n": 4, "words": "word " * 300})
    log = path.with_suffix(".log")
    after, dice = log.read_bytes(), random.Random(1)
    assert len(after) == len(before)
    for each in range(60):
        there = [dice.random() < 0.5 for _ in range(0, len(after), 128)]
        start = dice.randrange(128)
        blocks = [slice(max(0, at - start), at - start + 128) for at in range(0, len(after) + start, 128)]
        torn = b"".join((after if dice.choice(there) else before)[block] for block in blocks)
        log.write_bytes(torn)
        opened = as_it_is(path, f"{each}")
        other = JournalDB(opened.storage.journal.path)
        is_there = torn.rstrip(ROOM) == after.rstrip(ROOM)
        assert numbers(opened) == [1, 2, 3, *([4] if is_there else [])]
        assert opened.storage.journal.problems == []
        for n in (5, 7):
            opened.insert({"n": n})
            assert numbers(other)[-1] == n
            other.insert({"n": n + 1})
            assert numbers(opened)[-1] == n + 1
        again = JournalDB(opened.storage.journal.path)
        assert [n for n in numbers(again) if n != 4] == [1, 2, 3, 5, 6, 7, 8]
        assert (again.storage.journal.problems, log_flaws(again.storage.journal)) == ([], [])


def test_no_flipped_bit_of_the_last_line_before_room_is_silently_wrong(path, log, running):
    """Of two letters one flipped bit makes a tab."""
    running.insert({"n": 4, "words": "(I)"})
    whole = log.read_bytes()
    end = len(whole.rstrip(ROOM))
    start = whole.rindex(b"\n", 0, end - 1) + 1
    for bit in range(start * 8, end * 8):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        log.write_bytes(data)
        opened = JournalDB(path)
        assert opened.storage.journal.problems or numbers(opened) == [1, 2, 3, 4], f"bit {bit % 8} of byte {bit // 8}"
    log.write_bytes(whole)


def test_a_flipped_bit_of_the_room_harms_nothing(path, log, running):
    whole, dice = log.read_bytes(), random.Random(1)
    for each in range(40):
        data = bytearray(whole)
        data[dice.randrange(len(whole.rstrip(ROOM)), len(whole))] ^= 1 << dice.randrange(8)
        log.write_bytes(data)
        opened = as_it_is(path, f"{each}")
        assert numbers(opened) == [1, 2, 3]
        opened.insert({"n": 4})
        again = JournalDB(opened.storage.journal.path)
        assert (numbers(again), again.storage.journal.problems) == ([1, 2, 3, 4], [])
    log.write_bytes(whole)


class Asked(FailingDisk):
    """A disk that notes which file was asked for its time."""

    def signature(self, path):
        self.calls.append(("asked", path.name))
        return super().signature(path)

    def opened(self, descriptor):
        self.calls.append(("asked", self._names[descriptor].name))
        return super().opened(descriptor)


def test_a_store_that_is_opened_where_the_program_is_stays_where_it_was_and_is_as_quick(path, log, monkeypatch):
    monkeypatch.chdir(path.parent)
    disk = Asked()
    database = JournalDB(path.name, disk)
    for n in (1, 2, 3):
        database.insert({"n": n})
    settle(database)
    asked = len(disk.calls)
    database.insert({"n": 4})
    assert ("asked", log.name) not in disk.calls[asked:]
    (path.parent / "elsewhere").mkdir()
    monkeypatch.chdir(path.parent / "elsewhere")
    database.insert({"n": 5})
    database.close()
    assert numbers(JournalDB(path)) == [1, 2, 3, 4, 5]
    assert list((path.parent / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("part_bytes", [10**6, 1], ids=["first part", "second part"])
def test_in_a_long_run_the_file_is_not_asked_for_its_time_yet_another_in_its_place_is_noticed(
    path, log, running, monkeypatch, part_bytes
):
    with monkeypatch.context() as patched:
        patched.setattr(logs, "PART_BYTES", part_bytes)
        running.insert({"n": 4})
    running.close()
    disk = Asked()
    database = JournalDB(path, disk)
    for n in (5, 6):
        database.insert({"n": n})
    settle(database)
    asked = len(disk.calls)
    for n in (7, 8, 9):
        database.insert({"n": n})
    assert ("asked", log.name) not in disk.calls[asked:]
    replaced(log)
    database.insert({"n": 10})
    assert numbers(database) == numbers(JournalDB(path)) == list(range(1, 11))
    assert ("asked", log.name) in disk.calls[asked:]


def replaced_and_the_folder_dated_back(log):
    before = log.parent.stat()
    replaced(log)
    os.utime(log.parent, ns=(before.st_atime_ns, before.st_mtime_ns))


def folder_exchanged(log):
    """As where a library is put back from a copy with all its times."""
    folder, copy = log.parent, log.parent.with_name("copy")
    shutil.copytree(folder, copy)
    folder.rename(folder.with_name("aside"))
    copy.rename(folder)


@pytest.mark.parametrize("deed", [replaced, replaced_and_the_folder_dated_back, folder_exchanged])
def test_in_a_long_run_nothing_is_written_to_a_log_whose_name_another_has(path, log, running, deed):
    running.insert({"n": 4})
    deed(log)
    running.insert({"n": 5})
    assert numbers(running) == numbers(JournalDB(path)) == [1, 2, 3, 4, 5]


def test_in_a_long_run_it_is_noticed_that_the_log_behind_a_link_is_another(path, log):
    elsewhere = path.parent / "elsewhere"
    elsewhere.mkdir()
    log.symlink_to(elsewhere / log.name)
    database = JournalDB(path)
    for n in (1, 2, 3):
        database.insert({"n": n})
    settle(database)
    replaced(elsewhere / log.name)
    database.insert({"n": 4})
    assert numbers(database) == numbers(JournalDB(path)) == [1, 2, 3, 4]


@pytest.mark.parametrize("tick", [4 * 10**6, 10**7, 2 * 10**9], ids=["a kernel", "exFAT", "FAT"])
def test_in_a_long_run_another_log_is_noticed_that_came_in_the_same_tick_of_the_clock(path, log, tick):
    class Coarse(Disk):
        def names(self, folder):
            found = super().names(folder)
            return found and found._replace(changed=found.changed // tick * tick)

    database = JournalDB(path, Coarse())
    for n in (1, 2, 3):
        database.insert({"n": n})
    log.with_name("new").touch()
    database.insert({"n": 4})
    database.insert({"n": 5})
    replaced(log)
    database.insert({"n": 6})
    assert numbers(database) == numbers(JournalDB(path)) == [1, 2, 3, 4, 5, 6]


def test_two_windows_in_a_long_run_read_from_each_other_without_asking_the_file_for_its_time(path, log, running):
    disk = Asked()
    database = JournalDB(path, disk)
    for n in (4, 5, 6):
        database.insert({"n": n})
    settle(database)
    running.insert({"n": 7})
    asked = len(disk.calls)
    database.insert({"n": 8})
    running.insert({"n": 9})
    assert numbers(database) == numbers(JournalDB(path)) == list(range(1, 10))
    assert ("asked", log.name) not in disk.calls[asked:]


@pytest.mark.parametrize("length", [0, 1, 300])
def test_in_a_long_run_it_is_noticed_that_the_file_was_cut_off_or_put_back(path, log, running, length):
    running.insert({"n": 4})
    older = log.read_bytes()
    running.insert({"n": 5})
    if length:
        os.truncate(log, log.stat().st_size - length)
        expected = [1, 2, 3, 4, 5, 6]
    else:
        with log.open("r+b") as file:
            file.write(older)
        expected = [1, 2, 3, 4, 6]
    running.insert({"n": 6})
    assert numbers(running) == numbers(JournalDB(path)) == expected
    running.close()
    assert JournalDB(path).storage.journal.problems == []


def test_in_a_long_run_it_is_noticed_that_another_line_stands_where_the_last_was(path, log, running):
    data = log.read_bytes()
    last = text_of(data).splitlines(keepends=True)[-1]
    text = last[CRC_LENGTH + 1 : -1].replace(b'{"n":3}', b'{"n":9}')
    with log.open("r+b") as file:
        file.seek(data.index(last))
        file.write(b"%08x %s\n" % (zlib.crc32(text), text))
    running.insert({"n": 4})
    assert numbers(running) == numbers(JournalDB(path)) == [1, 2, 9, 4]
    assert log_flaws(running.storage.journal) == []


def test_where_there_is_no_place_for_room_commits_go_on_without(path, log):
    class Narrow(FailingDisk):
        def overwrite(self, descriptor, at, data):
            if len(data) == ROOM_BYTES:
                super().overwrite(descriptor, at, data[:100])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            super().overwrite(descriptor, at, data)

    database = JournalDB(path, Narrow())
    for n in range(10):
        database.insert({"n": n})
    assert room_of(log) == 0
    assert numbers(database) == numbers(JournalDB(path)) == list(range(10))


def test_a_disk_that_refuses_to_overwrite_changes_nothing_and_the_store_goes_on(path, log):
    disk = FailingDisk()
    database = JournalDB(path, disk)
    for n in (1, 2, 3):
        database.insert({"n": n})
    disk.fails, disk.code, disk.where = "write", errno.EIO, log.name
    with pytest.raises(StoreError, match="Nothing was changed"):
        database.insert({"n": 4})
    assert numbers(JournalDB(path)) == numbers(database) == [1, 2, 3]
    disk.fails = None
    database.insert({"n": 5})
    assert numbers(JournalDB(path)) == numbers(database) == [1, 2, 3, 5]


def test_a_disk_that_does_not_confirm_in_a_long_run_ends_all_writing_and_the_window_can_be_closed(path, log):
    disk = FailingDisk()
    database = JournalDB(path, disk)
    for n in (1, 2, 3):
        database.insert({"n": n})
    disk.fails, disk.code, disk.where = "sync", errno.EIO, log.name
    with pytest.raises(StoreError, match="failed to confirm a write"):
        database.insert({"n": 4})
    disk.fails = None
    with pytest.raises(StoreError, match="nothing more is written"):
        database.insert({"n": 5})
    database.close()
    assert numbers(JournalDB(path)) == numbers(database) == [1, 2, 3]


def test_on_a_network_folder_no_room_is_made(path, log, monkeypatch):
    monkeypatch.setattr(locking, "remote_kind", lambda _: "nfs4")
    database = JournalDB(path)
    for n in range(5):
        database.insert({"n": n})
    assert room_of(log) == 0


def test_a_part_of_the_log_that_is_set_aside_has_no_room(path, running, monkeypatch):
    monkeypatch.setattr(logs, "PART_BYTES", 900)
    for n in range(4, 30):
        running.insert({"n": n})
    parts = sorted(path.parent.glob("books.log.*"))
    assert len(parts) > 2
    assert [room_of(part) for part in parts] == [0] * len(parts)
    opened = JournalDB(path)
    assert numbers(opened) == list(range(1, 30))
    assert opened.storage.journal.problems == []


def test_a_line_that_another_program_adds_behind_the_room_is_read(path, log, running):
    """As git does where it joins two logs, or a Reader that knows no room."""
    other = as_it_is(path, "elsewhere")
    other.insert({"n": 4})
    line = text_of(other.storage.journal.path.with_suffix(".log").read_bytes()).splitlines(keepends=True)[-1]
    with log.open("ab") as file:
        file.write(line)
    assert numbers(JournalDB(path)) == [1, 2, 3, 4]
    running.insert({"n": 5})
    assert numbers(JournalDB(path)) == numbers(running) == [1, 2, 3, 4, 5]


def test_a_reader_that_sees_a_later_page_before_an_earlier_one_misses_no_commit(path, log, running):
    """Two are written while it reads: what it read first of the one was room, and the other was there already."""

    class Overtaken(FailingDisk):
        count = 0

        def read(self, path, start=0, length=-1):
            data = super().read(path, start, length)
            is_text = length in (-1, parts.PIECE)
            if path != log or start + len(data) <= begin or not is_text or self.count:
                return data
            self.count += 1
            return data[: begin - start] + ROOM * 50 + data[begin - start + 50 :]

    begin = log.stat().st_size
    watching, opening = JournalDB(path, Overtaken()), Overtaken()
    begin = len(log.read_bytes().rstrip(ROOM))
    running.insert({"n": 4})
    running.insert({"n": 5})
    assert numbers(watching) == numbers(JournalDB(path, opening)) == [1, 2, 3, 4, 5]
    assert opening.count == watching.storage.journal.disk.count == 1
    assert watching.storage.journal.problems == []


def test_a_line_whose_first_page_a_reader_does_not_see_yet_is_read_when_it_does(path, log, running):
    class Early(FailingDisk):
        count = 0

        def read(self, path, start=0, length=-1):
            data = super().read(path, start, length)
            at = begin - start
            is_whole = length != parts.BLOCK
            if path != log or not is_whole or not 0 <= at < len(data) or self.count > 1:
                return data
            self.count += 1
            return data[:at] + (ROOM * 50 + data[at + 50 :])[: len(data) - at]

    begin = len(log.read_bytes().rstrip(ROOM))
    running.insert({"n": 4})
    early = JournalDB(path, Early())
    assert numbers(early) == [1, 2, 3, 4]
    assert early.storage.journal.disk.count == 2
    assert early.storage.journal.problems == []


def test_the_history_is_read_though_the_room_goes_meanwhile(path, log, running):
    class Cut(FailingDisk):
        def read(self, path, start=0, length=-1):
            os.truncate(log, len(log.read_bytes().rstrip(ROOM)))
            return super().read(path, start, length)

    assert [entry.n for _, entry in logs.Log(log, Cut()).backwards()] == [3, 2, 1]


@pytest.mark.parametrize("length", [1, 30, 78])
def test_a_file_of_which_only_half_a_header_was_written_gets_one(path, log, monkeypatch, length):
    """As of a process that was killed when it had set the log aside."""
    monkeypatch.setattr(logs, "PART_BYTES", 900)
    database = JournalDB(path)
    n = 0
    while not list(path.parent.glob("books.log.*")):
        n += 1
        database.insert({"n": n})
    log.write_bytes(log.read_bytes()[:length])
    monkeypatch.setattr(logs, "PART_BYTES", 10**6)
    opened = JournalDB(path)
    opened.insert({"n": 0})
    opened.close()
    again = JournalDB(path)
    assert numbers(again) == [*range(1, n + 1), 0]
    assert (again.storage.journal.problems, again.storage.journal.is_covered) == ([], True)


DEEDS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["one", "one", "many", "close", "die", "look"])), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(deeds=DEEDS, cut=st.integers(1, 200))
def test_whatever_three_windows_do_in_turn_everything_confirmed_is_there(tmp_path_factory, deeds, cut):
    path = tmp_path_factory.mktemp("run") / "books.json"
    windows, confirmed, n = [JournalDB(path) for _ in range(3)], [], 0
    for which, deed in deeds:
        window, n = windows[which], n + 1
        journal = window.storage.journal
        if deed == "one":
            window.insert({"n": n})
            confirmed.append(n)
        elif deed == "many":
            with journal:
                rows = [("_default", str(1_000 * each + n), None, {"n": n}) for each in (1, 2)]
                journal.append([Entry(f"{n} {at}", "", "", "", [row]) for at, row in enumerate(rows)])
            confirmed += [n, n]
        elif deed == "close":
            window.close()
        elif deed == "die" and path.with_suffix(".log").exists():
            _die_writing(path.with_suffix(".log"), cut)
            windows[which] = JournalDB(path)
        assert sorted(numbers(window)) == sorted(confirmed)
    opened = JournalDB(path)
    assert sorted(numbers(opened)) == sorted(confirmed)
    assert opened.storage.journal.problems == []
    for window in windows:
        window.storage.journal.catch_up()
        assert window.storage.journal.mark == opened.storage.journal.mark
    for window in [*windows, opened]:
        window.close()
    if confirmed:
        opened.storage.journal.take_room_away()
        opened.storage.journal.snapshot()
        assert ROOM not in path.with_suffix(".log").read_bytes()
        assert len(json.loads(path.read_bytes())["_default"]) == len(confirmed)


def _die_writing(log, cut):
    """Leave a part of a line at the end of a log, over its room where it has some."""
    text = log.read_bytes().rstrip(ROOM)
    line = text.splitlines()[-1]
    with log.open("r+b") as file:
        file.seek(len(text))
        file.write((b"" if text.endswith(b"\n") else b"~\n") + line[: min(cut, len(line) - 2)])
