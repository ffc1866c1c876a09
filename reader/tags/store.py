"""The library's records: every coder's tags and notes, the codebook, the register of documents.

`TagStore.commit` is the one way in. Nothing outside `reader.tags` knows how the records are kept.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, cast

from reader.errors import StoreError
from reader.tags import shelf
from reader.tags.disk import Disk
from reader.tags.history import WHOLE, past
from reader.tags.journal import BRIEF_ROWS
from reader.tags.library_files import LibraryFiles
from reader.tags.locking import Lock
from reader.tags.model import Change, DocumentRecord, Note, Step, Table, Tag, Theme, new_id, now
from reader.tags.register import remembered
from reader.tags.texts import keep_texts, kept_texts
from reader.tags.trail import Trail
from reader.tags.undoing import brought_up_to_date, refuse_if_changed, reversed_step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.documents.model import Document
    from reader.paths import LibraryPaths
    from reader.tags.backups import Keeper


class TagStore:
    """The records of one library, as one coder sees them and may change them.

    Everybody's tags are read; only `coder`'s own are written.
    """

    def __init__(
        self, paths: LibraryPaths, coder: str, disk: Disk | None = None, *, with_tags: bool = True, backups: int = 0
    ) -> None:
        """Load the store; nothing is written. Raises StoreError where a file of it can't be used.

        Without tags only the codebook and the register are loaded, for reading; the history is there all the same.
        `backups` is how many days' backups are kept; with 0 none are made.
        """
        self._paths = paths
        self._disk = disk or Disk()
        self._lock = Lock(paths.lock)
        self._files = LibraryFiles(paths, coder, self._lock, self._disk, with_tags=with_tags)
        self._news: list[tuple[Table, str]] | None = None
        self._backups = backups
        self._keeper: Keeper | None = None
        self._trail = Trail(())
        self.refresh()
        self._trail = Trail(self._files)
        self._texts_kept: set[tuple[str, str]] = set()

    @property
    def coder(self) -> str:
        """The name that is written as."""
        return self._files.coder

    @property
    def themes(self) -> Mapping[str, Theme]:
        """The themes by id, those that were merged away included."""
        return cast("Mapping[str, Theme]", self._files.records[Table.THEMES])

    @property
    def tags(self) -> Mapping[str, Tag]:
        """Every coder's tags by id."""
        return cast("Mapping[str, Tag]", self._files.records[Table.TAGS])

    @property
    def notes(self) -> Mapping[str, Note]:
        """Every coder's notes on paragraphs, by id."""
        return cast("Mapping[str, Note]", self._files.records[Table.NOTES])

    @property
    def documents(self) -> Mapping[str, DocumentRecord]:
        """The documents that the library remembers, by id."""
        return cast("Mapping[str, DocumentRecord]", self._files.records[Table.DOCUMENTS])

    @property
    def problems(self) -> list[str]:
        """In words, what in the files was found wrong, and what was kept; which copies are not read."""
        found = [problem for file in self._files for problem in file.problems]
        if self._keeper is not None and self._keeper.problem is not None:
            found.append(self._keeper.problem)
        return found + self._files.copies

    @property
    def notices(self) -> list[str]:
        """In words, what was found that is no fault: what other programs changed, and was taken in."""
        found = [notice for file in self._files for notice in file.journal.notices]
        return [*found, *self._lock.notices]

    @property
    def failure(self) -> str | None:
        """In words, why nothing more is written to this library until Reader starts again, or None."""
        return next((file.journal.failure for file in self._files if file.journal.failure), None)

    def sign_as(self, coder: str) -> None:
        """Write as another coder from now on. Raises StoreError where that coder's file can't be used."""
        self._files.coder = coder
        self._trail.forget()
        self.refresh()

    def refresh(self) -> bool:
        """Take in what other processes changed; return whether anything did. Raises StoreError.

        Costs a look at the size of each file where nothing changed. A commit takes in others' changes too; `take_news`
        tells which they were.
        """
        return self._note(self._files.refresh())

    def take_news(self) -> list[tuple[Table, str]] | None:
        """Return which records others changed since this was last asked, or None where all were read anew."""
        news, self._news = self._news, []
        return news

    def commit(self, changes: Sequence[Change], label: str) -> Step:
        """Make the changes, and return only when they are on the disk, the step that undoes them.

        Raises StoreError, with nothing changed, where they can't be written or touch another coder's tags.
        """
        return self.commit_all([(changes, label)])[0]

    def commit_all(self, batch: Sequence[tuple[Sequence[Change], str]]) -> list[Step]:
        """Make many steps, and return them when all are on the disk: each file is synced once for the lot.

        Raises StoreError as `commit` does; where one file can't be written, what stands before it in order stays:
        themes, documents, tags.
        """
        return self._commit([Step(new_id(), label, self.coder, "", tuple(changes)) for changes, label in batch])

    def undo(self, step: Step) -> Step:
        """Take a step back; the return value is itself a step, whose undoing is the redo.

        Raises UndoRefusedError where a record of the step has changed since or is another coder's, StoreError where it
        can't be written.
        """
        return self._commit([reversed_step(step, self.coder)], is_undoing=True)[0]

    def history(self, table: Table | None = None) -> Iterator[Step]:
        """Yield every coder's steps, newest first, read from the disk as far as they are asked for.

        With a table only those steps, and those of their changes, that are in the files which have it.
        """
        return (each.step for each in past([(each, WHOLE) for each in self._files.chronicles(table)]))

    def undoable(self) -> Step | None:
        """Return the step that `undo` should take back next, or None.

        That is this window's latest that still holds, then the coder's latest from before the window opened. Raises
        StoreError where the log can't be read.
        """
        files = self._files.written()
        with _reading(files[-1].path.parent):
            return self._trail.undoable(self.coder, files)

    def redoable(self) -> Step | None:
        """Return the undoing that `undo` should take back next, or None where something was done after it.

        Raises StoreError where the log can't be read.
        """
        files = self._files.written()
        with _reading(files[-1].path.parent):
            return self._trail.redoable(self.coder, files)

    def pass_over(self, step: Step) -> None:
        """Let a step that `undo` refused stand no longer before the older ones, as long as this window is open."""
        self._trail.pass_over(step.id)

    def is_earlier(self, step: Step) -> bool:
        """Whether what `undoable` or `redoable` returned was made before this window opened."""
        return self._trail.is_earlier(step)

    def close(self, *, brief: bool = False) -> None:
        """Write the snapshots of what this process changed, so that stock TinyDB finds everything.

        With `brief` only those that take no time that anybody notices. The store can be used on after it. Raises
        StoreError where one can't be written; nothing is lost then, the logs have everything.
        """
        failed: list[StoreError] = []
        if self._keeper is not None:
            self._keeper.wait()
        # A disk that failed gets no snapshot either.
        most = -1 if self.failure else BRIEF_ROWS if brief else None
        for file in self._files:
            try:
                file.journal.close(most=most)
            except StoreError as error:
                failed.append(error)
        self._lock.close()
        if failed:
            raise failed[0]

    def remember(self, document: Document) -> None:
        """Keep what finds a document again, and the words that its tags are anchored to, if not kept yet.

        Called before the first tag or note on it is committed. Raises StoreError.
        """
        known = self.documents.get(document.id)
        is_current = known is not None and known.paths[:1] == [document.path] and document.version in known.versions
        if not is_current or not self._paths.store.is_dir():
            self.commit([Change(Table.DOCUMENTS, known, remembered(known, document, now()))], "")
        version = document.id, document.version
        if version not in self._texts_kept:
            with _disk_errors(self._paths.text(document.id)):
                keep_texts(self._paths, document)
            self._texts_kept.add(version)

    def words(self, document: str, version: str) -> list[str] | None:
        """Return the texts of a version's paragraphs as they were when it was tagged, or None where they are lost."""
        return kept_texts(shelf.where_kept(self._paths), document, version)

    def _commit(self, steps: list[Step], *, is_undoing: bool = False) -> list[Step]:
        for change in chain.from_iterable(step.changes for step in steps):
            owner = change.before or change.after
            if isinstance(owner, Tag | Note) and owner.coder != self.coder:
                raise StoreError(f"This {change.table.value[:-1]} is {owner.coder}’s; you are {self.coder}.")
        if self.failure:
            # A disk that failed once is trusted with none of the files.
            raise StoreError(self.failure)
        with self._locked() as held:
            self.refresh()
            self._back_up_daily()
            files = self._files.touched_by(steps)
            self._note(self._files.take([held.enter_context(file.writing()) for file in files]))
            for shared in self._files.written()[:-1]:
                shared.journal.confirm()
            # Under the lock, so that the times in the logs have the order of the commits.
            moment = now()
            if is_undoing:
                refuse_if_changed(steps[0], self._files.records, self._files, self._trail)
                steps = [brought_up_to_date(steps[0], self._files.records, moment)]
            steps = [replace(step, at=moment) for step in steps]
            for file in files:
                start = file.journal.mark.offset
                try:
                    self._files.commit(file, steps, moment)
                except StoreError:
                    # What stands before it in order stays, and is to be found.
                    self._trail.forget()
                    raise
                self._trail.wrote(file, start)
        for step in steps:
            self._trail.made(step)
        return steps

    def _back_up_daily(self) -> None:
        if self._backups:
            if self._keeper is None:
                # Only who writes needs it, and most commands only read.
                from reader.tags.backups import Keeper

                self._keeper = Keeper(self._paths, self._backups, self._disk)
            self._keeper.back_up_daily(file.journal for file in self._files)

    def _note(self, touched: list[tuple[Table, str]] | None) -> bool:
        """Take note of the records that others changed, None where all were read anew; return whether there are any."""
        if touched is None:
            self._news = None
            # A log that was read anew may have been written anew.
            self._trail.forget()
            return True
        if self._news is not None:
            self._news += touched
        return bool(touched)

    @contextmanager
    def _locked(self) -> Iterator[ExitStack]:
        store = self._paths.store
        with ExitStack() as held:
            with _disk_errors(store):
                shelf.make_own(self._paths, self._disk)
                held.enter_context(self._lock)
            yield held


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """Say in words why the past can't be read."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"The history in {folder} can’t be read: {error.strerror or error}.") from error


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Say in words what the disk refused, and that nothing was changed."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} can’t be written: {error.strerror or error}. Nothing was changed.") from error
