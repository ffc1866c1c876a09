"""Two faults at once are both told, and each for as long as it lasts."""

from __future__ import annotations

import errno

from disks import FailingDisk

from reader.paths import LibraryPaths
from reader.tags import journal
from reader.tags import log as logs
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag


def test_a_log_that_cannot_be_set_aside_and_a_snapshot_that_cannot_be_written_hide_each_other_never(
    root, document, monkeypatch
):
    monkeypatch.setattr(logs, "PART_BYTES", 1_500)
    monkeypatch.setattr(journal, "MIN_GROWTH", 0)
    disk = FailingDisk("replace", errno.EACCES)
    paths = LibraryPaths.of(root)
    store = TagStore(paths, "bar", disk)
    log, snapshot = "can’t be set aside", f"{paths.coder('bar').name} can’t be written"

    def told():
        for n in (1, 2, 3, 4):
            tag = new_tag(Target(document, n), Codebook(store.themes).need("Sport"), "bar")
            store.commit([Change(Table.TAGS, None, tag)], "")
        for file in store._files:
            file.journal._writer.wait()
        return {each for each in (log, snapshot) if each in " ".join(store.problems)}

    assert told() == told() == {log, snapshot}
    disk.where = ".log."
    assert told() == {log}
    disk.where = ".json"
    assert told() == {snapshot}
    disk.fails = None
    assert told() == set()
