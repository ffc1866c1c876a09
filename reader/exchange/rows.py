"""What is taken away from a library: each tag with everything that proves it, on one row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.documents.model import Attributes, Kind, Metadata, Paragraph, Speaker
from reader.exchange.citation import reference
from reader.tags.anchoring import Status
from reader.tags.normal import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.documents.model import Document
    from reader.tags.anchoring import PlacedTag
    from reader.tags.model import Theme
    from reader.tags.note_index import StandingNote
    from reader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """A tag with its quotation, or a note on a paragraph: that has no theme and no tag id, and quotes the paragraph.

    `paragraph`, `start` and `end` say where it stands today; `date` is ISO 8601, whole or in part; `created` is the
    moment of tagging in UTC; `path` is relative to the library, as the file system has it; `attributes` are what the
    source says beside the words. None: not known.
    """

    quotation: str = ""
    theme: str = ""
    speaker: str | None = None
    party: str | None = None
    role: str | None = None
    constituency: str | None = None
    title: str = ""
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    path: str | None = None
    paragraph: int = 0
    start: int | None = None
    end: int | None = None
    coder: str = ""
    created: str = ""
    note: str = ""
    status: str = ""
    document: str = ""
    tag: str = ""
    attributes: Attributes = ()

    @property
    def reference(self) -> str:
        """Where the words come from, as a citation says it."""
        who = None if self.speaker is None else Speaker(self.speaker, self.party, self.role, self.constituency)
        metadata = Metadata(self.title, self.date, self.source, self.author, self.url)
        place = Paragraph(self.paragraph, Kind.BODY, self.quotation, who, self.attributes)
        return reference(metadata, self.title, place)


@dataclass(frozen=True, slots=True)
class Filters:
    """What rows are wanted; None leaves a criterion out.

    `theme` takes the themes below it along. `document` is an id, `coder` a whole name, `speaker` any part of a
    speaker's name, office, party or constituency, in any case.
    """

    theme: Theme | None = None
    document: str | None = None
    coder: str | None = None
    speaker: str | None = None


def tag_rows(workspace: Workspace, filters: Filters | None = None) -> list[Row]:
    """Return the tags that fit, in the order of the library's documents and of the places in them.

    Tags of documents that are gone come last.
    """
    workspace.read_everything()
    filters = filters or Filters()
    themes = [None] if filters.theme is None else [filters.theme, *workspace.codebook.children(filters.theme)]
    found = [
        placed
        for theme in themes
        for placed in workspace.index.select(
            theme=theme.id if theme else None, document=filters.document, coder=filters.coder
        )
    ]
    ranks = {theme.id: rank for rank, theme in enumerate(workspace.codebook.themes)}
    found.sort(key=lambda placed: (*placed.place, ranks.get(placed.theme, 0), placed.tag.created))
    return _said_by(filters.speaker, _in_document_order(workspace, _Maker(workspace).tags(found)))


def note_rows(workspace: Workspace, filters: Filters | None = None) -> list[Row]:
    """Return the notes on paragraphs that fit, in the order of documents; with a theme, those on its paragraphs."""
    workspace.read_everything()
    filters = filters or Filters()
    spots = None if filters.theme is None else {(row.document, row.paragraph) for row in tag_rows(workspace, filters)}
    found = [
        standing
        for standing in workspace.places.notes
        if (filters.document is None or standing.document == filters.document)
        and (filters.coder is None or standing.note.coder == filters.coder)
        and (spots is None or (standing.document, standing.spot.paragraph) in spots)
    ]
    found.sort(key=lambda standing: (standing.document, standing.spot.paragraph, standing.note.created))
    return _said_by(filters.speaker, _in_document_order(workspace, _Maker(workspace).notes(found)))


def rows_of(workspace: Workspace, found: Iterable[PlacedTag]) -> Iterable[Row]:
    """Return a row for each tag, in the order given."""
    return _Maker(workspace).tags(found)


class _Maker:
    """Makes rows, looking each document up once as long as its tags come together."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._id = ""
        self._document: Document | None = None
        self._blank = Row()

    def tags(self, found: Iterable[PlacedTag]) -> Iterable[Row]:
        for placed in found:
            tag, theme = placed.tag, self._workspace.codebook.get(placed.theme)
            row = self._at(tag.document, placed.paragraph, placed.status)
            yield replace(
                row,
                quotation=tag.quotation,
                theme=theme.name if theme else "",
                start=placed.start,
                end=placed.end,
                coder=tag.coder,
                created=tag.created,
                note=tag.note,
                tag=tag.id,
            )

    def notes(self, found: Iterable[StandingNote]) -> Iterable[Row]:
        for note, document, spot in found:
            row = self._at(document, *spot)
            yield replace(row, quotation=note.quotation, coder=note.coder, created=note.created, note=note.text)

    def _turn_to(self, document: str) -> None:
        if document == self._id:
            return
        self._id, self._document = document, self._workspace.document(document)
        known = self._document
        metadata = known.metadata if known else Metadata()
        record = self._workspace.store.documents.get(document)
        self._blank = Row(
            title=self._workspace.title_of(document),
            date=metadata.date,
            source=metadata.source,
            author=metadata.author,
            url=metadata.url,
            path=known.path if known else record.paths[0] if record and record.paths else None,
            document=document,
        )

    def _at(self, document: str, n: int, status: Status) -> Row:
        self._turn_to(document)
        paragraph = self._document.paragraph(n) if self._document else None
        paragraph = paragraph if status is Status.ANCHORED else None
        speaker = paragraph.speaker if paragraph else None
        return replace(
            self._blank,
            speaker=speaker.name if speaker else None,
            party=speaker.party if speaker else None,
            role=speaker.role if speaker else None,
            constituency=speaker.constituency if speaker else None,
            paragraph=n,
            status=status.value,
            attributes=paragraph.details if paragraph else (),
        )


def _in_document_order(workspace: Workspace, rows: Iterable[Row]) -> list[Row]:
    ranks = {listing.id: rank for rank, listing in enumerate(workspace.listings)}
    return sorted(rows, key=lambda row: ranks.get(row.document, len(ranks)))


def _said_by(speaker: str | None, rows: list[Row]) -> list[Row]:
    if speaker is None:
        return rows
    wanted = normal(speaker)
    return [
        row
        for row in rows
        if any(wanted in normal(part or "") for part in (row.speaker, row.role, row.party, row.constituency))
    ]
