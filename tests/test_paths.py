from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import paths
from reader.paths import LibraryPaths, find_root, is_very_wide, slug


def test_everything_of_the_users_lies_below_reader_home(home, tmp_path):
    library = LibraryPaths.of(tmp_path)
    for path in (paths.settings_file(), paths.samples_copy(), library.state, library.cache, library.catalogue):
        assert path.is_relative_to(home)


def test_without_reader_home_the_system_says_where(monkeypatch):
    monkeypatch.delenv("READER_HOME")
    assert paths.settings_file().parent.name == paths.APP
    assert paths.settings_file().is_relative_to(Path.home())


def test_asking_for_paths_makes_nothing(home, tmp_path):
    LibraryPaths.of(tmp_path)
    paths.settings_file()
    assert list(home.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_the_library_is_the_nearest_folder_upward_with_a_store(tmp_path):
    (tmp_path / "outer" / ".reader").mkdir(parents=True)
    inner = tmp_path / "outer" / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "file.txt").touch()
    assert find_root(inner) == find_root(inner / "file.txt") == tmp_path / "outer"
    (tmp_path / "outer" / "a" / ".reader").mkdir()
    assert find_root(inner) == tmp_path / "outer" / "a"


def test_in_no_library_it_is_the_folder_itself_or_the_files(tmp_path):
    (tmp_path / "file.txt").touch()
    assert find_root(tmp_path) == find_root(tmp_path / "file.txt") == tmp_path


def test_a_file_called_like_the_store_makes_no_library(tmp_path):
    (tmp_path / ".reader").touch()
    (tmp_path / "a").mkdir()
    assert find_root(tmp_path / "a") == tmp_path / "a"


def test_the_whole_disk_and_a_home_are_very_wide(home, tmp_path):
    assert is_very_wide(Path(tmp_path.anchor))
    assert is_very_wide(home.resolve())
    assert not is_very_wide(tmp_path)


@given(st.lists(st.text(st.characters(), max_size=30), unique=True, max_size=5))
def test_two_names_never_share_a_file_and_every_name_makes_a_safe_one(names):
    slugs = [slug(name) for name in names]
    assert len(set(slugs)) == len(names)
    assert all(set(each) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and len(each) <= 49 for each in slugs)


def test_the_files_of_a_store(tmp_path):
    library = LibraryPaths.of(tmp_path)
    assert library.borrowed is None
    assert library.coder("Ann Roe") == tmp_path / ".reader" / "tags" / f"{slug('Ann Roe')}.json"
    assert library.text("id") == tmp_path / ".reader" / "texts" / "id"
    assert (library.codebook.name, library.documents.name) == ("codebook.json", "documents.json")


@pytest.mark.parametrize("has_store", [False, True])
def test_a_folder_that_cannot_be_written_to_has_its_store_in_the_users_data(home, tmp_path, monkeypatch, has_store):
    if has_store:
        (tmp_path / ".reader").mkdir()
    monkeypatch.setattr(os, "access", lambda *_: False)
    library = LibraryPaths.of(tmp_path)
    assert library.store.is_relative_to(home / "data" / "libraries")
    assert library.borrowed == tmp_path / ".reader"


def test_samples_and_styles_are_there():
    assert paths.samples().is_dir()
    assert paths.styles().is_dir()
