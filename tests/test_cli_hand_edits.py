"""Records taken out of a store's file with an editor: they stay out, here and wherever the file is merged."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from reader.paths import LibraryPaths


@pytest.fixture
def laptop(library, tmp_path, reader):
    """A copy of the library after bar tagged a paragraph in it."""
    assert reader("tag", "debate", "5", "sport", "racism").code == 0
    return shutil.copytree(library, tmp_path / "laptop")


def take_out(path, table, is_wanted=lambda row: True):
    """Remove rows from a store's file, as in an editor, and save it laid out as editors do."""
    image = json.loads(path.read_text())
    image[table] = {number: row for number, row in image[table].items() if not is_wanted(row)}
    path.write_text(json.dumps(image, indent=2))


def tagged(reader):
    return [json.loads(line)["theme"] for line in reader("export", "jsonl").out.splitlines()]


def kinds_of_tombstones(path):
    return [row["table"] for row in json.loads(path.read_text())["deleted"].values()]


def sent(path, name, tmp_path):
    """Return a file of a library as it arrives by mail: alone, and with a name of its own."""
    return shutil.copyfile(path, tmp_path / name)


@pytest.mark.parametrize("is_taken_in", [True, False], ids=["checked before it was sent", "sent as it was edited"])
def test_a_file_out_of_which_every_tag_was_taken_by_hand_brings_that_in(reader, laptop, tmp_path, is_taken_in):
    theirs = LibraryPaths.of(laptop).coder("bar")
    take_out(theirs, "_default")
    file = theirs
    if is_taken_in:
        assert reader("check", "-L", laptop).code == 0
        file = sent(theirs, "without tags.json", tmp_path)
    merged = reader("merge", file)
    assert (merged.code, merged.err) == (0, "")
    assert merged.out.startswith(f"Merged {file}: 2 tags deleted.")
    assert tagged(reader) == []
    assert kinds_of_tombstones(LibraryPaths.of(laptop.parent / "library").coder("bar")) == ["tags", "tags"]
    assert reader("check").code == 0


def test_every_way_to_delete_a_record_leaves_a_tombstone_of_its_kind(reader, library):
    ours = LibraryPaths.of(library)
    reader("tag", "minutes", "3", "policing")
    reader("themes", "add", "Housing")
    reader("check")
    take_out(ours.coder("bar"), "_default", lambda row: row["paragraph"] == 3)
    take_out(ours.codebook, "_default", lambda row: row["name"] == "Prevent")
    reader("tag", "debate", "5", "racism")
    assert reader("untag", "debate", "5", "racism").code == 0
    assert reader("themes", "delete", "policing").code == 0
    assert reader("check").code == 0
    assert kinds_of_tombstones(ours.coder("bar")) == ["tags", "tags"]
    assert kinds_of_tombstones(ours.codebook) == ["themes", "themes"]
    # As it was after the first tag: what was taken out comes back, what was put on since goes.
    reader("tag", "debate", "7", "sport")
    assert reader("restore", date.today().isoformat(), "--yes").code == 0
    assert (tagged(reader), reader("check").code) == (["Policing"], 0)
    assert kinds_of_tombstones(ours.coder("bar")) == ["tags", "tags"]
    assert kinds_of_tombstones(ours.codebook) == ["themes"]


def test_a_theme_renamed_here_and_taken_out_by_hand_there_is_told(reader, laptop):
    take_out(LibraryPaths.of(laptop).codebook, "_default", lambda row: row["name"] == "Policing")
    reader("check", "-L", laptop)
    reader("themes", "rename", "policing", "Police")
    out = reader("merge", laptop).out
    assert "Both changed the theme “Police”: kept ours, changed " in out
    assert "; not theirs, deleted " in out
    assert "Police" in reader("themes").out


def test_the_details_of_a_document_that_both_corrected_are_told(reader, laptop, library):
    def correct(root, hour, **corrected):
        path = LibraryPaths.of(root).documents
        image = json.loads(path.read_text())
        (row,) = image["_default"].values()
        row |= {"corrected": corrected, "modified": f"2030-01-01T{hour}:00:00.000000+00:00"}
        path.write_text(json.dumps(image))
        assert reader("check", "-L", root).code == 0

    for hour, title in (("10", "Pool"), ("12", "The pool")):
        correct(library, hour, title=title)
    correct(laptop, "11", title="Harbour pool", author="Ann")
    out = reader("merge", laptop).out
    assert (
        "Both changed the details of debate.txt: kept ours, changed 2030-01-01 12:00 UTC (corrected “title: The" in out
    )
    assert "; not theirs, changed 2030-01-01 11:00 UTC (corrected “title: Harbour pool, author: Ann”)." in out


def test_the_conflict_copies_in_a_library_that_is_merged_are_named_and_not_read(reader, laptop):
    theirs = LibraryPaths.of(laptop).coder("bar")
    copy = sent(theirs, f"{theirs.stem} (1).json", theirs.parent)
    reader("tag", "debate", "7", "sport", "-L", laptop)
    merged = reader("merge", laptop)
    assert (merged.code, "1 tag came in" in merged.out) == (0, True)
    assert (
        f"Not read, since they are conflict copies: {copy.name}. Merge those by themselves." in merged.out + merged.err
    )


def test_without_a_backup_of_what_is_here_nothing_is_merged(reader, laptop, library):
    reader("tag", "debate", "7", "sport", "-L", laptop)
    backups = LibraryPaths.of(library).backups
    shutil.rmtree(backups, ignore_errors=True)
    backups.parent.mkdir(parents=True, exist_ok=True)
    backups.write_text("in the way")
    merged = reader("merge", laptop)
    assert merged.code == 2
    assert merged.err.startswith(f"Nothing was changed: no backup can be made in {backups}: ")
    assert len(tagged(reader)) == 2
