from __future__ import annotations

import pytest

from reader.documents.model import Kind, Metadata, Paragraph, Speaker
from reader.exchange.citation import cite, date_in_words

MAYOR = Speaker("Sadiq Khan", role="Mayor of London")
QUESTIONS = Metadata(date="2021-11-29", source="Questions to the Mayor of London")


def cited(quotation="words", speaker=None, title="Prevent in London", **known):
    return cite(Metadata(**known), title, Paragraph(24, Kind.SPEECH, quotation, speaker), quotation)


def test_a_citation_names_speaker_office_title_source_date_and_paragraph():
    assert cite(QUESTIONS, "Prevent in London", Paragraph(24, Kind.SPEECH, "", MAYOR), "our world champion team") == (
        "“our world champion team” (Sadiq Khan, Mayor of London, ‘Prevent in London’, "
        "Questions to the Mayor of London, 29 November 2021, ¶ 24)"
    )


@pytest.mark.parametrize(
    ("speaker", "shown"),
    [
        (Speaker("Unmesh Desai", party="Labour"), "Unmesh Desai, Labour, ‘"),
        (Speaker("Ann Roe", party="Labour", constituency="Bath"), "Ann Roe, Labour, Bath, ‘"),
        (Speaker("Ann Roe", party="Labour", role="Minister"), "Ann Roe, Minister, ‘"),
        (Speaker("id1"), "(id1, ‘"),
    ],
)
def test_a_speaker_is_named_with_office_else_party(speaker, shown):
    assert shown in cited(speaker=speaker, author="Nobody")


def test_without_a_speaker_the_author_is_named_and_what_is_unknown_left_out():
    assert cited(author="J. Doe") == "“words” (J. Doe, ‘Prevent in London’, [date?], ¶ 24)"
    assert cited() == "“words” (‘Prevent in London’, [date?], ¶ 24)"


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2021-11-29", "29 November 2021"),
        ("2021-01-02", "2 January 2021"),
        ("2021-11", "November 2021"),
        ("2021", "2021"),
        ("2021-11-29T10:00", "29 November 2021"),
        (None, "[date?]"),
        ("", "[date?]"),
        ("spring 2021", "spring 2021"),
        ("2021-13", "2021-13"),
    ],
)
def test_a_date_is_written_out_as_far_as_it_is_known(date, words):
    assert date_in_words(date) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("He said “no” and “yes, it’s so”", "He said ‘no’ and ‘yes, it’s so’"),
        ("“All of it.”", "‘All of it.’"),
        ('She said "no" (and "yes")', "She said ‘no’ (and ‘yes’)"),
        ("“a ‘b’ c”", "“a ‘b’ c”"),
        ("“no end", "“no end"),
        ('a 5" nail', 'a 5" nail'),
        ("two\nlines\t here", "two lines here"),
    ],
)
def test_quotation_marks_are_nested_where_they_pair_without_doubt(text, shown):
    assert cited(text).startswith(f"“{shown}” (")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Trained on ‘Islamophobia’ in Britain’s cities", "‘Trained on “Islamophobia” in Britain’s cities’"),
        ("The players’ lounge", "‘The players’ lounge’"),
        ("The players’ ‘lounge’", "‘The players’ ‘lounge’’"),
    ],
)
def test_a_title_with_quotation_marks_stays_readable(title, shown):
    assert shown in cited(title=title)
