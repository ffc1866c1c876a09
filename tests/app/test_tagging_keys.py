"""Putting themes and notes on what is read, taking them off, undoing: all with keys, and all of it on the disk."""

from __future__ import annotations

import errno
import os

import pytest
from town import DEBATE
from user import at_the_app, rows

from reader.paths import LibraryPaths
from reader.tags.disk import Disk

SPEECH = "Swimming brings the town together. Our world champion team [the relay of 2019] learnt in the harbour pool."


async def test_a_digit_puts_its_theme_on_and_takes_it_off(town):
    async with at_the_app(town, start="debate.txt") as user:
        assert not (town / ".reader").exists(), "nothing is made before the first change"
        await user.press("j", "j", "j", "3")
        await user.told("Sport on ¶ 7, Swimming lessons in Northport · u undoes")
        assert user.tagged() == [("Sport", 7)]
        (tag,) = user.tags()
        assert tag["quotation"] == SPEECH
        assert (tag["start"], tag["end"], tag["coder"]) == (None, None, "bar")
        await user.counts(Sport=1)
        await user.sees("1 of 4 tagged", "bar, ")
        await user.press("4")
        await user.told("Racism on ¶ 7")
        assert user.tagged() == [("Racism", 7), ("Sport", 7)]
        await user.press("j")
        await user.told("¶ 8 of 10 · 1 tagged")
        await user.press("k", "3")
        await user.told("Sport off ¶ 7")
        assert user.tagged() == [("Racism", 7)]
        await user.press("9")
        await user.told("No theme has key 9 · t finds or makes one")
        assert len(rows(LibraryPaths.of(town).codebook, "_default")) == 4


async def test_a_document_that_is_tagged_from_its_title_on_is_not_tagged_more_than_whole(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("v", "G", "3")
        await user.told("Sport: +6")
        await user.sees("6 of 6 tagged")


async def test_the_picker_finds_a_theme_by_part_of_its_name(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "t")
        await user.sees("Prevent", "Policing", "Sport", "Racism")
        await user.type("racsm")
        await user.sees_no("    Policing")
        await user.press("enter")
        await user.told("Racism on ¶ 5")
        await user.press("t")
        await user.type("p")
        await user.press("down", "ctrl+p", "ctrl+n", "up", "escape")
        await user.told("¶ 5 of 10")
        assert user.tagged() == [("Racism", 5)]


async def test_a_new_theme_is_made_only_where_nothing_matches_or_it_is_chosen_by_hand(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "t")
        await user.type("Prevent")
        await user.sees_no("+ Create")
        await user.press("ctrl+u")
        await user.type("Swim")
        await user.sees("+ Create “Swim”")
        await user.press("enter")
        await user.told("Swim on ¶ 5")
        assert user.tagged() == [("Swim", 5)]
        await user.press("t")
        await user.type("Pol")
        await user.sees("Policing", "+ Create “Pol”")
        await user.press("enter")
        await user.told("Policing on ¶ 5")
        await user.press("t")
        await user.type("Pol")
        await user.press("down", "enter")
        await user.told("Pol on ¶ 5")
        assert user.tagged() == [("Pol", 5), ("Policing", 5), ("Swim", 5)]
        await user.press("u")
        await user.told("Undid: Pol on ¶ 5")
        assert user.tagged() == [("Policing", 5), ("Swim", 5)]
        names = {row["name"] for row in rows(LibraryPaths.of(town).codebook, "_default")}
        assert names == {"Prevent", "Policing", "Sport", "Racism", "Swim"}


async def test_the_last_tagging_is_repeated(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press(".")
        await user.told("Nothing to repeat")
        await user.press("j", "j", "2", "j", ".")
        await user.told("Policing on ¶ 7")
        await user.press("J", "j", ".")
        await user.told("Policing on ¶ 2, Minutes of the harbour forum")
        assert user.tagged() == [("Policing", 2), ("Policing", 5), ("Policing", 7)]


async def test_a_range_gains_what_it_lacks_and_loses_a_theme_only_where_all_have_it(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "j", "3", "j", "3", "j", "3", "g", "g", "j")
        await user.press("v", *"jjjjjjj")
        await user.told("Range: 8 paragraphs")
        await user.press("3")
        await user.told("Sport: +5, 3 had it · u undoes")
        assert user.tagged() == [("Sport", n) for n in range(2, 10)]
        await user.press("g", "g", "j", "v", *"jj", "3")
        await user.told("Sport: −3")
        assert user.tagged() == [("Sport", n) for n in range(5, 10)]
        await user.press("u")
        await user.told("Undid: Sport: −3")
        assert user.tagged() == [("Sport", n) for n in range(2, 10)]
        await user.press("u")
        assert user.tagged() == [("Sport", n) for n in range(3, 6)]
        await user.press("v", "j", "escape", "3")
        await user.told("Sport")
        assert len(user.tagged()) in (2, 4), "after Esc one paragraph is tagged, not the range"
        await user.press("g", "g", "v", "v", "j", "1")
        await user.told("Prevent on ¶ 2")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["w"], "Swimming"),
        (["w", "w", "l", "l", "h"], "Swimming brings t"),
        (["w", "w", "w", "b"], "Swimming brings"),
        ([")"], "Swimming brings the town together."),
        ([")", "v", ")"], "Our world champion team [the relay of 2019] learnt in the harbour pool."),
        ([")", ")", "(", "v", "w", "w", "w"], "Our world champion"),
        (["w", "o", "w"], None),
        (
            ["$", "o", "w", "w"],
            "the town together. Our world champion team [the relay of 2019] learnt in the harbour pool.",
        ),
        (["end", "v", "b", "b"], "harbour pool."),
        (["w", "w", "space", "w", "right", "left"], "the"),
    ],
)
async def test_words_of_a_paragraph_are_selected_and_tagged(town, keys, words):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "j", "V", *keys)
        if words is None:
            await user.press("3")
            await user.told("Nothing is selected · w adds a word")
            assert user.tags() == []
            return
        await user.told("Select: “" + words[:15])
        await user.press("3")
        await user.told("Sport on (selected words) ¶ 7")
        (tag,) = user.tags()
        assert tag["quotation"] == words
        assert SPEECH[tag["start"] : tag["end"]] == words
        assert words[:20] in user.page
        await user.sees(f"“{words}"[:12])


