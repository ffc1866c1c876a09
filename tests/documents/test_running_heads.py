"""What was made from printed pages is read without their heads and numbers, and sentences go on over the page."""

from __future__ import annotations

import pytest
from documents_made import kind_of, lines, read, texts

PROSE = (
    "The committee met at noon, and nobody was late for it, which the clerk noted.",
    "The pools of the town are old and cold, and the members",
    "agreed that they should be warmed by the end of the year.",
    "The harbour was discussed at length by all who were there.",
    "Who had closed the yard was asked again and again, and the clerk",
    "was told to find out, before the meeting closed at one.",
)


def report(foot: str, head: str = "Town of Northport") -> list[str]:
    """Return a report of four pages with lines at their feet, in which `#` is the number of the page."""
    first, second, third, fourth, fifth, sixth = PROSE
    pages = [(first, second), (third, fourth), (fourth, fifth), (sixth, first)]
    return [
        part for n, page in enumerate(pages, 7) for part in (head, *page, *foot.replace("#", str(n)).split("|")) if part
    ]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md"])
@pytest.mark.parametrize(
    "foot", ["#", "Pools Committee, 4 May|#", "– # –", "Page # of 10", "Pools Committee #", "# Pools Committee"]
)
def test_a_sentence_goes_on_over_the_page(foot: str, name: str):
    parts = ["Minutes of the Pools Committee", *report(foot)]
    text = "".join(f"<p>{part}</p>" for part in parts) if name == "a.html" else lines(*parts)
    content = read(f"<html><body>{text}</body></html>" if name == "a.html" else text, name)
    said = [p.text for p in content.paragraphs if p.kind in ("body", "list_item")]
    first, second, third, fourth, fifth, sixth = PROSE
    assert said == [first, f"{second} {third}", fourth, fourth, f"{fifth} {sixth}", first]
    furniture = texts(content, "boilerplate")
    assert {line.replace("#", str(n)) for line in foot.split("|") for n in (7, 8, 9, 10)} <= set(furniture)
    assert "Town of Northport" in furniture


@pytest.mark.parametrize("numbered", ["#", "Chapter #", "Clause #", "# Pools and harbours", "Interview #"], ids=str)
def test_numbered_chapters_are_none(numbered: str):
    parts = ["On water"]
    for n in range(1, 6):
        parts += [numbered.replace("#", str(n)), "Harbour", PROSE[0], PROSE[3]]
    content = read(lines(*parts))
    assert texts(content, "boilerplate") == []
    assert kind_of(content, numbered.replace("#", "4")) in ("heading", "body")


def test_years_that_count_on_are_no_pages():
    parts = ["On water"]
    for year in range(2001, 2006):
        parts += [str(year), PROSE[0]]
    assert texts(read(lines(*parts)), "boilerplate") == []
