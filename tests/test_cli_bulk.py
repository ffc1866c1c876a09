"""Journeys of a script that tags by lines: `reader tag --stdin`, driven as a process."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from functools import partial

import pytest

from reader.paths import LibraryPaths
from reader.tags.checking import check_store
from reader.tags.store import TagStore

TAG = {
    "id",
    "document",
    "path",
    "paragraph",
    "start",
    "end",
    "theme",
    "coder",
    "created",
    "note",
    "quotation",
    "status",
}


def line(document="debate", paragraph=7, theme="Sport", **more):
    return json.dumps({"document": document, "paragraph": paragraph, "theme": theme, **more}) + "\n"


def answers(printed):
    return [json.loads(each) for each in printed.splitlines()]


def store_of(library, coder="bar"):
    return TagStore(LibraryPaths.of(library), coder)


@pytest.fixture
def start(start_lines):
    """Start `reader tag --stdin` and keep its input open."""
    return partial(start_lines, "tag")


def ask(process, text):
    process.stdin.write(text)
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def test_a_script_tags_by_lines_and_is_told_of_each_tag_and_each_mistake_in_order(run, library):
    done = run(
        "tag",
        "--stdin",
        stdin=json.dumps({"document": "swimming", "paragraph": "7-8", "themes": ["Sport", "4"], "note": "strong"})
        + "\n\n"
        + line(theme="polcing")
        + line(start=35, end=58)
        + line(paragraph=99)
        + line("minutes.txt", 3, span=[0, 7]),
    )
    assert (done.returncode, done.stderr) == (2, "")
    said = answers(done.stdout)
    assert [each.get("line") or (each["paragraph"], each["theme"], each["start"], each["end"]) for each in said] == [
        (7, "Sport", None, None),
        (7, "Racism", None, None),
        (8, "Sport", None, None),
        (8, "Racism", None, None),
        3,
        (7, "Sport", 35, 58),
        5,
        (3, "Sport", 0, 7),
    ]
    assert said[4] == {"line": 3, "error": "No theme “polcing”. Did you mean Policing?"}
    assert said[6]["error"] == "There is no paragraph 99 in Swimming lessons in Northport: it has 1 to 8."
    assert (said[5]["quotation"], said[7]["quotation"]) == ("Our world champion team", "Lockers")
    assert set(said[0]) == TAG
    assert (said[0]["note"], said[0]["coder"], said[0]["status"], said[0]["path"]) == (
        "strong",
        "bar",
        "anchored",
        "debate.txt",
    )
    # What is answered is what is kept, in the shape that export gives, and each line is a step of its own.
    exported = {each["id"]: each for each in answers(run("export", "jsonl").stdout)}
    assert all(exported[each["id"]].items() >= each.items() for each in said if "id" in each)
    assert len(exported) == 6
    assert [len(step.changes) for step in store_of(library).history()] == [1, 1, 4]


def test_a_tag_that_is_there_is_answered_as_it_is_and_a_note_given_later_is_put_on_it(run):
    run("tag", "debate", "7", "Sport")
    said = answers(run("tag", "--stdin", stdin=line() + line("minutes", 3) * 2 + line() + line(note="late ")).stdout)
    assert [each["id"] for each in said] == [said[0]["id"], said[1]["id"], said[1]["id"], said[0]["id"], said[0]["id"]]
    assert [each["note"] for each in said] == ["", "", "", "", "late"]
    again = run("tag", "--stdin", stdin=line(note="late "))
    assert (again.returncode, answers(again.stdout)) == (0, said[-1:])
    assert len(answers(run("export", "jsonl").stdout)) == 2


def test_what_one_library_exports_another_takes_in(run, library, tmp_path, make_library):
    run("tag", "debate", "7", "Sport", "--span", "35:58", "--note", "strong")
    run("tag", "minutes", "3", "Racism")
    exported = run("export", "jsonl").stdout
    other = make_library(tmp_path / "other")
    done = run("tag", "--stdin", "--coder", "ann", "--library", other, stdin=exported)
    assert (done.returncode, done.stderr) == (0, "")
    kept = ("document", "paragraph", "start", "end", "theme", "note", "quotation")
    assert [{name: each[name] for name in kept} for each in answers(done.stdout)] == [
        {name: each[name] for name in kept} for each in answers(exported)
    ]
    assert {each["coder"] for each in answers(done.stdout)} == {"ann"}


WRONG = {
    b"{": "The line is no JSON: Expecting property name enclosed in double quotes at character 2.",
    b"null": "The line is no JSON object, such as ",
    b"[]": "The line is no JSON object, such as ",
    b"NaN": "The line is no JSON object, such as ",
    b"\xff{}": "The line is not UTF-8: byte 1 is wrong.",
    b"1" * 5000: "The line is no JSON that can be used: a number too long, or nested too deeply.",
    b"[" * 200_000: "The line is no JSON",
    b'{"document": "' + b"x" * 10_000_000 + b'"}': "The line is longer than 1,048,576 bytes.",
    b"{}": '“paragraph” must be a number, or text such as "3-5".',
    b'{"paragraph": true}': "“paragraph” must be a number",
    b'{"paragraph": 3.0}': "“paragraph” must be a number",
    b'{"paragraph": NaN}': "“paragraph” must be a number",
    b'{"paragraph": 3}': "“document” must be text, as in ",
    b'{"paragraph": 3, "document": 4}': "“document” must be text, as in ",
    b'{"paragraph": 3, "document": "minutes"}': "“theme” must be text, as in ",
    b'{"paragraph": 3, "document": "minutes", "theme": 3}': "“theme” must be text, as in ",
    b'{"paragraph": 3, "document": "minutes", "themes": []}': "“themes” must be a list of names",
    b'{"paragraph": 3, "document": "minutes", "themes": "Sport"}': "“themes” must be a list of names",
    b'{"paragraph": 3, "document": "minutes", "themes": ["Sport", null]}': "“themes” must be a list of names",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "themes": ["Sport"]}': "“themes” must be a list",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "note": 1}': "“note” must be text.",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "start": 1}': "“start” and “end” must both be numbers",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "start": 1, "end": true}': "“start” and “end” must",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "start": -1, "end": 2}': "“-1:2” is no span of ¶ 3",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "span": [0, 99]}': "“0:99” is no span of ¶ 3: write",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "span": [0]}': "“span” must be two numbers",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "span": [0, 1], "end": 1}': "“span” must be two",
    b'{"paragraph": "3-4", "document": "minutes", "theme": "Sport", "span": [0, 1]}': "A span is a part of one paragr",
    b'{"paragraph": 3, "document": "minutes", "theme": "Sport", "nots": "x"}': "“nots” is nothing that a line can say",
    b'{"paragraph": 0, "document": "minutes", "theme": "Sport"}': "There is no paragraph 0 in Minutes of the pool",
    b'{"paragraph": -3, "document": "minutes", "theme": "Sport"}': "“-3” is no paragraph",
    b'{"paragraph": 1' + b"0" * 400 + b', "document": "minutes", "theme": "Sport"}': "is no paragraph: write a number",
    b'{"paragraph": "5-3", "document": "minutes", "theme": "Sport"}': "“5-3” is no paragraph",
    b'{"paragraph": 3, "document": "o", "theme": "Sport"}': "“o” could be 3 documents",
    b'{"paragraph": 3, "document": "\\ud800", "theme": "Sport"}': "No document “\ufffd”.",
    b'{"paragraph": 3, "document": "minutes", "theme": "\\udfff"}': "No theme “\ufffd”.",
    b'{"paragraph": 3, "document": "minutes", "theme": "\\u001b[31mSport\\u0007!"}': "No theme “Sport!”.",
    b'{"paragraph": 3, "document": "' + b"x" * 5000 + b'", "theme": "Sport"}': "“document” must be text",
}


def test_every_line_that_cant_be_used_is_answered_by_an_error_and_stops_no_other(library, environment):
    right = line("minutes", 3, note="a\udead\x1b[2Jb").encode()
    given_ = b"\xef\xbb\xbf" + b"\n".join(WRONG) + b"\n\r\n  \t\n" + right.replace(b"\n", b"\r\n") + right.rstrip(b"\n")
    command = [sys.executable, "-m", "reader", "tag", "--stdin"]
    done = subprocess.run(command, input=given_, cwd=library, env=environment(), capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (2, b"")
    said = answers(done.stdout.decode("utf-8"))
    assert [each["line"] for each in said[:-2]] == list(range(1, len(WRONG) + 1))
    for each, expected in zip(said, WRONG.values(), strict=False):
        assert expected in each["error"]
    assert b"\x1b" not in done.stdout
    assert said[-2] == said[-1]
    assert said[-1]["note"] == "a\ufffdb"
    assert [tag.id for tag in store_of(library).tags.values()] == [said[-1]["id"]]


def test_a_line_typed_by_hand_is_answered_while_the_input_stays_open_and_what_is_answered_is_kept(start, library):
    process = start()
    first = ask(process, line())
    assert set(store_of(library).tags) == {first["id"]}
    assert ask(process, "no\n") == {
        "line": 2,
        "error": "The line is no JSON: Expecting value at character 1.",
    }
    second = ask(process, line("minutes", 3))
    process.kill()
    assert set(store_of(library).tags) == {first["id"], second["id"]}


def test_what_other_windows_do_meanwhile_is_known_to_the_next_line(start, run):
    process = start()
    first = ask(process, line())
    assert run("untag", "debate", "7", "Sport").returncode == 0
    second = ask(process, line())
    assert first["id"] != second["id"]
    assert run("themes", "add", "Harbour").returncode == 0
    assert ask(process, line(theme="harbour"))["theme"] == "Harbour"
    assert [each["id"] for each in answers(run("export", "jsonl", "--theme", "Sport").stdout)] == [second["id"]]


def test_a_reader_that_stops_reading_ends_it_quietly_with_nothing_half_done(start, library):
    process = start()
    feeder = threading.Thread(target=feed, args=(process, map(two_themes, range(2000))))
    feeder.start()
    first = json.loads(process.stdout.readline())
    process.stdout.close()
    assert process.wait(timeout=60) != 0
    feeder.join()
    assert process.stderr.read() == ""
    process.stdout = None
    store = store_of(library)
    assert first["id"] in store.tags
    assert check_store(LibraryPaths.of(library)).is_readable
    assert all(len(step.changes) == 2 for step in store.history())


def feed(process, lines):
    try:
        for each in lines:
            process.stdin.write(each)
            process.stdin.flush()
    except (BrokenPipeError, ValueError):
        return


def two_themes(n):
    """A line with two tags that no other line has: the paragraph has 106 characters."""
    start, length = n % 40, n // 40 + 1
    return line(paragraph=7, themes=["Sport", "Racism"], theme=None, start=start, end=start + length).replace(
        '"theme": null, ', ""
    )


def test_kill_9_at_any_moment_loses_no_tag_that_was_answered_and_makes_none_that_was_not_asked(start, library):
    dice = random.Random(int(os.environ.get("KILL_SEED", "7")))
    answered: set[str] = set()
    asked: set[tuple[int, int]] = set()
    for done in range(int(os.environ.get("KILL_ROUNDS", "6"))):
        lines = [two_themes((done * 350 + n) % 2600) for n in range(350)]
        asked.update((each["start"], each["end"]) for each in map(json.loads, lines))
        process = start()
        feeder = threading.Thread(target=feed, args=(process, lines))
        feeder.start()
        for _ in range(dice.randint(1, 600)):
            answered.add(json.loads(process.stdout.readline())["id"])
        process.kill()
        # What stands in the pipe was answered too; its last line may be torn.
        rest = process.stdout.read()
        answered.update(each["id"] for each in answers(rest[: rest.rfind("\n") + 1]))
        feeder.join()
        store = store_of(library)
        assert store.problems == []
        assert answered <= set(store.tags)
        there = [(tag.start, tag.end, tag.theme) for tag in store.tags.values()]
        assert {place[:2] for place in there} <= asked
        assert len(set(there)) == len(there)
        assert all(len(step.changes) == 2 for step in store.history())


def test_stdin_stands_alone_and_without_it_all_arguments_are_wanted(reader):
    for arguments in (["debate", "--stdin"], ["--stdin", "--note", "x"]):
        refused = reader("tag", *arguments)
        assert refused.code == 2
        assert refused.err.startswith("--stdin stands alone: each line says its own document, paragraph, theme, note.")
    assert reader("tag", "debate", "7").err == "Missing argument 'THEME...'. Try `reader tag --help`.\n"
    assert reader("tag", "", "7", "Sport").err.startswith("No document “”.")
