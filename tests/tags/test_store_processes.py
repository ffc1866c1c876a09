"""Several processes on one store, and processes that die."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

from tinydb import TinyDB

from reader.paths import LibraryPaths
from reader.tags.checking import check_store
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


def test_a_process_that_is_killed_leaves_the_store_readable_and_every_tag_that_it_reported(root, environment):
    dice = random.Random(5)
    acknowledged: set[str] = set()
    for _ in range(15):
        # Long paragraphs make writing the file the greater part of a commit, so that many kills fall into it.
        writer = start(environment, root, "bar", 100, length=1_000)
        assert writer.stdout is not None
        for _ in range(dice.randint(0, 12)):
            acknowledged.add(writer.stdout.readline().strip())
        for _ in range(dice.randint(0, 100_000)):
            pass
        writer.kill()
        acknowledged.update(writer.communicate(timeout=30)[0].split())
        store = TagStore(LibraryPaths.of(root), "bar")
        assert store.problems == []
        assert acknowledged <= set(store.tags)
        # At most the one tag that each process was writing when it died is there without having been reported.
        assert len(store.tags) <= len(acknowledged) + 15
    assert len(acknowledged) > 15
