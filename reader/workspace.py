"""A library that one coder has opened: its documents, its themes, and where every tag stands today.

What the app and the command line work on. It is used from one thread; `unread` and `take` let another thread do
the reading, `places.unfollowed` and `places.follow` the comparing of documents that have changed with what was tagged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from reader.ahead import ahead
from reader.documents.gate import clean_line
from reader.documents.library import take_inventory
from reader.documents.model import Document
from reader.documents.readout import Summary
from reader.library import Library, Listing
from reader.paths import LibraryPaths
from reader.places import Places
from reader.tags.model import Change, Table, now
from reader.tags.store import TagStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.documents.catalogue import Catalogue
    from reader.documents.library import Difference, Inventory, SourceFile
    from reader.tags.codebook import Codebook
    from reader.tags.index import TagIndex
    from reader.tags.model import Note, Step, Theme
    from reader.tags.tagging import Target


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
        inventory = inventory or take_inventory(root)
        self.store = TagStore(self.paths, coder, with_tags=with_tags, backups=backups)
        self.library = Library(self.paths, inventory, self.store)
        self.places = Places(self.library, self.store, self.paths.comparisons)
        self.at_once: int | None = None
        """A document of more paragraphs is not compared while somebody waits for it; None: every one is."""
        self._others: set[Table] = set()
        self._read_ahead: Iterator[Mapping[SourceFile, Summary]] | None = None
        self.store.take_news()
        self._corrections = self.library.corrections

    @property
    def coder(self) -> str:
        """The name that new tags are signed with."""
        return self.store.coder

    def sign_as(self, coder: str) -> None:
        """Sign new tags with another name. Raises StoreError where that coder's file can't be used."""
        self.store.sign_as(coder)
        self.places.place_all()

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
    def catalogue(self) -> Catalogue:
        """What reads the library's files."""
        return self.library.catalogue

    @property
    def listings(self) -> list[Listing]:
        """Every document of the library in order of its path, read or not."""
        return self.library.listings

    def listing(self, path: str) -> Listing:
        """Return the document at `path` as the library's list shows it."""
        return self.library.listing(path)

    def listing_of(self, document: str) -> Listing | None:
        """Return the document of that id as the list shows it, or None where it is gone."""
        return self.library.listing_of(document)

    def describing(self) -> Callable[[str], Listing | None]:
        """Return what answers like `listing_of` from any thread, as things are now; see `Library.describing`."""
        return self.library.describing()

    def title_of(self, document: str) -> str:
        """Return a document's title, also of one that is gone: then the name that its file had."""
        return self.library.title_of(document)

    def file(self, path: str) -> SourceFile:
        """Return the file of the document at `path`."""
        return self.library.file(path)

    def unread(self) -> list[SourceFile]:
        """Return the files whose content isn't known yet."""
        return self.library.unread()

    def adopt(self, inventory: Inventory) -> Difference:
        """Take in what the folder holds now; what is new in it, or has changed, is `unread` until it is taken in."""
        found = self.library.adopt(inventory)
        self.places.follow_documents()
        return found

    def take(self, summaries: Mapping[SourceFile, Summary]) -> None:
        """Take in what another thread read through `catalogue`."""
        self.library.take(summaries)
        self.places.follow_documents()

    def begin_to_read(self) -> None:
        """Have the files that aren't known yet read from now on, whatever this thread does until it asks for them."""
        if self._read_ahead is None and (unread := self.unread()):
            self._read_ahead = ahead(self.catalogue.summarise(unread))

    def reading(self) -> Iterator[list[str]]:
        """Read every file that isn't known yet; yield the paths of some at a time, as they are taken in."""
        self.begin_to_read()
        for summaries in self._read_ahead or ():
            self.take(summaries)
            yield [file.path for file in summaries]
        self._read_ahead = None

    def read_everything(self) -> None:
        """Read every file that isn't known yet, here and now."""
        for _ in self.reading():
            pass
        self.places.follow_now()

    def document(self, id_: str) -> Document | None:
        """Return a document by its id, or None where it is gone."""
        document = self.library.document(id_)
        self.places.follow_documents()
        return document

    def document_at(self, path: str) -> Document:
        """Return the document at a path of the library, reading the file if need be."""
        id_ = self.library.id_at(path) or self._identify(path)
        document = self.document(id_)
        assert document is not None
        if self.at_once is None or len(document.paragraphs) <= self.at_once:
            self.places.follow_now(id_)
        return document

    def documents(self) -> Iterable[Document]:
        """Yield every document in order; files that can't be read have an `error` and no paragraphs."""
        self.read_everything()
        return (self.document_at(listing.path) for listing in self.listings)

    def find_document(self, wanted: str, *, gone: bool = False) -> Document:
        """Return the document that an id, a path, or an unambiguous part of a title or path names.

        One that is tagged and whose file is gone has an `error` and no paragraphs; with `gone` one that was ever
        tagged counts too. Raises NotFoundError, which lists the candidates where there are several.
        """
        if wanted in self.library:
            return self.document_at(wanted)
        self.read_everything()
        remembered = self.store.documents if gone else {tag.document for tag in self.store.tags.values()}
        found = self.library.find(wanted, remembered)
        if found.id is None or self.listing_of(found.id) is not None:
            return self.document_at(found.path)
        return Document(found.id, found.path, (), found.metadata, "", "the file is gone")

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

    def _identify(self, path: str) -> str:
        """Read the file at `path`, which isn't known yet; return its document's id."""
        file = self.file(path)
        self.take({file: Summary.of(self.catalogue.read(file))})
        id_ = self.library.id_at(path)
        assert id_ is not None
        return id_

    # Tags

    @property
    def codebook(self) -> Codebook:
        """The themes as they are now."""
        return self.places.codebook

    @property
    def index(self) -> TagIndex:
        """Where the tags stand now."""
        return self.places.index

    def commit(self, changes: Sequence[Change], label: str, targets: Sequence[Target] = ()) -> Step:
        """Make changes, durably; `targets` are the places that new tags or notes stand on. Raises StoreError."""
        return self.commit_all([(changes, label)], targets)[0]

    def commit_all(self, batch: Sequence[tuple[Sequence[Change], str]], targets: Sequence[Target] = ()) -> list[Step]:
        """Make many steps with one sync, each of its changes and its label; else as `commit`."""
        for document in {target.document.id: target.document for target in targets}.values():
            self.store.remember(document)
        return self._done(self.store.commit_all(batch))

    def undo(self, step: Step) -> Step:
        """Take a step back, and return the step that does it again.

        Raises UndoRefusedError where that can't be done any more, StoreError where it can't be written.
        """
        return self._done([self.store.undo(step)])[0]

    def refresh(self) -> set[Table]:
        """Take in what other processes changed; return the tables that they changed. Raises StoreError.

        Of documents only what the user corrected counts.
        """
        self.store.refresh()
        self._take_news()
        changed, self._others = self._others, set()
        return changed

    def themes_on(self, document: str, paragraph: int) -> list[Theme]:
        """Return the themes that anybody tagged a paragraph with, in the order of the codebook."""
        there = {placed.theme for placed in self.index.everything_on(document, paragraph)}
        return [theme for theme in self.codebook.themes if theme.id in there]

    def note_on(self, document: str, paragraph: int) -> Note | None:
        """Return the coder's own note on a paragraph."""
        there = (each.note for each in self.places.notes.on(document, paragraph))
        return next((note for note in there if note.coder == self.coder), None)

    def tagged(self, document: str) -> int:
        """Return how many paragraphs of a document are tagged."""
        return self.index.tagged_count(document)

    def theme_counts(self) -> Counter[str]:
        """Return the number of tags by theme id."""
        return Counter({theme.id: self.index.count(theme.id) for theme in self.codebook.themes})

    def _done(self, steps: list[Step]) -> list[Step]:
        # A commit reads what others wrote before it writes itself.
        self._take_news()
        self._corrections = self.library.corrections
        changes = [change for step in steps for change in step.changes]
        self.places.place_changed(list(dict.fromkeys((change.table, change.id) for change in changes)))
        return steps

    def _take_news(self) -> None:
        """Bring themes and places up to what others did, and note it for `refresh` to tell."""
        news = self.store.take_news()
        if news is None:
            self.places.place_all()
            self._others |= set(Table)
            return
        self.places.place_changed(news)
        self._others |= {table for table, _ in news if table is not Table.DOCUMENTS}
        if any(table is Table.DOCUMENTS for table, _ in news):
            before, self._corrections = self._corrections, self.library.corrections
            self._others |= {Table.DOCUMENTS} if before != self._corrections else set()
