from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest

from reader.documents.gate import clean
from reader.paths import LibraryPaths
from reader.tags.anchoring import Status, as_it_was
from reader.tags.checking import Report, check_places, check_store
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.index import TagIndex
from reader.tags.model import Change, Table, Tag
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag


@pytest.fixture
def paths(root):
    return LibraryPaths.of(root)


@pytest.fixture
def tagged(store, document, paths):
    """The paths of a store with three tags of bar's."""
    store.remember(document)
    sport = Codebook(store.themes).need("Sport")
    for n in (1, 2, 3):
        store.commit([Change(Table.TAGS, None, new_tag(Target(document, n), sport, "bar"))], "")
    store.close()
    return paths


def edit(path, change):
    image = json.loads(path.read_text())
    change(image)
    path.write_text(json.dumps(image))


def everything_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_where_nothing_is_kept_nothing_is_wrong_and_nothing_is_made(paths):
    report = check_store(paths, repair=True)
    assert report.is_sound
    assert "Nothing is kept here yet" in report.lines[0]
    assert not paths.store.exists()


def test_a_whole_store_is_told_file_by_file(tagged):
    report = check_store(tagged)
    assert report.is_sound
    assert report.lines == [
        f"The store is {tagged.store}.",
        "codebook.json: 4 themes.",
        "documents.json: 1 document.",
        f"tags/{tagged.coder('bar').name}: 3 tags, 0 notes.",
        "Nothing is wrong.",
    ]


def test_checking_writes_nothing(tagged):
    tagged.codebook.write_text("{")
    before = everything_in(tagged.store)
    check_store(tagged)
    assert everything_in(tagged.store) == before


def test_a_file_that_cannot_be_understood_is_named_and_with_repair_put_aside_and_kept(tagged):
    path = tagged.coder("bar")
    path.with_suffix(".log").unlink()
    path.write_text("{")
    report = check_store(tagged)
    assert not report.is_sound
    assert not report.is_readable
    assert path.name in report.wrong[0]
    mended = check_store(tagged, repair=True)
    assert mended.is_sound
    assert mended.is_readable
    assert "put aside as" in mended.mended[0]
    (aside,) = tagged.tags.glob("*.damaged-*")
    assert aside.read_text() == "{"
    assert not path.exists()
    again = check_store(tagged)
    assert again.is_sound
    assert f"Put aside earlier, and kept: {aside.name}." in again.right
    assert TagStore(tagged, "bar").tags == {}


@pytest.mark.parametrize("repair", [False, True])
def test_a_file_of_a_newer_version_is_told_and_never_put_aside(tagged, repair):
    edit(tagged.codebook, lambda image: image["_meta"]["1"].update(format=99))
    before = everything_in(tagged.store)
    report = check_store(tagged, repair=repair)
    assert "newer version" in report.wrong[0]
    assert not report.is_readable
    assert everything_in(tagged.store) == before


@pytest.mark.parametrize("repair", [False, True])
def test_a_row_that_is_not_whole_is_told_and_kept(tagged, repair):
    edit(tagged.coder("bar"), lambda image: image["_default"]["2"].pop("quotation"))
    report = check_store(tagged, repair=repair)
    assert "row 2 of _default is passed over: a record without “quotation”" in report.wrong[0]
    assert report.is_readable
    assert "quotation" not in json.loads(tagged.coder("bar").read_text())["_default"]["2"]


def test_a_tag_of_a_theme_that_was_never_there_is_wrong_but_a_deleted_theme_is_not(tagged, store):
    sport = Codebook(store.themes).need("Sport")
    store.commit(Codebook(store.themes).delete(sport), "")
    assert check_store(tagged).is_sound
    edit(tagged.coder("bar"), lambda image: image["_default"]["1"].update(theme="nobody-knows"))
    assert check_store(tagged).wrong == ["1 tag of a theme that is not in the codebook: nobody-knows."]


def test_themes_that_were_merged_in_a_circle_or_into_nothing_are_told(tagged, store):
    book = Codebook(store.themes)
    sport, racism = book.need("Sport"), book.need("Racism")
    store.commit([book.merge(sport, racism), book.merge(racism, sport)], "")
    assert len([line for line in check_store(tagged).wrong if "so its tags don’t show" in line]) == 2


def test_a_theme_merged_into_one_that_was_then_deleted_is_in_order(tagged, store):
    book = Codebook(store.themes)
    store.commit([book.merge(book.need("Sport"), book.need("Racism"))], "")
    store.commit(Codebook(store.themes).delete(book.need("Racism")), "")
    assert check_store(tagged).is_sound


def test_two_themes_of_one_name_are_told(tagged, store):
    theme = replace(Codebook(store.themes).need("Sport"), id="other", key="")
    store.commit([Change(Table.THEMES, None, theme)], "")
    assert check_store(tagged).wrong == ["2 themes are called “sport”: rename or merge one."]


