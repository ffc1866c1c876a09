"""What of a library can be searched: its passages, documents, themes and notes as entries, and what they are tagged."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from reader.documents.model import Kind
from reader.search.entries import THEME_KEY, About, Entry, EntryType, Facts, PlacedNote, Tagging

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from reader.documents.model import Document, Paragraph
    from reader.library import Listing
    from reader.search.columns import Among
    from reader.tags.anchoring import PlacedTag
    from reader.tags.codebook import Codebook
    from reader.workspace import Workspace

_NOTE, _LOST_NOTE = "note:", "note:-"
"""What the key of a note's entry begins with, before the id; the second where its place is no more."""


class Scope(StrEnum):
    """What to search in. `tags` are the tagged passages, `passages` all."""

    TAGS = "tags"
    PASSAGES = "passages"
    DOCUMENTS = "documents"
    THEMES = "themes"
    NOTES = "notes"
    ALL = "all"


class Snapshot(Facts):
    """What a library knows at one moment, for a search in another thread while reading and tagging go on.

    It is quickly taken; what it is asked for is worked out then, so whoever draws lets a search ask first.
    Of what was worked out for the moment `before` the tags are taken over that haven't changed since.
    """

    def __init__(self, workspace: Workspace, before: Snapshot | None = None) -> None:
        self._index = workspace.index
        self._moment = self._index.moment
        self._codebook = workspace.codebook
        self._listing_of = workspace.describing()
        self._standing = list(workspace.places.notes)
        self._placed: Sequence[PlacedTag] = ()
        if before is None or not self._follow(before):
            self._placed = list(self._index)

    def _follow(self, before: Snapshot) -> bool:
        """Take over the table of tags of a moment before, if it is there and they are the same, but for a few."""
        from reader.search.rows import TagTable

        table = before.kept.pop(TagTable, None) if before._index is self._index else None
        if not isinstance(table, TagTable):
            return False
        changed = self._index.changed_since(before._moment)
        table.change(changed, _taggings(placed for id_ in changed if (placed := self._index.get(id_))))
        table.keep(self)
        return True

    def about(self, document: str) -> About | None:
        """Return what is known of the document with that id, or None."""
        listing = self._listing_of(document)
        if listing is None:
            return None
        metadata = listing.metadata
        return About(document, listing.path, listing.title, metadata.date, metadata.source, metadata.author)

    @property
    def codebook(self) -> Codebook:
        """The themes."""
        return self._codebook

    @property
    def tags(self) -> Sequence[Tagging]:
        """Every tag, once for each paragraph that it stands on."""
        from reader.search.rows import Rows

        rows = self.kept.get(Rows)
        return list(rows) if isinstance(rows, Rows) else list(_taggings(self._placed))

    @cached_property
    def notes(self) -> Sequence[PlacedNote]:
        """Every note that stands on a paragraph, not on a tag."""
        return [PlacedNote(each.document, each.number, each.note.text) for each in self._standing]

    @cached_property
    def tagged(self) -> Among:
        """All tagged passages, to search `among` them."""
        from reader.search.tables import Tables

        return Tables.of(self).standing_on_any

    def names(self, entry: Entry) -> list[str]:
        """Return the names of the themes that the entry itself is tagged with, in the order of the codebook."""
        there = self._ids(entry)
        return [theme.name for theme in self._codebook.themes if theme.id in there] if there else []

    def _ids(self, entry: Entry) -> Collection[str]:
        if entry.type is EntryType.THEME:
            return (entry.key.removeprefix(THEME_KEY),)
        if entry.document is None:
            return ()
        from reader.search.rows import TagTable

        rows, n = TagTable.of(self), entry.paragraph
        return rows.themes_on(entry.document, -n if n and is_lost(entry) else n or None)


def _taggings(tags: Iterable[PlacedTag]) -> Iterator[Tagging]:
    """Yield what tags say of each paragraph that they stand on."""
    for each in tags:
        tag = each.tag
        for n in each.spots:
            yield Tagging(tag.document, n, each.theme, tag.coder, tag.note, each.status, tag.id)


def entries(workspace: Workspace, scope: Scope) -> Iterator[Entry]:
    """Yield everything in scope, passages in the order of the library. Reads files that are not known yet."""
    workspace.read_everything()
    if scope is Scope.TAGS:
        yield from _tagged(workspace)
    if scope in (Scope.PASSAGES, Scope.ALL):
        for document in workspace.documents():
            yield from passages(document)
        yield from lost_passages(workspace)
    if scope in (Scope.DOCUMENTS, Scope.ALL):
        yield from document_entries(workspace)
    if scope in (Scope.THEMES, Scope.ALL):
        yield from theme_entries(workspace.codebook)
    if scope in (Scope.NOTES, Scope.ALL):
        yield from note_entries(workspace)


