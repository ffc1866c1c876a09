from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.gate import clean, clean_line
from reader.tags.model import DocumentRecord, Note, Table, Tag, Theme
from reader.tags.records import from_plain, to_plain

LINES = st.text(max_size=20).map(clean_line)
TEXTS = st.text(max_size=40).map(clean)
IDS = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z-]{0,30}", fullmatch=True)
SPANS = st.one_of(
    st.just((None, None)), st.tuples(st.integers(0, 50), st.integers(1, 50)).map(lambda span: (span[0], sum(span)))
)
TAGS = st.builds(
    lambda span, **fields: Tag(start=span[0], end=span[1], **fields),
    SPANS,
    id=IDS,
    document=LINES,
    version=LINES,
    paragraph=st.integers(1, 10**9),
    theme=LINES,
    coder=LINES,
    quotation=TEXTS,
    before=TEXTS,
    after=TEXTS,
    note=TEXTS,
    created=LINES,
    modified=LINES,
)
THEMES = st.builds(Theme, id=IDS, name=LINES, key=LINES, description=TEXTS, parent=st.none() | LINES)
NOTES = st.builds(
    Note, id=IDS, document=LINES, version=LINES, paragraph=st.integers(), coder=LINES, text=TEXTS, quotation=TEXTS
)
DOCUMENTS = st.builds(
    DocumentRecord,
    id=IDS,
    paths=st.lists(st.text(max_size=12), max_size=3),
    versions=st.lists(LINES, max_size=3),
    corrected=st.dictionaries(LINES, LINES, max_size=2),
)
RECORDS = st.one_of(
    st.tuples(st.just(Table.TAGS), TAGS),
    st.tuples(st.just(Table.THEMES), THEMES),
    st.tuples(st.just(Table.NOTES), NOTES),
    st.tuples(st.just(Table.DOCUMENTS), DOCUMENTS),
)


@given(RECORDS)
def test_a_record_comes_back_from_json_as_it_was(pair):
    table, record = pair
    assert from_plain(table, json.loads(json.dumps(to_plain(record)))) == record


PLAIN_TAG = to_plain(Tag("id-1", "doc-1", "v1", 3, "theme-1", "bar", "words"))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"paragraph": "3"}, "“paragraph” is not int"),
        ({"paragraph": True}, "“paragraph” is not int"),
        ({"paragraph": 0}, "no place"),
        ({"start": -1, "end": 2}, "no place"),
        ({"start": 5, "end": 5}, "no place"),
        ({"start": 5}, "no place"),
        ({"quotation": None}, "“quotation” is not str"),
        ({"id": "../../x"}, "“id” is not an id"),
        ({"id": ""}, "“id” is not an id"),
        ({"id": "a" * 65}, "“id” is not an id"),
    ],
)
def test_a_tag_that_is_not_whole_is_refused_by_the_name_of_its_field(changes, complaint):
    with pytest.raises(ValueError, match=complaint):
        from_plain(Table.TAGS, PLAIN_TAG | changes)


def test_a_missing_field_is_named():
    with pytest.raises(ValueError, match="without “coder”"):
        from_plain(Table.TAGS, {key: value for key, value in PLAIN_TAG.items() if key != "coder"})


@pytest.mark.parametrize("value", [["a", 1], [["a"]], "a", {"a": "b"}])
def test_a_list_of_paths_holds_nothing_but_paths(value):
    with pytest.raises(ValueError, match="paths"):
        from_plain(Table.DOCUMENTS, {"id": "doc-1", "paths": value, "versions": []})


def test_fields_of_a_later_version_are_left_out():
    assert from_plain(Table.TAGS, PLAIN_TAG | {"mood": "good"}) == from_plain(Table.TAGS, PLAIN_TAG)


def test_what_a_terminal_would_obey_never_comes_in():
    theme = from_plain(Table.THEMES, {"id": "t", "name": "\x1b]0;owned\x07Sp\u202eort\n", "description": "a\nb\x9b"})
    assert theme == Theme("t", "Sport", description="a\nb")


def test_a_path_keeps_the_bytes_that_the_file_system_needs():
    path = "caf\udce9/\x1b[31m.txt"
    record = from_plain(Table.DOCUMENTS, {"id": "doc-1", "paths": [path], "versions": []})
    assert isinstance(record, DocumentRecord)
    assert record.paths == [path]
