"""What is there again at the next start: the place, what was read, the read marks, the widths of the panes."""

from __future__ import annotations

import pytest
from user import at_the_app, stored

from reader.app import main_screen
from reader.paths import LibraryPaths


async def test_document_and_paragraph_come_back(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press(":", "2", "4", "enter")
        await user.is_at("winch")
        await user.press("q")
    assert not (town / ".reader").exists(), "reading leaves no trace in the library"
    async with at_the_app(town) as user:
        await user.is_at("winch")
        await user.press("K", "j", "j", "J")
        await user.is_at("winch")
        await user.press("K")
        await user.is_at("How many children")
    async with at_the_app(town) as user:
        await user.is_at("How many children")


async def test_a_file_that_is_named_is_shown_first(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "q")
    async with at_the_app(town, start="debate.txt") as user:
        await user.is_at("Swimming lessons")


async def test_the_share_that_was_read_grows_and_comes_back(town):
    async with at_the_app(town, start="minutes.txt", size=(100, 24)) as user:
        await user.until(lambda: "% read" in user.status)
        first = percent(user.status)
        assert 0 < first < 50
        await user.press("space")
        second = percent(user.status)
        assert second > first
        await user.press("pageup")
        assert percent(user.status) == second
        await user.press("q")
    async with at_the_app(town, size=(100, 24)) as user:
        await user.told(f"{second} % read")
        await user.press(*["space"] * 12)
        await user.told("100 % read")
        await user.press("q")
    async with at_the_app(town, size=(140, 45)) as user:
        await user.told("100 % read")


async def test_a_document_that_was_read_whole_is_marked_read(town):
    async with at_the_app(town, start="debate.txt", size=(140, 24)) as user:
        await user.press("J", "K")
        await user.press("G")
        await user.told("100 % read")
        await user.press("J")
        await user.sees("  Swimming lessons", "● Boxing gym")


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_read_marks_and_pane_widths_come_back_whenever_they_were_set(town, monkeypatch, key):
    monkeypatch.setattr(main_screen, "SAVE_SECONDS", 0.05)
    async with at_the_app(town, start="minutes.txt") as user:
        state = LibraryPaths.of(town).state
        await user.until(lambda: '"at": 1' in state.read_text(), "the position on the disk")
        await user.pilot.pause(0.2)
        await user.press("m")
        await user.told("Marked read")
        await user.press("tab", ">", ">", "escape", key)
    assert [each["read"] for each in stored(state)["documents"].values()] == [True]
    assert stored(state)["library_width"] == 36
    async with at_the_app(town) as user:
        await user.press("m")
        await user.told("Marked unread")


async def test_the_position_is_kept_while_reading_in_case_the_program_is_killed(town, monkeypatch):
    monkeypatch.setattr(main_screen, "SAVE_SECONDS", 0.05)
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "j")
        await user.until(lambda: '"at": 3' in LibraryPaths.of(town).state.read_text(), "the position on the disk")


async def test_a_document_that_is_gone_leaves_the_first_one(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "q")
    (town / "minutes.txt").unlink()
    async with at_the_app(town) as user:
        await user.is_at("Boxing gym")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"documents": 7}', '{"documents": {}, "document": 5}', "[" * 9000])
async def test_a_damaged_state_is_a_fresh_start(town, damage):
    state = LibraryPaths.of(town).state
    state.parent.mkdir(parents=True)
    state.write_text(damage, encoding="utf-8")
    async with at_the_app(town, toured=False) as user:
        await user.is_at("Boxing gym")
        await user.press("escape", "j", "q")
    assert stored(state)["toured"] is True


def percent(status):
    return int(status.split(" % read")[0].split()[-1])
