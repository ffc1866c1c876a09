"""What a search may say, in the shell: conditions, names typed roughly, mistakes, and echoes."""

from __future__ import annotations

import json

import pytest

RELEASE = (
    "The harbour board announced on Monday that repairs of the gate will cost forty thousand pounds, and that swimming "
    "lessons for every child in the town begin again in the first week of May."
)


@pytest.fixture
def tagged(reader):
    """The small library with some tags of two coders."""
    reader("tag", "debate", "7", "Sport", "--note", "which relay?")
    reader("tag", "debate", "8", "Racism", "--coder", "ann")
    return reader


def places(reader, *query):
    results = json.loads(reader("find", "--json", *query).out)["results"]
    return [(result["path"], result["paragraph"]) for result in results]


@pytest.mark.parametrize(
    ("query", "paragraphs"),
    [
        ("#sprot", [7]),
        ("#sport | #racism", [7, 8]),
        ("coder:ann", [8]),
        ("near:#sport !#sport @okafor", [5]),
        ("untagged @okafr", [5]),
        ("party:labor", [5]),
        ("note:relay", [7]),
        ("date:2021-11 (swimming | insults) kind:speech", [7, 8]),
        ("kind:title", [1]),
    ],
)
def test_conditions_find_what_they_say(tagged, query, paragraphs):
    assert places(tagged, f"{query} doc:debate") == [("debate.txt", n) for n in paragraphs]


def test_what_nobody_is_called_is_told_beside_the_results(tagged):
    outcome = tagged("find", "#polcinngg")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("No theme “polcinngg”. Did you mean Policing?\n")
    outcome = tagged("find", "@lindqvst", "--limit", "1")
    assert outcome.code == 0
    assert outcome.err == "“lindqvst” read as Piet Lindqvist.\n"
    assert tagged("find", "@lindqvist", "--json").err == ""


@pytest.mark.parametrize(
    ("query", "says", "character"),
    [
        ("gala (club", "bracket", 6),
        ("date:yesterday", "no date", 1),
        ("a | ", "nothing behind", 3),
        ("x is:lost", "", 3),
    ],
)
def test_a_mistake_is_one_line_that_names_the_character(reader, query, says, character):
    outcome = reader("find", query)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert says in outcome.err
    assert f"(character {character})" in outcome.err


def test_the_help_explains_the_language(run):
    shown = run("find", "--help").stdout
    assert "near:#sport" in shown
    assert "(football | cricket) lessons" in shown


def test_an_orphan_is_found_by_what_it_is(tagged, library):
    (library / "debate.txt").unlink()
    assert places(tagged, "is:orphan") == [("debate.txt", 7), ("debate.txt", 8)]
    assert places(tagged, "orphan #racism") == [("debate.txt", 8)]
    assert places(tagged, "is:orphan coder:ann doc:debate") == [("debate.txt", 8)]


def test_who_else_prints_it_is_found_from_a_paragraph(reader, library):
    (library / "release.txt").write_text(f"Gate repaired\n\n{RELEASE}\n", encoding="utf-8")
    printed = RELEASE.replace("announced on Monday", "has announced").replace("forty thousand", "40,000")
    (library / "gazette.txt").write_text(f"News\n\nFrom our reporter.\n\n{printed}\n", encoding="utf-8")
    assert places(reader, "--like", "release", "2") == [("gazette.txt", 3)]
    (result,) = json.loads(reader("find", "--like", "release.txt", "2", "--json").out)["results"]
    assert 80 <= result["score"] < 100
    same = [result["text"][start:end] for start, end in result["spans"]]
    assert same[-1].endswith("in the first week of May")
    alone = reader("find", "--like", "debate", "8")
    assert (alone.code, alone.out, alone.err) == (1, "", "Nothing elsewhere says nearly the same\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--like", "debate", "99"), "There is no paragraph 99"),
        (("--like", "debate", "x"), "“x” is no paragraph"),
        (("--like", "debate", "7-8"), "a single one"),
        (("--like", "agenda", "1"), "No document “agenda”"),
        (("--like", "debate"), "requires 2 arguments"),
        (("gala", "--limit"), "'--limit' requires an argument"),
        (("--like", "debate", "7", "gala"), "takes the place of a query"),
        (("--like", "debate", "7", "--stdin"), "--stdin stands alone"),
    ],
)
def test_a_paragraph_that_is_none_is_refused(reader, arguments, says):
    outcome = reader("find", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert says in outcome.err
