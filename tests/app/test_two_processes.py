"""Another process works on the same library while the app is open: both see everything, and nobody loses anything."""

from __future__ import annotations

import pytest

pty = pytest.importorskip("pty")

from terminal import READER, Terminal  # noqa: E402
from town import tag  # noqa: E402
from user import at_the_app, rows, tagged  # noqa: E402

from reader.paths import LibraryPaths  # noqa: E402
from reader.tags.disk import Disk  # noqa: E402


async def test_a_tag_from_the_shell_shows_in_the_app_and_neither_loses_the_others(town, run):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "4")
        await user.told("Racism on ¶ 5")
        done = run("tag", "debate.txt", "7", "sport", "--library", town, "--note", "from the shell")
        assert done.returncode == 0, done.stderr
        await user.counts(Sport=1)
        await user.sees("2 of 4 tagged")
        await user.press("j")
        await user.sees("from the shell")
        await user.press("2")
        await user.told("Policing on ¶ 7")
        assert user.tagged() == [("Policing", 7), ("Racism", 5), ("Sport", 7)]
        run("untag", "debate.txt", "5", "racism", "--library", town)
        await user.counts(Racism=0)
        await user.press("u")
        await user.told("Undid: Policing on ¶ 7")
        await user.press("u")
        await user.told(
            "Not undone: Racism on ¶ 5, Swimming lessons in Northport. The tag was deleted since in another"
        )
        await user.told("(Racism off ¶ 5, Swimming lessons in Northport) · u again passes over it")
        assert user.tagged() == [("Sport", 7)]
        await user.press("3")
        await user.told("Sport off ¶ 7")
        assert user.tagged() == []


async def test_another_coders_tags_show_with_the_name_and_are_left_alone(town, run):
    async with at_the_app(town, start="debate.txt") as user:
        run("tag", "debate.txt", "5", "sport", "--library", town, "--coder", "Ann")
        await user.press("j", "j")
        await user.sees("Ann, ")
        await user.press("3")
        await user.told("Sport on ¶ 5")
        assert user.tagged() == [("Sport", 5), ("Sport", 5)]
        await user.press("3")
        await user.told("Sport off ¶ 5")
        await user.sees("Ann, ")
        assert [tag["coder"] for tag in user.tags("Ann")] == ["Ann"]
        assert user.tags("bar") == []


async def test_a_new_theme_from_the_shell_can_be_tagged_with(town, run):
    async with at_the_app(town, start="debate.txt") as user:
        assert run("themes", "add", "Housing", "--library", town).returncode == 0
        await user.sees("■ Housing")
        await user.press("t")
        await user.type("hous")
        await user.press("enter")
        await user.told("Housing on ¶ 1")
        assert run("themes", "rename", "Housing", "Homes", "--library", town).returncode == 0
        await user.sees("■ Homes")
    assert tagged(town) == [("Homes", 1)]


async def test_many_changes_at_once_from_both_sides_all_arrive(town, run, environment):
    import subprocess
    import sys

    script = (
        "import sys; from pathlib import Path; from reader.workspace import Workspace\n"
        "from reader.tags.tagging import Target, tag\n"
        "root = Path(sys.argv[1]); w = Workspace(root, sys.argv[2]); d = w.document_at('minutes.txt')\n"
        "theme = w.codebook.find('1')\n"
        "for n in range(2, 22):\n"
        "    t = [Target(d, n)]; w.commit(tag(w.index, t, theme, w.coder).changes, 'x', t)\n"
    )
    async with at_the_app(town, start="minutes.txt") as user:
        others = [
            subprocess.Popen([sys.executable, "-c", script, str(town), name], env=environment())
            for name in ("bar", "Ann")
        ]
        for _ in range(12):
            await user.press("j", "2")
        assert [other.wait(60) for other in others] == [0, 0]
        await user.counts(Prevent=40, Policing=12)
        assert len(user.tagged()) == 52
        assert len(rows(LibraryPaths.of(town).coder("bar"), "_default")) == 32


