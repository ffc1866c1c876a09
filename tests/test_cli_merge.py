"""Two copies of a library, worked on apart, and brought together with `reader merge`; copies that sync tools leave."""

from __future__ import annotations

import json
import shutil

import pytest

from reader.paths import LibraryPaths
from reader.tags.tagging import Target, annotate
from reader.workspace import Workspace

SYNCTHING = "{stem}.sync-conflict-20261122-101500-ABCDEFG{suffix}"
DROPBOX = "{stem} (Ann's conflicted copy 2026-11-22){suffix}"
ONEDRIVE = "{stem}-PC{suffix}"
NUMBERED = "{stem} (1){suffix}"


@pytest.fixture
def laptop(library, tmp_path, reader):
    """A copy of the library after bar tagged a paragraph in it."""
    assert reader("tag", "debate", "5", "sport", "racism").code == 0
    return shutil.copytree(library, tmp_path / "laptop")


def taggings(reader, *where):
    printed = reader("export", "jsonl", *where).out.splitlines()
    tags = [json.loads(line) for line in printed]
    return sorted((tag["coder"], tag["theme"], tag["paragraph"], tag["note"]) for tag in tags)


def everything_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def conflict_copy(source, target_folder, form):
    copy = target_folder / form.format(stem=source.stem, suffix=source.suffix)
    shutil.copyfile(source, copy)
    return copy


def test_what_was_done_apart_comes_together_on_both_sides_and_is_told(reader, laptop, run, library):
    reader("tag", "debate", "7", "policing", "--note", "at home")
    run("tag", "minutes", "3", "sport", "--coder", "Ann", "-L", laptop)
    run("untag", "debate", "5", "racism", "-L", laptop)
    run("themes", "add", "Housing", "-L", laptop)
    before = everything_in(laptop)

    done = run("merge", laptop)
    assert done.returncode == 0, done.stderr
    first, kept = done.stdout.splitlines()
    assert first == f"Merged {laptop}: 1 tag, 1 theme, 1 document came in; 1 tag deleted."
    assert kept.startswith("What was here before is kept: `reader restore ")
    assert everything_in(laptop) == before

    assert reader("merge", laptop).out == f"Nothing new in {laptop}: what it has is here already.\n"
    assert run("merge", library, "-L", laptop).returncode == 0
    assert taggings(reader) == taggings(reader, "-L", laptop)
    assert taggings(reader) == [
        ("Ann", "Sport", 3, ""),
        ("bar", "Policing", 7, "at home"),
        ("bar", "Sport", 5, ""),
    ]
    assert (library / ".reader/texts").exists()
    texts = [sorted(path.name for path in (root / ".reader/texts").iterdir()) for root in (library, laptop)]
    assert texts[0] == texts[1]
    assert reader("check").code == 0


def test_a_store_folder_and_a_file_of_a_library_can_be_named_as_well(reader, laptop):
    reader("tag", "debate", "7", "sport", "-L", laptop)
    reader("themes", "add", "Housing", "-L", laptop)
    themes = laptop / ".reader/codebook.json"
    assert "1 theme came in" in reader("merge", themes).out
    assert reader("merge", laptop / ".reader").out.startswith(f"Merged {laptop / '.reader'}: 1 tag came in.")
    assert "Housing" in reader("themes").out


def test_a_file_alone_comes_in_from_its_snapshot_or_from_its_log(reader, laptop, tmp_path):
    reader("tag", "debate", "7", "sport", "-L", laptop)
    bar = LibraryPaths.of(laptop).coder("bar")
    shutil.copyfile(bar, tmp_path / "from a stick.json")
    assert "1 tag came in" in reader("merge", tmp_path / "from a stick.json").out
    reader("tag", "debate", "7", "racism", "-L", laptop)
    shutil.copyfile(bar.with_suffix(".log"), tmp_path / "kept.log")
    assert "1 tag came in" in reader("merge", tmp_path / "kept.log").out
    shutil.copyfile(bar.with_suffix(".log"), tmp_path / "without an ending")
    assert "Nothing new" in reader("merge", tmp_path / "without an ending").out
    assert taggings(reader) == taggings(reader, "-L", laptop)


