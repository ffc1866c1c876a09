"""What the files of a library hold, kept in a cache so that an unchanged file is never read twice.

The cache is an SQLite file in the user's cache directory. It holds nothing that can't be read again: a damaged or
locked cache costs time, never content.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader import __version__
from reader.documents.readout import UNNAMED, Readout, Summary, content_from_json, read_out
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from reader.documents.library import SourceFile
    from reader.documents.model import Content
    from reader.documents.workers import Workers

EXTRACTOR = f"{__version__}/6"
"""Grows whenever the same bytes would be read into other paragraphs; older rows are then read again."""

FRESH_NS = 2_000_000_000
"""A file changed this shortly before it was read may have changed again within its time stamp's grain."""

HERE_BYTES = 1 << 20
"""So much plain text is read here and now: starting a process for it would take longer."""

_AT_HAND = (512, 1 << 15)
"""So many files that were just read, of at most so many characters, are kept for who asks next, as the index does."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS readout (
    path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, inode INTEGER, read_ns INTEGER, extractor TEXT,
    digest TEXT, summary TEXT, content TEXT
) WITHOUT ROWID
"""
_IS_UNCHANGED = f"size = ? AND mtime_ns = ? AND inode = ? AND mtime_ns < read_ns - {FRESH_NS}"


