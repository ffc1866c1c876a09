"""What holds for every document, whatever it says: nothing is lost, nothing steers, numbers run from 1."""

from __future__ import annotations

import re

import pytest
from documents_made import ARTICLE, DEBATE, INTERVIEW
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.documents.model import Block, Extract, Kind, Speaker
from reader.documents.reading import read_bytes
from reader.documents.structure import structure

LINES = [
    *(line for text in (ARTICLE, DEBATE, INTERVIEW) for line in text.splitlines() if line),
    *("Anna: Yes.", "Ben: No?", "[id1] hello", "- item", "1. First", "Photo of", "Photo of A A", "By Jo Hu"),
    *("5 May 2020", "Note: x", "A:", "Title", "…", ":", "[", "]", "(", "’", "–", "&", "0:03", "Q. What"),
    *("Date: 5 May 2020", "x" * 300),
]
made_lines = st.lists(st.sampled_from(LINES) | st.text("aA.:[]()-–“ \t1", max_size=20), max_size=12)
breaks = st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n\n\n"])
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")


def words(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@given(made_lines, breaks)
def test_no_word_is_lost_and_none_is_made_up(lines: list[str], between: str):
    text = between.join(lines)
    content = read_bytes(text.encode(), "a.txt")
    assert words("".join(paragraph.text for paragraph in content.paragraphs)) == words(text)


@given(made_lines, breaks, st.sampled_from(["a.txt", "a.md"]))
def test_paragraphs_are_numbered_from_one_and_are_single_clean_lines(lines: list[str], between: str, name: str):
    content = read_bytes(between.join(lines).encode(), name)
    assert [paragraph.n for paragraph in content.paragraphs] == list(range(1, len(content.paragraphs) + 1))
    assert bool(content.error) == (not content.paragraphs)
    for paragraph in content.paragraphs:
        assert paragraph.text
        assert paragraph.text == " ".join(paragraph.text.split())
        assert not STEERING.search(paragraph.text)


@given(made_lines, breaks)
def test_speech_and_speaker_lines_have_a_speaker_and_furniture_has_none(lines: list[str], between: str):
    for paragraph in read_bytes(between.join(lines).encode(), "a.txt").paragraphs:
        if paragraph.kind in (Kind.SPEECH, Kind.SPEAKER_LINE):
            assert paragraph.speaker is not None
            assert paragraph.speaker.name
        if paragraph.kind in (Kind.TITLE, Kind.DATELINE, Kind.BOILERPLATE, Kind.HEADING, Kind.BODY):
            assert paragraph.speaker is None


@given(made_lines)
def test_the_kind_of_newline_changes_nothing(lines: list[str]):
    text = "\n\n".join(lines)
    one = read_bytes(text.encode(), "a.txt")
    assert read_bytes(text.replace("\n", "\r\n").encode(), "a.txt") == one
    assert read_bytes(text.replace("\n", "\r").encode("utf-16"), "a.txt") == one


@given(st.lists(st.builds(Block, st.sampled_from([*LINES, ""]), st.none() | st.sampled_from(Kind)), max_size=10))
def test_structure_keeps_every_block_and_every_kind_that_is_marked(blocks: list[Block]):
    structured = structure(Extract(blocks))
    assert [paragraph.text for paragraph in structured.paragraphs] == [block.text for block in blocks]
    for block, paragraph in zip(blocks, structured.paragraphs, strict=True):
        if block.kind is not None and paragraph.kind is not Kind.SPEAKER_LINE:
            assert paragraph.kind is block.kind


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v An\x1b[31mn\u202e>Hello.\n"),
        ("a.csv", "Name,Age\x1b]0;x\x07,Why?\nAnn,3\u202e4,For the company of others.\nBo,5,My sister told me to.\n"),
        ("a.xml", "<publicwhip><speech speakername='Ann\u202e' time='1\x1b[2J2'><p>Hello.</p></speech></publicwhip>"),
    ],
)
def test_names_and_what_else_is_told_pass_the_gate(name: str, text: str):
    spoken = next(p for p in read_bytes(text.encode(), name).paragraphs if p.kind is Kind.SPEECH)
    assert spoken.speaker is not None
    assert spoken.speaker.name == "Ann"
    assert not STEERING.search("".join(key + value for key, value in spoken.attributes))
    assert name != "a.csv" or spoken.attributes == (("Name", "Ann"), ("Age", "34"))


def test_who_has_no_name_left_is_nobody():
    content = read_bytes(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v \x1b[31m>Hello.\n", "a.vtt")
    assert [(p.kind, p.speaker) for p in content.paragraphs] == [(Kind.BODY, None)]


people = st.builds(Speaker, st.sampled_from(["Ann", "Bo"]), id=st.none() | st.just("p/1"))
told = st.sampled_from([(), (("time", "00:01"),), (("Age", "34"), ("Town", "Northport"))])
marked_blocks = st.builds(Block, st.sampled_from(LINES), st.none() | st.sampled_from(Kind), st.none() | people, told)


@given(st.lists(marked_blocks, max_size=10))
def test_where_the_format_knows_nothing_is_guessed(blocks: list[Block]):
    paragraphs = structure(Extract(blocks, is_marked=True)).paragraphs
    assert [(p.text, p.kind, p.speaker, p.attributes) for p in paragraphs] == [
        (block.text, block.kind or Kind.BODY, block.speaker, block.attributes) for block in blocks
    ]


@settings(deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.pdf", "a.srt", "a.vtt", "a.csv", "a.tsv", "a.xml"])
)
def test_any_bytes_give_content_or_a_reason(data: bytes, name: str):
    content = read_bytes(data, name)
    assert bool(content.paragraphs) != bool(content.error)


FRAGMENTS = [
    *(
        "<publicwhip>",
        "</publicwhip>",
        "<speech speakername='A B'>",
        "</speech>",
        "<p>",
        "</p>",
        "<akomaNtoso>",
        "&#27;",
    ),
    *("00:00:01,000 --> 00:00:02,000\n", "WEBVTT\n", "\n\n", "<v Ann>", "ANN: ", "- ", ">> ", "1\n", "word", "Yes."),
    *(
        ",",
        ";",
        "\t",
        '"',
        "\n",
        "id,why\n",
        "some words of my own",
        "34",
        "%PDF-1.4\n",
        "stream\n",
        "\x1b]0;x\x07",
        "\u202e",
    ),
]
fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join)


@settings(deadline=None)
@given(fragments, st.sampled_from(["a.pdf", "a.srt", "a.vtt", "a.csv", "a.tsv", "a.xml"]))
def test_what_nearly_is_a_format_gives_clean_paragraphs_or_a_reason(text: str, name: str):
    content = read_bytes(text.encode(), name)
    assert content.error is None or not content.paragraphs
    assert not STEERING.search(content.error or "")
    for n, paragraph in enumerate(content.paragraphs, 1):
        assert (paragraph.n, paragraph.text) == (n, " ".join(paragraph.text.split()))
        assert paragraph.text
        assert not STEERING.search(paragraph.text + (paragraph.speaker.heading if paragraph.speaker else ""))
        assert paragraph.speaker is not None or paragraph.kind not in (Kind.SPEECH, Kind.SPEAKER_LINE)
