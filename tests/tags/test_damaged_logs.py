"""Logs that are torn or damaged: a flipped bit costs its own commit at most, and never in silence."""

from __future__ import annotations

import shutil
import zlib

import pytest
from deeds import flip, ids, put, reopened, repaired

from reader.paths import LibraryPaths
from reader.tags import log as logs
from reader.tags.disk import Disk
from reader.tags.lines import unframe
from reader.tags.marks import Mark


@pytest.mark.parametrize("length", [1, 7, 40, 200])
def test_a_torn_tail_costs_nothing_and_the_next_commit_goes_on_behind_it(root, tags, log, document, length):
    whole = log.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    log.write_bytes(whole + last[:length])
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags)
    assert opened.problems == []
    more = put(opened, document, 4)
    assert log.read_bytes().startswith(whole + last[:length])
    after = reopened(root)
    assert after.tags.keys() == ids([*tags, more])
    assert after.problems == []


def test_every_single_flipped_bit_in_the_log_costs_at_most_its_own_commit_and_is_told(root, tags, log):
    whole = log.read_bytes()
    starts = [0]
    for line in whole.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for offset in range(0, len(whole), 37):
        flip(log, offset, bit=offset % 8)
        hit = sum(start <= offset for start in starts) - 2
        expected = ids(tags) - ({tags[hit].id} if hit >= 0 else set())
        opened = reopened(root)
        assert expected <= opened.tags.keys()
        assert opened.problems or opened.tags.keys() == ids(tags)
        log.write_bytes(whole)


def test_a_flipped_bit_in_the_last_newline_of_the_log_costs_nothing_when_writing_goes_on(root, tags, log, document):
    flip(log, -1)
    store = reopened(root)
    assert store.tags.keys() == ids(tags)
    more = [put(store, document, n) for n in (1, 2)]
    assert store.tags.keys() == reopened(root).tags.keys() == ids([*tags, *more])
    repaired(root, "no commit is lost there")
    assert reopened(root).tags.keys() == ids([*tags, *more])


NONSENSE = {
    "a table without a name": '[5,"1",null,{}]',
    "a row number that is a word": '["_default","one",null,{}]',
    "a row number that is a number": '["_default",1,null,{}]',
    "a row that is none": '["_default","1",null,"row"]',
    "a row before that was none": '["_default","1",[],{}]',
    "half a change": '["_default","1"]',
}


@pytest.mark.parametrize("op", NONSENSE.values(), ids=NONSENSE)
def test_a_line_with_a_right_checksum_that_changes_no_row_counts_as_damaged(root, tags, log, document, op):
    last = unframe(log.read_bytes().splitlines()[-1])
    text = f'{{"n":4,"prev":"{last.crc}","step":"s","label":"","coder":"ann","at":"","ops":[{op}]}}'.encode()
    with log.open("ab") as file:
        file.write(b"%08x %s\n" % (zlib.crc32(text), text))
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags)
    assert "its last commit is damaged and lost" in opened.problems[0]
    more = [put(opened, document, n) for n in (1, 2)]
    again = reopened(root)
    assert again.tags.keys() == ids([*tags, *more])
    assert "1 commit is lost" in again.problems[0]


def test_a_flipped_bit_in_the_newline_between_two_commits_loses_neither(root, tags, log, document):
    lines = log.read_bytes().splitlines(keepends=True)
    flip(log, -len(lines[-1]) - 1)
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags)
    assert "no commit is lost there" in opened.problems[0]
    more = put(opened, document, 4)
    opened.refresh()
    assert opened.tags.keys() == reopened(root).tags.keys() == ids([*tags, more])
    repaired(root, "no commit is lost there")
    assert reopened(root).tags.keys() == ids([*tags, more])


def test_a_flipped_bit_in_the_newline_before_a_torn_tail_is_told_and_loses_nothing(root, tags, log, document):
    length = log.stat().st_size
    with log.open("ab") as file:
        file.write(b'0123abcd {"n":4,"prev"')
    more = put(reopened(root), document, 4)
    flip(log, length - 1)
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags, more])
    assert "no commit is lost there" in opened.problems[0]
    repaired(root, "no commit is lost there")
    assert reopened(root).tags.keys() == ids([*tags, more])


