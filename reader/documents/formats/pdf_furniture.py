"""What of a PDF's pages is no text: running heads, page numbers, numbers of lines; and what is a footnote."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.formats.pdf_initials import with_initials

if TYPE_CHECKING:
    from reader.documents.formats.pdf_lines import Line, PageLines

_EDGE = 0.12
"""The share of a page's height, at its top and its foot, in which running heads stand."""

_WIDE_EDGE = 0.2
"""The share in which a page number stands that is known by those of other pages."""

# Drawn with characters, as it is in plain text: it says nothing.
_RULE = re.compile(r"[-–—_=─━* ]{4,}")
_NUMBER = re.compile(r"[0-9]{1,5}")
_OUTERMOST = 3
_SMALL = 0.9
_MOST_RUNNING_HEAD = 150
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page |p\. ?)?(?:\d{1,5}|[ivxlc]{1,7})(?: ?(?:of|/|–|-) ?\d{1,5})?\W*", re.IGNORECASE)
NOTE_BEGINS = re.compile(r"(?:\[?\d{1,3}[\].)]?|[*†‡§¹²³⁴-⁹])\s*(?=[^\W\d]|[“\"‘'(])")


@dataclass(frozen=True, slots=True)
class Sorted:
    """A page's lines: the text, and what stands around and under it."""

    text: list[Line]
    furniture: list[str]
    notes: list[Line]


def body_size(pages: list[PageLines]) -> float:
    """Return the size in which most letters of a document are set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=1.0)


def sort_pages(pages: list[PageLines], size: float) -> list[Sorted]:
    """Return the pages with their text apart from their furniture and footnotes; `size` is that of the text."""
    edges = [_at_edges(page) for page in pages]
    numbers = _page_numbers(pages)
    heads = Counter(key for lines in edges for key in {_key(line) for line in lines})
    found = []
    for page, outer in zip(pages, edges, strict=True):
        furniture = {line for line in outer if heads[_key(line)] > 1 or _PAGE_NUMBER.fullmatch(line.text)}
        furniture |= numbers.intersection(page.lines)
        rest = [line for line in page.lines if line not in furniture and not _RULE.fullmatch(line.text)]
        notes = _notes(rest, page.height, size)
        texts = [line.text for line in page.lines if line in furniture]
        texts += page.aside
        found.append(
            Sorted(
                with_initials([line for line in rest if line not in notes], size),
                texts,
                [line for line in rest if line in notes],
            )
        )
    return found


def _page_numbers(pages: list[PageLines]) -> set[Line]:
    """Return the lines above or below all others that are nothing but a number, and count the pages, or go on so."""
    found: dict[int, list[Line]] = {}
    for at, page in enumerate(pages):
        for line in {max(page.lines, key=_bottom), min(page.lines, key=_bottom)} if page.lines else ():
            is_near = line.top < page.height * _WIDE_EDGE or line.bottom > page.height * (1 - _WIDE_EDGE)
            if is_near and _NUMBER.fullmatch(line.text):
                found.setdefault(int(line.text) - at, []).append(line)
    return {line for first, lines in found.items() if len(lines) > 1 or first == 1 for line in lines}


def _bottom(line: Line) -> float:
    return line.bottom


def _at_edges(page: PageLines) -> list[Line]:
    """Return the outermost lines of a page, as far as they stand where running heads do."""
    by_height = sorted(page.lines, key=lambda line: -line.top)
    rows = sorted({round(line.bottom) for line in by_height})
    top, foot = rows[-_OUTERMOST:], rows[:_OUTERMOST]
    return [
        line
        for line in by_height
        if len(line.text) <= _MOST_RUNNING_HEAD
        and (
            (line.bottom > page.height * (1 - _EDGE) and round(line.bottom) in top)
            or (line.top < page.height * _EDGE and round(line.bottom) in foot)
        )
    ]


def _key(line: Line) -> str:
    """Return what a running head has in common from page to page: all but its figures, and about its height."""
    return f"{_DIGITS.sub('#', line.text).casefold()} {round(line.bottom / 6)}"


def _notes(lines: list[Line], height: float, size: float) -> set[Line]:
    """Return the lines in small print at the foot of a page, from the first that begins like a note."""
    notes: set[Line] = set()
    large = [line.bottom for line in lines if line.size > _SMALL * size]
    lowest = min(large, default=0.0)
    small = [
        line for line in lines if line.size <= _SMALL * size and line.top < height / 2 and line.top <= lowest + size / 2
    ]
    begun = False
    for line in small:
        begun = begun or NOTE_BEGINS.match(line.text) is not None
        if begun:
            notes.add(line)
    return notes