async def test_a_span_is_taken_off_by_itself_and_lines_are_gone_up_and_down(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "j", "3", "V", "w", "3")
        await user.told("Sport on (selected words) ¶ 7")
        assert {tag["quotation"] for tag in user.tags()} == {SPEECH, "Swimming"}
        await user.press("V", "w", "3")
        await user.told("Sport off (selected words) ¶ 7")
        assert [tag["quotation"] for tag in user.tags()] == [SPEECH]
        await user.press("V", "j", "2")
        await user.told("Policing on (selected words)")
        first = next(tag for tag in user.tags() if tag["start"] == 0)
        assert SPEECH.startswith(first["quotation"])
        assert first["end"] > 40
        await user.press("V", "j", "k", "w", "escape")
        await user.told("¶ 7 of 10")
        await user.press("V", "w")
        await user.told("Select: “Swimming")
        await user.press("V")
        await user.told("¶ 7 of 10")


async def test_selecting_words_ends_a_range(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "j", "v", "j")
        await user.told("Range: 2 paragraphs")
        await user.press("V")
        await user.told("Select: nothing selected yet")
        await user.press("w", "3")
        await user.told("Sport on (selected words) ¶ 8")
        assert user.tagged() == [("Sport", 8)]


async def test_a_note_on_a_paragraph_and_one_on_a_tag(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "e")
        await user.sees("Note on ¶ 5", "Esc saves")
        await user.type("Ask the clubs themselves [later]")
        await user.press("escape")
        await user.told("Note on ¶ 5, Swimming lessons in Northport · u undoes")
        assert user.notes() == ["Ask the clubs themselves [later]"]
        await user.sees("Ask the clubs", "[later]")
        await user.press("4", "e")
        await user.sees("A note on", "Paragraph 5", "Tag Racism")
        await user.type("rac")
        await user.press("enter")
        await user.sees("Note on the tag Racism")
        await user.type("weak evidence")
        await user.press("escape")
        await user.told("Note on Racism ¶ 5")
        assert [tag["note"] for tag in user.tags()] == ["weak evidence"]
        await user.press("e", "enter")
        await user.sees("Ask the clubs themselves [later]")
        await user.press(*["ctrl+w"] * 8, "ctrl+s")
        await user.told("Note on ¶ 5")
        assert user.notes() == []
        await user.press("u", "u")
        assert user.notes() == ["Ask the clubs themselves [later]"]
        assert [tag["note"] for tag in user.tags()] == [""]
        await user.press("e", "enter")
        await user.press("escape")
        await user.told("Nothing changed")


