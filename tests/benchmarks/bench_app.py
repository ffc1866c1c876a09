"""Times the app in a real pty beside the smallest programs that draw the same: `python tests/benchmarks/bench_app.py`.

Start to settled screen on the samples and on 1,000 documents (second start), and `j` to the last byte in a document
of 5,000 paragraphs, at 120x40. The peers and the stopwatch are in `../shared/baselines`; all programs run in turn,
several times. Absolute figures are printed; the ratios are what counts, for the machine is noisy.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()
BASELINES = HERE.parents[3] / "shared" / "baselines"
SYLLABLES = [first + vowel for first in "bcdfghklmnprstvw" for vowel in "aeiou"]


def make_words(count: int) -> list[str]:
    return ["".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(count)]


def make_text(words: list[str], paragraphs: int, shortest: int, longest: int) -> str:
    def paragraph() -> str:
        return " ".join(random.choices(words, k=random.randint(shortest, longest))).capitalize() + "."

    return "\n\n".join(paragraph() for _ in range(paragraphs))


def timed(command: list[str], *, count: int, warm: int = 5) -> dict[str, object]:
    """Return what the stopwatch says of one run of a program."""
    stopwatch = [sys.executable, str(BASELINES / "pty_keys.py"), "--count", str(count), "--warm", str(warm), "--"]
    done = subprocess.run([*stopwatch, *command], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def row(name: str, values: list[float], peer: list[float] | None = None, wanted: str = "") -> None:
    median = statistics.median(values)
    ratio = f"{median / statistics.median(peer):5.2f}" if peer else "    –"
    print(f"{name:<44} {median:8.1f} ms   {min(values):8.1f} – {max(values):8.1f}   ratio {ratio} {wanted}")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--keys", type=int, default=40)
    given = ask.parse_args()
    if not BASELINES.is_dir():
        sys.exit(f"The peers are not here: {BASELINES}")
    random.seed(2021)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        os.environ.update(READER_HOME=str(work / "home"), READER_CODER="bench")
        # An installed program has its byte code beside it, as its peers' library has.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        words = make_words(8_000)
        (work / "long").mkdir()
        (work / "long" / "long.txt").write_text(make_text(words, 5_000, 40, 110), encoding="utf-8")
        (work / "many").mkdir()
        for n in range(1_000):
            text = f"Report number {n} of the series\n\n{make_text(words, 40, 60, 72)}"
            (work / "many" / f"report-{n:04}.txt").write_text(text, encoding="utf-8")
        for file in work.rglob("*.txt"):
            os.utime(file, (1_600_000_000, 1_600_000_000))
        run_all(work, given.rounds, given.keys)


def run_all(work: Path, rounds: int, keys: int) -> None:
    reader = [sys.executable, "-m", "reader"]
    line_api = [sys.executable, str(BASELINES / "line_api.py"), str(work / "long" / "long.txt")]
    panes = [sys.executable, str(BASELINES / "panes.py")]
    pressed: dict[str, list[dict[str, dict[str, float]]]] = {"peer": [], "reader": []}
    started: dict[str, list[float]] = {"peer": [], "samples": [], "many": []}
    for command in ([*reader, "--samples"], [*reader, str(work / "many")], [*reader, str(work / "long")]):
        timed(command, count=1)
    for _ in range(rounds):
        pressed["peer"].append(timed(line_api, count=keys))
        pressed["reader"].append(timed([*reader, str(work / "long")], count=keys))
        started["peer"].append(timed(panes, count=0, warm=0)["settled_ms"])
        started["samples"].append(timed([*reader, "--samples"], count=0, warm=0)["settled_ms"])
        started["many"].append(timed([*reader, str(work / "many")], count=0, warm=0)["settled_ms"])
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"{rounds} rounds, median and range of the rounds\n")  # fmt: skip
    for figure in ("p50", "p95"):
        peer = [each["last_byte_ms"][figure] for each in pressed["peer"]]
        ours = [each["last_byte_ms"][figure] for each in pressed["reader"]]
        row(f"j to last byte, {figure}: line_api.py", peer)
        row(f"j to last byte, {figure}: reader", ours, peer, "(target 1.5)")
    row("start to settled: panes.py", started["peer"])
    row("start to settled: reader, samples", started["samples"], started["peer"], "(target 1.8)")
    row("start to settled: reader, 1,000 documents", started["many"], started["peer"], "(target 2.5)")


if __name__ == "__main__":
    main()
