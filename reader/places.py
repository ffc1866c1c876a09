"""Where every tag and note of a library stands today, and for which theme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.tags.anchoring import PlacedTag, Status, as_it_was
from reader.tags.codebook import Codebook
from reader.tags.index import TagIndex
from reader.tags.model import Table
from reader.tags.versions import Followed, Revision, Versions, followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reader.library import Library
    from reader.tags.comparing import Comparison, Spot
    from reader.tags.model import Note, Tag
    from reader.tags.store import TagStore


class Places:
    """The tags and notes of a store in the documents of a library.

    It follows when it is told what changed: records (`place_changed`), documents (`place_on`), or more (`place_all`).
    """

    def __init__(self, library: Library, store: TagStore, cache: Path) -> None:
        """Place every tag; `cache` is a folder for what was compared, which can be thrown away."""
        self.codebook = Codebook(store.themes)
        self.index = TagIndex()
        self._library = library
        self._store = store
        self._versions = Versions(store, cache)
        self._followed: list[Followed] = []
        self._homes: dict[str, str | None] = {}
        self.place_all()

    # Tags

    def place(self, tag: Tag) -> PlacedTag | None:
        """Return where a tag stands today, also one that isn’t kept any more; None where its theme is gone."""
        theme = self.codebook.get(tag.theme)
        if theme is None:
            return None
        known = self._library.same(tag.document)
        if known != tag.document:
            tag = replace(tag, document=known)
        version = self._library.version(known)
        if version is None:
            return as_it_was(tag, theme.id, Status.ORPHAN if self._library.is_known else Status.ANCHORED)
        return self._versions.place(tag, theme.id, version)

    def place_all(self) -> None:
        """Place every tag anew."""
        self.forget_notes()
        self._take_themes()
        self.index = TagIndex(self._placed(self._store.tags.values()))

    def place_on(self, *documents: str) -> None:
        """Place the tags of some documents anew, by their ids."""
        self.forget_notes()
        mine = (tag for tag in self._store.tags.values() if self._library.same(tag.document) in documents)
        for placed in self._placed(mine):
            self.index.put(placed)

    def place_changed(self, records: Sequence[tuple[Table, str]]) -> None:
        """Place the tags anew that are among the records, by table and id, or whose themes are."""
        tables = {table for table, _ in records}
        if Table.THEMES in tables:
            moved = self._take_themes()
            records = [*records, *((Table.TAGS, tag.id) for tag in self._store.tags.values() if tag.theme in moved)]
        if Table.NOTES in tables:
            self.forget_notes()
        for table, id_ in records:
            if table is not Table.TAGS:
                continue
            tag = self._store.tags.get(id_)
            placed = self.place(tag) if tag else None
            if placed is None:
                self.index.discard(id_)
            else:
                self.index.put(placed)

    def _placed(self, tags: Iterable[Tag]) -> Iterable[PlacedTag]:
        return (placed for tag in tags if (placed := self.place(tag)) is not None)

    def _take_themes(self) -> set[str]:
        """Make the codebook anew; return the ids of the themes that stand for another now, or for one at all."""
        self.codebook = Codebook(self._store.themes)
        homes = {id_: theme.id if (theme := self.codebook.get(id_)) else None for id_ in self._store.themes}
        before, self._homes = self._homes, homes
        return {id_ for id_ in before.keys() | homes.keys() if before.get(id_) != homes.get(id_)}

    # Notes

    def forget_notes(self) -> None:
        """Have the notes placed anew when they are asked for next: documents or notes have changed."""
        self._versions.are_notes_placed = False

    def notes_on(self, document: str, paragraph: int) -> list[Note]:
        """Return everybody's notes on a paragraph; with minus its number those whose paragraph, once that, is gone."""
        self._place_notes()
        return self._versions.notes_on(document, paragraph)

    def spot_of(self, note: Note) -> Spot:
        """Return where a note stands today."""
        self._place_notes()
        return self._versions.spot_of(note)

    def notes_in_doubt(self, coder: str) -> list[Note]:
        """Return a coder's notes whose paragraphs have changed or are gone, with the ids that documents go by."""
        mine = (note for note in self._store.notes.values() if note.coder == coder)
        doubtful = (note for note in mine if self.spot_of(note).status is not Status.ANCHORED)
        return [replace(note, document=self._library.same(note.document)) for note in doubtful]

    def _place_notes(self) -> None:
        if self._versions.are_notes_placed:
            return
        present = self._library.versions
        if not self._library.is_known:
            # A document that was not read yet is not gone.
            present = {note.document: note.version for note in self._store.notes.values()} | present
        self._versions.place_notes(present, self._library.same)

    # Documents that changed

    def unfollowed(self) -> list[Revision]:
        """Return the tagged versions whose tags and notes are not yet placed in the documents as they are now."""
        self._place_notes()
        return [each for each in self._versions.missed() if self._library.version(each.document) is not None]

    def compare(self, revision: Revision) -> Comparison:
        """Compare a version with its document as it is now; may take seconds, may be called from any thread."""
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

    def comparison(self, record: Tag | Note) -> Comparison | None:
        """Return how the version that a tag or note was made on goes with the present one; None where it is that."""
        return self._versions.comparison(record)
