"""Transcripts in which the format itself marks who speaks: nothing is guessed, only what it left open is completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.dates import find_date
from reader.documents.model import Kind, Metadata
from reader.documents.shapes import word_count
from reader.documents.structure.articles import label_furniture
from reader.documents.structure.head import label_head
from reader.documents.structure.venues import names_house, parse_dateline

if TYPE_CHECKING:
    from reader.documents.structure.draft import Draft

_ABOUT = frozenset({Kind.TITLE, Kind.HEADING, Kind.DATELINE})
_MOST_WORDS = 12


def label(drafts: list[Draft]) -> Metadata:
    """Complete the kinds of a transcript whose speakers are marked; return what it says of itself."""
    first = next((index for index, draft in enumerate(drafts) if draft.speaker), len(drafts))
    venue = None
    for index, draft in enumerate(drafts):
        if draft.kind is None and draft.speaker is not None:
            draft.kind = Kind.SPEECH
        elif draft.kind in (None, Kind.DATELINE) and index < first:
            place = parse_dateline(draft.text)
            if place is not None:
                draft.kind, venue = Kind.DATELINE, venue or place
    label_furniture(drafts)
    if first and drafts[0].kind is None:
        label_head(drafts, first)
    title = next((draft.text for draft in drafts if draft.kind is Kind.TITLE), None)
    lines = [draft.text for draft in drafts[:first] if draft.kind in _ABOUT and word_count(draft.text) <= _MOST_WORDS]
    date = venue.date if venue else next((found.iso for text in lines if (found := find_date(text))), None)
    return Metadata(title, date, venue.source if venue else next(filter(names_house, lines), None))
