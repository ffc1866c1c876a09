"""Inline transcripts: turns are recognised by the document as a whole, and nothing else becomes a speaker."""

from __future__ import annotations

import pytest
from documents_made import INTERVIEW, kind_of, kinds, read, speakers, texts

from reader.documents.model import Speaker


def test_an_interview_has_its_speakers_and_its_head_has_none():
    content = read(INTERVIEW)
    assert speakers(content) == ["Interviewer", "P07", "P07", "Interviewer", "P07"]
    assert [content.paragraphs[0].kind, content.metadata.title] == ["title", "Interview 7: the cricket coach"]
    assert kind_of(content, "Interviewer: JS") == "body"
    assert kind_of(content, "Participant: P07") == "body"
    assert content.metadata.date == "2019-05-04"


def test_a_turn_keeps_its_label_and_its_words():
    assert texts(read(INTERVIEW), "speech")[1] == "P07: With a bat and a wall. He went on to say: that is all you need."


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("ANNA: ", "BEN: "), ("ANNA", "BEN")),
        (("Anna Okafor: ", "Ben Hu: "), ("Anna Okafor", "Ben Hu")),
        (("Interviewer: ", "Respondent: "), ("Interviewer", "Respondent")),
        (("Moderator: ", "P1: "), ("Moderator", "P1")),
        (("Q: ", "A: "), ("Q", "A")),
        (("Q. ", "A. "), ("Q", "A")),
        (("[id1] ", "[id2] "), ("id1", "id2")),
        (("[Interviewer] ", "[P3] "), ("Interviewer", "P3")),
        (("[00:01:23] Anna: ", "[00:02:10] Ben: "), ("Anna", "Ben")),
        (("Anna [00:01:23]: ", "Ben [00:02:10]: "), ("Anna", "Ben")),
        (("Anna Okafor 0:03 ", "Ben Hu 0:07 "), ("Anna Okafor", "Ben Hu")),
        (("Speaker 1 (00:12): ", "Speaker 2 (00:15): "), ("Speaker 1", "Speaker 2")),
        (("Q1 Chair: ", "Q2 Imran Oyelaran: "), ("Chair", "Imran Oyelaran")),
        (("Joanne Hu AM:  ", "Sir Piet Lindqvist:  "), ("Joanne Hu AM", "Sir Piet Lindqvist")),
        (("DR. O'BRIEN-HU: ", "THE CHAIRMAN: "), ("DR. O'BRIEN-HU", "THE CHAIRMAN")),
        (("Siân Ó Briain: ", "Rhun ap Huw: "), ("Siân Ó Briain", "Rhun ap Huw")),
    ],
)
def test_turns_in_every_form(labels: tuple[str, str], names: tuple[str, str]):
    first, second = labels
    text = f"{first}What did you think?\n\n{second}I liked it.\n\n{first}So did we.\n\n{second}Yes, thank you.\n"
    assert speakers(read(text)) == [*names, *names]


def test_role_party_and_constituency_in_brackets():
    text = (
        "Ann Hu (Mayor of Northport): We begin.\n\nBo Li (Leeds West) (Con): May I ask?\n\nCy Wu (Labour): And I?\n\n"
        "The Minister for Sport (Di Okafor): You may.\n\nBo Li: Thank you. I will.\n\nAnn Hu: Please do.\n"
    )
    said = [paragraph.speaker for paragraph in read(text).paragraphs]
    assert said == [
        Speaker("Ann Hu", role="Mayor of Northport"),
        Speaker("Bo Li", "Conservative", constituency="Leeds West"),
        Speaker("Cy Wu", "Labour"),
        Speaker("Di Okafor", role="The Minister for Sport"),
        Speaker("Bo Li", "Conservative", constituency="Leeds West"),
        Speaker("Ann Hu", role="Mayor of Northport"),
    ]


def test_two_turns_of_two_people_with_titles_are_a_transcript():
    text = "Minutes of evidence\n\nJoanne Hu AM:  Are you sure?\n\nPiet Li (Mayor):  I am.\n"
    assert speakers(read(text)) == ["Joanne Hu AM", "Piet Li"]


def test_a_label_on_its_own_line_is_a_speaker_line():
    text = "Interviewer:\n\nHow was it?\n\nCoach:\n\nWe won.\n\nInterviewer:\n\nWell done.\n"
    content = read(text)
    assert kinds(content) == ["speaker_line", "speech"] * 3
    assert speakers(content) == ["Interviewer", "Coach", "Interviewer"]


