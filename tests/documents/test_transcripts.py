"""Inline transcripts: turns are recognised by the document as a whole, and nothing else becomes a speaker."""

from __future__ import annotations

import pytest
from documents_made import INTERVIEW, kind_of, kinds, lines, name_of, read, speakers, texts

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
        (("THE MAYOR:  ", "Q    "), ("THE MAYOR", "Q")),
        (("[id1] ", "[id2] "), ("id1", "id2")),
        (("[Interviewer] ", "[P3] "), ("Interviewer", "P3")),
        (("[00:01:23] Anna: ", "[00:02:10] Ben: "), ("Anna", "Ben")),
        (("Anna [00:01:23]: ", "Ben [00:02:10]: "), ("Anna", "Ben")),
        (("Anna Okafor 0:03 ", "Ben Hu 0:07 "), ("Anna Okafor", "Ben Hu")),
        (("Speaker 1 (00:12): ", "Speaker 2 (00:15): "), ("Speaker 1", "Speaker 2")),
        (("Q1 Chair: ", "Q2 Imran Oyelaran: "), ("Chair", "Imran Oyelaran")),
        (("Joanne Hu AM:  ", "Sir Piet Lindqvist:  "), ("Joanne Hu AM", "Sir Piet Lindqvist")),
        (("DR. O'BRIEN-HU: ", "THE CHAIRMAN: "), ("DR. O'BRIEN-HU", "THE CHAIRMAN")),
        (("MR. SPEAKER.- ", "HON. RO B. LEWA.- "), ("MR. SPEAKER", "HON. RO B. LEWA")),
        (("The Chair. – ", "Mr. Hu.—"), ("The Chair", "Mr. Hu")),
        (("Hon. Speaker: ", "Hon. (Eng.) Wafula: "), ("Hon. Speaker", "Hon. (Eng.) Wafula")),
        (("Shri Anand Hu: ", "Hon’ble Chairman: "), ("Shri Anand Hu", "Hon’ble Chairman")),
        (("Siân Ó Briain: ", "Rhun ap Huw: "), ("Siân Ó Briain", "Rhun ap Huw")),
    ],
)
def test_turns_in_every_form(labels: tuple[str, str], names: tuple[str, str]):
    first, second = labels
    text = f"{first}What did you think?\n\n{second}I liked it.\n\n{first}So did we.\n\n{second}Yes, thank you.\n"
    assert speakers(read(text)) == [*names, *names]


def test_captions_pasted_as_text_say_where_somebody_else_begins():
    text = (
        ">> HOST: The river rose. We go\nthere now. >> REPORTER: Thank you, Ann. It was late\nand cold. >> HOST: Was\n"
        "it? >> REPORTER: I think so.\n>> No! >> HOST: We are back >> soon.\n"
    )
    content = read(text)
    assert speakers(content) == ["HOST", "REPORTER", "HOST", "REPORTER", "HOST"]
    assert [p.text for p in content.paragraphs][3:] == [
        ">> REPORTER: I think so.", ">> No!", ">> HOST: We are back >> soon."
    ]  # fmt: skip


def test_written_questions_and_their_answers_have_speakers():
    text = (
        "Oral and written questions\n\nAnn Hu: To ask the Executive how many pools were closed.\n\n"
        "Bo Li: The information requested could only be obtained at disproportionate cost.\n\n"
        "Cy Wu: To ask the Executive when the review of lifeguards will be published.\n\n"
        "Bo Li: The review is expected in the spring, and concerns every pool.\n\n"
        "Ann Hu: To ask the Executive what the clubs were told.\n"
    )
    assert speakers(read(text)) == ["Ann Hu", "Bo Li", "Cy Wu", "Bo Li", "Ann Hu"]


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


def test_a_position_behind_a_comma_is_the_role():
    text = "Ann Hu, PsyD: I see.\n\nBo Li: Do you?\n\nAnn Hu, PsyD: I do.\n\nBo Li: Well (laughing): yes, I am.\n"
    said = [paragraph.speaker for paragraph in read(text).paragraphs]
    assert said == [Speaker("Ann Hu", role="PsyD"), Speaker("Bo Li")] * 2


def test_names_on_lines_of_their_own_are_speakers_when_people_talk():
    text = "Ann Hu:\n\nI think we began late.\n\nBreak:\n\nBo Li:\n\nDid we?\n\nBreak:\n\nAnn Hu:\n\nYes, we did.\n"
    content = read(text)
    assert speakers(content) == ["Ann Hu", "Ann Hu", "Bo Li", "Bo Li", "Ann Hu"]


def test_two_turns_of_two_people_with_titles_are_a_transcript():
    text = "Minutes of evidence\n\nJoanne Hu AM:  Are you sure?\n\nPiet Li (Mayor):  I am.\n"
    assert speakers(read(text)) == ["Joanne Hu AM", "Piet Li"]


