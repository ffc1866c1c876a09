"""The documents of a library: which file is which document, what is known of each, and its words when asked for."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from reader.documents.catalogue import Catalogue
from reader.documents.gate import clean_line
from reader.documents.library import Difference, Inventory, SourceFile
from reader.documents.model import Document, Metadata, title_from_path
from reader.documents.readout import Summary
from reader.documents.references import References
from reader.errors import NotFoundError
from reader.tags.normal import normal
from reader.tags.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from reader.paths import LibraryPaths
    from reader.tags.model import DocumentRecord
    from reader.tags.store import TagStore

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


class Library:
    """The files of a folder as documents, by path and by id; what `store` remembers of documents finds them again."""

    def __init__(self, paths: LibraryPaths, inventory: Inventory, store: TagStore) -> None:
        """List what `inventory` found; no file is read that the cache knows."""
        self.inventory = inventory
        self.catalogue = Catalogue(paths.root, paths.catalogue)
        self._root = paths.root
        self._store = store
        self._references = self._read_references()
        self._files = {file.path: file for file in inventory.files}
        self._summaries = self.catalogue.known(inventory.files)
        self._outdated: set[str] = set()
        self._register = Register(store.documents, self._files)
        self._id_by_path: dict[str, str] = {}
        self._path_by_id: dict[str, str] = {}
        self._documents: dict[str, Document] = {}
        self._listed: dict[str, Listing] = {}
        self._in_order: list[Listing] | None = None
        self._corrected_by: dict[str, dict[str, str]] = {}
        self._changed: list[str] = []
        for path in self._files:
            if path in self._summaries:
                self._identify(path)

    # What there is

    def __contains__(self, path: str) -> bool:
        """Whether a file is at `path`."""
        return path in self._files

    @property
    def listings(self) -> list[Listing]:
        """Every document of the library in order of its path, read or not; the list is not to be changed."""
        corrections = self.corrections
        if corrections != self._corrected_by:
            self._corrected_by, self._in_order = corrections, None
            self._listed.clear()
        if self._in_order is None:
            self._listed |= {path: self.listing(path) for path in self._files if path not in self._listed}
            self._in_order = [self._listed[path] for path in self._files]
        return self._in_order

    def listing(self, path: str) -> Listing:
        """Return the document at `path` as the library's list shows it."""
        summary, id_ = self._summaries.get(path), self._id_by_path.get(path)
        metadata = self._references.described(path, summary.metadata if summary else Metadata())
        return Listing(path, id_, summary, self._corrected(id_, metadata))

    def listing_of(self, document: str) -> Listing | None:
        """Return the document of that id as the list shows it, or None where it is gone."""
        path = self._path_by_id.get(document)
        return None if path is None else self.listing(path)

    def describing(self) -> Callable[[str], Listing | None]:
        """Return what answers like `listing_of`, also for remembered documents that are gone, as things are now.

        It may be asked from another thread, and doesn't follow what changes.
        """
        self._references.read_all()
        references, records = self._references, dict(self._store.documents)
        paths, summaries = dict(self._path_by_id), dict(self._summaries)

        def listing_of(document: str) -> Listing | None:
            record = records.get(document)
            path = paths.get(document) or next(iter(record.paths if record else ()), None)
            if path is None:
                return None
            summary = summaries.get(path) if document in paths else None
            metadata = references.described(path, summary.metadata if summary else Metadata())
            return Listing(path, document, summary, _with_corrections(record, metadata))

        return listing_of

    def title_of(self, document: str) -> str:
        """Return a document's title, also of one that is gone: then the name that its file had."""
        listing = self.listing_of(document)
        if listing is not None:
            return listing.title
        record = self._store.documents.get(document)
        return title_from_path(record.paths[0]) if record and record.paths else document

    def file(self, path: str) -> SourceFile:
        """Return the file of the document at `path`."""
        return self._files[path]

    def id_at(self, path: str) -> str | None:
        """Return the id of the document at `path`, or None where no file is there or it was never read."""
        return self._id_by_path.get(path)

    def same(self, id_: str) -> str:
        """Return the id that a document goes by here: merged libraries can know one document under two."""
        return self._register.same(id_)

    @property
    def versions(self) -> dict[str, str]:
        """The version of each document as it is now, by id."""
        return {id_: self._summaries[path].version for id_, path in self._path_by_id.items()}

    def version(self, id_: str) -> str | None:
        """Return the version of a document as it is now, or None where it is gone."""
        path = self._path_by_id.get(id_)
        return None if path is None else self._summaries[path].version

    def paragraphs(self, id_: str) -> int:
        """Return how many paragraphs a document has now; none where it is gone."""
        path = self._path_by_id.get(id_)
        return 0 if path is None else self._summaries[path].paragraphs

    @property
    def is_known(self) -> bool:
        """Whether every file was read at some time; until then a document that isn't found is not gone."""
        return len(self._summaries) >= len(self._files)

    @property
    def corrections(self) -> dict[str, dict[str, str]]:
        """What the user said of documents, by their ids."""
        return {id_: record.corrected for id_, record in self._store.documents.items() if record.corrected}

    def find(self, wanted: str, gone: Collection[str]) -> Listing:
        """Return the document that an id, a title, a path, or an unambiguous part of these names.

        Those of `gone`, which are ids, count although their files may be no more. Raises NotFoundError, which
        lists the candidates where there are several.
        """
        return self.listing_of(wanted) or _named(wanted, [*self.listings, *self._lost(gone)])

    # What changes

    @property
    def moment(self) -> int:
        """How much has changed since there is this library; see `changed_since`."""
        return len(self._changed)

    def changed_since(self, moment: int) -> set[str]:
        """Return the ids of the documents that came, changed, went, or went by another id since then."""
        return set(self._changed[moment:])

    # What is read

    def unread(self) -> list[SourceFile]:
        """Return the files whose content isn't known yet."""
        return [file for path, file in self._files.items() if path not in self._summaries or path in self._outdated]

    def adopt(self, inventory: Inventory) -> Difference:
        """Take in what the folder holds now; what is new in it, or has changed, is `unread` until it is taken in."""
        self._in_order = None
        found = Difference.between(self._files.values(), inventory.files)
        before, self.inventory = self.inventory, inventory
        if inventory.references != before.references:
            self._references = self._read_references()
            self._documents.clear()
            self._listed.clear()
        self._files = {file.path: file for file in inventory.files}
        self._outdated = (self._outdated | found.changed) & self._files.keys()
        lost = {summary.version for path in found.gone if (summary := self._forget(path))}
        for path, summary in self._summaries.items():
            if summary.version in lost:
                self._identify(path)
        return found

    def take(self, summaries: Mapping[SourceFile, Summary]) -> None:
        """Take in what was read of files; those that went meanwhile don't count."""
        for file, summary in summaries.items():
            if file.path not in self._files:
                continue
            if self._files[file.path] == file:
                self._outdated.discard(file.path)
            self._summaries[file.path] = summary
            self._documents.pop(self._identify(file.path), None)

    def document(self, id_: str) -> Document | None:
        """Return a document by its id, or None where it is gone. Its file may prove to hold another version."""
        path = self._path_by_id.get(id_)
        if path is None:
            return None
        document = self._documents.pop(id_, None) or self._read(path, id_)
        self._documents[id_] = document
        if len(self._documents) > _KEPT_DOCUMENTS:
            del self._documents[next(iter(self._documents))]
        return replace(document, metadata=self._corrected(id_, document.metadata))

    def read_apart(self, id_: str) -> Document:
        """Return a document, read anew and with nothing noted of it; may be called from any thread.

        Raises NotFoundError where it is gone by now.
        """
        path = self._path_by_id.get(id_, "")
        file = self._files.get(path)
        if file is None:
            raise NotFoundError(f"{self.title_of(id_)} is gone.")
        content = self.catalogue.read(file)
        return Document(id_, path, content.paragraphs, content.metadata, content.version, content.error)

    def _read(self, path: str, id_: str) -> Document:
        content = self.catalogue.read(self._files[path])
        summary = Summary.of(content)
        if summary != self._summaries[path]:
            self._summaries[path] = summary
            self._note(path, id_)
        metadata = self._references.described(path, content.metadata)
        return Document(id_, path, content.paragraphs, metadata, content.version, content.error)

    def _identify(self, path: str) -> str:
        id_ = self._register.id_of(path, self._summaries[path].version)
        self._id_by_path[path] = id_
        self._path_by_id[id_] = path
        self._note(path, id_, *self._register.take_moved())
        return id_

    def _note(self, path: str, *documents: str) -> None:
        """Note that the document at `path` is listed otherwise now, and that these, by their ids, have changed."""
        self._changed += documents
        self._listed.pop(path, None)
        self._in_order = None

    def _read_references(self) -> References:
        return References(self._root, [file.path for file in self.inventory.references])

    def _forget(self, path: str) -> Summary | None:
        """Let the file at `path` be gone; return what was known of it."""
        summary, id_ = self._summaries.pop(path, None), self._id_by_path.pop(path, None)
        if summary is not None and id_ is not None:
            record = self._store.documents.get(id_)
            self._register.forget(path, {summary.version, *(record.versions if record else ())})
            self._documents.pop(id_, None)
            self._note(path, id_)
            if self._path_by_id.get(id_) == path:
                del self._path_by_id[id_]
        return summary

    def _lost(self, documents: Iterable[str]) -> list[Listing]:
        """Return those of the documents, by their ids, whose files are no more."""
        lost = {self.same(id_) for id_ in documents} - self._path_by_id.keys()
        records = [record for id_ in sorted(lost) if (record := self._store.documents.get(id_)) and record.paths]
        return [Listing(each.paths[0], each.id, None, self._corrected(each.id, Metadata())) for each in records]

    def _corrected(self, id_: str | None, metadata: Metadata) -> Metadata:
        return _with_corrections(self._store.documents.get(id_) if id_ else None, metadata)


def _with_corrections(record: DocumentRecord | None, metadata: Metadata) -> Metadata:
    known = {name: value for name, value in record.corrected.items() if name in _CORRECTABLE} if record else {}
    return replace(metadata, **known) if known else metadata


def _named(wanted: str, known: Sequence[Listing]) -> Listing:
    """Return the one that an id, a title, a path or a part of these names. Raises NotFoundError."""
    name = clean_line(wanted)
    needle = normal(name)
    exact = [each for each in known if needle in (each.id, normal(each.title), normal(each.path))]
    part = [each for each in known if needle in normal(each.title) or needle in normal(clean_line(each.path))]
    found = exact or (part if needle else [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFoundError(f"No document “{name}”. `reader list` shows what there is.")
    names = "; ".join(clean_line(each.path) for each in found[:5]) + (" …" if len(found) > 5 else "")
    raise NotFoundError(f"“{name}” could be {len(found)} documents: {names}. Say more of the name.")
