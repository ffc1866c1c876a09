"""Markdown is read for its words: structure becomes kinds, the signs of markup go."""

from __future__ import annotations

import pytest
from documents_made import counts, kind_of, kinds, lines, read, speakers, texts

REPORT = """\
# Sport *unites* us

A review of [three clubs](https://example.org "why") and what **police** officers made of them.
It was written in `spring`.

## What we found

> Nobody asked us
> before they came.

- Fair play
- No racism,
  ever

1. First we wrote
2. then we went

| Club  | Members |
|-------|--------:|
| Leeds | 40      |
| *York* | 12 \\| 13 |

Findings
--------

Lord Patel [of Bradford OBE] spoke.[^1] See [this][ref] and [that].

    a block set apart

![Children at a gala](gala.png)

<b>Tags</b> stay.

[^1]: https://example.org/speech
[ref]: https://example.org
"""


def report():
    return read(REPORT, "report.md")


def test_headings_lists_tables_and_notes_are_marked():
    marked = {"title": 1, "heading": 2, "body": 5, "list_item": 4, "table_row": 3, "caption": 1, "footnote": 1}
    assert counts(report()) == marked
    assert texts(report(), "title") == ["Sport unites us"]
    assert texts(report(), "heading") == ["What we found", "Findings"]
    assert texts(report(), "table_row") == ["Club | Members", "Leeds | 40", "York | 12 | 13"]
    assert texts(report(), "caption") == ["Children at a gala"]


def test_items_lose_their_bullet_and_keep_their_number():
    assert texts(report(), "list_item") == ["Fair play", "No racism, ever", "1. First we wrote", "2. then we went"]


def test_the_signs_of_markup_go_and_the_words_stay():
    words = " ".join(paragraph.text for paragraph in report().paragraphs)
    assert "A review of three clubs and what police officers made of them. It was written in spring." in words
    assert 'example.org "why"' not in words
    for sign in ("**", "`", "](", "|---"):
        assert sign not in words


def test_square_brackets_and_tags_stay_readable():
    words = " ".join(paragraph.text for paragraph in report().paragraphs)
    assert "Lord Patel [of Bradford OBE] spoke.[1]" in words
    assert "[that]" in words
    assert "<b>Tags</b> stay." in words


def test_a_quotation_and_a_block_set_apart_are_body():
    assert kind_of(report(), "Nobody asked us before they came.") == "body"
    assert kind_of(report(), "a block set apart") == "body"


def test_footnotes_are_marked_even_when_they_hold_an_address():
    content = read("Text.[^a] More.[^b]\n\n[^a]: https://example.org\n[^b]: A note\n  in two lines.", "a.md")
    assert texts(content, "footnote") == ["[a] https://example.org", "[b] A note in two lines."]
    assert content.paragraphs[0].text == "Text.[a] More.[b]"


def test_only_the_first_top_heading_is_the_title():
    content = read("# One\n\nText goes on.\n\n# Two\n\nMore text.", "a.md")
    assert kinds(content) == ["title", "body", "heading", "body"]
    assert content.metadata.title == "One"


def test_nested_lists_and_further_paragraphs_of_an_item_are_items():
    content = read("- one\n\n  more of one\n  - inner\n- two\n", "a.md")
    assert texts(content, "list_item") == ["one", "more of one", "inner", "two"]


def test_a_transcript_in_markdown_has_speakers():
    talk = ("# Talk", "**Anna:** Shall we?", "**Ben Hu:** Yes, I think so.", "It is late.", "**Anna:** OK.")
    content = read(lines(*talk, "## Part two", "Notes."), "a.md")
    assert speakers(content) == ["Anna", "Ben Hu", "Ben Hu", "Anna"]
    assert kind_of(content, "Notes.") == "body"


def test_turns_on_lines_of_one_paragraph_are_parted():
    content = read("Anna: Shall we?\nBen: Yes, I think so.\nAnna: OK, you begin.\n", "a.md")
    assert speakers(content) == ["Anna", "Ben", "Anna"]


def test_a_speaker_line_that_was_a_picture_in_a_heading():
    text = "# Prevent\n\n## ![Photo of Jo Hu](p.jpg) **Jo Hu** Labour\n\nA question.\n"
    content = read(text, "a.md")
    assert kinds(content) == ["title", "speaker_line", "speech"]


@pytest.mark.parametrize(
    "bomb",
    [
        *(sign * 100_000 for sign in (">", "[", "*", "`", "<", "\\")),
        *(sign * 50_000 for sign in ("> ", "*_", "![", "- ", "1. ", "[a](", "| a ", "&amp")),
        "[a]: b\n" * 20_000,
        "".join("  " * depth + "- a\n" for depth in range(300)),
    ],
    ids=lambda bomb: bomb[:6].strip(),
)
def test_nesting_and_marking_beyond_measure_neither_crashes_nor_loses_the_rest(bomb: str):
    content = read(f"# Title\n\nBefore it.\n\n{bomb}\n\nAfter it, words.", "bomb.md")
    assert "After it, words." in " ".join(paragraph.text for paragraph in content.paragraphs)


def test_what_nests_too_deep_is_read_as_plain_text_with_every_word():
    deep = "".join("  " * depth + f"- word{depth}\n" for depth in range(60))
    words = " ".join(paragraph.text for paragraph in read(deep, "deep.md").paragraphs)
    assert all(f"word{depth}" in words for depth in range(60))
