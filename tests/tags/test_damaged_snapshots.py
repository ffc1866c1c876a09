"""Snapshots that are damaged, missing or put back; logs that are missing or put back; files of newer versions."""

from __future__ import annotations

import os
import shutil

import pytest
from deeds import flip, ids, put, reopened, repaired
from tinydb import TinyDB

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags.checking import check_store
from reader.tags.lines import Header, frame
from reader.tags.model import Change, Table
from reader.tags.tagging import annotate_tag


@pytest.mark.parametrize("share", [each / 16 for each in range(16)])
def test_a_flipped_bit_in_the_snapshot_is_never_silent_and_never_costs_a_tag(root, store, tags, snapshot, share):
    store.close()
    flip(snapshot, int(snapshot.read_bytes().rindex(b'"_meta"') * share))
    opened = reopened(root)
    assert list(opened.tags.values()) == tags
    assert opened.problems
    repaired(root, snapshot.name)
    assert list(reopened(root).tags.values()) == tags


def test_without_its_log_the_snapshot_keeps_every_tag_and_a_new_log_is_begun(root, store, tags, log, document):
    store.close()
    log.unlink()
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags)
    assert "is missing, and with it the history" in opened.problems[0]
    put(opened, document, 4)
    opened.close()
    again = reopened(root)
    assert (len(again.tags), again.problems) == (4, [])


def test_without_its_snapshot_the_log_has_everything(root, store, tags, snapshot):
    store.close()
    snapshot.unlink()
    assert reopened(root).tags.keys() == ids(tags)
    check_store(LibraryPaths.of(root))
    assert len(TinyDB(snapshot)) == 3


def test_half_a_snapshot_is_put_aside_and_written_anew_from_the_log(root, store, tags, snapshot):
    store.close()
    half = snapshot.read_bytes()[:300]
    snapshot.write_bytes(half)
    assert reopened(root).tags.keys() == ids(tags)
    mended = repaired(root, f"{snapshot} can’t be read")
    (aside,) = snapshot.parent.glob("*.json.damaged-*")
    assert aside.read_bytes() == half
    assert any(aside.name in line for line in mended.mended)
    assert len(TinyDB(snapshot)) == 3


def test_a_damaged_snapshot_is_put_aside_once_and_the_good_one_that_follows_is_written_over(
    root, store, tags, snapshot, document
):
    store.close()
    snapshot.write_bytes(b"half")
    opened = reopened(root)
    for n in (1, 2):
        put(opened, document, n)
        opened.close()
    (aside,) = snapshot.parent.glob("*.damaged-*")
    assert aside.read_bytes() == b"half"
    assert len(TinyDB(snapshot)) == 5


@pytest.mark.parametrize("what", ["a letter of a quotation", "the file of another library"])
def test_a_snapshot_that_is_no_state_of_the_log_is_kept_when_the_next_is_written(
    root, store, tags, snapshot, document, tmp_path, what
):
    store.close()
    status = snapshot.stat()
    if what == "a letter of a quotation":
        snapshot.write_bytes(snapshot.read_bytes().replace(b"Divers", b"Dovers"))
        os.utime(snapshot, ns=(status.st_atime_ns, status.st_mtime_ns))
        more, said = set(), f"{snapshot.name} is damaged: its checksum is wrong. Everything was taken from the log."
    else:
        elsewhere = reopened(tmp_path / "elsewhere")
        more = ids([put(elsewhere, document, 4), put(elsewhere, document, 1)])
        elsewhere.close()
        shutil.copy2(LibraryPaths.of(tmp_path / "elsewhere").coder("bar"), snapshot)
        said = f"Both were kept: 2 rows came from {snapshot.name}."
    wrong = snapshot.read_bytes()
    opened = reopened(root)
    assert opened.tags.keys() == ids(tags) | more
    assert [said in line for line in opened.problems] == [True]
    assert {tag.quotation for tag in opened.tags.values()} <= {paragraph.text for paragraph in document.paragraphs}
    put(opened, document, 2)
    opened.close()
    (aside,) = snapshot.parent.glob("*.json.damaged-*")
    assert aside.read_bytes() == wrong
    snapshot.unlink()
    assert reopened(root).tags.keys() == opened.tags.keys() > ids(tags) | more


def test_an_older_snapshot_put_back_loses_nothing(root, store, tags, snapshot, document):
    store.close()
    older = snapshot.read_bytes()
    more = put(store, document, 4)
    store.close()
    snapshot.write_bytes(older)
    assert reopened(root).tags.keys() == ids([*tags, more])
    assert store.refresh() in (True, False)
    assert store.tags.keys() == ids([*tags, more])


def test_an_older_log_put_back_keeps_the_newer_snapshot(root, store, tags, snapshot, log, document):
    older = log.read_bytes()
    more = put(store, document, 4)
    store.commit([Change(Table.TAGS, tags[0], None)], "off")
    store.close()
    log.write_bytes(older)
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags[1:], more])
    assert "older backup" in opened.problems[0]
    newer = snapshot.read_bytes()
    repaired(root, "older backup")
    assert reopened(root).tags.keys() == ids([*tags[1:], more])
    (aside,) = snapshot.parent.glob("*.json.damaged-*")
    assert aside.read_bytes() == newer


def test_a_process_that_has_the_store_open_notices_that_its_log_was_put_back(root, store, tags, log, document):
    older = log.read_bytes()
    put(store, document, 4)
    log.write_bytes(older)
    after = put(store, document, 4)
    assert store.tags.keys() == reopened(root).tags.keys() == ids([*tags, after])


@pytest.mark.parametrize("which", ["log", "snapshot"])
def test_a_newer_format_is_refused_and_left_alone(root, store, tags, snapshot, log, which):
    store.close()
    path = log if which == "log" else snapshot
    if which == "log":
        path.write_bytes(frame(Header("store", "log", 2, 0, 0), 0, "")[0])
        snapshot.unlink()
    else:
        path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version of Reader"):
        reopened(root)
    assert path.read_bytes() == before


def test_what_a_newer_version_appends_while_the_store_is_open_is_refused_and_left_alone(root, store, tags, log):
    with log.open("ab") as file:
        file.write(frame(Header("store", "log", 2, log.stat().st_size, 3), 3, "00000000")[0])
    before = log.read_bytes()
    with pytest.raises(StoreError, match="newer version of Reader"):
        store.refresh()
    with pytest.raises(StoreError, match="newer version of Reader"):
        store.commit([annotate_tag(tags[0], "more")], "note")
    assert log.read_bytes() == before
    assert store.tags.keys() == ids(tags)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_snapshot_of_a_copy_that_went_on_elsewhere_takes_nothing_from_what_was_done_here(
    root, store, tags, snapshot, document, tmp_path, count
):
    """As a sync tool leaves it that has brought one file of two: there as many commits were made, or more, or fewer."""
    store.close()
    elsewhere = shutil.copytree(root, tmp_path / "elsewhere")
    mine = [put(store, document, n) for n in (1, 2)]
    store.close()
    there = reopened(elsewhere)
    theirs = [put(there, document, n + 1) for n in range(count)]
    there.commit([Change(Table.TAGS, tags[0], None)], "off")
    there.close()
    shutil.copy2(LibraryPaths.of(elsewhere).coder("bar"), snapshot)
    opened = reopened(root)
    expected = ids([*tags[1:], *mine, *theirs])
    assert opened.tags.keys() == expected
    assert len(opened.problems) == 1
    put(opened, document, 4)
    opened.close()
    snapshot.unlink()
    assert reopened(root).tags.keys() == opened.tags.keys() > expected
