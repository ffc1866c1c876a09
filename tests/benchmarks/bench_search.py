"""How well, how fast and how small the search is, in made libraries from 10,000 to 1,000,000 passages: tables to print.

    python tests/benchmarks/bench_search.py [10000 100000 1000000] [--seed 1] [--queries 50] [--peers] [--fzf PATH]

The engine under test is the program: `reader find --stdin` on a library of text documents, a process of its own whose
`ms` are the times given; *cpu* is what it took of a processor, with the reading and printing of the lines, and says
more where other work goes on. Recall asks whether the passage that a query was planted with comes first, or among the
first 5 or 10 (tests/search/planted.py has the classes). What building costs and is kept:

- *read and built*: the first search of a new library: its files are read, then indexed
- *built*: the same with the files read already, so that only the index is missing
- *opened*: from starting the program until its first answer, with all there
- *private memory*: `Anonymous` of its process after all queries, from smaps_rollup (Linux only). `Private_Dirty` would
  count the pages of mapped files too, as long as they were written a moment ago and aren't on the disk yet

Made libraries are kept in --folder and used again. With --peers the same queries go to others
(tests/benchmarks/peers.py), to each as many as --patience seconds allow. Times depend on the machine; ratios, recall
and the growth count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.made_library import MadeLibrary
from tests.benchmarks.peers import Peer, peers
from tests.search.planted import CLASSES, HARD, PLAIN, Planted, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CODE = Path(__file__).resolve().parents[2]
KINDS = {name_of(make): kind for make, kind in CLASSES.items()}
MIXED = [
    *("exact", "prefix", "two words", "typo", "transposition", "out of order", "out of order", "long quotation"),
    *("each wrong", "no match"),
]
"""The classes of the queries whose median stands for the speed."""
TYPED = 40
"""Queries that are typed letter by letter."""


Spent = tuple[float, float]
"""Seconds by the clock, and seconds of processors."""


@dataclass
class Answered:
    """How the queries of a class were answered: at which place the right passage came, and the milliseconds."""

    places: list[int | None] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def recall(self, most: int) -> float:
        return sum(place is not None and place < most for place in self.places) / len(self.places)

    def take(self, planted: Planted, ms: float, found: Sequence[str]) -> None:
        self.ms.append(ms)
        if planted.passage is None:
            self.places.append(None if found else 0)
        else:
            self.places.append(found.index(planted.passage) if planted.passage in found else None)


@dataclass
class Figures:
    """What was measured at one size; times in milliseconds and seconds, sizes in bytes."""

    size: int
    text: int
    read_and_built: Spent = (0.0, 0.0)
    built: Spent = (0.0, 0.0)
    opened: float = 0.0
    disk: dict[str, int] = field(default_factory=dict)
    memory: int | None = None
    classes: dict[str, Answered] = field(default_factory=dict)
    keys: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """What each of `keys` took of a processor's time, in milliseconds; 0 where the system doesn't tell."""

    @property
    def median(self) -> float:
        return statistics.median(ms for name in MIXED for ms in self.classes[name].ms)

    def recall(self, kind: str, most: int = 10) -> float:
        places = [place for name, its in KINDS.items() if its == kind for place in self.classes[name].places]
        return sum(place is not None and place < most for place in places) / len(places)


class Program:
    """`reader find --stdin` on a library, with a home of its own."""

    def __init__(self, library: MadeLibrary, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reader", "-L", str(library.root), "find", "--stdin", "--limit", "10"],
            env={**os.environ, "PYTHONPATH": str(CODE), "READER_HOME": str(home), "READER_CODER": "bench"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def search(self, query: str) -> tuple[float, list[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{query}\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"{query!r}: {answer['error']}")
        return answer["ms"], [result["text"] for result in answer["results"]]

    @property
    def cpu(self) -> float:
        """The milliseconds of a processor that all its threads have used, where the system tells."""
        try:
            threads = list(Path(f"/proc/{self._process.pid}/task").glob("*/schedstat"))
            return sum(int(each.read_text(encoding="ascii").split()[0]) for each in threads) / 1e6
        except OSError:
            return 0.0

    @property
    def memory(self) -> int | None:
        """The bytes that belong to this process alone, where the system tells."""
        try:
            told = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            return None
        return 1024 * next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Anonymous"))

    def close(self) -> None:
        self._process.communicate()


def started(library: MadeLibrary, home: Path) -> tuple[Program, float]:
    """Start the program; return it with the seconds until its first answer."""
    began = perf_counter()
    program = Program(library, home)
    program.search("qqqq")
    return program, perf_counter() - began


def spent(library: MadeLibrary, home: Path) -> Spent:
    """Start the program and end it after its first answer; what it took, with the processes that it starts."""
    before = processors()
    program, seconds = started(library, home)
    program.close()
    return seconds, processors() - before


def processors() -> float:
    """Return the seconds of processors that all processes took which this one started and which are over."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def kept(home: Path) -> dict[str, int]:
    """Return the size of everything that the program keeps of its search, by the kind of file."""
    sizes: dict[str, int] = {}
    for folder in home.rglob("search"):
        for file in folder.rglob("*"):
            if file.is_file():
                sizes[file.suffix or file.name] = sizes.get(file.suffix or file.name, 0) + file.stat().st_size
    return sizes


