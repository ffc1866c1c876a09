"""The library's records: every coder's tags and notes, the codebook, the register of documents.

`TagStore.commit` is the one way in. Nothing outside `reader.tags` knows how the records are kept.
"""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from reader.atomic import write_atomically
from reader.errors import StoreError
from reader.tags.files import Loaded, RecordFile, Signature
from reader.tags.locking import exclusive
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.documents.model import Document
    from reader.paths import LibraryPaths

_THEMES = {Table.THEMES: "_default"}
_DOCUMENTS = {Table.DOCUMENTS: "_default"}
_TAGS = {Table.TAGS: "_default", Table.NOTES: "notes"}


class TagStore:
    """The records of one library, as one coder sees them and may change them.

    Everybody's tags are read; only `coder`'s own are written. `generation` grows whenever the records change,
    `readings` whenever they were read from the files, and so may hold what others did.
    """

    def __init__(self, paths: LibraryPaths, coder: str) -> None:
        """Load the store; nothing is written. Raises StoreError where a file of it can't be used."""
        self._paths = paths
        self.coder = coder
        self.generation = 0
        self.readings = 0
        self._loaded: dict[Path, tuple[Signature | None, Loaded]] = {}
        self._records: dict[Table, dict[str, Record]] = {}
        self.refresh()

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
        """In words, what in the files could not be used and was passed over."""
        return [problem for _, loaded in self._loaded.values() for problem in loaded.problems]

    def sign_as(self, coder: str) -> None:
        """Write as another coder from now on. Raises StoreError where that coder's file can't be used."""
        self.coder = coder
        self.refresh()

    def refresh(self) -> bool:
        """Read again what other processes changed; return whether anything did. Raises StoreError."""
        files = {file.path: file for file in self._files()}
        seen = {path: file.signature() for path, file in files.items()}
        known = {path: signature for path, (signature, _) in self._loaded.items()}
        if self._records and seen == known:
            return False
        self._loaded = {
            path: self._loaded[path] if path in known and known[path] == seen[path] else (seen[path], file.read())
            for path, file in files.items()
        }
        self._gather()
        return True

    def commit(self, changes: Sequence[Change], label: str) -> Step:
        """Make the changes, and return only when they are on the disk, the step that undoes them.

        Raises StoreError, with nothing changed, where they can't be written or touch another coder's tags.
        """
        return self._commit(changes, label, strict=False)

    def undo(self, step: Step) -> Step:
        """Take a step back; the return value is itself a step, whose undoing is the redo.

        Raises StoreError where a record of the step has changed since.
        """
        return self._commit([change.reversed() for change in reversed(step.changes)], step.label, strict=True)

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
        self._commit([Change(Table.DOCUMENTS, self.documents.get(document.id), record)], "", strict=False)
        text = self._paths.text(document.id)
        if not text.exists():
            texts = [paragraph.text for paragraph in document.paragraphs]
            with _disk_errors(text):
                write_atomically(text, json.dumps(texts, ensure_ascii=False, indent=0).encode("utf-8"))

    def _commit(self, changes: Sequence[Change], label: str, *, strict: bool) -> Step:
        step = Step(new_id(), label, self.coder, now(), tuple(changes))
        for change in changes:
            owner = change.before or change.after
            if isinstance(owner, Tag | Note) and owner.coder != self.coder:
                raise StoreError(f"This {change.table.value[:-1]} is {owner.coder}’s; you are {self.coder}.")
        with self._locked():
            self.refresh()
            if strict:
                self._refuse_if_changed(changes)
            # A theme and a document are there before the tag that names them, whenever the power fails.
            for file in (self._codebook(), self._register(), self._own()):
                mine = [change for change in changes if change.table in file.tables]
                if mine or (Table.THEMES in file.tables and file.signature() is None):
                    with _disk_errors(file.path):
                        file.write(mine, seed=FOUNDING_THEMES if Table.THEMES in file.tables else ())
                    self._take_over(file, mine)
        return step

    def _take_over(self, file: RecordFile, changes: Sequence[Change]) -> None:
        """Bring the records up to what was just written, without reading it again."""
        known = self._loaded.get(file.path)
        if known is None or known[0] is None:
            self.refresh()
            return
        self._loaded[file.path] = (file.signature(), known[1])
        for change in changes:
            for records in (known[1].records[change.table], self._records[change.table]):
                if change.after is None:
                    records.pop(change.id, None)
                else:
                    records[change.id] = change.after
        self.generation += 1

    def _refuse_if_changed(self, changes: Sequence[Change]) -> None:
        for change in changes:
            present = self._records[change.table].get(change.id)
            if present != change.before:
                happened = "was deleted" if present is None else "has changed"
                raise StoreError(
                    f"Not undone: the {change.table.value[:-1]} {happened} since, perhaps in another window."
                )

    def _gather(self) -> None:
        self._records = {table: {} for table in Table}
        for _, loaded in self._loaded.values():
            for table, records in loaded.records.items():
                self._records[table].update(records)
        if not self._codebook().path.exists():
            self._records[Table.THEMES] = {theme.id: theme for theme in FOUNDING_THEMES}
        self.generation += 1
        self.readings += 1

    def _base(self) -> LibraryPaths:
        borrowed = self._paths.borrowed
        if borrowed is not None and borrowed.is_dir() and not self._paths.store.exists():
            return replace(self._paths, store=borrowed)
        return self._paths

    def _codebook(self) -> RecordFile:
        return RecordFile(self._base().codebook, _THEMES)

    def _register(self) -> RecordFile:
        return RecordFile(self._base().documents, _DOCUMENTS)

    def _own(self) -> RecordFile:
        return RecordFile(self._base().coder(self.coder), _TAGS)

    def _files(self) -> list[RecordFile]:
        own = self._own()
        others = sorted(path for path in self._base().tags.glob("*.json") if path != own.path)
        return [self._codebook(), self._register(), *(RecordFile(path, _TAGS) for path in others), own]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        store = self._paths.store
        with ExitStack() as held:
            with _disk_errors(store):
                if self._base() is not self._paths:
                    shutil.copytree(self._base().store, store, ignore=shutil.ignore_patterns("lock", "*.tmp"))
                held.enter_context(exclusive(self._paths.lock))
            yield


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Say in words what the disk refused, and that nothing was changed."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path} can’t be written: {error.strerror or error}. Nothing was changed.") from error
