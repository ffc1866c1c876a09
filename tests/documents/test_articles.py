"""News articles and reports: title, standfirst, date and author, caption, headings, lists, body."""

from __future__ import annotations

import pytest
from documents_made import ARTICLE, counts, kind_of, kinds, lines, read, texts

BODY = (
    "Police forces have been told to review their links with sports clubs, after a watchdog found racism.\n\n"
    "The report, published on Tuesday, said that forces had not listened.\n\nHe denied it.\n"
)


def article(*head: str) -> str:
    return "\n\n".join([*head, BODY])


def test_an_article_is_title_standfirst_caption_body_and_furniture():
    assert counts(read(ARTICLE)) == {
        **{"title": 1, "standfirst": 1, "caption": 1, "body": 7, "heading": 1, "boilerplate": 5}
    }


def test_short_sentences_stay_body():
    assert kind_of(read(ARTICLE), "He laughed.") == "body"
    assert kind_of(read(ARTICLE), "The force asked residents to sign up") == "body"
    assert kind_of(read(ARTICLE), "A spokesman for the newsletter") == "body"


def test_a_cross_heading_is_a_heading():
    assert texts(read(ARTICLE), "heading") == ["‘Nobody listened’"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (["Forces told to review links"], ["title"]),
        (["Is it enough?"], ["title"]),
        (
            ["Forces told to review links", "Watchdog finds that half have no policy at all"],
            ["title", "standfirst"],
        ),
        (
            [
                "Forces told to review links",
                "A watchdog speaks. Half of all have no policy",
                "Officers at a match",
            ],
            ["title", "standfirst", "caption"],
        ),
        (
            ["Forces told to review links", "Officers watch a match in Hull. Photograph: Jo Hu/Getty Images"],
            ["title", "caption"],
        ),
        (["News", "Forces told to review links"], ["boilerplate", "title"]),
        (["Skip to content", "5 March 2024", "Forces told to review links"], ["boilerplate", "dateline", "title"]),
        (["The Courier says sorry", "The Courier says sorry"], ["title", "boilerplate"]),
        (["BBC News", "Forces told to review links"], ["dateline", "title"]),
    ],
)
def test_heads_of_articles(head: list[str], expected: list[str]):
    assert kinds(read(article(*head))) == [*expected, "body", "body", "body"]


def test_a_whole_sentence_is_a_standfirst_when_author_or_date_stand_below_it():
    set_off = read(
        article("Forces told to review links", "It found racism in most of them.", "By Jo Hu", "5 March 2024")
    )
    assert kinds(set_off)[:4] == ["title", "standfirst", "dateline", "dateline"]
    not_set_off = read(article("Forces told to review links", "The watchdog found racism in most of them."))
    assert kinds(not_set_off)[:2] == ["title", "body"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Okafor", "Jane Okafor"),
        ("By Jane Okafor, Crime correspondent", "Jane Okafor"),
        ("By Jane Okafor and Bo Li", "Jane Okafor and Bo Li"),
        ("By JANE OKAFOR FOR THE COURIER", "JANE OKAFOR"),
        ("By\nJane Okafor\nBBC News", "Jane Okafor"),
        ("Jane Okafor, Crime correspondent", "Jane Okafor"),
        ("Jane Okafor Home affairs correspondent", "Jane Okafor"),
        ("Words by Jane Okafor", "Jane Okafor"),
        ("By Our Crime Correspondent", None),
        ("By Jane Okafor | 5 March 2024", "Jane Okafor"),
    ],
)
def test_lines_that_name_the_author(line: str, author: str | None):
    content = read(article("Forces told to review links", line))
    assert kinds(content) == ["title", "dateline", "body", "body", "body"]
    assert content.metadata.author == author


