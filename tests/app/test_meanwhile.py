"""The library changes under a screen that is open: what was chosen on it is what is done, or it is said why not."""

from __future__ import annotations

import errno
import sys
import threading
from pathlib import Path

import pytest
from town import tag
from user import at_the_app

from reader.app.comparer import Comparer
from reader.app.intake import FilesRead, Intake
from reader.app.messages import RowChosen
from reader.documents.library import take_inventory
from reader.documents.readout import Readout, Summary
from reader.search.corpus import Scope
from reader.tags.model import Table
from reader.workspace import Workspace

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tags"))

from disks import FailingDisk


def commit(root, change):
    """Change the themes in another window; `change` makes the changes of a codebook."""
    workspace = Workspace(root, "bar")
    workspace.commit(change(workspace.codebook), "")
    workspace.close()


def without(name):
    return lambda codebook: codebook.delete(codebook.need(name))


async def test_the_theme_that_is_chosen_is_the_one_that_stood_there(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "t")
        await user.type("spor")
        commit(town, without("Policing"))
        await user.until(lambda: user.main.workspace.codebook.find("Policing") is None)
        await user.press("enter")
        await user.told("Sport on ¶ 2")
        assert user.tagged() == [("Sport", 2)]


async def test_a_theme_that_went_while_it_was_chosen_is_not_tagged_with(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "t")
        await user.type("spor")
        commit(town, without("Sport"))
        await user.until(lambda: user.main.workspace.codebook.find("Sport") is None)
        await user.press("enter")
        await user.told("The theme Sport is gone: it was deleted meanwhile")
        assert user.tags() == []


async def test_a_theme_that_was_merged_while_it_was_chosen_is_the_one_that_it_became(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "t")
        await user.type("spor")
        commit(town, lambda codebook: [codebook.merge(codebook.need("Sport"), codebook.need("Racism"))])
        await user.until(lambda: user.main.workspace.codebook.find("Sport") is None)
        await user.press("enter")
        await user.told("Racism on ¶ 2")
        assert user.tagged() == [("Racism", 2)]


@pytest.mark.parametrize("key", ["o", "s"])
async def test_a_document_that_went_while_it_was_chosen_is_said_to_be_gone(town, key):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press(key)
        await user.type("minutes")
        (town / "minutes.txt").unlink()
        await user.until(lambda: len(user.main.workspace.listings) == 2)
        await user.press("enter")
        await user.told("minutes.txt is gone")
        await user.press("j")
        await user.told("¶ 2 of 10")


async def test_a_row_that_went_before_its_choice_arrived_opens_nothing(town):
    async with at_the_app(town, start="debate.txt") as user:
        for pane in (user.main.desk.library, user.main.desk.tags):
            user.main.post_message(RowChosen(pane.rows, pane.rows.count))
        await user.press("j")
        await user.told("¶ 2 of 10")


async def test_a_document_that_went_while_it_was_waited_for_is_waited_for_no_more(town, monkeypatch):
    asked = []
    monkeypatch.setattr(Intake, "start", lambda _: None)
    monkeypatch.setattr(Intake, "read_first", lambda _, file: asked.append(file))
    async with at_the_app(town, start="debate.txt") as user:
        (town / "aa stuck.txt").write_text("It takes long.\0")
        await user.told("aa stuck.txt is new")
        await user.press("K", "K")
        await user.told("reading aa stuck.txt")
        (town / "aa stuck.txt").unlink()
        await user.told("aa stuck.txt is gone")
        await user.press("j")
        await user.sees_no("reading aa stuck.txt")
        late = Summary.from_json(Readout.failed("it took too long").summary)
        user.main.post_message(FilesRead({asked[0]: late}, is_last=False))
        await user.press("j")
        await user.told("¶ 4 of 9")


async def test_looking_at_a_doubt_that_another_window_settled_goes_on_to_the_next(town):
    tag(town, ("minutes.txt", 4, "3"), ("minutes.txt", 9, "4"))
    text = (town / "minutes.txt").read_text(encoding="utf-8").split("\n\n")
    (town / "minutes.txt").write_text("\n\n".join([*text[:3], *text[4:8], *text[9:]]), encoding="utf-8")
    async with at_the_app(town, start="minutes.txt") as user:
        await user.told("R reviews")
        await user.press("R")
        await user.sees("Review · Sport", "1 of 2")
        workspace = Workspace(town, "bar")
        gone = next(placed.tag for placed in workspace.index if placed.tag.paragraph == 4)
        workspace.commit([deletion(gone)], "")
        workspace.close()
        await user.until(lambda: len(user.main.workspace.index) == 1)
        await user.press("u")
        await user.sees("Review · Racism", "2 of 2", "Nothing to undo here")


def deletion(record):
    from reader.tags.model import Change, Table

    return Change(Table.TAGS, record, None)


async def test_details_survive_a_full_disk(town, monkeypatch):
    disk = FailingDisk(code=errno.ENOSPC)
    monkeypatch.setattr("reader.tags.store.Disk", lambda: disk)
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("i")
        await user.type(" again")
        disk.fails = "write"
        await user.press("escape")
        await user.told("No space left on device")
        await user.told("What you wrote is kept: the same key shows it again.")
        disk.fails = None
        await user.press("i")
        await user.sees("Swimming lessons in Northport again")
        await user.press("escape")
        await user.told("Details of Swimming lessons in Northport")
        assert user.main.workspace.listing("debate.txt").title == "Swimming lessons in Northport again"


@pytest.mark.parametrize(
    ("name", "told"),
    [("~nobody-of-that-name/x.md", "There is no home folder"), ("/", "can’t be written"), (".", "can’t be written")],
)
async def test_a_name_that_no_file_can_have_is_refused_in_words(town, name, told):
    tag(town, ("debate.txt", 5, "3"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("f")
        await user.sees("learn to swim")
        await user.press("ctrl+o", "home", "ctrl+k")
        await user.type(f"{name}\r")
        await user.sees(told)


async def test_tags_may_change_while_the_finder_is_being_opened(town):
    async with at_the_app(town, start="debate.txt") as user:
        searcher = user.main.desk.parts.searcher

        def open_and_change():
            searcher.find(Scope.PASSAGES)
            searcher.tags_changed({Table.TAGS})

        user.main.call_later(open_and_change)
        await user.type("champion")
        await user.until(lambda: "champion team" in user.row(0))


def test_what_went_before_it_could_be_compared_keeps_nobody_else_from_it(town):
    tag(town, ("debate.txt", 5, "3"), ("minutes.txt", 4, "3"))
    for name in ("debate.txt", "minutes.txt"):
        file = town / name
        file.write_text(file.read_text(encoding="utf-8").replace("the", "a"), encoding="utf-8")
    workspace = Workspace(town, "bar")
    for _ in workspace.reading():
        pass
    posted, may_begin, ended = [], threading.Event(), threading.Event()
    comparer = Comparer(workspace, lambda message: (posted.append(message), ended.set()))
    comparer._stopped = type("Gate", (), {"wait": lambda _, seconds: may_begin.wait(), "is_set": lambda _: False})()
    comparer.start()
    (town / "debate.txt").unlink()
    workspace.adopt(take_inventory(town))
    may_begin.set()
    assert ended.wait(20)
    (message,) = posted
    assert [workspace.title_of(revision.document) for revision in message.compared] == ["Minutes of a harbour forum"]
    workspace.close()
