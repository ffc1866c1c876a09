"""Text that was copied line by line, each line like a paragraph, is read in the paragraphs that it had in print."""

from __future__ import annotations

import textwrap

import pytest
from documents_made import lines, read, speakers, texts

PARAGRAPHS = [
    "The Mayor welcomed the members to the adjourned meeting, which was his first as Mayor of the city, and he thanked "
    "all of those who had come through the snow for the patience that they had shown at the gate.",
    "Councillor Lee asked whether the pools would be open in the spring, since nobody in the south of the city had "
    "been able to swim for two years, and whether the money that had been promised was still there.",
    "The Clerk replied that it was. The harbour had been cleaned, and the club would be told by the end of the month "
    "when its members might row again; until then the yard was closed to everybody.",
]


def in_lines(paragraphs: list[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, 60)]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_paragraphs_that_came_line_by_line(name: str):
    parts = in_lines(PARAGRAPHS * 3)
    text = f"<html><body><p>{'<br>'.join(parts)}</p></body></html>" if name == "a.html" else lines(*parts)
    assert texts(read(text, name), "body") == PARAGRAPHS * 3


def test_turns_that_came_line_by_line():
    names = ["The Chair", "Cllr Marsh"] * 3
    turns = [f"{name}: {said}" for name, said in zip(names, PARAGRAPHS * 2, strict=True)]
    content = read(lines(*in_lines(turns)))
    assert speakers(content) == names
    assert texts(content, "speech") == turns


@pytest.mark.parametrize(
    "parts",
    [
        [f"{name} of the harbour" for name in ["Ann", "Bo", "Cy", "Di", "Ed"]] * 6,
        ["When the moon", "Hits your eye", "Like a pie", "That is love"] * 6,
        [PARAGRAPHS[0], "and so on", "with the rest"] * 10,
        ["swimming in the harbour by night", "rowing with friends"] * 15,
        ["to swim", "to row.", "to run"] * 10,
    ],
    ids=["names", "verse", "long paragraphs", "what people like", "few words"],
)
def test_short_lines_of_their_own_stay_so(parts: list[str]):
    assert len(read(lines(*parts)).paragraphs) == len(parts)
