"""Taking back what was done a moment ago, yesterday, or with the command line; and what is said where that can't be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from town import tag
from user import at_the_app

from reader.workspace import Workspace


def yesterday_at_five():
    five = datetime.now().astimezone().replace(hour=17, minute=2, second=3) - timedelta(days=1)
    return five.astimezone(UTC).isoformat(timespec="microseconds")


async def test_yesterdays_steps_are_undone_with_their_time_in_their_documents_and_done_again_after_a_restart(
    town, monkeypatch
):
    with monkeypatch.context() as past:
        past.setattr("reader.tags.store.now", yesterday_at_five)
        async with at_the_app(town, start="debate.txt") as user:
            await user.press("j", "j", "3", "J")
            await user.is_at("Minutes of")
            await user.press("v", "j", "j", "4")
            await user.told("Racism: +3 · u undoes")
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("1")
        await user.told("Prevent on ¶ 3")
        await user.press("u")
        await user.told("Undid: Prevent on ¶ 3, Minutes of the harbour forum · ctrl+r redoes")
        await user.press("K", "u")
        await user.told("Undid, from yesterday 17:02: Racism: +3 · ctrl+r redoes · b back")
        await user.press("u")
        await user.told(
            "Undid, from yesterday 17:02: Sport on ¶ 5, Swimming lessons in Northport · ctrl+r redoes · b back"
        )
        await user.is_at("How many children")
        await user.press("u")
        await user.told("Nothing to undo")
        assert user.tagged() == []
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("ctrl+r")
        await user.until(lambda: "Did again, undone " in user.status and "Sport on ¶ 5" in user.status)
        await user.press("ctrl+r")
        await user.until(lambda: "Did again, undone " in user.status and "Racism: +3" in user.status)
        await user.is_at("Minutes of")
        await user.press("ctrl+r", "ctrl+r")
        await user.told("Nothing to redo")
        assert user.tagged() == [("Prevent", 3), ("Racism", 1), ("Racism", 2), ("Racism", 3), ("Sport", 5)]


async def test_what_the_shell_did_before_the_window_opened_is_undone_and_what_it_does_beside_it_is_not(town, run):
    assert run("tag", "debate.txt", "5", "sport", "racism", "--library", town).returncode == 0
    assert run("themes", "rename", "Sport", "Games", "--library", town).returncode == 0
    async with at_the_app(town, start="debate.txt") as user:
        assert run("tag", "debate.txt", "8", "policing", "--library", town).returncode == 0
        assert run("tag", "debate.txt", "8", "policing", "--library", town, "--coder", "Ann").returncode == 0
        await user.counts(Policing=2, Games=1)
        await user.press("u")
        await user.told("Renamed Sport · ctrl+r redoes")
        await user.sees("■ Sport")
        await user.press("u")
        await user.until(lambda: "Sport on ¶ 5" in user.status and "Racism on ¶ 5" in user.status)
        await user.press("u")
        await user.told("Nothing to undo")
        assert user.tagged() == [("Policing", 8), ("Policing", 8)]


async def test_every_kind_of_change_is_one_step(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "t")
        await user.type("housing\r")
        await user.told("housing on ¶ 5")
        await user.press("e", "enter")
        await user.type("a note")
        await user.press("escape")
        await user.told("Note on ¶ 5")
        await user.press("V", "w", "w", "3")
        await user.told("Sport on (selected words) ¶ 5")
        await user.press("F")
        await user.type("harbour")
        await user.until(lambda: "harbour" in user.row(0))
        await user.press("tab", "tab", "ctrl+t")
        await user.type("policing\r")
        await user.sees("Policing: +2")
        await user.press("escape")
        for said in ("Policing: +2", "Sport on (selected words) ¶ 5", "Note on ¶ 5", "housing on ¶ 5"):
            await user.press("u")
            await user.told(f"Undid: {said}")
        assert (user.tagged(), user.notes()) == ([], [])
        await user.sees_no("■ housing")
        for said in ("housing on ¶ 5", "Note on ¶ 5", "Sport on (selected words) ¶ 5", "Policing: +2"):
            await user.press("ctrl+r")
            await user.told(f"Did again: {said}")
        assert (len(user.tagged()), user.notes()) == (4, ["a note"])


async def test_merging_moving_and_deleting_themes_are_taken_back_with_all_their_tags(town, run):
    tag(town, ("debate.txt", 5, "3"), ("debate.txt", 7, "4"), ("debate.txt", 8, "1"))
    assert run("themes", "merge", "Sport", "Racism", "--library", town).returncode == 0
    assert run("themes", "move", "Policing", "Prevent", "--library", town).returncode == 0
    assert run("themes", "delete", "Prevent", "--library", town).returncode == 0
    async with at_the_app(town) as user:
        await user.counts(Racism=2)
        await user.sees_no("■ Prevent", "■ Sport")
        await user.press("u")
        await user.told("Deleted Prevent")
        await user.counts(Prevent=1)
        await user.press("u", "u")
        await user.told("Merged Sport into Racism")
        await user.counts(Racism=1, Sport=1, Prevent=1, Policing=0)


async def test_on_a_themes_page_undo_stays_on_it_and_brings_the_passage_back(town):
    tag(town, ("debate.txt", 5, "3"), ("debate.txt", 7, "3"), ("minutes.txt", 4, "3"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "3")
        await user.told("Sport off ¶ 5")
        await user.press("shift+tab", "g", "j", "j", "enter")
        await user.told("1 of 2 passages")
        await user.press("u")
        await user.told("Undid: Sport off ¶ 5, Swimming lessons in Northport · ctrl+r redoes")
        await user.is_at("How many children")
        await user.press("j")
        await user.told("2 of 3 passages")
        await user.press("ctrl+r")
        await user.told("Did again: Sport off ¶ 5")
        await user.is_at("How many children")


async def test_a_step_in_the_way_is_named_and_passed_over_only_at_the_second_press(town, run):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "3", "j", "4")
        assert run("untag", "debate.txt", "7", "racism", "--library", town).returncode == 0
        await user.counts(Racism=0)
        await user.press("u")
        await user.told(
            "Not undone: Racism on ¶ 7, Swimming lessons in Northport. The tag was deleted since in another"
        )
        await user.told("(Racism off ¶ 7, Swimming lessons in Northport) · u again passes over it")
        assert user.tagged() == [("Sport", 5)]
        await user.press("u")
        await user.told("Passed over: Racism on ¶ 7, Swimming lessons in Northport · Undid: Sport on ¶ 5, Swimming")
        await user.is_at("How many children")
        assert user.tagged() == []
        await user.press("u")
        await user.told("Nothing to undo")
        await user.press("ctrl+r")
        await user.told("Did again: Sport on ¶ 5")


async def test_a_step_in_the_way_that_is_no_longer_is_undone_after_all(town, run):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "3")
        other = Workspace(town, "bar")
        other.undo(other.store.undoable())
        await user.counts(Sport=0)
        await user.press("u")
        await user.told("(undone: Sport on ¶ 5, Swimming lessons in Northport) · u again passes over it")
        other.undo(other.store.redoable())
        await user.counts(Sport=1)
        await user.press("u")
        await user.told("Undid: Sport on ¶ 5")
        assert user.tagged() == []


async def test_details_are_undone_from_another_document_and_shown_there(town):
    async with at_the_app(town, start="articles/gym.txt") as user:
        await user.press("i", "ctrl+u")
        await user.type("A second home")
        await user.press("escape")
        await user.sees("▸ A second home")
        await user.press("J", "u")
        await user.told("Undid: Details of Boxing gym gives the harbour estate a second home · ctrl+r redoes · b back")
        await user.sees("▸ Boxing gym")
        await user.press("b")
        await user.is_at("Swimming lessons")


async def test_an_orphans_tag_is_taken_back_where_one_is(town):
    tag(town, ("articles/gym.txt", 5, "3"))
    (town / "articles" / "gym.txt").unlink()
    async with at_the_app(town, start="debate.txt") as user:
        await user.counts(Sport=1)
        await user.press("u")
        await user.until(lambda: "Undid, from " in user.status and "b back" not in user.status)
        await user.is_at("Swimming lessons")
        await user.counts(Sport=0)
        await user.press("ctrl+r")
        await user.told("Did again")
        await user.counts(Sport=1)
