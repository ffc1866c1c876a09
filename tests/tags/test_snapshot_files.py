"""Snapshots as others leave them: laid out otherwise, merged by line, with fields named as ours, or with nonsense."""

from __future__ import annotations

import zlib

import pytest

from reader.errors import StoreError
from reader.tags.image import Rows
from reader.tags.storage import JournalDB


def content(path):
    with JournalDB(path) as database:
        return {name: {row.doc_id: dict(row) for row in database.table(name)} for name in database.tables()}


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