def test_a_flipped_bit_where_the_snapshot_looks_for_its_place_in_the_log_costs_no_tag(root, store, tags, log):
    store.close()
    flip(log, -len(log.read_bytes().splitlines(keepends=True)[-1]), bit=7)
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags)
    assert opened.problems != []


def test_a_flipped_bit_in_the_last_commit_of_a_log_that_was_set_aside_costs_that_commit(
    root, document, log, monkeypatch
):
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    store = reopened(root)
    tags = [put(store, document, n) for n in (1, 2, 3, 4)]
    (aside,) = log.parent.glob("*.log.1")
    before = aside.read_bytes().count(b"\n") - 1
    flip(aside, -100)
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags) - {tags[before - 1].id}
    assert [line for line in opened.problems if "lost" in line or "missing" in line] == opened.problems
    assert "1 commit is lost just before" in opened.problems[0]
    assert "in the log, which is damaged there; the later ones are kept." in opened.problems[0]


def test_a_flipped_bit_in_the_middle_of_the_log_is_found_and_mended_with_the_evidence_kept(root, tags, log):
    lines = log.read_bytes().splitlines(keepends=True)
    flip(log, len(lines[0]) + len(lines[1]) + 50)
    damaged = log.read_bytes()
    repaired(root, "1 commit is lost")
    assert reopened(root).tags.keys() == {tags[0].id, tags[2].id}
    (aside,) = log.parent.glob("*.log.damaged-*")
    assert aside.read_bytes() == damaged


def test_a_flipped_bit_in_what_the_snapshot_covers_costs_only_history(root, store, tags, log):
    store.close()
    lines = log.read_bytes().splitlines(keepends=True)
    flip(log, len(lines[0]) + 50)
    assert reopened(root).tags.keys() == ids(tags)
    repaired(root, "1 commit is lost")
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags)
    assert opened.problems == []


def test_a_log_that_was_begun_but_for_its_header_when_it_was_opened_is_followed(root, store, tags, log, document):
    log.rename(log.with_name(f"{log.name}.1"))
    log.touch()
    early = reopened(root)
    assert early.tags.keys() == ids(tags)
    more = put(reopened(root), document, 4)
    early.refresh()
    assert early.tags.keys() == reopened(root).tags.keys() == ids([*tags, more])
    assert early.problems == reopened(root).problems == []


def test_a_damaged_header_of_the_file_that_is_written_to_costs_nothing(root, document, log, monkeypatch):
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    store = reopened(root)
    tags = [put(store, document, n % 4 + 1) for n in range(8)]
    assert len(list(log.parent.glob("*.log.*"))) >= 2
    flip(log, 20)
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags)
    assert "no commit is lost there" in opened.problems[0]
    tags += [put(opened, document, n) for n in (1, 2)]
    opened.close()
    assert opened.tags.keys() == reopened(root).tags.keys() == ids(tags)
    repaired(root, "no commit is lost there")
    assert reopened(root).tags.keys() == ids(tags)