def test_people_who_speak_together_are_speakers_together():
    talk = ("Facilitator: Ready?", "P1: Yes.", "P2: I am.", "P1 and P2: Let us begin.", "Several participants: Yes!")
    assert speakers(read(lines(*talk, "Facilitator: Good."))) == [
        *("Facilitator", "P1", "P2", "P1 and P2", "Several participants", "Facilitator")
    ]


def test_the_day_of_the_talk_may_stand_anywhere_above_it():
    head = "Transcript: rugby parents\nHeld on 14 February 2020 at the clubhouse"
    assert read(lines(head, "P1: I play.", "P2: Do you?", "P1: I do.")).metadata.date == "2020-02-14"


def test_a_label_on_its_own_line_is_a_speaker_line():
    text = "Interviewer:\n\nHow was it?\n\nCoach:\n\nWe won.\n\nInterviewer:\n\nWell done.\n"
    content = read(text)
    assert kinds(content) == ["speaker_line", "speech"] * 3
    assert speakers(content) == ["Interviewer", "Coach", "Interviewer"]


def test_a_time_between_paragraphs_is_when_the_next_begins():
    text = lines(
        "Ann Lee (00:00:00):", "I row.", "(00:01:21):", "And I swim.", "Bo Marsh (00:02:30):", "Do you?", "[00:03:00]",
        "Every day?", "Ann Lee (00:04:00):", "Yes, I do.",
    )  # fmt: skip
    content = read(text)
    assert speakers(content) == ["Ann Lee", "Ann Lee", "Bo Marsh", "Bo Marsh", "Ann Lee"]
    assert texts(content, "dateline") == ["(00:01:21):", "[00:03:00]"]
    said = [(p.text, p.start) for p in content.paragraphs if p.kind == "speech"]
    assert said[1] == ("And I swim.", "00:01:21")
    assert said[3] == ("Every day?", "00:03:00")


def test_whoever_stands_in_brackets_before_a_time_speaks():
    turns = ["[Ann Lee] [00:00] Hello.", "[Bo of the yard] [00:26] Yes.", "[Ann Lee] [00:31] So?"]
    text = lines(*turns, "[Laughter] [00:40] Ha.", "[Bo of the yard] [00:41] Well.")
    content = read(text)
    assert speakers(content)[:3] == ["Ann Lee", "Bo of the yard", "Ann Lee"]
    assert speakers(content)[-1] == "Bo of the yard"
    assert "Laughter" not in speakers(content)
    assert content.paragraphs[1].start == "00:00:26"


def test_a_time_behind_the_name_begins_no_speech():
    content = read(
        lines(
            "Ann Hu: 00:00:20", "What did you think of it?", "Bo Li: [01:02] I liked it.", "Ann Hu: 12:31", "So did we."
        )
        + lines("", "Bo Li: 12:30 was too late, I think.", "Ann Hu: 01:02:03\nThank you all.")
    )
    said = [(p.kind, name_of(p), p.start) for p in content.paragraphs]
    assert said == [
        ("speaker_line", "Ann Hu", "00:00:20"), ("speech", "Ann Hu", "00:00:20"), ("speech", "Bo Li", "00:01:02"),
        ("speaker_line", "Ann Hu", "00:12:31"), ("speech", "Ann Hu", "00:12:31"), ("speech", "Bo Li", None),
        ("speech", "Ann Hu", "01:02:03"),
    ]  # fmt: skip


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


def test_a_line_in_capitals_is_a_heading_of_nobodys_speech():
    content = read(
        lines("Clerk: We begin.", "Ann Hu: Thank you.", "NEW POOLS", "Bo Li moved that one be built.")
        + lines("", "Clerk: Who agrees?", "Ann Hu: All of us.", "NO, NOT ALL OF US!", "Clerk: So be it.")
    )
    assert texts(content, "heading") == ["NEW POOLS"]
    assert kind_of(content, "Bo Li moved") == "body"
    assert kind_of(content, "NO, NOT") == "speech"


def test_the_hour_at_which_it_ends_is_nobodys():
    said = ["THE MAYOR: Who asks?", "Q    I do.", "THE MAYOR: Then I go.", "Q    Why?"]
    content = read(lines(*said, "END 2:15 P.M. EDT"))
    assert speakers(content) == ["THE MAYOR", "Q", "THE MAYOR", "Q"]
    assert kind_of(content, "END") == "heading"


def test_what_names_an_address_is_no_speaker():
    links = ["Slides: https://boats.example/oars", "Draft of Ann Hu: https://boats.example/hu"]
    content = read(
        lines(*links, "Ann Hu: Who asks?", "Bo Li: I do.", "Ann Hu: Why?", "Slides: www.boats.example", "Bo Li: I am.")
    )
    assert {name for name in speakers(content) if name} == {"Ann Hu", "Bo Li"}