def passage_key(document: str, paragraph: int) -> str:
    """Return the key of a passage's entry; `document` is the id.

    An orphan has minus the number that its paragraph had.
    """
    return f"{document}:{paragraph}"


def is_lost(entry: Entry) -> bool:
    """Whether an entry is of an orphan, and `paragraph` only the number that its place once had."""
    if entry.document is None or entry.paragraph is None:
        return False
    return entry.key.startswith(_LOST_NOTE) or entry.key == passage_key(entry.document, -entry.paragraph)


def passages(document: Document) -> Iterator[Entry]:
    """Yield an entry for each paragraph but speaker lines: headings and page furniture are found too."""
    return _entries_of(document, (each for each in document.paragraphs if each.kind is not Kind.SPEAKER_LINE))


def lost_passages(workspace: Workspace) -> Iterator[Entry]:
    """Yield an entry for each tagged place that is no more, with the words that were tagged there."""
    for document in workspace.index.documents:
        yield from lost_in(workspace, document)


def lost_in(workspace: Workspace, document: str) -> Iterator[Entry]:
    """Yield an entry for each tagged place of a document that is no more."""
    last = workspace.library.paragraphs(document)
    return _lost(workspace, document, [n for n in workspace.index.numbers(document) if not 0 < n <= last])


def document_entries(workspace: Workspace) -> Iterator[Entry]:
    """Return an entry for each document whose file has been read as is known now, in the order of the library."""
    return (document_entry(listing) for listing in workspace.listings if listing.id)


def document_entry(listing: Listing) -> Entry:
    """Return the entry of a document whose file has been read: its title, and where it comes from."""
    about = listing.metadata
    text = " · ".join(part for part in (listing.title, about.source, about.author) if part)
    return Entry(EntryType.DOCUMENT, listing.id or "", text, listing.id, listing.path, listing.title)


def theme_entries(codebook: Codebook) -> Iterator[Entry]:
    """Yield an entry for each theme, found by its name and its description."""
    for theme in codebook.themes:
        text = f"{theme.name} · {theme.description}" if theme.description else theme.name
        yield Entry(EntryType.THEME, f"{THEME_KEY}{theme.id}", text)


def note_entries(workspace: Workspace) -> Iterator[Entry]:
    """Return an entry for each note, on a paragraph or on a tag.

    What may change while another thread takes the entries is taken now.
    """
    placed = workspace.places.notes
    notes = [(each.note.id, each.document, each.number, each.note.text) for each in placed]
    return _note_entries(workspace.describing(), notes, list(workspace.index))


def _note_entries(
    listing_of: Callable[[str], Listing | None],
    notes: Sequence[tuple[str, str, int, str]],
    placed: Sequence[PlacedTag],
) -> Iterator[Entry]:
    on_tags = ((each.tag.id, each.tag.document, each.spots[0], each.tag.note) for each in placed if each.tag.note)
    for id_, document, n, text in sorted((*notes, *on_tags), key=lambda note: (note[1], abs(note[2]))):
        listing = listing_of(document)
        path, title = (listing.path, listing.title) if listing else (None, document)
        key = f"{_LOST_NOTE if n < 0 else _NOTE}{id_}"
        yield Entry(EntryType.NOTE, key, text, document, path, title, abs(n))


def _tagged(workspace: Workspace) -> Iterator[Entry]:
    tagged = set(workspace.index.documents)
    order = [listing.id for listing in workspace.listings if listing.id in tagged]
    for id_ in (*order, *sorted(tagged - set(order))):
        document, numbers = workspace.document(id_), workspace.index.numbers(id_)
        here = {each.n: each for n in numbers if document and (each := document.paragraph(n))}
        if document:
            yield from _entries_of(document, here.values())
        yield from _lost(workspace, id_, [n for n in numbers if n not in here])


def _entries_of(document: Document, paragraphs: Iterable[Paragraph]) -> Iterator[Entry]:
    id_, path, title = document.id, document.path, document.title
    for each in paragraphs:
        speaker = each.speaker.heading if each.speaker else None
        key = passage_key(id_, each.n)
        yield Entry(EntryType.PASSAGE, key, each.text, id_, path, title, each.n, speaker, each.kind, each.speaker)


def _lost(workspace: Workspace, document: str, places: Sequence[int]) -> Iterator[Entry]:
    record = workspace.store.documents.get(document)
    path = record.paths[0] if record and record.paths else None
    for n in places:
        words = dict.fromkeys(placed.tag.quotation for placed in workspace.index.on(document, n))
        title = workspace.title_of(document)
        yield Entry(EntryType.PASSAGE, passage_key(document, n), " … ".join(words), document, path, title, abs(n))
