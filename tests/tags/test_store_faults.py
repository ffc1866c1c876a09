"""A store that something is wrong with: what is said, and that nothing is overwritten or lost."""

from __future__ import annotations

import errno
import gc
import json
import os
import shutil
import threading
from contextlib import suppress

import pytest
from disks import FailingDisk

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import locking
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag


def put(store, document, n):
    tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), store.coder)
    store.remember(document)
    store.commit([Change(Table.TAGS, None, tag)], "")
    return tag


def reopened(root):
    return TagStore(LibraryPaths.of(root), "bar")


DAMAGE = {
    "a syntax error": b'{"_default": {"1": {"id": "x",}}}',
    "half a file": b'{"_default": {"1": {"id": "x", "docu',
    "nothing": b"",
    "zeros": b"\0" * 64,
    "not UTF-8": b'{"_default": {"1": {"id": "\xff\xfe"}}}',
    "too deep": b"[" * 100_000,
    "a list": b"[1, 2]",
    "rows that are no objects": b'{"_default": {"1": 5}}',
    "rows without numbers": b'{"_default": {"one": {}}}',
    "numbers past all bounds": b'{"_default": {"' + b"9" * 5000 + b'": {}}}',
    "a table that is a list": b'{"_default": []}',
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("name", ["coder", "codebook", "documents"])
def test_the_log_stands_in_for_a_damaged_snapshot_which_is_kept(root, store, document, damage, name):
    tag = put(store, document, 1)
    store.close()
    paths = LibraryPaths.of(root)
    path = paths.coder("bar") if name == "coder" else getattr(paths, name)
    path.write_bytes(damage)
    opened = reopened(root)
    assert (opened.tags, len(opened.themes), len(opened.documents)) == ({tag.id: tag}, 4, 1)
    assert path.name in opened.problems[0]
    assert path.with_suffix(".log").name in opened.problems[0]
    assert path.read_bytes() == damage
    check_store(paths, repair=True)
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == damage
    assert reopened(root).problems == []


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("name", ["coder", "codebook", "documents"])
def test_a_damaged_file_without_a_log_is_named_and_never_written_over(root, store, document, damage, name):
    put(store, document, 1)
    store.close()
    paths = LibraryPaths.of(root)
    path = paths.coder("bar") if name == "coder" else getattr(paths, name)
    path.with_suffix(".log").unlink()
    path.write_bytes(damage)
    with pytest.raises(StoreError, match=path.name) as raised:
        reopened(root)
    assert "Nothing was changed" in str(raised.value)
    with pytest.raises(StoreError, match=path.name):
        put(store, document, 2)
    assert path.read_bytes() == damage


HOSTILE = {
    "an id that is a path": {"id": "../../x"},
    "an id that is a list": {"id": ["x"]},
    "an id with an escape sequence": {"id": "\x1b]0;x\x07"},
    "a paragraph that is a text": {"paragraph": "1"},
    "a span before the beginning": {"start": -5, "end": 3},
    "no quotation": {"quotation": None},
    "a coder that is a number": {"coder": 5},
}


@pytest.mark.parametrize("changes", HOSTILE.values(), ids=HOSTILE)
def test_a_row_that_cannot_be_right_is_passed_over_with_a_word_and_kept_in_the_file(root, store, document, changes):
    good = put(store, document, 1)
    store.close()
    path = LibraryPaths.of(root).coder("bar")
    image = json.loads(path.read_text())
    image["_default"]["2"] = image["_default"]["1"] | {"id": "other"} | changes
    path.write_text(json.dumps(image))
    opened = reopened(root)
    assert opened.tags == {good.id: good}
    said = opened.problems[-1]
    assert "row 2 of _default is passed over" in said
    assert "\x1b" not in said
    put(opened, document, 2)
    opened.close()
    assert json.loads(path.read_text())["_default"]["2"] == image["_default"]["2"]


def test_a_document_id_in_the_register_never_leads_out_of_the_store(root, store, document):
    put(store, document, 1)
    store.close()
    path = LibraryPaths.of(root).documents
    path.write_text(path.read_text().replace('"doc-1"', '"../../doc-1"'))
    opened = reopened(root)
    assert "../../doc-1" not in opened.documents
    assert "is not an id" in opened.problems[-1]


def test_a_file_in_the_place_of_the_store_is_said_and_left(root, store, document):
    (root / ".reader").write_text("in the way")
    with pytest.raises(StoreError, match="can’t be written"):
        put(store, document, 1)
    assert (root / ".reader").read_text() == "in the way"


def test_a_folder_in_the_place_of_a_file_is_said(root, document):
    LibraryPaths.of(root).coder("bar").mkdir(parents=True)
    with pytest.raises(StoreError, match="can’t be read"):
        reopened(root)


def test_a_lock_that_another_holds_too_long_is_said(root, store, document, monkeypatch):
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0)
    put(store, document, 1)
    with (
        locking.Lock(LibraryPaths.of(root).lock),
        pytest.raises(StoreError, match="Another program has been writing"),
    ):
        put(store, document, 2)
    put(store, document, 3)
    assert len(store.tags) == 2


