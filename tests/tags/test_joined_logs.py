"""Logs that git joined line by line: both sides are kept, and each keeps its own rows."""

from __future__ import annotations

from deeds import ids, put, reopened, repaired
from tinydb.table import Document

from reader.tags.model import Change, Table
from reader.tags.storage import JournalDB
from reader.tags.tagging import annotate_tag


def test_logs_that_git_joined_line_by_line_keep_both_sides(root, store, tags, log, document):
    common = log.read_bytes()
    mine = put(store, document, 4)
    my_line = log.read_bytes()[len(common) :]
    log.write_bytes(common)
    other = put(reopened(root), document, 4)
    log.write_bytes(log.read_bytes() + my_line)
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags, mine, other])
    assert "out of order" in opened.problems[0]
    repaired(root, "out of order")
    assert reopened(root).tags.keys() == ids([*tags, mine, other])


def test_of_logs_that_git_joined_the_longer_side_changes_its_own_tags_not_those_of_the_other(
    root, store, tags, log, document
):
    """Both sides gave their new tag the same row number."""
    common = log.read_bytes()
    mine = [put(store, document, n) for n in (1, 2)]
    store.commit([annotate_tag(mine[0], "mine")], "note")
    my_lines = log.read_bytes()[len(common) :]
    log.write_bytes(common)
    theirs = put(reopened(root), document, 4)
    log.write_bytes(log.read_bytes() + my_lines)
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags, *mine, theirs])
    assert (opened.tags[mine[0].id].note, opened.tags[theirs.id]) == ("mine", theirs)


def test_the_conflict_markers_of_git_are_passed_over_and_told_once(root, store, tags, log, document):
    common = log.read_bytes()
    mine = put(store, document, 4)
    my_line = log.read_bytes()[len(common) :]
    log.write_bytes(common)
    other = put(reopened(root), document, 4)
    their_line = log.read_bytes()[len(common) :]
    log.write_bytes(common + b"<<<<<<< HEAD\n" + my_line + b"=======\n" + their_line + b">>>>>>> other\n")
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags, mine, other])
    said = "git left its conflict markers in it; what both sides wrote is kept."
    assert [said in line for line in opened.problems] == [True, False]
    more = put(opened, document, 1)
    opened.refresh()
    assert opened.tags.keys() == reopened(root).tags.keys() == ids([*tags, mine, other, more])
    repaired(root, said)
    assert reopened(root).tags.keys() == ids([*tags, mine, other, more])


def test_what_one_side_took_off_and_put_back_is_there_after_logs_were_joined(root, store, tags, log, document):
    common = log.read_bytes()
    mine = [put(store, document, n) for n in (1, 2)]
    off = store.commit([Change(Table.TAGS, mine[0], None)], "off")
    store.undo(off)
    store.commit([Change(Table.TAGS, mine[1], None)], "off")
    my_lines = log.read_bytes()[len(common) :]
    log.write_bytes(common)
    theirs = put(reopened(root), document, 4)
    log.write_bytes(log.read_bytes() + my_lines)
    assert reopened(root).tags.keys() == ids([*tags, mine[0], theirs])
    repaired(root, "out of order")
    assert reopened(root).tags.keys() == ids([*tags, mine[0], theirs])


def test_rows_without_an_id_go_by_their_number_in_joined_logs_and_take_no_others_place(tmp_path):
    path = tmp_path / "books.json"
    log = path.with_suffix(".log")
    JournalDB(path).insert({"n": 1})
    common = log.read_bytes()
    mine = JournalDB(path)
    mine.insert({"id": "a"})
    mine.insert(Document({"n": 12}, doc_id=12))
    mine.update({"seen": True}, doc_ids=[1])
    my_lines = log.read_bytes()[len(common) :]
    log.write_bytes(common)
    JournalDB(path).insert({"id": "b"})
    log.write_bytes(log.read_bytes() + my_lines)
    opened = {row.doc_id: dict(row) for row in JournalDB(path)}
    assert (opened[1]["n"], opened[2], opened[12]) == (1, {"id": "b"}, {"n": 12})
    assert [row for number, row in opened.items() if number not in (1, 2, 12)] == [{"id": "a"}]
