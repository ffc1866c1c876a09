"""TinyDB over a journal: what it promises beyond TinyDB, whose own tests benchmarks/tinydb_suite.py runs."""

from __future__ import annotations

import json
import zlib

import pytest
from disks import FailingDisk
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.table import Document

from reader.errors import StoreError
from reader.tags import journal, log
from reader.tags import snapshot as snapshots
from reader.tags.disk import Disk
from reader.tags.image import Rows, apply, differences
from reader.tags.lines import Entry, frame, rescue, unframe
from reader.tags.marks import Mark
from reader.tags.merging import merge
from reader.tags.storage import JournalDB, JournalTable


@pytest.fixture
def path(tmp_path):
    return tmp_path / "books.json"


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


def test_a_number_that_is_none_is_refused_before_anything_is_written(path):
    database = JournalDB(path)
    with pytest.raises(ValueError, match="numbered with int, not str"):
        database.insert(Document({"n": 1}, doc_id="one"))
    assert not path.with_suffix(".log").exists()
    assert database.insert({"n": 2}) == 1


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


IDS, TIMES = st.sampled_from("abcdef"), st.sampled_from("123")
NUMBERS = st.integers(1, 6).map(str)
ROWS = st.dictionaries(NUMBERS, st.fixed_dictionaries({"id": IDS, "modified": TIMES}))
GRAVES = st.dictionaries(NUMBERS, st.fixed_dictionaries({"id": IDS, "at": TIMES}))


def unique(rows):
    return dict({row["id"]: (number, row) for number, row in rows.items()}.values())


IMAGES = st.fixed_dictionaries({"_default": ROWS.map(unique), "deleted": GRAVES.map(unique)}).map(
    lambda image: joined(image, {})
)


def joined(*images):
    """Return what merging the images one after the other leaves."""
    result = {"_default": {}, "deleted": {}}
    for image in images:
        apply(result, merge(result, image))
    return result


def meaning(image):
    return {table: sorted(json.dumps(row, sort_keys=True) for row in rows.values()) for table, rows in image.items()}


@given(IMAGES, IMAGES, IMAGES)
def test_merging_is_commutative_associative_and_idempotent(one, two, three):
    assert meaning(joined(one, two)) == meaning(joined(two, one))
    assert meaning(joined(joined(one, two), three)) == meaning(joined(one, joined(two, three)))
    assert meaning(joined(one, one)) == meaning(one)
    assert meaning(joined(one, two, two)) == meaning(joined(one, two))


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
DOCUMENTS = st.dictionaries(st.text(max_size=3), VALUES, max_size=2)
TABLES = st.dictionaries(st.text(max_size=3), st.dictionaries(NUMBERS, DOCUMENTS, max_size=3), max_size=3)


@given(TABLES, TABLES)
def test_the_differences_of_two_states_make_the_one_out_of_the_other(before, after):
    state = {table: dict(rows) for table, rows in before.items()}
    ops = differences(before, after)
    apply(state, ops)
    assert state == after
    # Each change knows what was there: taken back in turn, they leave what was before.
    apply(state, [(table, number, row, old) for table, number, old, row in reversed(ops)])
    assert state == before


