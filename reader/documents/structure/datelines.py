"""Lines that say when and where a text appeared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.documents.shapes import ends_sentence
from reader.documents.structure.dates import find_date
from reader.documents.structure.venues import names_house

_LONGEST = 160
_MOST_SOURCE_WORDS = 5
_SAYS_WHEN = re.compile(r"\d{1,2}[:.]\d{2}|\bago\b|\bpublished\b|\bupdated\b", re.IGNORECASE)
_FILLING = re.compile(
    r"\b(?:first|last|originally|was|this|article|story|page|published|publish|updated|modified|posted|created|added|"
    r"edited|amended|issued|released|debated|volume \d+|date|dated|on|at|of|the|and|to|from|is|in|more than|about|over|"
    r"today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun|"
    r"gmt|bst|utc|cet|edt|est|ago|now|just|noon|midnight|[ap]\.m\.|[ap]m|"
    r"(?:\d+|an?|one|a few) ?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)|"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})? ?(?:[ap]\.?m\b\.?)?|\d{1,2} ?[ap]m)(?!\w)",
    re.IGNORECASE,
)
_EDGES = " ,.;:|•·–—-()[]/"


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
    return Publication(found.iso if found else None, " ".join(_FILLING.sub(" ", rest).split()).strip(_EDGES))


def could_be_source(text: str) -> bool:
    """Return whether `text`, found beside a date, reads as the name of a paper, a place or a house."""
    if ends_sentence(text) or any(mark in text for mark in "|:?!"):
        return False
    words = text.split()
    return (len(words) <= 2 * _MOST_SOURCE_WORDS and names_house(text)) or (
        len(words) <= _MOST_SOURCE_WORDS and all(word[0].isupper() for word in words)
    )
