"""Keys that come in one burst, over ssh or from a macro, do what they do when they are typed one by one."""

from __future__ import annotations

import threading

import pytest
from town import tag
from user import at_the_app

from reader.app import typing_ahead
from reader.search.index import Index


async def test_a_burst_finds_moves_tags_and_searches(town):
    async with at_the_app(town) as user:
        await user.type("Fworld champoin\rjtsport\rj4")
        await user.told("Racism on ¶ 10, Swimming lessons in Northport")
        assert user.tagged() == [("Racism", 10), ("Sport", 8)]
        await user.type("ocommittee\x1bominutes of\r/lantern\rvjj2")
        await user.told("Policing: +3")
        await user.type("e\rone\x1bje")
        await user.sees("Note on ¶ 16")
        await user.type("two\x1bgge\x1b:mark the doc\r")
        await user.told("Marked read")
        assert user.notes() == ["one", "two"]
        assert user.tagged()[:3] == [("Policing", 13), ("Policing", 14), ("Policing", 15)]


async def test_letters_behind_a_key_that_opens_an_input_are_never_commands(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.type("t3124")
        await user.sees("+ Create “3124”")
        await user.type("\x1b")
        await user.told("¶ 1 of 10")
        await user.type("f")
        await user.told("No tags yet")
        await user.type("/3124q\x1b")
        await user.told("¶ 1 of 10")
        assert user.tagged() == []


async def test_enter_and_esc_that_come_twice_close_one_screen_and_keep_nothing_waiting(town, monkeypatch):
    monkeypatch.setattr(typing_ahead, "_LIMIT", 600.0)
    tag(town, ("debate.txt", 7, "3"))
    async with at_the_app(town) as user:
        for burst in (
            "f\r\r\r\r",
            "t\x1b\x1b\x1b",
            "o\r\r\r",
            ":\x1b\x1b\x1b\x1b",
            "?\x1b\x1b",
            "e\x1b\x1b",
            "i\x1b\x1b",
        ):
            await user.type(burst)
            await user.until(lambda: user.app.screen is user.main, burst)
            assert user.app.is_running
        await user.type("3j")
        assert len(user.app.screen_stack) == 1


@pytest.mark.parametrize("opens", [*"Ftoie:?"])
async def test_the_key_after_esc_need_not_be_quick(town, monkeypatch, opens):
    monkeypatch.setattr(typing_ahead, "_LIMIT", 600.0)
    async with at_the_app(town, start="debate.txt") as user:
        await user.press(opens)
        await user.until(lambda: user.app.screen is not user.main)
        focused = user.app.screen.focused
        assert focused
        await user.press("escape")
        await user.until(lambda: not focused.is_attached)
        await user.press("j")
        await user.told("¶ 2 of 10")


async def test_enter_waits_for_the_rows_of_what_was_typed(town, monkeypatch):
    search, gate = Index.search, threading.Event()

    def slow(self, query, *arguments):
        if query == "lantern":
            gate.wait(10)
        return search(self, query, *arguments)

    monkeypatch.setattr(Index, "search", slow)
    async with at_the_app(town) as user:
        await user.press("F")
        await user.sees(" of 55 in")
        await user.type("lantern\r")
        await user.pilot.pause(0.1)
        await user.sees("[passages]", "lantern")
        gate.set()
        await user.is_at("the lantern")


@pytest.mark.parametrize("typed", ["F", "t", "o", ":", "/", "e"])
async def test_alt_and_a_letter_are_esc_and_the_letter(town, typed):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press(typed, "alt+j")
        await user.is_at("Questions to the Mayor")
        await user.press("v", "alt+j", "alt+4")
        await user.told("Racism on ¶ 5")
        assert user.tagged() == [("Racism", 5)]


async def test_text_is_pasted_where_it_was_meant_for(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.type("e")
        await user.paste("first line\nsecond [line]\x1b[31m")
        await user.type("\x1b")
        await user.told("Note on ¶ 1")
        assert user.notes() == ["first line\nsecond [line]"]
        await user.paste("3q")
        await user.type("j")
        await user.told("¶ 2 of 10")
        assert user.tagged() == []


async def test_a_quotation_of_several_lines_is_pasted_whole_into_an_input(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("F")
        await user.sees("55 in")
        await user.paste("\nSwimming brings the\r\ntown together. Our \x1b]0;world\x07champion\n")
        await user.sees("Swimming brings the town together. Our champion", "of 55 in")
        await user.press("enter")
        await user.is_at("Swimming brings")
        await user.press("e")
        await user.paste("one\ntwo")
        await user.press("escape")
        await user.told("Note on")
        assert user.notes() == ["one\ntwo"]