@pytest.mark.parametrize(
    ("line", "date", "source"),
    [
        ("12 March 2024", "2024-03-12", None),
        ("Published: Tue 5 Mar 2024 10.12 GMT", "2024-03-05", None),
        ("Published\n5 March 2024", "2024-03-05", None),
        ("Last updated on 5 March 2024 at 10:15am", "2024-03-05", None),
        ("Tue 5 Mar 2024 10.12 GMTLast modified on Tue 5 Mar 2024 14.00 GMT", "2024-03-05", None),
        ("13:45, 5 MAR 2024Updated 14:02, 5 MAR 2024", "2024-03-05", None),
        ("Tuesday March 05 2024, 9.00am, The Times", "2024-03-05", "The Times"),
        ("Evening Courier, 12 March 2024", "2024-03-12", "Evening Courier"),
        ("March 2022", "2022-03", None),
        ("Published 2 hours ago", None, None),
    ],
)
def test_lines_that_say_when(line: str, date: str | None, source: str | None):
    content = read(article("Forces told to review links", line))
    assert kinds(content) == ["title", "dateline", "body", "body", "body"]
    assert (content.metadata.date, content.metadata.source) == (date, source)


def test_an_address_above_the_text_is_the_documents():
    content = read(article("Forces told to review links", "https://example.org/news/1"))
    assert content.metadata.url == "https://example.org/news/1"


@pytest.mark.parametrize(
    "line",
    [
        *("Images of a training session with the force", "Pictured: the new boathouse.", "Photo: Jo Hu", "Credit: PA"),
        *("The boathouse in March (Image: Northport Courier)", "The boathouse in March. Photograph: Jo Hu/Alamy"),
        *(
            "Image source, Getty Images",
            "Image caption, The club said it was sorry",
            "A still from the film shown to officers",
        ),
        *("Imran Oyelaran speaking at City Hall last week", "Jane Okafor (left) with her crew", "Jo Hu/Getty Images"),
        "Undated handout photo of the boathouse issued by the police",
    ],
)
def test_captions_between_paragraphs(line: str):
    content = read(f"Club wins\n\n{BODY}\n{line}\n\nIt was the end of a long week for the club and its crew.\n")
    assert kind_of(content, line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Images of the attack were shared online.",
            "Pictures rarely lie, she said.",
            "He told Reuters.",
            "The image stuck.",
        ),
        *("A photograph of the gym hangs in the hall.", "She credits PA systems.", "Imran was seen leaving at ten."),
    ],
)
def test_sentences_about_pictures_are_body(line: str):
    content = read(f"Club wins\n\n{BODY}\n{line}\n\nIt was the end of a long week for the club and its crew.\n")
    assert kind_of(content, line) == "body"


REPORT = """\
Sport and policing in three boroughs

Community Sport Trust

March 2022

1. Introduction

This report looks at how sport and policing meet. It was written over the winter.

Source: interviews with coaches.

Key findings

The report found the following:

- Clubs that work with police keep more young people.
- Few clubs know what Prevent is.

• Racism is under-reported.

2. Method

We spoke to forty people.

1. First we wrote to clubs.

2. Then we visited them.
"""


def test_a_report_has_headings_and_lists():
    content = read(REPORT)
    assert texts(content, "heading") == ["1. Introduction", "Key findings", "2. Method"]
    assert texts(content, "list_item") == [
        "- Clubs that work with police keep more young people.",
        "- Few clubs know what Prevent is.",
        "• Racism is under-reported.",
        "1. First we wrote to clubs.",
        "2. Then we visited them.",
    ]
    assert kind_of(content, "Source:") == "body"
    assert content.metadata.title == "Sport and policing in three boroughs"
    assert content.metadata.date == "2022-03"


@pytest.mark.parametrize(
    "text",
    [
        "Dear Mr Hu,\n\nI write about the pitches. They are flooded.\n\nYours,\n\nA. Player\n",
        "The Pitch\n\nMud on the boots\nand rain on the net\n\nwe played until dark\nand are playing there yet\n",
        "Just one line",
        "One sentence, and no more.\n\nAnd then another, to follow it.",
        "bats\n\nballs\n\npads",
    ],
)
def test_what_no_rule_knows_is_body(text: str):
    content = read(text)
    assert set(kinds(content)) == {"body"}
    assert content.metadata.title is None


def test_an_address_is_no_title_and_no_heading():
    address = "Slides: https://boats.example/oars"
    content = read(
        lines(address, "The club has new oars, which the council paid for.", address, "They are of ash, and long.")
    )
    assert kinds(content) == ["body"] * 4
