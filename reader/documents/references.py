"""What reference managers' files in a library say of its documents: title, date, source, author, address.

`report.ris` beside `report.pdf` is about it; any other list is searched for the entry that names the file, its
address or its title. They are read when the first document is asked for, and again only when the library is.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reader.documents.model import Metadata, title_from_path

if TYPE_CHECKING:
    from pathlib import Path

    from reader.documents.reference_formats import Entry

SUFFIXES = frozenset({".ris", ".bib", ".json"})
"""The endings of files that may hold references, in lower case."""

LISTS = frozenset({"references", "bibliography", "library", "export", "csl"})
"""What a list of references in JSON may be called; other JSON is anything but references."""

_MOST_BYTES = 32 << 20


def may_hold_references(path: str, documents: frozenset[str]) -> bool:
    """Return whether the file at `path` may say something of documents, whose paths without ending are given."""
    place = PurePosixPath(path)
    suffix = place.suffix.lower()
    if suffix not in SUFFIXES:
        return False
    return suffix != ".json" or place.stem.casefold() in LISTS or str(place.with_suffix("")) in documents


class References:
    """The references in a library: `root` its folder, `paths` the files that hold them."""

    def __init__(self, root: Path, paths: list[str]) -> None:
        self._root = root
        self._paths = paths
        self._beside: dict[PurePosixPath, Entry] = {}
        self._listed: dict[str, list[tuple[PurePosixPath, Entry]]] = {}

    def described(self, path: str, metadata: Metadata) -> Metadata:
        """Return what is known of the document at `path`: what its reference says, completed by `metadata`."""
        self.read_all()
        entry = self._entry(PurePosixPath(path), metadata) if self._beside or self._listed else None
        if entry is None:
            return metadata
        said = {
            each.name: getattr(entry.metadata, each.name) or getattr(metadata, each.name) for each in fields(Metadata)
        }
        return Metadata(**said)

    def _entry(self, path: PurePosixPath, metadata: Metadata) -> Entry | None:
        """Return the entry about a document: beside it, or in a list of its folder or of one above it."""
        beside = self._beside.get(path.with_suffix(""))
        if beside is not None:
            return beside
        titles = (_folded(title) for title in (metadata.title, title_from_path(str(path))) if title)
        for key in (path.name.casefold(), metadata.url, *titles):
            for folder, entry in self._listed.get(key or "", ()):
                if folder in path.parents:
                    return entry
        return None

    def read_all(self) -> None:
        """Read all references, so that `described` only looks them up; any thread may then ask."""
        while self._paths:
            place = PurePosixPath(self._paths[0])
            found = self._read(self._paths[0])
            if len(found) == 1:
                self._beside[place.with_suffix("")] = found[0]
            for entry in found:
                title = _folded(entry.metadata.title or "")
                for key in {*entry.files, entry.metadata.url, title} - {None, ""}:
                    self._listed.setdefault(str(key), []).append((place.parent, entry))
            self._paths = self._paths[1:]

    def _read(self, path: str) -> list[Entry]:
        from reader.documents.reference_formats import entries

        file = self._root / path
        try:
            return entries(file.read_bytes(), file.suffix) if file.stat().st_size <= _MOST_BYTES else []
        except OSError:
            return []


def _folded(title: str) -> str:
    return "".join(filter(str.isalnum, title)).casefold()
