"""Merging on a disk that fails: a second run finishes what the first began, and no copy is put aside too early."""

from __future__ import annotations

import errno
import shutil

import pytest
from disks import FailingDisk

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.model import Change, Table
from reader.tags.others import read_other
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag
from reader.tags.uniting import unite


def put(store, document, n, theme="Sport"):
    tag = new_tag(Target(document, n), Codebook(store.themes).need(theme), store.coder)
    store.remember(document)
    store.commit([Change(Table.TAGS, None, tag)], f"{theme} on {n}")
    store.close()
    return tag


@pytest.fixture
def apart(root, store, document):
    """The paths of a library, in which lies a conflict copy with a tag and a theme of its own for each store."""
    first = put(store, document, 1)
    laptop = shutil.copytree(root, root.with_name("laptop"))
    there = TagStore(LibraryPaths.of(laptop), "bar")
    there.commit([Codebook(there.themes).add("Housing")], "Added a theme")
    return LibraryPaths.of(root), laptop, {first.id, put(there, document, 2, "Housing").id}


@pytest.mark.parametrize("fails", ["write", "sync"])
@pytest.mark.parametrize("where", ["codebook.log", "bar-"])
def test_a_disk_that_fails_in_a_merge_is_told_and_a_second_run_does_the_rest(apart, fails, where):
    paths, laptop, wanted = apart
    disk = FailingDisk(fails, errno.EIO, where)
    with pytest.raises(StoreError, match=r"Nothing was changed"):
        unite(paths, read_other(laptop, paths, disk), "Merged", disk, lambda _: None)
    assert len(TagStore(paths, "bar").tags) == 1
    merged = unite(paths, read_other(laptop, paths, Disk()), "Merged", Disk(), lambda _: None)
    assert merged.new[Table.TAGS] == 1
    store = TagStore(paths, "bar")
    assert store.tags.keys() == wanted
    assert Codebook(store.themes).find("Housing") is not None
    assert check_store(paths).is_sound


def test_a_copy_is_put_aside_only_when_everything_in_it_is_on_the_disk(apart):
    paths, laptop, wanted = apart
    theirs = LibraryPaths.of(laptop).coder("bar")
    copy = paths.tags / f"{theirs.stem} (1).json"
    shutil.copyfile(theirs, copy)
    disk = FailingDisk("write", where="bar-")
    with pytest.raises(StoreError):
        unite(paths, read_other(copy, paths, disk), "Merged", disk, lambda _: None)
    assert copy.exists()
    unite(paths, read_other(copy, paths, Disk()), "Merged", Disk(), lambda _: None)
    assert not copy.exists()
    assert TagStore(paths, "bar").tags.keys() == wanted


def test_where_no_backup_can_be_made_nothing_is_merged(apart):
    paths, laptop, _ = apart

    def refuse(_):
        raise StoreError("no room")

    with pytest.raises(StoreError, match="no room"):
        unite(paths, read_other(laptop, paths, Disk()), "Merged", Disk(), refuse)
    assert len(TagStore(paths, "bar").tags) == 1
