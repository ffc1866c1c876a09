"""What the tests of a store's faults do again and again: tag, open anew, flip a bit, check and repair."""

from __future__ import annotations

import os
import time

from reader.paths import LibraryPaths
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag


def put(store, document, n):
    tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), store.coder)
    store.commit([Change(Table.TAGS, None, tag)], f"¶ {n}")
    return tag


def reopened(root, disk=None):
    return TagStore(LibraryPaths.of(root), "bar", disk)


def ids(tags):
    return {tag.id for tag in tags}


def numbers(database):
    """Return what the rows `{"n": …}` of a store that is no library's say."""
    return [row["n"] for row in database]


def settle(database):
    """Wait until each later change of a name in a store’s folder is sure to show, and let the store see it so."""
    journal = database.storage.journal
    while not Disk().names(journal.path.parent).are_settled:
        time.sleep(0.005)
    journal.catch_up()


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
