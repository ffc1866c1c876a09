"""The first run: with which name tags are signed, and a tour that is gone through by doing."""

from __future__ import annotations

import pytest
from user import at_the_app, stored

from reader import paths, settings
from reader.paths import LibraryPaths
from reader.settings import coder_name


@pytest.fixture
def nobody(monkeypatch):
    """A user whose name nobody has told."""
    monkeypatch.delenv("READER_CODER")
    monkeypatch.setattr(paths, "login_name", lambda: "login")


def newcomer(root, **more):
    """Sit down at the app as the command line opens it for somebody with these settings."""
    known = settings.load()
    name, signed = coder_name(known, more.pop("given", None))
    return at_the_app(root, coder=name, signed=signed, settings=known, **more)


async def test_the_login_name_is_offered_and_enter_keeps_it(town, nobody):
    async with newcomer(town) as user:
        await user.sees("Welcome to Reader", "Tags will be signed ‘login’", "Enter keeps that, or type a name")
        await user.press("enter")
        await user.sees_no("Welcome to Reader")
        await user.press("3")
        await user.told("Sport on ¶ 1")
        assert [tag["coder"] for tag in user.tags("login")] == ["login"]
    assert settings.load().coder == "login"
    async with newcomer(town) as user:
        await user.told("¶ 1 of 9")
        assert "Welcome" not in user.screen


async def test_settings_that_an_editor_saved_with_a_byte_order_mark_can_still_be_read_afterwards(town, nobody):
    paths.settings_file().parent.mkdir(parents=True)
    paths.settings_file().write_text("measure = 72\n", encoding="utf-8-sig")
    async with newcomer(town) as user:
        await user.sees("Welcome to Reader")
        await user.press("enter")
        await user.sees_no("Welcome to Reader")
    known = settings.load()
    assert (known.coder, known.measure) == ("login", 72)


async def test_a_name_that_is_typed_signs_tags_and_stays(town, nobody):
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text('# my own\nappearance = "light"\n', encoding="utf-8")
    async with newcomer(town) as user:
        await user.sees("Welcome to Reader")
        await user.type('Ann "the \\ Pen" Ó')
        await user.press("enter", "j", "4")
        await user.told("Racism on ¶ 2")
        (tag,) = user.tags('Ann "the \\ Pen" Ó')
        assert tag["coder"] == 'Ann "the \\ Pen" Ó'
        await user.sees("Ann")
    assert settings.load().coder == 'Ann "the \\ Pen" Ó'
    assert "# my own" in file.read_text(encoding="utf-8")
    assert settings.load().appearance == "light"


async def test_esc_keeps_the_name_too(town, nobody):
    async with newcomer(town) as user:
        await user.type("half a na")
        await user.press("escape")
        await user.sees_no("Welcome")
    assert settings.load().coder == "login"


@pytest.mark.parametrize("told_by", ["settings", "environment", "command line"])
async def test_nobody_is_asked_who_has_said_it(town, nobody, monkeypatch, told_by):
    if told_by == "settings":
        paths.settings_file().parent.mkdir(parents=True)
        paths.settings_file().write_text('coder = "cara"\n', encoding="utf-8")
    elif told_by == "environment":
        monkeypatch.setenv("READER_CODER", "cara")
    async with newcomer(town, given="cara" if told_by == "command line" else None) as user:
        await user.told("¶ 1 of 9")
        assert "Welcome" not in user.screen
        await user.press("3")
        await user.until(lambda: len(user.tags("cara")) == 1)


async def test_a_name_whose_file_is_damaged_is_told_and_the_app_goes_on(town, nobody):
    async with newcomer(town) as user:
        await user.sees("Welcome to Reader")
        damaged = LibraryPaths.of(town).coder("ann")
        damaged.parent.mkdir(parents=True)
        damaged.write_text("{ no", encoding="utf-8")
        await user.type("ann")
        await user.press("enter")
        await user.until(lambda: "can’t be read" in user.status, "the refusal")
        assert damaged.read_text(encoding="utf-8") == "{ no"
    assert not paths.settings_file().exists(), "the name was not taken"


async def test_the_tour_goes_on_by_doing_and_does_not_come_back(town):
    async with at_the_app(town, toured=False) as user:
        await user.sees("Tour 1 of 5")
        await user.press("f", "u")
        await user.sees("Tour 1 of 5")
        await user.press("j")
        await user.sees("Tour 2 of 5")
        await user.press("3")
        await user.sees("Tour 3 of 5")
        await user.press("f", "escape")
        await user.sees("Tour 4 of 5")
        await user.press("u")
        await user.sees("Tour 5 of 5")
        await user.press("?", "escape")
        await user.sees_no("Tour ")
        await user.press("q")
    assert stored(LibraryPaths.of(town).state)["toured"] is True
    async with at_the_app(town, toured=False) as user:
        await user.told("¶ 2 of 9")
        assert "Tour " not in user.screen
        await user.press(":")
        await user.type("the short tour")
        await user.press("enter")
        await user.sees("Tour 1 of 5")


async def test_esc_ends_the_tour(town):
    async with at_the_app(town, toured=False) as user:
        await user.sees("Tour 1 of 5")
        await user.press("escape")
        await user.sees_no("Tour ")
        await user.press("ctrl+q")
    async with at_the_app(town, toured=False) as user:
        await user.told("¶ 1 of 9")
        assert "Tour " not in user.screen


async def test_the_tour_waits_until_the_name_is_told(town, nobody):
    async with newcomer(town, toured=False) as user:
        await user.press("enter")
        await user.sees("Tour 1 of 5")
        await user.press("j")
        await user.sees("Tour 2 of 5")
