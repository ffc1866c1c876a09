"""Echoes: `~` shows which passages elsewhere say nearly the same; Enter goes there, `b` comes back."""

from __future__ import annotations

import threading

import pytest
from user import PATIENCE, at_the_app

from reader.search import echoes

RELEASE = (
    "The harbour board will lend the old ferry hall to three swimming clubs for a year, and pays for the heating "
    "as long as each of them opens its lessons to every school of the town."
)
QUOTED = RELEASE.replace("will lend", "is going to lend").replace("three swimming clubs", "three clubs")


@pytest.fixture
def quoting(town):
    (town / "quay.txt").write_text(
        f"The Quay, Tuesday\n\nOn Monday the board told us this.\n\n{QUOTED} Nobody objected.\n\nMore on page two.\n",
        encoding="utf-8",
    )
    (town / "release.txt").write_text(f"Press release\n\n{RELEASE}\n\nContact the board.\n", encoding="utf-8")
    return town


@pytest.mark.parametrize("size", [(140, 45), (80, 24)])
async def test_who_quotes_a_passage_is_shown_with_what_is_shared_and_one_goes_there_and_back(quoting, size):
    async with at_the_app(quoting, start="release.txt", size=size) as user:
        await user.press("j", "~")
        await user.sees("Echoes of ¶ 2, Press release", "1 of ", "“The harbour board will lend")
        await user.until(lambda: "The Quay, Tuesday ¶ 3" in user.row(0) and "ferry hall" in user.row(0))
        await user.sees("▌¶ 3", "Nobody objected")
        marked = "".join(
            segment.text
            for strip in user.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.reverse
        )
        assert "old ferry hall" in marked
        assert "Nobody objected" not in marked
        await user.press("enter")
        await user.is_at("is going to lend")
        await user.press("b")
        await user.is_at("The harbour board will lend")


async def test_an_echo_is_tagged_copied_and_closed_like_a_row_of_the_finder(quoting):
    async with at_the_app(quoting, start="release.txt") as user:
        await user.press("j", "~")
        await user.until(lambda: "ferry hall" in user.row(0))
        await user.press("tab", "ctrl+t")
        await user.type("sport")
        await user.press("enter")
        await user.sees("Sport on ¶ 3, The Quay, Tuesday")
        await user.until(lambda: "Sport" in user.row(0))
        await user.press("ctrl+y", "escape")
        assert "is going to lend" in user.app.clipboard
        await user.is_at("The harbour board will lend")
        assert user.tagged() == [("Sport", 3)]


async def test_what_nobody_echoes_says_so(quoting):
    async with at_the_app(quoting, start="debate.txt") as user:
        await user.press("j", "j", "~")
        await user.sees("Nothing else says nearly this")
        await user.press("enter", "tab", "ctrl+r")
        await user.sees("Nothing here to move")
        await user.press("escape")
        await user.told("¶ 5 of")


async def test_an_echo_that_comes_while_one_looks_is_found(quoting):
    async with at_the_app(quoting, start="release.txt") as user:
        await user.press("j", "~")
        await user.until(lambda: "ferry hall" in user.row(0))
        (quoting / "evening.txt").write_text(f"The Evening\n\n{RELEASE}\n", encoding="utf-8")
        await user.until(lambda: "The Evening" in user.row(0))


async def test_an_echo_that_comes_during_a_slow_search_is_found_by_the_next(quoting, monkeypatch):
    go, find = threading.Event(), echoes.echoes

    def wait_and_find(*arguments, **more):
        assert go.wait(PATIENCE)
        return find(*arguments, **more)

    async with at_the_app(quoting, start="release.txt") as user:
        await user.press("j", "~")
        await user.until(lambda: "ferry hall" in user.row(0) and "read" not in user.lines[0])
        await user.press("escape")
        monkeypatch.setattr(echoes, "echoes", wait_and_find)
        await user.press("~")
        (quoting / "evening.txt").write_text(f"The Evening\n\n{RELEASE}\n", encoding="utf-8")
        await user.sees("evening.txt is new", "looking")
        await user.until(lambda: user.app._main.desk.parts.searcher._passages.is_complete)
        go.set()
        await user.until(lambda: "The Evening" in user.row(0))
