"""The folder changes while the app is open, and files come that take long: what shows, and what can be stopped."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from user import at_the_app

from reader.documents import worker_process, workers

sys.path.insert(0, str(Path(__file__).parent.parent / "documents"))

import rogue

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the signals of this test are those of Unix")

SLOW = "\0"
"""A NUL in a text sends it to a worker."""


@pytest.fixture
def rogues(monkeypatch):
    """Workers in which some words make a parser go wrong."""
    monkeypatch.setattr(worker_process, "_PROGRAM", rogue.PROGRAM)

    def limit(seconds):
        monkeypatch.setattr(
            workers.Workers.__init__, "__kwdefaults__", {"seconds": seconds, "megabytes": 256, "further": ""}
        )

    return limit


async def test_a_new_file_shows_by_itself_and_can_be_tagged(town):
    async with at_the_app(town, start="debate.txt") as user:
        (town / "aardvarks.txt").write_text("Aardvarks of Northport\n\nThey dig at night, when nobody looks.\n")
        await user.told("aardvarks.txt is new")
        await user.sees("Aardvarks of Northport")
        await user.press("K", "K", "K", "K", "j", "3")
        await user.reads("They dig at night")
        await user.told("Sport on ¶ 2, Aardvarks of Northport")


async def test_several_new_files_are_told_in_one_line(town):
    async with at_the_app(town, start="debate.txt") as user:
        # Written where nobody looks, so that all come at once.
        (town / ".more").mkdir()
        for n in range(3):
            (town / ".more" / f"report {n}.txt").write_text(f"Its words, {n}.\n")
        (town / ".more").rename(town / "more")
        await user.told("3 documents are new")
        await user.sees("report 0", "report 1", "report 2")


async def test_a_file_that_is_edited_shows_its_new_words_where_it_is_open(town):
    async with at_the_app(town, start="minutes.txt") as user:
        file = town / "minutes.txt"
        await user.reads("the anchor")
        file.write_text(file.read_text(encoding="utf-8").replace("anchor", "astrolabe"), encoding="utf-8")
        await user.told("minutes.txt has changed")
        await user.reads("the astrolabe")


@pytest.mark.parametrize("more", ["\n\nA walrus came last.\n", ""])
async def test_a_file_that_grew_or_shrank_is_read_to_its_new_end(town, more):
    async with at_the_app(town, start="minutes.txt") as user:
        file = town / "minutes.txt"
        await user.press("G")
        text = file.read_text(encoding="utf-8").rstrip()
        file.write_text(text + more if more else text.rpartition("\n\n")[0], encoding="utf-8")
        await user.told("minutes.txt has changed")
        await user.press("g", "g")
        await user.told("¶ 1 of 40" if more else "¶ 1 of 38")
        await user.press("G")
        await user.told("¶ 40 of 40" if more else "¶ 38 of 38")
        await user.is_at("A walrus came last" if more else text.split("\n\n")[-2][:20])


async def test_what_was_read_of_a_file_stays_read_when_it_was_empty_for_a_moment(town):
    async with at_the_app(town, start="minutes.txt") as user:
        file = town / "minutes.txt"
        text = file.read_text(encoding="utf-8")
        await user.press("G")
        await user.until(lambda: "% read" in user.status)
        share = re.search(r"\d+ % read", user.status)[0]
        file.write_text("", encoding="utf-8")
        await user.until(lambda: "The forum spoke" not in user.page)
        file.write_text(text, encoding="utf-8")
        await user.reads("The forum spoke")
        await user.press("escape")
        shown = re.search(r"(\d+) % read", user.status)
        assert int(shown[1]) >= int(share.split()[0])


async def test_a_renamed_file_keeps_its_tags(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "3")
        await user.counts(Sport=1)
        (town / "minutes.txt").rename(town / "record.txt")
        await user.told("record.txt is new · minutes.txt is gone")
        await user.until(lambda: not user.app._main.workspace.unread())
        workspace = user.app._main.workspace
        (tag,) = workspace.index
        assert workspace.listing_of(tag.tag.document).path == "record.txt"
        assert tag.status == "anchored"


async def test_the_tags_of_a_deleted_file_become_orphans_and_come_back_with_it(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "3")
        await user.counts(Sport=1)
        (town / "minutes.txt").rename(town / "minutes.away")
        await user.told("minutes.txt is gone")
        workspace = user.app._main.workspace
        assert [placed.status for placed in workspace.index] == ["orphan"]
        (town / "minutes.away").rename(town / "minutes.txt")
        await user.told("minutes.txt is new")
        await user.until(lambda: [placed.status for placed in workspace.index] == ["anchored"])
        await user.reads("the anchor")


async def test_a_folder_that_cannot_be_seen_for_a_while_loses_nothing(town):
    async with at_the_app(town, start="debate.txt") as user:
        workspace, away = user.app._main.workspace, town.with_name("away")
        watcher = user.app._main.desk.librarian._watcher
        count, looks = len(workspace.listings), []
        listed = watcher._root
        watcher._root = type("Seen", (type(listed),), {"is_dir": lambda self: looks.append(1) or False})(away)
        await user.until(lambda: len(looks) > 1)
        watcher._root = listed
        assert len(workspace.listings) == count


async def test_reading_shows_how_far_it_is_and_esc_stops_it(town, rogues):
    rogues(60)
    for n in range(30):
        (town / f"good {n}.txt").write_text(f"Its words, {n}.{SLOW}")
    (town / "zz stuck.txt").write_text(f"hang_asleep now{SLOW}")
    async with at_the_app(town, start="debate.txt") as user:
        await user.reads("Swimming lessons")
        await user.sees("reading 32 of 33 · Esc stops")
        await user.press("j", "3")
        await user.told("Sport on")
        await user.press("escape")
        await user.told("Stopped · 1 not read yet")
        await user.sees_no("Esc stops")
        (town / "zz stuck.txt").write_text(f"Free\n\nIt moves again.{SLOW}")
        await user.until(lambda: user.app._main.workspace.file("zz stuck.txt").size < 30)
        await user.press(":")
        await user.type("read the rest")
        await user.press("enter")
        await user.until(lambda: not user.app._main.workspace.unread())


async def test_a_file_that_hangs_holds_up_nobody_and_says_why_it_is_empty(town, rogues):
    rogues(4)
    async with at_the_app(town, start="debate.txt") as user:
        (town / "aa stuck.txt").write_text(f"hang_in_c now{SLOW}")
        await user.told("aa stuck.txt is new")
        await user.press("K", "K")
        await user.told("reading aa stuck.txt")
        await user.press("j")
        await user.reads("takes longer than 4 seconds")


async def test_a_library_whose_first_document_takes_long_opens_at_once(town, rogues):
    rogues(60)
    for path in town.rglob("*.*"):
        if ".reader" not in path.parts:
            path.unlink()
    (town / "only.txt").write_text(f"Slow\n\nBut it comes.{SLOW}" + " " * (2 << 20))
    async with at_the_app(town) as user:
        await user.reads("But it comes.")


async def test_an_empty_library_shows_its_first_document_when_it_comes(tmp_path):
    (tmp_path / ".reader").mkdir()
    async with at_the_app(tmp_path) as user:
        (tmp_path / "first.txt").write_text("The first\n\nIt is here.\n")
        await user.reads("It is here.")


async def test_a_file_that_grows_while_the_app_is_open_shows_its_latest_words(town):
    async with at_the_app(town, start="debate.txt") as user:
        file = town / "growing.txt"
        for n in range(5):
            with file.open("a") as more:
                more.write(f"Paragraph number {n}.\n\n")
            await user.press("j")
        await user.until(lambda: any(each.path == "growing.txt" for each in user.app._main.workspace.listings))
        user.app._main.desk.navigator.open_path("growing.txt")
        await user.reads("Paragraph number 4.")
        os.utime(file)
        await user.press("G")
        await user.is_at("Paragraph number 4.")


async def test_a_reference_beside_a_document_counts_as_soon_as_it_is_written_edited_or_deleted(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("j", "3")
        (town / "minutes.ris").write_text("TY  - RPRT\nTI  - The anchor papers\nPY  - 2019\nER  -\n")
        await user.told("minutes.ris is new")
        await user.sees("The anchor papers", "2019")
        (town / "minutes.ris").write_text("TY  - RPRT\nTI  - The anchor files\nPY  - 2020\nER  -\n")
        await user.told("minutes.ris has changed")
        await user.sees("The anchor files", "2020")
        await user.press("3")
        await user.told("Sport off ¶ 2, The anchor files")
        (town / "minutes.ris").unlink()
        await user.told("minutes.ris is gone")
        await user.sees("Minutes of the harbour")
