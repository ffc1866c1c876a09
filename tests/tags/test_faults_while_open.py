"""What befalls the files of a store while a window has it open, or is just reading it."""

from __future__ import annotations

import errno
import os

import pytest
from deeds import flip, numbers
from disks import FailingDisk
from tinydb import where

from reader.errors import StoreError
from reader.tags import log as logs
from reader.tags.disk import Disk
from reader.tags.storage import JournalDB


@pytest.fixture
def log(path):
    return path.with_suffix(".log")


@pytest.fixture
def other(path):
    """A window with one document, in whose store others write."""
    database = JournalDB(path)
    database.insert({"n": 1})
    return database


class InTheMeantime(Disk):
    """A disk on which something else happens, once, just before the log is read; with `after` so many reads later."""

    def __init__(self, deed=None, after=0):
        super().__init__()
        self.deed, self.after = deed, after

    def read(self, path, start=0, length=-1):
        self.after -= path.suffix == ".log"
        if self.deed is not None and path.suffix == ".log" and self.after < 0:
            deed, self.deed = self.deed, None
            deed()
        return super().read(path, start, length)


def test_a_commit_that_is_damaged_while_the_store_is_open_is_told(path, log, other):
    window = JournalDB(path)
    assert numbers(window) == [1]
    length = log.stat().st_size
    other.insert({"n": 2})
    flip(log, length + 40)
    other.insert({"n": 3})
    assert 3 in numbers(window)
    assert "lost just before" in " ".join(window.storage.journal.problems)
    assert numbers(window) == numbers(JournalDB(path))


@pytest.mark.parametrize("after", range(4))
def test_a_log_that_another_process_sets_aside_while_it_is_being_read_is_read_whole(path, other, monkeypatch, after):
    def set_aside():
        monkeypatch.setattr(logs, "PART_BYTES", 1)
        other.insert({"n": 2})
        monkeypatch.undo()

    opened = JournalDB(path, InTheMeantime(set_aside, after))
    assert len(list(path.parent.glob("books.log.*"))) == 1
    assert numbers(opened) == [1, 2]
    assert opened.storage.journal.problems == []


def test_a_log_that_is_being_set_aside_when_a_window_looks_for_news_is_read_where_it_went(path, log, other):
    disk = InTheMeantime()
    window = JournalDB(path, disk)
    assert numbers(window) == [1]
    other.insert({"n": 2})
    disk.deed = lambda: log.rename(log.with_name("books.log.1"))
    assert numbers(window) == [1, 2]
    assert window.insert({"n": 3}) == 3
    assert numbers(JournalDB(path)) == [1, 2, 3]


def test_a_log_that_is_being_set_aside_when_a_window_looks_at_anothers_snapshot_is_read_where_it_went(path, log, other):
    disk = InTheMeantime()
    window = JournalDB(path, disk)
    assert numbers(window) == [1]
    other.insert({"n": 2})
    other.close()
    disk.deed = lambda: log.rename(log.with_name("books.log.1"))
    assert numbers(window) == [1, 2]
    assert window.storage.journal.problems == []


def test_a_search_sees_what_an_editor_changed_and_what_another_wrote_after_it(path, other):
    window = JournalDB(path)

    def found():
        return [row["n"] for row in window.search(where("n") > 0)]

    other.close()
    assert found() == found() == [1]
    path.write_bytes(path.read_bytes().replace(b'{"n": 1}', b'{"n": 5}'))
    assert found() == [5]
    other.insert({"n": 6})
    other.close()
    assert found() == [5, 6]
    path.write_bytes(path.read_bytes().replace(b'{"n": 6}', b'{"n": 7}'))
    assert len(window) == 2
    other.insert({"n": 8})
    assert found() == [5, 7, 8]


def test_a_lock_that_the_disk_refuses_is_said_and_nothing_is_changed(root, store, tags, document, monkeypatch):
    import filelock
    from deeds import put

    def refuse(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(filelock, "lock_descriptor", refuse)
    with pytest.raises(StoreError, match=r"can’t be written: Input/output error\. Nothing was changed\."):
        put(store, document, 4)
    monkeypatch.undo()
    assert len(store.tags) == 3
    put(store, document, 4)


def test_where_no_file_may_stay_open_between_two_writes_the_log_is_opened_for_each(path):
    """As on Windows, where nobody can rename a file that another has open."""

    class Closing(FailingDisk):
        keeps_open = False

    database = JournalDB(path, Closing())
    for n in range(3):
        database.insert({"n": n})
    database.close()
    assert numbers(JournalDB(path)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("misuse", "said"),
    [
        (lambda table: table.insert(["no", "mapping"]), "Document is not a Mapping"),
        (lambda table: table.upsert({"n": 1}), "you must specify a doc_id"),
        (lambda table: table.remove(), "Use truncate"),
    ],
    ids=["a list", "upsert without a query", "remove without a query"],
)
def test_misuse_is_refused_as_tinydb_refuses_it_and_writes_nothing(path, log, misuse, said):
    database = JournalDB(path)
    with pytest.raises((ValueError, RuntimeError), match=said):
        misuse(database.table("books"))
    assert not log.exists()


def test_a_commit_whole_but_for_its_newline_stays_also_where_the_beginning_of_the_log_was_set_aside(
    path, log, other, monkeypatch
):
    monkeypatch.setattr(logs, "PART_BYTES", 1)
    other.insert({"n": 2})
    monkeypatch.undo()
    window = JournalDB(path)
    other.insert({"n": 3})
    os.truncate(log, log.stat().st_size - 1)
    window.insert({"n": 4})
    assert numbers(window) == numbers(JournalDB(path)) == [1, 2, 3, 4]
    assert JournalDB(path).storage.journal.problems == []


def test_a_commit_whole_but_for_its_newline_stays_also_where_the_file_was_edited_by_hand(path, log, other):
    other.close()
    other.insert({"n": 2})
    os.truncate(log, log.stat().st_size - 1)
    path.write_bytes(path.read_bytes().replace(b'{"n": 1}', b'{"n": 5}'))
    window = JournalDB(path)
    assert numbers(window) == [5]
    window.insert({"n": 3})
    assert numbers(window) == numbers(JournalDB(path)) == [5, 2, 3]
    assert JournalDB(path).storage.journal.problems == []


@pytest.mark.parametrize("after", range(4))
def test_a_log_that_is_set_aside_again_and_again_while_it_is_being_read_is_read_whole(path, other, monkeypatch, after):
    class Restless(InTheMeantime):
        n = 1

        def signature(self, path):
            if path.suffix == ".json" and self.n < 3:
                self.n, self.deed, self.after = self.n + 1, self.set_aside, after
            return super().signature(path)

        def set_aside(self):
            with monkeypatch.context() as patched:
                patched.setattr(logs, "PART_BYTES", 1)
                other.insert({"n": self.n})

    opened = JournalDB(path, Restless())
    assert len(list(path.parent.glob("books.log.*"))) == 2
    assert numbers(opened) == [1, 2, 3]
    assert opened.storage.journal.problems == []


@pytest.mark.parametrize("after", range(4))
def test_a_log_whose_name_is_just_free_when_it_is_opened_is_read_where_it_went(path, log, other, after):
    opened = JournalDB(path, InTheMeantime(lambda: log.rename(log.with_name("books.log.1")), after))
    assert not log.exists()
    assert numbers(opened) == [1]
    assert opened.storage.journal.problems == []
