"""The backups of a library: made on each day that it is changed, kept for a while, listed, and brought back."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date, timedelta

import pytest

from reader.paths import LibraryPaths
from reader.settings import load
from reader.tags.checking import check_store

YESTERDAY = (date.today() - timedelta(days=1)).isoformat()


@pytest.fixture
def backups(library):
    """The folder with the library's backups."""
    return LibraryPaths.of(library).backups


def age(backups, day):
    """Make a backup of today one of another day."""
    today = backups / date.today().isoformat()
    about = json.loads((today / "about.json").read_text())
    about["made"] = f"{day}T08:00:00+00:00"
    (today / "about.json").write_text(json.dumps(about))
    today.rename(backups / day)


def names(backups):
    return sorted(path.name for path in backups.iterdir() if path.name != "texts")


def taggings(reader, *where):
    tags = [json.loads(line) for line in reader("export", "jsonl", *where).out.splitlines()]
    return sorted((tag["coder"], tag["theme"], tag["paragraph"], tag["note"]) for tag in tags)


def everything_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def kept(reader, backups):
    """A library whose backup of yesterday has one tag of bar's and one of Ann's; since then much has happened."""
    reader("tag", "debate", "5", "sport", "--note", "as it was")
    reader("tag", "debate", "7", "racism", "--coder", "Ann")
    shutil.rmtree(backups, ignore_errors=True)
    reader("tag", "minutes", "3", "sport")
    age(backups, YESTERDAY)
    reader("untag", "debate", "5", "sport")
    reader("untag", "debate", "7", "racism", "--coder", "Ann")
    reader("tag", "minutes", "4", "policing", "--coder", "Zoe")
    reader("themes", "rename", "sport", "Games")
    reader("themes", "add", "Housing")
    return [("Ann", "Racism", 7, ""), ("bar", "Sport", 5, "as it was")]


def test_the_first_change_of_a_day_keeps_what_was_there_before_it(reader, backups):
    reader("tag", "debate", "5", "sport")
    shutil.rmtree(backups, ignore_errors=True)
    reader("tag", "debate", "7", "sport")
    reader("tag", "minutes", "3", "sport")
    today = date.today().isoformat()
    assert names(backups) == [today]
    listed = reader("restore")
    assert listed.code == 0
    assert listed.out.split()[0] == today
    assert "1 tag" in listed.out
    assert "bar" in listed.out
    assert "first change of the day" in listed.out
    assert listed.err == f"They are in {backups}. `reader restore DATE` brings one back.\n"
    assert "1 backup, the latest " in reader("check").out


def test_looking_makes_no_backup_and_without_any_the_command_says_when_there_will_be_one(reader, backups, library):
    reader("list")
    assert reader("find", "swimming").code == 0
    done = reader("restore")
    assert (done.code, done.out) == (0, "")
    assert done.err == "No backups of this library yet: the first change of a day makes one.\n"
    assert reader("restore", "yesterday").code == 2
    assert not backups.exists()
    assert not (library / ".reader").exists()


def test_a_backup_is_stock_tinydb_and_none_of_it_is_in_the_library(reader, kept, backups, library):
    from tinydb import TinyDB

    assert not backups.is_relative_to(library)
    assert len(TinyDB(backups / YESTERDAY / "tags" / LibraryPaths.of(library).coder("bar").name)) == 1
    assert (backups / YESTERDAY / "codebook.json").exists()
    assert len(list((backups / "texts").iterdir())) == 2


