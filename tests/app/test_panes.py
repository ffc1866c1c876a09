"""Panes: all of them where there is room, folded where there is none; two pages side by side; resizing, hiding."""

from __future__ import annotations

import re

import pytest
from town import tag
from user import at_the_app

from reader.app.app import DARK, LIGHT
from reader.app.widgets.reading_pane import ReadingPane
from reader.settings import Settings
from reader.workspace import Workspace


def page_width(user):
    return user.main.query(ReadingPane).first().outer_size.width


async def test_at_140_columns_every_pane_stands_and_the_measure_is_kept(town):
    async with at_the_app(town, size=(200, 45), start="minutes.txt") as user:
        await user.sees("Library", "Themes")
        lines = [line for line in user.lines if "The forum spoke" in line]
        text = max(line[line.index("The forum") : line.rindex("▏")].rstrip() for line in lines if "▏" in line)
        assert len(text.split("  ")[0]) <= 90
    async with at_the_app(town, size=(140, 45), start="minutes.txt") as user:
        await user.sees("Library", "Themes", "f find", "1-9 tag")
        assert page_width(user) >= 80


async def test_a_theme_stands_below_the_one_that_it_belongs_to(town):
    workspace = Workspace(town, "bar")
    for name, above in (("Boxing", "Sport"), ("Trust", "Policing"), ("Women", "Boxing")):
        parent = workspace.codebook.need(above)
        workspace.commit([workspace.codebook.add(name, parent=parent)], "")
    workspace.close()
    async with at_the_app(town, start="minutes.txt") as user:
        await user.sees("press 1–7 to tag")
        names = [found[1] for line in user.lines if (found := re.search(r"\d ■ (.*?)\s+0$", line))]
        assert names == ["Prevent", "Policing", "  Trust", "Sport", "  Boxing", "    Women", "Racism"]
        await user.press("tab", "tab", "G", "k", "enter")
        await user.sees("Nothing is tagged with this theme yet")
        assert "Women" in user.page


async def test_at_80_columns_the_side_panes_fold_and_tab_brings_them_over(town):
    tag(town, ("debate.txt", 7, "3"))
    async with at_the_app(town, size=(80, 24), start="debate.txt") as user:
        assert page_width(user) == 80
        assert "Library" not in user.screen
        assert "Themes" not in user.screen
        await user.press("tab")
        await user.sees("Library", "● Boxing gym")
        assert page_width(user) == 80
        await user.press("escape")
        await user.sees_no("Library")
        await user.press("tab", "tab")
        await user.sees("Themes", "3 ■ Sport")
        assert "Library" not in user.screen
        await user.press("j", "j", "enter")
        await user.sees_no("■ Policing")
        await user.reads("Sport, clubs and players")
        await user.press("q", "shift+tab")
        await user.sees("Themes")
        await user.press("tab")
        await user.sees_no("Themes")
        await user.press("j", "4")
        await user.told("Racism on ¶ 2")


@pytest.mark.parametrize("width", [60, 79, 86, 100, 117, 118, 140, 160])
async def test_the_page_keeps_sixty_columns_whatever_the_width(town, width):
    async with at_the_app(town, size=(width, 24)) as user:
        assert page_width(user) >= 60
        assert all(len(line) <= width for line in user.lines)


async def test_growing_and_shrinking_while_it_is_open_keeps_the_place(town):
    async with at_the_app(town, size=(140, 45), start="minutes.txt") as user:
        await user.press(":", "3", "0", "enter", "3")
        for width, height in ((80, 24), (200, 60), (60, 12), (100, 30), (140, 45)):
            await user.resize(width, height)
            await user.is_at("the davit")
            assert page_width(user) >= 60
            await user.until(lambda: ("Library" in user.screen) == (width >= 118), f"library at {width}")  # noqa: B023
            await user.until(lambda: ("Themes" in user.screen) == (width >= 86), f"themes at {width}")  # noqa: B023
        await user.press("f")
        await user.sees("[tags]")
        for width, height in ((80, 24), (60, 12), (160, 50)):
            await user.resize(width, height)
            await user.sees("[tags]", "davit")
        await user.press("escape", "?")
        await user.resize(80, 24)
        await user.sees("next paragraph")
        await user.press("escape")
        await user.is_at("the davit")


