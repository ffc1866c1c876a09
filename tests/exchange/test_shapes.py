from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.gate import clean
from reader.exchange.shapes import (
    document_shape,
    dumps,
    dumps_array,
    paragraph_shape,
    results_shape,
    theme_shape,
)
from reader.search.corpus import Scope, Snapshot, entries
from reader.search.index import Index

HARD = st.text(
    st.characters() | st.sampled_from("\x00\x1b\x7f\x9b\u202e\u200b\u2028\ufeff\udce9\U000e0041é“😀\u00ad\n"),
    max_size=30,
)


@given(st.recursive(HARD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HARD, inner, max_size=3)))
def test_json_loses_nothing_and_holds_nothing_that_a_terminal_obeys(value):
    line = dumps(value)
    assert json.loads(line) == value
    assert "\n" not in line
    assert [character for character in set(line) if clean(character) != character] == []
    line.encode("utf-8")


def test_json_stays_readable():
    assert dumps({"quotation": "“Größe”, ¶ 24 😀"}) == '{"quotation": "“Größe”, ¶ 24 😀"}'
    assert dumps("\x9b\u202e\udce9\U000e0041") == r'"\u009b\u202e\udce9\udb40\udc41"'


def test_an_array_has_a_value_a_line():
    assert dumps_array([]) == "[]"
    assert dumps_array([1, "a"]) == '[\n1,\n"a"\n]'


def test_a_document_in_the_list(workspace, put):
    put(workspace, "debate", 7, "Sport")
    put(workspace, "debate", 7, "Racism")
    document = workspace.find_document("debate")
    assert document_shape(workspace.listing("debate.txt"), workspace.tagged(document.id)) == {
        "id": document.id,
        "path": "debate.txt",
        "title": "Swimming lessons in Northport",
        "date": "2021-11-29",
        "source": "Questions to the Mayor of Northport",
        "paragraphs": 8,
        "tagged": 1,
        "error": None,
    }


def test_a_paragraph(workspace):
    document = workspace.find_document("debate")
    assert paragraph_shape(document.id, document.paragraphs[4], ["Sport"]) == {
        "document": document.id,
        "n": 5,
        "kind": "speech",
        "speaker": "Jane Okafor",
        "party": "Labour",
        "role": None,
        "text": "How many children in Northport learn to swim, and what do the clubs report about racism at the pool?",
        "tags": ["Sport"],
        "attributes": {},
    }


def test_a_theme(workspace):
    book = workspace.codebook
    workspace.commit([book.set(book.need("Racism"), key="")], "")
    workspace.commit([workspace.codebook.move(workspace.codebook.need("Racism"), book.need("Sport"))], "")
    shape = theme_shape(workspace.codebook.need("Racism"), workspace.codebook, 3)
    assert (shape["name"], shape["key"], shape["parent"], shape["tags"]) == ("Racism", None, "Sport", 3)


def test_what_a_search_found(workspace, put):
    put(workspace, "debate", 7, "Sport")
    snapshot = Snapshot(workspace)
    results = Index(entries(workspace, Scope.PASSAGES)).search("wrold champoin", snapshot)
    shape = results_shape(results, workspace, snapshot)
    first = shape["results"][0]
    assert shape["query"] == "wrold champoin"
    assert shape["ms"] >= 0
    assert (first["type"], first["path"], first["paragraph"], first["speaker"]) == (
        "passage",
        "debate.txt",
        7,
        "Piet Lindqvist",
    )
    assert first["tags"] == ["Sport"]
    assert [first["text"][a:b] for a, b in first["spans"]] == ["world champion"]
    assert 0 < first["score"] <= 100


@pytest.mark.parametrize("scope", [Scope.DOCUMENTS, Scope.THEMES])
def test_a_result_that_is_no_passage_has_null_where_nothing_applies(workspace, scope):
    snapshot = Snapshot(workspace)
    results = Index(entries(workspace, scope)).search("sport" if scope is Scope.THEMES else "minutes", snapshot)
    first = results_shape(results, workspace, snapshot)["results"][0]
    assert (first["paragraph"], first["speaker"]) == (None, None)
    assert first["type"] == scope.value.removesuffix("s")
