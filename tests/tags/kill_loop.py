"""Three writers on one store, killed at random moments: is everything there that they reported, and nothing else?

    python tests/tags/kill_loop.py FOLDER KILLS [SEED] [BREAK]

A writer tells through a pipe what it is about to write, and what was confirmed to it. It tags, writes notes, adds and
renames themes, undoes, closes; snapshots, rotation and room for more come every few commits. Whenever one is killed
another takes its place; after every KILLS_A_LIBRARY kills all are killed, everything is checked, and a new library
begun. BREAK names a way to break the store, to see that the loop finds it. Prints what it counted as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from tinydb import TinyDB

from reader.documents.model import Document, Kind, Metadata, Paragraph
from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags import checkpoint, disk, drafting, journal, locking, log, runs
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, annotate_tag, new_tag

KILLS_A_LIBRARY = 25
CODERS = ("bar", "bar", "ann")
TEXTS = [f"Paragraph {n} of the minutes of the pool." for n in range(1, 9)]
DOCUMENT = Document(
    "doc-1", "d.txt", tuple(Paragraph(n, Kind.BODY, text) for n, text in enumerate(TEXTS, 1)), Metadata(), "v1"
)


@dataclass
class Truth:
    """What the writers said: by record, its state when last confirmed, and those that were sent since."""

    confirmed: dict[str, str] = field(default_factory=dict)
    sent: dict[str, list[str]] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def hear(self, line):
        """Take in a line: `sent` or `done`, the record, its state; or what went wrong."""
        kind, _, rest = line.partition(" ")
        if kind == "sent":
            record, state = rest.split(" ", 1)
            self.sent.setdefault(record, []).append(state)
        elif kind == "done":
            step, record, state = rest.split(" ", 2)
            self.confirmed[record], self.sent[record] = state, []
            self.steps.add(step)
            self.counts["acknowledged"] += 1
        elif kind == "failed":
            self.fault("unreadable", rest)

    def fault(self, kind, words):
        self.counts[kind] += 1
        self.faults.append(f"{kind}: {words}")

    def compare(self, state):
        """Count what is lost and what was never sent; `state` has every record that is there."""
        for record in self.confirmed.keys() | self.sent.keys() | state.keys():
            there = state.get(record, "")
            last = self.confirmed.get(record, "")
            if there != last and there not in self.sent.get(record, []):
                self.fault("lost" if last and record in self.confirmed else "phantom", f"{record}: {last!r}, {there!r}")


def write_on(root, coder, seed, say):
    """Write until killed."""
    dice = random.Random(seed)
    store = TagStore(LibraryPaths.of(root), coder)
    store.remember(DOCUMENT)
    mine = []

    def make(changes, record, state):
        say(f"sent {record} {state}")
        step = store.commit(changes, "a change")
        say(f"done {step.id} {record} {state}")
        return step

    while True:
        what = dice.random()
        if what < 0.6 or not mine:
            theme = dice.choice(Codebook(store.themes).themes)
            tag = new_tag(Target(DOCUMENT, dice.randint(1, 8)), theme, coder)
            mine.append((make([Change(Table.TAGS, None, tag)], tag.id, "tag "), tag))
        elif what < 0.75:
            at = dice.randrange(len(mine))
            note = f"note {dice.random()}"
            change = annotate_tag(store.tags[mine[at][1].id], note)
            mine[at] = make([change], mine[at][1].id, f"tag {note}"), change.after
        elif what < 0.85:
            step, tag = mine.pop()
            change = step.changes[0]
            state = f"tag {change.before.note}" if change.before is not None else ""
            say(f"sent {tag.id} {state}")
            undone = store.undo(step)
            say(f"done {undone.id} {tag.id} {state}")
        elif what < 0.95:
            change = Codebook(store.themes).add(f"Theme {os.getpid()} {dice.random()}")
            make([change], change.id, f"theme {change.after.name}")
            other = replace(change.after, name=f"Theme {os.getpid()} {dice.random()}")
            make([Change(Table.THEMES, change.after, other)], change.id, f"theme {other.name}")
        else:
            store.close()


def start(root, coder, seed):
    """Fork a writer; return its process id and the end of the pipe that it reports through."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        os.set_blocking(reading, False)
        return pid, reading
    try:
        os.close(reading)
        # The pipe holds a few hundred lines; whoever listens reads them all the time.
        write_on(root, coder, seed, lambda line: os.write(writing, f"{line}\n".encode()))
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001
        os.write(writing, f"failed {type(error).__name__} {error}\n".encode())
    finally:
        os._exit(3)


class Writers:
    """The writers that are alive, and what they have said."""

    def __init__(self, root, truth, dice):
        self.root, self.truth, self.dice = root, truth, dice
        self.alive = [self._start(coder) for coder in CODERS]

    def _start(self, coder):
        return [*start(self.root, coder, self.dice.random()), coder, b""]

    def listen(self, seconds=0.0):
        """Take in what they say, for so long at least."""
        until = time.monotonic() + seconds
        while True:
            for writer in self.alive:
                self._hear(writer)
            if time.monotonic() >= until:
                return
            time.sleep(0.0005)

    def _hear(self, writer):
        with contextlib.suppress(BlockingIOError):
            while data := os.read(writer[1], 65536):
                *lines, writer[3] = (writer[3] + data).split(b"\n")
                for line in lines:
                    self.truth.hear(line.decode())

    def kill(self, writer):
        os.kill(writer[0], signal.SIGKILL)
        os.waitpid(writer[0], 0)
        self._hear(writer)
        os.close(writer[1])
        self.alive.remove(writer)
        self.truth.counts["kills"] += 1

    def replace_one(self):
        writer = self.dice.choice(self.alive)
        self.kill(writer)
        self.alive.append(self._start(writer[2]))


