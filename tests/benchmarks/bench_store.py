"""Time the store beside stock TinyDB, TinyDB's CachingMiddleware and SQLite, on the same disk, in turns.

    python tests/benchmarks/bench_store.py [--full] [--folder FOLDER]

At 1,000, 10,000 and 100,000 records (with --full also 1,000,000): the acknowledged insert (p50 and p95, of the first
300, as many as fill a day of reading, of all, and of the second half by themselves), opening, memory after opening, how
long a key waits while a snapshot is written, and at the end all tags of a paragraph and all ids of a theme. Then the
insert once more while a second process has store and SQLite's file open and writes a record to each every 10 ms.
CachingMiddleware acknowledges what is in memory only. Times depend on the machine; ratios count.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.tags.anchoring import as_it_was
from reader.tags.index import TagIndex
from reader.tags.model import Tag
from reader.tags.storage import JournalDB

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

SIZES = (1_000, 10_000, 100_000)
INSERTS = {"stock": 12, "caching": 60, "this": 2_400, "sqlite": 2_400}
"""How many of each: so many that SQLite's log has come round, and is written over itself for the second half."""
A_DAY = 300
BLOCK = 12
OPEN = """
import resource, sys, time
sys.path.insert(0, {root!r})
from tinydb import TinyDB
from reader.tags.storage import JournalDB
def memory():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
before, start = memory(), time.perf_counter()
database = {kind}({path!r})
count = len(database)
{hold}
print(time.perf_counter() - start, memory() - before, count)
"""


def record(n: int) -> dict[str, object]:
    """Return a record of about 220 bytes."""
    return {
        "id": f"{n:08x}-0000-4000-8000-000000000000",
        "document": f"doc-{n // 100}",
        "paragraph": n % 100 + 1,
        "theme": f"theme-{n % 7}",
        "coder": "bar",
        "quotation": f"The club told the council what it had seen at the pool, {n}",
        "created": "2026-01-01T00:00:00.000000+00:00",
    }


class Sqlite:
    """SQLite with a write-ahead log, synced at every commit."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("pragma journal_mode=wal")
        self.connection.execute("pragma synchronous=full")
        self.connection.execute("create table if not exists tags(number integer primary key, record text)")

    def insert(self, row: dict[str, object]) -> None:
        self.connection.execute("insert into tags(record) values(?)", (json.dumps(row),))

    def fill(self, rows: list[dict[str, object]]) -> None:
        self.connection.execute("begin")
        self.connection.executemany("insert into tags(record) values(?)", ((json.dumps(row),) for row in rows))
        self.connection.execute("commit")

    def close(self) -> None:
        self.connection.close()


def write_along(folder: Path, begun: Event, stop: Event) -> None:
    """Be the second process: insert into both stores alike, a little slower than the first."""
    stores = [JournalDB(folder / "this.json"), Sqlite(folder / "sqlite.db")]
    n = 10**8
    while not stop.wait(0.01):
        for store in stores:
            store.insert(record(n))
        stores.reverse()
        n += 1
        begun.set()


def quantiles(times: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile, in milliseconds."""
    return statistics.median(times) * 1000, sorted(times)[int(len(times) * 0.95)] * 1000


def inserts(folder: Path, size: int) -> dict[str, list[float]]:
    """Time single inserts into each kind of store, a block of each kind at a time, in changing order."""
    stores = {
        "stock": TinyDB(folder / "stock.json"),
        "caching": TinyDB(folder / "caching.json", storage=CachingMiddleware(JSONStorage)),
        "this": JournalDB(folder / "this.json"),
        "sqlite": Sqlite(folder / "sqlite.db"),
    }
    return timed(stores, size)


def shared_inserts(folder: Path, size: int) -> dict[str, list[float]]:
    """Time the same into those that several processes can share, while another one writes."""
    context = multiprocessing.get_context("spawn")
    begun, stop = context.Event(), context.Event()
    other = context.Process(target=write_along, args=(folder, begun, stop))
    other.start()
    begun.wait()
    try:
        return timed({"this": JournalDB(folder / "this.json"), "sqlite": Sqlite(folder / "sqlite.db")}, size)
    finally:
        stop.set()
        other.join()


def timed(stores: dict[str, Any], size: int) -> dict[str, list[float]]:
    """Return the seconds that each insert took, by kind of store."""
    times: dict[str, list[float]] = {kind: [] for kind in stores}
    chance = random.Random(3)
    for first in range(0, max(INSERTS.values()), BLOCK):
        # What one kind leaves in the processor's caches must not always burden the same next one.
        for kind in chance.sample(sorted(stores), len(stores)):
            # A million records are 10 s an insert.
            wanted = min(INSERTS[kind], 3) if size >= 10**6 and kind in ("stock", "caching") else INSERTS[kind]
            for n in range(first, min(first + BLOCK, wanted)):
                row = record(size + n)
                start = perf_counter()
                stores[kind].insert(row)
                times[kind].append(perf_counter() - start)
    for kind in ("this", "sqlite"):
        stores[kind].close()
    return times


