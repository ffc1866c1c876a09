"""Journeys of a user who drives the real command, as a process."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from tinydb import TinyDB

from reader.documents.gate import clean
from reader.paths import LibraryPaths
from reader.tags.tagging import Target, annotate
from reader.workspace import Workspace

TAGGED = "Our world champion team"


def test_a_morning_with_the_library_from_the_first_look_to_the_evidence(run, library):
    listed = run("list")
    assert listed.stdout == (
        "undated     0/3  Harbour pool reopens after the storm  articles/pool reopens.md\n"
        "2021-11-29  0/3  Swimming lessons in Northport         debate.txt\n"
        "undated     0/3  Minutes of the pool committee         minutes.txt\n"
    )
    assert not (library / ".reader").exists()

    tagged = run("tag", "swimming", "7-8", "Sport", "4", "--note", "strong")
    assert (tagged.returncode, tagged.stderr) == (0, "")
    assert tagged.stdout == (
        "Sport on ¶ 7, Swimming lessons in Northport\nRacism on ¶ 7, Swimming lessons in Northport\n"
        "Sport on ¶ 8, Swimming lessons in Northport\nRacism on ¶ 8, Swimming lessons in Northport\n"
    )
    assert run("tag", "debate.txt", "7", "sport").stdout == "Sport was on ¶ 7, Swimming lessons in Northport already\n"

    found = run("find", "wrold", "champoin", "#sport")
    assert found.returncode == 0
    assert found.stdout.startswith(
        "Swimming lessons in Northport ¶ 7 · Piet Lindqvist · Mayor of Northport  # Sport · Racism\n"
        "    Swimming brings the town together. Our world champion team [the relay of 2019]"
    )

    report = run("export", "markdown")
    assert "## Sport\n\n### Swimming lessons in Northport\n" in report.stdout
    assert r"Our world champion team \[the relay of 2019\]" in report.stdout
    assert "Note by bar: strong" in report.stdout

    assert run("untag", "debate", "7", "Sport").stdout == "Sport off ¶ 7, Swimming lessons in Northport\n"
    assert run("untag", "debate", "7", "Sport").stdout == "Sport was not on ¶ 7, Swimming lessons in Northport\n"
    assert len(TinyDB(LibraryPaths.of(library).coder("bar"))) == 3
    assert [row["quotation"][:8] for row in csv.DictReader(io.StringIO(run("export", "csv").stdout))] == [
        "Swimming",
        "The club",
        "The club",
    ]
    checked = run("check")
    assert checked.returncode == 0
    assert checked.stdout.endswith("Of 3 tags, 3 anchored at their words, 0 for review (their words have changed), "
                                   "0 orphans (their paragraph is gone).\nNothing is wrong.\n")  # fmt: skip


def test_a_document_is_shown_with_numbers_speakers_and_themes(run):
    run("tag", "debate", "7", "Sport")
    shown = run("show", "debate").stdout.split("\n\n")
    assert shown[0] == (
        "Swimming lessons in Northport\n29 November 2021 · Questions to the Mayor of Northport · debate.txt"
    )
    assert shown[3] == "   3  Alert me about debates like this"
    assert shown[4] == "   4  Jane Okafor · Labour"
    assert shown[7].startswith("   7  Swimming brings the town together. Our world champion team [the relay")
    assert shown[7].endswith("\n      # Sport")


def test_two_coders_see_each_others_tags_and_change_only_their_own(run):
    run("--coder", "ann", "tag", "minutes", "3", "Sport")
    assert run("tag", "minutes", "3", "Sport").stdout.startswith("Sport on")
    assert run("untag", "minutes", "3", "Sport", "--coder", "eve").stdout == (
        "Sport on ¶ 3, Minutes of the pool committee is ann and bar’s, and stays\n"
    )
    assert run("untag", "minutes", "3", "Sport").returncode == 0
    rows = [json.loads(line) for line in run("export", "jsonl").stdout.splitlines()]
    assert [row["coder"] for row in rows] == ["ann"]


def test_a_part_of_a_paragraph_is_tagged(run):
    tagged = run("tag", "debate", "7", "Sport", "--span", "35:58")
    assert tagged.stdout == f"Sport on “{TAGGED}”, ¶ 7, Swimming lessons in Northport\n"
    (row,) = [json.loads(line) for line in run("export", "jsonl").stdout.splitlines()]
    assert (row["quotation"], row["start"], row["end"]) == (TAGGED, 35, 58)


def test_a_note_given_later_is_put_on_the_tag_that_is_there(run):
    run("tag", "minutes", "3", "Sport")
    again = run("tag", "minutes", "3", "Sport", "--note", "green!")
    assert again.stdout == "Sport was on ¶ 3, Minutes of the pool committee already; its note is new\n"
    (row,) = [json.loads(line) for line in run("export", "jsonl").stdout.splitlines()]
    assert row["note"] == "green!"


def test_the_codebook_grows_and_is_put_in_order(reader):
    reader("tag", "minutes", "3", "Sport")
    steps = [
        (("add", "Clubs", "--parent", "sport", "--description", "Who plays"), "Added Clubs, key 5"),
        (("add", "Swimming", "--key", ""), "Added Swimming"),
        (("rename", "swimming", "Water"), "Swimming is now Water"),
        (("move", "Water", "Clubs"), "Moved Water under Clubs"),
        (("set", "5", "--key", "9", "--colour", "#00ff00"), "Clubs · key 9 · #00ff00 · Who plays"),
        (("merge", "Sport", "Racism"), "Merged Sport into Racism"),
        (("delete", "Policing"), "Deleted Policing, which had 0 tags"),
    ]
    assert [reader("themes", *arguments).out.strip() for arguments, _ in steps] == [said for _, said in steps]
    assert reader("themes").out == (
        "1  Prevent    0  The Prevent strategy and duty, and what is said about counter-extremism\n"
        "4  Racism     1  Racism and discrimination, and what is done against them\n"
        "9    Clubs    0  Who plays\n"
        "-      Water  0\n"
    )
    themes = {theme["name"]: theme for theme in json.loads(reader("themes", "--json").out)}
    assert (themes["Clubs"]["parent"], themes["Racism"]["tags"], themes["Water"]["key"]) == ("Racism", 1, None)
    assert reader("themes", "move", "Water").out == "Moved Water to the top\n"


def test_json_has_one_shape_everywhere(reader):
    reader("tag", "debate", "8", "Racism")
    documents = json.loads(reader("list", "--json").out)
    assert [sorted(each) for each in documents] == [
        sorted(["id", "path", "title", "date", "source", "paragraphs", "tagged", "error"])
    ] * 3
    debate = documents[1]
    assert (debate["path"], debate["paragraphs"], debate["tagged"], debate["error"]) == ("debate.txt", 8, 1, None)
    paragraphs = json.loads(reader("show", debate["id"], "--json").out)
    assert [each["n"] for each in paragraphs] == list(range(1, 9))
    assert (paragraphs[5]["kind"], paragraphs[5]["speaker"], paragraphs[5]["role"]) == (
        "speaker_line",
        "Piet Lindqvist",
        "Mayor of Northport",
    )
    assert paragraphs[7]["tags"] == ["Racism"]
    found = json.loads(reader("find", "fewer insults", "--json", "--limit", "1").out)
    assert sorted(found) == ["ms", "query", "results"]
    assert (found["results"][0]["paragraph"], found["results"][0]["tags"]) == (8, ["Racism"])
    (tag,) = [json.loads(line) for line in reader("export", "jsonl").out.splitlines()]
    assert (tag["document"], tag["paragraph"], tag["theme"], tag["status"]) == (debate["id"], 8, "Racism", "anchored")


def test_tags_follow_a_document_that_is_edited_moved_and_renamed(reader, library):
    reader("tag", "minutes", "3", "Sport")
    text = (library / "minutes.txt").read_text(encoding="utf-8")
    (library / "minutes.txt").write_text(
        text.replace("The committee met", "One. Two.\n\nThe committee met"), encoding="utf-8"
    )
    (library / "old").mkdir()
    reader("tag", "minutes", "2", "Sport")
    (library / "minutes.txt").rename(library / "old" / "minutes of march.txt")
    rows = [json.loads(line) for line in reader("export", "jsonl").out.splitlines()]
    assert [(row["path"], row["paragraph"], row["status"], row["quotation"]) for row in rows] == [
        ("old/minutes of march.txt", 2, "anchored", "One. Two."),
        ("old/minutes of march.txt", 4, "anchored", "Lockers will be painted green."),
    ]


def test_a_document_that_is_gone_keeps_its_tags_and_they_can_be_taken_off(reader, library):
    reader("tag", "minutes", "3-4", "Sport")
    (library / "minutes.txt").unlink()
    assert "2 tags are orphans" in reader("list").err
    shown = reader("show", "minutes")
    assert shown.code == 2
    assert "minutes.txt can’t be read: the file is gone. What was tagged in it is kept" in shown.err
    assert "2 orphans" in reader("check").out
    assert "its paragraph can’t be found" in reader("export", "markdown", "--doc", "minutes").out
    assert reader("untag", "minutes", "3", "Sport").code == 0
    assert len(reader("export", "jsonl").out.splitlines()) == 1


def test_a_document_that_grew_shorter_shows_what_was_tagged_below(run, library):
    run("tag", "minutes", "4", "Sport")
    (library / "minutes.txt").write_text("Minutes of the pool committee\n\nNothing.\n", encoding="utf-8")
    shown = run("show", "minutes").stdout
    assert shown.endswith(
        "Orphans: what was tagged or noted in paragraphs that can’t be found any more\n"
        " (4)  The next meeting is in spring.\n      # Sport\n"
    )


def test_what_anybody_noted_on_a_paragraph_that_is_gone_is_shown(run, library):
    workspace = Workspace(library, "ann")
    target = Target(workspace.document_at("minutes.txt"), 4)
    workspace.commit([annotate(None, target, "which spring?", "ann")], "", [target])
    workspace.close()
    (library / "minutes.txt").write_text("Minutes of the pool committee\n\nNothing.\n", encoding="utf-8")
    for coder in ("ann", "bar"):
        assert run("show", "minutes", "--coder", coder).stdout.endswith(
            " (4)  The next meeting is in spring.\n      Note: which spring?\n"
        )


def test_evidence_is_filtered_and_written_to_a_file(reader, library, tmp_path):
    reader("tag", "debate", "5", "Sport")
    reader("tag", "debate", "7", "Racism")
    reader("tag", "minutes", "3", "Racism", "--coder", "ann")
    counts = {
        ("--theme", "racism"): 2,
        ("--doc", "debate"): 2,
        ("--coder", "ann"): 1,
        ("--speaker", "okafor"): 1,
        ("--speaker", "labour", "--theme", "Racism"): 0,
    }
    for filters, count in counts.items():
        assert len(reader("export", "jsonl", *filters).out.splitlines()) == count
    written = reader("export", "csv", "-o", tmp_path / "out.csv", "--theme", "Racism")
    assert (written.code, written.out) == (0, "")
    assert written.err == f"2 tags written to {tmp_path / 'out.csv'}\n"
    assert len(list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))) == 2


def test_a_cell_that_looks_like_a_formula_is_made_harmless_unless_it_is_wanted_raw(run):
    run("tag", "pool reopens", "4", "Sport")
    assert '\n"\'=Everything is on the list, said the =SUM( of all keepers.",' in run("export", "csv").stdout
    assert '\n"=Everything is on the list' in run("export", "csv", "--raw").stdout


def test_the_library_is_found_from_below_or_named(run, library, tmp_path):
    run("tag", "minutes", "3", "Sport")
    below = library / "articles"
    assert "1/3" in run("list", cwd=below).stdout
    for arguments, env in (
        (("-L", library, "list"), {}),
        (("list", "--library", library), {}),
        (("list",), {"READER_LIBRARY": str(library)}),
    ):
        assert "1/3" in run(*arguments, cwd=tmp_path, env=env).stdout
    assert run("-L", below, "list").stdout.count("\n") == 1


def test_a_document_may_be_named_as_the_shell_completes_it_from_where_one_is(run, library):
    run("tag", "minutes", "3", "Sport")
    below = library / "articles"
    for named in ("../debate.txt", "./../debate.txt", str(library / "debate.txt"), "debate.txt"):
        assert run("show", named, cwd=below).stdout.startswith("Swimming lessons in Northport"), named
    (below / "debate.txt").write_text("Another debate\n\nAbout the harbour.\n", encoding="utf-8")
    assert run("show", "debate.txt", cwd=below).stdout.startswith("Swimming lessons in Northport")
    assert run("show", "./debate.txt", cwd=below).stdout.startswith("debate\n[date?] · articles")
    assert run("tag", "./debate.txt", "2", "Sport", cwd=below).stdout == "Sport on ¶ 2, debate\n"
    assert run("untag", "./debate.txt", "2", "Sport", cwd=below).stdout == "Sport off ¶ 2, debate\n"
    assert "No document" in run("show", "../../debate.txt", cwd=below).stderr


def test_names_are_found_however_their_letters_are_spelt(reader, library):
    # A Mac spells é in the name of a file as e and an accent; nobody can type that.
    (library / "cafe\u0301 ‘du port’.txt").write_text("Un.\n\nDeux.\n", encoding="utf-8")
    assert reader("show", "café 'Du Port'").code == 0
    assert reader("themes", "add", "De\u0301bat").code == 0
    assert reader("themes", "add", "débat").err == "There is a theme “De\u0301bat” already.\n"
    assert reader("tag", "café", "1", "Débat").code == 0
    assert "Un." in reader("export", "csv", "--doc", "CAFÉ", "--theme", "débat").out
    assert "De\u0301bat on ¶ 1" in reader("log", "--theme", "Débat").out


def test_words_that_look_like_options_are_words_of_the_query(reader):
    assert "¶ 8" in reader("find", "police", "-storm").out
    assert reader("find", "police", "-police").code == 1
    assert reader("find", "clubs", "-Labour", "--limit", "1").code == 0
    assert "¶ 7" in reader("find", "--", '"champion team"', "-x").out
    assert reader("find", "swimming", "doc:london").code == 1


def test_documents_themes_and_notes_are_found_too(reader):
    reader("tag", "minutes", "3", "Sport", "--note", "which green pool?")
    assert reader("find", "harbor pool", "--in", "documents").out.startswith("Harbour pool reopens after the storm\n")
    assert "Policing" in reader("find", "--in", "themes", "polcing").out
    assert "which green pool?" in reader("find", "--in=notes", "green").out
    assert reader("find", "green", "--in", "tags").out.count("¶") == 1
    assert reader("find", "storm", "--in", "tags").code == 1
    everything = json.loads(reader("find", "--in", "all", "--json", "pool").out)["results"]
    assert {result["type"] for result in everything} >= {"passage", "note", "document"}


def in_a_terminal(arguments, cwd, environment, **env):
    """Run the command on a terminal of 60 columns, and return what reached it."""
    import pty

    main, worker = pty.openpty()
    more = {"TERM": "xterm-256color", "COLUMNS": "60", **env}
    command = [sys.executable, "-m", "reader", *arguments]
    process = subprocess.Popen(command, cwd=cwd, env=environment(**more), stdin=worker, stdout=worker, stderr=worker)
    os.close(worker)
    printed = b""
    try:
        while chunk := os.read(main, 65536):
            printed += chunk
    except OSError:
        pass
    os.close(main)
    return process.wait(), printed.decode().replace("\r\n", "\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pty")
def test_on_a_terminal_lines_are_wrapped_and_words_that_were_found_stand_out(library, environment):
    _, printed = in_a_terminal(["find", "wrold", "champoin"], library, environment)
    assert "\x1b[1m\x1b[4mworld\x1b[0m \x1b[1m\x1b[4mchampion\x1b[0m\n    team" in printed
    _, printed = in_a_terminal(["show", "debate"], library, environment)
    assert max(len(line) for line in clean(printed).splitlines() if "Questions" not in line) <= 60


def test_columns_stand_below_each_other_beside_wide_letters_and_a_title_without_end(run, library):
    (library / "jp.txt").write_text("---\ntitle: 日本語の題名\n---\n\nText.\n", encoding="utf-8")
    (library / "long.txt").write_text(f"---\ntitle: {'No end ' * 30}\n---\n\nText.\n")
    assert run("list").stdout == (
        "undated     0/3  Harbour pool reopens after the storm  articles/pool reopens.md\n"
        "2021-11-29  0/3  Swimming lessons in Northport         debate.txt\n"
        "undated     0/1  日本語の題名                          jp.txt\n"
        f"undated     0/1  {'No end ' * 30} long.txt\n"
        "undated     0/3  Minutes of the pool committee         minutes.txt\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pty")
def test_on_a_terminal_wide_letters_are_wrapped_where_the_line_ends(library, environment):
    (library / "jp.txt").write_text(f"{'日本 ' * 40}\n\nText.\n", encoding="utf-8")
    _, printed = in_a_terminal(["show", "jp"], library, environment)
    assert max(line.count("日") for line in clean(printed).splitlines()) == 11


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pty")
def test_on_a_terminal_the_quotation_of_a_change_is_cut_to_fit(library, environment, run):
    run("tag", "debate", "7", "Sport")
    when, what, quotation = run("log").stdout.rstrip().partition("  bar ")[0], *run("log").stdout[21:-1].split("  “")
    for columns, expected in {
        "80": [f"{when}  {what}", f"{' ' * 21}“{quotation[:57].rstrip()}…"],
        "120": [f"{when}  {what}  “{quotation[: 120 - 24 - len(what) - 1].rstrip()}…"],
        "200": [f"{when}  {what}  “{quotation}"],
    }.items():
        _, printed = in_a_terminal(["log"], library, environment, COLUMNS=columns)
        assert clean(printed).splitlines() == expected


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pty")
def test_no_colour_is_respected_and_a_pipe_never_gets_any(library, environment, run):
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in in_a_terminal(["find", "wrold", "champoin"], library, environment, **env)[1]
    assert "\x1b" not in run("find", "wrold", "champoin").stdout


def test_the_app_wants_a_terminal(run):
    for arguments in ((), (".",), ("--samples",)):
        refused = run(*arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr == "The app needs a terminal. For scripts there are commands: `reader --help`.\n"


def test_what_is_named_on_the_command_line_is_what_the_app_opens(library, tmp_path, monkeypatch):
    import reader.app
    from reader.cli.command import run as run_here

    asked = []
    monkeypatch.setattr(reader.app, "run", lambda start, **options: asked.append((start, options)) or 0)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").mkdir()
    for arguments in (
        [],
        ["library"],
        ["./list"],
        ["library/debate.txt", "--coder", "ann"],
        ["-L", "library", "list/.."],
    ):
        assert run_here(arguments) == 0
    monkeypatch.setenv("READER_LIBRARY", str(library))
    for arguments in ([], ["list/.."], ["--samples"]):
        assert run_here(arguments) == 0
    assert [(start.name, options["library"], options["coder"]) for start, options in asked] == [
        (tmp_path.name, None, None),
        ("library", None, None),
        ("list", None, None),
        ("debate.txt", None, "ann"),
        ("..", library, None),
        (tmp_path.name, library, None),
        ("..", None, None),
        ("samples", None, None),
    ]
    assert [options["samples"] for _, options in asked] == [False] * 7 + [True]


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self):
        return True
