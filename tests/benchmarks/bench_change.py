"""Times how long a change takes until it is found: `python tests/benchmarks/bench_change.py [--tags N]`.

The real program runs in a pty on a made library, with its finder open; somebody in its event loop changes a document, a
tag and a note in turn and looks when the finder shows it, and a heartbeat tells for how long at most the UI thread
computed at once meanwhile. How soon the program notices that a file was written is the watcher's matter, and told
apart. It is started twice: first nothing of the library is known, and all is read and indexed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "app")]

from terminal import Terminal  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.app.app import ReaderApp
    from reader.search.corpus import Scope

BEAT = 0.001
CALM_SECONDS = 1.5
"""So long nothing is changed, so that what a change leaves behind it is done."""
PATIENCE = 600


class Somebody:
    """Sits in the event loop of the program, changes something, and looks when it is found."""

    def __init__(self, app: ReaderApp, rounds: int) -> None:
        self._app = app
        self._rounds = rounds
        self._beats: list[tuple[float, float]] = []
        self._noticed = 0.0
        self.told: dict[str, Any] = {"hold": {}, "found": {}}

    def begin(self) -> None:
        """Begin: called when the program is on the screen."""
        loop = asyncio.get_running_loop()

        def beat(worked: float) -> None:
            now = time.thread_time()
            self._beats.append((time.monotonic(), now - worked))
            loop.call_later(BEAT, beat, now)

        beat(time.thread_time())
        self._task = loop.create_task(self._sit())

    async def _sit(self) -> None:
        try:
            await self._work()
        except BaseException:
            self.told["error"] = traceback.format_exc()
            raise
        finally:
            self._app.exit()

    async def _work(self) -> None:
        from reader.search.corpus import Scope

        began = time.monotonic()
        self._desk = self._app._main.desk
        await self._until(lambda: not self._desk.workspace.unread())
        self.told["read"] = time.monotonic() - began
        await asyncio.sleep(CALM_SECONDS)
        self._hold("start", began)
        began = time.monotonic()
        searcher = self._desk.parts.searcher
        searcher.find(Scope.PASSAGES)
        self._finder = self._app.screen
        await self._until(lambda: searcher._corpus().is_complete and self._is_answered)
        self.told["first search"] = time.monotonic() - began
        await asyncio.sleep(2 * CALM_SECONDS)
        self._hold("first search", began)
        for n in range(self._rounds):
            await self._change_all(n)

    async def _change_all(self, n: int) -> None:
        from reader.search.corpus import Scope
        from reader.tags.tagging import Target, annotate, toggle

        workspace = self._desk.workspace
        listing = workspace.listings[(7 + 31 * n) % len(workspace.listings)]
        word, note = ("".join(random.choices("bcdfghjklmnpqrstvwxz", k=16)) for _ in range(2))
        path = workspace.root / listing.path
        await self._ask(Scope.PASSAGES, word)
        text = path.read_text(encoding="utf-8") + f"\nWhat was {word} was said there.\n"
        self._noticed = 0.0

        def write() -> None:
            path.write_text(text, encoding="utf-8")

        written = time.monotonic()
        await asyncio.to_thread(write)
        await self._found("document", lambda: self._noticed)
        self.told["found"].setdefault("noticed", []).append(self._noticed - written)
        document = workspace.document(listing.id)
        target = Target(document, len(document.paragraphs))
        theme = workspace.codebook.themes[n % len(workspace.codebook.themes)]
        await self._ask(Scope.TAGS, word)
        began = time.monotonic()
        self._do(lambda: workspace.commit(toggle(workspace.index, [target], theme, "bench").changes, "tag", [target]))
        await self._found("tag", lambda: began)
        await self._ask(Scope.NOTES, note)
        began = time.monotonic()
        self._do(lambda: workspace.commit([annotate(None, target, note, "bench")], "note", [target]))
        await self._found("note", lambda: began)

    def _do(self, work: Callable[[], Any]) -> None:
        self._desk.parts.tagger._do(work)

    async def _ask(self, scope: Scope, text: str) -> None:
        """Ask for what isn't there yet."""
        finder = self._finder
        while finder.scope is not scope:
            finder.action_scope()
        finder._input.value = text
        await self._until(lambda: self._is_answered and finder.text == text)
        assert not self._is_found, text
        await asyncio.sleep(CALM_SECONDS)

    async def _found(self, what: str, began: Callable[[], float]) -> None:
        start = time.monotonic()
        await self._until(lambda: self._is_found)
        self.told["found"].setdefault(what, []).append(time.monotonic() - began())
        await asyncio.sleep(CALM_SECONDS)
        self._hold(what, start)

    def _hold(self, what: str, since: float) -> None:
        beats = [worked for at, worked in self._beats if at >= since]
        self.told["hold"].setdefault(what, []).append((max(beats), sum(each > 0.005 for each in beats)))

    @property
    def _is_answered(self) -> bool:
        return bool(self._finder._is_answered) and not self._finder._searching.is_busy

    @property
    def _is_found(self) -> bool:
        answer = self._finder._answer
        return bool(self._finder._is_answered and answer and answer.shown.hits and not answer.is_other)

    async def _until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise SystemExit("never came")
            await asyncio.sleep(BEAT)

    def noticed(self) -> None:
        """A file that was written has been noticed."""
        self._noticed = time.monotonic()


