from __future__ import annotations

import pytest

from reader.exchange.rows import Filters, note_rows, tag_rows
from reader.workspace import Workspace


@pytest.fixture
def tagged(workspace, put):
    put(workspace, "minutes", 3, "Sport", note="why?")
    put(workspace, "Swimming", 8, "Racism")
    put(workspace, "Swimming", 7, "Sport", start=39, end=58)
    put(workspace, "Swimming", 7, "Policing")
    return workspace


def places(rows):
    return [(row.path, row.paragraph, row.theme) for row in rows]


def test_rows_come_in_the_order_of_documents_and_places(tagged):
    assert places(tag_rows(tagged)) == [
        ("debate.txt", 7, "Policing"),
        ("debate.txt", 7, "Sport"),
        ("debate.txt", 8, "Racism"),
        ("minutes.txt", 3, "Sport"),
    ]


def test_a_row_says_everything_that_proves_the_quotation(tagged):
    _, row, *_ = tag_rows(tagged)
    assert (row.quotation, row.start, row.end) == ("world champion team", 39, 58)
    assert (row.speaker, row.role, row.party) == ("Piet Lindqvist", "Mayor of Northport", None)
    assert (row.title, row.date) == ("Swimming lessons in Northport", "2021-11-29")
    assert row.source == "Questions to the Mayor of Northport"
    assert (row.coder, row.status, row.note) == ("bar", "anchored", "")
    assert row.reference == (
        "Piet Lindqvist, Mayor of Northport, ‘Swimming lessons in Northport’, Questions to the Mayor of Northport, "
        "29 November 2021, ¶ 7"
    )


def test_rows_are_filtered_by_document_coder_and_speaker(tagged):
    document = tagged.find_document("debate").id
    assert len(tag_rows(tagged, Filters(document=document))) == 3
    assert len(tag_rows(tagged, Filters(coder="bar"))) == 4
    assert tag_rows(tagged, Filters(coder="ann")) == []
    assert len(tag_rows(tagged, Filters(speaker="LINDQ"))) == 3
    assert len(tag_rows(tagged, Filters(speaker="mayor of"))) == 3
    assert tag_rows(tagged, Filters(speaker="okafor")) == []


def test_a_theme_takes_those_below_it_along(tagged):
    book = tagged.codebook
    assert len(tag_rows(tagged, Filters(theme=book.need("Sport")))) == 2
    tagged.commit([book.move(book.need("Racism"), book.need("Sport"))], "")
    book = tagged.codebook
    assert [row.theme for row in tag_rows(tagged, Filters(theme=book.need("Sport")))] == ["Sport", "Racism", "Sport"]


def test_the_tags_of_a_merged_theme_go_by_the_name_of_the_one_that_took_them(tagged):
    book = tagged.codebook
    tagged.commit([book.merge(book.need("Racism"), book.need("Sport"))], "")
    assert {row.theme for row in tag_rows(tagged)} == {"Policing", "Sport"}


def test_the_tags_of_a_deleted_theme_are_not_taken_along(tagged):
    tagged.commit(tagged.codebook.delete(tagged.codebook.need("Sport")), "")
    assert [row.theme for row in tag_rows(tagged)] == ["Policing", "Racism"]


def test_an_orphan_comes_last_with_its_words_and_the_path_it_had(tagged, library):
    (library / "debate.txt").unlink()
    rows = tag_rows(Workspace(library, "bar"))
    assert places(rows) == [
        ("minutes.txt", 3, "Sport"),
        ("debate.txt", 7, "Policing"),
        ("debate.txt", 7, "Sport"),
        ("debate.txt", 8, "Racism"),
    ]
    assert [row.status for row in rows] == ["anchored", "orphan", "orphan", "orphan"]
    assert (rows[2].quotation, rows[2].title, rows[2].speaker) == ("world champion team", "debate", None)


def test_a_tag_for_review_names_no_speaker_who_may_not_have_said_it(tagged, library):
    text = (library / "debate.txt").read_text(encoding="utf-8")
    text = text.replace("clubs report fewer insults than last year; the", "pool is quieter, we hear, since the")
    (library / "debate.txt").write_text(text, encoding="utf-8")
    rows = {row.theme: row for row in tag_rows(Workspace(library, "bar"))}
    assert (rows["Racism"].status, rows["Racism"].speaker) == ("review", None)
    assert (rows["Policing"].status, rows["Policing"].speaker) == ("anchored", "Piet Lindqvist")


def test_notes_on_paragraphs_are_rows_without_a_theme(tagged, note):
    note(tagged, "minutes", 3, "look again")
    note(tagged, "debate", 5, "who asks?")
    rows = note_rows(tagged)
    assert [(row.path, row.paragraph, row.theme, row.tag, row.note) for row in rows] == [
        ("debate.txt", 5, "", "", "who asks?"),
        ("minutes.txt", 3, "", "", "look again"),
    ]
    assert rows[0].speaker == "Jane Okafor"
    assert rows[0].quotation.startswith("How many children")
    sport = tagged.codebook.need("Sport")
    assert [row.path for row in note_rows(tagged, Filters(theme=sport))] == ["minutes.txt"]
    assert [row.path for row in note_rows(tagged, Filters(speaker="okafor"))] == ["debate.txt"]


def test_a_corrected_title_and_date_are_the_ones_that_count(tagged):
    document = tagged.find_document("minutes")
    change = tagged.correction(document, {"title": "Committee minutes", "date": "2022-03"})
    tagged.commit([change], "")
    row = tag_rows(tagged)[-1]
    assert (row.title, row.date) == ("Committee minutes", "2022-03")
