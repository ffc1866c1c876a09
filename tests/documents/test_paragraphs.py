"""What a line break means in a text without markup."""

from __future__ import annotations

from documents_made import read
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.formats.lines import paragraphs

WRAPPED = """\
The club was founded in 1987 by a group of parents who were tired of
driving their children across the city to play. It has grown ever since
and now has more than four hundred members, most of them under the age
of eighteen. Police officers from the local team visit once a month and
take part in training.
"""


def test_a_blank_line_ends_a_paragraph_and_a_single_break_is_a_space():
    assert paragraphs("One two\nthree.\n\nFour\nfive.") == ["One two three.", "Four five."]


def test_lines_that_only_look_empty_end_a_paragraph():
    assert paragraphs("One.\n\u00a0\nTwo.\n \t \nThree.\n\u200b\nFour.\n\ufeff \nFive.") == [
        *("One.", "Two.", "Three.", "Four.", "Five.")
    ]


def test_white_space_inside_a_paragraph_collapses():
    assert paragraphs("Mr\u00a0Smith.  Two   spaces\tand a tab. \n\nNext.") == [
        "Mr Smith. Two spaces and a tab.",
        "Next.",
    ]


def test_a_hyphen_at_a_line_end_stays():
    assert paragraphs("A well-\nknown coach.\n\nEnd.") == ["A well- known coach.", "End."]


def test_lines_drawn_with_characters_part_paragraphs_and_say_nothing():
    assert paragraphs("The report\n==========\nIt is short.\n* * *\nIt ends.") == [
        "The report",
        "It is short.",
        "It ends.",
    ]


@given(
    st.lists(st.lists(st.text("ab.A ,", min_size=1), min_size=1, max_size=3), max_size=6),
    st.sampled_from(["\r\n", "\r", "\x85", "\u2028", "\x0b"]),
)
def test_paragraphs_do_not_depend_on_the_kind_of_newline(blocks: list[list[str]], newline: str):
    text = "\n\n".join("\n".join(lines) for lines in blocks)
    assert paragraphs(text.replace("\n", newline)) == paragraphs(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf"], include_characters="\n\t\r")))
def test_every_word_survives_in_order(text: str):
    letters = [char for char in text if char.isalnum()]
    assert [char for char in "".join(paragraphs(text)) if char.isalnum()] == letters


@given(st.text("abc.A \n-:1", max_size=200))
def test_paragraphs_are_stripped_single_lines(text: str):
    for paragraph in paragraphs(text):
        assert paragraph == " ".join(paragraph.split())
        assert paragraph


class TestATextWithoutBlankLines:
    def test_wrapped_lines_are_one_paragraph(self):
        (paragraph,) = paragraphs(WRAPPED)
        assert paragraph.startswith("The club was founded")
        assert paragraph.endswith("take part in training.")

    def test_wrapped_lines_with_many_names_are_one_paragraph(self):
        text = (
            "On Monday the officers met\nImran Example and his team\nat the gym. It was the first\nvisit since March.\n"
        )
        assert len(paragraphs(text)) == 1

    def test_lines_that_are_sentences_are_paragraphs(self):
        lines = ["The coach was late.", "“Sorry,” he said.", "Nobody minded!", "Training began at six."]
        assert paragraphs("\n".join(lines)) == lines

    def test_long_lines_are_paragraphs_with_short_ones_between(self):
        long = (
            "The committee heard from three clubs and from the police, and each of them said much the same thing " * 3
        )
        lines = ["Clause 1", long + ".", "Clause 2", long, "He nodded."]
        assert paragraphs("\n".join(lines)) == [" ".join(line.split()) for line in lines]

    def test_a_title_above_its_text_stands_alone(self):
        lines = ["Boxing club wins grant", "A boxing club has won a grant.", "It will buy gloves."]
        assert paragraphs("\n".join(lines)) == lines

    def test_a_list_of_words_is_one_paragraph(self):
        assert paragraphs("bats\nballs\npads") == ["bats balls pads"]

    def test_every_turn_of_a_transcript_begins_a_paragraph(self):
        turns = ["ANNA: The pitch was flooded", "BEN: It always is", "ANNA: So who pays"]
        assert paragraphs("\n".join(turns)) == turns

    def test_wrapped_turns_are_kept_whole(self):
        text = "ANNA: The pitch was flooded\nagain and nobody came\nBEN: It always is in March\nwhen the river rises\n"
        assert paragraphs(text) == [
            "ANNA: The pitch was flooded again and nobody came",
            "BEN: It always is in March when the river rises",
        ]


class TestLinesThatBeginSomethingOfTheirOwn:
    def test_a_speaker_line_stands_alone(self):
        text = "Title\n\nPhoto of Jo Hu Jo Hu Labour\nFirst question.\nPhoto of Al Bo Al Bo Mayor\nAn answer.\n\nEnd."
        assert paragraphs(text) == [
            *(
                "Title",
                "Photo of Jo Hu Jo Hu Labour",
                "First question.",
                "Photo of Al Bo Al Bo Mayor",
                "An answer.",
                "End.",
            )
        ]

    def test_items_of_a_list_stand_alone_and_keep_their_wrapped_lines(self):
        text = "Intro.\n\nThe aims are:\n- fair play\n  for all\n- no racism\n\nEnd."
        assert paragraphs(text) == ["Intro.", "The aims are:", "- fair play for all", "- no racism", "End."]

    def test_one_dash_at_a_line_start_is_punctuation(self):
        assert paragraphs("Kick it out\n- all of it.\n\nEnd.") == ["Kick it out - all of it.", "End."]

    def test_turns_without_blank_lines_inside_a_longer_transcript(self):
        text = "Start.\n\nANNA: Yes.\nBEN: No.\n\nLater.\n\nAn aside\nBEN: Well."
        assert paragraphs(text) == ["Start.", "ANNA: Yes.", "BEN: No.", "Later.", "An aside", "BEN: Well."]

    def test_facts_above_a_transcript_stand_alone(self):
        assert paragraphs("Date: 4 May 2019\nInterviewer: JS\nPlace: a gym\n\nText.")[:3] == [
            *("Date: 4 May 2019", "Interviewer: JS", "Place: a gym")
        ]

    def test_a_name_and_its_value_on_the_next_line_are_joined(self):
        assert paragraphs("Session date: \nJuly 6, 2016\nAsked Of: \nA Person\n\nText.")[0] == (
            "Session date: July 6, 2016 Asked Of: A Person"
        )

    def test_lines_too_long_to_be_wrapped_are_paragraphs(self):
        long = "The committee heard from three clubs and from the police, and each of them said the same. " * 3
        text = f"Title\n\nA short start\n{long}\n{long}\n\nEnd."
        assert len(paragraphs(text)) == 5

    def test_date_and_author_right_below_the_title_stand_alone(self):
        text = "Boxing club wins grant\nBy Jane Doe\n5 March 2024\n\nA boxing club has won a grant."
        assert paragraphs(text)[:3] == ["Boxing club wins grant", "By Jane Doe", "5 March 2024"]


def test_numbers_of_paragraphs_run_from_one():
    content = read("One.\n\nTwo.\n\nThree.")
    assert [paragraph.n for paragraph in content.paragraphs] == [1, 2, 3]
