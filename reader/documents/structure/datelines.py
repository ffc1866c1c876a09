"""Lines that say when and where a text appeared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.documents.dates import find_date
from reader.documents.shapes import ends_sentence
from reader.documents.structure.venues import names_house

_LONGEST = 160
_MOST_SOURCE_WORDS = 5
_SAYS_WHEN = re.compile(r"\d{1,2}[:.]\d{2}|\bago\b|\bpublished\b|\bupdated\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]m|noon|midnight)(?: (?:GMT|BST|UTC)|(?!\w))|"
    r"\b(?:\d+|an?|one|a few) ?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago\b",
    re.IGNORECASE,
)
_FILLING = (
    r"(?:first|last|originally|was|this|article|story|page|published|updated|modified|posted|created|added|edited|"
    r"amended|issued|released|debated|volume \d+|date|dated|on|at|from|is|in|more than|about|over|today|yesterday|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun|gmt|bst|utc|cet|edt|est|ago|now)\b"
)
_LEADING = re.compile(rf"(?:[\s,.;:|•·–—()\[\]/-]+|{_FILLING}|the\s*$)+", re.IGNORECASE)
_TRAILING = re.compile(rf"(?:[\s,.;:|•·–—()\[\]/-]+(?:{_FILLING}|the\b)?)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publication:
    """When a text appeared, and what else its line says: an author, a paper, a place, or nothing.

    `date` is ISO 8601, or None where the line only says "2 hours ago".
    """

    date: str | None
    rest: str


def parse_publication(text: str) -> Publication | None:
    """Return what a short line with a date or a time in it says, or None where `text` says nothing of the kind."""
    if len(text) > _LONGEST:
        return None
    found = find_date(text)
    if found is None and not _SAYS_WHEN.search(text):
        return None
    rest, date = text, found
    while date is not None:
        rest = f"{rest[: date.start]} | {rest[date.end :]}"
        date = find_date(rest)
    parts = map(_without_filling, _TIME.sub(" | ", rest).split("|"))
    return Publication(found.iso if found else None, " | ".join(part for part in parts if part))


def _without_filling(text: str) -> str:
    """Return `text` without the words that lead to a date: "Last updated on"."""
    leading = _LEADING.match(text)
    return _TRAILING.sub("", text[leading.end() if leading else 0 :] + " ").strip()


def could_be_source(text: str) -> bool:
    """Return whether `text`, found beside a date, reads as the name of a paper, a place or a house."""
    if ends_sentence(text) or any(mark in text for mark in "|:?!"):
        return False
    words = text.split()
    return (len(words) <= 2 * _MOST_SOURCE_WORDS and names_house(text)) or (
        len(words) <= _MOST_SOURCE_WORDS and all(word[0].isupper() for word in words)
    )
