"""A theme as a document: everything tagged with it, by source; and orphans, whose place is gone."""

from __future__ import annotations

import pytest
from town import minutes, tag
from user import at_the_app


@pytest.fixture
def tagged_town(town):
    tag(
        town,
        ("minutes.txt", 4, "3"),
        ("articles/gym.txt", 7, "3"),
        ("debate.txt", 7, "3"),
        ("debate.txt", 8, "3"),
        ("debate.txt", 5, "4"),
    )
    return town


async def open_sport(user):
    await user.press("tab", "tab", "j", "j", "enter")
    await user.reads("Sport, clubs and players")


async def test_a_theme_with_one_passage_counts_one(tagged_town):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("tab", "tab", "G", "enter")
        await user.told("1 of 1 passage · Enter opens its document")


async def test_passages_stand_by_source_among_their_dimmed_neighbours(tagged_town):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await open_sport(user)
        await user.told("1 of 4 passages · Enter opens its document")
        parts = [
            "Boxing gym gives the harbour estate a second home",
            "Last winter a boy",
            "Swimming lessons in Northport",
            "How many children",
            "Piet Lindqvist · Mayor of Northport",
            "Swimming brings the town together",
            "The clubs report fewer insults",
            "I thank the Mayor",
            "Minutes of the harbour forum",
            "the barge",
            "the cable",
            "the dredger",
        ]
        places = [user.page.index(part) for part in parts if part in user.page]
        assert len(places) == len(parts) - 2, "a heading of a speaker stands for neighbours that are speaker lines"
        assert places == sorted(places)


async def test_reading_stops_at_passages_only_and_enter_and_b_go_there_and_back(tagged_town):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await open_sport(user)
        await user.is_at("Last winter a boy")
        await user.press("j")
        await user.is_at("Swimming brings")
        await user.press("j", "j")
        await user.is_at("the cable")
        await user.press("k", "enter")
        await user.is_at("fewer insults")
        await user.told("¶ 8 of 10")
        await user.press("b")
        await user.told("3 of 4 passages")
        await user.is_at("fewer insults")
        await user.press("q")
        await user.is_at("Minutes of")


async def test_tagging_noting_and_searching_work_there_too(tagged_town):
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await open_sport(user)
        await user.press("4")
        await user.told("Racism on ¶ 7, Boxing gym gives the harbour estate a second home")
        await user.press("j", "v", "j", "1")
        await user.told("Prevent: +2")
        await user.press("e", "enter")
        await user.sees("Note on ¶ 8")
        await user.type("as last year")
        await user.press("escape")
        await user.told("Note on ¶ 8, Swimming lessons in Northport")
        assert user.notes() == ["as last year"]
        await user.press("3")
        await user.told("Sport off ¶ 8")
        await user.is_at("fewer insults")
        assert ("Sport", 8) not in user.tagged()
        await user.press("3")
        await user.told("Sport on ¶ 8")
        await user.press("/")
        await user.type("champoin")
        await user.is_at("Swimming brings")
        await user.press("enter", "V", "w", "2")
        await user.told("Policing on (selected words) ¶ 7, Swimming lessons in Northport")
        await user.press("Y")
        await user.sees("“Swimming brings the town together.")
        await user.press("escape", "i")
        await user.sees("Details", "Swimming lessons in Northport")
        await user.press("escape", "z")
        await user.told("Page furniture shows in a document, not in a theme")
        await user.press("J")
        await user.is_at("Minutes of")


async def test_an_empty_theme_says_so(tagged_town):
    async with at_the_app(tagged_town) as user:
        await user.press("shift+tab", "g", "enter")
        await user.reads("Nothing is tagged with this theme yet.")
        await user.press(*"jkGV", *"vU", "b")
        await user.press("shift+tab", "g", "enter", "v", "j", "3", "e", "y", "Y", "m", "]", "space", "ctrl+d", "escape")
        await user.told("Nothing to read here")
        await user.press("q")
        await user.is_at("Boxing gym")


async def test_a_tag_from_elsewhere_shows_when_the_theme_is_opened_again(tagged_town, run):
    async with at_the_app(tagged_town) as user:
        run("tag", "minutes.txt", "30", "sport", "--library", tagged_town)
        await user.counts(Sport=5)
        await open_sport(user)
        await user.told("of 5 passages")


async def test_orphans_keep_their_quotation_and_their_own_tag_comes_off(tagged_town):
    (tagged_town / "articles" / "gym.txt").unlink()
    async with at_the_app(tagged_town) as user:
        await user.counts(Sport=4)
        await open_sport(user)
        await user.reads("gym", "Last winter a boy was called a name on the bus", "(orphan: its place is gone)")
        await user.press("G")
        await user.is_at("Last winter a boy")
        await user.sees("orphan")
        await user.press("enter")
        await user.told("The document of this passage is gone")
        await user.press("4")
        await user.told("only its own tag can be taken off")
        await user.press("v", "3", "escape")
        await user.press("3")
        await user.until(lambda: len(user.tags()) == 4)
        await user.press("u")
        await user.until(lambda: len(user.tags()) == 5)


async def test_a_passage_that_moved_is_found_again_and_one_that_changed_wants_review(tagged_town):
    changed = minutes().replace(
        "Minutes of the harbour forum\n", "Minutes of the harbour forum\n\nA new first point.\n"
    )
    (tagged_town / "minutes.txt").write_text(changed, encoding="utf-8")
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("]")
        await user.told("¶ 5 of 40 · Sport")
        await user.is_at("the cable")
    point = "The forum spoke about the cable for a while, and agreed to come back to the cable in spring."
    changed = changed.replace(point, "Nobody had a word to say on this, so that the chair went on to the next.")
    (tagged_town / "minutes.txt").write_text(changed, encoding="utf-8")
    async with at_the_app(tagged_town, start="minutes.txt") as user:
        await user.press("g", "g", "]")
        await user.sees("review: its words")
        assert user.tags()[0]["quotation"].startswith("The forum spoke about the cable")


async def test_a_finder_row_of_a_document_that_is_gone_says_so(tagged_town):
    (tagged_town / "articles" / "gym.txt").unlink()
    async with at_the_app(tagged_town) as user:
        await user.press("f")
        await user.type("called a name on the bus")
        await user.until(lambda: "called a name" in user.row(0))
        await user.press("enter")
        await user.told("The document of this passage is gone")
