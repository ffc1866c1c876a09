"""The cache of what files hold: an unchanged file is read once, and nothing in the cache is ever trusted too far."""

from __future__ import annotations

import os
import sqlite3
import time

import pytest

from reader.documents import reading
from reader.documents.catalogue import Catalogue
from reader.documents.library import take_inventory

OLD = 1_000_000_000
"""A moment long past, in seconds: what was changed then has settled."""


@pytest.fixture
def settled(library):
    """The library, with all files last changed long ago."""
    for path in library.rglob("*.*"):
        os.utime(path, (OLD, OLD))
    return library


@pytest.fixture
def read(monkeypatch):
    """The paths that were really read, in order."""
    paths = []
    original = reading.read_bytes
    monkeypatch.setattr(reading, "read_bytes", lambda data, name: paths.append(name) or original(data, name))
    return paths


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "catalogue.sqlite"


def contents(root, cache):
    """Return what a catalogue opened afresh says of every file."""
    return Catalogue(root, cache).read_all(take_inventory(root).files)


def test_an_unchanged_file_is_read_once(settled, cache, read):
    first = contents(settled, cache)
    assert contents(settled, cache) == first
    assert read == ["pool reopens.md", "debate.txt", "minutes.txt"]
    assert [each.speaker.name for each in first["debate.txt"].paragraphs if each.speaker] == [
        *["Jane Okafor"] * 2,
        *["Piet Lindqvist"] * 3,
    ]


def test_who_spoke_when_and_what_else_was_answered_comes_back_from_the_cache(settled, cache):
    speech = '<speech speakername="Jane Okafor" person_id="p/1" time="15:17:00"><p>Why?</p></speech>'
    (settled / "day.xml").write_text(f"<publicwhip>{speech}</publicwhip>")
    (settled / "survey.csv").write_text("id,Age,Why?\n1,34,For the company of others.\n2,51,My sister told me to.\n")
    for name in ("day.xml", "survey.csv"):
        os.utime(settled / name, (OLD, OLD))
    first = contents(settled, cache)
    assert contents(settled, cache) == first
    assert {"day.xml", "survey.csv"} <= Catalogue(settled, cache).known(take_inventory(settled).files).keys()
    spoken = first["day.xml"].paragraphs[1]
    assert spoken.speaker is not None
    assert (spoken.speaker.id, spoken.attributes) == ("p/1", (("time", "15:17:00"),))
    assert first["survey.csv"].paragraphs[2].attributes == (("id", "1"), ("Age", "34"))


def test_summaries_are_known_without_a_look_at_the_content(settled, cache):
    files = take_inventory(settled).files
    assert Catalogue(settled, cache).known(files) == {}
    contents(settled, cache)
    known = Catalogue(settled, cache).known(files)
    assert known["debate.txt"].metadata.date == "2021-11-29"
    assert (known["debate.txt"].paragraphs, known["debate.txt"].passages) == (8, 3)


def test_a_file_that_changed_is_read_again(settled, cache, read):
    contents(settled, cache)
    file = settled / "minutes.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("green", "black"), encoding="utf-8")
    os.utime(file, (OLD + 1, OLD + 1))
    assert "black" in contents(settled, cache)["minutes.txt"].paragraphs[2].text
    assert read[3:] == ["minutes.txt"]


def test_a_file_whose_stamp_changed_and_nothing_else_is_not_read_again(settled, cache, read):
    first = contents(settled, cache)
    for path in settled.rglob("*.*"):
        os.utime(path, (OLD + 1, OLD + 1))
    assert Catalogue(settled, cache).known(take_inventory(settled).files) == {}
    assert contents(settled, cache) == first
    assert set(Catalogue(settled, cache).known(take_inventory(settled).files)) == set(first)
    assert len(read) == 3


def test_a_file_that_changes_within_the_grain_of_its_time_stamp_is_read_again(settled, cache, read):
    file, moment = settled / "minutes.txt", time.time()
    os.utime(file, (moment, moment))
    contents(settled, cache)
    contents(settled, cache)
    assert len(read) == 3
    file.write_text(file.read_text(encoding="utf-8").replace("green", "black"), encoding="utf-8")
    os.utime(file, (moment, moment))
    assert "black" in contents(settled, cache)["minutes.txt"].paragraphs[2].text
    assert read[3:] == ["minutes.txt"]


def test_a_file_with_a_fault_of_its_own_is_read_once_too(settled, cache, read):
    (settled / "bad.txt").write_bytes(b"\1\2\3" * 100)
    os.utime(settled / "bad.txt", (OLD, OLD))
    first = contents(settled, cache)["bad.txt"]
    assert first.error
    assert contents(settled, cache)["bad.txt"] == first
    assert Catalogue(settled, cache).known(take_inventory(settled).files)["bad.txt"].error == first.error
    assert read.count("bad.txt") == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_could_not_be_opened_is_tried_again(settled, cache):
    (settled / "minutes.txt").chmod(0)
    assert "permission" in (contents(settled, cache)["minutes.txt"].error or "")
    (settled / "minutes.txt").chmod(0o600)
    assert contents(settled, cache)["minutes.txt"].paragraphs


def test_a_file_that_vanished_since_it_was_listed_is_tried_again(settled, cache):
    files = take_inventory(settled).files
    hidden = (settled / "minutes.txt").rename(settled / "minutes.away")
    assert "isn't there" in (Catalogue(settled, cache).read_all(files)["minutes.txt"].error or "")
    hidden.rename(settled / "minutes.txt")
    assert Catalogue(settled, cache).read_all(files)["minutes.txt"].paragraphs


def test_what_another_version_of_the_program_read_is_read_again(settled, cache, read, monkeypatch):
    contents(settled, cache)
    monkeypatch.setattr("reader.documents.catalogue.EXTRACTOR", "later/1")
    contents(settled, cache)
    assert len(read) == 6


def test_a_file_name_that_is_no_text_is_kept_too(settled, cache, read):
    name = "caf\udce9.txt"
    try:
        (settled / "minutes.txt").rename(settled / name)
    except (OSError, UnicodeError):
        return
    contents(settled, cache)
    assert contents(settled, cache)[name].paragraphs
    assert len(read) == 3


ROWS = (
    "[]",
    "null",
    "5",
    "{",
    '["v", {}, [], [["body", "x", 7]]]',
    '["v", {}, [], [["no kind", "x", null]]]',
    '["v", {"odd": 1}, [], []]',
)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_makes_no_sense_costs_time_and_nothing_else(settled, cache, row):
    good = contents(settled, cache)
    with sqlite3.connect(cache) as connection:
        connection.execute("UPDATE readout SET content = ?, summary = ?", (row, row))
    connection.close()
    assert Catalogue(settled, cache).known(take_inventory(settled).files) == {}
    assert contents(settled, cache) == good


@pytest.mark.parametrize("damage", [b"", b"no database" * 1000])
def test_a_damaged_cache_is_thrown_away_and_made_again(settled, cache, read, damage):
    cache.parent.mkdir()
    cache.write_bytes(damage)
    contents(settled, cache)
    contents(settled, cache)
    contents(settled, cache)
    assert len(read) <= 6


def test_a_cache_that_cannot_be_written_is_done_without(settled, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert len(contents(settled, tmp_path / "file" / "cache.sqlite")) == 3
    assert len(contents(settled, tmp_path)) == 3