class Catalogue:
    """The content of a library's files, from the cache where that is fresh, else from the file.

    Its methods may be called from any thread. `cache` is the cache's file. `further` names what the processes that read
    files make of each content besides, as `worker.main` has it; `more` gives that.
    """

    further = ""

    def __init__(self, root: Path, cache: Path) -> None:
        self._root = root
        self._cache = cache
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_made = False
        self._workers: Workers | None = None
        self._given_up: dict[SourceFile, Readout] = {}
        self._at_hand: dict[SourceFile, Readout] = {}

    def known(self, files: Iterable[SourceFile]) -> dict[str, Summary]:
        """Return the summaries of those files that have not changed since they were read, by path."""
        rows = self._query(
            f"SELECT path, size, mtime_ns, inode, summary FROM readout"
            f" WHERE extractor = ? AND mtime_ns < read_ns - {FRESH_NS}",
            EXTRACTOR,
        )
        stamps = {path: (size, mtime, inode, summary) for path, size, mtime, inode, summary in rows}
        fresh: dict[str, Summary] = {}
        for file in files:
            row = stamps.get(_key(file.path))
            if row is not None and row[:3] == (file.size, file.mtime_ns, file.inode):
                with suppress(ValueError, TypeError, KeyError):
                    fresh[file.path] = Summary.from_json(row[3])
        return fresh

    def read(self, file: SourceFile) -> Content:
        """Return the content of one file, and keep it."""
        return self.read_all([file])[file.path]

    def read_all(self, files: list[SourceFile]) -> dict[str, Content]:
        """Return the contents of files by path; those that changed since they were kept are read, and kept."""
        found: dict[str, Content] = {}
        for file in files:
            if (at_hand := self._at_hand.pop(file, None)) is not None:
                found[file.path] = content_from_json(at_hand.content)
                continue
            rows = self._query(
                f"SELECT content FROM readout WHERE path = ? AND extractor = ? AND {_IS_UNCHANGED}",
                _key(file.path), EXTRACTOR, file.size, file.mtime_ns, file.inode,
            )  # fmt: skip
            if rows:
                with suppress(ValueError, TypeError, IndexError):
                    found[file.path] = content_from_json(rows[0][0])
        for readouts in self._read([file for file in files if file.path not in found]):
            found |= {path: content_from_json(readout.content) for path, readout in readouts.items()}
        # Another thread called `close` meanwhile.
        stopped = content_from_json(Readout.failed("reading it was stopped").content)
        return {file.path: found.get(file.path, stopped) for file in files}

    def more(self, file: SourceFile) -> bytes:
        """Return what `further` made of a file that was read a moment ago, once; empty where that isn't at hand."""
        at_hand = self._at_hand.get(file)
        if at_hand is None or not at_hand.more:
            return b""
        del self._at_hand[file]
        return at_hand.more

    def is_quick(self, file: SourceFile) -> bool:
        """Whether a file can be read while somebody waits: it is a text, and short."""
        from reader.documents.reading import is_plain_file

        return is_plain_file(self._root / file.path, HERE_BYTES)

    def summarise(self, files: list[SourceFile]) -> Iterator[dict[SourceFile, Summary]]:
        """Read files that are not known, and keep what they hold; yield their summaries now and then.

        Ends early where another thread calls `close`.
        """
        by_path = {file.path: file for file in files}
        for readouts in self._read(files):
            yield {by_path[path]: Summary.from_json(readout.summary) for path, readout in readouts.items()}

    def close(self) -> None:
        """End what reads for others, and let the cache go. What is asked for later is read all the same."""
        if self._workers is not None:
            self._workers.close()
        self._at_hand.clear()
        with self._lock:
            self._disconnect()

    # Reading

    def _read(self, files: list[SourceFile]) -> Iterator[dict[str, Readout]]:
        """Yield the readouts of files by path, kept, a handful at a time."""
        known = self._digests(files)
        began = time.time_ns()
        by_path = {file.path: file for file in files}
        for handful in self._readouts(files, known):
            if handful:
                yield self._keep(by_path, handful, began)

    def _readouts(self, files: list[SourceFile], known: Mapping[str, str]) -> Iterator[dict[str, Readout]]:
        for_workers = []
        read_here: dict[str, Readout] = {}
        room = HERE_BYTES if sum(file.size for file in files) <= HERE_BYTES else 0
        for file in files:
            # What took its reader with it isn't read again at once, however fresh it is.
            here = self._given_up.get(file)
            if here is None and room:
                here = read_out(self._root / file.path, known.get(file.path), only_small=room)
            if here is None:
                for_workers.append(file)
            else:
                read_here[file.path] = here
        yield read_here
        if for_workers:
            yield from self._read_elsewhere(for_workers, known)

    def _read_elsewhere(self, files: list[SourceFile], known: Mapping[str, str]) -> Iterator[dict[str, Readout]]:
        from reader.documents.reading import MOST_BYTES
        from reader.documents.worker_process import Job
        from reader.documents.workers import Workers

        with self._lock:
            self._workers = self._workers or Workers(further=self.further)
        jobs = {Job(self._root / file.path, known.get(file.path), file.size): file.path for file in files}
        try:
            for handful in self._workers.read(list(jobs)):
                yield {jobs.pop(job): readout for job, readout in handful}
        except ReaderError as problem:
            for job, path in jobs.items():
                plain = read_out(job.path, only_small=MOST_BYTES)
                yield {path: plain or Readout.failed(str(problem))}

    # The cache

    def _digests(self, files: list[SourceFile]) -> dict[str, str]:
        """Return the digests of the bytes that were read of files of the same size, by path."""
        sql = "SELECT path, size, digest FROM readout WHERE extractor = ? AND digest != ''"
        if len(files) == 1:
            rows = self._query(f"{sql} AND path = ?", EXTRACTOR, _key(files[0].path))
        else:
            rows = self._query(sql, EXTRACTOR) if files else []
        digests = {(path, size): digest for path, size, digest in rows}
        return {file.path: known for file in files if (known := digests.get((_key(file.path), file.size)))}

    def _keep(self, files: Mapping[str, SourceFile], readouts: dict[str, Readout], began: int) -> dict[str, Readout]:
        """Keep what was read, begun at a moment in ns; return it, with what was known already in its place."""
        whole = {path: self._kept(path) if each.is_known else each for path, each in readouts.items()}
        rows = []
        for path, readout in whole.items():
            file = files[path]
            if readout.digest == UNNAMED:
                self._given_up[file] = readout
            stamp = (file.size, file.mtime_ns, file.inode, began, EXTRACTOR)
            if readout.digest is not None:
                self._keep_at_hand(file, readout, began)
                rows.append((_key(path), *stamp, readout.digest, readout.summary, readout.content))
        self._write("REPLACE INTO readout VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return whole

    def _keep_at_hand(self, file: SourceFile, readout: Readout, began: int) -> None:
        files, characters = _AT_HAND
        if file.mtime_ns < began - FRESH_NS and len(readout.content) <= characters and len(self._at_hand) < files:
            self._at_hand[file] = readout

    def _kept(self, path: str) -> Readout:
        rows = self._query(
            "SELECT digest, summary, content FROM readout WHERE path = ? AND extractor = ?", _key(path), EXTRACTOR
        )
        with suppress(ValueError, TypeError, KeyError, IndexError):
            kept = Readout(*rows[0])
            Summary.from_json(kept.summary)
            content_from_json(kept.content)
            return kept
        # Somebody threw the cache away meanwhile, or it is damaged.
        return read_out(self._root / path) or Readout.failed("the file isn't there any more")

    def _query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connect(make=False).execute(sql, values).fetchall()
        except (sqlite3.Error, OSError):
            return []

    def _write(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        for _ in range(2):
            try:
                with self._lock, self._connect(make=True) as connection:
                    connection.executemany(sql, rows)
                return
            except (sqlite3.Error, OSError):
                self._discard()

    def _connect(self, *, make: bool) -> sqlite3.Connection:
        if self._connection is None:
            if make:
                self._cache.parent.mkdir(parents=True, exist_ok=True)
            elif not self._cache.exists():
                raise FileNotFoundError(self._cache)
            self._connection = sqlite3.connect(self._cache, timeout=2, check_same_thread=False)
        if make and not self._is_made:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute(_SCHEMA)
            self._is_made = True
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._is_made = None, False

    def _discard(self) -> None:
        """Throw a damaged cache away; the next reading builds it again."""
        with self._lock:
            self._disconnect()
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._cache.with_name(self._cache.name + suffix).unlink()


def _key(path: str) -> str:
    # File names that are not UTF-8 carry lone surrogates, which SQLite refuses.
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
