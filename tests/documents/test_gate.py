"""No character from outside may steer a terminal, hide text or reorder it; all else passes unchanged."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.documents.gate import clean, clean_line

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
anything = st.text(st.characters(codec=None), max_size=200)
hostile = st.text(
    st.sampled_from("\x1b[]P\\\x07\x9b\x9d\x9c31m;\r\n\u0301a\u202e\u2066\u200b\ufeff\ud83d\x85\u2028\U000e0041é "),
    max_size=80,
)
printable = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n\t"))


@given(anything | hostile)
@example("\x1b\x1b]0;x\x07\x9b31m")
def test_nothing_that_steers_a_terminal_survives(text: str):
    assert not STEERING.search(clean(text))


@given(anything | hostile)
def test_cleaning_twice_changes_no_more(text: str):
    assert clean(clean(text)) == clean(text)


@given(printable)
def test_what_people_write_passes_unchanged(text: str):
    assert clean(text) == text


@given(anything | hostile)
def test_a_line_stays_one_line(text: str):
    line = clean_line(text)
    assert "\n" not in line
    assert line == line.strip()


@given((anything | hostile).filter(lambda text: "\x1b" not in text))
@example("e" + 9 * "\u0301")
def test_whether_a_text_is_looked_at_closely_makes_no_difference(text: str):
    # A bell has every text looked at closely, and goes.
    assert clean(text + "\a") == clean(text)


@given(st.text("ab \n", max_size=40), st.sampled_from(["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]))
def test_every_kind_of_newline_becomes_one(text: str, newline: str):
    assert clean(text.replace("\n", newline)) == text


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("red \x1b[31malert\x1b[0m", "red alert"),
        ("title \x1b]0;owned\x07here", "title here"),
        ("clip \x1b]52;c;ZXZpbA==\x1b\\board", "clip board"),
        ("lone \x1b]0;swallows nothing", "lone 0;swallows nothing"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("soft\u00adhyphen", "softhyphen"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("Lord Patel [of Bradford OBE] [/x] [@click=app.quit]", "Lord Patel [of Bradford OBE] [/x] [@click=app.quit]"),
        ("family 👨‍👩‍👧 and क्‍ष", "family 👨‍👩‍👧 and क्‍ष"),
    ],
)
def test_known_tricks(hidden: str, shown: str):
    assert clean(hidden) == shown


def test_a_flood_of_marks_is_cut_but_accents_stay():
    flooded = "z" + "\u0336" * 500
    assert len(clean(flooded)) == 5
    assert clean("Zażółć, naïve, Việt") == "Zażółć, naïve, Việt"
    assert clean(unicodedata.normalize("NFD", "Việt")) == unicodedata.normalize("NFD", "Việt")


def test_an_escape_that_never_ends_keeps_the_text_behind_it():
    assert clean("a\x1b]0;" + "word " * 2000).count("word") == 2000
