"""The library's records: every coder's tags and notes, the codebook, the register of documents.

`TagStore.commit` is the one way in. Nothing outside `reader.tags` knows how the records are kept.
"""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, cast

from reader.atomic import write_atomically
from reader.errors import StoreError
from reader.tags import shelf
from reader.tags.chronicle import Chronicle
from reader.tags.disk import Disk, Signature
from reader.tags.files import RecordFile
from reader.tags.history import WHOLE, past
from reader.tags.journal import BRIEF_ROWS
from reader.tags.locking import Lock
from reader.tags.log import Log
from reader.tags.model import (
    FOUNDING_THEMES,
    Change,
    DocumentRecord,
    Note,
    Record,
    Step,
    Table,
    Tag,
    Theme,
    new_id,
    now,
)
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
        self._with_tags = with_tags
        self._paths = paths
        self._disk = disk or Disk()
        self._lock = Lock(paths.lock)
        self.coder = coder
        self._news: list[tuple[Table, str]] | None = None
        self._files: dict[Path, RecordFile] = {}
        self._folders_seen: tuple[Signature | None, Signature | None] = None, None
        self._copies: list[str] = []
        self._backups = backups
        self._keeper: Keeper | None = None
        self._records: dict[Table, dict[str, Record]] = {}
        self._trail = Trail(())
        self.refresh()
        self._trail = Trail(self._files.values())

    @property
    def themes(self) -> Mapping[str, Theme]:
        """The themes by id, those that were merged away included."""
        return cast("Mapping[str, Theme]", self._records[Table.THEMES])

    @property
    def tags(self) -> Mapping[str, Tag]:
        """Every coder's tags by id."""
        return cast("Mapping[str, Tag]", self._records[Table.TAGS])

    @property
    def notes(self) -> Mapping[str, Note]:
        """Every coder's notes on paragraphs, by id."""
        return cast("Mapping[str, Note]", self._records[Table.NOTES])

    @property
    def documents(self) -> Mapping[str, DocumentRecord]:
        """The documents that the library remembers, by id."""
        return cast("Mapping[str, DocumentRecord]", self._records[Table.DOCUMENTS])

    @property
    def problems(self) -> list[str]:
        """In words, what in the files was found wrong, and what was kept; which copies are not read."""
        found = [problem for file in self._files.values() for problem in file.problems]
        if self._keeper is not None and self._keeper.problem is not None:
            found.append(self._keeper.problem)
        return found + self._copies

    @property
    def notices(self) -> list[str]:
        """In words, what was found that is no fault: what other programs changed, and was taken in."""
        found = [notice for file in self._files.values() for notice in file.journal.notices]
        return [*found, *self._lock.notices]

    @property
    def failure(self) -> str | None:
        """In words, why nothing more is written to this library until Reader starts again, or None."""
        return next((file.journal.failure for file in self._files.values() if file.journal.failure), None)

    def sign_as(self, coder: str) -> None:
        """Write as another coder from now on. Raises StoreError where that coder's file can't be used."""
        self.coder = coder
        self._trail.forget()
        self.refresh()

    def refresh(self) -> bool:
        """Take in what other processes changed; return whether anything did. Raises StoreError.

        Costs a look at the size of each file where nothing changed. A commit takes in others' changes too; `take_news`
        tells which they were.
        """
        is_new = self._look_for_files()
        return self._take([*(file.refresh() for file in self._files.values()), *([None] if is_new else [])])

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
        paths = [path for path in self._all_paths() if table is None or table in self._tables(path)]
        return (each.step for each in past([(self._chronicle(path), WHOLE) for path in paths]))

    def undoable(self) -> Step | None:
        """Return the step that `undo` should take back next, or None.

        That is this window's latest that still holds, then the coder's latest from before the window opened. Raises
        StoreError where the log can't be read.
        """
        with _reading(self._own()):
            return self._trail.undoable(self.coder, self._own_files())

    def redoable(self) -> Step | None:
        """Return the undoing that `undo` should take back next, or None where something was done after it.

        Raises StoreError where the log can't be read.
        """
        with _reading(self._own()):
            return self._trail.redoable(self.coder, self._own_files())

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
        for file in self._files.values():
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
        if is_current and self._paths.text(document.id).exists():
            return
        moment = now()
        known = known or DocumentRecord(document.id, [], [], created=moment)
        record = replace(
            known,
            paths=[document.path, *(path for path in known.paths if path != document.path)],
            versions=[document.version, *(version for version in known.versions if version != document.version)],
            modified=moment,
        )
        self.commit([Change(Table.DOCUMENTS, self.documents.get(document.id), record)], "")
        text = self._paths.text(document.id)
        if not text.exists():
            texts = [paragraph.text for paragraph in document.paragraphs]
            with _disk_errors(text):
                write_atomically(text, json.dumps(texts, ensure_ascii=False, indent=0).encode("utf-8"))

    def _own_files(self) -> list[RecordFile]:
        # A theme and a document are there before the tag that names them, whenever the power fails.
        return [self._files[path] for path in (self._codebook(), self._register(), self._own())]

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
            files = [file for file in self._own_files() if _is_touched(file, steps)]
            self._take([held.enter_context(file.writing()) for file in files])
            for path in (self._codebook(), self._register()):
                self._files[path].journal.confirm()
            # Under the lock, so that the times in the logs have the order of the commits.
            moment = now()
            if is_undoing:
                refuse_if_changed(steps[0], self._records, self._files.values(), self._trail)
                steps = [brought_up_to_date(steps[0], self._records, moment)]
            steps = [replace(step, at=moment) for step in steps]
            for file in files:
                start = file.journal.mark.offset
                seeds = FOUNDING_THEMES if Table.THEMES in file.tables and file.journal.is_new else ()
                founding = tuple(Change(Table.THEMES, None, theme) for theme in seeds)
                try:
                    self._update(file.commit([Step(new_id(), "", "", moment, founding), *steps]))
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
            self._keeper.back_up_daily(file.journal for file in self._files.values())

    def _take(self, news: Sequence[list[tuple[Table, str]] | None]) -> bool:
        """Bring the records of the library up to what its files brought; return whether anything did."""
        if not self._records or None in news:
            self._gather()
            self._news = None
            # A log that was read anew may have been written anew.
            self._trail.forget()
            return True
        touched = [each for some in news for each in some or ()]
        self._update(touched)
        if self._news is not None:
            self._news += touched
        return bool(touched)

    def _update(self, touched: Sequence[tuple[Table, str]]) -> None:
        """Bring the records of the library up to those of its files."""
        for table, id_ in touched:
            found = [file.records[table][id_] for file in self._files.values() if id_ in file.records.get(table, ())]
            if found:
                self._records[table][id_] = found[-1]
            else:
                self._records[table].pop(id_, None)

    def _gather(self) -> None:
        self._records = {table: {} for table in Table}
        for file in self._files.values():
            for table, records in file.records.items():
                self._records[table].update(records)
        if self._files[self._codebook()].journal.is_new:
            self._records[Table.THEMES] = {theme.id: theme for theme in FOUNDING_THEMES}

    def _look_for_files(self) -> bool:
        """Open the files that have come, forget those that went; return whether any did."""
        base = self._base()
        folders = self._disk.signature(base.store), self._disk.signature(base.tags)
        is_known = self._codebook() in self._files and (self._own() in self._files or not self._with_tags)
        if is_known and folders == self._folders_seen:
            return False
        known = self._files
        paths = self._all_paths() if self._with_tags else [self._codebook(), self._register()]
        self._files = {path: known.get(path) or self._open(path) for path in paths}
        self._folders_seen = folders
        self._copies = shelf.about_copies(shelf.copies(base), base)
        return list(known) != list(self._files)

    def _open(self, path: Path) -> RecordFile:
        return RecordFile(path, self._tables(path), self._lock, self._disk)

    def _chronicle(self, path: Path) -> Chronicle:
        return Chronicle(path, self._tables(path), Log(path.with_suffix(".log"), self._disk))

    def _tables(self, path: Path) -> Mapping[Table, str]:
        return shelf.tables(path, self._paths)

    def _base(self) -> LibraryPaths:
        return shelf.where_kept(self._paths)

    def _codebook(self) -> Path:
        return self._base().codebook

    def _register(self) -> Path:
        return self._base().documents

    def _own(self) -> Path:
        return self._base().coder(self.coder)

    def _all_paths(self) -> list[Path]:
        """Return every file in the order in which it counts: a coder's own last."""
        others = [path for path in shelf.coders(self._base()) if path != self._own()]
        return [self._codebook(), self._register(), *others, self._own()]

    @contextmanager
    def _locked(self) -> Iterator[ExitStack]:
        store = self._paths.store
        with ExitStack() as held:
            with _disk_errors(store):
                shelf.make_own(self._paths, self._disk)
                held.enter_context(self._lock)
            yield held


def _is_touched(file: RecordFile, steps: Sequence[Step]) -> bool:
    """Whether steps write to a file; a library's first step also writes its codebook."""
    if Table.THEMES in file.tables and file.journal.is_new:
        return True
    return any(change.table in file.tables for step in steps for change in step.changes)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Say in words why the past can't be read."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"The history in {path.parent} can’t be read: {error.strerror or error}.") from error


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Say in words what the disk refused, and that nothing was changed."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} can’t be written: {error.strerror or error}. Nothing was changed.") from error
