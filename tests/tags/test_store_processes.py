"""Several processes on one store, and processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import locking
from reader.tags.checking import check_store
from reader.tags.model import Change, Table
from reader.tags.store import TagStore

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from reader.documents.model import Document, Kind, Metadata, Paragraph
from reader.paths import LibraryPaths
from reader.tags.checking import check_store
from reader.tags.model import Change, FOUNDING_THEMES, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag

root, coder, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
paragraphs = tuple(Paragraph(n, Kind.BODY, f"paragraph {n} " * int(sys.argv[4])) for n in range(1, count + 1))
document = Document("doc-1", "d.txt", paragraphs, Metadata(), "v1")
store = TagStore(LibraryPaths.of(root), coder)
store.remember(document)
for n in range(1, count + 1):
    tag = new_tag(Target(document, n), FOUNDING_THEMES[n % 4], coder)
    store.commit([Change(Table.TAGS, None, tag)], "")
    print(tag.id, flush=True)
"""


def start(environment, root: Path, coder: str, count: int, length: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(root), coder, str(count), str(length)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_that_tag_at_once_lose_nothing(root, environment):
    writers = [start(environment, root, coder, 60) for coder in ("bar", "bar", "ann")]
    outcomes = [writer.communicate(timeout=60) for writer in writers]
    assert [error for _, error in outcomes] == ["", "", ""]
    acknowledged = {line for printed, _ in outcomes for line in printed.split()}
    assert len(acknowledged) == 180
    assert set(TagStore(LibraryPaths.of(root), "bar").tags) == acknowledged
    assert check_store(LibraryPaths.of(root)).is_readable
    assert len(TinyDB(LibraryPaths.of(root).coder("bar"))) == 120


HOLDER = """
import sys, time
from pathlib import Path
from reader.tags.locking import Lock

with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(root, environment):
    """A process that holds the lock of a library with one tag in it."""
    paths = LibraryPaths.of(root)
    writer = start(environment, root, "bar", 1)
    assert writer.communicate(timeout=60)[1] == ""
    command = [sys.executable, "-c", HOLDER, str(paths.lock)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_process_that_is_killed_while_it_holds_the_lock_stops_nobody(root, holder, environment):
    holder.kill()
    holder.wait()
    printed, error = start(environment, root, "bar", 2).communicate(timeout=60)
    assert (len(printed.split()), error) == (2, "")
    assert len(TagStore(LibraryPaths.of(root), "bar").tags) == 3


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a signal that stops a process")
def test_a_process_that_is_stopped_while_it_holds_the_lock_is_named_and_nothing_changes(root, holder, monkeypatch):
    os.kill(holder.pid, signal.SIGSTOP)
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0.2)
    before = {path: path.read_bytes() for path in (root / ".reader").rglob("*") if path.is_file()}
    store = TagStore(LibraryPaths.of(root), "bar")
    (tag,) = store.tags.values()
    with pytest.raises(StoreError, match=r"Another program has been writing to .*\. Nothing was changed; try again"):
        store.commit([Change(Table.TAGS, tag, None)], "off")
    assert {path: path.read_bytes() for path in (root / ".reader").rglob("*") if path.is_file()} == before
    assert list(store.tags.values()) == [tag]
    os.kill(holder.pid, signal.SIGCONT)
    holder.kill()
    holder.wait()
    store.commit([Change(Table.TAGS, tag, None)], "off")
    assert TagStore(LibraryPaths.of(root), "bar").tags == {}