@given(TABLES, st.text(), st.integers(1, 10**9), st.data())
def test_a_line_comes_back_as_it_was_and_one_flipped_bit_in_it_never_does(tables, label, n, data):
    entry = Entry("step", label, "bar", "now", differences({}, tables))
    line, crc, ops = frame(entry, n, "00000000")
    whole = unframe(line)
    assert whole is not None
    assert (whole.crc, whole.says.ops) == (crc, ops)
    assert json.dumps(ops) == json.dumps(entry.ops)
    assert (whole.says.n, whole.says.label) == (n, label)
    at = data.draw(st.integers(0, len(line) * 8 - 9))
    hit = bytearray(line)
    hit[at // 8] ^= 1 << at % 8
    assert unframe(bytes(hit)) is None
    assert list(rescue(bytes(hit) + line)) == [(len(line), whole)]
    # The newline between two lines: both are whole.
    assert list(rescue(line[:-1] + b"\x0b" + line)) == [(0, whole), (len(line), whole)]


@given(TABLES)
def test_a_snapshot_gives_back_what_was_written_whoever_reads_it(tmp_path_factory, tables):
    path = tmp_path_factory.mktemp("snapshot") / "store.json"
    image = {name: Rows(rows) for name, rows in tables.items()}
    snapshots.write(path, Disk(), image, "store", Mark("log", 9, 2, 3, "crc"), lambda: None)
    found = snapshots.load(path, Disk())
    assert (found.image, found.meta.mark, found.is_whole) == (tables, Mark("log", 9, 2, 3, "crc"), True)
    assert {name: dict(rows.passing()) for name, rows in found.image.items()} == tables
    assert json.loads(path.read_text("ascii"))["_meta"]["1"]["n"] == 2


@given(TABLES, st.booleans())
def test_a_snapshot_that_was_read_is_written_again_byte_by_byte_parsed_or_not(tmp_path_factory, tables, is_parsed):
    path, again = (tmp_path_factory.mktemp("again") / name for name in ("store.json", "again.json"))
    mark = Mark("log", 9, 2, 3, "crc")
    snapshots.write(path, Disk(), {name: Rows(rows) for name, rows in tables.items()}, "store", mark, lambda: None)
    found = snapshots.load(path, Disk())
    if is_parsed:
        assert found.image == tables
    snapshots.write(again, Disk(), found.image, "store", mark, lambda: None)
    rows, _, _ = path.read_bytes().rpartition(b'\n"_meta": ')
    assert again.read_bytes().startswith(rows)
    assert snapshots.load(again, Disk()).image == tables


def with_checksum(path, body):
    """Write a snapshot whose text is `body` and whose checksum is right."""
    meta = path.read_bytes().rpartition(b'\n"_meta": ')[2]
    text = body + b'\n"_meta": ' + meta[: meta.rindex(b'"checksum": "') + len('"checksum": "')]
    path.write_bytes(text + b'%08x"}}}\n' % zlib.crc32(text))


def test_a_snapshot_laid_out_otherwise_is_read_all_the_same(path):
    with JournalDB(path) as database:
        database.insert({"name": "Ann"})
    with_checksum(path, b'{"_default": { "1": {"name": "Bob"}, "2": {"name": "Cy"} },')
    path.with_suffix(".log").unlink()
    assert JournalDB(path).all() == [{"name": "Bob"}, {"name": "Cy"}]


def test_two_rows_under_one_number_as_a_merge_by_line_leaves_them_are_both_kept(path):
    path.write_text('{"_default": {"1": {"n": 1}, "1": {"n": 2}, "5": {"n": 4, "n": 5}, "1": {"n": 3}}}')
    expected = {"_default": {1: {"n": 3}, 5: {"n": 5}, 6: {"n": 1}, 7: {"n": 2}}}
    assert content(path) == expected
    with JournalDB(path) as database:
        database.insert({"n": 8})
    path.unlink()
    assert content(path)["_default"] == expected["_default"] | {8: {"n": 8}}


def test_documents_may_have_fields_named_as_those_of_the_snapshot_itself(path):
    with JournalDB(path) as database:
        database.insert({"checksum": "00000000", "format": 9, "_meta": {"1": {}}})
    opened = JournalDB(path)
    assert opened.all() == [{"checksum": "00000000", "format": 9, "_meta": {"1": {}}}]
    assert opened.storage.journal.problems == []
    assert opened.storage.journal.is_covered


def test_a_copy_of_unread_rows_names_the_file_too_where_one_is_no_json():
    rows = Rows({"1": b'{"n": }'}, "books.json")
    with pytest.raises(StoreError, match=r"books\.json can’t be read: its row 1 is no JSON"):
        rows.copy()["1"]


def test_a_row_that_is_no_json_behind_a_right_checksum_is_named_and_nothing_else_is_touched(path):
    with JournalDB(path) as database:
        database.insert({"name": "Ann"})
    with_checksum(path, b'{\n"_default": {\n"1": {"name": "Ann"},\n"2": {"name": }\n},')
    before = path.read_bytes()
    database = JournalDB(path)
    assert database.get(doc_id=1) == {"name": "Ann"}
    with pytest.raises(StoreError, match=r"books\.json can’t be read: its row 2 is no JSON"):
        database.get(doc_id=2)
    database.close()
    assert path.read_bytes() == before


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(0, 9)),
        st.tuples(st.just("update"), st.integers(0, 9)),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("truncate"), st.just(0)),
        st.tuples(st.just("close"), st.just(0)),
    ),
    max_size=12,
)


@given(STEPS)
@settings(max_examples=40, deadline=None)
def test_replaying_the_log_gives_the_state_that_stock_tinydb_would_have(tmp_path_factory, steps):
    from tinydb.storages import MemoryStorage

    path = tmp_path_factory.mktemp("replay") / "db.json"
    stock, ours = TinyDB(storage=MemoryStorage), JournalDB(path)
    for what, n in steps:
        if what == "close":
            ours.close()
            continue
        for database in (stock, ours):
            if what == "insert":
                database.insert({"n": n})
            elif what == "update":
                database.update({"seen": n}, where("n") == n)
            elif what == "remove":
                database.remove(where("n") == n)
            else:
                database.truncate()
    assert [dict(row) for row in stock] == [dict(row) for row in ours] == [dict(row) for row in JournalDB(path)]
