"""Settling a tag in doubt: saying where it stands now. This alone writes a new anchor, and only to one's own tags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.tags.anchoring import Part, Status
from reader.tags.model import Change, Table, new_id, now
from reader.tags.spans import find_words
from reader.tags.tagging import Target, new_tag

if TYPE_CHECKING:
    from reader.documents.model import Document
    from reader.tags.anchoring import PlacedTag
    from reader.tags.index import TagIndex
    from reader.tags.model import Note, Tag, Theme


def in_doubt(index: TagIndex, coder: str) -> list[PlacedTag]:
    """Return the coder's own tags that can be settled, in the order of documents: those for review, then orphans."""
    return [*index.select(coder=coder, status=Status.REVIEW), *index.select(coder=coder, status=Status.ORPHAN)]


def accept(placed: PlacedTag, theme: Theme, document: Document) -> list[Change]:
    """Return the changes that anchor a tag where it is shown; on each further part of a split paragraph a new one."""
    first, *more = [Part(placed.paragraph, placed.start, placed.end), *placed.parts]
    changes = [Change(Table.TAGS, placed.tag, _anchored(placed.tag, theme, Target(document, *first)))]
    for part in more:
        tag = _anchored(placed.tag, theme, Target(document, *part))
        changes.append(Change(Table.TAGS, None, replace(tag, id=new_id(), created=tag.modified)))
    return changes


def move(placed: PlacedTag, theme: Theme, document: Document, paragraph: int) -> list[Change]:
    """Return the change that anchors a tag to a paragraph: a span to its words where they are there, else to all."""
    tag, text = placed.tag, Target(document, paragraph).text
    span = find_words(tag.quotation, text) if tag.start is not None else None
    return [Change(Table.TAGS, tag, _anchored(tag, theme, Target(document, paragraph, *(span or (None, None)))))]


def move_note(note: Note, document: Document, paragraph: int) -> Change:
    """Return the change that anchors a note to a paragraph."""
    here = Target(document, paragraph)
    moved = replace(note, document=document.id, version=document.version, paragraph=paragraph, quotation=here.text)
    return Change(Table.NOTES, note, replace(moved, modified=now()))


def _anchored(tag: Tag, theme: Theme, target: Target) -> Tag:
    fresh = new_tag(target, theme, tag.coder, tag.note)
    return replace(fresh, id=tag.id, theme=tag.theme, created=tag.created, modified=now())
