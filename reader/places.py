"""Where every tag and note of a library stands today, and for which theme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.tags.anchoring import PlacedTag, Status, as_it_was
from reader.tags.codebook import Codebook
from reader.tags.comparing import Spot
from reader.tags.index import TagIndex
from reader.tags.model import Table
from reader.tags.note_index import NoteIndex, StandingNote
from reader.tags.versions import Followed, Revision, Versions, followed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.library import Library
    from reader.tags.comparing import Comparison
    from reader.tags.model import Note, Tag
    from reader.tags.store import TagStore


class Places:
    """The tags and notes of a store in the documents of a library.

    It follows when it is told that something changed: documents (`follow_documents`), records (`place_changed`), or
    more (`place_all`). What stands in a document that hasn't changed keeps its place.
    """

    def __init__(self, library: Library, store: TagStore, cache: Path) -> None:
        """Place every tag; `cache` is a folder for what was compared, which can be thrown away."""
        self._library = library
        self._store = store
        self._versions = Versions(store, cache)
        self._followed: list[Followed] = []
        self._homes: dict[str, str | None] = {}
        self._awaited: set[str] = set()
        self.place_all()

    # Tags

    def place(self, tag: Tag) -> PlacedTag | None:
        """Return where a tag stands today, also one that isn’t kept any more; None where its theme is gone."""
        theme = self.codebook.get(tag.theme)
        if theme is None:
            return None
        known, version = self._home_of(tag)
        if known != tag.document:
            tag = replace(tag, document=known)
        if version is None:
            return as_it_was(tag, theme.id, self._without_document)
        return self._versions.place(tag, theme.id, version)

    def place_all(self) -> None:
        """Place every tag and note anew."""
        self._moment = self._library.moment
        self._take_themes()
        self.index = TagIndex(placed for tag in self._store.tags.values() if (placed := self.place(tag)) is not None)
        self.notes = NoteIndex()
        for id_ in self._store.notes:
            self._place_note(id_)

    def follow_documents(self) -> None:
        """Place what stands in documents anew that have changed, came or went since this was last called."""
        changed = self._library.changed_since(self._moment)
        self._moment = self._library.moment
        if self._library.is_known:
            changed |= {id_ for id_ in self._awaited if self._library.version(id_) is None}
            self._awaited.clear()
        self.place_on(*changed)

    def place_on(self, *documents: str) -> None:
        """Place the tags and notes of some documents anew, by the ids that these went by until now."""
        kept, same = self._store.tags, self._library.same
        for document in documents:
            version = self._library.version(document)
            for placed in self.index.everything_in(document):
                tag = placed.tag
                # Most were made on the version that is there: looking each up took longer than a key may wait.
                is_sure = tag.version == version and placed.is_where_it_was and tag.id in kept
                if not is_sure or same(kept[tag.id].document) != document:
                    self._place_tag(tag.id)
            for standing in self.notes.everything_in(document):
                self._place_note(standing.note.id)

    def place_changed(self, records: Sequence[tuple[Table, str]]) -> None:
        """Place the tags anew that are among the records, by table and id, or whose themes are."""
        tables = {table for table, _ in records}
        if Table.THEMES in tables and (moved := self._take_themes()):
            records = [*records, *((Table.TAGS, tag.id) for tag in self._store.tags.values() if tag.theme in moved)]
        for table, id_ in records:
            if table is Table.TAGS:
                self._place_tag(id_)
            elif table is Table.NOTES:
                self._place_note(id_)

    def _place_tag(self, id_: str) -> None:
        tag = self._store.tags.get(id_)
        placed = self.place(tag) if tag else None
        if placed is None:
            self.index.discard(id_)
        elif placed != self.index.get(id_):
            self.index.put(placed)

    def _place_note(self, id_: str) -> None:
        note = self._store.notes.get(id_)
        if note is None:
            self.notes.discard(id_)
            return
        known, version = self._home_of(note)
        unplaced = Spot(note.paragraph, self._without_document)
        spot = unplaced if version is None else self._versions.spot(note, known, version)
        self.notes.put(StandingNote(note, known, spot))

    def _home_of(self, record: Tag | Note) -> tuple[str, str | None]:
        """Return the id that a record's document goes by and its version, None where it isn't there."""
        known = self._library.same(record.document)
        version = self._library.version(known)
        if version is None and not self._library.is_known:
            self._awaited.add(known)
        return known, version

    @property
    def _without_document(self) -> Status:
        """How well a place is known whose document isn't there: one whose file was not read yet is not gone."""
        return Status.ORPHAN if self._library.is_known else Status.ANCHORED

    def _take_themes(self) -> set[str]:
        """Make the codebook anew; return the ids of the themes that stand for another now, or for one at all."""
        self.codebook = Codebook(self._store.themes)
        homes = {id_: theme.id if (theme := self.codebook.get(id_)) else None for id_ in self._store.themes}
        before, self._homes = self._homes, homes
        return {id_ for id_ in before.keys() | homes.keys() if before.get(id_) != homes.get(id_)}

    # Notes

    def notes_in_doubt(self, coder: str) -> list[StandingNote]:
        """Return a coder's notes whose paragraphs have changed or are gone."""
        mine = (each for each in self.notes if each.note.coder == coder)
        return [each for each in mine if each.spot.status is not Status.ANCHORED]

    # Documents that changed

    def unfollowed(self) -> list[Revision]:
        """Return the tagged versions whose tags and notes are not yet placed in the documents as they are now."""
        return [each for each in self._versions.missed() if self._library.version(each.document) is not None]

    def compare(self, revision: Revision) -> Comparison:
        """Compare a version with its document as it is now; may take seconds, may be called from any thread.

        Raises NotFoundError where the document is gone by now.
        """
        document = self._library.read_apart(revision.document)
        aliases = [id_ for id_ in list(self._store.documents) if self._library.same(id_) == revision.document]
        return self._versions.compare(revision, document, aliases)

    def follow(self, compared: Mapping[Revision, Comparison]) -> None:
        """Place the tags of compared versions anew; those never compared before are told in `take_followed`."""
        told: dict[str, Followed] = {}
        for revision, comparison in compared.items():
            self._versions.take(revision, comparison)
        self.place_on(*{revision.document for revision in compared})
        for revision, comparison in compared.items():
            listing = self._library.listing_of(revision.document)
            if comparison.is_first and listing is not None:
                placed = self.index.everything_in(revision.document)
                told[revision.document] = followed(listing.title, placed, comparison.document.version)
        self._followed += told.values()

    def follow_now(self, document: str | None = None) -> None:
        """Compare what is not placed yet, of one document or of all, here and now."""
        wanted = [each for each in self.unfollowed() if document in (None, each.document)]
        if wanted:
            self.follow({each: self.compare(each) for each in wanted})

    def take_followed(self) -> list[Followed]:
        """Return how tags followed documents that changed, for whoever tells the user; each is returned once."""
        told, self._followed = self._followed, []
        return told

    def comparison(self, document: str, version: str) -> Comparison | None:
        """Return how a version that was tagged goes with the present one of a document; None where it is that."""
        return self._versions.comparison(Revision(document, version))
