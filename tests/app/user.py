"""Somebody who sits at the app: presses keys, reads the screen, and looks at what is on the disk."""

from __future__ import annotations

import json
import re
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import _character_to_key

from reader.app import state as states
from reader.app.app import ReaderApp
from reader.app.widgets.reading_pane import ReadingPane
from reader.paths import LibraryPaths
from reader.settings import Settings
from reader.tags.storage import JournalDB
from reader.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

PATIENCE = 30.0
"""How many seconds a test waits for what must come; it goes on as soon as that is there."""

SPECIAL = {" ": "space", "\r": "enter", "\x1b": "escape", "\t": "tab"}


class User:
    """A user of an app that is open on a library."""

    def __init__(self, app: ReaderApp, pilot: Pilot[None], root: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.root = root

    # The screen

    @property
    def lines(self) -> list[str]:
        """The lines of the screen as they stand there."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        """The whole screen as text."""
        return "\n".join(self.lines)

    @property
    def status(self) -> str:
        """The line at the foot: where one is, or what was just said, on as many lines as that takes."""
        said = self.main.query_one("#message")
        count = said.region.height if said.display and self.app.screen is self.main else 1
        return _joined(self.lines[-count:])

    @property
    def page(self) -> str:
        """What stands in the reading pane that has the keys, without its line breaks."""
        return _joined(row.replace("▌", " ") for row in self._page_rows())

    @property
    def background(self) -> str:
        """The colour behind the first line of the screen."""
        style = next(iter(self.app.screen._compositor.render_strips()[0])).style
        return str(style and style.bgcolor and style.bgcolor.get_truecolor().hex)

    @property
    def current(self) -> str:
        """What stands of the current paragraph (or of the range) in the reading pane that has the keys."""
        return _joined(row.split("▌", 1)[1] for row in self._page_rows() if "▌" in row)

    def _page_rows(self) -> list[str]:
        focused = self.main.focused
        pane = focused if isinstance(focused, ReadingPane) else self.main.query(ReadingPane).first()
        strips, region = self.app.screen._compositor.render_strips(), pane.content_region
        rows = [strips[y].crop(region.x, region.right).text for y in range(region.y, region.bottom)]
        # Without the marks of themes in the margin, and the scroll bar.
        return [re.sub(r"(?<=\S)\s{2,}\S{1,4}\s*$", "", row) for row in rows]

    @property
    def main(self) -> Screen[None]:
        """The main screen, whatever is put over it."""
        return next(screen for screen in self.app.screen_stack if screen.query(ReadingPane))

    def row(self, n: int) -> str:
        """The two lines of the finder's row that stands `n`-th on the screen."""
        top = self.app.screen.query_one("#finder-body").region.y + 2 * n
        return " ".join(line.split("▏")[0].rstrip() for line in self.lines[top : top + 2])

    async def press(self, *keys: str) -> None:
        """Press keys by their names, one after the other."""
        for key in keys:
            is_letter = len(key) == 1
            name = _character_to_key(key) if is_letter and not key.isalnum() else key
            self.app.post_message(events.Key(name, key if is_letter else " " if key == "space" else None))
        await self._all_taken()

    async def type(self, text: str) -> None:
        r"""Type a text, in which `\r` is Enter and `\x1b` is Esc, as fast as hands never could."""
        await self.press(*(SPECIAL.get(letter, letter) for letter in text))

    async def paste(self, text: str) -> None:
        """Paste a text."""
        self.app.post_message(events.Paste(text))
        await self._all_taken()

    async def _all_taken(self) -> None:
        await self.pilot.pause()
        await self.until(lambda: not (self.app.typing.waiting and self.app.is_running), "the end of the keys")
        await self.pilot.pause()

    async def until(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something holds; fail with what stands on the screen."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what or holds}\n\n{self.screen}")
            await self.pilot.pause(0.01)

    async def sees(self, *texts: str) -> None:
        """Wait until every one of `texts` stands on the screen."""
        await self.until(lambda: all(text in self.screen for text in texts), f"{texts} on the screen")

    async def counts(self, **counts: int) -> None:
        """Wait until the tag pane says how many tags some themes have."""
        found = [re.compile(rf"■ {name}\s+{count}\b") for name, count in counts.items()]
        await self.until(lambda: all(each.search(self.screen) for each in found), f"{counts} in the tag pane")

    async def reads(self, *texts: str) -> None:
        """Wait until every one of `texts` stands in the reading pane, wherever its lines break."""
        await self.until(lambda: all(text in self.page for text in texts), f"{texts} in the page")

    async def sees_no(self, *texts: str) -> None:
        """Wait until none of `texts` stands on the screen."""
        await self.until(lambda: not any(text in self.screen for text in texts), f"none of {texts} on the screen")

    async def told(self, text: str) -> None:
        """Wait until the line at the foot says `text`."""
        await self.until(lambda: text in self.status, f"“{text}” in the status line")

    async def is_at(self, words: str) -> None:
        """Wait until the current paragraph is the one with these words."""
        await self.until(lambda: words in self.current, f"“{words}” in the current paragraph")

    async def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        await self.pilot.resize_terminal(width, height)

    # The disk

    def tags(self, coder: str = "bar") -> list[dict[str, Any]]:
        """Return a coder's live tags, as TinyDB itself reads them."""
        return rows(LibraryPaths.of(self.root).coder(coder), "_default")

    def notes(self) -> list[str]:
        """Return the texts of the notes on paragraphs."""
        return [row["text"] for row in rows(LibraryPaths.of(self.root).coder("bar"), "notes")]

    def tagged(self) -> list[tuple[str, int]]:
        """Return the themes and paragraphs of the tags, sorted: what is tagged with what."""
        return tagged(self.root)


@asynccontextmanager
async def at_the_app(
    root: Path,
    *,
    size: tuple[int, int] = (140, 45),
    coder: str = "bar",
    settings: Settings | None = None,
    start: str | None = None,
    signed: bool = True,
    toured: bool = True,
) -> AsyncIterator[User]:
    """Open the app on a library, after the tour, and sit down at it."""
    async with still_app(root, coder=coder, settings=settings, start=start, signed=signed, toured=toured).run_test(
        size=size
    ) as pilot:
        user = User(pilot.app, pilot, root)
        await pilot.pause()
        yield user


def still_app(
    root: Path,
    *,
    coder: str = "bar",
    settings: Settings | None = None,
    start: str | None = None,
    signed: bool = True,
    toured: bool = True,
) -> ReaderApp:
    """Return an app in which nothing moves by itself."""
    kept = LibraryPaths.of(root).state
    if toured and not kept.exists():
        states.save(kept, states.LibraryState(toured=True))
    app = ReaderApp(Workspace(root, coder), settings or Settings(), start=start, signed=signed)
    app.animation_level = "none"
    return app


def _joined(rows: Iterable[str]) -> str:
    return " ".join(" ".join(rows).split())


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of a store, as its log has them; none where there is no store."""
    with JournalDB(path) as database:
        return [dict(row) for row in database.table(table)]


def tagged(root: Path) -> list[tuple[str, int]]:
    """Return theme name and paragraph of every tag in a library, whoever made it."""
    store = LibraryPaths.of(root)
    names = {row["id"]: row["name"] for row in rows(store.codebook, "_default")}
    found = [row for file in sorted(store.tags.glob("*.log")) for row in rows(file.with_suffix(".json"), "_default")]
    return sorted((names.get(row["theme"], row["theme"]), row["paragraph"]) for row in found)


def stored(path: Path) -> Any:
    """Return what a file of JSON holds."""
    return json.loads(path.read_text(encoding="utf-8"))
