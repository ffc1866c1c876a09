"""Two versions of a document side by side: where the tags and notes that were made on the one stand in the other."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reader.atomic import write_atomically
from reader.tags.anchoring import Part, PlacedTag, Status, as_it_was, place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.documents.model import Document
    from reader.tags.aligning import Landing
    from reader.tags.model import Note, Tag

LIKE_ENOUGH = 85.0
"""How alike the words under a span must be, in percent, to what they were, for a tag to follow unasked."""


class Spot(NamedTuple):
    """Where a note stands: the number of a paragraph, and how sure that is; of an orphan the number that it had."""

    paragraph: int
    status: Status


@dataclass(frozen=True, slots=True)
class Comparison:
    """A version of a document on which tags were made, and the document as it is now.

    `old` are the texts of that version's paragraphs; where they are not kept, it is None and there are no `landings`.
    `is_first` says that these two versions were never compared before.
    """

    document: Document
    old: Sequence[str] | None
    landings: Sequence[Landing]
    is_first: bool = False

    def place(self, tag: Tag, theme: str) -> PlacedTag:
        """Return where a tag that was made on the old version stands now."""
        landing = self.landing(tag)
        if landing is None:
            return place(tag, theme, self.document)
        if not landing.places:
            return as_it_was(tag, theme, Status.ORPHAN)
        if tag.start is None or tag.end is None:
            first, *more = [Part(n) for n in landing.places]
            return PlacedTag(tag, theme, first.paragraph, None, None, landing.status, tuple(more), landing.others)
        return self._place_span(tag, theme, tag.start, tag.end, landing)

    def spot(self, note: Note) -> Spot:
        """Return where a note that was made on the old version stands now."""
        landing = self._landing(note.paragraph, note.quotation, None, None)
        if landing is not None:
            return Spot(landing.places[0], landing.status) if landing.places else Spot(note.paragraph, Status.ORPHAN)
        paragraph = self.document.paragraph(note.paragraph)
        if paragraph is not None and paragraph.text == note.quotation:
            return Spot(note.paragraph, Status.ANCHORED)
        same = [each.n for each in self.document.paragraphs if each.text == note.quotation]
        if len(same) == 1:
            return Spot(same[0], Status.ANCHORED)
        return Spot(note.paragraph, Status.REVIEW if paragraph else Status.ORPHAN)

    def landing(self, tag: Tag) -> Landing | None:
        """Return where the paragraph of a tag is now, or None where the version that it was made on isn't kept."""
        return self._landing(tag.paragraph, tag.quotation, tag.start, tag.end)

    def _landing(self, n: int, quotation: str, start: int | None, end: int | None) -> Landing | None:
        # What the record says of its words must be what stands there: a store can be edited by hand.
        if self.old is None or not 1 <= n <= len(self.landings) or self.old[n - 1][start:end] != quotation:
            return None
        return self.landings[n - 1]

    def _place_span(self, tag: Tag, theme: str, start: int, end: int, landing: Landing) -> PlacedTag:
        from reader.tags.spans import follow_span

        assert self.old is not None
        new = [self.document.paragraphs[n - 1].text for n in landing.places]
        pieces, score = follow_span(self.old[tag.paragraph - 1], start, end, new)
        if not pieces:
            return PlacedTag(tag, theme, landing.places[0], None, None, Status.REVIEW, others=landing.others)
        first, *more = [Part(landing.places[piece.text], piece.start, piece.end) for piece in pieces]
        status = landing.status if score >= LIKE_ENOUGH else Status.REVIEW
        return PlacedTag(tag, theme, first.paragraph, first.start, first.end, status, tuple(more), landing.others)


def compare(old: Sequence[str] | None, version: str, document: Document, cache: Path) -> Comparison:
    """Return how the paragraphs of an old `version` go together with those of the document now; slow at first.

    May be called from any thread. `cache` is a folder in which the outcome is kept, so that it is worked out once.
    """
    if old is None or document.error:
        return Comparison(document, None, ())
    from reader.tags.aligning import RULES, align

    path = cache / f"{document.id}.{version[:16]}.json"
    key = [RULES, version, document.version]
    landings = _kept(path, key, len(old), len(document.paragraphs))
    if landings is not None:
        return Comparison(document, old, landings)
    landings = align(old, [paragraph.text for paragraph in document.paragraphs])
    rows = [[each.places, each.score, each.status.value, each.others] for each in landings]
    with suppress(OSError):
        write_atomically(path, json.dumps([key, rows]).encode())
    return Comparison(document, old, landings, is_first=True)


def _kept(path: Path, key: list[object], old: int, new: int) -> list[Landing] | None:
    """Return what was worked out before, if it was by these rules and for these versions."""
    from reader.tags.aligning import Landing

    with suppress(OSError, ValueError, TypeError, RecursionError):
        known, rows = json.loads(path.read_bytes())
        landings = [
            Landing(tuple(places), score, Status(status), tuple(others)) for places, score, status, others in rows
        ]
        numbers = (n for each in landings for n in (*each.places, *each.others))
        if known == key and len(landings) == old and all(1 <= n <= new for n in numbers):
            return landings
    return None