@pytest.mark.parametrize("damaged", [(), (0,), (1,), (2,), (3,), (0, 1), (2, 3), (0, 1, 2, 3)])
def test_a_damaged_header_moves_no_commit_whichever_part_it_begins(root, document, log, monkeypatch, damaged):
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    store = reopened(root)
    for n in range(12):
        put(store, document, n % 4 + 1)
    read = logs.Log(log, Disk())
    places = [(found.mark.offset, found.entry.n) for found in read.read(Mark()) if found.entry]
    assert [n for _, n in places] == list(range(1, 13))
    assert len(read.parts()) >= 4
    for which in damaged:
        flip(read.parts()[which], 20)
    read = logs.Log(log, Disk())
    found = [each.mark for each in read.read(Mark()) if each.entry]
    assert [(mark.offset, mark.n) for mark in found] == places
    assert [(end, entry.n) for end, entry in read.backwards()] == places[::-1]
    for at, mark in enumerate(found, 1):
        assert [(each.mark.offset, each.mark.n) for each in read.read(mark) if each.entry] == places[at:]
        assert [(end, entry.n) for end, entry in read.backwards(mark.offset)] == places[at:][::-1]
        assert [(end, entry.n) for end, entry in read.backwards(0, mark.offset)] == places[:at][::-1]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_part_of_the_log_that_is_gone_moves_no_commit_and_takes_no_tag(root, document, log, monkeypatch, gone):
    with monkeypatch.context() as patched:
        patched.setattr(logs, "PART_BYTES", 1_500)
        store = reopened(root)
        tags = [put(store, document, n % 4 + 1) for n in range(12)]
        store.close()
        tags.append(put(store, document, 1))
    read = logs.Log(log, Disk())
    places = [(end, entry.n) for end, entry in read.backwards()]
    lost = [(end, entry.n) for end, entry in logs.Log(read.parts()[gone], Disk()).backwards()]
    read.parts()[gone].unlink()
    left = [place for place in places if place[1] not in {n for _, n in lost}]
    assert (len(places), len(lost) > 0) == (13, True)
    read = logs.Log(log, Disk())
    assert [(end, entry.n) for end, entry in read.backwards()] == left
    assert [(each.mark.offset, each.mark.n) for each in read.read(Mark()) if each.entry] == left[::-1]
    opened = reopened(root)
    assert (opened.tags.keys(), opened.problems) == (ids(tags), [])
    tags.append(put(opened, document, 2))
    assert (reopened(root).tags.keys(), reopened(root).problems) == (ids(tags), [])


def test_from_every_place_in_a_damaged_log_reading_goes_on_with_the_rest(root, document, log):
    """One with a newline that was hit, a commit that was, conflict markers, and a torn tail."""
    store = reopened(root)
    for n in range(8):
        put(store, document, n % 4 + 1)
    lines = log.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2][:-1] + b"\v"
    lines[5] = b"<<<<<<< ours\n" + lines[5]
    lines[7] = b">>>>>>> theirs\n" + lines[7][:50] + b"?" + lines[7][51:]
    log.write_bytes(b"".join([*lines, lines[-1][:40]]))
    read = logs.Log(log, Disk())
    found = list(read.read(Mark()))
    assert [each.mark.n for each in found if each.entry] == [1, 2, 3, 4, 5, 6, 8]
    for at, each in enumerate(found, 1):
        rest = [(later.mark[1:5], later.flaw) for later in found[at:] if later.entry]
        assert [(later.mark[1:5], later.flaw) for later in read.read(each.mark) if later.entry] == rest
        assert read.has(each.mark) or each.entry is None


def test_a_commit_that_was_exchanged_for_another_of_its_number_is_told_and_what_follows_is_kept(
    root, store, tags, log, document, tmp_path
):
    """As a merge by hand leaves a log, which takes one commit from this copy and the next from that."""
    copy = shutil.copytree(root, tmp_path / "copy")
    put(store, document, 1)
    last = put(store, document, 2)
    other = put(reopened(copy), document, 4)
    lines = log.read_bytes().splitlines(keepends=True)
    lines[-2] = LibraryPaths.of(copy).coder("bar").with_suffix(".log").read_bytes().splitlines(keepends=True)[-1]
    log.write_bytes(b"".join(lines))
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags, other, last])
    (said,) = opened.problems
    assert f"the log was changed just before {next(store.history()).at}; what follows is kept." in said
    repaired(root, "the log was changed just before")
    assert reopened(root).tags.keys() == ids([*tags, other, last])


def test_what_was_cut_out_of_a_log_is_counted_and_told_apart_from_what_is_damaged(root, store, tags, log, document):
    last = put(store, document, 4)
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:2] + lines[4:]))
    (said,) = reopened(root).problems
    lost = f"commits are lost just before {next(store.history()).at} in the log, where something is missing;"
    assert f"{log.name}: 2 {lost} the later ones are kept." in said
    assert reopened(root).tags.keys() == ids([tags[0], last])
    repaired(root, lost)
