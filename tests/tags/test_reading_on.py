"""A store that several have open: each learns what the others did, change by change, and misses nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
import zlib

import pytest
from disks import FailingDisk
from tinydb import TinyDB

from reader.errors import StoreError
from reader.tags import journal as journals
from reader.tags import locking
from reader.tags import log as logs
from reader.tags.storage import JournalDB


@pytest.fixture
def other(path):
    """A window with one document, in whose store others write."""
    database = JournalDB(path)
    database.insert({"n": 1})
    return database


@pytest.fixture
def watching(path, other):
    """The journal of a window that has seen what there is."""
    journal = JournalDB(path).storage.journal
    journal.catch_up()
    return journal


def numbers(journal):
    return [row["n"] for row in journal.image["_default"].values()]


def test_what_another_window_commits_is_told_change_by_change(watching, other):
    before = watching.generation
    assert watching.catch_up() == []
    assert watching.generation == before
    other.insert({"n": 2})
    other.update({"n": 3}, doc_ids=[1])
    told = [("_default", "2", None, {"n": 2}), ("_default", "1", {"n": 1}, {"n": 3})]
    assert watching.catch_up() == told
    assert (numbers(watching), watching.generation > before) == ([3, 2], True)
    assert watching.catch_up() == []


def test_a_snapshot_that_another_window_writes_is_no_news(watching, other):
    other.close()
    assert (watching.catch_up(), watching.is_covered) == ([], True)
    other.insert({"n": 2})
    other.close()
    assert watching.catch_up() == [("_default", "2", None, {"n": 2})]
    assert watching.is_covered
    assert (watching.problems, watching.notices) == ([], [])


def test_a_log_that_another_window_sets_aside_is_read_on_in_the_new_file(watching, other, monkeypatch):
    monkeypatch.setattr(logs, "PART_BYTES", 600)
    for n in range(2, 7):
        other.insert({"n": n})
    assert len(list(watching.path.parent.glob("books.log.*"))) > 0
    assert watching.catch_up() == [("_default", str(n), None, {"n": n}) for n in range(2, 7)]
    other.insert({"n": 7})
    assert watching.catch_up() == [("_default", "7", None, {"n": 7})]
    other.close()
    assert (watching.catch_up(), watching.is_covered) == ([], True)


def test_an_edit_that_keeps_the_layout_of_the_file_is_taken_in_while_it_is_open(watching, other, path):
    other.close()
    watching.catch_up()
    path.write_bytes(path.read_bytes().replace(b'{"n": 1}', b'{"n": 5}'))
    watching.catch_up()
    assert numbers(watching) == [5]
    assert watching.notices == [
        "books.json was changed outside Reader: 1 of its rows. That was taken in, and becomes a step of the history "
        "with the next change."
    ]
    other.insert({"n": 2})
    path.unlink()
    assert [row["n"] for row in JournalDB(path)] == [5, 2]


def test_the_snapshot_of_a_copy_that_went_on_elsewhere_is_merged_while_it_is_open(watching, other, path, tmp_path):
    """As a tool does that keeps two computers alike, and has brought one file of two."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other.close()
    watching.catch_up()
    for name in ("books.json", "books.log"):
        shutil.copy2(path.with_name(name), elsewhere / name)
    with JournalDB(elsewhere / "books.json") as copy:
        copy.insert({"n": 2})
    shutil.copy2(elsewhere / "books.json", path)
    watching.catch_up()
    assert numbers(watching) == [1, 2]
    other.insert({"n": 3})
    path.unlink()
    assert sorted(row["n"] for row in JournalDB(path)) == [1, 2, 3]