def test_both_changed_one_note_the_newer_stays_and_the_other_is_told(reader, laptop):
    def note(text, *where):
        reader("untag", "debate", "7", "racism", *where)
        path = LibraryPaths.of(laptop if where else laptop.parent / "library").coder("bar")
        image = json.loads(path.read_text())
        row = next(row for row in image["_default"].values() if row["theme"])
        row |= {"note": text, "modified": f"2030-01-01T00:00:0{len(text)}.000000+00:00"}
        path.write_text(json.dumps(image))

    note("long")
    note("l", "-L", laptop)
    out = reader("merge", laptop).out
    assert (
        "Both changed bar’s tag Sport on ¶ 5 of debate.txt: kept ours, changed 2030-01-01 00:00 UTC (note “long”); "
        in out
    )
    assert "not theirs, changed 2030-01-01 00:00 UTC (note “l”)." in out
    assert ("bar", "Sport", 5, "long") in taggings(reader)
    assert ("bar", "Sport", 5, "long") not in taggings(reader, "-L", laptop)
    assert "kept theirs" in reader("merge", laptop.parent / "library", "-L", laptop).out
    assert ("bar", "Sport", 5, "long") in taggings(reader, "-L", laptop)


def test_what_only_one_side_changed_is_no_conflict(reader, laptop):
    reader("themes", "rename", "sport", "Games", "-L", laptop)
    reader("themes", "rename", "games", "Play", "-L", laptop)
    out = reader("merge", laptop).out
    assert out.startswith(f"Merged {laptop}: 1 theme changed.")
    assert "Both changed" not in out
    assert "Both changed" not in reader("merge", laptop.parent / "library", "-L", laptop).out


def test_a_theme_renamed_here_and_deleted_there_is_told(reader, laptop):
    reader("themes", "delete", "policing", "-L", laptop)
    reader("themes", "rename", "policing", "Police")
    out = reader("merge", laptop).out
    assert "Both changed the theme “Police”: kept ours, changed " in out
    assert "; not theirs, deleted " in out
    assert "Police" in reader("themes").out


def test_a_theme_that_both_made_is_kept_twice_until_the_user_says_that_it_is_one(reader, laptop):
    reader("themes", "add", "Housing")
    reader("tag", "debate", "7", "housing")
    reader("themes", "add", "housing", "-L", laptop)
    reader("tag", "minutes", "3", "housing", "-L", laptop)
    reader("themes", "add", "Health", "--key", "6", "-L", laptop)
    reader("themes", "add", "Water", "--key", "6")
    out = reader("merge", laptop).out
    (advice,) = [line for line in out.splitlines() if "two themes" in line]
    assert advice.startswith("There are two themes “Housing”, made apart, and both are kept.")
    assert "Key 6 belongs to “Health”, and so “Water” has none now: `reader themes set Water --key DIGIT`" in out
    assert [line.split()[:2] for line in reader("themes").out.splitlines()][-3:] == [
        ["6", "Health"],
        ["-", "housing"],
        ["-", "Water"],
    ]
    command = advice.split("`reader ")[1].removesuffix("`.").split()
    assert reader(*command).code == 0
    assert [tag[1:3] for tag in taggings(reader) if tag[1] == "Housing"] == [("Housing", 3), ("Housing", 7)]
    assert reader("themes", "set", "water", "--key", "7").code == 0
    assert reader("check").code == 0


def test_a_theme_merged_away_here_takes_the_tags_made_with_it_there(reader, laptop):
    reader("themes", "merge", "racism", "policing")
    reader("tag", "debate", "7", "racism", "-L", laptop)
    assert reader("merge", laptop).code == 0
    assert ("bar", "Policing", 7, "") in taggings(reader)


@pytest.mark.parametrize("form", [SYNCTHING, DROPBOX, ONEDRIVE, NUMBERED])
def test_a_conflict_copy_is_told_brought_in_and_put_aside(reader, laptop, library, form):
    reader("tag", "debate", "7", "policing")
    reader("tag", "minutes", "3", "sport", "-L", laptop)
    reader("themes", "add", "Housing", "-L", laptop)
    ours, theirs = LibraryPaths.of(library), LibraryPaths.of(laptop)
    copies = [
        conflict_copy(theirs.coder("bar"), ours.tags, form),
        conflict_copy(theirs.coder("bar").with_suffix(".log"), ours.tags, form),
        conflict_copy(theirs.codebook, ours.store, form),
        conflict_copy(theirs.documents.with_suffix(".log"), ours.store, form),
    ]
    # What is new and in nobody's way a sync tool brings by itself.
    shutil.copytree(theirs.store / "texts", ours.store / "texts", dirs_exist_ok=True)
    assert len(taggings(reader)) == 3
    checked = reader("check")
    assert checked.code == 1
    for copy in copies:
        assert f"Wrong: {copy.name} is a copy that Reader doesn’t read" in checked.out
    content = copies[0].read_bytes()

    done = reader("merge", *copies)
    assert done.code == 0, done.err
    assert len(taggings(reader)) == 4
    assert not any(copy.exists() for copy in copies)
    (aside,) = ours.tags.glob(f"{copies[0].name}.merged-*".replace("(", "[(]"))
    assert aside.read_bytes() == content
    checked = reader("check")
    assert checked.code == 0, checked.out
    assert "Put aside earlier, and kept: " in checked.out