def test_yesterday_comes_back_for_everybody_and_what_was_there_can_be_had_again(reader, kept, backups, library):
    present = taggings(reader)
    asked = reader("restore", "yesterday")
    assert asked.code == 2
    assert asked.out == (
        f"The backup {YESTERDAY}, made {reader('restore', YESTERDAY).out.split('made ')[1].split(': ')[0]}: "
        "brings back 2 tags; takes away 2 tags, 1 theme, 1 document; resets 1 theme.\n"
    )
    assert asked.err == "Nothing was changed. Add --yes to bring the backup back without being asked.\n"
    assert taggings(reader) == present

    done = reader("restore", "yesterday", "--yes")
    assert done.code == 0, done.err
    assert taggings(reader) == kept
    assert "Housing" not in reader("themes").out
    assert check_store(LibraryPaths.of(library)).is_sound
    again = reader("restore", YESTERDAY)
    assert (again.code, again.out) == (0, f"Nothing to do: everything is as it was in the backup {YESTERDAY}.\n")

    command = done.out.split("`reader ")[1].split("`")[0].split()
    assert reader(*command, "-y").code == 0
    assert taggings(reader) == present
    assert "Housing" in reader("themes").out


def test_only_ones_own_tags_can_be_brought_back(reader, kept):
    assert reader("restore", "yesterday", "--mine", "--yes").code == 0
    assert [tag[0] for tag in taggings(reader)] == ["Zoe", "bar"]
    assert "Housing" in reader("themes").out


def test_a_copy_of_the_library_that_never_heard_of_it_doesnt_revert_it(reader, kept, library, tmp_path):
    copy = shutil.copytree(library, tmp_path / "copy")
    reader("restore", "yesterday", "--yes")
    assert reader("merge", copy).out.startswith("Nothing new in ")
    assert taggings(reader) == kept
    assert reader("merge", library, "-L", copy).code == 0
    assert taggings(reader, "-L", copy) == kept


def test_another_window_follows_and_its_undo_still_knows_its_own_steps(reader, kept, library):
    from reader.tags.store import TagStore

    window = TagStore(LibraryPaths.of(library), "bar")
    assert len(window.tags) == 2
    assert reader("restore", "yesterday", "--yes").code == 0
    assert window.refresh()
    assert sorted(tag.coder for tag in window.tags.values()) == ["Ann", "bar"]
    assert next(window.history()).label == f"Restored from {YESTERDAY} by bar"
    step = window.undoable()
    assert step is None or not step.label.startswith("Restored")


@pytest.mark.parametrize("name", ["coder", "codebook", "documents"])
def test_a_store_that_cannot_be_opened_any_more_comes_back_and_the_damaged_file_is_kept(reader, kept, library, name):
    paths = LibraryPaths.of(library)
    path = paths.coder("bar") if name == "coder" else getattr(paths, name)
    path.with_suffix(".log").unlink()
    path.write_text("{ nothing")
    assert reader("list").code == 2
    done = reader("restore", "yesterday", "--yes")
    assert done.code == 0, done.err
    assert f"{path.name} can’t be read and is put aside" in done.out
    assert taggings(reader) == kept
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_text() == "{ nothing"
    assert reader("check").code == 0


def test_a_library_whose_store_is_gone_altogether_comes_back(reader, kept, library):
    shutil.rmtree(library / ".reader")
    assert reader("restore", "yesterday", "--yes", "-L", library).code == 0
    assert taggings(reader) == kept
    checked = reader("check")
    assert checked.code == 0, checked.out


def test_a_newer_store_or_a_damaged_backup_is_told_and_nothing_is_touched(reader, kept, library, backups):
    paths = LibraryPaths.of(library)
    before = everything_in(library)
    saved = (backups / YESTERDAY / "codebook.json").read_bytes()
    (backups / YESTERDAY / "codebook.json").write_bytes(saved.replace(b"Prevent", b"Pervent", 1))
    done = reader("restore", "yesterday", "--yes")
    assert (done.code, done.out) == (2, "")
    assert "codebook.json is damaged: its checksum is wrong. Take another backup." in done.err
    assert everything_in(library) == before
    (backups / YESTERDAY / "codebook.json").write_bytes(saved)

    path = paths.coder("bar")
    path.with_suffix(".log").unlink()
    image = json.loads(path.read_text())
    image["_meta"]["1"]["format"] = 99
    path.write_text(json.dumps(image))
    before = everything_in(library)
    done = reader("restore", "yesterday", "--yes")
    assert done.code == 2
    assert "newer version of Reader" in done.err
    assert everything_in(library) == before