def test_who_will_not_wait_for_a_lock_is_told_at_once_that_another_has_it(root, monkeypatch):
    """As somebody who searches while another process brings the index up to date."""
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("it waited"))
    held, hasty = locking.Lock(root / "lock"), locking.Lock(root / "lock", seconds=0)
    with held, pytest.raises(StoreError, match="Another program has been writing"), hasty:
        pass
    with hasty:
        assert open_files(root) > 0


def test_a_thread_that_could_not_have_the_lock_keeps_no_other_from_it(root):
    """As the snapshot that is written in the background, after a commit that had to give up."""
    held, shared = locking.Lock(root / "lock"), locking.Lock(root / "lock", seconds=0)
    with held, pytest.raises(StoreError, match="Another program has been writing"), shared:
        pass
    had = threading.Event()

    def take():
        with shared:
            had.set()

    threading.Thread(target=take, daemon=True).start()
    assert had.wait(30)


def test_a_lock_that_another_holds_is_looked_at_again_at_once_and_then_less_and_less_often(root, monkeypatch):
    """A commit takes a fifth of a millisecond; who waits for a snapshot needn't look two thousand times."""
    held, waiting, waits = locking.Lock(root / "lock"), locking.Lock(root / "lock"), []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 12:
            held.__exit__()

    monkeypatch.setattr("time.sleep", sleep)
    held.__enter__()
    with waiting:
        assert len(waits) == 12
    assert waits[0] < 0.0002
    assert waits == sorted(waits)
    assert 0.001 < waits[-1] < 0.01


def test_a_lock_that_the_disk_does_not_let_go_of_is_let_go_of_all_the_same(root, monkeypatch):
    import filelock

    def refuse(_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    lock, hasty = locking.Lock(root / "lock"), locking.Lock(root / "lock", seconds=0)
    with monkeypatch.context() as patched:
        patched.setattr(filelock, "unlock_descriptor", refuse)
        with lock:
            pass
        with hasty:
            pass
    with lock:
        pass


def open_files(root):
    files = {(status.st_dev, status.st_ino) for status in (path.stat() for path in root.rglob("*"))}
    found = 0
    for descriptor in range(3, 1000):
        with suppress(OSError):
            status = os.fstat(descriptor)
            found += (status.st_dev, status.st_ino) in files
    return found


def test_a_store_that_is_closed_or_let_go_of_leaves_no_file_open(root, store, document):
    put(store, document, 1)
    assert open_files(root) > 0
    store.close()
    assert open_files(root) == 0
    left = reopened(root)
    put(left, document, 2)
    assert open_files(root) > 0
    del left
    gc.collect()
    assert open_files(root) == 0
    put(store, document, 3)
    assert len(store.tags) == 3


def borrowed_paths(root, tmp_path):
    paths = LibraryPaths.of(root)
    return LibraryPaths(root, tmp_path / "data" / "own", root / ".reader", paths.state, paths.cache)


def test_a_library_that_cannot_be_written_to_is_borrowed_and_its_tags_come_along(root, store, document, tmp_path):
    first = put(store, document, 1)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    borrower = TagStore(borrowed_paths(root, tmp_path), "bar")
    assert borrower.tags == {first.id: first}
    assert not (tmp_path / "data").exists()
    second = put(borrower, document, 2)
    assert set(TagStore(borrowed_paths(root, tmp_path), "bar").tags) == {first.id, second.id}
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("is_there_before", [True, False])
def test_where_another_process_borrows_a_library_first_its_copy_is_used(
    root, store, document, tmp_path, is_there_before
):
    class Slower(FailingDisk):
        def stamp(self, path, modified):
            if is_there_before and not own.exists():
                shutil.copytree(root / ".reader", own)
            super().stamp(path, modified)

        def replace(self, source, target):
            if target == own:
                shutil.copytree(root / ".reader", own)
                raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
            super().replace(source, target)

    first, paths = put(store, document, 1), borrowed_paths(root, tmp_path)
    own = paths.store
    borrower = TagStore(paths, "bar", Slower())
    second = put(borrower, document, 2)
    assert set(TagStore(paths, "bar").tags) == set(borrower.tags) == {first.id, second.id}
    assert [path.name for path in own.parent.iterdir()] == [own.name]


def test_a_library_that_there_is_no_room_to_borrow_is_said_and_read_on(root, store, document, tmp_path):
    first, paths = put(store, document, 1), borrowed_paths(root, tmp_path)
    disk = FailingDisk("replace", where=paths.store.name)
    borrower = TagStore(paths, "bar", disk)
    with pytest.raises(StoreError, match="No space left on device"):
        put(borrower, document, 2)
    assert (borrower.tags, list(paths.store.parent.iterdir())) == ({first.id: first}, [])
    disk.fails = None
    put(borrower, document, 2)
    assert len(TagStore(paths, "bar").tags) == 2
