"""The notes of a library by document and paragraph, kept up to date one note at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reader.tags.anchoring import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.tags.comparing import Spot
    from reader.tags.model import Note


class StandingNote(NamedTuple):
    """A note, the id that its document goes by, and where it stands in that as it is now."""

    note: Note
    document: str
    spot: Spot

    @property
    def number(self) -> int:
        """The number of its paragraph; where that is gone, minus the number that it had."""
        return -self.spot.paragraph if self.spot.status is Status.ORPHAN else self.spot.paragraph


class NoteIndex:
    """Where notes stand, found by document and paragraph without a look at the others."""

    def __init__(self) -> None:
        self._by_id: dict[str, StandingNote] = {}
        self._by_document: dict[str, dict[str, StandingNote]] = defaultdict(dict)

    def __iter__(self) -> Iterator[StandingNote]:
        return iter(self._by_id.values())

    def put(self, standing: StandingNote) -> None:
        """Add a note, or move the one of the same id."""
        self.discard(standing.note.id)
        self._by_id[standing.note.id] = standing
        self._by_document[standing.document][standing.note.id] = standing

    def discard(self, note_id: str) -> None:
        """Take a note out, if it is there."""
        standing = self._by_id.pop(note_id, None)
        if standing is not None:
            del self._by_document[standing.document][note_id]

    def get(self, note_id: str) -> StandingNote | None:
        """Return the note with that id, or None."""
        return self._by_id.get(note_id)

    def everything_in(self, document: str) -> list[StandingNote]:
        """Return the notes on a document."""
        return list(self._by_document.get(document, {}).values())

    def on(self, document: str, paragraph: int) -> list[StandingNote]:
        """Return the notes on a paragraph, the first written first; with minus its number those of one that is gone."""
        found = [each for each in self.everything_in(document) if each.number == paragraph]
        return sorted(found, key=lambda each: (each.note.created, each.note.id))