@pytest.mark.parametrize(
    ("named", "message"),
    [("2001-01-01", "No backup is called 2001-01-01. There are: "), ("\x1b[31m", "No backup is called "), ("20", "")],
)
def test_a_day_that_is_none_is_told_with_those_that_there_are(reader, kept, named, message):
    reader("restore", "yesterday", "--yes")
    done = reader("restore", named, "--yes")
    assert done.code == 2
    assert message in done.err
    assert "\x1b" not in done.err
    assert YESTERDAY in done.err


def test_the_last_days_are_kept_as_the_settings_say(reader, backups, home):
    (home / "config").mkdir()
    (home / "config/settings.toml").write_text("backups = 3\n")
    assert load().backups == 3
    reader("tag", "debate", "5", "sport")
    shutil.rmtree(backups, ignore_errors=True)
    for back in range(9, 0, -1):
        reader("tag", "debate", "7", "sport") if back % 2 else reader("untag", "debate", "7", "sport")
        age(backups, (date.today() - timedelta(days=back)).isoformat())
    reader("tag", "minutes", "3", "sport")
    wanted = [(date.today() - timedelta(days=back)).isoformat() for back in (2, 1, 0)]
    assert names(backups) == wanted


def test_a_store_that_was_not_changed_between_two_backups_takes_its_room_once(reader, backups, library):
    reader("tag", "debate", "5", "sport")
    shutil.rmtree(backups, ignore_errors=True)
    reader("tag", "debate", "7", "sport")
    age(backups, YESTERDAY)
    reader("tag", "debate", "4", "sport")
    today = date.today().isoformat()
    codebook = backups / YESTERDAY / "codebook.json"
    assert names(backups) == [YESTERDAY, today]
    assert codebook.samefile(backups / today / "codebook.json")
    bar = LibraryPaths.of(library).coder("bar").name
    assert not (backups / YESTERDAY / "tags" / bar).samefile(backups / today / "tags" / bar)


def test_who_wants_none_gets_none_and_a_setting_that_is_none_is_told(reader, backups, home):
    (home / "config").mkdir()
    settings = home / "config/settings.toml"
    settings.write_text("backups = 0\n")
    reader("tag", "debate", "5", "sport")
    reader("tag", "debate", "7", "sport")
    assert not backups.exists()
    assert "backup" not in reader("check").out
    settings.write_text("measure = 80\nbackups = -1\n")
    done = reader("list")
    assert done.code == 2
    assert done.err == f"{settings}, line 2, key “backups”: this must be a whole number from 0 to 366.\n"


def test_a_backup_that_fails_stops_nobody_and_is_told_by_check(reader, backups, library):
    reader("tag", "debate", "5", "sport")
    shutil.rmtree(backups, ignore_errors=True)
    backups.parent.mkdir(parents=True, exist_ok=True)
    backups.write_text("a file in the way")
    assert reader("tag", "debate", "7", "sport").code == 0
    assert len(taggings(reader)) == 2
    checked = reader("check")
    assert checked.code == 1
    assert f"Wrong: Backups can’t be made in {backups}" in checked.out
    done = reader("restore")
    assert done.code == 0


def test_a_process_that_dies_while_it_makes_a_backup_leaves_none_that_is_half(reader, run, backups, library):
    reader("tag", "debate", "5", "sport")
    shutil.rmtree(backups, ignore_errors=True)
    half = backups / f".{YESTERDAY}.1.tmp"
    (half / "tags").mkdir(parents=True)
    (half / "about.json").write_text("{")
    os.utime(half, (1, 1))
    assert reader("restore").out == ""
    assert run("tag", "debate", "7", "sport").returncode == 0
    assert names(backups) == [date.today().isoformat()]