def look(root, truth):
    """Open the library anew, and compare it with what was said."""
    try:
        store = TagStore(LibraryPaths.of(root), "bar")
    except StoreError as error:
        truth.fault("unreadable", str(error))
        return None
    for problem in store.problems:
        truth.fault("unreadable", problem)
    state = {tag.id: f"tag {tag.note}" for tag in store.tags.values()}
    state |= {theme.id: f"theme {theme.name}" for theme in store.themes.values() if theme.name.startswith("Theme ")}
    truth.compare(state)
    truth.counts["looks"] += 1
    return store


def look_while_others_write(root, truth, writers):
    """What was confirmed before the library was opened must be there, unless it was changed since."""
    writers.listen()
    before = dict(truth.confirmed)
    try:
        opened = TagStore(LibraryPaths.of(root), "bar")
    except StoreError as error:
        truth.fault("unreadable", str(error))
        return
    writers.listen(0.002)
    for id_, state in before.items():
        is_unchanged = truth.confirmed[id_] == state and not truth.sent[id_]
        if is_unchanged and state.startswith("tag") and id_ not in opened.tags:
            truth.fault("lost", f"{id_} while others write")


def one_library(root, kills, dice):
    truth = Truth()
    root.mkdir()
    writers = Writers(root, truth, dice)
    for at in range(kills - len(CODERS)):
        writers.listen(dice.choice([dice.uniform(0, 0.02), dice.uniform(0, 0.15)]))
        writers.replace_one()
        if at % 5 == 0:
            look_while_others_write(root, truth, writers)
    for writer in list(writers.alive):
        writers.kill(writer)
    store = look(root, truth)
    if store is not None:
        missing = truth.steps - {step.id for step in store.history()}
        for step in missing:
            truth.fault("lost", f"step {step} is not in the history")
        report = check_store(LibraryPaths.of(root))
        for wrong in report.wrong:
            truth.fault("unreadable", wrong)
        try:
            rows = sum(len(TinyDB(path)) for path in LibraryPaths.of(root).tags.glob("*.json"))
        except ValueError as error:
            truth.fault("unreadable", f"stock TinyDB says {error}")
        else:
            if rows != len(store.tags):
                truth.fault("lost", f"stock TinyDB finds {rows} of {len(store.tags)} tags")
        truth.counts["parts set aside"] += len(list(root.rglob("*.log.[0-9]*")))
    return truth


def _no_lock():
    locking.Lock.__enter__ = locking.Lock.__exit__ = lambda *_: None


def _acknowledged_before_it_is_written():
    """Keep what is to be written for a moment, as a program does that writes behind."""
    write = disk.Disk.write

    def behind(self, descriptor, data):
        if data.endswith(b"\n"):
            waiting.append((self, os.dup(descriptor), data))
        if len(waiting) > 3 or not data.endswith(b"\n"):
            for each, file, late in waiting:
                write(each, file, late)
                os.close(file)
            waiting.clear()
        if not data.endswith(b"\n"):
            write(self, descriptor, data)

    waiting = []
    disk.Disk.write = behind


def _snapshot_in_place():
    def write(self, disk, lock, *, is_background):
        checkpoint.snapshots.write(self.path, disk, self.image, self.store, self.mark, lambda: time.sleep(0.0005))
        return disk.signature(self.path)

    checkpoint.Checkpoint.write = write


def _no_catching_up():
    journal.Journal._catch_up = lambda self: None


def _no_end_for_a_torn_line():
    write, overwrite = disk.Disk.write, disk.Disk.overwrite

    def slowly(self, descriptor, data):
        # A kill rarely hits one short write; in two halves it does.
        write(self, descriptor, data[: len(data) // 2])
        time.sleep(0.001)
        write(self, descriptor, data[len(data) // 2 :])

    def slowly_over(self, descriptor, at, data):
        half = len(data) // 2
        overwrite(self, descriptor, at, data[:half])
        time.sleep(0.001)
        overwrite(self, descriptor, at + half, data[half:])

    disk.Disk.write, disk.Disk.overwrite = slowly, slowly_over
    log.Log._gap = lambda self, file, seen, read: b""


def _news_forgotten():
    """What a close caught up with is not told to the records: a fault that this store had."""
    snapshot = journal.Journal.snapshot

    def silent(self):
        snapshot(self)
        self._untold = []

    def next_number(self, table):
        self._spare[table] += 1
        return str(self._spare[table] - 1)

    journal.Journal.snapshot = silent
    drafting.Draft._next = next_number


BREAKS = {
    "no lock": _no_lock,
    "acknowledged before it is written": _acknowledged_before_it_is_written,
    "snapshot in place": _snapshot_in_place,
    "no catching up": _no_catching_up,
    "no end for a torn line": _no_end_for_a_torn_line,
    "news forgotten": _news_forgotten,
}


def main(folder, kills, seed="1", broken=""):
    journal.MIN_GROWTH, log.PART_BYTES = 3_000, 20_000
    runs.RUN, runs.RUN_SECONDS, log.ROOM_BYTES = 2, 60.0, 4_000
    if broken:
        BREAKS[broken]()
    dice, counts, faults, begun = random.Random(int(seed)), Counter(), [], time.monotonic()
    while counts["kills"] < int(kills):
        truth = one_library(Path(folder) / f"library {counts['libraries']}", KILLS_A_LIBRARY, dice)
        counts += truth.counts + Counter(libraries=1)
        faults += truth.faults
    counted = {kind: counts[kind] for kind in ("kills", "libraries", "acknowledged", "lost", "unreadable", "phantom")}
    counted |= {"parts set aside": counts["parts set aside"], "seconds": round(time.monotonic() - begun)}
    print(json.dumps(counted | {"faults": faults[:20]}, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