async def test_a_note_that_is_begun_at_once_on_a_tagged_paragraph_is_not_lost(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "4", "e")
        await user.sees("A note on")
        await user.type("who says so?")
        await user.sees("Paragraph 5: “who says so?”")
        await user.press("enter")
        await user.sees("Note on ¶ 5", "who says so?")
        await user.type(" and when")
        await user.press("escape")
        await user.told("Note on ¶ 5")
        assert user.notes() == ["who says so? and when"]
        await user.press("e")
        await user.type("the clubs")
        await user.press("enter", "escape")
        assert user.notes() == ["who says so? and when\nthe clubs"]


async def test_undo_goes_to_the_place_says_what_it_did_and_can_be_redone(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("u")
        await user.told("Nothing to undo")
        await user.press("ctrl+r")
        await user.told("Nothing to redo")
        await user.press("j", "j", "3", "j", "4", "J")
        await user.is_at("Minutes of the harbour forum")
        await user.press("u")
        await user.told("Undid: Racism on ¶ 7, Swimming lessons in Northport · ctrl+r redoes · b back")
        await user.is_at("Swimming brings the town")
        assert user.tagged() == [("Sport", 5)]
        await user.press("b")
        await user.is_at("Minutes of the harbour forum")
        await user.press("u")
        await user.is_at("How many children")
        assert user.tagged() == []
        await user.press("u")
        await user.told("Nothing to undo")
        await user.press("ctrl+r")
        await user.told("Did again: Sport on ¶ 5")
        await user.press("ctrl+r")
        await user.told("Did again: Racism on ¶ 7, Swimming lessons in Northport · u undoes · b back")
        await user.is_at("Swimming brings the town")
        assert user.tagged() == [("Racism", 7), ("Sport", 5)]
        await user.press("b")
        await user.is_at("How many children")
        await user.press("u", "1", "ctrl+r")
        await user.told("Nothing to redo")
        assert user.tagged() == [("Prevent", 7), ("Sport", 5)]


async def test_a_message_stands_until_the_next_key(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("3")
        await user.told("Sport on ¶ 1")
        await user.pilot.pause(0.7)
        await user.told("Sport on ¶ 1")
        await user.press("j")
        await user.told("¶ 2 of 10")


@pytest.fixture
def clipboard(tmp_path, monkeypatch):
    """A clipboard program that keeps what it is given in a file."""
    kept = tmp_path / "clipboard"
    program = tmp_path / "bin" / "xclip"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ncat > '{kept}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":7")
    for name in ("SSH_CONNECTION", "WAYLAND_DISPLAY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    return kept


async def test_copying_takes_the_citation_along(town, clipboard):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "j", "y")
        await user.told("Copied with xclip")
        copied = clipboard.read_text()
        assert f"“{SPEECH}”" in copied
        for part in (
            "Piet Lindqvist",
            "Mayor of Northport",
            "Swimming lessons in Northport",
            "29 November 2021",
            "¶ 7",
        ):
            assert part in copied
        await user.press("V", "w", "w", "y")
        await user.told("Copied")
        assert "“Swimming brings”" in clipboard.read_text()
        await user.press("v", "j", "y")
        await user.told("2 passages: copied with xclip")
        assert clipboard.read_text().count("Swimming lessons in Northport") == 2
        await user.press("Y")
        await user.sees("Select with the mouse", "“The clubs report")
        assert "▏ Themes" not in user.screen
        await user.press("q")
        await user.told("¶ 8 of 10")


@pytest.mark.parametrize("why", ["nothing to copy with", "over ssh", "a program that fails"])
async def test_copying_falls_back_to_the_terminal(town, clipboard, monkeypatch, why):
    if why == "nothing to copy with":
        monkeypatch.delenv("DISPLAY")
    elif why == "over ssh":
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22")
    else:
        (clipboard.parent / "bin" / "xclip").write_text("#!/bin/sh\nexit 1\n")
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "y")
        await user.told("Sent to your terminal (can’t confirm) · Y shows it to select by hand")
        assert "How many children" in user.app.clipboard
    assert not clipboard.exists()


async def test_details_of_a_document_are_corrected_and_undone(town):
    async with at_the_app(town, start="articles/gym.txt") as user:
        await user.sees("undated")
        await user.press("i")
        await user.sees("Details", "Title", "Author", "Source", "Date", "URL")
        await user.press("ctrl+u")
        await user.type("A second home")
        await user.press("tab")
        await user.type("R. Reporter")
        await user.press("down", "down")
        await user.type("12 May")
        await user.press("escape")
        await user.sees("“12 May” is no date: write 2021-11-29, 2021-11 or 2021")
        await user.press("ctrl+u")
        await user.type("2023-02-31")
        await user.press("escape")
        await user.sees("“2023-02-31” is no date")
        await user.press("ctrl+u")
        await user.type("2023-05-12")
        await user.press("escape")
        await user.told("Details of Boxing gym gives the harbour estate a second home · u undoes")
        await user.sees("A second home", "12 May 2023")
        (record,) = rows(LibraryPaths.of(town).documents, "_default")
        assert record["corrected"] == {"title": "A second home", "author": "R. Reporter", "date": "2023-05-12"}
        await user.press("u")
        await user.sees("undated", "▸ Boxing gym")
        (record,) = rows(LibraryPaths.of(town).documents, "_default")
        assert record["corrected"] == {}
        await user.press("ctrl+r", "i")
        await user.sees("R. Reporter")
        await user.press("enter", "enter", "enter", "enter", "enter")
        await user.told("Nothing changed")


async def test_the_mouse_does_it_too(town):
    async with at_the_app(town, start="debate.txt") as user:
        pane = user.app.screen.focused
        lines = user.lines
        y = next(n for n, line in enumerate(lines) if "Swimming brings" in line)
        x = lines[y].index("Swimming brings")
        await user.pilot.click(offset=(x, y))
        await user.told("¶ 7 of 10")
        await user.pilot.mouse_down(offset=(x, y))
        await user.pilot.hover(offset=(x + 4, y))
        await user.pilot.hover(offset=(x + 15, y))
        await user.pilot.mouse_up(offset=(x + 15, y))
        await user.told("Select: “Swimming brings”")
        await user.press("3")
        await user.told("Sport on (selected words)")
        assert [tag["quotation"] for tag in user.tags()] == ["Swimming brings"]
        assert pane.has_focus
        row = next(n for n, line in enumerate(user.lines) if "Minutes of" in line)
        await user.pilot.click(offset=(8, row))
        await user.is_at("Minutes of the harbour forum")
        row = next(n for n, line in enumerate(user.lines) if "■ Sport" in line)
        await user.pilot.click(offset=(user.lines[row].index("Sport"), row))
        await user.reads("Sport, clubs and players")


async def test_a_store_that_cannot_be_written_is_told_and_nothing_is_lost(town, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert "Swimming" in DEBATE
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("3")
        await user.told("Sport on ¶ 1")
        with monkeypatch.context() as full:
            full.setattr(Disk, "write", refuse)
            await user.press("4")
            await user.until(lambda: "can’t be written" in user.status, "the refusal")
        await user.press("4")
        await user.told("Racism on ¶ 1")
        assert user.tagged() == [("Racism", 1), ("Sport", 1)]


async def test_selecting_begins_at_a_match_of_the_search(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("/")
        await user.type("world champion team\r")
        await user.press("V", "1")
        await user.told("Prevent on (selected words) ¶ 7")
        assert [tag["quotation"] for tag in user.tags()] == ["world champion team"]


async def test_where_no_paragraph_is_nothing_is_tagged_and_that_is_said(tmp_path):
    (tmp_path / "empty.txt").touch()
    async with at_the_app(tmp_path) as user:
        await user.sees("can’t be read")
        await user.press("3")
        await user.told("No paragraph here to tag")
    assert not (tmp_path / ".reader").exists()
