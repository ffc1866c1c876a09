"""Reading what shall be merged: another library, or a single file of one. It is never written, nor locked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.errors import StoreError
from reader.paths import STORE, LibraryPaths
from reader.tags import shelf
from reader.tags.log import Log
from reader.tags.marks import Mark
from reader.tags.merging import GRAVES
from reader.tags.opening import open_store
from reader.tags.records import from_plain, is_id
from reader.tags.snapshot import DamagedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reader.tags.disk import Disk
    from reader.tags.image import Tables
    from reader.tags.lines import Row
    from reader.tags.model import Table

_NONE: Mapping[str, Row] = {}
_MARKER = b"\n<<<<<<< "


@dataclass(slots=True)
class Source:
    """One store that was read: its rows, the log that they came from, and the name of the store where that is known."""

    tables: Mapping[Table, str]
    image: Tables
    log: Log
    name: str | None


@dataclass(slots=True)
class Other:
    """What shall be merged.

    `texts` is the folder with the words of its documents; `copies` are files among our own stores, to be put aside
    once they are merged; `remarks` say what was found wrong in reading, and what was left out.
    """

    name: str
    sources: list[Source] = field(default_factory=list)
    texts: Path | None = None
    copies: list[Path] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_other(path: Path, ours: LibraryPaths, disk: Disk) -> Other:
    """Read a library, its `.reader` folder, or one file. Raises StoreError where that can't be used, or is our own."""
    try:
        if path.is_dir():
            return _library(path, ours, disk)
        if path.exists():
            return _file(path, ours, disk)
    except OSError as error:
        raise StoreError(f"{_said(path)} can’t be read: {error.strerror or error}.") from error
    raise StoreError(f"There is no {_said(path)}: name a library, or a file out of its {STORE} folder.")


def _library(path: Path, ours: LibraryPaths, disk: Disk) -> Other:
    root = path.resolve()
    is_store = root.name == STORE or (not (root / STORE).is_dir() and any(map(_is_there, _stores(root))))
    theirs = _paths(root) if is_store else shelf.where_kept(LibraryPaths.of(root))
    if not any(map(_is_there, shelf.stores(theirs))):
        raise StoreError(f"Reader keeps nothing in {_said(path)}: it is no library, or nothing in it is tagged yet.")
    if ours.store.exists() and theirs.store.samefile(ours.store):
        raise StoreError(f"{_said(path)} is this library itself: there is nothing to merge.")
    other = Other(_said(path), texts=theirs.store / "texts")
    for each in shelf.stores(theirs):
        if _is_there(each):
            _take(other, each, shelf.tables(each, theirs), each.name, disk)
    left = [clean_line(copy.name) for copy in shelf.copies(theirs)]
    if left:
        other.remarks.append(f"Not read, since they are conflict copies: {', '.join(left)}. Merge those by themselves.")
    return other


def _file(path: Path, ours: LibraryPaths, disk: Disk) -> Other:
    snapshot, log = path.with_suffix(".json"), path.with_suffix(".log")
    own = [each for store in shelf.stores(ours) for each in (store, *Log(store.with_suffix(".log"), disk).parts())]
    if any(_is_same(path, each) for each in own):
        raise StoreError(f"{_said(path)} is this library’s own file: there is nothing to merge.")
    name = shelf.store_name(path)
    if path not in (snapshot, log):
        # A part of a log that was set aside, or a file under another name.
        snapshot, log = (path.with_name(f"{path.name}.none"), path) if _is_log(path, disk) else (path, log)
    other = Other(_said(path))
    _take(other, snapshot, None, name, disk, Log(log, disk))
    mine = {copy.resolve() for copy in shelf.copies(ours)}
    other.copies = [each for each in (snapshot, log) if each.resolve() in mine and each.exists()]
    return other


def _take(
    other: Other, path: Path, tables: Mapping[Table, str] | None, name: str | None, disk: Disk, log: Log | None = None
) -> None:
    log = log or Log(path.with_suffix(".log"), disk)
    if not log.parts() and _MARKER in disk.read(path):
        raise StoreError(
            f"git left conflict markers in {_said(path)} (“<<<<<<<”). Take one version of it out of git "
            "(`git show BRANCH:FILE`) for each side, and merge those."
        )
    try:
        # A single file may be anything: its name says what an editor’s deletions in it were of.
        opened = open_store(path, log, disk, tables or shelf.tables(path, _paths(path.parent)))
    except DamagedError as error:
        raise StoreError(f"{_said(path)} is damaged, or no file of Reader’s. Nothing was merged.") from error
    tables = tables or _tables(opened.image)
    if tables is None:
        raise StoreError(f"There is no theme, document, tag or note in {_said(path)}.")
    image, left_out = _sound(opened.image, tables)
    if left_out:
        rows = "1 row is no record and was" if left_out == 1 else f"{left_out} rows are no records and were"
        other.remarks.append(f"{rows} left out: {_said(path)}.")
    if opened.mark.log:
        other.remarks += [f"In {other.name}: {problem}" for problem in opened.problems]
    other.sources.append(Source(tables, image, log, name))


def _sound(image: Tables, tables: Mapping[Table, str]) -> tuple[Tables, int]:
    """Return the rows that are records, or tombstones of such, and how many are neither."""
    kinds = {name: table for table, name in tables.items()}
    sound = {
        name: {number: row for number, row in image.get(name, _NONE).items() if _is_sound(kinds.get(name), row)}
        for name in (*kinds, GRAVES)
    }
    return sound, sum(len(image.get(name, _NONE)) - len(rows) for name, rows in sound.items())


def _is_sound(table: Table | None, row: Row) -> bool:
    if table is None:
        return is_id(row.get("id")) and isinstance(row.get("table"), str) and isinstance(row.get("at"), str)
    try:
        from_plain(table, row)
    except ValueError:
        return False
    return True


def _tables(image: Tables) -> Mapping[Table, str] | None:
    """Return which kind of store rows come from, as they themselves tell."""
    kinds: tuple[Mapping[Table, str], ...] = (shelf.TAGS, shelf.DOCUMENTS, shelf.THEMES)
    for tables in kinds:
        if any(_is_sound(table, row) for table, name in tables.items() for row in image.get(name, _NONE).values()):
            return tables
    graves = {row.get("table") for row in image.get(GRAVES, _NONE).values()}
    return next((tables for tables in kinds if graves & tables.keys()), None)


def _is_log(path: Path, disk: Disk) -> bool:
    return any(found.entry for found in Log(path, disk).read(Mark(), is_final=True))


def _is_there(path: Path) -> bool:
    return path.exists() or path.with_suffix(".log").exists()


def _paths(store: Path) -> LibraryPaths:
    return replace(LibraryPaths.of(store.parent), store=store, borrowed=None)


def _stores(store: Path) -> list[Path]:
    return shelf.stores(_paths(store))


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _said(path: Path) -> str:
    return clean_line(str(path))
