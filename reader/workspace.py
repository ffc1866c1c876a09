"""A library that one coder has opened: its documents, its themes, and where every tag stands today.

What the app and the command line work on. It is used from one thread; `unread` and `take` let another thread do
the reading, `unfollowed` and `follow` the comparing of documents that have changed with what was tagged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

from reader.documents.catalogue import Catalogue
from reader.documents.gate import clean_line
from reader.documents.library import Difference, Inventory, SourceFile, take_inventory
from reader.documents.model import Document, Metadata, title_from_path
from reader.documents.readout import Summary
from reader.documents.references import References
from reader.errors import NotFoundError
from reader.paths import LibraryPaths
from reader.tags.anchoring import PlacedTag, Status, as_it_was
from reader.tags.codebook import Codebook
from reader.tags.index import TagIndex
from reader.tags.model import Change, Table, now
from reader.tags.register import Register
from reader.tags.store import TagStore
from reader.tags.versions import Followed, Revision, Versions, followed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reader.tags.comparing import Comparison, Spot
    from reader.tags.model import Note, Step, Tag, Theme
    from reader.tags.tagging import Target

_KEPT_DOCUMENTS = 64
_CORRECTABLE = frozenset(field.name for field in fields(Metadata))


@dataclass(frozen=True, slots=True)
class Listing:
    """A document in the library's list. Before its file has been read it has no id and no summary."""

    path: str
    id: str | None
    summary: Summary | None
    metadata: Metadata

    @property
    def title(self) -> str:
        """The title to show."""
        return self.metadata.title or title_from_path(self.path)

    @property
    def error(self) -> str | None:
        """Why the file can't be read, in words, or None."""
        return self.summary.error if self.summary else None


