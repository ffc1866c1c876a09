"""A quotation with what proves it: who said it, where, when, in which paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.documents.model import Metadata, Paragraph, Speaker

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?", re.ASCII)
_CURLY_DOUBLE = re.compile(r"“([^“”‘]*)”")
_STRAIGHT_DOUBLE = re.compile(r'(?<![^\s(\[—–-])"(?!\s)([^"‘]*)(?<!\s)"(?!\w)')
_CURLY_SINGLE = re.compile(r"‘([^‘’“”]*(?:’(?=\w)[^‘’“”]*)*)’(?!\w)")
_CLOSING_SINGLE = re.compile(r"’(?!\w)")


def cite(metadata: Metadata, title: str, paragraph: Paragraph, quotation: str) -> str:
    """Return the quotation in “ ” and its reference in brackets after it, on one line."""
    return f"“{_inside_double(_one_line(quotation))}” ({reference(metadata, title, paragraph)})"


def reference(metadata: Metadata, title: str, paragraph: Paragraph) -> str:
    """Return where words come from: speaker or author, title, source, date and paragraph number.

    `title` is the one to show, also where the document names none. An unknown date reads `[date?]`. The words of a
    recording have the time at which they begin, too.
    """
    who = _speaker(paragraph.speaker) if paragraph.speaker else metadata.author
    what = (f"‘{_inside_single(title)}’", metadata.source, date_in_words(metadata.date))
    return ", ".join(part for part in (who, *what, f"¶ {paragraph.n}", paragraph.start) if part)


def date_in_words(date: str | None) -> str:
    """Return an ISO 8601 date, whole or in part, in English (`29 November 2021`, `November 2021`, `2021`).

    Anything else that stands as a date is returned as it stands, and no date at all as `[date?]`.
    """
    if not date:
        return "[date?]"
    match = _DATE.fullmatch(date)
    if match is None:
        return date
    year, month, day = match.groups()
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return date
    in_words = f"{_MONTHS[int(month) - 1]} {year}"
    return in_words if day is None else f"{int(day)} {in_words}"


def _speaker(speaker: Speaker) -> str:
    standing = (speaker.role,) if speaker.role else (speaker.party, speaker.constituency)
    return ", ".join(part for part in (speaker.name, *standing) if part)


def _one_line(text: str) -> str:
    return re.sub(r"[ \t]*[\n\t][ \t\n]*", " ", text).strip()


def _inside_double(text: str) -> str:
    """Turn the quotation's own double quotation marks into single ones, where they pair without any doubt."""
    if text.count("“") == text.count("”") == len(_CURLY_DOUBLE.findall(text)):
        text = _CURLY_DOUBLE.sub(r"‘\1’", text)
    if text.count('"') == 2 * len(_STRAIGHT_DOUBLE.findall(text)):
        text = _STRAIGHT_DOUBLE.sub(r"‘\1’", text)
    return text


def _inside_single(title: str) -> str:
    """Turn a title's own single quotation marks into double ones; an apostrophe at a word's end leaves a doubt."""
    if title.count("‘") == len(_CLOSING_SINGLE.findall(title)) == len(_CURLY_SINGLE.findall(title)):
        return _CURLY_SINGLE.sub(r"“\1”", title)
    return title
