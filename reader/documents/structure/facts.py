"""Lines that say when, where and by whom a text was published, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.documents.shapes import word_count
from reader.documents.structure.boilerplate import is_button
from reader.documents.structure.bylines import parse_byline
from reader.documents.structure.datelines import could_be_source, parse_publication
from reader.documents.structure.labels import begins_with_field
from reader.documents.structure.phrases import phrases
from reader.documents.structure.venues import parse_dateline

_ADDRESS = re.compile(
    r"(?:(?:URL|Link|Source|Web|Retrieved from|Available at): ?)?(https?://[^\s<>\"]{4,2000})", re.IGNORECASE
)
_PAPERS = phrases("""
    bbc | bbc news | bbc sport | bbc news online | the guardian | guardian | the observer | the times | the sunday times
    the telegraph | the daily telegraph | the sunday telegraph | the independent | independent | i | the i paper
    daily mail | the daily mail | mail online | mailonline | the mail on sunday | the sun | daily mirror | the mirror
    daily express | the express | daily star | metro | evening standard | the london standard | financial times
    the jewish chronicle | the jc | jewish news | the economist | the new statesman | new statesman | the spectator
    sky news | sky sports | itv news | channel 4 news | al jazeera | reuters | associated press | the voice
    the scotsman | the herald | the national | the irish times | irish news | belfast telegraph | wales online
    western mail | yorkshire post | the yorkshire post | yorkshire evening post | telegraph & argus | bradford telegraph
    manchester evening news | liverpool echo | birmingham mail | leicester mercury | nottingham post | bristol post
    mylondon | my london | huffpost uk | the huffington post | politico | the conversation | eastern eye | 5 pillars
""")
_DATE_FIELDS = ("date", "published", "updated")


@dataclass(frozen=True, slots=True)
class Fact:
    """What one line says of its document; `date` is ISO 8601."""

    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None


def read_bare_fact(text: str) -> Fact | None:
    """Return what a line says that is a date, an address or a paper's name and nothing else, or None."""
    if text.casefold() in _PAPERS:
        return Fact(source=text)
    address = _ADDRESS.fullmatch(text)
    if address is not None:
        return Fact(url=address.group(1))
    published = parse_publication(text)
    return Fact(published.date) if published is not None and not published.rest else None


def read_fact(text: str) -> Fact | None:
    """Return what a line says of when, where and by whom, or None where it is no such line."""
    bare = read_bare_fact(text)
    if bare is not None or begins_with_field(text):
        return bare or _read_field(text)
    published = parse_publication(text)
    if published is not None:
        author = parse_byline(published.rest)
        if author is not None:
            return Fact(published.date, author=author or None)
        if is_button(published.rest):
            return Fact(published.date)
        if published.date and could_be_source(published.rest):
            return Fact(published.date, source=published.rest)
    venue = parse_dateline(text)
    if venue is not None:
        return Fact(venue.date, venue.source)
    author = parse_byline(text)
    return None if author is None else Fact(author=author or None)


def _read_field(text: str) -> Fact | None:
    """Return the date in a line such as "Date: 3 March 2021"; other facts about a document are for people to read."""
    published = parse_publication(text)
    if published is None or word_count(published.rest) > 2:
        return None
    return Fact(published.date) if text[: text.index(":")].casefold().endswith(_DATE_FIELDS) else None
