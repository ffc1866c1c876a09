"""Tables of answers: a row is a respondent, what somebody wrote is a paragraph under its question."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_made import kinds, read, read_data, speakers, texts

from reader.documents.reading import read_bytes

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "csv"
ONE, TWO = "It was the coach, and my sister.", "Nothing else to do on a Tuesday, really."
PLAIN = f'Respondent ID,Age,Why did you come?\n7,34,"{ONE}"\n9,51,"{TWO}"\n'


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode("utf-16"),
        PLAIN.replace("\n", "\r").encode(),
        f"Respondent ID;Age;Why did you come?\n7;34;{ONE}\n9;51;{TWO}\n".encode(),
        f"Respondent ID\tAge\tWhy did you come?\n7\t34\t{ONE}\n9\t51\t{TWO}\n".encode(),
        f"sep=;\nRespondent ID;Age;Why did you come?\n7;34;{ONE}\n9;51;{TWO}\n".encode(),
        f'Respondent ID|Age|Why did you come?\n7|34|"{ONE}"\n\n||\n9|51|{TWO}|\n'.encode(),
        PLAIN.replace("34", "3\x004").encode(),
    ],
    ids=["commas", "byte order mark", "utf-16", "old Mac", "semicolons", "tabs", "sep", "ragged", "NUL"],
)
def test_each_answer_is_a_paragraph_of_its_respondent(data: bytes):
    content = read_data(data, "survey.csv")
    assert kinds(content) == ["heading", "speaker_line", "speech", "speaker_line", "speech"]
    assert texts(content, "heading") == ["Why did you come?"]
    assert texts(content, "speech") == [ONE, TWO]
    assert speakers(content) == ["Respondent 7", "Respondent 9"]
    assert dict(content.paragraphs[2].attributes) == {"Respondent ID": "7", "Age": "34"}


def test_several_questions_stand_above_their_answers_and_gaps_are_left_out():
    content = read(f'Name,Why?,Please describe the gym\nAnn Bo,"{ONE}",Small and cold\nCy Du,"{TWO}",\n', "a.csv")
    assert [(p.kind, p.text) for p in content.paragraphs] == [
        ("speaker_line", "Ann Bo"),
        ("heading", "Why?"),
        ("speech", ONE),
        ("heading", "Please describe the gym"),
        ("speech", "Small and cold"),
        ("speaker_line", "Cy Du"),
        ("heading", "Why?"),
        ("speech", TWO),
    ]


def test_a_long_answer_has_paragraphs_of_its_own():
    content = read(f'id,why\n1,"{ONE}\n\n{TWO}"\n2,"He said ""no"" to me, twice."\n', "a.csv")
    assert texts(content, "speech") == [ONE, TWO, 'He said "no" to me, twice.']


def test_two_header_rows_of_surveymonkey():
    content = read(
        "Respondent ID,Collector ID,Do you feel safe?,,What would you change?\n"
        ",,Response,Other (please specify),Open-Ended Response\n"
        f'11,9,Yes,,"{ONE}"\n12,9,Other,It depends on the day,"{TWO}"\n',
        "a.csv",
    )
    assert texts(content, "heading") == [
        "What would you change?",
        "Do you feel safe?: Other (please specify)",
        "What would you change?",
    ]
    assert speakers(content) == ["Respondent 11", "Respondent 12", "Respondent 12"]
    assert ("Do you feel safe?", "Yes") in content.paragraphs[0].attributes


def test_header_rows_of_qualtrics():
    content = read(
        "StartDate,ResponseId,Q1,Q2_TEXT\nStart Date,Response ID,How old are you?,Why did you come?\n"
        + ",".join(f'"{{""ImportId"":""{name}""}}"' for name in ("startDate", "_recordId", "QID1", "QID2_TEXT"))
        + f'\n2021-01-01,R_1,34,"{ONE}"\n2021-01-01,R_2,35,"{TWO}"\n',
        "a.csv",
    )
    assert texts(content, "heading") == ["Why did you come?"]
    assert texts(content, "speech") == [ONE, TWO]
    assert speakers(content) == ["Respondent R_1", "Respondent R_2"]


def test_a_title_above_the_table():
    content = read(f'Survey of the club,,\n\nid,Age,Why?\n1,2,"{ONE}"\n2,3,"{TWO}"\n', "a.csv")
    assert content.metadata.title == "Survey of the club"
    assert texts(content, "speech") == [ONE, TWO]


def test_prose_in_one_column_is_not_cut_at_its_commas():
    content = read(f"Answer\n{ONE}\n{TWO}\nMy father rowed, and so did I, for years.\n", "a.csv")
    assert texts(content, "speech") == [ONE, TWO, "My father rowed, and so did I, for years."]


def test_choices_that_are_sentences_are_read_where_nobody_wrote_anything():
    rows = "".join(f'{n},"I agree with all of it.",Yes\n' for n in range(6))
    content = read(f"id,What do you think?,Member\n{rows}", "a.csv")
    assert texts(content, "speech") == ["I agree with all of it."] * 6


def test_a_table_of_names_is_read_by_rows():
    content = read("Club,Town\nJudo,Northport\nRowing,\n", "a.csv")
    assert texts(content, "table_row") == ["Club: Judo | Town: Northport", "Club: Rowing"]


def test_a_table_of_figures_says_what_it_is():
    error = read_bytes(b"1,2\n3,4.5\n2020-01-01,7%\n", "a.csv").error
    assert error == "this table holds figures only: there is nothing in it to read and tag"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared documents are not here")
def test_a_real_survey():
    content = read_bytes((CORPUS / "comma-survey-first100.csv").read_bytes(), "a.csv")
    assert len(set(speakers(content))) == 100
    assert set(texts(content, "heading")) == {
        "In your opinion, which sentence is more gramatically correct?",
        "How would you write the following sentence?",
    }
    assert dict(content.paragraphs[0].attributes)["Household Income"] == "$50,000 - $99,999"


def test_header_rows_of_an_older_qualtrics():
    content = read(
        "V1,V8,V10,Q1,Q2,\nResponseID,StartDate,Finished,How old are you?,Why did you come?,\n"
        f'R_1,2021-01-01,1,34,"{ONE}",\nR_2,2021-01-01,1,35,"{TWO}",\n',
        "a.csv",
    )
    assert texts(content, "heading") == ["Why did you come?"]
    assert speakers(content) == ["Respondent R_1", "Respondent R_2"]
    assert ("How old are you?", "34") in content.paragraphs[1].attributes
