"""What a theme key does, as changes: pure functions from what is tagged to what shall be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.documents.gate import clean
from reader.tags.model import CONTEXT, Change, Note, Table, Tag, new_id, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.model import Document
    from reader.tags.anchoring import PlacedTag
    from reader.tags.index import TagIndex
    from reader.tags.model import Theme


@dataclass(frozen=True, slots=True)
class Target:
    """A place to tag: a paragraph of a document, or the span `start:end` of its text."""

    document: Document
    paragraph: int
    start: int | None = None
    end: int | None = None

    @property
    def text(self) -> str:
        """The whole text of the paragraph."""
        paragraph = self.document.paragraph(self.paragraph)
        return paragraph.text if paragraph else ""

    @property
    def quotation(self) -> str:
        """The words that the target covers."""
        return self.text if self.start is None else self.text[self.start : self.end]

    @property
    def in_words(self) -> str:
        """Where the target is, as a message says it."""
        words = "" if self.start is None else f"“{self.quotation}”, "
        return f"{words}¶ {self.paragraph}, {self.document.title}"


@dataclass(frozen=True, slots=True)
class Tagging:
    """Changes for one step; how many targets they reach, and how many had the theme before."""

    changes: list[Change]
    added: int = 0
    removed: int = 0
    had: int = 0


def new_tag(target: Target, theme: Theme, coder: str, note: str = "") -> Tag:
    """Return a tag on the target, with the quotation and the context that let it be found again."""
    text = target.text
    start, end = target.start or 0, len(text) if target.end is None else target.end
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if target.start is None:
        above = target.document.paragraph(target.paragraph - 1)
        below = target.document.paragraph(target.paragraph + 1)
        before = above.text[-CONTEXT:] if above else ""
        after = below.text[:CONTEXT] if below else ""
    moment = now()
    return Tag(
        new_id(),
        target.document.id,
        target.document.version,
        target.paragraph,
        theme.id,
        coder,
        target.quotation,
        target.start,
        target.end,
        before,
        after,
        clean(note),
        moment,
        moment,
    )


def own_tags(index: TagIndex, target: Target, theme: Theme, coder: str) -> list[PlacedTag]:
    """Return the coder's own tags with that theme on the target: for a span on just that span, else on any part."""
    mine = [
        placed
        for placed in index.everything_on(target.document.id, target.paragraph)
        if placed.theme == theme.id and placed.tag.coder == coder
    ]
    span = (target.start, target.end)
    return mine if target.start is None else [each for each in mine if (each.start, each.end) == span]


def toggle(index: TagIndex, targets: Sequence[Target], theme: Theme, coder: str) -> Tagging:
    """Add the theme where it is missing; where every target has it, take the coder's own tags off."""
    missing = [target for target in targets if not own_tags(index, target, theme, coder)]
    return _added(targets, missing, theme, coder) if missing else untag(index, targets, theme, coder)


def tag(index: TagIndex, targets: Sequence[Target], theme: Theme, coder: str, note: str = "") -> Tagging:
    """Add the theme to the targets that lack it, a whole paragraph also where only a span of it has it."""
    missing = [
        target
        for target in targets
        if not any(
            (placed.start, placed.end) == (target.start, target.end) for placed in own_tags(index, target, theme, coder)
        )
    ]
    return _added(targets, missing, theme, coder, note)


def _added(targets: Sequence[Target], missing: Sequence[Target], theme: Theme, coder: str, note: str = "") -> Tagging:
    changes = [Change(Table.TAGS, None, new_tag(target, theme, coder, note)) for target in missing]
    return Tagging(changes, added=len(missing), had=len(targets) - len(missing))


def untag(index: TagIndex, targets: Sequence[Target], theme: Theme, coder: str) -> Tagging:
    """Take the coder's own tags with the theme off the targets; where there is none, off what is lost of them."""
    lost = [replace(target, paragraph=-target.paragraph) for target in targets]
    found = [
        own_tags(index, target, theme, coder) or own_tags(index, orphan, theme, coder)
        for target, orphan in zip(targets, lost, strict=True)
    ]
    changes = [Change(Table.TAGS, placed.tag, None) for tags in found for placed in tags]
    removed = sum(1 for tags in found if tags)
    return Tagging(changes, removed=removed, had=removed)


def annotate_tag(tag: Tag, note: str) -> Change:
    """Return the change that sets the note of a tag."""
    return Change(Table.TAGS, tag, replace(tag, note=clean(note).strip(), modified=now()))


def annotate(existing: Note | None, target: Target, text: str, coder: str) -> Change | None:
    """Return the change that sets the coder's note on a paragraph; an empty text deletes it. None: no change."""
    text = clean(text).strip()
    if existing is not None:
        if text == existing.text:
            return None
        after = replace(existing, text=text, modified=now()) if text else None
        return Change(Table.NOTES, existing, after)
    if not text:
        return None
    moment = now()
    note = Note(
        new_id(),
        target.document.id,
        target.document.version,
        target.paragraph,
        coder,
        text,
        target.text,
        moment,
        moment,
    )
    return Change(Table.NOTES, None, note)
