"""Which files of a library's folder are its stores, and which are copies that a sync tool or somebody left there."""

from __future__ import annotations

import re
from dataclasses import replace
from shlex import quote
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.tags.borrowing import bring_home
from reader.tags.model import Table, now
from reader.tags.moments import as_a_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from reader.paths import LibraryPaths
    from reader.tags.disk import Disk

THEMES: Mapping[Table, str] = {Table.THEMES: "_default"}
DOCUMENTS: Mapping[Table, str] = {Table.DOCUMENTS: "_default"}
TAGS: Mapping[Table, str] = {Table.TAGS: "_default", Table.NOTES: "notes"}

_CODER = re.compile(r"[a-z0-9][a-z0-9-]{0,40}-[0-9a-f]{8}")
_OURS = re.compile(r"(.+)\.(?:json|log|log\.[0-9]+)")
_LIKE_OURS = re.compile(r"[^.].*\.(?:json|log|[0-9]+)")


def where_kept(paths: LibraryPaths) -> LibraryPaths:
    """Return the paths to read from: where a folder can't be written to, the store in it until there is an own one."""
    borrowed = paths.borrowed
    return replace(paths, store=borrowed) if borrowed and borrowed.is_dir() and not paths.store.exists() else paths


def make_own(paths: LibraryPaths, disk: Disk) -> None:
    """Make the folder that is written to, as a copy of the borrowed one where there is one. Raises OSError."""
    kept = where_kept(paths)
    if kept is not paths:
        bring_home(kept.store, paths.store, disk)
    disk.make_folder(paths.store)


def coders(paths: LibraryPaths) -> list[Path]:
    """Return the file of each coder's tags, in order: those whose names Reader gave, with a snapshot or a log."""
    return sorted({_store(path) for path in _files(paths.tags) if _is_coders(path)})


def stores(paths: LibraryPaths) -> list[Path]:
    """Return every store of the library in the order in which they are written; not every one need be there."""
    return [paths.codebook, paths.documents, *coders(paths)]


def tables(path: Path, paths: LibraryPaths) -> Mapping[Table, str]:
    """Return the tables of the store at `path`, with the name that each has in it."""
    return {paths.codebook.name: THEMES, paths.documents.name: DOCUMENTS}.get(path.name, TAGS)


def copies(paths: LibraryPaths) -> list[Path]:
    """Return what lies among the stores and looks like one, but has another name: conflict copies."""
    named = {paths.codebook.stem, paths.documents.stem}
    found = [path for path in _files(paths.store) if _stem(path) not in named]
    return found + [path for path in _files(paths.tags) if not _is_coders(path)]


def about_copies(found: Iterable[Path], paths: LibraryPaths) -> list[str]:
    """Return in words that there are copies, and what brings them in."""
    return [
        f"{clean_line(path.name)} is a copy that Reader doesn’t read, perhaps of a sync tool that found two versions. "
        f"`reader merge {quote(clean_line(_named(path, paths.root)))}` brings in what is new in it, and puts it aside."
        for path in found
    ]


def store_name(path: Path) -> str | None:
    """Return the name of the coder's store that a file belongs to or is a copy of, as far as its name tells."""
    match = _CODER.match(path.name)
    return f"{match[0]}.json" if match else None


def put_aside(path: Path, disk: Disk) -> Path:
    """Rename a copy that was merged, so that it is kept but no longer seen; return its new name. Raises OSError."""
    aside = path.with_name(f"{path.name}.merged-{as_a_name(now())}")
    disk.replace(path, aside)
    return aside


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if _LIKE_OURS.fullmatch(path.name) and path.is_file())


def _is_coders(path: Path) -> bool:
    return _CODER.fullmatch(_stem(path) or "") is not None


def _stem(path: Path) -> str | None:
    match = _OURS.fullmatch(path.name)
    return match[1] if match else None


def _store(path: Path) -> Path:
    return path.with_name(f"{_stem(path)}.json")
