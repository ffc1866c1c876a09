"""Logs and snapshots that are torn, damaged, missing, restored or edited; disks that are full or dying."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import zlib

import pytest
from disks import FailingDisk
from tinydb import TinyDB

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import locking
from reader.tags import log as logs
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.lines import Header, frame, unframe
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, annotate_tag, new_tag


def put(store, document, n):
    tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), store.coder)
    store.commit([Change(Table.TAGS, None, tag)], f"¶ {n}")
    return tag


def reopened(root, disk=None):
    return TagStore(LibraryPaths.of(root), "bar", disk)


@pytest.fixture
def tags(root, store, document):
    """Three tags, committed one by one; their snapshot is not written yet."""
    return [put(store, document, n) for n in (1, 2, 3)]


@pytest.fixture
def snapshot(root):
    return LibraryPaths.of(root).coder("bar")


@pytest.fixture
def log(snapshot):
    return snapshot.with_suffix(".log")


def ids(tags):
    return {tag.id for tag in tags}


def flip(path, offset, bit=0):
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << bit
    status = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def repaired(root, said):
    """Check, expecting `said` among what is wrong; repair, and check that nothing is wrong any more."""
    paths = LibraryPaths.of(root)
    assert any(said in line for line in check_store(paths).wrong)
    mended = check_store(paths, repair=True)
    assert any(said in line for line in mended.mended)
    assert [line for line in check_store(paths).wrong if "register" not in line] == []
    return mended


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


def test_a_full_disk_changes_nothing_and_the_store_goes_on_when_there_is_room(root, tags, document, log):
    disk = FailingDisk()
    store = reopened(root, disk)
    before = log.read_bytes()
    disk.fails, disk.where = "write", log.name
    with pytest.raises(StoreError, match=r"No space left on device\. Nothing was changed"):
        put(store, document, 4)
    assert log.read_bytes() == before
    assert store.tags.keys() == ids(tags)
    disk.fails = None
    more = put(store, document, 4)
    assert store.tags.keys() == reopened(root).tags.keys() == ids([*tags, more])


def test_a_disk_so_full_that_half_a_line_stays_harms_no_later_commit(root, tags, document, log):
    class Stuck(FailingDisk):
        def truncate(self, descriptor, size):
            raise OSError(errno.EIO, "stuck")

    disk = Stuck("write", where=log.name)
    store = reopened(root, disk)
    with pytest.raises(StoreError, match="Nothing was changed"):
        put(store, document, 4)
    disk.fails = None
    more = put(store, document, 4)
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags, more])
    assert opened.problems == []


def test_a_disk_that_does_not_confirm_ends_all_writing_and_says_so(root, tags, document, log):
    disk = FailingDisk("sync", errno.EIO, log.name)
    store = reopened(root, disk)
    with pytest.raises(
        StoreError, match=rf"failed to confirm a write to .*{log.name} \(Input/output error\)"
    ) as raised:
        put(store, document, 4)
    assert "nothing more is written" in str(raised.value)
    disk.fails = None
    calls = len(disk.calls)
    with pytest.raises(StoreError, match="start Reader again"):
        put(store, document, 4)
    assert disk.calls[calls:] == []
    assert store.tags.keys() == ids(tags)
    store.close()
    assert reopened(root).tags.keys() == ids(tags)


def test_a_folder_that_is_not_confirmed_ends_all_writing_too(root, document):
    disk = FailingDisk("sync_folder", errno.EIO, "tags")
    store = reopened(root, disk)
    with pytest.raises(StoreError, match="failed to confirm"):
        put(store, document, 1)
    disk.fails = None
    with pytest.raises(StoreError, match="nothing more is written"):
        put(store, document, 1)
    assert store.tags == reopened(root).tags == {}


def test_a_folder_that_cannot_be_synced_at_all_is_no_fault_of_the_disk(root, document, monkeypatch):
    fsync = os.fsync

    def refuse(descriptor):
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    store = reopened(root)
    tag = put(store, document, 1)
    store.close()
    assert reopened(root).tags == {tag.id: tag}


def test_a_log_that_cannot_be_set_aside_goes_on_growing_and_loses_nothing(root, document, log, monkeypatch):
    """As on Windows, where nobody can rename a file that another has open."""
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    disk = FailingDisk("replace", errno.EACCES, ".log.")
    store = reopened(root, disk)
    tags = [put(store, document, n % 4 + 1) for n in range(6)]
    assert any("can’t be set aside: Permission denied. It goes on growing." in each for each in store.problems)
    assert (log.stat().st_size > 1_500, list(log.parent.glob("*.log.*"))) == (True, [])
    assert reopened(root).tags.keys() == ids(tags)
    disk.fails = None
    tags += [put(store, document, n % 4 + 1) for n in range(4)]
    assert len(list(log.parent.glob("*.log.*"))) >= 1
    assert reopened(root).tags.keys() == store.tags.keys() == ids(tags)


def test_a_log_that_was_begun_but_for_its_header_when_it_was_opened_is_followed(root, store, tags, log, document):
    log.rename(log.with_name(f"{log.name}.1"))
    log.touch()
    early = reopened(root)
    assert early.tags.keys() == ids(tags)
    more = put(reopened(root), document, 4)
    early.refresh()
    assert early.tags.keys() == reopened(root).tags.keys() == ids([*tags, more])
    assert early.problems == reopened(root).problems == []


def test_a_log_that_is_set_aside_on_a_dying_disk_ends_all_writing(root, document, monkeypatch):
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    disk = FailingDisk()
    store = reopened(root, disk)
    tags = [put(store, document, 1), put(store, document, 2)]
    disk.fails, disk.code, disk.where = "sync_folder", errno.EIO, "tags"
    tags.append(put(store, document, 3))
    with pytest.raises(StoreError, match=r"failed to confirm .* \(Input/output error\)"):
        put(store, document, 4)
    assert reopened(root).tags.keys() == ids(tags)


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


@pytest.mark.parametrize("operation", ["write", "sync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_snapshot_that_cannot_be_written_loses_nothing(root, tags, document, snapshot, operation, code):
    disk = FailingDisk()
    store = reopened(root, disk)
    more = put(store, document, 4)
    disk.fails, disk.code, disk.where = operation, code, snapshot.name
    said = rf"{snapshot.name} can’t be written: {os.strerror(code)}\. Nothing is lost: the log has everything\."
    with pytest.raises(StoreError, match=said):
        store.close()
    assert [path for path in snapshot.parent.iterdir() if path.suffix == ".tmp"] == []
    disk.fails = None
    assert reopened(root).tags.keys() == ids([*tags, more])
    store.close()
    assert len(TinyDB(snapshot)) == 4


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 KiB, where this machine lets us make one."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a tmpfs; a failing disk stands in for it above")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_really_fills_up_keeps_every_acknowledged_tag(small_disk, document):
    store = reopened(small_disk)
    acknowledged = []

    def fill():
        while True:
            acknowledged.append(put(store, document, 1))

    with pytest.raises(StoreError, match="No space left on device"):
        fill()
    assert len(acknowledged) > 100
    with pytest.raises(StoreError, match="No space left on device"):
        store.close()
    opened = reopened(small_disk)
    assert opened.tags.keys() == ids(acknowledged)
    assert opened.problems == []


@pytest.mark.parametrize("which", ["log", "snapshot"])
def test_a_newer_format_is_refused_and_left_alone(root, store, tags, snapshot, log, which):
    store.close()
    path = log if which == "log" else snapshot
    if which == "log":
        path.write_bytes(frame(Header("store", "log", 2, 0, 0), 0, "").data)
        snapshot.unlink()
    else:
        path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version of Reader"):
        reopened(root)
    assert path.read_bytes() == before


def test_what_a_newer_version_appends_while_the_store_is_open_is_refused_and_left_alone(root, store, tags, log):
    with log.open("ab") as file:
        file.write(frame(Header("store", "log", 2, log.stat().st_size, 3), 3, "00000000").data)
    before = log.read_bytes()
    with pytest.raises(StoreError, match="newer version of Reader"):
        store.refresh()
    with pytest.raises(StoreError, match="newer version of Reader"):
        store.commit([annotate_tag(tags[0], "more")], "note")
    assert log.read_bytes() == before
    assert store.tags.keys() == ids(tags)


def test_an_edit_by_hand_is_merged_and_becomes_a_step(root, store, tags, snapshot, document):
    store.close()
    image = json.loads(snapshot.read_text())
    image["_default"]["1"]["note"] = "by hand"
    del image["_default"]["2"]
    image["_default"]["9"] = image["_default"]["3"] | {"id": "made-by-hand", "paragraph": 4}
    snapshot.write_text(json.dumps(image))
    assert store.refresh()
    assert store.tags[tags[0].id].note == "by hand"
    assert store.tags.keys() == {tags[0].id, tags[2].id, "made-by-hand"}
    assert "changed outside Reader" in store.notices[0]
    assert store.problems == []
    more = put(store, document, 2)
    store.close()
    again = reopened(root)
    assert again.problems == []
    assert again.tags.keys() == {tags[0].id, tags[2].id, "made-by-hand", more.id}
    assert any(step.label.startswith("Taken in from") for step in again.history())


def test_an_edit_by_hand_and_a_commit_elsewhere_both_count(root, store, tags, snapshot):
    store.close()
    text = snapshot.read_text()
    reopened(root).commit([annotate_tag(tags[1], "in the app")], "note")
    image = json.loads(text)
    image["_default"]["1"]["note"] = "by hand"
    snapshot.write_text(json.dumps(image))
    opened = reopened(root)
    assert [tag.note for tag in opened.tags.values()] == ["by hand", "in the app", ""]


def test_an_edit_by_hand_counts_whatever_its_time_says_and_what_it_takes_out_leaves_a_tombstone(
    root, store, tags, snapshot, document
):
    store.commit([annotate_tag(tags[0], "zebra")], "note")
    put(store, document, 4)
    store.close()
    image = json.loads(snapshot.read_text())
    image["_default"]["1"]["note"] = "aardvark"
    for number in ("2", "3", "4"):
        del image["_default"][number]
    snapshot.write_text(json.dumps(image))
    opened = reopened(root)
    assert [(tag.id, tag.note) for tag in opened.tags.values()] == [(tags[0].id, "aardvark")]
    put(opened, document, 2)
    opened.close()
    graves = TinyDB(snapshot).table("deleted").all()
    assert {tags[1].id, tags[2].id} < {grave["id"] for grave in graves}
    assert [set(grave) for grave in graves] == [{"id", "table", "at"}] * 3
    assert min(grave["at"] for grave in graves) > tags[2].created


def test_of_a_row_changed_by_hand_and_since_in_the_app_the_newer_stays(root, store, tags, snapshot):
    store.close()
    text = snapshot.read_text()
    later = annotate_tag(tags[1], "b, in the app"), annotate_tag(tags[2], "c, in the app")
    reopened(root).commit([*later], "notes")
    image = json.loads(text)
    image["_default"]["2"]["note"] = "z, by hand"
    del image["_default"]["3"]
    snapshot.write_text(json.dumps(image))
    opened = reopened(root)
    assert [tag.note for tag in opened.tags.values()] == ["", "b, in the app", "c, in the app"]


def test_an_older_snapshot_put_back_loses_nothing(root, store, tags, snapshot, document):
    store.close()
    older = snapshot.read_bytes()
    more = put(store, document, 4)
    store.close()
    snapshot.write_bytes(older)
    assert reopened(root).tags.keys() == ids([*tags, more])
    assert store.refresh() in (True, False)
    assert store.tags.keys() == ids([*tags, more])


def test_an_older_log_put_back_keeps_the_newer_snapshot(root, store, tags, log, document):
    older = log.read_bytes()
    more = put(store, document, 4)
    store.commit([Change(Table.TAGS, tags[0], None)], "off")
    store.close()
    log.write_bytes(older)
    opened = reopened(root)
    assert opened.tags.keys() == ids([*tags[1:], more])
    assert "older backup" in opened.problems[0]
    repaired(root, "older backup")
    assert reopened(root).tags.keys() == ids([*tags[1:], more])


def test_a_process_that_has_the_store_open_notices_that_its_log_was_put_back(root, store, tags, log, document):
    older = log.read_bytes()
    put(store, document, 4)
    log.write_bytes(older)
    after = put(store, document, 4)
    assert store.tags.keys() == reopened(root).tags.keys() == ids([*tags, after])


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


def test_a_lock_whose_file_was_replaced_is_taken_on_the_new_one(root, tags, store, document):
    LibraryPaths.of(root).lock.unlink()
    put(store, document, 4)
    assert LibraryPaths.of(root).lock.exists()
    assert locking.LOCK_SECONDS == 10