def test_what_follows_a_turn_is_the_same_speakers_until_the_document_speaks():
    text = (
        "Future of the boathouse\n\nSession date: \nJuly 6, 2016\nAsked Of: \nPiet Li (Mayor) & Ann Hu (Clerk)\n\n"
        "Jo Hu AM:  Will it stay?\n\nI ask for the rowers.\n\nAnswer for Future of the boathouse\n\n"
        "Answer for Future of the boathouse\n\nAnswered By: \nPiet Li (Mayor) & Ann Hu (Clerk)\n\n"
        "Piet Li (Mayor):  It will.\n\nJo Hu AM:  Good.\n"
    )
    content = read(text)
    assert kinds(content) == [
        *("title", "body", "speech", "speech", "heading", "boilerplate", "body", "speech", "speech")
    ]
    assert speakers(content) == ["Jo Hu AM", "Jo Hu AM", "Piet Li", "Jo Hu AM"]
    assert content.metadata.date == "2016-07-06"


def test_laughter_and_the_end_are_nobodys_words():
    text = INTERVIEW + "\n[laughs]\n\nAnd then we did.\n\nEnd of interview\n"
    content = read(text)
    assert [kind_of(content, "[laughs]"), kind_of(content, "And then"), kind_of(content, "End of")] == [
        *("body", "speech", "body")
    ]


def test_an_interview_in_a_paper_keeps_its_head():
    text = (
        "‘We just wanted to play’: a coach on cricket\n\nThe founder of a club talks about racism, police and tea\n\n"
        "By Jane Okafor\n\nFew people know the game as well as Imran Oyelaran. We met on a wet Tuesday.\n\n"
        "Q: How did it start?\n\nA: With a bat.\n\nQ: And the police?\n\nA: They came later.\n\nSign up to our newsletter\n"
    )
    content = read(text)
    assert kinds(content) == ["title", "standfirst", "dateline", "body", *["speech"] * 4, "boilerplate"]
    assert content.metadata.author == "Jane Okafor"


NO_SPEAKERS = {
    "sentences that end in a colon": "He went on to say: this is not the end.\n\nThe report found the following: much.\n\n"
    "She added: we shall see. He went on to say: no.\n\nHe went on to say: it ends.",
    "notes and sources": "The river rose.\n\nNote: it was cold.\n\nSource: the council.\n\nNote: it was wet.\n\nSource: the club.",
    "one label that comes back": "Action: Imran to write.\n\nThe board went on.\n\nAction: Jane to ring, please, if you can.",
    "parties in a comparison": "Labour: We will build.\n\nConservatives: We have built.\n\nLabour: We care.\n\nConservatives: We do.",
    "fields of case studies": "Location: Leeds\n\nPartner: the council\n\nWe ran a league.\n\nLocation: Hull\n\nPartner: the mosque",
    "recommendations": "Recommendation 1: Fund coaches.\n\nRecommendation 2: Train officers.\n\nRecommendation 3: Do you agree?",
    "a glossary": "Prevent: a programme.\n\nChannel: a process.\n\nContest: a strategy.\n\nPursue: another of its strands.",
    "updates and warnings": "Update: the club replied.\n\nWarning: this is upsetting.\n\nContact: 020 7946 0000\n\nUpdate: it closed.",
    "a timetable": "10:30 Welcome and tea\n\n11:00 Talk: sport and police\n\n12:30 Lunch\n\n13:30 Talk: racism",
    "references": "[1] Hu, J. (2019) Sport.\n\n[2] Li, P. (2020) Police.\n\n[1] Hu, J. again.",
    "quotations in an article": "The council’s answer came late on Friday, after two reminders from the club.\n\n"
    "Cllr Hu: “We hear them.”\n\nThe club had asked for a meeting, and for the river wall to be mended.\n\n"
    "The crowd waited.\n\nNobody came.\n\nRain fell.\n\nIt was late.\n\nThe end was near for them.",
    "an e-mail": "From: Jane Hu\nTo: Sam Li\nSubject: Club\n\nDear Sam,\n\nThank you for the tour. I liked it.\n\nJane",
    "addresses": "See https://example.org for more.\n\nhttps: is a scheme.\n\nhttps: again, do you see?",
    "section numbers": "Clause 1: Purpose\n\nThis clause sets the purpose.\n\nClause 2: Scope\n\nThis sets the scope.",
}


@pytest.mark.parametrize("text", NO_SPEAKERS.values(), ids=NO_SPEAKERS.keys())
def test_no_false_speakers(text: str):
    content = read(text)
    assert [paragraph.speaker for paragraph in content.paragraphs if paragraph.speaker] == []
    assert "speech" not in kinds(content)


def test_inside_a_transcript_a_note_is_still_no_speaker():
    content = read(INTERVIEW + "\nNote: that was the strangest year of all.\n\nReason: nobody knows, you see.\n")
    assert {paragraph.speaker.name for paragraph in content.paragraphs if paragraph.speaker} == {"Interviewer", "P07"}
