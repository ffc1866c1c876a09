"""Writing to the stores of every coder at once, as merging two libraries and bringing a backup back do."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.tags import shelf
from reader.tags.journal import BRIEF_ROWS, Journal
from reader.tags.lines import Entry, pieces
from reader.tags.locking import Lock
from reader.tags.model import new_id, now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.paths import LibraryPaths
    from reader.tags.disk import Disk
    from reader.tags.image import Image
    from reader.tags.lines import Op


class Rewriting:
    """The stores of a library, open to be written to while the library's lock is held."""

    def __init__(self, paths: LibraryPaths, lock: Lock, disk: Disk, held: ExitStack) -> None:
        self._paths, self._lock, self._disk, self._held = paths, lock, disk, held
        self.journals: dict[Path, Journal] = {}
        for path in shelf.stores(paths):
            self.journal(path)

    def journal(self, path: Path) -> Journal:
        """Return the store at `path`, which need not be there yet. Raises StoreError where it can't be used."""
        if path not in self.journals:
            journal = Journal(path, self._lock, self._disk, shelf.tables(path, self._paths))
            self._held.enter_context(journal)
            self.journals[path] = journal
        return self.journals[path]

    @property
    def images(self) -> Mapping[Path, Image]:
        """The rows of every store, for reading only."""
        return {path: journal.image for path, journal in self.journals.items()}

    def write(self, changes: Mapping[Path, Sequence[Op]], label: str) -> None:
        """Make the changes of rows, durably, as one step that is nobody's to undo. Raises StoreError.

        Where one store can't be written what was written before stays; doing it all again does the rest.
        """
        step, moment = new_id(), now()
        for path, ops in changes.items():
            if ops:
                self.journal(path).append([Entry(step, label, "", moment, piece) for piece in pieces(ops)])


@contextmanager
def rewriting(paths: LibraryPaths, disk: Disk) -> Iterator[Rewriting]:
    """Hold the lock of a library and open its stores. Raises StoreError where that can't be done."""
    lock = Lock(paths.lock)
    try:
        with ExitStack() as held:
            shelf.make_own(paths, disk)
            held.enter_context(lock)
            open_ = Rewriting(paths, lock, disk, held)
            yield open_
        for journal in open_.journals.values():
            journal.close(most=BRIEF_ROWS)
    except OSError as error:
        raise StoreError(f"{paths.store} can’t be written: {error.strerror or error}.") from error
    finally:
        lock.close()
