"""Which document a file is: the same id after an edit, a move or a renaming, and in two copies of a library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from reader.tags.model import DocumentRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reader.documents.model import Document

_NAMESPACE = UUID("6f1c3a52-0f0e-5f0b-9c57-6d1d1f1a7e01")


def remembered(known: DocumentRecord | None, document: Document, moment: str) -> DocumentRecord:
    """Return the record of a document, with what finds it again: where it stands and what it holds now come first."""
    known = known or DocumentRecord(document.id, [], [], created=moment)
    return replace(
        known,
        paths=[document.path, *(path for path in known.paths if path != document.path)],
        versions=[document.version, *(version for version in known.versions if version != document.version)],
        modified=moment,
    )


class Register:
    """Gives each file of a library the id of its document.

    A document that the library remembers is found by its path, then by its content. Any other takes its id from its
    content, with the path added where two files hold the same. Of two records of one document the newer counts.
    """

    def __init__(self, records: Mapping[str, DocumentRecord], paths: Collection[str]) -> None:
        """`paths` are the files that there are; a record none of whose paths is among them has moved or gone."""
        present = set(paths)
        self._by_path: dict[str, str] = {}
        self._lost: dict[str, list[str]] = {}
        self._same: dict[str, str] = {}
        for record in sorted(records.values(), key=lambda record: (record.modified, record.id)):
            home = next((path for path in record.paths if path in present), None)
            if home is not None:
                rival = records.get(self._by_path.get(home, ""))
                if rival is not None and _is_one(rival, record):
                    self._same[rival.id] = record.id
                self._by_path[home] = record.id
            else:
                for version in record.versions:
                    self._lost.setdefault(version, []).append(record.id)
        self._remembered = set(records)
        self._given: dict[str, str] = {}
        self._moved: list[str] = []

    def same(self, id_: str) -> str:
        """Return the id that a document goes by here: merged libraries can know one document under two."""
        while id_ in self._same:
            id_ = self._same[id_]
        return id_

    def take_moved(self) -> list[str]:
        """Return the ids of documents that began or ended to go by another since this was last asked, and by which."""
        moved, self._moved = self._moved, []
        return moved

    def forget(self, path: str, versions: Iterable[str]) -> None:
        """Let the file at `path` be gone; one with any of the `versions` that its document had takes its place."""
        id_ = self._by_path.get(path)
        if id_ is None or self._given.get(id_) != path:
            return
        del self._given[id_]
        for version in versions:
            lost = self._lost.setdefault(version, [])
            if id_ not in lost:
                lost.append(id_)

    def id_of(self, path: str, version: str) -> str:
        """Return the id of the document that stands at `path` with the content `version`."""
        known = self._by_path.get(path)
        if known is None or self._given.get(known, path) != path:
            known = next((lost for lost in self._lost.get(version, ()) if lost not in self._given), None)
        if known is None:
            known = str(uuid5(_NAMESPACE, version))
            if known in self._remembered or self._given.get(known, path) != path:
                known = str(uuid5(_NAMESPACE, f"{version}\n{path}"))
        if known in self._same:
            self._moved += (known, self.same(known))
            del self._same[known]
        for lost in self._lost.get(version, ()):
            if lost != known and lost not in self._given:
                self._moved += (lost, self.same(lost))
                self._same[lost] = known
        self._given[known] = path
        self._by_path[path] = known
        return known


def _is_one(record: DocumentRecord, other: DocumentRecord) -> bool:
    """Whether two records that claim one path are of one document, and not of two that stood there in turn."""
    return record.paths[:1] == other.paths[:1] or not set(record.versions).isdisjoint(other.versions)
