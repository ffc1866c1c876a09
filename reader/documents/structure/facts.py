"""Lines that say when, where and by whom a text was published, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from reader.documents.structure.bylines import parse_byline
from reader.documents.structure.datelines import could_be_source, parse_publication
from reader.documents.structure.labels import begins_with_field
from reader.documents.structure.venues import parse_dateline

_DATE_FIELDS = ("date", "published", "updated")


@dataclass(frozen=True, slots=True)
class Fact:
    """What one line says of its document; `date` is ISO 8601."""

    date: str | None = None
    source: str | None = None
    author: str | None = None


def read_fact(text: str) -> Fact | None:
    """Return what a line says of when, where and by whom, or None where it is no such line."""
    if begins_with_field(text):
        return _read_field(text)
    published = parse_publication(text)
    if published is not None:
        if not published.rest:
            return Fact(published.date)
        author = parse_byline(published.rest)
        if author is not None:
            return Fact(published.date, author=author or None)
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
    name = text[: text.index(":")].casefold()
    return Fact(published.date) if published is not None and name.endswith(_DATE_FIELDS) else None