def test_the_commands_that_check_names_can_be_typed_from_anywhere_in_the_library(reader, laptop, library, monkeypatch):
    copy = conflict_copy(LibraryPaths.of(laptop).codebook, library / ".reader", SYNCTHING)
    monkeypatch.chdir(library / "articles")
    assert reader("merge", copy.relative_to(library)).code == 0
    assert not copy.exists()


def test_a_library_that_has_nothing_yet_becomes_the_other(reader, laptop, make_library, tmp_path):
    fresh = make_library(tmp_path / "fresh")
    reader("themes", "delete", "prevent", "-L", laptop)
    assert "2 tags, 3 themes, 1 document came in." in reader("merge", laptop, "-L", fresh).out
    assert taggings(reader, "-L", fresh) == taggings(reader, "-L", laptop)
    assert reader("themes", "-L", fresh).out == reader("themes", "-L", laptop).out


def test_an_older_copy_doesnt_bring_back_what_was_taken_off(reader, laptop):
    reader("untag", "debate", "5", "sport")
    reader("themes", "delete", "racism")
    assert reader("merge", laptop).out == f"Nothing new in {laptop}: what it has is here already.\n"
    assert taggings(reader) == []


def test_a_document_that_each_side_came_to_know_in_another_version_is_still_one(reader, library, tmp_path):
    laptop = shutil.copytree(library, tmp_path / "laptop")
    text = (laptop / "debate.txt").read_text()
    (laptop / "debate.txt").write_text(text.replace("fewer insults", "far fewer insults"))
    reader("tag", "debate", "5", "sport")
    reader("tag", "debate", "5", "racism", "-L", laptop)
    reader("tag", "debate", "8", "policing", "-L", laptop)
    reader("merge", laptop)
    reader("merge", library, "-L", laptop)
    for where in ((), ("-L", laptop)):
        shown = json.loads(reader("show", "debate", "--json", *where).out)
        assert shown[4]["tags"] == ["Sport", "Racism"]
        assert shown[7]["tags"] == ["Policing"]
        assert "0 orphans" in reader("check", *where).out
        log = reader("log", "--doc", "debate", *where).out
        for what in ("Sport on ¶ 5", "Racism on ¶ 5", "Policing on ¶ 8"):
            assert f"{what}, Swimming lessons in Northport" in log
        assert reader("untag", "debate", "5", "racism", *where).code == 0
    assert taggings(reader) == [("bar", "Policing", 8, ""), ("bar", "Sport", 5, "")]


def test_notes_of_both_sides_are_told_with_the_document_that_each_knew_by_another_id(reader, library, tmp_path):
    laptop = shutil.copytree(library, tmp_path / "laptop")
    text = (laptop / "debate.txt").read_text()
    (laptop / "debate.txt").write_text(text.replace("fewer insults", "far fewer insults"))
    for side in (library, laptop):
        write_note(side, "debate.txt", 5, f"asked in the {side.name}")
        assert reader("tag", "debate", "5", "sport", "-L", side).code == 0
    reader("merge", laptop)
    reader("merge", library, "-L", laptop)
    for where in ((), ("-L", laptop)):
        for filters in ((), ("--doc", "debate"), ("--theme", "sport")):
            _, _, notes = reader("export", "markdown", *filters, *where).out.partition("## Notes on paragraphs")
            assert notes.count("### ") == 1
            assert "asked in the library" in notes
            assert "asked in the laptop" in notes
            assert "can’t be found" not in notes
            assert notes.count("(Jane Okafor") == 2


def write_note(root, path, n, text):
    workspace = Workspace(root, "bar")
    target = Target(workspace.document_at(path), n)
    workspace.commit([annotate(None, target, text, "bar")], "", [target])
    workspace.close()


