"""TinyDB over a journal: what it promises beyond TinyDB, whose own tests benchmarks/tinydb_suite.py runs."""

from __future__ import annotations

import json

import pytest
from disks import FailingDisk
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.table import Document

from reader.errors import StoreError
from reader.tags import journal, log
from reader.tags.storage import JournalDB, JournalTable


def content(path):
    with JournalDB(path) as database:
        return {name: {row.doc_id: dict(row) for row in database.table(name)} for name in database.tables()}


def test_every_way_of_writing_is_there_for_the_next_who_opens_the_file(path):
    with JournalDB(path) as database:
        database.insert({"n": 1})
        database.insert_multiple([{"n": 2}, {"n": 3}])
        database.update(increment("n"), where("n") == 3)
        database.update_multiple([({"seen": True}, where("n") == 1), (increment("n"), where("n") == 1)])
        database.upsert({"n": 9}, where("n") == 9)
        database.upsert(Document({"n": 8}, doc_id=8))
        database.remove(doc_ids=[2])
        database.table("other").insert({"deep": {"list": [1]}})
        database.table("gone").insert({})
        database.drop_table("gone")
        database.table("empty").insert({})
        database.table("empty").truncate()
    expected = {
        "_default": {1: {"n": 2, "seen": True}, 3: {"n": 4}, 4: {"n": 9}, 8: {"n": 8}},
        "other": {1: {"deep": {"list": [1]}}},
        "empty": {},
    }
    assert content(path) == expected
    with TinyDB(path) as stock:
        assert len(stock) == 4
    path.unlink()
    assert content(path) == expected


def test_what_is_returned_or_given_can_be_changed_without_changing_the_store(path):
    database = JournalDB(path)
    given_document = {"list": [1]}
    database.insert(given_document)
    given_document["list"].append(2)
    for found in (database.all()[0], database.get(doc_id=1), database.search(where("list").exists())[0]):
        found["list"].append(3)
    assert database.get(doc_id=1) == {"list": [1]}


def test_what_json_cannot_hold_changes_nothing(path):
    database = JournalDB(path)
    database.insert({"n": 1})
    with pytest.raises(TypeError):
        database.insert({"n": {1, 2}})
    assert len(database) == 1
    assert len(JournalDB(path)) == 1
    assert database.insert({"n": 2}) == 2


def test_a_document_that_is_in_itself_is_refused_and_changes_nothing(path):
    database = JournalDB(path)
    knot = {"n": 1}
    knot["itself"] = [knot]
    with pytest.raises(ValueError, match="one in itself"):
        database.insert(knot)
    assert len(database) == len(JournalDB(path)) == 0
    assert database.insert({"n": 2}) == 1


@pytest.mark.parametrize("number", ["one", True, 10**18, -(10**18)])
def test_a_number_that_no_reader_takes_is_refused_before_anything_is_written(path, number):
    database = JournalDB(path)
    with pytest.raises(ValueError, match="numbered with int of at most 18 digits, not "):
        database.insert(Document({"n": 1}, doc_id=number))
    assert not path.with_suffix(".log").exists()
    assert database.insert({"n": 2}) == 1


@pytest.mark.parametrize("greatest", [10**18 - 1, -(10**18 - 1)])
def test_the_greatest_numbers_are_kept(path, greatest):
    database = JournalDB(path)
    database.insert(Document({"n": 1}, doc_id=greatest))
    opened = JournalDB(path)
    assert (opened.get(doc_id=greatest), opened.storage.journal.problems) == ({"n": 1}, [])
    database.close()
    path.with_suffix(".log").unlink()
    assert JournalDB(path).get(doc_id=greatest) == {"n": 1}


def test_a_number_is_given_once_and_numbers_begin_anew_in_a_table_that_was_emptied(path):
    database = JournalDB(path)
    database.insert(Document({"n": 5}, doc_id=5))
    with pytest.raises(ValueError, match="Document with ID 5 already exists"):
        database.insert(Document({"n": 6}, doc_id=5))
    with pytest.raises(ValueError, match="Document with ID 7 already exists"):
        database.insert_multiple([Document({"n": 7}, doc_id=7), Document({"n": 8}, doc_id=7)])
    assert database.all() == [{"n": 5}]
    database.insert({"n": 6})
    assert database.remove(where("n") == 5) == [5]
    assert database.all() == [{"n": 6}]
    database.truncate()
    assert [database.insert({"n": 1}), database.insert({"n": 2})] == [1, 2]


def test_documents_numbered_below_zero_are_kept_by_log_and_snapshot(path):
    with JournalDB(path) as database:
        database.insert(Document({"n": 1}, doc_id=-3))
        assert content(path) == {"_default": {-3: {"n": 1}}}
    assert content(path) == {"_default": {-3: {"n": 1}}}
    path.unlink()
    opened = JournalDB(path)
    assert (opened.get(doc_id=-3), opened.storage.journal.problems) == ({"n": 1}, [])


