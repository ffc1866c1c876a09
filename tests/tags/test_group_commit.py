"""Lines that are tagged together: on a disk that counts its syncs, and on one that fails."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading

import pytest
from disks import FailingDisk

from reader.cli.bulk import tag_lines
from reader.paths import LibraryPaths
from reader.tags.store import TagStore
from reader.workspace import Workspace


def line(document="debate", paragraph=7, theme="Sport", **more):
    return json.dumps({"document": document, "paragraph": paragraph, "theme": theme, **more}) + "\n"


def answers(printed):
    return [json.loads(each) for each in printed.splitlines()]


@pytest.fixture
def on_disk(library, monkeypatch):
    """Tag lines in this process, on a disk that the test can look at or let fail."""
    disk = FailingDisk()
    monkeypatch.setattr("reader.tags.store.Disk", lambda: disk)
    return disk, Workspace(library, "bar")


def test_lines_that_come_fast_share_a_sync(on_disk, capsys, tmp_path):
    disk, workspace = on_disk
    (tmp_path / "lines").write_text("".join(line(start=n % 60, end=n // 60 + 61) for n in range(1000)))
    with (tmp_path / "lines").open("rb") as file:
        assert tag_lines(workspace, file.fileno()) == 0
    syncs = [name for operation, name in disk.calls if operation == "sync" and name.startswith("bar")]
    assert len(answers(capsys.readouterr().out)) == 1000
    assert 1 <= len(syncs) < 500


@pytest.mark.parametrize(("fails", "code"), [("sync", errno.EIO), ("write", errno.ENOSPC)])
def test_when_the_disk_fails_every_line_of_that_group_is_told_and_nothing_that_was_answered_is_lost(
    on_disk, library, monkeypatch, fails, code
):
    disk, workspace = on_disk
    end, begin = os.pipe()
    said_end, said_begin = os.pipe()
    monkeypatch.setattr(sys, "stdout", os.fdopen(said_begin, "w", encoding="utf-8"))
    answered = os.fdopen(said_end, encoding="utf-8")
    codes = []
    thread = threading.Thread(target=lambda: codes.append(tag_lines(workspace, end)), daemon=True)
    thread.start()
    said = []

    def told():
        said.append(json.loads(answered.readline()))
        return said[-1]

    os.write(begin, line().encode())
    first = told()
    disk.fails, disk.code, disk.where = fails, code, "bar"
    os.write(begin, (line("minutes", 3) + line("minutes", 3)).encode())
    assert "bar" in told()["error"]
    assert "Nothing was changed" in told()["error"]
    disk.fails = None
    os.write(begin, line("minutes", 2).encode())
    # A full disk can have room again; one that did not confirm a write is written to no more.
    assert ("error" in told()) is (fails == "sync")
    os.close(begin)
    thread.join()
    assert codes == [2]
    sys.stdout.close()
    answered.close()
    os.close(end)
    kept = {first["id"]} | {each["id"] for each in said[3:] if "id" in each}
    assert set(TagStore(LibraryPaths.of(library), "bar").tags) == kept