def test_a_document_that_the_register_does_not_know_is_told(tagged):
    tagged.documents.unlink()
    tagged.documents.with_suffix(".log").unlink()
    assert "3 tags on a document that is not in the register: doc-1." in check_store(tagged).wrong


@pytest.mark.parametrize("content", [None, b"{", b'{"a": 1}'])
def test_the_kept_words_of_a_document_that_are_missing_or_damaged_are_told(tagged, content):
    tagged.text("doc-1").unlink()
    if content is not None:
        tagged.text("doc-1").write_bytes(content)
    assert check_store(tagged).wrong == [
        "The words kept of pool.txt can’t be read (texts/doc-1): tags find them less well."
    ]


def test_a_copy_that_a_sync_tool_made_is_told_and_not_read(tagged):
    path = tagged.coder("bar")
    path.with_name(f"{path.stem} (conflicted copy).json").write_bytes(path.read_bytes())
    (wrong,) = check_store(tagged).wrong
    assert wrong.startswith(f"{path.stem} (conflicted copy).json is a copy that Reader doesn’t read")
    assert f"`reader merge '.reader/tags/{path.stem} (conflicted copy).json'`" in wrong
    assert len(TagStore(tagged, "bar").tags) == 3
    (problem,) = TagStore(tagged, "bar").problems
    assert problem == wrong


def test_tags_that_say_the_same_are_no_fault(tagged):
    edit(tagged.coder("bar"), lambda image: image["_default"].update({"9": image["_default"]["1"] | {"id": "other"}}))
    report = check_store(tagged)
    assert report.is_sound
    assert "1 tag saying the same as another; each shows once." in report.right


def test_what_a_crash_left_behind_goes_with_repair_unless_a_write_may_be_going_on(tagged):
    old, new = tagged.tags / ".bar.json.1.tmp", tagged.store / ".codebook.json.2.tmp"
    for path in (old, new):
        path.write_text("half")
    os.utime(old, (1, 1))
    assert check_store(tagged).wrong == [
        "A crash left tags/.bar.json.1.tmp behind. It does no harm; `reader check --repair` removes it."
    ]
    report = check_store(tagged, repair=True)
    assert report.is_sound
    assert report.mended == ["tags/.bar.json.1.tmp, which a crash left behind, was removed."]
    assert not old.exists()
    assert new.exists()


def test_a_write_that_is_done_while_the_check_looks_at_its_file_is_no_fault(tagged):
    class BusyDisk(Disk):
        """A disk on which another process finishes what it was writing, whenever somebody looks at it."""

        def signature(self, path):
            if path.suffix == ".tmp":
                path.unlink()
            return super().signature(path)

    (tagged.tags / ".bar.json.1.tmp").write_bytes(b"{")
    assert check_store(tagged, disk=BusyDisk()).is_sound
    assert list(tagged.tags.glob(".*.tmp")) == []


def test_a_hostile_name_in_the_store_comes_out_clean(tagged):
    edit(tagged.codebook, lambda image: image["_default"]["1"].update(name="\x1b[31mSport\x07", id="x"))
    (tagged.tags / "\x1b]0;x\x07.json").write_text("{")
    lines = check_store(tagged).lines
    assert all(clean(line) == line for line in lines)


def test_the_places_of_tags_are_counted():
    tags = [Tag(f"t{n}", "d", "v", n, "sport", "bar", "q") for n in (1, 2, 3, 4)]
    statuses = [Status.ANCHORED, Status.ANCHORED, Status.REVIEW, Status.ORPHAN]
    report = Report()
    check_places(report, TagIndex(as_it_was(tag, "sport", status) for tag, status in zip(tags, statuses, strict=True)))
    assert report.is_sound
    assert report.right == [
        "Of 4 tags, 2 anchored at their words, 1 for review (their words have changed), 1 orphan "
        "(their paragraph is gone)."
    ]


def test_a_record_in_the_file_of_another_coder_and_one_that_stands_in_two_files_are_told(tagged):
    image = json.loads(tagged.coder("bar").read_text())
    tagged.coder("ann").write_text(json.dumps({"_default": {"1": image["_default"]["1"]}}))
    name, id_ = tagged.coder("ann").name, image["_default"]["1"]["id"]
    assert check_store(tagged).wrong == [
        f"{name} has a record signed bar, who can’t change it there: {id_}.",
        f"1 of the same records stand in {name} and {tagged.coder('bar').name}: is one a copy of the other?",
    ]


def test_a_codebook_that_is_gone_is_told_and_the_founding_themes_stand_in(tagged):
    for path in (tagged.codebook, tagged.codebook.with_suffix(".log")):
        path.unlink()
    (said,) = check_store(tagged).wrong
    assert said.startswith("codebook.json and its log are missing: the founding themes stand in.")
    store = TagStore(tagged, "bar")
    assert len(store.tags) == 3
    assert Codebook(store.themes).need("Sport")
