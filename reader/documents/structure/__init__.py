"""What each paragraph of a document is, and who speaks in it: rules for sorts of documents, not for single files."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from reader.documents.dates import iso_date
from reader.documents.model import Kind, Metadata, Paragraph, Structured
from reader.documents.structure import articles, debates, marked, transcripts
from reader.documents.structure.draft import Draft
from reader.documents.structure.interviews import unrolled
from reader.documents.structure.name_lines import named
from reader.documents.structure.running_heads import without_pages
from reader.documents.structure.wrapped import rewrapped

if TYPE_CHECKING:
    from reader.documents.model import Extract


def structure(extract: Extract) -> Structured:
    """Return the blocks as paragraphs numbered from 1, each with its kind and, in a transcript, its speaker.

    Kinds and speakers that the format marked stay; every block becomes a paragraph, and its text stays unchanged; only
    the rows of an interview that is set as a table become turns, a name in bold type stands apart from the words
    behind it, and what the head of a printed page or the end of a line cut in two is one again.
    What the format's own metadata says goes before what the text says; dates become ISO 8601 or nothing.
    """
    # The rules look at first and last characters: a block without text is out of their reach.
    blocks = extract.blocks if extract.is_marked else named(unrolled(rewrapped(without_pages(extract.blocks))))
    drafts = [
        Draft(block.text, block.kind if block.text else block.kind or Kind.BODY, block.speaker, block.attributes)
        for block in blocks
    ]
    found = _marked_title(drafts) if extract.is_marked else _label(drafts)
    paragraphs = tuple(
        Paragraph(n, draft.kind or Kind.BODY, draft.text, draft.speaker, draft.attributes)
        for n, draft in enumerate(drafts, 1)
    )
    return Structured(paragraphs, _merged(_merged(extract.metadata, found), extract.properties))


def _marked_title(drafts: list[Draft]) -> Metadata:
    return Metadata(title=next((draft.text for draft in drafts if draft.kind is Kind.TITLE), None))


def _label(drafts: list[Draft]) -> Metadata:
    if any(draft.speaker for draft in drafts):
        return marked.label(drafts)
    debate = debates.label(drafts)
    if debate is not None and any(draft.kind is Kind.SPEAKER_LINE for draft in drafts):
        return debate
    transcript = transcripts.label(drafts)
    if transcript is None:
        return debate or articles.label(drafts)
    return _merged(debate, transcript) if debate is not None else transcript


def _merged(first: Metadata, second: Metadata) -> Metadata:
    """Return what `first` says, completed by what `second` says."""
    said = {field.name: getattr(first, field.name) or getattr(second, field.name) for field in fields(Metadata)}
    merged = Metadata(**said)
    return replace(merged, date=iso_date(merged.date) if merged.date else None)
