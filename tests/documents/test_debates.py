"""Debates and answers as TheyWorkForYou sets them."""

from __future__ import annotations

import pytest
from documents_made import DEBATE, counts, kinds, name_of, read, speakers, texts

from reader.documents.model import Speaker


def debate(dateline: str, *blocks: str) -> str:
    return "\n\n".join(["Racism in rowing", dateline, "Alert me about debates like this", *blocks])


QUESTION = ("Photo of Jo Hu Jo Hu Labour, Leeds West", "May I ask about the boathouse?")


def test_every_speech_has_its_speaker():
    content = read(DEBATE)
    assert counts(content) == {"title": 1, "dateline": 1, "boilerplate": 1, "speaker_line": 3, "speech": 4}
    assert speakers(content) == ["Jane Okafor", "Piet Lindqvist", "Piet Lindqvist", "Jane Okafor"]
    assert content.paragraphs[4].speaker == Speaker("Jane Okafor", "Labour")
    assert content.paragraphs[6].speaker == Speaker("Piet Lindqvist", role="Mayor of Northport")


def test_a_speaker_line_has_the_speaker_and_keeps_its_words():
    line = read(DEBATE).paragraphs[3]
    assert (line.kind, line.text) == ("speaker_line", "Photo of Jane Okafor Jane Okafor Labour")
    assert name_of(line) == "Jane Okafor"


def test_title_date_and_venue_are_what_the_document_says_of_itself():
    facts = read(DEBATE).metadata
    assert facts.title == "Prevent and swimming clubs"
    assert facts.date == "2019-06-03"
    assert facts.source == "Questions to the Mayor of Northport"


def test_square_brackets_stay():
    assert "[as my hon. friend knows]" in " ".join(texts(read(DEBATE), "speech"))


@pytest.mark.parametrize(
    ("dateline", "date", "source"),
    [
        (
            "Part of the debate – in the House of Commons at 3:17 pm on 24th October 2017.",
            "2017-10-24",
            "House of Commons",
        ),
        ("– in a Public Bill Committee at 12:00 am on 31 January 2017.", "2017-01-31", "Public Bill Committee"),
        (
            "Part of Backbench Business – in Westminster Hall at 9:30 am on 4th September 2019.",
            "2019-09-04",
            "Westminster Hall",
        ),
        ("Question – in the House of Lords at 3:07 pm on 4 March 2020.", "2020-03-04", "House of Lords"),
        (
            "Portfolio Questions – in the Scottish Parliament at 2:00 pm on 5 May 2021.",
            "2021-05-05",
            "Scottish Parliament",
        ),
        ("– in the Scottish Parliament on 5 May 2021.", "2021-05-05", "Scottish Parliament"),
        ("– in the Senedd at 3:20 pm on 5 May 2021.", "2021-05-05", "Senedd"),
        ("– in the Northern Ireland Assembly at noon on 5 May 2021.", "2021-05-05", "Northern Ireland Assembly"),
        ("– in the London Assembly on 5 May 2021.", "2021-05-05", "London Assembly"),
        (
            "Oral Answers to Questions — Home Department – in the House of Commons at 2:30 pm on 5th March 2018.",
            "2018-03-05",
            "House of Commons",
        ),
        ("Home Office written question – answered on 15th March 2021.", "2021-03-15", "Home Office written question"),
        ("Written Answers – Home Office – answered on 5 May 2021.", "2021-05-05", "Written Answers – Home Office"),
        (
            "– Scottish Parliament written question – answered on 5 May 2021.",
            "2021-05-05",
            "Scottish Parliament written question",
        ),
        ("Treasury written statement – made on 5 May 2021.", "2021-05-05", "Treasury written statement"),
        ("– answered on 29th November 2021.", "2021-11-29", None),
        ("House of Lords, 5 May 2020", "2020-05-05", "House of Lords"),
        ("5 May 2020", "2020-05-05", None),
    ],
)
def test_date_lines_of_every_house(dateline: str, date: str, source: str | None):
    content = read(debate(dateline, *QUESTION))
    assert kinds(content) == ["title", "dateline", "boilerplate", "speaker_line", "speech"]
    assert (content.metadata.date, content.metadata.source) == (date, source)


