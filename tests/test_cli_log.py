"""Journeys of somebody who wants to know who changed what, when: `reader log`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.documents.model import Document, Kind, Metadata, Paragraph
from reader.exchange.audit import deeds
from reader.paths import LibraryPaths
from reader.tags import log as logs
from reader.tags import parts
from reader.tags import store as stores
from reader.tags.disk import Disk
from reader.tags.model import FOUNDING_THEMES, Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, annotate, new_tag
from reader.workspace import Workspace

TITLE = "Swimming lessons in Northport"
WHEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ")


def told(printed):
    """What the lines say after their times."""
    lines = printed.splitlines()
    assert all(WHEN.match(line) for line in lines)
    return [line[21:] for line in lines]


def logged(**says):
    """A line of a log that says what Reader never would."""
    text = json.dumps({"n": 1, "prev": "", **says}).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def store_of(library, coder="bar"):
    return TagStore(LibraryPaths.of(library), coder)


def test_a_morning_is_told_newest_first_with_coder_place_and_quotation(run, library):
    run("tag", "debate", "7", "Sport", "--span", "35:58", "--note", "strong\nwords")
    run("tag", "minutes", "2-3", "Racism", "--coder", "ann")
    run("tag", "debate", "7", "Sport", "--span", "35:58", "--note", "weak")
    run("untag", "debate", "7", "Sport")
    run("themes", "rename", "Sport", "Games")
    run("themes", "add", "Clubs", "--parent", "games")
    run("themes", "set", "Clubs", "--key", "", "--description", "Who plays")
    run("themes", "move", "Clubs")
    run("themes", "merge", "Clubs", "Racism")
    run("themes", "delete", "Policing")
    done = run("log")
    assert (done.returncode, done.stderr) == (0, "")
    assert told(done.stdout) == [
        "bar       Theme Policing deleted",
        "bar       Theme Clubs merged into Racism",
        "bar       Theme Clubs moved to the top",
        "bar       Theme Clubs: key “5” → none, description none → “Who plays”",
        "bar       Theme Clubs added",
        "bar       Theme Sport is now Games",
        f"bar       Sport off words in ¶ 7, {TITLE}  “Our world champion team”",
        f"bar       Note on Sport, words in ¶ 7, {TITLE}  “strong words” → “weak”  “Our world champion team”",
        "ann       Racism on ¶ 2, Minutes of the pool committee (1 of 2)  “The committee met in the boathouse.”",
        "ann       Racism on ¶ 3, Minutes of the pool committee (2 of 2)  “Lockers will be painted green.”",
        f"bar       Sport on words in ¶ 7, {TITLE}  note “strong words”  “Our world champion team”",
    ]


def test_what_was_undone_and_done_again_says_so(run, library):
    run("tag", "debate", "7", "Sport", "--span", "35:58")
    store = store_of(library)
    first = store.undoable()
    undone = store.undo(first)
    again = store.undo(store.redoable())
    assert [line.partition("  “")[0] for line in told(run("log").stdout)] == [
        f"bar       Did again: Sport on words in ¶ 7, {TITLE}",
        f"bar       Undid: Sport on words in ¶ 7, {TITLE}",
        f"bar       Sport on words in ¶ 7, {TITLE}",
    ]
    rows = json.loads(run("log", "--json").stdout)
    assert [(row["step"], row["action"], row["undoes"], row["redo"]) for row in rows] == [
        (again.id, "tag", undone.id, True),
        (undone.id, "untag", first.id, False),
        (first.id, "tag", None, False),
    ]


def test_notes_on_paragraphs_and_corrected_details_are_told_too(reader, library):
    workspace = Workspace(library, "bar")
    minutes = workspace.find_document("minutes")
    target = Target(minutes, 3)
    workspace.commit([annotate(None, target, "which\ngreen?", "bar")], "note", [target])
    workspace.commit([annotate(workspace.note_on(minutes.id, 3), target, "", "bar")], "note off")
    workspace.commit([workspace.correction(minutes, {"title": "Lockers", "date": "2026-03"})], "details")
    place = "¶ 3, Lockers"
    assert told(reader("log").out) == [
        "bar       Details of Lockers: title none → “Lockers”, date none → “2026-03”",
        f"bar       Note off {place}  “which green?”  “Lockers will be painted green.”",
        f"bar       Note on {place}  “which green?”  “Lockers will be painted green.”",
    ]
    details, off, on = json.loads(reader("log", "--json").out)
    assert (details["action"], details["before"], details["after"]) == (
        "document",
        {"title": None, "date": None},
        {"title": "Lockers", "date": "2026-03"},
    )
    assert (off["action"], off["before"], off["after"]) == ("note", {"note": "which\ngreen?"}, None)
    assert (on["theme"], on["before"], on["after"]) == (None, None, {"note": "which\ngreen?"})


def test_json_has_one_shape_and_names_things_as_they_were(run):
    run("tag", "debate", "7", "Sport", "--span", "35:58", "--note", "strong")
    run("themes", "rename", "Sport", "Games")
    rename, tag = json.loads(run("log", "--json").stdout)
    assert list(tag) == list(rename) == [
        "step", "at", "coder", "action", "label", "undoes", "redo", "id", "owner", "document", "path", "paragraph",
        "start", "end", "theme", "quotation", "before", "after",
    ]  # fmt: skip
    (exported,) = [json.loads(line) for line in run("export", "jsonl").stdout.splitlines()]
    same = ("id", "document", "path", "paragraph", "start", "end", "coder", "quotation")
    assert {name: tag[name] for name in same} == {name: exported[name] for name in same}
    assert (tag["action"], tag["theme"], tag["owner"], tag["before"]) == ("tag", "Sport", "bar", None)
    assert tag["after"] == {"paragraph": 7, "start": 35, "end": 58, "note": "strong"}
    assert (rename["action"], rename["theme"], rename["document"], rename["quotation"]) == (
        "theme",
        "Games",
        None,
        None,
    )
    assert (rename["before"], rename["after"]) == ({"name": "Sport"}, {"name": "Games"})
    assert datetime.fromisoformat(tag["at"]) < datetime.fromisoformat(rename["at"])


def test_where_nothing_was_done_or_nothing_fits_that_is_said_and_is_no_fault(reader, library):
    assert (reader("log").code, reader("log").out, reader("log").err) == (0, "", "Nothing was changed here yet.\n")
    assert not (library / ".reader").exists()
    reader("tag", "debate", "7", "Sport")
    assert (reader("log", "--coder", "eve").out, reader("log", "--by", "eve").err) == ("", "No change fits.\n")
    assert json.loads(reader("log", "--coder", "eve", "--json").out) == []
    for arguments, said in {
        ("--theme", "polcing"): "No theme “polcing”. Did you mean Policing?",
        ("--doc", "nowhere"): "No document “nowhere”. `reader list` shows what there is.",
        ("--since", "sunday\x1b[2J"): "“sunday” is no date: write one as in 2026-11-22 or 2026-11-22T14:30, today or",
        ("--until", "9999-12-31"): "“9999-12-31” is no date",
        ("--since", "2026-02-30"): "“2026-02-30” is no date",
        ("--limit", "0"): "Invalid value for '--limit'",
    }.items():
        refused = reader("log", *arguments)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.startswith(said)
        assert refused.err.count("\n") == 1


def test_it_is_filtered_by_document_theme_and_coder(reader):
    reader("themes", "add", "Clubs", "--parent", "Sport")
    reader("tag", "debate", "7", "Sport", "Clubs", "Racism")
    reader("tag", "minutes", "3", "Sport", "--coder", "ann")
    reader("themes", "rename", "Sport", "Games")

    def heads(*arguments):
        return [line.partition(" (")[0].partition(",")[0] for line in told(reader("log", *arguments).out)]

    assert heads("--doc", "minutes") == heads("--coder", "ann") == ["ann       Sport on ¶ 3"]
    both = ["bar       Theme Sport is now Games", "ann       Sport on ¶ 3", "bar       Sport on ¶ 7"]
    clubs = ["bar       Clubs on ¶ 7", "bar       Theme Clubs added"]
    assert heads("--theme", "games") == [*both, *clubs]
    # By the name that it had; those below it are found by today's name alone.
    assert heads("--theme", "SPORT") == both
    assert heads("--theme", "3", "--limit", "2") == both[:2]
    assert heads("--theme", "games", "--doc", "debate", "--by", "bar") == [both[2], clubs[0]]
    reader("themes", "merge", "Racism", "Games")
    assert "bar       Racism on ¶ 7" in heads("--theme", "games")
    reader("themes", "delete", "Clubs")
    assert heads("--theme", "clubs") == ["bar       Theme Clubs deleted", *clubs]


def test_it_is_filtered_by_day_in_local_time(run, reader, monkeypatch):
    moments = ["2026-03-01T22:30:00.000000+00:00", "2026-03-02T01:00:00.000000+00:00"]
    for n, moment in enumerate(moments, 7):
        monkeypatch.setattr(stores, "now", lambda moment=moment: moment)
        reader("tag", "debate", str(n), "Sport")

    def found(zone, *arguments):
        return [line[:30] for line in run("log", *arguments, env={"TZ": zone}).stdout.splitlines()]

    in_tokyo = ["2026-03-02 10:00:00  bar      ", "2026-03-02 07:30:00  bar      "]
    in_utc = ["2026-03-02 01:00:00  bar      ", "2026-03-01 22:30:00  bar      "]
    assert found("UTC") == in_utc
    if os.name == "posix":
        assert found("Asia/Tokyo") == in_tokyo
        assert found("Asia/Tokyo", "--since", "2026-03-02", "--until", "2026-03-02") == in_tokyo
    assert found("UTC", "--since", "2026-03-02") == in_utc[:1]
    assert found("UTC", "--until", "2026-03-01") == in_utc[1:]
    assert found("UTC", "--since", "2026-03-01T22:30:01", "--until", "2026-03-02T01:00:00Z") == []
    assert found("UTC", "--since", "yesterday") == []
    for days, word in enumerate(("today", "yesterday")):
        noon = datetime.now().astimezone().replace(hour=12) - timedelta(days=days)
        moment = noon.astimezone(UTC).isoformat(timespec="microseconds")
        monkeypatch.setattr(stores, "now", lambda moment=moment: moment)
        reader("tag", "minutes", str(days + 2), "Sport")
        (line,) = told(reader("log", "--since", word, "--until", word).out)
        assert f"¶ {days + 2}, Minutes" in line


def test_what_is_gone_stands_in_the_history_still(reader, library):
    reader("tag", "minutes", "3", "Sport")
    reader("tag", "debate", "7", "Sport")
    reader("untag", "minutes", "3", "Sport")
    reader("themes", "delete", "Sport")
    (library / "minutes.txt").unlink()
    assert told(reader("log", "--doc", "minutes").out) == [
        "bar       Sport off ¶ 3, minutes  “Lockers will be painted green.”",
        "bar       Sport on ¶ 3, minutes  “Lockers will be painted green.”",
    ]
    assert {row["path"] for row in json.loads(reader("log", "--doc", "minutes.txt", "--json").out)} == {"minutes.txt"}
    assert len(told(reader("log", "--theme", "sport").out)) == 4


def test_a_file_that_was_edited_by_hand_is_told_as_taken_in(reader, library):
    reader("tag", "debate", "7", "Sport")
    file = LibraryPaths.of(library).coder("bar")
    with TinyDB(file) as database:
        database.update({"note": "by hand"})
    reader("tag", "minutes", "3", "Sport")
    _, taken, _ = told(reader("log").out)
    assert taken.startswith(
        f"–         bar’s Note on Sport, ¶ 7, {TITLE} (Taken in from {file.name})  “by hand”  “Swimm"
    )
    assert [row["coder"] for row in json.loads(reader("log", "--json").out)] == ["bar", None, "bar"]
    assert len(told(reader("log", "--coder", "bar").out)) == 3


def test_no_control_character_comes_out_of_a_log_and_a_damaged_line_costs_only_itself(reader, library):
    reader("tag", "debate", "7", "Sport")
    (row,) = (dict(tag) for tag in TinyDB(LibraryPaths.of(library).coder("bar")))
    evil = "e\x1b[2J\x07\u202ev\x9bil\r"
    tag = {**row, "quotation": evil, "note": evil, "coder": evil, "id": "1"}
    lines = [
        logged(
            step="s\x1b",
            label=evil,
            coder=evil,
            at="2026\x1b]0;x\x07",
            undoes="u\x1b",
            ops=[["_default", "1", None, tag]],
        ),
        b"damaged\x1b\n",
        logged(step="s2", label="label", coder="eve", at="2026", ops=[["_default", "2", None, {"id": "\x1b"}]]),
    ]
    LibraryPaths.of(library).coder("eve").with_suffix(".log").write_bytes(b"".join(lines))
    printed = reader("log").out + reader("log", "--json").out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", printed)
    assert "evil" in printed
    assert len(json.loads(reader("log", "--json").out)) == 2
    assert reader("log", "--since", "2020-01-01").out.count("\n") == 1


def test_it_is_told_from_logs_that_were_set_aside_and_read_no_further_than_it_is_asked_for(library, monkeypatch):
    monkeypatch.setattr(logs, "PART_BYTES", 4000)
    workspace = Workspace(library, "bar")
    debate = workspace.find_document("debate")
    for n in range(30):
        target = Target(debate, 7, n, n + 2)
        tag = new_tag(target, FOUNDING_THEMES[0], "bar")
        workspace.commit([Change(Table.TAGS, None, tag)], f"{n}", [target])
    workspace.close()
    read = set()

    class Watched(Disk):
        def read(self, path, start=0, length=-1):
            # Where a part begins in the whole log its header says.
            if (start, length) != (0, parts.BLOCK):
                read.add(path.name)
            return super().read(path, start, length)

    monkeypatch.setattr(stores, "Disk", Watched)
    found = deeds(Workspace(library, "bar", with_tags=False))
    name = LibraryPaths.of(library).coder("bar").stem
    assert [deed.start for deed in islice(found, 2)] == [29, 28]
    assert not read & {f"{name}.json", f"{name}.log.1", f"{name}.log.2"}
    assert [deed.start for deed in found] == [*range(27, -1, -1)]
    assert f"{name}.log.1" in read


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGPIPE and no head")
def test_a_reader_that_stops_reading_ends_it_quietly(library, environment):
    store = store_of(library)
    document = Document("doc", "d.txt", (Paragraph(1, Kind.BODY, "words " * 500),), Metadata(), "v")
    tags = [new_tag(Target(document, 1), FOUNDING_THEMES[0], "bar") for _ in range(300)]
    store.commit([Change(Table.TAGS, None, tag) for tag in tags], "many")
    for option in ("", "--json"):
        command = f"{sys.executable} -m reader log {option} | head -n 1"
        done = subprocess.run(command, shell=True, cwd=library, env=environment(), capture_output=True, timeout=60)
        assert done.stderr == b""
        assert done.stdout.count(b"\n") == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["tag", "untag", "undo", "redo"]), st.integers(0, 3)), max_size=12))
def test_the_history_played_from_the_beginning_gives_what_is_tagged(steps):
    paragraphs = tuple(Paragraph(n, Kind.BODY, f"paragraph {n}") for n in range(1, 5))
    document = Document("doc-1", "d.txt", paragraphs, Metadata(), "v1")
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(Path(folder))
        for word, n in steps:
            if word == "tag":
                tag = new_tag(Target(document, n + 1), FOUNDING_THEMES[n], "bar")
                store.commit([Change(Table.TAGS, None, tag)], "on")
            elif word == "untag" and len(store.tags) > n:
                store.commit([Change(Table.TAGS, list(store.tags.values())[n], None)], "off")
            else:
                step = store.undoable() if word == "undo" else store.redoable() if word == "redo" else None
                if step is not None:
                    store.undo(step)
        there = {}
        for deed in reversed(list(deeds(Workspace(Path(folder), "bar", with_tags=False)))):
            if deed.action == "tag":
                there[deed.id] = deed.theme_id, deed.paragraph
            else:
                del there[deed.id]
        assert there == {tag.id: (tag.theme, tag.paragraph) for tag in store.tags.values()}
        store.close()


def test_a_tag_that_was_given_another_theme_is_told_under_both(run, library):
    run("tag", "debate", "7", "Sport", "--note", "strong")
    store = store_of(library)
    (tag,) = store.tags.values()
    racism = next(theme for theme in FOUNDING_THEMES if theme.name == "Racism")
    step = store.commit([Change(Table.TAGS, tag, replace(tag, theme=racism.id))], "Moved 1 from Sport to Racism")
    store.undo(step)
    store.close()
    place = f"¶ 7, {TITLE}"
    for theme in ("sport", "racism"):
        lines = told(run("log", "--theme", theme).stdout)
        assert lines[0].startswith(f"bar       Undid: Sport → Racism on {place}")
        assert lines[1].startswith(f"bar       Sport → Racism on {place}")
    moved = json.loads(run("log", "--json", "--theme", "racism").stdout)[1]
    assert (moved["action"], moved["before"], moved["after"]) == ("move", {"theme": "Sport"}, {"theme": "Racism"})
