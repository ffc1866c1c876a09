"""Journeys of a script that asks by lines: `reader find --stdin`, driven as a process."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from functools import partial

import pytest

from reader.documents.gate import clean

RESULT = {"type", "document", "path", "paragraph", "score", "text", "spans", "tags", "speaker"}
CHAMPIONS = "Swimming brings the town together. Our world champion team [the relay of 2019] learnt in the harbour pool."


def answers(printed):
    return [json.loads(each) for each in printed.splitlines()]


def texts(answer):
    return [result["text"] for result in answer["results"]]


@pytest.fixture
def start(start_lines):
    """Start `reader find --stdin` and keep its input open."""
    return partial(start_lines, "find")


@pytest.fixture
def answered(library, environment):
    """Give bytes to `reader find --stdin`, and return its exit code and its answers; it must print nothing else."""

    def give(data, *arguments):
        command = [sys.executable, "-m", "reader", "find", "--stdin", *arguments]
        done = subprocess.run(command, input=data, cwd=library, env=environment(), capture_output=True, timeout=60)
        assert done.stderr == b""
        printed = done.stdout.decode("utf-8")
        assert clean(printed) == printed
        return done.returncode, answers(printed)

    return give


def ask(process, query):
    process.stdin.write(f"{query}\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def test_a_script_that_waits_for_each_answer_gets_it_while_its_input_stays_open(start):
    process = start()
    first = ask(process, "wrold champoin")
    assert set(first) == {"query", "ms", "results"}
    assert first["query"] == "wrold champoin"
    assert first["ms"] >= 0
    assert texts(first) == [CHAMPIONS]
    best = first["results"][0]
    assert set(best) == RESULT
    assert [CHAMPIONS[begin:end] for begin, end in best["spans"]] == ["world champion"]
    assert (best["path"], best["paragraph"], best["speaker"]) == ("debate.txt", 7, "Piet Lindqvist")
    assert texts(ask(process, "quixotic zebra")) == []
    assert texts(ask(process, "lokcers grene")) == ["Lockers will be painted green."]
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0


def test_the_answers_are_those_of_single_searches(reader, answered):
    reader("tag", "debate", "7", "Sport", "--note", "which green pool?")
    asked = ["pool", "harbor pool", "#sport", "green -lockers"]
    for arguments in ([], ["--in", "all"], ["--in", "notes"], ["--in", "tags"], ["--limit", "1"]):
        _, many = answered("\n".join(asked).encode(), *arguments)
        single = [json.loads(reader("find", "--json", *arguments, query).out) for query in asked]
        assert [{**each, "ms": 0} for each in many] == [{**each, "ms": 0} for each in single]
    assert max(len(each["results"]) for each in answered(b"pool\nthe\n", "--limit", "1")[1]) == 1


WRONG = {
    b"\xff\xfe": "The line is not UTF-8: byte 1 is wrong.",
    b"pool \xe2\x82": "The line is not UTF-8: byte 6 is wrong.",
    b"\xed\xa0\x80": "The line is not UTF-8: byte 1 is wrong.",
    b'"never closed': "This quotation mark is opened and never closed",
    b"#": "Nothing follows here: name what to look for",
    b"pool " * 200_000: "The query is longer than 16,384 bytes: less of a passage finds it too.",
    b"x" * 1_000_000: "The query is longer than 16,384 bytes",
    b"\xc3\xa9" * 500_000: "The query is longer than 16,384 bytes",
    b'"' * 20_000: "The query is longer than 16,384 bytes",
}

ODD = [
    b"champion\r",
    b"\x1b]0;owned\x07champion\x1b[31m",
    "\u202echampion\u2069 \x9b".encode(),
    b"\x00champion\x08\x7f",
    b"champion\x0bworld\x0c\x1c\x1d\x1e",
    "champion\u2028world\x85".encode(),
    "champion \U000e0041\ufeff\u200b".encode(),
    b"{} [/] $() champion % \\ <>",
]


def test_every_line_is_answered_in_its_turn_whatever_is_in_it(answered):
    lines = [*WRONG, *ODD, b"", b"  \t", b"x" * 16_000, b"champion " * 1_500]
    code, said = answered(b"\xef\xbb\xbf" + b"\n".join(lines))
    assert code == 2
    assert len(said) == len(lines)
    for number, (answer, expected) in enumerate(zip(said, WRONG.values(), strict=False), 1):
        assert set(answer) == {"line", "error"}
        assert answer["line"] == number
        assert answer["error"].startswith(expected)
    for answer in said[len(WRONG) : len(WRONG) + len(ODD)]:
        assert texts(answer)[:1] == [CHAMPIONS]
    assert texts(said[-1])[:1] == [CHAMPIONS]


def test_bytes_drawn_at_random_are_answered_line_by_line(answered):
    dice = random.Random(5)
    kinds = [b'pol "#@-!:()|.\xc3\xa9 ', bytes(range(256)), b"champion pool debate "]
    lines = [bytes(dice.choices(dice.choice(kinds), k=dice.randrange(60))) for _ in range(400)]
    lines = [line.replace(b"\n", b"") or b"x" for line in lines]
    _, said = answered(b"\n".join(lines))
    assert len(said) == len(lines)
    for number, (answer, line) in enumerate(zip(said, lines, strict=True), 1):
        if "error" in answer:
            assert answer["line"] == number
        else:
            assert answer["query"] == clean(line.decode().removesuffix("\r"))


def test_nothing_found_is_no_error_and_no_input_needs_no_answer(answered):
    assert answered(b"quixotic zebra\n")[0] == 0
    assert answered(b"") == (0, [])


def test_what_other_windows_tag_meanwhile_is_known_to_the_next_query(start, run):
    everywhere, tagged = start(), start("--in", "tags")
    assert ask(everywhere, "champion")["results"][0]["tags"] == []
    assert texts(ask(tagged, "champion")) == []
    assert run("tag", "debate", "7", "Sport").returncode == 0
    assert ask(everywhere, "champion #sport")["results"][0]["tags"] == ["Sport"]
    assert texts(ask(tagged, "champion")) == [CHAMPIONS]
    assert run("untag", "debate", "7", "Sport").returncode == 0
    assert texts(ask(everywhere, "champion #sport")) == []
    assert texts(ask(tagged, "champion")) == []


def test_a_script_that_stops_reading_ends_it_quietly(start):
    process = start()

    def feed():
        try:
            for _ in range(100_000):
                process.stdin.write("the pool\n")
        except (BrokenPipeError, ValueError):
            return

    feeder = threading.Thread(target=feed)
    feeder.start()
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) != 0
    feeder.join()
    assert process.stderr.read() == ""
    process.stdout = None


def test_queries_come_either_as_arguments_or_as_lines(reader):
    refused = reader("find", "--stdin", "pool")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "--stdin stands alone: each line is a query. Try `reader find --help`.\n"
    assert reader("find").err == "Missing argument 'QUERY...'. Try `reader find --help`.\n"
    long = reader("find", "pool " * 4_000)
    assert long.code == 2
    assert long.err == "The query is longer than 16,384 bytes: less of a passage finds it too.\n"
