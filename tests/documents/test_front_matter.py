"""Fields between two rules at a text's beginning are facts about it, when they are fields."""

from __future__ import annotations

import pytest
from documents_made import read

FIELDS = """\
---
title: "Sport: a report"
date: 4 March 2022
author: Jane Okafor
source: The Courier
url: https://example.org/report
tags: [sport, police]
---

The report begins.
"""


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_fields_become_facts_about_the_document(name: str, newline: str):
    content = read(FIELDS.replace("\n", newline), name)
    facts = content.metadata
    assert (facts.title, facts.date, facts.author) == ("Sport: a report", "2022-03-04", "Jane Okafor")
    assert (facts.source, facts.url) == ("The Courier", "https://example.org/report")
    assert [paragraph.text for paragraph in content.paragraphs] == ["The report begins."]


@pytest.mark.parametrize(
    "text",
    [
        "---\nOnce upon a time there was a gym.\n---\n\nIt closed.",
        "---\ntags: [a]\n---\n\nIt closed.",
        "---\ntitle: never closed\n\nIt closed.",
        "--- title: no\n\nIt closed.",
    ],
)
def test_what_only_looks_like_fields_stays_text(text: str):
    content = read(text)
    words = " ".join(paragraph.text for paragraph in content.paragraphs)
    assert "It closed." in words
    assert content.metadata.url is None
    assert ("gym" in text) == ("gym" in words)


def test_what_the_fields_say_goes_before_what_the_text_says():
    content = read("---\ntitle: The true title\n---\n\n# Another\n\nText that goes on for a while.", "a.md")
    assert content.metadata.title == "The true title"
    assert content.paragraphs[0].text == "Another"


def test_a_date_that_is_none_is_left_out():
    assert read("---\ntitle: T\ndate: soon\n---\n\nText.").metadata.date is None


def test_fields_pass_the_gate():
    content = read("---\ntitle: \x1b[31mRed\x1b[0m\u202e gym\n---\n\nText.")
    assert content.metadata.title == "Red gym"
