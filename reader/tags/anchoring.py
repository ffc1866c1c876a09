"""Where a tag stands in its document today.

A tag keeps the words that it was put on, and the place that they had. That original anchor is never rewritten but by
its own coder, who accepts or moves it; where the tag stands in a later version is derived from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.documents.model import Document
    from reader.tags.model import Tag


class Status(StrEnum):
    """How well a tag's place is known."""

    ANCHORED = "anchored"
    REVIEW = "review"
    ORPHAN = "orphan"


class Part(NamedTuple):
    """A further paragraph that a tag stands on, with the span in it, because its paragraph was split."""

    paragraph: int
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedTag:
    """A tag, the theme that it stands for today, and its place in the document as the document is now.

    `paragraph` is the first one that it stands on, `parts` are the others where that was split; of an orphan it is the
    number that its paragraph had. `others` are paragraphs that may be meant as well, where it wants review.
    """

    tag: Tag
    theme: str
    paragraph: int
    start: int | None
    end: int | None
    status: Status
    parts: tuple[Part, ...] = ()
    others: tuple[int, ...] = ()

    @property
    def place(self) -> tuple[str, int, int, int]:
        """What orders tags as one reads: document, paragraph, span."""
        return self.tag.document, self.paragraph, self.start or 0, self.end or 0

    @property
    def standpoint(self) -> tuple[object, ...]:
        """What two tags share that stand on just the same: document, paragraph, span; orphans their words as well."""
        lost = (self.tag.version, self.tag.quotation) if self.status is Status.ORPHAN else None
        return self.tag.document, self.paragraph, self.start, self.end, lost

    @property
    def numbers(self) -> list[int]:
        """The numbers of all paragraphs that it stands on."""
        return [self.paragraph, *(part.paragraph for part in self.parts)]

    @property
    def spots(self) -> list[int]:
        """The same, but of an orphan, which stands apart, minus the number that its paragraph had."""
        return [-self.paragraph] if self.status is Status.ORPHAN else self.numbers

    @property
    def is_where_it_was(self) -> bool:
        """Whether it stands at its original anchor, and surely."""
        tag = self.tag
        here = self.paragraph == tag.paragraph and self.start == tag.start and self.end == tag.end
        return here and self.status is Status.ANCHORED and not self.parts

    def at(self, paragraph: int) -> PlacedTag:
        """Return the tag as it stands on one of its paragraphs."""
        part = next((part for part in self.parts if part.paragraph == paragraph), None)
        return replace(self, paragraph=part.paragraph, start=part.start, end=part.end) if part else self


def as_it_was(tag: Tag, theme: str, status: Status = Status.ANCHORED) -> PlacedTag:
    """Return the tag at its original anchor."""
    return PlacedTag(tag, theme, tag.paragraph, tag.start, tag.end, status)


def place(tag: Tag, theme: str, document: Document | None) -> PlacedTag:
    """Return the tag at the place where its words stand in `document`, which is None where it is gone.

    This is for tags of which nothing is known but their words: while those stand in their paragraph, or whole in one
    other, the tag is anchored there; where the words are gone but the paragraph is there, it wants review.
    """
    if document is None or document.error:
        return as_it_was(tag, theme, Status.ORPHAN)
    paragraph = document.paragraph(tag.paragraph)
    if document.version == tag.version or (paragraph and _at_anchor(tag, paragraph.text)):
        return as_it_was(tag, theme)
    spots = [(each.n, at) for each in document.paragraphs if (at := _offset(tag, each.text)) is not None]
    if len(spots) == 1:
        n, at = spots[0]
        end = None if tag.start is None else at + len(tag.quotation)
        return PlacedTag(tag, theme, n, None if tag.start is None else at, end, Status.ANCHORED)
    if paragraph is None:
        return as_it_was(tag, theme, Status.ORPHAN)
    return PlacedTag(tag, theme, tag.paragraph, None, None, Status.REVIEW, others=tuple(n for n, _ in spots))


def _at_anchor(tag: Tag, text: str) -> bool:
    return (text if tag.start is None else text[tag.start : tag.end]) == tag.quotation


def _offset(tag: Tag, text: str) -> int | None:
    if tag.start is None:
        return 0 if text == tag.quotation else None
    at = text.find(tag.quotation)
    return at if at >= 0 and text.find(tag.quotation, at + 1) < 0 else None
