"""Narrowing a search: exact and excluded words, themes, speakers, documents, the scope."""

from __future__ import annotations

import numpy as np
import pytest
from made_entries import HARBOUR, NO_TAGS, Known, index_of, keys, marked, passage, tagged

from reader.documents.model import Speaker
from reader.search import conditions
from reader.search.entries import About
from reader.search.index import Index
from reader.search.segment import Segment


@pytest.fixture(scope="module")
def index():
    return index_of(*HARBOUR)


def find(index, query, facts=NO_TAGS, **options):
    return index.search(query, facts, **options)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"the harbour"', ["1", "4", "6"]),
        ('"THE HARBOUR BOARD"', ["6"]),
        ('"too little, too late"', ["3"]),
        ('"keep"', []),
        ('"keep', ["1", "3", "4"]),
        ('"keeper\'s dog"', ["4"]),
        ('"harbour the"', []),
        ('"harbour" closed ', ["6", "4"]),
        ("harbour -closed ", ["1"]),
        ('harbour -"was closed" ', ["4", "1"]),
        ("-harbour ", ["2", "3", "5"]),
        ('"!"', []),
    ],
)
def test_exact_and_excluded_words(index, query, expected):
    assert sorted(keys(find(index, query))) == sorted(expected)


def test_exact_words_are_marked(index):
    results = find(index, '"too late" programme ')
    assert marked(results) == [["programme", "too late"]]
    assert find(index, '"too late"').hits[0].score == 100


TAGGED = tagged({"1": ["Sport"], "2": ["Sport", "Weather"], "3": ["Policy on floods"], "4": ["Policing"]})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("#sport ", ["1", "2"]),
        ("#SPORT #weather ", ["2"]),
        ("#sport !#weather ", ["1"]),
        ("!#sport ", ["3", "4", "5", "6"]),
        ('#"policy on floods"', ["3"]),
        ("#poli", ["3", "4"]),
        ("#poli ", ["3", "4"]),
        ("#sport storm ", ["2"]),
        ("#sport lamp ", []),
    ],
)
def test_themes_narrow_a_search(index, query, expected):
    assert keys(find(index, query, TAGGED)) == expected


def test_speakers_and_documents_narrow_a_search():
    def said(key, name, party, n, document):
        return passage(key, "Boats.", person=Speaker(name, party) if name else None, paragraph=n, document=document)

    index = Index(
        [
            said("1", "Jo Okafor", "Labour", 1, "h"),
            said("2", "Ann Jones", "Green", 2, "h"),
            said("3", None, None, 1, "b"),
        ]
    )
    facts = Known(documents=[About("h", "talks/h.txt", "The Harbour in Spring"), About("b", "old/notes.md", "Budget")])

    def found(query):
        return keys(find(index, query, facts))

    assert found("boats @okafor ") == ["1"]
    assert found('@"jo okafor" ') == ["1"]
    assert found("@jo ") == ["1"]
    assert found("@jo") == ["1", "2"]
    assert found("@labour ") == ["1"]
    assert found("-@labour ") == ["2", "3"]
    assert found('doc:"harbour in" ') == ["1", "2"]
    assert found("doc:talks/ boats ") == ["1", "2"]
    assert found("-doc:talks ") == ["3"]


def test_a_scope_narrows_the_search_and_its_count(index):
    def among(*wanted):
        return lambda columns: np.array([columns.key(n) in wanted for n in range(columns.size)])

    results = find(index, "harbour ", among=among("1", "2", "gone"))
    assert (keys(results), results.total, results.of) == (["1"], 1, 2)
    assert keys(find(index, "", among=among("5", "2"))) == ["2", "5"]


@pytest.mark.parametrize("between", [" ", " | "])
def test_what_is_asked_for_a_thousand_times_is_looked_for_once(index, monkeypatch, between):
    looked = []
    text_of, literal = Segment.text, conditions.literal
    monkeypatch.setattr(Segment, "text", lambda *each: looked.append(each[1]) or text_of(*each))
    monkeypatch.setattr(conditions, "literal", lambda *each, **how: looked.append(each[0]) or literal(*each, **how))

    def costs(query):
        looked.clear()
        results = find(index, query)
        return keys(results), marked(results), len(looked)

    assert costs(between.join(['"the harbour" '] * 1_000)) == costs('"the harbour" ')