async def test_a_key_that_does_nothing_in_a_side_pane_says_where_it_acts(town):
    async with at_the_app(town, start="debate.txt") as user:
        for panes in (["tab"], ["tab", "tab"]):
            await user.press(*panes)
            for key in ("3", "t", "/", "]", "y", "e", "v"):
                await user.press(key)
                await user.told("That key acts in the reading pane · Esc goes there")
            await user.press("j")
            await user.sees_no("That key acts")
            await user.press("escape")
        assert user.tags() == []
        await user.press("j", "j", "3")
        await user.told("Sport on ¶ 5")


async def test_the_cursor_of_the_terminal_follows_from_page_to_page(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "s")
        await user.type("gym\r")
        await user.sees("Rosa Lind")
        right = user.app.cursor_position
        await user.press("shift+tab")
        left = user.app.cursor_position
        assert left.x < 20 < right.x
        assert "▌" in user.lines[left.y]
        await user.press("tab")
        assert user.app.cursor_position == right


async def test_a_tiny_terminal_is_no_reason_to_fail(town):
    async with at_the_app(town, size=(20, 5), start="minutes.txt") as user:
        await user.press("j", "j", "3", "f", "escape", "t", "escape", "?", "escape", "e", "escape", "i", "escape")
        await user.resize(4, 2)
        await user.press("j", "space", "tab", "tab", "tab")
        await user.resize(140, 45)
        await user.sees("Library")
        assert [theme for theme, _ in user.tagged()] == ["Sport"]


async def test_panes_are_made_wider_narrower_and_hidden(town):
    async with at_the_app(town, size=(140, 45)) as user:
        wide = page_width(user)
        await user.press(">", ">")
        assert page_width(user) == wide - 4
        await user.press("tab", "tab", "<", "tab")
        assert page_width(user) == wide - 2
        await user.press("f2")
        await user.sees_no("Library")
        await user.press("f3")
        await user.sees_no("Themes")
        assert page_width(user) == 140
        await user.press("tab")
        await user.sees("Library")
        await user.press("escape", "f2", "f3")
        await user.sees("Library", "Themes")
        assert page_width(user) == wide - 2
        await user.press(*["<"] * 6)
        await user.press(*[">"] * 9)
        assert page_width(user) >= 60


async def test_two_documents_side_by_side(town):
    async with at_the_app(town, size=(200, 45), start="debate.txt") as user:
        await user.press("s")
        await user.sees("Open beside this", "document", "theme")
        await user.type("harbour forum")
        await user.press("enter")
        await user.sees("Swimming lessons in Northport", "Minutes of the harbour forum", "the anchor")
        await user.press("j", "3")
        await user.told("Sport on ¶ 2, Minutes of the harbour forum")
        await user.press("shift+tab", "j", "j", "4")
        await user.told("Racism on ¶ 5, Swimming lessons in Northport")
        await user.press("tab", "j", "2")
        await user.told("Policing on ¶ 3, Minutes of the harbour forum")
        await user.press("shift+tab", "q")
        await user.is_at("the barge")
        assert "How many children" not in user.screen
        await user.press("s")
        await user.type("racism")
        await user.press("down", "enter")
        await user.sees("Racism and discrimination", "How many children", "the barge")
        await user.press("q", "j")
        await user.is_at("the cable")
        assert user.tagged() == [("Policing", 3), ("Racism", 5), ("Sport", 2)]


async def test_the_same_document_twice_shows_a_tag_in_both(town):
    async with at_the_app(town, size=(200, 45), start="debate.txt") as user:
        await user.press("s")
        await user.type("swimming")
        await user.press("enter")
        await user.until(lambda: user.screen.count("How many children") == 2)
        await user.press("j", "j", "3")
        await user.told("Sport on ¶ 5")
        pages = list(user.main.query(ReadingPane))
        assert len(pages) == 2
        rows = [line for line in user.lines if line.count("How many children") == 2]
        assert rows[0].rpartition("▏")[0].count(" 3 ") == 2


async def test_dark_and_light_change_at_a_key(town):
    async with at_the_app(town) as user:
        await user.until(lambda: user.background == DARK.background, "dark")
        await user.press("f4")
        await user.until(lambda: user.background == LIGHT.background, "light")
        await user.press("f4")
        await user.until(lambda: user.background == DARK.background, "dark again")
    async with at_the_app(town, settings=Settings(appearance="light")) as user:
        await user.until(lambda: user.background == LIGHT.background, "light")