class Workspace:
    """One library, open. Raises StoreError at opening where the store can't be used.

    Without tags it is quickly open however many there are, and for reading only: it knows documents, themes and what
    was done. `backups` is how many days' backups of it are kept; with 0 none are made.
    """

    def __init__(
        self,
        root: Path,
        coder: str,
        inventory: Inventory | None = None,
        *,
        with_tags: bool = True,
        backups: int = 0,
    ) -> None:
        self.paths = LibraryPaths.of(root)
        self.inventory = inventory or take_inventory(root)
        self.store = TagStore(self.paths, coder, with_tags=with_tags, backups=backups)
        self.catalogue = Catalogue(root, self.paths.catalogue)
        self._references = self._read_references()
        self.codebook = Codebook(self.store.themes)
        self.index = TagIndex()
        self.at_once: int | None = None
        """A document of more paragraphs is not compared while somebody waits for it; None: every one is."""
        self.followed: list[Followed] = []
        """How tags followed documents that changed, for whoever tells the user and empties it."""
        self._seen = 0
        self._versions = Versions(self.store, self.paths.comparisons)
        self._files = {file.path: file for file in self.inventory.files}
        self._summaries = self.catalogue.known(self.inventory.files)
        self._outdated: set[str] = set()
        self._register = Register(self.store.documents, self._files)
        self._id_by_path: dict[str, str] = {}
        self._path_by_id: dict[str, str] = {}
        self._documents: dict[str, Document] = {}
        self._homes: dict[str, str | None] = {}
        self._others: set[Table] = set()
        for path in self._files:
            if path in self._summaries:
                self._identify(path)
        self._place_all()
        self.store.take_news()
        self._corrections = self._all_corrections()

    @property
    def coder(self) -> str:
        """The name that new tags are signed with."""
        return self.store.coder

    def sign_as(self, coder: str) -> None:
        """Sign new tags with another name. Raises StoreError where that coder's file can't be used."""
        self.store.sign_as(coder)
        self._place_all()

    def close(self, *, brief: bool = False) -> None:
        """End the work on the library; see `TagStore.close`. Raises StoreError, with nothing lost."""
        self.catalogue.close()
        self.store.close(brief=brief)

    @property
    def root(self) -> Path:
        """The library's folder."""
        return self.paths.root

    # Documents

    @property
    def listings(self) -> list[Listing]:
        """Every document of the library in order of its path, read or not."""
        return [self.listing(path) for path in self._files]

    def listing(self, path: str) -> Listing:
        """Return the document at `path` as the library's list shows it."""
        summary, id_ = self._summaries.get(path), self._id_by_path.get(path)
        metadata = self._references.described(path, summary.metadata if summary else Metadata())
        return Listing(path, id_, summary, self._corrected(id_, metadata))

    def listing_of(self, document: str) -> Listing | None:
        """Return the document of that id as the list shows it, or None where it is gone."""
        path = self._path_by_id.get(document)
        return None if path is None else self.listing(path)

    def title_of(self, document: str) -> str:
        """Return a document's title, also of one that is gone: then the name that its file had."""
        listing = self.listing_of(document)
        if listing is not None:
            return listing.title
        record = self.store.documents.get(document)
        return title_from_path(record.paths[0]) if record and record.paths else document

    def file(self, path: str) -> SourceFile:
        """Return the file of the document at `path`."""
        return self._files[path]

    def unread(self) -> list[SourceFile]:
        """Return the files whose content isn't known yet."""
        return [file for path, file in self._files.items() if path not in self._summaries or path in self._outdated]

    def adopt(self, inventory: Inventory) -> Difference:
        """Take in what the folder holds now; what is new in it, or has changed, is `unread` until it is taken in."""
        found = Difference.between(self._files.values(), inventory.files)
        before, self.inventory = self.inventory, inventory
        if inventory.references != before.references:
            self._references = self._read_references()
            self._documents.clear()
        self._files = {file.path: file for file in inventory.files}
        self._outdated = (self._outdated | found.changed) & self._files.keys()
        lost = {summary.version for path in found.gone if (summary := self._forget(path))}
        for path, summary in self._summaries.items():
            if summary.version in lost:
                self._identify(path)
        if found.gone:
            self._place_all()
        return found

    def take(self, summaries: Mapping[SourceFile, Summary]) -> None:
        """Take in what another thread read through `catalogue`."""
        for file, summary in summaries.items():
            if file.path not in self._files:
                continue
            if self._files[file.path] == file:
                self._outdated.discard(file.path)
            self._summaries[file.path] = summary
            self._identify(file.path)
            self._documents.pop(self._id_by_path[file.path], None)
        if not self.unread():
            self._place_all()

    def read_everything(self) -> None:
        """Read every file that isn't known yet, here and now."""
        for summaries in self.catalogue.summarise(self.unread()):
            self.take(summaries)
        self._place_notes()
        self._follow_now(self._versions.missed())

    def document(self, id_: str) -> Document | None:
        """Return a document by its id, or None where it is gone."""
        path = self._path_by_id.get(id_)
        if path is None:
            return None
        document = self._documents.pop(id_, None) or self._read(path)
        self._documents[id_] = document
        if len(self._documents) > _KEPT_DOCUMENTS:
            del self._documents[next(iter(self._documents))]
        return replace(document, metadata=self._corrected(id_, document.metadata))

    def document_at(self, path: str) -> Document:
        """Return the document at a path of the library, reading the file if need be."""
        if path not in self._id_by_path:
            file = self._files[path]
            self.take({file: Summary.of(self.catalogue.read(file))})
            self._place_on(self._id_by_path[path])
        document = self.document(self._id_by_path[path])
        assert document is not None
        if self.at_once is None or len(document.paragraphs) <= self.at_once:
            self._place_notes()
            self._follow_now([each for each in self._versions.missed() if each.document == document.id])
        return document

    def documents(self) -> Iterable[Document]:
        """Yield every document in order; files that can't be read have an `error` and no paragraphs."""
        self.read_everything()
        return (self.document_at(path) for path in self._files)

    def find_document(self, wanted: str, *, gone: bool = False) -> Document:
        """Return the document that an id, a path, or an unambiguous part of a title or path names.

        One that is tagged and whose file is gone has an `error` and no paragraphs; with `gone` one that was ever
        tagged counts too. Raises NotFoundError, which lists the candidates where there are several.
        """
        if wanted in self._files:
            return self.document_at(wanted)
        self.read_everything()
        if wanted in self._path_by_id:
            return self.document_at(self._path_by_id[wanted])
        needle = clean_line(wanted).casefold()
        known = [*self.listings, *self._gone(untagged=gone)]
        exact = [each for each in known if needle in (each.id, each.title.casefold(), each.path.casefold())]
        part = [each for each in known if needle in f"{each.title}\n{clean_line(each.path)}".casefold()]
        found = exact or (part if needle else [])
        if len(found) == 1:
            return self._document_of(found[0])
        if not found:
            raise NotFoundError(f"No document “{clean_line(wanted)}”. `reader list` shows what there is.")
        names = "; ".join(clean_line(each.path) for each in found[:5]) + (" …" if len(found) > 5 else "")
        raise NotFoundError(f"“{clean_line(wanted)}” could be {len(found)} documents: {names}. Say more of the name.")

    def _gone(self, *, untagged: bool) -> list[Listing]:
        """Return the documents whose files are no more: those that are tagged, or that are remembered at all."""
        remembered = self.store.documents if untagged else {tag.document for tag in self.store.tags.values()}
        lost = {self._register.same(id_) for id_ in remembered} - self._path_by_id.keys()
        records = [record for id_ in sorted(lost) if (record := self.store.documents.get(id_)) and record.paths]
        return [Listing(each.paths[0], each.id, None, self._corrected(each.id, Metadata())) for each in records]

    def _document_of(self, listing: Listing) -> Document:
        if listing.id is None or listing.id in self._path_by_id:
            return self.document_at(listing.path)
        return Document(listing.id, listing.path, (), listing.metadata, "", "the file is gone")

    def _read(self, path: str) -> Document:
        content = self.catalogue.read(self._files[path])
        id_, before = self._id_by_path[path], self._summaries[path].version
        self._summaries[path] = Summary.of(content)
        if content.version != before:
            self._seen += 1
            self._place_on(id_)
        metadata = self._references.described(path, content.metadata)
        return Document(id_, path, content.paragraphs, metadata, content.version, content.error)

    def _read_references(self) -> References:
        return References(self.root, [file.path for file in self.inventory.references])

    def _forget(self, path: str) -> Summary | None:
        """Let the file at `path` be gone; return what was known of it."""
        summary, id_ = self._summaries.pop(path, None), self._id_by_path.pop(path, None)
        if summary is not None and id_ is not None:
            record = self.store.documents.get(id_)
            self._register.forget(path, {summary.version, *(record.versions if record else ())})
            self._documents.pop(id_, None)
            if self._path_by_id.get(id_) == path:
                del self._path_by_id[id_]
        return summary

    def _identify(self, path: str) -> None:
        self._seen += 1
        id_ = self._register.id_of(path, self._summaries[path].version)
        self._id_by_path[path] = id_
        self._path_by_id[id_] = path

    def _corrected(self, id_: str | None, metadata: Metadata) -> Metadata:
        record = self.store.documents.get(id_) if id_ else None
        known = {name: value for name, value in record.corrected.items() if name in _CORRECTABLE} if record else {}
        return replace(metadata, **known) if known else metadata

    # Versions

    def unfollowed(self) -> list[Revision]:
        """Return the tagged versions whose tags and notes are not yet placed in the documents as they are now."""
        self._place_notes()
        return [each for each in self._versions.missed() if each.document in self._path_by_id]

    def compare(self, revision: Revision) -> Comparison:
        """Compare a version with its document as it is now; may take seconds, may be called from any thread."""
        path = self._path_by_id[revision.document]
        content = self.catalogue.read(self._files[path])
        document = Document(
            revision.document, path, content.paragraphs, content.metadata, content.version, content.error
        )
        aliases = [id_ for id_ in list(self.store.documents) if self._register.same(id_) == revision.document]
        return self._versions.compare(revision, document, aliases)

    def follow(self, compared: Mapping[Revision, Comparison]) -> None:
        """Place the tags of compared versions anew; those never compared before are told in `followed`."""
        told: dict[str, Followed] = {}
        for revision, comparison in compared.items():
            self._versions.take(revision, comparison)
        self._place_on(*{revision.document for revision in compared})
        for revision, comparison in compared.items():
            listing = self.listing_of(revision.document)
            if comparison.is_first and listing is not None:
                placed = self.index.everything_in(revision.document)
                told[revision.document] = followed(listing.title, placed, comparison.document.version)
        self.followed += told.values()

    def comparison(self, tag: Tag) -> Comparison | None:
        """Return how the version that a tag was made on goes together with the present one; None where it is that."""
        return self._versions.comparison(tag)

    def _follow_now(self, revisions: Sequence[Revision]) -> None:
        wanted = [each for each in revisions if each.document in self._path_by_id]
        if wanted:
            self.follow({each: self.compare(each) for each in wanted})

    def _place_notes(self) -> None:
        if self._versions.are_notes_placed(self._seen):
            return
        present = {id_: self._summaries[path].version for id_, path in self._path_by_id.items()}
        if len(self._summaries) < len(self._files):
            # A document that was not read yet is not gone.
            present = {note.document: note.version for note in self.store.notes.values()} | present
        self._versions.place_notes(present, self._register.same, self._seen)

    # Tags

    def commit(self, changes: Sequence[Change], label: str, targets: Sequence[Target] = ()) -> Step:
        """Make changes, durably; `targets` are the places that new tags or notes stand on. Raises StoreError."""
        return self.commit_all([(changes, label)], targets)[0]

    def commit_all(self, batch: Sequence[tuple[Sequence[Change], str]], targets: Sequence[Target] = ()) -> list[Step]:
        """Make many steps with one sync, each of its changes and its label; else as `commit`."""
        for document in {target.document.id: target.document for target in targets}.values():
            self.store.remember(document)
        return self._follow(self.store.commit_all(batch))

    def undo(self, step: Step) -> Step:
        """Take a step back, and return the step that does it again.

        Raises UndoRefusedError where that can't be done any more, StoreError where it can't be written.
        """
        return self._follow([self.store.undo(step)])[0]

    def refresh(self) -> set[Table]:
        """Take in what other processes changed; return the tables that they changed. Raises StoreError.

        Of documents only what the user corrected counts.
        """
        self.store.refresh()
        self._take_news()
        changed, self._others = self._others, set()
        return changed

    def correction(self, document: Document, values: Mapping[str, str]) -> Change | None:
        """Return the change that sets what the user says of a document; None where nothing is new.

        `values` has title, author, source, date or url; an empty one takes the user's own away again.
        """
        self.store.remember(document)
        record = self.store.documents[document.id]
        shown = asdict(document.metadata)
        corrected = dict(record.corrected)
        for name, value in values.items():
            value = clean_line(value)
            if value != (shown[name] or ""):
                corrected[name] = value
            if not corrected.get(name):
                corrected.pop(name, None)
        if corrected == record.corrected:
            return None
        return Change(Table.DOCUMENTS, record, replace(record, corrected=corrected, modified=now()))

    def note_on(self, document: str, paragraph: int) -> Note | None:
        """Return the coder's own note on a paragraph."""
        return next((note for note in self.notes_on(document, paragraph) if note.coder == self.coder), None)

    def themes_on(self, document: str, paragraph: int) -> list[Theme]:
        """Return the themes that anybody tagged a paragraph with, in the order of the codebook."""
        there = {placed.theme for placed in self.index.everything_on(document, paragraph)}
        return [theme for theme in self.codebook.themes if theme.id in there]

    def notes_on(self, document: str, paragraph: int) -> list[Note]:
        """Return everybody's notes on a paragraph; with minus its number those whose paragraph, once that, is gone."""
        self._place_notes()
        return self._versions.notes_on(document, paragraph)

    def spot_of(self, note: Note) -> Spot:
        """Return where a note stands today."""
        self._place_notes()
        return self._versions.spot_of(note)

    def tagged(self, document: str) -> int:
        """Return how many paragraphs of a document are tagged."""
        return len(self.index.tagged(document))

    def theme_counts(self) -> Counter[str]:
        """Return the number of tags by theme id."""
        return Counter({theme.id: self.index.count(theme.id) for theme in self.codebook.themes})

    def _follow(self, steps: list[Step]) -> list[Step]:
        # A commit reads what others wrote before it writes itself.
        self._take_news()
        self._corrections = self._all_corrections()
        changes = [change for step in steps for change in step.changes]
        self._place_changed(list(dict.fromkeys((change.table, change.id) for change in changes)))
        return steps

    def _take_news(self) -> None:
        """Bring themes and places up to what others did, and note it for `refresh` to tell."""
        news = self.store.take_news()
        if news is None:
            self._place_all()
            self._others |= set(Table)
            return
        self._place_changed(news)
        self._others |= {table for table, _ in news if table is not Table.DOCUMENTS}
        if any(table is Table.DOCUMENTS for table, _ in news):
            before, self._corrections = self._corrections, self._all_corrections()
            self._others |= {Table.DOCUMENTS} if before != self._corrections else set()

    def _all_corrections(self) -> dict[str, dict[str, str]]:
        return {id_: record.corrected for id_, record in self.store.documents.items() if record.corrected}

    def _place_changed(self, records: Sequence[tuple[Table, str]]) -> None:
        """Place the tags anew that changed, or whose themes did."""
        if any(table is Table.THEMES for table, _ in records):
            moved = self._take_themes()
            records = [*records, *((Table.TAGS, tag.id) for tag in self.store.tags.values() if tag.theme in moved)]
        for table, id_ in records:
            self._seen += table is Table.NOTES
            if table is not Table.TAGS:
                continue
            tag = self.store.tags.get(id_)
            placed = self.place(tag) if tag else None
            if placed is None:
                self.index.discard(id_)
            else:
                self.index.put(placed)

    def _take_themes(self) -> set[str]:
        """Make the codebook anew; return the ids of the themes that stand for another now, or for one at all."""
        self.codebook = Codebook(self.store.themes)
        homes = {id_: theme.id if (theme := self.codebook.get(id_)) else None for id_ in self.store.themes}
        before, self._homes = self._homes, homes
        return {id_ for id_ in before.keys() | homes.keys() if before.get(id_) != homes.get(id_)}

    def _place_all(self) -> None:
        self._seen += 1
        self._take_themes()
        placed = (self.place(tag) for tag in self.store.tags.values())
        self.index = TagIndex(each for each in placed if each is not None)

    def _place_on(self, *documents: str) -> None:
        wanted = set(documents)
        mine = (tag for tag in self.store.tags.values() if self._register.same(tag.document) in wanted)
        placed = (self.place(tag) for tag in mine)
        for each in placed:
            if each is not None:
                self.index.put(each)

    def place(self, tag: Tag) -> PlacedTag | None:
        """Return where a tag stands today, also one that isn’t kept any more; None where its theme is gone."""
        theme = self.codebook.get(tag.theme)
        if theme is None:
            return None
        known = self._register.same(tag.document)
        if known != tag.document:
            tag = replace(tag, document=known)
        path = self._path_by_id.get(known)
        if path is None:
            is_gone = len(self._summaries) >= len(self._files)
            return as_it_was(tag, theme.id, Status.ORPHAN if is_gone else Status.ANCHORED)
        return self._versions.place(tag, theme.id, self._summaries[path].version)