async def test_an_open_theme_page_follows_and_keeps_the_place_and_waits_while_a_range_is_chosen(town, run):
    tag(town, ("debate.txt", 5, "3"), ("debate.txt", 8, "3"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("shift+tab", "g", "j", "j", "enter", "j")
        await user.told("2 of 2 passages")
        await user.is_at("The clubs report")
        assert run("tag", "debate.txt", "7", "sport", "--library", town).returncode == 0
        await user.told("3 of 3 passages")
        await user.is_at("The clubs report")
        await user.reads("Swimming brings the town")
        await user.press("k", "v")
        await user.told("Range: 1 paragraph")
        assert run("untag", "debate.txt", "5", "sport", "--library", town).returncode == 0
        await user.counts(Sport=2)
        await user.told("Range: 1 paragraph")
        await user.press("escape")
        await user.told("1 of 2 passages")
        await user.is_at("Swimming brings the town")
        assert run("untag", "debate.txt", "7-8", "sport", "--library", town).returncode == 0
        await user.reads("Nothing is tagged with this theme yet.")


async def test_an_open_finder_follows(town, run):
    tag(town, ("debate.txt", 5, "3"))
    async with at_the_app(town) as user:
        await user.press("f")
        await user.sees("1 of 1 in")
        assert run("tag", "debate.txt", "7", "racism", "--library", town).returncode == 0
        await user.sees("2 of 2 in", "Racism")
        await user.press("ctrl+f", "ctrl+f", "ctrl+f", "ctrl+f")
        await user.sees("[themes]")
        assert run("themes", "rename", "Racism", "Prejudice", "--library", town).returncode == 0
        await user.until(lambda: any("Prejudice" in user.row(n) for n in range(4)))


async def test_merging_and_deleting_themes_elsewhere_shows(town, run):
    tag(town, ("debate.txt", 5, "3"), ("debate.txt", 7, "4"), ("debate.txt", 8, "1"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.counts(Sport=1, Racism=1)
        assert run("themes", "merge", "Sport", "Racism", "--library", town).returncode == 0
        await user.counts(Racism=2)
        await user.sees_no("■ Sport")
        await user.press("j", "j")
        await user.told("¶ 5 of 10 · Racism")
        assert run("themes", "delete", "Racism", "--library", town).returncode == 0
        await user.sees_no("■ Racism")
        await user.sees("1 of 4 tagged")


async def test_notes_and_details_of_a_second_window_show_in_the_first(town, environment):
    own = environment(TERM="xterm-256color", COLORTERM="")
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j")
        with Terminal([*READER, "debate.txt", "--coder", "bar"], own, (120, 35), cwd=str(town)) as second:
            second.until("Swimming lessons")
            second.type("j", "j", "e", "written elsewhere", "\x1b")
            second.until("Note on ¶ 5")
            await user.sees("Note", "written elsewhere")
            second.type("i", "\x15", "Lessons for all", "\x1b")
            second.until("Details of Swimming lessons")
            await user.sees("▸ Lessons for all")
            second.type("3")
            second.until("Sport on ¶ 5, Lessons for all")
            await user.counts(Sport=1)
            await user.press("u")
            await user.told("Nothing to undo")
            second.type("u")
            second.until("Undid: Sport on ¶ 5")
            await user.counts(Sport=0)
            second.type("\x11")
            assert second.ends() == 0
        assert user.notes() == ["written elsewhere"]


async def test_where_nothing_changes_no_content_is_read(town, monkeypatch):
    tag(town, ("debate.txt", 5, "3"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.counts(Sport=1)
        follower, reads = user.main.desk.follower, []
        monkeypatch.setattr(Disk, "read", lambda *arguments: reads.append(arguments))
        for _ in range(5):
            follower.look(may_speak=True)
        assert reads == []
