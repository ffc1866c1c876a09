"""Going about: inside a document, from document to document, from pane to pane, and back."""

from __future__ import annotations

import re

import pytest
from town import TALL
from user import at_the_app


async def test_j_and_k_stop_at_every_paragraph_but_speaker_lines_and_folded_furniture(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.is_at("Swimming lessons in Northport")
        for down, words in (
            ("j", "Questions to the Mayor"),
            ("down", "How many children"),
            ("j", "Swimming brings the town together"),
            ("j", "fewer insults"),
            ("down", "I thank the Mayor"),
        ):
            await user.press(down)
            await user.is_at(words)
        await user.press("j", "j")
        await user.is_at("I thank the Mayor")
        await user.press("k", "up")
        await user.is_at("Swimming brings the town together")
        await user.told("¶ 7 of 10")
        await user.press(*"kkkkk")
        await user.is_at("Swimming lessons in Northport")


async def test_speakers_stand_as_headings_and_square_brackets_are_read(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.reads("Jane Okafor · Labour", "Piet Lindqvist · Mayor of Northport", "[the relay of 2019]")
        assert "Photo of" not in user.screen


async def test_a_page_on_the_first_paragraph_that_stands_there_whole_is_current(town):
    async with at_the_app(town, start="minutes.txt", size=(100, 24)) as user:
        places = []
        for key in ("space", "pagedown", "pageup", "pageup"):
            await user.press(key)
            places.append(user.current.split()[0])
            assert places[-1] == re.findall(r"(\d+)  ?(?:The forum|Minutes)", user.page)[0]
        assert int(places[0]) > 2
        assert int(places[1]) > int(places[0])
        assert places[2] == places[0]
        assert places[3] == "1"


async def test_half_a_page_keeps_the_current_paragraph_in_sight(town):
    async with at_the_app(town, start="minutes.txt", size=(100, 24)) as user:
        await user.press("j", "j", "j", "j", "j")
        await user.is_at("eelgrass")
        await user.press("ctrl+d")
        assert "Minutes of" not in user.page
        await user.is_at("eelgrass")
        await user.press("ctrl+d")
        assert "eelgrass" not in user.page
        assert user.current
        await user.press("ctrl+u", "ctrl+u", "ctrl+u")
        await user.is_at("Minutes of")


async def test_first_last_and_a_paragraph_by_its_number(town):
    async with at_the_app(town, start="minutes.txt") as user:
        for keys, words in (
            (("G",), "mast"),
            (("g", "g"), "Minutes of"),
            (("end",), "mast"),
            (("home",), "Minutes of"),
            ((":", "2", "4", "enter"), "winch"),
            (("g", "j"), "yawl"),
        ):
            await user.press(*keys)
            await user.is_at(words)
        await user.press(":", "9", "9", "enter")
        await user.told("No paragraph 99 here")
        await user.is_at("yawl")
        await user.press("b")
        await user.is_at("Minutes of")


async def test_a_speaker_line_is_found_as_its_speech_and_furniture_unfolds_when_it_is_named(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press(":", "6", "enter")
        await user.is_at("Swimming brings the town together")
        await user.press(":", "3", "enter")
        await user.is_at("Alert me about debates like this")
        await user.press("b")
        await user.is_at("Swimming brings the town together")


async def test_a_tall_paragraph_scrolls_before_the_next_is_current(town):
    async with at_the_app(town, start="minutes.txt", size=(100, 24)) as user:
        await user.press(":", *str(TALL), "enter")
        await user.told(f"¶ {TALL} of 39")
        presses = 0
        while f"¶ {TALL} of" in user.status:
            await user.press("j")
            presses += 1
        assert presses > 1
        await user.told(f"¶ {TALL + 1} of 39")
        before = user.screen
        await user.press("k")
        await user.told(f"¶ {TALL} of 39")
        await user.press("k")
        await user.told(f"¶ {TALL} of 39")
        assert user.screen != before


async def test_documents_follow_one_another_and_b_comes_back(town):
    async with at_the_app(town, start="articles/gym.txt") as user:
        await user.press("j", "j", "J")
        await user.is_at("Swimming lessons")
        await user.press("J")
        await user.is_at("Minutes of")
        await user.press("J")
        await user.told("This is the last document")
        await user.press("K")
        await user.is_at("Swimming lessons")
        await user.press("b", "b", "b")
        await user.is_at("Rosa Lind")
        await user.press("K")
        await user.told("This is the first document")
        await user.press("b")
        await user.told("Nowhere to go back to")


async def test_a_document_by_part_of_its_title(town):
    async with at_the_app(town) as user:
        await user.press("o")
        await user.sees("Open", "Swimming lessons in Northport", "Minutes of the harbour forum")
        await user.type("harbr forum")
        await user.sees_no("Swimming lessons in Northport")
        await user.press("enter")
        await user.is_at("Minutes of the harbour forum")
        await user.press("o")
        await user.type("xylophone")
        await user.sees("No document matches")
        await user.press("enter", "escape")
        await user.is_at("Minutes of the harbour forum")


async def test_searching_in_the_document(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "j", "/")
        await user.type("the F")
        await user.is_at("barge")
        await user.type("erry")
        await user.is_at("ferry")
        await user.press("enter")
        await user.told("1 paragraph · n next")
        await user.press("n")
        await user.told("No other match below")
        await user.press("/")
        await user.type("the ga")
        await user.press("ctrl+u")
        await user.type("the g")
        await user.is_at("gangway")
        await user.press("enter")
        await user.told("2 paragraphs")
        await user.press("n")
        await user.is_at("gunwale")
        await user.press("n")
        await user.is_at("gangway")
        await user.press("N")
        await user.is_at("gunwale")
        await user.press("/")
        await user.type("lantern")
        await user.is_at("lantern")
        await user.press("escape")
        await user.is_at("gunwale")
        await user.press("n")
        await user.told("Nothing is searched for")
        await user.press("/")
        await user.type("mast")
        await user.press("enter", "b")
        await user.is_at("gunwale")


async def test_a_match_deep_in_a_tall_paragraph_comes_into_sight(tmp_path):
    tall = " ".join(["The forum spoke about nothing in particular."] * 80 + ["Then somebody mentioned the zeppelin."])
    (tmp_path / "tall.txt").write_text(f"{tall}\n\nThe end.\n\n{tall}\n", encoding="utf-8")
    async with at_the_app(tmp_path, size=(100, 24)) as user:
        await user.press("/")
        await user.type("zeppelin")
        await user.reads("mentioned the zeppelin")
        await user.press("enter", "g", "g")
        assert "zeppelin" not in user.page
        await user.press("n")
        await user.reads("mentioned the zeppelin")


async def test_a_search_takes_words_that_are_only_nearly_there(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("/")
        await user.type("world champoin team")
        await user.is_at("Our world champion team")
        await user.press("ctrl+u")
        await user.type("xylophone quartet")
        await user.press("enter")
        await user.told("Nothing here like “xylophone quartet”")


async def test_tagged_and_untagged_paragraphs_are_a_key_away(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("]")
        await user.told("No tagged paragraph below")
        await user.press("j", "3", "j", "j", "4", "j", "2", "g", "g")
        await user.press("]")
        await user.is_at("anchor")
        await user.press("]")
        await user.is_at("cable")
        await user.press("]")
        await user.is_at("dredger")
        await user.press("[", "[")
        await user.is_at("anchor")
        await user.press("[")
        await user.told("No tagged paragraph above")
        await user.press("}")
        await user.is_at("barge")
        await user.press("}")
        await user.is_at("eelgrass")
        await user.press("{")
        await user.is_at("barge")
        await user.press("G", "}")
        await user.told("No untagged paragraph below")


async def test_headings_are_no_untagged_paragraphs(town):
    (town / "plan.md").write_text("# The plan\n\n## Why\n\nThe pool is full.\n\n## How\n\nWe dig.\n", encoding="utf-8")
    async with at_the_app(town, start="plan.md") as user:
        await user.sees("0 of 2 tagged")
        await user.press("}")
        await user.is_at("The pool is full")
        await user.press("}")
        await user.is_at("We dig")
        await user.press("{", "{")
        await user.told("No untagged paragraph above")


async def test_read_marks_and_the_next_unread_document(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.sees("● Swimming lessons")
        await user.press("J", "K")
        await user.is_at("Swimming lessons")
        await user.press("m")
        await user.told("unread · U next")
        await user.press("m")
        await user.press("U")
        await user.is_at("Minutes of")
        await user.press("m")
        await user.told("Marked read")
        await user.press("U")
        await user.until(lambda: "Minutes of" not in user.current or "Every other" in user.status)


async def test_page_furniture_unfolds_and_folds_at_the_same_place(town):
    async with at_the_app(town, start="articles/gym.txt") as user:
        await user.sees("1 line of page furniture · z shows", "2 lines of page furniture · z shows")
        await user.press("j", "j", "z")
        await user.sees("Share via", "Sign up to our newsletter")
        await user.is_at("Rosa Lind")
        await user.press("k")
        await user.is_at("Share via")
        await user.press("z")
        await user.sees_no("Share via")
        await user.press("J", "J", "z")
        await user.told("No page furniture in this document")


async def test_the_panes_take_the_keys_in_turn(town):
    async with at_the_app(town, start="articles/gym.txt") as user:
        await user.press("tab", "j", "enter")
        await user.is_at("Swimming lessons")
        await user.press("tab", "tab", "G", "enter")
        await user.sees("Racism and discrimination")
        await user.press("q")
        await user.is_at("Swimming lessons")
        await user.press("shift+tab", "g", "j", "j", "enter")
        await user.sees("Sport, clubs and players")
        await user.press("b", "tab", "escape", "j")
        await user.is_at("Questions to the Mayor")


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting(town, key):
    async with at_the_app(town) as user:
        await user.press("tab", key)
        await user.press(key)
        await user.until(lambda: not user.app.is_running or user.app._exit, "the end of the app")
        assert user.app.return_code == 0


async def test_ctrl_q_quits_from_an_input_too(town):
    async with at_the_app(town) as user:
        await user.press("o")
        await user.type("swim")
        await user.press("ctrl+q")
        await user.until(lambda: user.app._exit, "the end of the app")


async def test_what_a_source_says_beside_the_words_stands_in_the_tag_pane(town):
    (town / "talk.srt").write_text("1\n00:12:31,000 --> 00:12:34,000\nANN LEE: The pool was open.\n", encoding="utf-8")
    (town / "survey.csv").write_text(
        "Respondent,Age,Why did you come?\n7,34,It was the coach and my sister.\n", encoding="utf-8"
    )
    async with at_the_app(town, start="talk.srt") as user:
        await user.told("¶ 2 of 2 · 00:12:31")
        await user.sees("start 00:12:31")
    async with at_the_app(town, start="survey.csv") as user:
        await user.told("¶ 1 of 3")
        await user.press("j")
        await user.sees("Respondent 7 · Age")
