"""What the reading pane shows: a document, or everything tagged with a theme, as a list of items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from reader.documents.model import Document, Kind
from reader.tags.anchoring import Status
from reader.tags.tagging import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.tags.anchoring import PlacedTag
    from reader.tags.model import Theme
    from reader.workspace import Workspace


_MARKED = re.compile(r"[^\w\s\"'“‘(\[£$€]|\(?\w{1,4}[.)]\s")


class Look(Enum):
    """How an item is drawn."""

    TITLE = auto()
    HEADING = auto()
    QUIET = auto()
    TEXT = auto()
    DIM = auto()


_LOOKS = {
    Kind.TITLE: Look.TITLE,
    Kind.HEADING: Look.TITLE,
    Kind.STANDFIRST: Look.HEADING,
    Kind.DATELINE: Look.QUIET,
    Kind.CAPTION: Look.QUIET,
    Kind.BOILERPLATE: Look.DIM,
    Kind.FOOTNOTE: Look.QUIET,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item on a page; `n` is the paragraph's number, or 0 where it is no paragraph that can be current.

    `lead` stands before the first line, and its width before the others; it is no part of the text.
    """

    text: str
    look: Look
    document: str = ""
    n: int = 0
    lead: str = ""
    orphan: PlacedTag | None = None

    @property
    def is_stop(self) -> bool:
        """Whether reading stops here: a paragraph, or an orphan's quotation."""
        return self.n > 0 or self.orphan is not None


@dataclass(frozen=True, slots=True)
class View:
    """What can be opened in a pane, and come back to: a document by id, or a theme by id."""

    document: str | None = None
    theme: str | None = None


class Page:
    """The items of a view, with the documents that they come from."""

    def __init__(self, view: View, title: str, items: list[Item], documents: dict[str, Document]) -> None:
        self.view = view
        self.title = title
        self.items = items
        self.documents = documents
        self.stops = [index for index, item in enumerate(items) if item.is_stop]
        self._by_place = {(item.document, item.n): index for index, item in enumerate(items) if item.n}

    def find(self, document: str, n: int) -> int | None:
        """Return the index of the item that shows a paragraph, or None; for a speaker line the speech under it."""
        source = self.documents.get(document)
        while source and (paragraph := source.paragraph(n)) and paragraph.kind is Kind.SPEAKER_LINE:
            n += 1
        return self._by_place.get((document, n))

    def target(self, index: int, span: tuple[int, int] | None = None) -> Target | None:
        """Return the place that tagging the item (or a span of it) tags; None where it is no paragraph."""
        item = self.items[index]
        document = self.documents.get(item.document)
        if not item.n or document is None:
            return None
        return Target(document, item.n, *(span or (None, None)))


def document_page(document: Document, *, unfolded: bool = False) -> Page:
    """Return a document as a page; page furniture is folded into one line unless `unfolded`."""
    items = list(_document_items(document, unfolded=unfolded))
    if not any(paragraph.kind is Kind.TITLE for paragraph in document.paragraphs):
        items.insert(0, Item(document.title, Look.TITLE))
    if document.error:
        items.append(Item(f"This file can’t be read: {document.error}", Look.QUIET))
    return Page(View(document=document.id), document.title, items, {document.id: document})


def _document_items(document: Document, *, unfolded: bool) -> Iterator[Item]:
    folded = 0
    for paragraph in document.paragraphs:
        if paragraph.kind is Kind.BOILERPLATE and not unfolded:
            folded += 1
            continue
        if folded:
            yield _fold(folded)
            folded = 0
        if paragraph.kind is Kind.SPEAKER_LINE and paragraph.speaker:
            yield Item(paragraph.speaker.heading, Look.HEADING)
            continue
        lead = _lead(paragraph.text) if paragraph.kind is Kind.LIST_ITEM else ""
        yield Item(paragraph.text, _LOOKS.get(paragraph.kind, Look.TEXT), document.id, paragraph.n, lead)
    if folded:
        yield _fold(folded)


def _lead(text: str) -> str:
    """Return what stands before an item of a list: a bullet where the text brings none of its own."""
    return "  " if _MARKED.match(text) else "• "


def _fold(count: int) -> Item:
    return Item(f"{count} line{'' if count == 1 else 's'} of page furniture · z shows", Look.DIM)


def theme_page(workspace: Workspace, theme: Theme) -> Page:
    """Return everything tagged with a theme, grouped by source in the library's order, neighbours dimmed."""
    placed = workspace.index.select(theme=theme.id)
    order = {listing.id: place for place, listing in enumerate(workspace.listings)}
    by_document: dict[str, list[PlacedTag]] = {}
    for each in placed:
        by_document.setdefault(each.tag.document, []).append(each)
    items = [Item(theme.name, Look.TITLE)]
    if theme.description:
        items.append(Item(theme.description, Look.QUIET))
    if not placed:
        items.append(Item("Nothing is tagged with this theme yet.", Look.QUIET))
    documents: dict[str, Document] = {}
    for id_ in sorted(by_document, key=lambda id_: order.get(id_, len(order))):
        document = workspace.document(id_)
        items.append(Item(workspace.title_of(id_), Look.HEADING))
        if document is not None:
            documents[id_] = document
            numbers = sorted({n for each in by_document[id_] if each.status is not Status.ORPHAN for n in each.numbers})
            items += _passages(document, numbers)
        orphans = [each for each in by_document[id_] if document is None or each.status is Status.ORPHAN]
        items += [
            Item(f"{each.tag.quotation}  (orphan: its place is gone)", Look.TEXT, id_, orphan=each) for each in orphans
        ]
    return Page(View(theme=theme.id), theme.name, items, documents)


def _passages(document: Document, numbers: list[int]) -> Iterator[Item]:
    tagged = set(numbers)
    shown: set[int] = set()
    for n in numbers:
        for near in (n - 1, n, n + 1):
            paragraph = document.paragraph(near)
            if paragraph is None or near in shown or (near > n and near in tagged):
                continue
            shown.add(near)
            if near in tagged:
                if paragraph.speaker:
                    yield Item(paragraph.speaker.heading, Look.QUIET)
                yield Item(paragraph.text, Look.TEXT, document.id, near)
            elif paragraph.kind.is_passage:
                yield Item(paragraph.text, Look.DIM)
