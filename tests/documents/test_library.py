"""Which files of a folder are read, and in what order."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest

from reader.documents.library import Inventory, natural, take_inventory


def make(root, *paths):
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")


def found(root, **options):
    return [file.path for file in take_inventory(root, **options).files]


def test_what_is_read_is_listed_by_path_and_the_rest_is_counted(tmp_path):
    make(tmp_path, "b.txt", "a/c.MD", "scan.doc", "more.doc", "README")
    inventory = take_inventory(tmp_path)
    assert [file.path for file in inventory.files] == ["a/c.MD", "b.txt"]
    assert dict(inventory.not_read) == {".doc": 2, "without ending": 1}
    assert inventory.summary.startswith("5 files here; this version reads ")
    assert inventory.summary.endswith(" Not read: 2 .doc, 1 without ending.")


def test_an_ending_that_steers_a_terminal_is_counted_clean(tmp_path):
    with suppress(OSError):
        make(tmp_path, "odd.\x1b[31mmp3")
        assert dict(take_inventory(tmp_path).not_read) == {".mp3": 1}


def test_numbers_in_names_are_sorted_as_numbers(tmp_path):
    make(tmp_path, "report 10.txt", "report 9.txt", "Report 1.txt", "report.txt")
    assert found(tmp_path) == ["Report 1.txt", "report 9.txt", "report 10.txt", "report.txt"]


def test_hidden_files_and_folders_are_passed_over(tmp_path):
    make(tmp_path, ".hidden.txt", ".reader/texts/x.txt", "a/.git/x.txt", "seen.txt")
    assert found(tmp_path) == ["seen.txt"]


def test_what_git_ignores_is_passed_over_at_every_level(tmp_path):
    make(tmp_path, "build/x.txt", "a/build/x.txt", "a/keep.txt", "a/drop.txt", "a/b/drop.txt", "drop.txt")
    (tmp_path / ".gitignore").write_text("/build/\n")
    (tmp_path / "a" / ".gitignore").write_text("drop.txt\n")
    assert found(tmp_path) == ["a/build/x.txt", "a/keep.txt", "drop.txt"]


def test_a_link_to_a_file_is_read_and_a_link_to_a_folder_is_not_followed(tmp_path):
    make(tmp_path, "real/x.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "x.txt")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == ["link.txt", "real/x.txt"]


def test_a_pipe_with_the_name_of_a_text_is_not_opened(tmp_path):
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
    assert found(tmp_path) == []


@pytest.mark.parametrize("ending", [".txt", ".pdf"])
def test_the_walk_stops_past_its_limit_whatever_the_files_are(tmp_path, ending):
    make(tmp_path, *(f"{n}{ending}" for n in range(10)))
    assert take_inventory(tmp_path, 3).too_many
    assert not take_inventory(tmp_path, 10).too_many


def test_an_empty_folder_is_empty(tmp_path):
    assert take_inventory(tmp_path).is_empty
    make(tmp_path, "x.pdf")
    assert not take_inventory(tmp_path).is_empty
    assert Inventory().is_empty


def test_a_folder_that_is_not_there_has_no_files(tmp_path):
    assert found(tmp_path / "nowhere") == []


def test_natural_order_takes_any_name():
    assert natural("") == [("", -1)]
    assert natural("a٣b") == [("a", 3), ("b", -1)]