def test_laughter_and_the_end_are_nobodys_words():
    text = INTERVIEW + "\n[laughs]\n\nAnd then we did.\n\nEnd of interview\n"
    content = read(text)
    assert [kind_of(content, "[laughs]"), kind_of(content, "And then"), kind_of(content, "End of")] == [
        *("body", "speech", "body")
    ]


def test_an_interview_in_a_paper_keeps_its_head():
    head = ("‘We just wanted to play’: a coach on cricket", "The founder of a club talks about racism, police and tea")
    opening = ("By Jane Okafor", "Few people know the game as well as Imran Oyelaran. We met on a wet Tuesday.")
    talk = ("Q: How did it start?", "A: With a bat.", "Q: And the police?", "A: They came later.")
    content = read(lines(*head, *opening, *talk, "Sign up to our newsletter"))
    assert kinds(content) == ["title", "standfirst", "dateline", "body", *["speech"] * 4, "boilerplate"]
    assert content.metadata.author == "Jane Okafor"


NO_SPEAKERS = {
    "sentences that end in a colon": [
        *("He went on to say: this is not the end.", "The report found the following: much."),
        *("She added: we shall see.", "He went on to say: no.", "The report found the following: more."),
    ],
    "notes and sources": ["Note: it was cold.", "Source: the council.", "Note: it was wet.", "Source: the club."],
    "one label that comes back": ["Action: Imran to write.", "The board went on.", "Action: Jane to ring, please."],
    "parties in a comparison": [
        *("Labour: We will build.", "Conservatives: We have built.", "Labour: We care.", "Conservatives: We do."),
    ],
    "fields of case studies": [
        *("Location: Leeds", "Partner: the council", "We ran a league.", "Location: Hull", "Partner: the mosque"),
    ],
    "recommendations": [
        "Recommendation 1: Fund coaches.",
        "Recommendation 2: Train officers.",
        "Recommendation 3: Why?",
    ],
    "a glossary": ["Prevent: a programme.", "Channel: a process.", "Contest: a strategy.", "Pursue: another strand."],
    "updates and warnings": ["Update: the club replied.", "Warning: this upsets.", "Contact: 0207", "Update: it shut."],
    "a timetable": ["10:30 Welcome and tea", "11:00 Talk: sport and police", "12:30 Lunch", "13:30 Talk: racism"],
    "references": ["[1] Hu, J. (2019) Sport.", "[2] Li, P. (2020) Police.", "[1] Hu, J. again."],
    "quotations in an article": [
        *("The council’s answer came late on Friday.", "Cllr Hu: “We hear them.”", "The club had asked to meet."),
        *("The crowd waited.", "Nobody came.", "Rain fell.", "It was late.", "The end was near."),
    ],
    "minutes of a meeting": [
        *(
            "Minutes of the board",
            "Chair: Cllr Ann Hu",
            "Secretary: Bo Li",
            "The board met at six.",
        ),
        *("It heard that referrals had fallen.", "It closed at nine."),
    ],
    "an e-mail": [
        "From: Jane Hu\nTo: Sam Li\nSubject: Club",
        "Dear Sam,",
        "Thank you for the tour. I liked it.",
        "Jane",
    ],
    "addresses": ["See https://example.org for more.", "https: is a scheme.", "https: again, do you see?"],
    "the report of a survey": [
        *("Question 1: How often do you swim?", "Most swim once a week.", "Question 2: Do you feel safe there?"),
        *("Proposal: lights in the park.", "Two in three agree.", "Question 3: Who pays?", "Proposal: a gate."),
    ],
    "a long report that asks itself questions": [
        *("Question: what was planned.", "Plan: a pool by the park.", *["The council wrote to the club."] * 30),
        *("Question: what was built.", "Plan: a pool by the quay.", *["The club wrote to the council."] * 30),
    ],
    "what the chair is told": ["Mr Speaker, I beg to move: a pool.", "We agree.", "Mr Speaker, may I ask: whose?"],
    "headings that run on": [
        *("SHORT TITLE.—This is the Pools Act.", "NEW POOLS.—Each town has one.", "Long names.—These are short."),
        *("SHORT TITLE.—It has no other.", "NEW POOLS.—They open in May.", "Note.- Do you see?"),
    ],
    "parts of a bill": ["Clause 1: Purpose", "This sets the purpose.", "Clause 2: Scope", "This sets the scope."],
}


@pytest.mark.parametrize("paragraphs", NO_SPEAKERS.values(), ids=NO_SPEAKERS.keys())
def test_no_false_speakers(paragraphs: list[str]):
    content = read(lines(*paragraphs))
    assert [paragraph.speaker for paragraph in content.paragraphs if paragraph.speaker] == []
    assert "speech" not in kinds(content)


def test_inside_a_transcript_a_note_is_still_no_speaker():
    content = read(INTERVIEW + "\nNote: that was the strangest year of all.\n\nReason: nobody knows, you see.\n")
    assert {paragraph.speaker.name for paragraph in content.paragraphs if paragraph.speaker} == {"Interviewer", "P07"}
