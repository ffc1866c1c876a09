"""A text changes under its tags: they follow, what is in doubt is asked about, and each answer can be undone."""

from __future__ import annotations

import pytest

from reader.app.comparer import Comparer
from reader.paths import LibraryPaths
from reader.settings import Settings
from reader.tags.tagging import Target, annotate
from reader.workspace import Workspace
from tests.app.town import build, minutes, tag
from tests.app.user import at_the_app, rows

CABLE = "The forum spoke about the cable for a while, and agreed to come back to the cable in spring."
HARBOUR = CABLE.replace("cable", "harbour")
FERRY = CABLE.replace("cable", "ferry")
OTHER = "Of cables nobody spoke any more; the forum came back in spring to what it had agreed on, for a while."


@pytest.fixture
def town(tmp_path):
    """A town whose minutes have tags on cable, harbour and ferry."""
    root = build(tmp_path / "town")
    tag(root, ("minutes.txt", 4, "3"), ("minutes.txt", 9, "3"), ("minutes.txt", 7, "4"))
    return root


def note(root, path, n, text):
    workspace = Workspace(root, "bar")
    target = Target(workspace.document_at(path), n)
    workspace.commit([annotate(None, target, text, "bar")], "", [target])
    workspace.close()


def rewrite(root, *pairs):
    text = minutes()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    (root / "minutes.txt").write_text(text, encoding="utf-8")


async def test_the_app_tells_how_tags_followed_and_each_doubt_is_settled_with_a_key(town):
    rewrite(town, (CABLE, OTHER), (f"{HARBOUR}\n\n", ""), ("forum\n", "forum\n\nA new first point.\n"))
    async with at_the_app(town, start="minutes.txt") as user:
        await user.told("Minutes of the harbour forum: 1 tag kept, 1 to review, 1 lost · R reviews")
        await user.press("]")
        await user.told("¶ 5 of 39 · Sport (review)")
        await user.sees("review: its words")
        await user.press("R")
        await user.sees("Review · Sport", "1 of 2", "about the cable", "Of cables nobody spoke", "a accepts ¶ 5")
        await user.press("a")
        await user.sees("2 of 2", "Its place is gone", "about the harbour")
        assert "Sport (review)" not in user.screen
        await user.press("u")
        await user.sees("1 of 2", "Undid: Sport accepted at ¶ 5")
        await user.press("a", "8", "m")
        await user.told("Sport moved to ¶ 8, Minutes of the harbour forum · u undoes · nothing more to review")
        assert user.tagged() == [("Racism", 7), ("Sport", 5), ("Sport", 8)]
        await user.press("R")
        await user.told("Nothing to review")
        await user.press("u")
        await user.until(lambda: user.tagged() == [("Racism", 7), ("Sport", 5), ("Sport", 9)])


async def test_leaving_and_closing_change_nothing(town):
    rewrite(town, (CABLE, OTHER), (f"{HARBOUR}\n\n", ""))
    async with at_the_app(town, start="minutes.txt") as user:
        await user.told("R reviews")
        before = user.tags()
        await user.press("R")
        await user.sees("1 of 2")
        await user.press("l")
        await user.sees("2 of 2")
        await user.press("a")
        await user.sees("Its place is gone: choose a paragraph")
        await user.press("9", "9")
        await user.sees("No paragraph 99 here")
        await user.press("escape")
        await user.told("Left as it is")
        await user.press("R")
        await user.sees("1 of 2")
        await user.press("j", "k", "l")
        await user.sees("2 of 2")
        await user.press("l")
        await user.told("Left as it is · nothing more to review")
        assert user.tags() == before


async def test_anothers_tag_is_not_mine_to_settle(town):
    rewrite(town, (CABLE, OTHER))
    async with at_the_app(town, start="minutes.txt", coder="ann") as user:
        await user.told("1 to review · R reviews")
        await user.press("R")
        await user.told("bar can settle theirs")


async def test_a_document_that_changes_while_it_is_open_is_read_again(town):
    async with at_the_app(town, start="minutes.txt") as user:
        await user.press("]")
        await user.told("¶ 4 of 39 · Sport")
        rewrite(town, ("forum\n", "forum\n\nA new first point.\n"))
        await user.told("Minutes of the harbour forum: 3 tags kept")
        await user.reads("A new first point.")
        await user.press("g", "g", "]")
        await user.told("¶ 5 of 40 · Sport")
        rewrite(town, (CABLE, OTHER))
        await user.told("2 tags kept, 1 to review · R reviews")


async def test_a_long_document_is_compared_in_the_background(town, monkeypatch):
    monkeypatch.setattr("reader.app.librarian.AT_ONCE", 0)
    started = []
    monkeypatch.setattr(Comparer, "start", lambda comparer, start=Comparer.start: (started.append(1), start(comparer)))
    rewrite(town, ("forum\n", "forum\n\nA new first point.\n"))
    async with at_the_app(town, start="minutes.txt") as user:
        await user.told("Minutes of the harbour forum: 3 tags kept")
        await user.press("]")
        await user.told("¶ 5 of 40 · Sport")
        assert started


async def test_notes_whose_paragraphs_changed_or_are_gone_are_settled_like_tags(town):
    for n, text in ((4, "ask about the cable"), (9, "ask about the harbour")):
        note(town, "minutes.txt", n, text)
    rewrite(town, (CABLE, OTHER), (f"{HARBOUR}\n\n", ""), ("forum\n", "forum\n\nA new first point.\n"))
    async with at_the_app(town, start="minutes.txt") as user:
        await user.told("R reviews")
        await user.press("]")
        await user.sees("ask about the cable", "review: its words")
        await user.press("R", "l", "l")
        await user.sees("Review · Note", "3 of 4", "ask about the cable", "Of cables nobody spoke", "a accepts ¶ 5")
        await user.press("a")
        await user.sees("4 of 4", "Its place is gone", "ask about the harbour")
        await user.press("u")
        await user.sees("3 of 4", "Undid: Note accepted at ¶ 5")
        await user.press("a", "8", "m")
        await user.told("Note moved to ¶ 8, Minutes of the harbour forum · u undoes · nothing more to review")
        notes = rows(LibraryPaths.of(town).coder("bar"), "notes")
        assert sorted((each["paragraph"], each["text"]) for each in notes) == [
            (5, "ask about the cable"),
            (8, "ask about the harbour"),
        ]
        assert next(each for each in notes if each["paragraph"] == 5)["quotation"] == OTHER


async def test_the_foot_of_a_review_names_the_users_own_keys_and_always_how_to_close(town):
    rewrite(town, (CABLE, OTHER))
    settings = Settings(keys={"review.accept": "x"})
    async with at_the_app(town, start="minutes.txt", size=(80, 24), settings=settings) as user:
        await user.told("1 to review")
        await user.press("R")
        await user.sees("x accepts ¶ 4", "m moves to the chosen ¶", "Esc closes")
        await user.press("x")
        await user.told("Sport accepted at ¶ 4")
