"""The versions that a library's tags and notes were made on, and where these stand in the documents of today.

Comparing two versions takes time. Until that is done for a document, its tags show where they were; whoever reads
everything at once waits for it, the app has it done in a thread of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reader.tags.anchoring import PlacedTag, Status, as_it_was
from reader.tags.comparing import Comparison, Spot, compare

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reader.documents.model import Document
    from reader.tags.model import Note, Tag
    from reader.tags.store import TagStore


class Revision(NamedTuple):
    """A version of a document, by its id, that is not its present one, and that tags or notes were made on."""

    document: str
    version: str


@dataclass(frozen=True, slots=True)
class Followed:
    """How the tags of a document followed its text when it changed: numbers of tags.

    `kept` stand where they stood among the others, `moved` in another order; `review` are those in doubt, `lost` the
    orphans.
    """

    title: str
    kept: int = 0
    moved: int = 0
    review: int = 0
    lost: int = 0

    @property
    def words(self) -> str:
        """The same as a line to read: `Minutes, March: 38 tags kept, 3 moved, 2 to review, 1 lost`."""
        counts = ((self.kept, "kept"), (self.moved, "moved"), (self.review, "to review"), (self.lost, "lost"))
        said = [(count, what) for count, what in counts if count] or [(0, "kept")]
        (first, what), *more = said
        start = f"{self.title}: {first} tag{'' if first == 1 else 's'} {what}"
        return ", ".join([start, *(f"{count} {what}" for count, what in more)])


class Versions:
    """Places the tags and notes of a store in the documents as they are now."""

    def __init__(self, store: TagStore, cache: Path) -> None:
        """`cache` is a folder for what was worked out, which can be thrown away."""
        self._store = store
        self._cache = cache
        self._known: dict[Revision, Comparison] = {}
        self._missed: dict[Revision, None] = {}

    def place(self, tag: Tag, theme: str, version: str) -> PlacedTag:
        """Return where a tag stands in the present `version` of its document, as far as that is known."""
        comparison = self._comparison(tag.document, tag.version, version)
        return comparison.place(tag, theme) if comparison else as_it_was(tag, theme)

    def spot(self, note: Note, document: str, version: str) -> Spot:
        """Return where a note stands in the present `version` of its document, as far as that is known."""
        comparison = self._comparison(document, note.version, version)
        return comparison.spot(note) if comparison else Spot(note.paragraph, Status.ANCHORED)

    def comparison(self, revision: Revision) -> Comparison | None:
        """Return how a version goes with the present one of its document; None where that isn't known."""
        return self._known.get(revision)

    def missed(self) -> list[Revision]:
        """Return the versions that have to be compared before all tags and notes are placed."""
        return list(self._missed)

    def compare(self, revision: Revision, document: Document, aliases: Iterable[str] = ()) -> Comparison:
        """Compare a version with the document as it is now; may take seconds, may be called from any thread.

        `aliases` are other ids of the document, under which its words may be kept.
        """
        kept = (self._store.words(id_, revision.version) for id_ in (revision.document, *aliases))
        words = next((words for words in kept if words is not None), None)
        return compare(words, revision.version, document, self._cache)

    def take(self, revision: Revision, comparison: Comparison) -> None:
        """Take in what was compared."""
        self._missed.pop(revision, None)
        self._known[revision] = comparison

    def _comparison(self, document: str, made_on: str, version: str) -> Comparison | None:
        if made_on == version:
            return None
        revision = Revision(document, made_on)
        known = self._known.get(revision)
        if known is not None and known.document.version == version:
            return known
        self._missed[revision] = None
        return None


def followed(title: str, placed: Iterable[PlacedTag], present: str) -> Followed:
    """Return how those of a document's tags followed that were made on another version than the `present` one."""
    strangers = [each for each in placed if each.tag.version != present]
    sure = [each for each in strangers if each.status is Status.ANCHORED]
    sure.sort(key=lambda each: (each.tag.paragraph, each.paragraph))
    kept = _longest_rise([each.paragraph for each in sure])
    review = sum(each.status is Status.REVIEW for each in strangers)
    return Followed(title, kept, len(sure) - kept, review, len(strangers) - len(sure) - review)


def _longest_rise(numbers: Iterable[int]) -> int:
    """Return how many of the numbers stand in order when as few as can be are left out."""
    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number + 1)
        ends[at : at + 1] = [number]
    return len(ends)
