"""What the files of a library hold, kept in a cache so that an unchanged file is never read twice.

The cache is an SQLite file in the user's cache directory. It holds nothing that can't be read again: a damaged or
locked cache costs time, never content.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from reader import __version__
from reader.documents.model import Attributes, Content, Kind, Metadata, Paragraph, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reader.documents.library import SourceFile

EXTRACTOR = f"{__version__}/2"
"""Grows whenever the same bytes would be read into other paragraphs; older rows are then read again."""

FRESH_NS = 2_000_000_000
"""A file changed this shortly before it was cached may change again within its time stamp's grain."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, inode INTEGER, extractor TEXT, summary TEXT, content TEXT
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """A document on one line: what it says of itself, and how much of it there is to read.

    `passages` counts the paragraphs that are read and tagged; `paragraphs` counts all.
    """

    metadata: Metadata
    version: str
    paragraphs: int
    passages: int
    error: str | None = None

    @classmethod
    def of(cls, content: Content) -> Summary:
        """Return the summary of a file's content."""
        passages = sum(paragraph.kind.is_passage for paragraph in content.paragraphs)
        return cls(content.metadata, content.version, len(content.paragraphs), passages, content.error)


class Catalogue:
    """The content of a library's files, from the cache where that is fresh, else from the file.

    Its methods may be called from any thread. `cache` is the cache's file.
    """

    def __init__(self, root: Path, cache: Path) -> None:
        self._root = root
        self._cache = cache
        self._lock = threading.Lock()

    def known(self, files: Iterable[SourceFile]) -> dict[str, Summary]:
        """Return the summaries of those files whose cached content is fresh, by path."""
        rows = self._query("SELECT path, size, mtime_ns, inode, summary FROM file WHERE extractor = ?", EXTRACTOR)
        stamps = {path: (size, mtime, inode, summary) for path, size, mtime, inode, summary in rows}
        fresh: dict[str, Summary] = {}
        for file in files:
            row = stamps.get(_key(file.path))
            if row is not None and row[:3] == (file.size, file.mtime_ns, file.inode):
                with suppress(ValueError, TypeError, KeyError):
                    fresh[file.path] = _summary(json.loads(row[3]))
        return fresh

    def read(self, file: SourceFile) -> Content:
        """Return the content of one file, and keep it."""
        return self.read_all([file])[file.path]

    def read_all(self, files: list[SourceFile]) -> dict[str, Content]:
        """Return the contents of files by path, those that were not cached read and kept in one go."""
        found: dict[str, Content] = {}
        for file in files:
            rows = self._query(
                "SELECT content FROM file WHERE path = ? AND size = ? AND mtime_ns = ? AND inode = ? AND extractor = ?",
                _key(file.path), file.size, file.mtime_ns, file.inode, EXTRACTOR,
            )  # fmt: skip
            if rows:
                with suppress(ValueError, TypeError, IndexError):
                    found[file.path] = _content(json.loads(rows[0][0]))
        missing = [file for file in files if file.path not in found]
        if not missing:
            return found
        # The rules that read a file take 15 ms to load; where the cache has everything nobody waits for them.
        from reader.documents.reading import read_file

        read = {file.path: read_file(self._root / file.path) for file in missing}
        self._keep([(file, read[file.path]) for file in missing])
        return found | read

    def _keep(self, contents: list[tuple[SourceFile, Content]]) -> None:
        settled = time.time_ns() - FRESH_NS
        rows = [
            (
                _key(file.path), file.size, file.mtime_ns, file.inode, EXTRACTOR,
                json.dumps(asdict(Summary.of(content))), json.dumps(_plain(content)),
            )
            for file, content in contents
            if file.mtime_ns < settled and content.error is None
        ]  # fmt: skip
        if not rows:
            return
        try:
            with self._lock, closing(self._connect(make=True)) as connection, connection:
                connection.executemany("REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        except (sqlite3.Error, OSError):
            self._discard()

    def _query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock, closing(self._connect(make=False)) as connection:
                return connection.execute(sql, values).fetchall()
        except (sqlite3.Error, OSError):
            return []

    def _connect(self, *, make: bool) -> sqlite3.Connection:
        if make:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
        elif not self._cache.exists():
            raise FileNotFoundError(self._cache)
        connection = sqlite3.connect(self._cache, timeout=2)
        if make:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_SCHEMA)
        return connection

    def _discard(self) -> None:
        """Throw a damaged cache away; the next reading builds it again."""
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._cache.with_name(self._cache.name + suffix).unlink()


def _key(path: str) -> str:
    # File names that are not UTF-8 carry lone surrogates, which SQLite refuses.
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _plain(content: Content) -> list[Any]:
    speakers: dict[Speaker, int] = {}
    attributes: dict[Attributes, int] = {(): 0}
    rows = [
        (
            paragraph.kind.value,
            paragraph.text,
            None if paragraph.speaker is None else speakers.setdefault(paragraph.speaker, len(speakers)),
            attributes.setdefault(paragraph.attributes, len(attributes)),
        )
        for paragraph in content.paragraphs
    ]
    names = [(each.name, each.party, each.role, each.constituency, each.id) for each in speakers]
    return [content.version, asdict(content.metadata), names, list(attributes), rows]


def _content(plain: list[Any]) -> Content:
    version, metadata, names, told, rows = plain
    speakers = [Speaker(*name) for name in names]
    attributes = [tuple((name, said) for name, said in each) for each in told]
    paragraphs = tuple(
        Paragraph(n, Kind(kind), text, None if speaker is None else speakers[speaker], attributes[number])
        for n, (kind, text, speaker, number) in enumerate(rows, 1)
    )
    return Content(paragraphs, Metadata(**metadata), version)


def _summary(plain: dict[str, Any]) -> Summary:
    return Summary(**{**plain, "metadata": Metadata(**plain["metadata"])})