def test_tables_of_ones_own_work_as_in_tinydb(path):
    class Titled(Document):
        @property
        def title(self):
            return f"No. {self['n']}"

    class Books(JournalTable):
        document_class = Titled
        default_query_cache_capacity = 1

    class Shelf(JournalDB):
        table_class = Books
        default_table_name = "books"

    with Shelf(path) as shelf:
        shelf.insert_multiple([{"n": 1}, {"n": 2}])
        assert (shelf.tables(), len(shelf), shelf.contains(where("n") == 2)) == ({"books"}, 2, True)
        assert [each.title for each in shelf] == [each.title for each in shelf.all()] == ["No. 1", "No. 2"]
        assert [each.title for each in shelf.search(where("n") > 1)] == ["No. 2"]
        assert shelf.get(doc_ids=[1]) == [{"n": 1}]
        assert (shelf.count(where("n") > 0), shelf.table("books") is shelf.table("books")) == (2, True)
        shelf.clear_cache()
        shelf.drop_table("books")
    assert JournalDB(path).tables() == set()


def test_a_write_that_fails_leaves_rows_and_disk_agreeing(path):
    disk = FailingDisk()
    database = JournalDB(path, disk)
    database.insert_multiple({"n": n} for n in range(3))
    disk.fails = "write"
    with pytest.raises(StoreError):
        database.insert_multiple({"n": n} for n in range(100))
    with pytest.raises(StoreError):
        database.update({"n": 7})
    with pytest.raises(StoreError):
        database.truncate()
    assert [row["n"] for row in database] == [row["n"] for row in JournalDB(path)] == [0, 1, 2]


def test_a_store_in_folders_that_are_not_there_yet_makes_them(tmp_path):
    path = tmp_path / "years" / "first" / "books.json"
    JournalDB(path).insert({"n": 1})
    assert content(path) == {"_default": {1: {"n": 1}}}


def test_two_who_have_it_open_see_each_other_and_share_the_numbers(path):
    one, other = JournalDB(path), JournalDB(path)
    assert [one.insert({"n": 1}), other.insert({"n": 2}), one.insert({"n": 3})] == [1, 2, 3]
    assert other.search(where("n") > 1) == [{"n": 2}, {"n": 3}]
    one.update({"n": 5}, doc_ids=[2])
    assert other.search(where("n") > 1) == [{"n": 5}, {"n": 3}]
    other.drop_tables()
    assert (len(one), one.tables()) == (0, set())


def test_a_commit_writes_no_more_in_a_big_store_than_in_a_small_one(path):
    with JournalDB(path) as database:
        log_path, grown = path.with_suffix(".log"), []
        for size in (10, 10_000):
            database.insert_multiple({"n": n, "text": "x" * 50} for n in range(size))
            before = log_path.stat().st_size
            database.insert({"n": 0, "text": "x" * 50})
            grown.append(log_path.stat().st_size - before)
    assert grown[1] - grown[0] < 20


def test_the_snapshot_is_written_in_the_background_when_the_log_has_grown(path, monkeypatch):
    monkeypatch.setattr(journal, "MIN_GROWTH", 2_000)
    database = JournalDB(path)
    for n in range(100):
        database.insert({"n": n})
    database.close()
    assert len(json.loads(path.read_bytes())["_default"]) == 100


def test_a_long_log_is_set_aside_and_never_thrown_away(path, monkeypatch):
    monkeypatch.setattr(log, "PART_BYTES", 600)
    one, other = JournalDB(path), JournalDB(path)
    for n in range(60):
        (one if n % 3 else other).insert({"n": n})
    parts = sorted((each.name for each in path.parent.glob("books.log.*")), key=lambda name: int(name.split(".")[-1]))
    assert len(parts) > 10
    assert parts == [f"books.log.{n}" for n in range(1, len(parts) + 1)]
    assert len(other) == len(one) == len(JournalDB(path)) == 60
    assert [entry.ops[0][3]["n"] for _, entry in one.storage.journal.log.backwards()] == list(range(59, -1, -1))
    one.close()
    assert len(JournalDB(path)) == 60
    (path.parent / parts[0]).unlink()
    opened = JournalDB(path)
    assert (len(opened), opened.storage.journal.problems) == (60, [])
    path.unlink()
    opened = JournalDB(path)
    assert "is missing" in opened.storage.journal.problems[0]
    assert 0 < len(opened) < 60


def test_a_search_is_answered_from_the_cache_only_while_no_window_has_written(path):
    one, other = JournalDB(path), JournalDB(path)
    held = one.table("books")

    def found():
        return [row["n"] for row in held.search(where("n") > 0)]

    held.insert({"n": 1})
    assert found() == found() == [1]
    one.drop_table("books")
    assert found() == []
    other.table("books").insert({"n": 2})
    assert found() == [2]
    one.drop_table("books")
    other.table("books").insert({"n": 3})
    assert found() == [3]
