"""Subtitles are read as what was said: sentences with their speaker and the time at which they begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from documents_made import name_of, read, texts
from hypothesis import given
from hypothesis import strategies as st

from reader.documents.reading import read_bytes

if TYPE_CHECKING:
    from reader.documents.model import Content

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "subs"


def srt(*cues: str, gap: float = 0.0) -> str:
    """Return an SRT file whose cues last two seconds each."""
    parts = []
    for number, cue in enumerate(cues):
        start = int(number * (2 + gap))
        parts.append(f"{number + 1}\n00:00:{start:02},000 --> 00:00:{start + 2:02},000\n{cue}\n")
    return "\n".join(parts)


def said(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs if paragraph.kind in ("speech", "body")]


def spoken(content: Content) -> list[tuple[str | None, str]]:
    return [(name_of(p), p.text) for p in content.paragraphs if p.kind in ("speech", "body")]


def test_cues_are_joined_into_sentences():
    content = read(srt("We walked down\nto the river,", "and it was late.", "Nobody came."), "a.srt")
    assert said(content) == ["We walked down to the river, and it was late.", "Nobody came."]
    assert [p.start for p in content.paragraphs] == ["00:00:00", "00:00:04"]


def test_words_without_punctuation_part_where_nobody_speaks():
    content = read(srt("we walked down", "to the river", gap=3), "a.srt")
    assert said(content) == ["we walked down", "to the river"]


def test_somebody_else_begins_in_mid_line():
    cues = srt(">> HOST: The river rose. We go\nthere now. >> REPORTER: Thank you,", "Ann. It was late. >> Really?")
    assert spoken(read(cues, "a.srt")) == [
        ("HOST", "The river rose. We go there now."),
        ("REPORTER", "Thank you, Ann. It was late."),
        (None, "Really?"),
    ]


def test_lines_of_verse_stay_apart():
    assert said(read(srt("When the moon", "Hits your eye", "Like a pie"), "a.srt")) == [
        "When the moon",
        "Hits your eye",
        "Like a pie",
    ]


def test_voices_name_the_speakers():
    content = read(
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000 align:start\n<v.loud Anna Berg>Is it\n\n"
        "00:02.000 --> 00:03.000\n<v Anna Berg>true?</v>\n<v Ben>No, <i>never</i>.\n\n"
        "00:03.000 --> 00:04.000\nA bell.\n",
        "a.vtt",
    )
    assert spoken(content) == [("Anna Berg", "Is it true?"), ("Ben", "No, never."), (None, "A bell.")]
    assert texts(content, "speaker_line") == ["Anna Berg", "Ben"]


def test_labels_dashes_and_arrows_begin_turns():
    content = read(
        srt(
            "ANNA: Where were you",
            "on Monday?",
            "BEN: At home.",
            "- Alone?\n- Yes.",
            ">> HOST: Thank you",
            ">> Thanks.",
        ),
        "a.srt",
    )
    assert spoken(content) == [
        ("ANNA", "Where were you on Monday?"),
        ("BEN", "At home."),
        (None, "Alone?"),
        (None, "Yes."),
        ("HOST", "Thank you"),
        (None, "Thanks."),
    ]


def test_captions_that_roll_up_are_said_once():
    cues = [
        ("00.000", "02.000", " \nso<00:00:01.000><c> we</c> met"),
        ("02.000", "02.010", "so we met\n "),
        ("02.010", "04.000", "so we met\nat<00:00:03.000><c> the</c> gym"),
        ("04.000", "04.010", "at the gym\n "),
        ("04.010", "06.000", "at the gym\non Monday"),
    ]
    body = "\n\n".join(f"00:00:{a} --> 00:00:{b} align:start position:0%\n{text}" for a, b, text in cues)
    assert said(read(f"WEBVTT\nKind: captions\nLanguage: en\n\n{body}\n", "a.vtt")) == [
        "so we met at the gym on Monday"
    ]


def test_what_is_really_said_twice_stays():
    assert said(read(srt("No.", "No.", "I was there.", "Yes."), "a.srt")) == ["No.", "No.", "I was there.", "Yes."]


def test_notes_styles_and_settings_are_no_words():
    content = read(
        "\ufeffWEBVTT - The talk\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\nNOTE\na comment\nof two lines\n\n"
        "intro\n00:01.000 --> 00:02.000 line:0\n{\\an8}Fish &amp; <b>chips</b> <3.\n\nNOTE another\n\n"
        "00:03.000 --> 00:04.000\n[APPLAUSE]\n",
        "a.vtt",
    )
    assert said(content) == ["Fish & chips <3.", "[APPLAUSE]"]
    assert content.metadata.title == "The talk"


def test_words_under_a_broken_timing_are_kept_without_a_time():
    big = "9" * 400
    content = read(f"{big}\n{big}:00:01,000 --> 00:00:{big},000\nStill here.\n\n2\nxx --> yy\nAnd here.\n", "a.srt")
    assert said(content) == ["Still here.", "And here."]
    assert [paragraph.attributes for paragraph in content.paragraphs] == [(), ()]


def test_a_file_without_cues_says_so():
    assert "this file holds no subtitles" in (read_bytes(b"1\nHello there\n", "a.srt").error or "")


words = st.lists(st.sampled_from(["so", "we", "met", "at", "the", "gym.", "No.", "Why?"]), min_size=1, max_size=6)


@given(st.lists(words.map(" ".join), min_size=1, max_size=12, unique=True))
def test_no_word_is_lost_where_nothing_rolls(cues: list[str]):
    content = read(srt(*cues), "a.srt")
    assert " ".join(said(content)).split() == " ".join(cues).split()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared documents are not here")
@pytest.mark.parametrize(
    ("name", "paragraphs", "first"),
    [
        ("cue_tags", 3, "When the moon hits your eye"),
        ("sample", 16, "Caption text #1"),
        ("youtube_dl", 1, "yeah what this will happen is I'm telling"),
    ],
)
def test_real_files(name: str, paragraphs: int, first: str):
    content = read_bytes((CORPUS / f"{name}.vtt").read_bytes(), f"{name}.vtt")
    assert (len(content.paragraphs), content.paragraphs[0].text) == (paragraphs, first)
