"""Interviews and meetings as people and programs write them down: tables, questions and answers, chats, exports."""

from __future__ import annotations

import pytest
from documents_made import kinds, read, read_data, speakers, texts
from files_made import docx, odt, para, table

ASKED = "Where did you learn to swim?"
TOLD = "In the harbour, like all of us, until it was closed for good."
TURNS = [
    ("Interviewer", ASKED),
    ("Ann Lee", TOLD),
    ("Interviewer", "And what became of the club after that?"),
    ("Ann Lee", "Most of us left. Some went over to Southport."),
]
CLOCKS = ["00:00:03", "00:00:09", "00:12:31", "01:02:03"]
TIMED = [(clock, *turn) for clock, turn in zip(CLOCKS, TURNS, strict=True)]


def opendocument(rows):
    cells = ("".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) for row in rows)
    return odt(f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>")


def page(rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<html><h1>A talk</h1><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></html>".encode()


def word(rows):
    return docx(para("A talk with a swimmer") + table(*map(list, rows)))


def said(content):
    return [(p.speaker.name if p.speaker else None, p.text) for p in content.paragraphs if p.kind.is_passage]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", word(TURNS)), ("a.odt", opendocument(TURNS)), ("a.html", page(TURNS)),
     ("a.docx", word([(f"{who}:", words) for who, words in TURNS])),
     ("a.docx", word([("Speaker", "Words"), *TURNS])),
     ("a.docx", word([(str(n), *turn) for n, turn in enumerate(TURNS, 1)]))],
    ids=["Word", "OpenDocument", "HTML", "colons", "a head row", "numbered rows"],
)  # fmt: skip
def test_a_table_of_two_columns_is_an_interview(name, data):
    content = read_data(data, name)
    assert said(content) == TURNS
    assert kinds(content).count("speaker_line") == 4


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", word(TIMED)), ("a.html", page([("Time", "Speaker", "Text"), *TIMED])), ("a.odt", opendocument(TIMED)),
     ("a.docx", word([(who, f"[{clock}]", words) for clock, who, words in TIMED]))],
    ids=["Word", "HTML with a head row", "OpenDocument", "the time in the middle"],
)  # fmt: skip
def test_a_column_of_times_stays_with_the_words(name, data):
    content = read_data(data, name)
    assert said(content) == TURNS
    assert [p.start for p in content.paragraphs if p.kind == "speech"] == CLOCKS


def test_an_empty_first_cell_goes_on_with_the_same_speaker():
    content = read_data(word([*TURNS, ("", "I never went there again.")]), "a.docx")
    assert said(content)[-1] == ("Ann Lee", "I never went there again.")


def test_the_title_above_the_table_is_the_documents():
    assert read_data(word(TURNS), "a.docx").metadata.title == "A talk with a swimmer"


@pytest.mark.parametrize(
    "rows",
    [
        [("Town", "Members"), ("Northport", "120"), ("Southport", "80"), ("Westport", "95")],
        [("Recommendation", "Response"), ("Open the pool for all.", "Accepted, and the money is there."),
         ("Train the staff.", "Rejected: there is no money for that."), ("Paint it.", "Accepted in part, for now.")],
        [("Keel", "What a boat stands on when it is ashore."), ("Rudder", "What a boat is steered with at sea."),
         ("Mast", "What the sails of a boat are hung from.")],
        [("10:00", "Opening by the chair of the club"), ("10:15", "Report of the treasurer on the money"),
         ("11:00", "Any other business that members bring")],
    ],
    ids=["figures", "recommendations", "a glossary", "an agenda"],
)  # fmt: skip
def test_other_tables_stay_tables(rows):
    content = read_data(word(rows), "a.docx")
    assert len(texts(content, "table_row")) == len(rows)
    assert speakers(content) == []


@pytest.mark.parametrize(
    "written",
    [
        "\n".join(f"[{clock}] {who}: {words}" for clock, who, words in TIMED),
        "\n\n".join(f"{who} [{clock}]: {words}" for clock, who, words in TIMED),
        "\n\n".join(f"{who}  {clock}\n{words}" for clock, who, words in TIMED),
        "\n\n".join(f"[{who}] {clock}\n{words}" for clock, who, words in TIMED),
        "\n".join(f"[04/03/2024, {clock}] {who}: {words}" for clock, who, words in TIMED),
        "\n".join(f"{clock}\t From  {who} to  Everyone : {words}" for clock, who, words in TIMED),
        "\n".join(f"{clock} From {who} to Everyone:\n\t{words}" for clock, who, words in TIMED),
        "\n\n".join(f"#{clock}-0# {who}: {words}" for clock, who, words in TIMED),
        "\n\n".join(f"{n}\n{clock},000 --> {clock},900\n{who}: {words}" for n, (clock, who, words) in enumerate(TIMED)),
    ],
    ids=["brackets", "behind the name", "Otter", "Zoom", "WhatsApp", "Zoom's chat", "the same on two lines", "ATLAS.ti",
         "subtitles"],
)  # fmt: skip
def test_what_programs_export_as_text_has_speakers_and_times(written):
    content = read(written, "a.txt")
    spoken = [p for p in content.paragraphs if p.kind == "speech"]
    assert [p.speaker.name for p in spoken] == [who for who, _ in TURNS]
    assert [p.start for p in spoken] == CLOCKS
    assert all(p.text.endswith(words) for p, (_, words) in zip(spoken, TURNS, strict=True))


def test_a_meeting_that_teams_exported_to_word():
    cues = [para(f"{c}.000 --> {c}.900") + para(who) + para(words) for c, who, words in TIMED]
    content = read_data(docx("".join(cues)), "a.docx")
    assert said(content) == TURNS
    assert [p.start for p in content.paragraphs if p.kind == "speech"] == CLOCKS


@pytest.mark.parametrize("mark", [":", "."])
def test_questions_and_answers(mark):
    letters = {"Interviewer": "Q", "Ann Lee": "A"}
    content = read("A talk\n\n" + "\n\n".join(f"{letters[who]}{mark} {words}" for who, words in TURNS), "a.txt")
    assert [p.speaker.name for p in content.paragraphs if p.kind == "speech"] == ["Q", "A", "Q", "A"]


def test_the_line_of_the_program_that_wrote_it_down_is_nobodys():
    written = "\n\n".join(f"{who}  {clock}\n{words}" for clock, who, words in TIMED)
    content = read(f"{written}\n\nTranscribed by https://otter.ai\n", "a.txt")
    assert content.paragraphs[-1].speaker is None


def test_cues_with_line_breaks_in_a_word_document():
    clocks = ["0:0:3.0 --> 0:0:5.510", "0:0:9.270 --> 0:0:11.0", "0:12:31.1 --> 0:12:40.0", "1:2:3.0 --> 1:2:4.250"]
    cues = (
        f"<w:p><w:r><w:t>{clock.replace('>', '&gt;')}</w:t><w:br/><w:t>{who}</w:t><w:br/><w:t>{words}</w:t></w:r></w:p>"
        for clock, (who, words) in zip(clocks, TURNS, strict=True)
    )
    content = read_data(docx("".join(cues)), "a.docx")
    assert said(content) == TURNS
    assert [p.start for p in content.paragraphs if p.kind == "speech"] == CLOCKS