def test_a_snapshot_that_a_newer_version_writes_while_it_is_open_is_refused_and_left_alone(watching, other, path):
    other.close()
    written = json.loads(path.read_bytes())["_meta"]["1"]["written"]
    newer = path.with_name("newer")
    text = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    text = text[: text.rindex(b'"checksum": "') + len(b'"checksum": "')]
    newer.write_bytes(text + b'%08x"}}}\n' % zlib.crc32(text))
    os.utime(newer, ns=(written, written))
    newer.replace(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version of Reader"):
        watching.catch_up()
    with pytest.raises(StoreError, match="newer version of Reader"):
        other.insert({"n": 2})
    assert path.read_bytes() == before


def test_a_log_that_was_replaced_by_an_older_one_is_noticed_while_it_is_open(watching, other, path):
    log = path.with_suffix(".log")
    older = log.with_name("older")
    shutil.copy2(log, older)
    other.insert_multiple({"n": n} for n in range(2, 9))
    watching.catch_up()
    older.replace(log)
    late = JournalDB(path)
    late.insert({"n": 10})
    late.insert_multiple({"n": n} for n in range(11, 30))
    watching.catch_up()
    assert numbers(watching) == numbers(late.storage.journal) == [1, *range(10, 30)]
    other.insert({"n": 30})
    assert [row["n"] for row in JournalDB(path)] == [1, *range(10, 31)]


def test_a_log_that_was_cut_off_and_grew_to_the_same_length_is_noticed_while_it_is_open(watching, other, path):
    log = path.with_suffix(".log")
    older = log.read_bytes()
    other.insert({"n": 2})
    watching.catch_up()
    size = log.stat().st_size
    log.write_bytes(older)
    JournalDB(path).insert({"n": 3})
    assert log.stat().st_size == size
    watching.catch_up()
    assert numbers(watching) == [1, 3]
    other.insert({"n": 4})
    assert [row["n"] for row in other] == [row["n"] for row in JournalDB(path)] == [1, 3, 4]


def test_nothing_is_built_on_a_commit_of_another_window_that_the_disk_does_not_confirm(path, other):
    disk = FailingDisk("sync", errno.EIO, ".log")
    journal = JournalDB(path, disk).storage.journal
    with pytest.raises(StoreError, match=r"failed to confirm a write to .*books\.log \(Input/output error\)"):
        journal.snapshot()
    assert not path.exists()
    disk.fails = None
    with pytest.raises(StoreError, match="nothing more is written"):
        journal.snapshot()


@pytest.mark.parametrize("was_open", [True, False])
def test_a_commit_that_is_whole_but_for_its_newline_stays_when_the_next_is_written(path, other, was_open):
    """As of a process that was killed at that byte."""
    log = path.with_suffix(".log")
    mine = JournalDB(path)
    other.insert({"n": 2})
    os.truncate(log, log.stat().st_size - 1)
    if not was_open:
        mine = JournalDB(path)
    mine.insert({"n": 3})
    mine.insert({"n": 4})
    opened = JournalDB(path)
    assert [row["n"] for row in mine] == [row["n"] for row in opened] == [1, 2, 3, 4]
    assert opened.storage.journal.problems == []
    assert log.read_bytes().count(b"\n") == 5


def test_a_file_of_stock_tinydb_becomes_a_store_whose_log_has_every_document_once(path):
    with TinyDB(path) as stock:
        stock.insert_multiple({"n": n} for n in range(2_500))
    with JournalDB(path) as database:
        assert database.storage.journal.problems == []
        database.insert({"n": 2_500})
    entries = [entry for _, entry in database.storage.journal.log.backwards()]
    assert [len(entry.ops) for entry in entries] == [1, 500, 1000, 1000]
    assert sorted(int(op[1]) for entry in entries for op in entry.ops) == list(range(1, 2_502))
    assert {(entry.label, entry.coder) for entry in entries[1:]} == {("Taken in from books.json", "")}
    assert len({entry.step for entry in entries}) == 4
    assert all(entry.at.endswith("+00:00") for entry in entries)
    path.unlink()
    assert [row["n"] for row in JournalDB(path)] == list(range(2_501))


def test_a_snapshot_is_there_before_anybody_closes_when_the_log_has_grown(path, monkeypatch):
    monkeypatch.setattr(journals, "MIN_GROWTH", 2_000)
    database = JournalDB(path)
    written = 0
    while not written:
        database.insert({"n": len(database)})
        for thread in set(threading.enumerate()) - {threading.current_thread()}:
            thread.join()
        written = len(json.loads(path.read_bytes())["_default"]) if path.exists() else 0
        assert len(database) < 100
    assert written == len(database)
    assert 2_000 < path.with_suffix(".log").stat().st_size < 3_000
    assert database.storage.journal.is_covered


def test_a_snapshot_written_right_behind_a_torn_tail_knows_its_place(path, other, monkeypatch):
    monkeypatch.setattr(journals, "MIN_GROWTH", 0)
    with path.with_suffix(".log").open("ab") as file:
        file.write(b'0123abcd {"n":2,"prev"')
    other.insert({"n": 2})
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        thread.join()
    opened = JournalDB(path)
    assert [row["n"] for row in opened] == [1, 2]
    assert opened.storage.journal.problems == []
    assert opened.storage.journal.is_covered


def test_a_log_that_cannot_be_read_any_more_is_named_and_stops_no_other_window(path, other, monkeypatch):
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0)

    class Unreadable(FailingDisk):
        def read(self, path, start=0, length=-1):
            self._try("read", path)
            return super().read(path, start, length)

    disk = Unreadable()
    mine = JournalDB(path, disk)
    other.insert({"n": 2})
    disk.fails, disk.code, disk.where = "read", errno.EIO, ".log"
    with pytest.raises(StoreError, match=r"books\.log can’t be read: Input/output error"):
        mine.insert({"n": 3})
    other.insert({"n": 3})
    disk.fails = None
    assert mine.insert({"n": 4}) == 4


def test_a_store_keeps_its_id_whatever_is_left_of_its_files(path, other):
    def id_now():
        return JournalDB(path).storage.journal.store

    own = other.storage.journal.store
    assert own not in ("", JournalDB(path.with_name("others.json")).storage.journal.store)
    assert id_now() == own
    other.close()
    log = path.with_suffix(".log").read_bytes()
    path.with_suffix(".log").unlink()
    assert id_now() == own
    path.with_suffix(".log").write_bytes(log)
    path.unlink()
    assert id_now() == own


def test_a_file_that_was_only_laid_out_anew_has_changed_in_none_of_its_rows(watching, other, path):
    other.close()
    path.write_text(json.dumps(json.loads(path.read_text()), indent=2))
    watching.catch_up()
    assert (numbers(watching), watching.problems) == ([1], [])
    assert watching.notices == ["books.json was changed outside Reader: none of its rows."]


def test_a_folder_in_the_place_of_the_log_is_said(path):
    path.with_suffix(".log").mkdir()
    with pytest.raises(StoreError, match=r"books\.json can’t be read: Is a directory\."):
        JournalDB(path)


@pytest.mark.parametrize("length", [1, 40, -1])
def test_a_commit_counts_for_others_when_its_line_is_finished_and_not_before(watching, other, path, length):
    """As a reader finds it that comes while another window is writing."""
    log = path.with_suffix(".log")
    before = log.read_bytes()
    other.insert({"n": 2})
    line = log.read_bytes()[len(before) :]
    log.write_bytes(before + line[:length])
    assert (watching.catch_up(), numbers(watching)) == ([], [1])
    assert numbers(JournalDB(path).storage.journal) == [1]
    log.write_bytes(before + line)
    assert (watching.catch_up(), numbers(watching)) == ([("_default", "2", None, {"n": 2})], [1, 2])