def tell_inserts(times: dict[str, list[float]]) -> None:
    """Print medians and 95th percentiles of each kind, and how they compare with SQLite's."""
    for kind, took in times.items():
        parts = {"all": slice(None)}
        if len(took) > A_DAY:
            parts |= {f"the first {A_DAY}": slice(A_DAY), "the second half": slice(len(took) // 2, None)}
        for name, part in parts.items():
            pairs = zip(("p50", "p95"), quantiles(took[part]), quantiles(times["sqlite"][part]), strict=True)
            told = [f"{which} {mine:9.3f} ms, {mine / its:5.2f} × SQLite" for which, mine, its in pairs]
            print(f"  insert {kind:8} {name:15} {'   '.join(told)}")


def opening(kind: str, path: Path) -> tuple[float, float]:
    """Return seconds and megabytes that opening takes in a process of its own, the best of three."""
    # Stock TinyDB reads at every call and keeps nothing: what it holds while it works is what `read` returns.
    hold = "held = database.storage.read()" if kind == "TinyDB" else ""
    script = OPEN.format(root=str(Path(__file__).resolve().parents[2]), kind=kind, path=str(path), hold="")
    holding = OPEN.format(root=str(Path(__file__).resolve().parents[2]), kind=kind, path=str(path), hold=hold)
    timed = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True) for _ in "123"]
    held = subprocess.run([sys.executable, "-c", holding], capture_output=True, text=True, check=True)
    return min(float(each.stdout.split()[0]) for each in timed), int(held.stdout.split()[1]) / 2**20


def finding(size: int) -> tuple[float, float]:
    """Return the milliseconds that all tags of one paragraph and all ids of one theme take."""
    tags = (Tag(f"{n}", f"doc-{n // 100}", "v", n % 100 + 1, f"theme-{n % 7}", "bar", "q") for n in range(size))
    index = TagIndex(as_it_was(tag, tag.theme) for tag in tags)
    start = perf_counter()
    index.everything_on("doc-5", 7)
    middle = perf_counter()
    index.ids("theme-3")
    return (middle - start) * 1000, (perf_counter() - middle) * 1000


def stalls(path: Path, size: int) -> tuple[float, float, float]:
    """Return how many seconds a snapshot in the background takes, and the longest waits meanwhile, in milliseconds.

    Of a thread that wants to run every millisecond, the 99th percentile and the longest: what a key would wait.
    """
    with JournalDB(path) as database:
        database.insert_multiple([record(10**9 + n) for n in range(5_000 + size // 6)])
        waits: list[float] = []
        begun = last = perf_counter()
        while any(thread.name == "snapshot" for thread in threading.enumerate()):
            sleep(0.001)
            moment = perf_counter()
            waits.append((moment - last) * 1000 - 1)
            last = moment
        waits = sorted(waits) or [0.0]
        return last - begun, waits[int(len(waits) * 0.99)], waits[-1]


def bench(size: int, folder: Path) -> None:
    rows = [record(n) for n in range(size)]
    stock = {"_default": {str(n): row for n, row in enumerate(rows, 1)}}
    for name in ("stock.json", "caching.json"):
        (folder / name).write_text(json.dumps(stock))
    with JournalDB(folder / "this.json") as database:
        for at in range(0, size, 50_000):
            database.insert_multiple(rows[at : at + 50_000])
    sqlite = Sqlite(folder / "sqlite.db")
    sqlite.fill(rows)
    sqlite.close()
    del stock, rows
    opened = {
        kind: opening(kind, folder / name) for kind, name in (("TinyDB", "stock.json"), ("JournalDB", "this.json"))
    }
    measured, shared = inserts(folder, size), shared_inserts(folder, size)
    print(f"\n{size:,} records")
    tell_inserts(measured)
    for kind, (seconds, megabytes) in opened.items():
        share = f"{seconds / opened['TinyDB'][0]:.2f} and {megabytes / opened['TinyDB'][1]:.2f} × stock"
        print(f"  open   {kind:14} {seconds:8.3f} s   {megabytes:8.1f} MB   {share}")
    took, high, longest = stalls(folder / "this.json", size)
    print("  while a second process writes:")
    tell_inserts(shared)
    print(f"  snapshot in the background {took:.2f} s   a key waits p99 {high:.1f} ms, at most {longest:.1f} ms")
    paragraph, theme = finding(size)
    print(f"  find   tags of a paragraph {paragraph:.4f} ms, ids of a theme {theme:.4f} ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--full", action="store_true", help="also 1,000,000 records: minutes, and 2 GB of memory")
    options.add_argument("--folder", default=".", help="where the files are made: on the disk to be measured")
    chosen = options.parse_args()
    for size in (*SIZES, *([1_000_000] if chosen.full else [])):
        folder = Path(tempfile.mkdtemp(dir=chosen.folder))
        try:
            bench(size, folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
