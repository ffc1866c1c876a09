"""What the app says of a store that something is wrong with, of one that was edited by hand, and of a failing disk."""

from __future__ import annotations

import errno
import json
import sys
import time
from pathlib import Path

import pytest
from town import tag
from user import at_the_app

from reader.paths import LibraryPaths

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tags"))

from disks import FailingDisk


@pytest.fixture
def disk(monkeypatch):
    """The disk that the app writes to, sound for now."""
    made = FailingDisk(code=errno.EIO)
    monkeypatch.setattr("reader.tags.store.Disk", lambda: made)
    return made


def edit_by_hand(path, change):
    image = json.loads(path.read_text(encoding="utf-8"))
    change(image)
    path.write_text(json.dumps(image), encoding="utf-8")


async def test_a_disk_that_fails_makes_the_library_read_only_says_so_and_keeps_saying_it(town, disk):
    tag(town, ("debate.txt", 5, "4"))
    async with at_the_app(town, start="debate.txt", size=(80, 24)) as user:
        await user.press("j")
        disk.fails = "sync"
        await user.press("3")
        await user.told("The disk failed to confirm a write to ")
        await user.told("what was confirmed before is kept. Check the disk, then start Reader again.")
        disk.fails = None
        await user.press("j")
        await user.told("Read only: the disk failed · ¶ 5 of 10 · Racism · 1 tagged")
        for key in "1", "t", "e", "i", "u":
            await user.press(key)
            if key == "t":
                await user.type("sport\r")
            await user.told("nothing more is written: what was confirmed before is kept.")
        await user.press("j")
        await user.told("Read only: the disk failed · ¶ 7 of 10")
        await user.press("f")
        await user.type("swim")
        await user.until(lambda: "learn to swim" in user.row(0))
        await user.press("enter")
        await user.is_at("How many children")
        await user.press("/")
        await user.type("pool\r")
        await user.told("2 paragraphs · n next")
        assert user.tagged() == [("Racism", 5)]
        await user.press("ctrl+q")
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("3")
        await user.told("Sport on ¶ 5")
        await user.sees_no("Read only")


async def test_a_full_disk_loses_nothing_that_was_typed_and_all_works_again_when_there_is_room(town, disk):
    async with at_the_app(town, start="debate.txt", size=(80, 24)) as user:
        await user.press("j", "j", "3")
        await user.told("Sport on ¶ 5")
        disk.fails, disk.code = "write", errno.ENOSPC
        await user.press("4")
        await user.told("can’t be written: No space left on device. Nothing was changed.")
        await user.press("e", "enter")
        await user.type("an hour of thought")
        await user.press("escape")
        await user.told("What you wrote is kept: the same key shows it again.")
        assert (user.tagged(), user.notes()) == ([("Sport", 5)], [])
        await user.press("u")
        await user.until(lambda: "No space left on device" in user.status and "What you wrote" not in user.status)
        await user.sees_no("Read only")
        disk.fails = None
        await user.press("e", "enter")
        await user.sees("an hour of thought")
        await user.press("escape")
        await user.told("Note on ¶ 5")
        await user.press("4", "u")
        await user.told("Undid: Racism on ¶ 5")
        assert (user.tagged(), user.notes()) == ([("Sport", 5)], ["an hour of thought"])


async def test_a_note_on_a_tag_survives_a_full_disk_too(town, disk):
    tag(town, ("debate.txt", 5, "3"))
    async with at_the_app(town, start="debate.txt") as user:
        disk.fails, disk.code = "write", errno.ENOSPC
        await user.press("j", "j", "e", "down", "enter")
        await user.type("thought")
        await user.press("escape")
        await user.told("What you wrote is kept")
        disk.fails = None
        await user.press("e", "down", "enter")
        await user.sees("thought")
        await user.press("escape")
        await user.told("Note on Sport")
        assert [each["note"] for each in user.tags()] == ["thought"]


async def test_an_edit_by_hand_is_a_notice_told_once_and_no_fault(town, run):
    tag(town, ("debate.txt", 5, "3"))
    store = LibraryPaths.of(town)

    def note(image):
        image["_default"]["1"]["note"] = "by hand"

    edit_by_hand(store.coder("bar"), note)
    async with at_the_app(town, start="debate.txt") as user:
        await user.told(f"{store.coder('bar').name} was changed outside Reader: 1 of its rows. That was taken in")
        assert "reader check" not in user.status
        await user.press("j", "j")
        await user.sees("by hand")
        await user.told("¶ 5 of 10 · Sport")
        user.main.desk.follower.look(may_speak=True)
        await user.told("¶ 5 of 10 · Sport")
    checked = run("check", "--library", town)
    assert checked.returncode == 0, checked.stdout
    assert f"Notice: {store.coder('bar').name} was changed outside Reader: 1 of its rows" in checked.stdout
    assert "Nothing is wrong." in checked.stdout
    assert "was changed outside" not in run("check", "--library", town).stdout


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process can't be set here")
async def test_a_moment_that_no_clock_here_shows_is_a_question_mark(town, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    tag(town, ("debate.txt", 5, "3"))
    # What many programs write for “no time”; west of Greenwich it lies before the first year.
    never = lambda image: image["_default"]["1"].update(created="0001-01-01T00:00:00+00:00")  # noqa: E731
    edit_by_hand(LibraryPaths.of(town).coder("bar"), never)
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j")
        await user.sees("bar, ?")
    monkeypatch.undo()
    time.tzset()


async def test_an_edit_while_the_app_is_open_is_told_when_no_other_message_stands(town):
    tag(town, ("debate.txt", 5, "3"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("m")
        await user.told("Marked unread")
        edit_by_hand(LibraryPaths.of(town).coder("bar"), lambda image: image["_default"].clear())
        await user.counts(Sport=0)
        await user.told("Marked unread")
        await user.press("j")
        await user.told("was changed outside Reader: 2 of its rows")
        await user.press("j")
        await user.told("¶ 5 of 10")


async def test_faults_are_told_as_faults_with_what_to_do(town, run):
    tag(town, ("debate.txt", 5, "3"), ("debate.txt", 7, "3"))
    store = LibraryPaths.of(town)
    store.coder("bar").with_suffix(".log").unlink()
    edit_by_hand(store.codebook, lambda image: image["_default"]["1"].update(description="mine"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.told("is missing, and with it the history.")
        await user.told("keeps the damaged file under another name. · and 1 more")
        await user.press("3", "j")
        await user.told("¶ 2 of 10")


async def test_a_snapshot_that_cannot_be_written_beside_the_work_is_told(town, disk, monkeypatch):
    monkeypatch.setattr("reader.tags.journal.MIN_GROWTH", 1)
    disk.code, disk.where = errno.ENOSPC, ".json"
    async with at_the_app(town, start="debate.txt") as user:
        disk.fails = "write"
        await user.press("3")
        await user.press("j")
        await user.told("can’t be written: No space left on device. Nothing is lost: the log has everything.")
        assert user.tagged() == [("Sport", 1)]
        disk.fails = None
