"""Folders on other computers: what is said, and the marker file where a folder knows no locks."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import locking, network
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag


def put(store, document, n):
    store.remember(document)
    tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), store.coder)
    store.commit([Change(Table.TAGS, None, tag)], f"¶ {n}")
    return tag


@pytest.fixture(params=[errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def no_locks(monkeypatch, request):
    """A system whose folders know no locks."""
    import filelock

    def refuse(*_, **__):
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(filelock, "lock_descriptor", refuse)


def test_where_a_folder_knows_no_locks_a_marker_stands_in_and_the_risk_is_told(root, store, document, no_locks):
    marker = LibraryPaths.of(root).lock.with_name("lock.held")
    tag = put(store, document, 1)
    other = TagStore(LibraryPaths.of(root), "bar")
    more = put(other, document, 2)
    store.refresh()
    assert store.tags == other.tags == {tag.id: tag, more.id: more}
    assert "knows no locks: a marker file stands in" in store.notices[-1]
    assert "`reader check` would tell" in store.notices[-1]
    assert not marker.exists()
    store.close()
    assert check_store(LibraryPaths.of(root)).is_sound


def test_a_marker_that_another_computer_left_is_named_and_nothing_changes(root, store, document, no_locks, monkeypatch):
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0.1)
    put(store, document, 1)
    marker = LibraryPaths.of(root).lock.with_name("lock.held")
    marker.write_text("4711\nanother-computer\n")
    with pytest.raises(StoreError, match=r"Nothing was changed; try again.*remove .*lock\.held"):
        put(store, document, 2)
    assert len(store.tags) == 1
    marker.unlink()
    put(store, document, 2)
    assert len(TagStore(LibraryPaths.of(root), "bar").tags) == 2


def test_while_another_is_at_it_with_a_marker_a_write_waits_and_looks_again_soon(
    root, store, document, no_locks, monkeypatch
):
    put(store, document, 1)
    other, waits = locking.Lock(LibraryPaths.of(root).lock), []
    with ThreadPoolExecutor(1) as thread:

        def sleep(seconds):
            waits.append(seconds)
            thread.submit(other.__exit__).result()

        thread.submit(other.__enter__).result()
        monkeypatch.setattr(time, "sleep", sleep)
        put(store, document, 2)
    assert len(store.tags) == 2
    assert [wait < 0.1 for wait in waits] == [True]


def test_a_marker_that_a_dead_process_left_on_this_computer_stops_nobody(root, store, document, no_locks):
    put(store, document, 1)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    marker = LibraryPaths.of(root).lock.with_name("lock.held")
    marker.write_text(f"{dead.pid}\n{socket.gethostname()}\n")
    put(store, document, 2)
    assert len(store.tags) == 2


MOUNTINFO = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:40 / {place} rw,relatime - {kind} server:/export rw,vers=4.2
41 22 0:41 / /elsewhere rw - nfs4 server:/other rw
"""


@pytest.mark.parametrize(
    ("kind", "told"), [("nfs4", "nfs4"), ("cifs", "cifs"), ("fuse.sshfs", "sshfs"), ("ext4", None), ("tmpfs", None)]
)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says in a file what is mounted where")
def test_a_library_on_a_network_folder_says_so_once_and_works(root, document, tmp_path, monkeypatch, kind, told):
    mounts = tmp_path / "mountinfo"
    share = tmp_path / "the share"
    share.mkdir()
    mounts.write_text(MOUNTINFO.format(place=str(share.resolve()).replace(" ", "\\040"), kind=kind))
    monkeypatch.setattr(network, "MOUNTS", mounts)
    store = TagStore(LibraryPaths.of(share), "bar")
    put(store, document, 1)
    said = [f"This library is on a network folder ({told})"] if told else []
    assert [problem.split(",")[0] for problem in store.notices] == said
    report = check_store(LibraryPaths.of(share))
    assert report.is_sound
    assert any("network folder" in line for line in report.lines) is bool(told)
    assert TagStore(LibraryPaths.of(root), "bar").notices == []


def test_where_nothing_tells_of_mounts_nothing_is_said(root, monkeypatch, tmp_path):
    monkeypatch.setattr(network, "MOUNTS", tmp_path / "none")
    assert TagStore(LibraryPaths.of(root), "bar").notices == []
