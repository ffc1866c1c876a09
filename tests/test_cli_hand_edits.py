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
