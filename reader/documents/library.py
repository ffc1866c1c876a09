"""The files of a library: which there are, and which of them this version reads."""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader.documents.formats import FORMATS, SUFFIXES
from reader.documents.gate import clean_line
from reader.documents.references import SUFFIXES as REFERENCES
from reader.documents.references import may_hold_references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pathspec

MANY = 5_000
"""More files than this in a folder that isn't a library yet: ask before reading them all."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that may become a document: its path relative to the library, and what says that it has changed."""

    path: str
    size: int
    mtime_ns: int
    inode: int


@dataclass(slots=True)
class Inventory:
    """The files found in a folder: those that are read, in order of their paths, and how many are not, by suffix.

    `references` are the files in which a reference manager says something of the others.
    """

    files: list[SourceFile] = field(default_factory=list)
    references: list[SourceFile] = field(default_factory=list)
    not_read: Counter[str] = field(default_factory=Counter)
    too_many: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the folder holds no file at all."""
        return not self.files and not self.not_read

    @property
    def by_path(self) -> dict[str, SourceFile]:
        """All files that count, those with references too."""
        return {file.path: file for file in (*self.files, *self.references)}

    def holding(self, files: Iterable[SourceFile]) -> Inventory:
        """Return this inventory with other files, documents and references, in the place of its own."""
        found = Inventory(not_read=self.not_read, too_many=self.too_many)
        for file in sorted(files, key=lambda file: natural(file.path)):
            (found.references if _suffix(file.path) in REFERENCES else found.files).append(file)
        return found

    @property
    def summary(self) -> str:
        """What is there and what is not read, in words."""
        total = len(self.files) + self.not_read.total()
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in self.not_read.most_common(8))
        reads = " and ".join((", ".join(FORMATS[:-1]), FORMATS[-1]))
        rest = f" Not read: {kinds}." if kinds else ""
        return f"{total} file{'' if total == 1 else 's'} here; this version reads {reads}.{rest}"


@dataclass(frozen=True, slots=True)
class Difference:
    """What two inventories of a folder differ in, by path."""

    added: frozenset[str]
    changed: frozenset[str]
    gone: frozenset[str]

    @classmethod
    def between(cls, before: Iterable[SourceFile], after: Iterable[SourceFile]) -> Difference:
        """Return what became of the files of one inventory in another."""
        old, new = ({file.path: file for file in files} for files in (before, after))
        both = old.keys() & new.keys()
        changed = frozenset(path for path in both if old[path] != new[path])
        return cls(frozenset(new.keys() - both), changed, frozenset(old.keys() - both))


def take_inventory(root: Path, limit: int | None = None) -> Inventory:
    """Walk `root` and list its files; stops early, with `too_many`, past `limit` files.

    Hidden files and folders, folders that are links, and what a `.gitignore` names are passed over.
    """
    found = Inventory()
    notes: list[SourceFile] = []
    for entry, relative in _walk(str(root)):
        suffix = _suffix(entry.name)
        file = _source_file(entry, relative) if suffix in SUFFIXES or suffix in REFERENCES else None
        if file is not None:
            (notes if suffix in REFERENCES else found.files).append(file)
        else:
            found.not_read[clean_line(suffix) or "without ending"] += 1
        if limit is not None and len(found.files) + len(notes) + found.not_read.total() > limit:
            found.too_many = True
            break
    documents = frozenset(file.path.rpartition(".")[0] for file in found.files)
    for file in notes:
        if may_hold_references(file.path, documents):
            found.references.append(file)
        else:
            found.not_read[_suffix(file.path)] += 1
    return found.holding((*found.files, *found.references))


def _suffix(path: str) -> str:
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return (dot + ending).lower() if dot else ""


def _source_file(entry: os.DirEntry[str], relative: str) -> SourceFile | None:
    try:
        status = entry.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return SourceFile(relative, status.st_size, status.st_mtime_ns, status.st_ino)


def natural(path: str) -> list[tuple[str, int]]:
    """Return a sort key in which `report 9` comes before `report 10`."""
    parts: list[tuple[str, int]] = []
    word = number = ""
    for letter in path.casefold():
        if letter.isdecimal():
            number += letter
        else:
            if number:
                parts.append((word, int(number)))
                word = number = ""
            word += letter
    parts.append((word, int(number) if number else -1))
    return parts


Ignored = tuple[tuple[str, "Callable[[str], bool]"], ...]


def _walk(root: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    # Not by recursion: somebody's folders may be nested deeper than Python's calls.
    folders: list[tuple[str, Ignored]] = [("", ())]
    while folders:
        relative, ignored = folders.pop()
        entries = _entries(Path(root, relative))
        if any(entry.name == ".gitignore" for entry in entries):
            ignored = (*ignored, (relative, _matcher(Path(root, relative, ".gitignore"))))
        below: list[tuple[str, Ignored]] = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{relative}/{entry.name}" if relative else entry.name
            try:
                is_folder, is_there = entry.is_dir(follow_symlinks=False), entry.is_file()
            except OSError:
                continue
            if _is_ignored(path, ignored, is_folder=is_folder):
                continue
            if is_folder:
                below.append((path, ignored))
            elif is_there or not entry.is_dir():
                yield entry, path
        folders += reversed(below)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_ignored(path: str, ignored: Ignored, *, is_folder: bool) -> bool:
    return any(matches(path[len(base) + 1 if base else 0 :] + ("/" if is_folder else "")) for base, matches in ignored)


def _matcher(path: Path) -> Callable[[str], bool]:
    # pathspec costs 15 ms to import, and most libraries have no .gitignore.
    import pathspec

    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        spec: pathspec.GitIgnoreSpec = pathspec.GitIgnoreSpec.from_lines(lines)
    except (OSError, ValueError):
        return lambda _: False
    return spec.match_file
