"""Times typing into the finder, in the real program in a pty: `python tests/benchmarks/bench_typing.py [FOLDER]`.

40 keys are typed at 12 a second, and again some times with other words: how long after each key the last byte of the
updated list comes, and for how long at most the UI thread answered nothing, by a heartbeat in its event loop. Where the
machine is busy that is waiting for other programs too, so it is also told how long at most the thread computed at once.
The same is typed where there is nothing to search (among the themes), since the painting of a key holds the thread as
well. FOLDER is a library of one's own; without it one of `--size` passages is made.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "app")]

from terminal import Terminal  # noqa: E402

KEYS, A_SECOND = 40, 12
BEAT = 0.001
PASSAGES, THEMES = "F", "F\x06\x06\x06"
PATIENCE = 900
"""After so many seconds a library that can't be searched yet is given up."""


def run_app(folder: str, log: str) -> None:
    """Run the program with a heartbeat on its UI thread, whose delays are written down when it ends."""
    import asyncio

    from reader.app.pauses import shorten_waits

    shorten_waits()
    from textual.widgets import Input

    from reader.app.app import ReaderApp
    from reader.cli import main

    delays: list[tuple[float, float, float]] = []
    mount = ReaderApp.on_mount

    def on_mount(app: ReaderApp) -> None:
        mount(app)
        loop = asyncio.get_running_loop()

        def beat(due: float, worked: float) -> None:
            now = time.monotonic()
            delays.append((now, now - due, time.thread_time() - worked))
            loop.call_at(loop.time() + BEAT, beat, time.monotonic() + BEAT, time.thread_time())

        beat(time.monotonic(), time.thread_time())

    ReaderApp.on_mount = on_mount
    # A cursor that blinks would be taken for the answer to a key.
    Input.cursor_blink = False
    sys.argv = ["reader", folder]
    try:
        main()
    finally:
        Path(log).write_text(json.dumps(delays), encoding="ascii")


def typed_text(folder: Path, seed: int) -> str:
    """Return 40 keys of a passage somewhere in the library, with a wrong letter in every third word."""
    chance = random.Random(seed)
    files = sorted(folder.rglob("*.txt"))
    while True:
        words = re.findall(r"\w+", chance.choice(files).read_text(encoding="utf-8"))
        start = chance.randrange(max(1, len(words) - 20))
        chosen = [word for word in words[start : start + 20] if len(word) > 3]
        for at in range(0, len(chosen), 3):
            cut = len(chosen[at]) // 2
            chosen[at] = chosen[at][:cut] + chance.choice("aeiost") + chosen[at][cut + 1 :]
        text = " ".join(chosen).lower()
        if len(text) >= KEYS and text.isascii():
            return text[:KEYS]


def type_timed(terminal: Terminal, text: str) -> list[float]:
    """Type at 12 keys a second; return for each the time to the last byte before the next, in ms."""
    times, fd = [], terminal._fd
    for letter in text:
        sent = last = time.monotonic()
        os.write(fd, letter.encode())
        while (left := sent + 1 / A_SECOND - time.monotonic()) > 0:
            if select.select([fd], [], [], left)[0]:
                os.read(fd, 1 << 16)
                last = time.monotonic()
        times.append(1000 * (last - sent))
    return times


class Session(NamedTuple):
    """Of all keys, in ms: when the last byte came; of all beats: how late they were, and the work before them."""

    keys: list[float]
    late: list[float]
    worked: list[float]
    ready: float
    """In s, from the start until everything could be searched."""


def session(folder: Path, work: Path, where: str, rounds: int) -> Session:
    """Start the program, go to a scope of the finder, wait until all is read, and type."""
    log = work / f"delays-{len(where)}.json"
    command = [sys.executable, str(Path(__file__).resolve()), "--app", str(folder), "--log", str(log)]
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    keys: list[float] = []
    spans: list[tuple[float, float]] = []
    with Terminal(command, environment, (120, 40)) as terminal:
        began = time.monotonic()
        terminal.until("Library")
        for key in where:
            terminal.type(key)
        while not re.search(r" of [\d,]+ in \d+ ms", terminal.screen) or "· read " in terminal.screen:
            if time.monotonic() - began > PATIENCE:
                sys.exit(f"never ready\n{terminal.screen}")
            terminal.read(0.2)
        ready = time.monotonic() - began
        for n in range(rounds + 1):
            terminal.type("\x15")
            terminal.read(0.5)
            start = time.monotonic()
            times = type_timed(terminal, typed_text(folder, n))
            if n:  # The first round warms up.
                keys += times
                spans.append((start, time.monotonic()))
            terminal.read(0.5)
        terminal.type("\x11")
        terminal.ends()
    beats = json.loads(log.read_text(encoding="ascii"))
    beats = [(late, worked) for at, late, worked in beats if any(a <= at <= b for a, b in spans)]
    return Session(keys, *([1000 * each for each in column] for column in zip(*beats, strict=True)), ready)


def row(name: str, told: Session) -> None:
    keys, late, worked = (sorted(column) for column in told[:3])
    p95, silent, over = keys[int(0.95 * len(keys))], *(sum(each > 5 for each in beats) for beats in (late, worked))
    print(
        f"{name:<17} key to last byte p50 {statistics.median(keys):5.1f}  p95 {p95:5.1f}  worst {keys[-1]:5.1f} ms   "
        f"UI thread: longest silence {late[-1]:5.1f} ms, over 5 ms {silent} times; "
        f"longest work {worked[-1]:5.1f} ms, over 5 ms {over} times"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("folder", nargs="?", type=Path)
    ask.add_argument("--size", type=int, default=100_000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--app")
    ask.add_argument("--log")
    given = ask.parse_args()
    if given.app:
        run_app(given.app, given.log)
        return
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        os.environ.setdefault("READER_HOME", str(work / "home"))
        os.environ.update(READER_CODER="bench", PYTHONPATH=str(ROOT))
        folder = given.folder
        if folder is None:
            from tests.benchmarks.made_library import MadeLibrary

            folder = MadeLibrary(work, given.size, seed=1).root
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {folder.name}, "
              f"{given.rounds} × {KEYS} keys at {A_SECOND} a second")  # fmt: skip
        told = session(folder, work, PASSAGES, given.rounds)
        row("among passages", told)
        row("among themes", session(folder, work, THEMES, given.rounds))
        print(f"everything could be searched {told.ready:.1f} s after the start")


if __name__ == "__main__":
    main()