def run_app(folder: str, log: str, rounds: int) -> None:
    """Run the program with somebody in its event loop, and write down what they saw."""
    from reader.app.pauses import shorten_waits

    shorten_waits()
    from textual.widgets import Input

    from reader.app.app import ReaderApp
    from reader.app.main_screen import MainScreen
    from reader.cli import main

    mount, changed = MainScreen.on_mount, MainScreen.on_folder_changed
    there: list[Somebody] = []

    def on_mount(screen: MainScreen) -> None:
        mount(screen)
        app = screen.app
        assert isinstance(app, ReaderApp)
        there.append(Somebody(app, rounds))
        there[0].begin()

    def on_folder_changed(screen: MainScreen, message: Any) -> None:
        there[0].noticed()
        changed(screen, message)

    MainScreen.on_mount, MainScreen.on_folder_changed = on_mount, on_folder_changed
    Input.cursor_blink = False
    sys.argv = ["reader", folder]
    try:
        main()
    finally:
        Path(log).write_text(json.dumps(there[0].told), encoding="ascii")


def sit(folder: Path, work: Path, rounds: int) -> dict[str, Any]:
    """Start the program, let somebody work with it, and return what they saw."""
    log = work / "told.json"
    log.unlink(missing_ok=True)
    command = [sys.executable, str(Path(__file__).resolve()), "--app", str(folder), "--log", str(log)]
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with Terminal([*command, "--rounds", str(rounds)], environment, (120, 40)) as terminal:
        end = time.monotonic() + PATIENCE
        while terminal.process.poll() is None and time.monotonic() < end:
            terminal.read(0.2)
        if not log.exists():
            sys.exit(f"it ended early\n{terminal.screen}")
    return json.loads(log.read_text(encoding="ascii"))


def tagged(root: Path, count: int) -> None:
    """Tag the first paragraphs of a library, so many."""
    from reader.tags.tagging import Target, tag
    from reader.workspace import Workspace

    workspace = Workspace(root, "bench")
    workspace.read_everything()
    done, theme = len(workspace.index), workspace.codebook.themes
    for n, document in enumerate(workspace.documents()):
        if done >= count:
            break
        targets = [Target(document, each.n) for each in document.paragraphs][: count - done]
        changes = tag(workspace.index, targets, theme[n % len(theme)], "bench").changes
        done += len(changes)
        workspace.commit(changes, "made", targets)
    workspace.close()


def show(name: str, told: dict[str, Any]) -> None:
    if "error" in told:
        sys.exit(told["error"])
    print(f"{name}: read after {told['read']:.2f} s, first search {told['first search']:.2f} s after its key")
    for what, holds in told["hold"].items():
        longest, over = max(1000 * each for each, _ in holds), max(count for _, count in holds)
        found = sorted(1000 * each for each in told["found"].get(what, ()))
        took = f"found after {statistics.median(found):6.1f} ms (worst {found[-1]:6.1f})   " if found else ""
        print(f"  {what:<13} {took}UI thread: longest work {longest:6.1f} ms, over 5 ms up to {over} times")
    if noticed := told["found"].get("noticed"):
        print(f"  a file was noticed {statistics.median(noticed):.2f} s after it was written")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--size", type=int, default=100_000, help="passages")
    ask.add_argument("--tags", type=int, default=100_000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--work", type=Path, help="a folder in which the library is kept for the next time")
    ask.add_argument("--app")
    ask.add_argument("--log")
    given = ask.parse_args()
    if given.app:
        run_app(given.app, given.log, given.rounds)
        return
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        os.environ.update(READER_CODER="bench", READER_HOME=str(work / "home"), PYTHONPATH=str(ROOT))
        from tests.benchmarks.made_library import MadeLibrary

        folder = MadeLibrary(work, given.size, seed=1).root
        tagged(folder, given.tags)
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {given.size:,} "
              f"passages, {given.tags:,} tags, {given.rounds} rounds")  # fmt: skip
        show("known", sit(folder, work, given.rounds))
        os.environ["READER_HOME"] = str(Path(temporary) / "new home")
        show("nothing known", sit(folder, work, 1))


if __name__ == "__main__":
    main()
