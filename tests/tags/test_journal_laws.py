"""Laws of the journal: of merging, of differences, of a line, of a snapshot, and of replaying what was written."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from reader.tags import snapshot as snapshots
from reader.tags.disk import Disk
from reader.tags.image import Rows, apply, differences
from reader.tags.lines import Entry, as_read, frame, rescue, unframe
from reader.tags.marks import Mark
from reader.tags.merging import merge
from reader.tags.storage import JournalDB

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
    line, crc = frame(entry, n, "00000000")
    whole = unframe(line)
    assert whole is not None
    assert (whole.crc, whole.says.ops) == (crc, as_read([entry]))
    assert json.dumps(whole.says.ops) == json.dumps(entry.ops)
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
