"""Time how a library is imported, beside a plain loop that only reads the bytes of its files.

    python tests/benchmarks/bench_import.py [--sizes 1000 5000] [--rounds 3]

Each size is a folder of text documents of 40 paragraphs, 16 MB for 1,000. Every measurement is a process of its own:
first open (nothing is cached), second open, and each of them until a search, as `reader find` does it, has found words
of the last document. Beside them stands what QualCoder does with a text that it imports, without its windows: it copies
the file into the project, and its text into an SQLite database, with a commit for each. Memory is the peak of the
process and that of its biggest worker. The best of the rounds counts; times depend on the machine, ratios less; where
the machine has other work, the processors' time of all processes says more than the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.search.made_corpus import MadeCorpus

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPHS = 40
WORDS_IN_PARAGRAPH = 62
SETTLED = 1_000_000_000
OTHERS = "by the issue, on 2 idle cores: QualCoder 4.0 1.4 s and 15.6 s, qc 8.3 s and 31 s, Taguette 17 s and 174 s"
"""What others take to import 1,000 and 5,000 such documents; not measured here."""

CHILD = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
root, kind = Path(sys.argv[2]), sys.argv[3]
began = time.perf_counter()
first = searchable = None
if kind == "bytes":
    count = sum(len(path.read_bytes()) > 0 for path in root.iterdir())
elif kind == "copied and committed":
    import os, shutil, sqlite3
    project = Path(os.environ["READER_HOME"])
    (project / "documents").mkdir(parents=True)
    database = sqlite3.connect(project / "data")
    database.execute("CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT UNIQUE, fulltext TEXT, date TEXT)")
    count = 0
    for path in root.iterdir():
        shutil.copyfile(path, project / "documents" / path.name)
        row = (path.name, path.read_bytes().decode("utf-8-sig"), time.ctime())
        database.execute("INSERT INTO source (name, fulltext, date) VALUES (?, ?, ?)", row)
        database.commit()
        count += 1
else:
    from reader.workspace import Workspace
    workspace = Workspace(root, "bench")
    if kind == "search":
        from reader.search.material import begin_to_read
        begin_to_read(workspace)
        from reader.cli.searching import Search, understood
        from reader.search.corpus import Scope
        found = Search(workspace, Scope.PASSAGES, 20).answer(understood(sys.argv[4]))
        searchable = time.perf_counter() - began
        assert found.of == 40 * len(workspace.listings), found.of
        assert found.hits[0].entry.path == sys.argv[5], found.hits[0].entry
    for some in workspace.reading():
        first = first or time.perf_counter() - began
    count = sum(not each.error for each in workspace.listings)
done = time.perf_counter() - began
if kind in ("open", "search"):
    workspace.close()
both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
worked = sum(each.ru_utime + each.ru_stime for each in both)
# ru_maxrss of a process begins with that of the one which started it.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([count, first or done, done, searchable, peak / 1024, both[1].ru_maxrss / 1024, worked]))
"""


def make(root: Path, count: int) -> int:
    """Write the documents; return how many bytes they have."""
    made = MadeCorpus(count * PARAGRAPHS, count).documents()
    cut = (" ".join(text.split()[:WORDS_IN_PARAGRAPH]) for document in made for text in document.passages)
    # Prose ends with a full stop; what doesn't is looked at longer, for it may be a heading or a caption.
    passages = (text.rstrip(".,;:") + "." for text in cut)
    root.mkdir()
    size = 0
    for n in range(count):
        paragraphs = list(islice(passages, PARAGRAPHS))
        path = root / f"document {n}.txt"
        size += path.write_bytes("\n\n".join(paragraphs).encode())
        os.utime(path, (SETTLED, SETTLED))
    return size


def measure(root: Path, kind: str, home: Path) -> list[float]:
    environment = {**os.environ, "READER_HOME": str(home)}
    last = max(root.iterdir(), key=lambda path: int(path.stem.split()[-1]))
    words = " ".join(re.findall(r"\w+", last.read_text(encoding="utf-8").rpartition("\n")[2])[4:14])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(ROOT), str(root), kind, words, last.name],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def rounds_of(root: Path, rounds: int, base: Path) -> dict[str, list[float]]:
    """Return the best round of each: documents, first known, all known, searchable, both peaks, processors."""
    found: dict[str, list[list[float]]] = {}
    for n in range(rounds):
        home = base / f"home {n}"
        measure(root, "bytes", home)
        found.setdefault("copied and committed", []).append(measure(root, "copied and committed", home))
        shutil.rmtree(home, ignore_errors=True)
        found.setdefault("bytes", []).append(measure(root, "bytes", home))
        found.setdefault("first open", []).append(measure(root, "open", home))
        found.setdefault("second open", []).append(measure(root, "open", home))
        shutil.rmtree(home, ignore_errors=True)
        found.setdefault("first, searchable", []).append(measure(root, "search", home))
        found.setdefault("second, searchable", []).append(measure(root, "search", home))
        shutil.rmtree(home, ignore_errors=True)
    return {kind: min(each, key=lambda row: row[3] or row[2]) for kind, each in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 5_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="reader-import-"))
    try:
        total: dict[int, float] = {}
        for count in options.sizes:
            size = make(base / str(count), count)
            print(f"{count:,} documents, {size / 1e6:.0f} MB")
            results = rounds_of(base / str(count), options.rounds, base)
            plain = results["bytes"][2]
            for kind, (documents, first, known, searchable, main_peak, worker_peak, worked) in results.items():
                assert documents == count
                took = searchable or known
                print(
                    f"  {kind:20}{took:7.2f} s {took / plain:7.1f} × bytes   first known {1000 * first:5.0f} ms   "
                    f"processors {worked:5.2f} s   "
                    f"peak {main_peak:4.0f} MB, a worker {worker_peak:3.0f} MB"
                )
            total[count] = results["first, searchable"][3]
            committed = results["copied and committed"][2]
            print(f"  first, searchable is {total[count] / committed:.2f} × copied and committed")
        print(OTHERS)
        if len(total) > 1:
            small, *_, large = total
            print(f"{large:,} take {total[large] / total[small]:.2f} times as long as {small:,}")
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
