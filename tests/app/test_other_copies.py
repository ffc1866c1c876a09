"""The app while the shell merges another copy of its library, brings a backup back, or a sync tool leaves a copy."""

from __future__ import annotations

import shutil

from user import at_the_app

from reader.paths import LibraryPaths


async def test_what_a_merge_brings_shows_in_an_open_app_and_u_leaves_it_alone(town, run, tmp_path):
    laptop = shutil.copytree(town, tmp_path / "laptop")
    assert run("tag", "debate.txt", "7", "sport", "-L", laptop, "--coder", "Ann").returncode == 0
    assert run("tag", "debate.txt", "4-5", "policing", "-L", laptop).returncode == 0
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "4")
        await user.told("Racism on ¶ 5")
        assert run("merge", laptop, "-L", town).returncode == 0
        await user.counts(Sport=1, Policing=2, Racism=1)
        await user.press("u")
        await user.told("Undid: Racism on ¶ 5")
        await user.press("u")
        await user.counts(Sport=1, Policing=2, Racism=0)


async def test_a_backup_that_comes_back_shows_in_an_open_app(town, run):
    run("tag", "debate.txt", "5", "sport", "-L", town)
    run("tag", "debate.txt", "7", "sport", "-L", town)
    (backup,) = [path.name for path in LibraryPaths.of(town).backups.iterdir() if path.name != "texts"]
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("j", "j", "4")
        await user.counts(Sport=2, Racism=1)
        assert run("restore", backup, "--yes", "-L", town).returncode == 0
        await user.counts(Sport=1, Racism=0)
        await user.press("2")
        await user.told("Policing on ¶ 5")
    assert run("check", "-L", town).returncode == 0


async def test_a_conflict_copy_is_told_at_the_start_and_shows_nothing_twice(town, run):
    run("tag", "debate.txt", "5", "sport", "-L", town)
    bar = LibraryPaths.of(town).coder("bar")
    shutil.copyfile(bar, bar.with_name(f"{bar.stem}.sync-conflict-20261122-101500-ABCDEFG.json"))
    async with at_the_app(town, start="debate.txt") as user:
        await user.told(f"{bar.stem}.sync-conflict-20261122-101500-ABCDEFG.json is a copy")
        await user.counts(Sport=1)