def forget_index(home: Path) -> None:
    for folder in list(home.rglob("search")):
        shutil.rmtree(folder)


def measure(library: MadeLibrary, queries: Mapping[str, list[Planted]]) -> Figures:
    figures = Figures(library.size, library.bytes)
    with tempfile.TemporaryDirectory(dir=library.folder) as folder:
        home = Path(folder)
        figures.read_and_built = spent(library, home)
        forget_index(home)
        figures.built = spent(library, home)
        program, figures.opened = started(library, home)
        for name, planted in queries.items():
            answered = figures.classes.setdefault(name, Answered())
            for each in planted:
                answered.take(each, *program.search(each.query))
        for text in typed(queries):
            before = program.cpu
            figures.keys.append(program.search(text)[0])
            figures.cpu.append(program.cpu - before)
        figures.memory = program.memory
        figures.disk = kept(home)
        program.close()
    return figures


def typed(queries: Mapping[str, list[Planted]]) -> Iterator[str]:
    """Yield what stands in the finder after each key, while queries of all classes are typed one after the other."""
    classes = [planted for name, planted in queries.items() if name in KINDS]
    for at in range(TYPED):
        planted = classes[at % len(classes)]
        query = planted[at // len(classes) % len(planted)].query
        yield from (query[:end] for end in range(1, len(query) + 1) if query[:end].strip())


def in_turn(queries: Mapping[str, list[Planted]], seconds: float) -> Iterator[Planted]:
    """Yield queries, one of each class and then the next, until the time is over; at least one of each."""
    until = perf_counter() + seconds
    for at, round_ in enumerate(zip(*queries.values(), strict=True)):
        for each in round_:
            if at and perf_counter() > until:
                return
            yield each


def compare(peer: Peer, queries: Mapping[str, list[Planted]], patience: float, ours: Figures) -> None:
    """Give a peer the same queries, and print how it did beside the program on just these."""
    answered: dict[str, Answered] = {}
    for planted in in_turn(queries, patience):
        answered.setdefault(planted.name, Answered()).take(planted, *peer.search(planted.query))
    theirs = statistics.median(ms for name in MIXED for ms in answered[name].ms)
    same = statistics.median(ms for name in MIXED for ms in ours.classes[name].ms[: len(answered[name].ms)])
    asked = sum(len(each.ms) for each in answered.values())
    cells = []
    for kind in (PLAIN, HARD):
        places = [place for name, its in KINDS.items() if its == kind for place in answered[name].places]
        cells.append(f"{sum(place is not None for place in places) / len(places):7.2f}")
    print(f"{peer.name:42}{theirs:10.1f}{theirs / same:9.1f} ×{''.join(cells)}{asked:9}", flush=True)


def quantile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def print_classes(figures: Figures) -> None:
    print(f"\n{figures.size:,} passages, recall{'':14}@1    @5   @10   ms p50    p95")
    for name, answered in figures.classes.items():
        times = f"{statistics.median(answered.ms):9.1f}{quantile(answered.ms, 0.95):7.1f}"
        if name in KINDS:
            recall = "".join(f"{answered.recall(most):6.3f}" for most in (1, 5, 10))
            print(f"  {name:22}{KINDS[name]:6}{recall}{times}")
        else:
            print(f"  {name:22}nothing found {answered.recall(1):.3f}{times}")
    for kind in (PLAIN, HARD):
        print(f"  all {kind:24}" + "".join(f"{figures.recall(kind, most):6.3f}" for most in (1, 5, 10)))
    for name, times in (("ms", figures.keys), ("cpu", figures.cpu)):
        p50, p95 = quantile(times, 0.5), quantile(times, 0.95)
        print(f"  a key while typing, {name}: p50 {p50:.1f}, p95 {p95:.1f}, worst {max(times):.1f} ({len(times)} keys)")
    sys.stdout.flush()


def print_growth(all_figures: Sequence[Figures]) -> None:
    rows = {
        "median of mixed queries, ms": [each.median for each in all_figures],
        "a key while typing, p50, ms": [quantile(each.keys, 0.5) for each in all_figures],
        "a key while typing, p95, ms": [quantile(each.keys, 0.95) for each in all_figures],
        "the same of a processor, p50, ms": [quantile(each.cpu, 0.5) for each in all_figures],
        "the same of a processor, p95, ms": [quantile(each.cpu, 0.95) for each in all_figures],
        "read and built, s": [each.read_and_built[0] for each in all_figures],
        "read and built, processors’ s": [each.read_and_built[1] for each in all_figures],
        "built, s": [each.built[0] for each in all_figures],
        "built, processors’ s": [each.built[1] for each in all_figures],
        "opened, s": [each.opened for each in all_figures],
        "private memory, MB": [(each.memory or 0) / 1e6 for each in all_figures],
        "text, MB": [each.text / 1e6 for each in all_figures],
        **{
            f"on the disk: {kind}, MB": [each.disk.get(kind, 0) / 1e6 for each in all_figures]
            for kind in sorted({kind for each in all_figures for kind in each.disk})
        },
    }
    print(f"\n{'':32}" + "".join(f"{each.size:>12,}" for each in all_figures) + "    exponent")
    for name, values in rows.items():
        growth = exponent([each.size for each in all_figures], values)
        print(f"{name:32}" + "".join(f"{value:12.2f}" for value in values) + growth, flush=True)


def exponent(sizes: Sequence[int], values: Sequence[float]) -> str:
    """Return the slope of the line through the logarithms: 1 where the cost grows with the size, 0 where it doesn't."""
    if len(sizes) < 2 or min(values) <= 0:
        return ""
    import numpy as np

    return f"{np.polyfit(np.log(sizes), np.log(values), 1)[0]:12.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--seed", type=int, default=1, help="of the library and, with the size, of the queries")
    parser.add_argument("--queries", type=int, default=50, help="in each class")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "reader-made-libraries")
    parser.add_argument("--peers", action="store_true", help="give the same queries to others")
    parser.add_argument("--fzf", default=shutil.which("fzf"), help="its program, if it isn't on the path")
    parser.add_argument("--patience", type=float, default=60, help="seconds for each peer at each size")
    given = parser.parse_args()
    all_figures = []
    for size in given.sizes:
        library = MadeLibrary(given.folder, size, given.seed)
        queries = library.planted(random.Random(given.seed * 1_000_003 + size), given.queries)
        figures = measure(library, queries)
        all_figures.append(figures)
        print_classes(figures)
        if given.peers:
            print(f"  {'on the same queries':40}{'median ms':>10}{'slower':>11}{'plain':>7}{'hard':>7}{'asked':>9}")
            for make in peers(library.lines, given.fzf):
                peer = make()
                compare(peer, queries, given.patience, figures)
                peer.close()
    print_growth(all_figures)


if __name__ == "__main__":
    main()
