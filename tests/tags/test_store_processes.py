"""Several processes on one store, and processes that die."""

from __future__ import annotations

import os
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


def test_writers_that_are_killed_at_random_lose_nothing_they_reported_and_stop_nobody(root, environment):
    dice = random.Random(5)
    rounds = int(os.environ.get("KILL_ROUNDS", "8"))
    acknowledged: set[str] = set()
    for done in range(1, rounds + 1):
        writers = [start(environment, root, coder, 10_000) for coder in ("bar", "bar", "ann")]
        for writer in dice.sample(writers, 3):
            assert writer.stdout is not None
            for _ in range(dice.randint(1, 25)):
                acknowledged.add(writer.stdout.readline().strip())
            writer.kill()
        for writer in writers:
            # `communicate` would pass over what `readline` has buffered.
            assert writer.stdout is not None
            acknowledged.update(line for line in writer.stdout.read().split() if len(line) == 36)
            writer.communicate(timeout=30)
        acknowledged.discard("")
        store = TagStore(LibraryPaths.of(root), "bar")
        assert store.problems == []
        assert acknowledged <= set(store.tags)
        # At most the one tag that each process was writing when it died is there without having been reported.
        assert len(store.tags) <= len(acknowledged) + 3 * done
        if done % 3 == 0:
            store.close()
    assert len(acknowledged) > 3 * rounds
    assert check_store(LibraryPaths.of(root), repair=True).is_readable