def test_without_a_date_line_the_first_speaker_line_dates_the_debate():
    text = "Racism in rowing\n\nPhoto of Jo Hu Jo Hu Labour 3:17 pm, 24th October 2017\n\nMay I ask?"
    content = read(text)
    assert content.metadata.date == "2017-10-24"
    assert kinds(content) == ["title", "speaker_line", "speech"]


@pytest.mark.parametrize(
    "furniture",
    [
        *(
            "Link to this speech In context Individually",
            "Individually",
            "Add your comment",
            "See full entry",
            "Photo of",
        ),
        *(
            "Hansard source (Citation: HC Deb, 24 October 2017, c195)",
            "Does this answer the above question?",
            "Annotate!",
        ),
        *("Yes 0 people think so", "No 1 person thinks not", "« Previous debate", "Next debate »", "Tweet", "Share"),
        "All Commons debates on 24 Oct 2017",
        "Would you like to ask a question like this yourself? Use our Freedom of Information site.",
    ],
)
def test_the_pages_own_words_are_furniture_and_interrupt_nobody(furniture: str):
    content = read(debate("– answered on 5 May 2021.", *QUESTION, furniture, "And about the river?"))
    assert furniture in texts(content, "boilerplate")
    assert speakers(content) == ["Jo Hu", "Jo Hu"]


def test_short_speeches_and_speeches_with_colons_stay_speech():
    said = [
        "Yes.",
        "I beg to move,",
        "He went on to say: it was late.",
        "Note: that was a year ago.",
        "The book is here",
    ]
    content = read(debate("– answered on 5 May 2021.", *QUESTION, *said))
    assert texts(content, "speech")[1:] == said


def test_a_debate_without_speaker_lines_is_body():
    dateline = "– in a Public Bill Committee at 9:25 am on 31 January 2017."
    content = read(f"{dateline}\nThank you for that. I see none.\nClause 1\nIt stands.\nWe go on.")
    assert kinds(content) == ["dateline", "body", "body", "body", "body"]
    assert content.metadata.title is None
    assert content.metadata.source == "Public Bill Committee"


def test_a_further_debate_in_the_file_begins_with_a_heading_of_nobody():
    second = ("Clause 2 - Purpose", "– in a Public Bill Committee at 10:25 am on 11th June 2024.", *QUESTION)
    content = read(debate("– in a Public Bill Committee at 9:25 am on 11th June 2024.", *QUESTION, *second))
    assert kinds(content)[5:] == ["heading", "dateline", "speaker_line", "speech"]
    assert content.paragraphs[5].speaker is None


def test_a_vote_is_nobodys_speech():
    content = read(debate("– answered on 5 May 2021.", *QUESTION, "Division number 12", "Aye: 300 Members"))
    assert kinds(content)[-2:] == ["heading", "body"]
    assert content.paragraphs[-1].speaker is None


def test_the_time_between_speeches_is_nobodys_speech():
    content = read(debate("– answered on 5 May 2021.", *QUESTION, "4.35 pm", "And then?"))
    assert kinds(content)[-3:] == ["speech", "dateline", "speech"]


def test_lines_without_blank_lines_between_them():
    content = read(debate("– in the Senedd at 3:20 pm on 5 May 2021.", *QUESTION).replace("\n\n", "\n"))
    assert kinds(content) == ["title", "dateline", "boilerplate", "speaker_line", "speech"]


def test_a_photograph_in_an_article_makes_no_debate():
    text = (
        "Club wins\n\nThe club won on Friday, its coach said.\n\nPhoto of the gym: J. Hu\n\nIt was a good day for all."
    )
    assert "speech" not in kinds(read(text))
