"""Pickers: choosing among short names."""

from __future__ import annotations

import pytest

from reader.search.choose import closest, rank

NAMES = [
    "Policing",
    "Sport",
    "Water policy",
    "Harbour in spring",
    "Sport & health",
    "Café society",
    "Straße",
    "Transport",
]


def chosen(query, names=NAMES):
    return [names[number] for number, _, _ in rank(query, names)]


def marked(query, names=NAMES):
    return [[names[number][start:end] for start, end in spans] for number, _, spans in rank(query, names)]


def test_nothing_typed_shows_all_in_order():
    assert chosen("") == chosen("  ") == NAMES


def test_the_very_name_comes_before_those_that_begin_so_and_those_that_have_it_inside():
    names = ["No transport", "Transport", "My sport", "Sport & health", "Sport"]
    assert chosen("sport", names) == ["Sport", "Sport & health", "My sport", "No transport", "Transport"]


def test_beginnings_come_before_words_inside():
    assert chosen("pol")[:2] == ["Policing", "Water policy"]


@pytest.mark.parametrize(
    ("query", "first", "places"),
    [
        ("POLIC", "Policing", ["Polic"]),
        ("spring harb", "Harbour in spring", ["Harb", "spring"]),
        ("cafe soc", "Café society", ["Café soc"]),
        ("strasse", "Straße", ["Straße"]),
        ("his", "Harbour in spring", ["H", "i", "s"]),
        ("plicng", "Policing", None),
        ("polciing", "Policing", None),
        ("sprot", "Sport", None),
        ("harbur sprng", "Harbour in spring", None),
        ("sport and", None, None),
    ],
)
def test_what_is_typed_brings_the_name_first(query, first, places):
    assert (chosen(query) or [None])[0] == first
    if places is not None:
        assert marked(query)[0] == places


def test_a_name_without_the_letters_does_not_match():
    assert chosen("zebra") == []
    assert chosen("transportation of goods") == []
    assert chosen("transport", ["Port"]) == []


def test_letters_in_order_must_stand_together():
    assert chosen("hrbr") == ["Harbour in spring"]
    assert chosen("hg") == []


def test_scores_fall():
    scores = [score for _, score, _ in rank("sp", NAMES)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("polcing", "Policing"),
        ("SPRT", "Sport"),
        ("harb", "Harbour in spring"),
        ("xyzzy", None),
        ("", None),
        ("!", None),
    ],
)
def test_did_you_mean(name, meant):
    assert closest(name, NAMES) == meant
    assert closest(name, []) is None