def test_a_document_that_was_renamed_on_one_side_is_still_one(reader, library, laptop):
    (laptop / "debate.txt").rename(laptop / "swimming.txt")
    reader("tag", "swimming", "7", "policing", "-L", laptop)
    reader("merge", laptop)
    assert taggings(reader) == [("bar", "Policing", 7, ""), ("bar", "Racism", 5, ""), ("bar", "Sport", 5, "")]
    assert "0 orphans" in reader("check").out


def test_merging_is_in_the_history_and_not_undone_by_u(reader, laptop, library):
    from reader.tags.store import TagStore

    reader("tag", "debate", "7", "policing", "-L", laptop)
    reader("merge", laptop)
    store = TagStore(LibraryPaths.of(library), "bar")
    latest = next(store.history())
    assert latest.label == f"Merged from {laptop} by bar"
    undoable = store.undoable()
    assert undoable is not None
    assert undoable.label != latest.label


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda root: root / "nowhere", "There is no "),
        (lambda root: root / "library", "is this library itself"),
        (lambda root: root / "library/.reader", "is this library itself"),
        (lambda root: root / "link", "is this library itself"),
        (lambda root: root / "library/.reader/codebook.json", "is this library’s own file"),
        (lambda root: root / "library/.reader/documents.log", "is this library’s own file"),
        (lambda root: root / "empty", "Reader keeps nothing in "),
        (lambda root: root / "library/debate.txt", "is damaged, or no file of Reader’s"),
        (lambda root: root / "other.json", "There is no theme, document, tag or note in "),
        (lambda root: root / "git.json", "git left conflict markers in "),
        (lambda root: root / "newer", "was written by a newer version of Reader"),
        (lambda root: root / "damaged", "is damaged, or no file of Reader’s"),
    ],
)
def test_what_cannot_be_merged_is_one_line_and_changes_nothing(reader, laptop, library, tmp_path, make, message):
    (tmp_path / "link").symlink_to(library)
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.json").write_text('{"_default": {"1": {"name": "x"}}}')
    (tmp_path / "git.json").write_text('{"_default": {\n<<<<<<< HEAD\n"1": {}\n=======\n"1": {}\n>>>>>>> b\n}}')
    for name in ("newer", "damaged"):
        shutil.copytree(laptop, tmp_path / name)
        path = tmp_path / name / ".reader/codebook.json"
        path.with_suffix(".log").unlink()
        image = json.loads(path.read_text())
        image["_meta"]["1"]["format"] = 99
        path.write_text(json.dumps(image) if name == "newer" else "{")
    before = everything_in(library)
    done = reader("merge", make(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert len(done.err.splitlines()) == 1
    assert everything_in(library) == before


def test_rows_that_are_no_records_stay_out_and_hostile_text_comes_out_clean(reader, laptop, library, tmp_path):
    path = LibraryPaths.of(laptop).codebook
    path.with_suffix(".log").unlink()
    image = json.loads(path.read_text())
    image["_default"]["8"] = {"id": "../../x", "name": "up"}
    image["_default"]["9"] = {"id": "evil", "name": "\x1b[31mEvil\x07", "modified": "2026"}
    path.write_text(json.dumps(image))
    done = reader("merge", path)
    assert f"1 row is no record and was left out: {path}." in done.out
    assert "\x1b" not in done.out + reader("themes").out
    assert "Evil" in reader("themes").out


def test_a_tag_is_filed_by_its_own_coder_whatever_file_it_came_in(reader, laptop, library, tmp_path):
    reader("tag", "debate", "7", "policing", "-L", laptop, "--coder", "Ann")
    reader("tag", "debate", "8", "policing", "-L", laptop)
    image = json.loads(LibraryPaths.of(laptop).coder("Ann").read_text())
    mine = json.loads(LibraryPaths.of(laptop).coder("bar").read_text())
    image["_default"] |= {f"9{number}": row for number, row in mine["_default"].items()}
    (tmp_path / "from Ann.json").write_text(json.dumps(image))
    assert "2 tags came in" in reader("merge", tmp_path / "from Ann.json").out
    for coder, count in (("Ann", 1), ("bar", 3)):
        kept = json.loads(LibraryPaths.of(library).coder(coder).read_text())["_default"].values()
        assert [row["coder"] for row in kept] == [coder] * count
    assert reader("check").code == 0


def test_a_library_that_nobody_may_write_to_can_be_merged(reader, laptop, run):
    reader("tag", "debate", "7", "policing", "-L", laptop)
    everything = [laptop, *laptop.rglob("*")]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        before = everything_in(laptop)
        assert "1 tag came in" in reader("merge", laptop).out
        assert everything_in(laptop) == before
    finally:
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)
