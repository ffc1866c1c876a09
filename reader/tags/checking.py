"""`reader check`: whether what a library keeps is whole, said in words, and what can be mended without a loss.

It reads the files one by one, so that it works where the store as a whole can't be opened.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.errors import StoreError
from reader.paths import slug
from reader.tags import shelf
from reader.tags.anchoring import Status
from reader.tags.checkpoint import put_aside
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.files import RecordFile
from reader.tags.locking import Lock
from reader.tags.mending import log_flaws, mend
from reader.tags.merging import GRAVES
from reader.tags.model import FOUNDING_THEMES, DocumentRecord, Note, Tag, Theme
from reader.tags.normal import normal
from reader.tags.opening import MEND
from reader.tags.snapshot import DamagedError
from reader.tags.texts import read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reader.paths import LibraryPaths
    from reader.tags.index import TagIndex

_ASIDE = ("*.damaged-*", "*.merged-*")

STALE_SECONDS = 60
"""A temporary file older than this belongs to no write that is still going on."""


@dataclass(slots=True)
class Report:
    """What a check found, a sentence each: what is right, what is wrong and left, and what was mended.

    `is_readable` says whether the store can be opened as it is now.
    """

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    is_readable: bool = True

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong, or nothing any more."""
        return not self.wrong

    @property
    def lines(self) -> list[str]:
        """The report to print, after the gate: file names in a store can be anything."""
        faults = f"{_count(len(self.wrong), 'fault')} found."
        sentences = [
            *self.right,
            *(f"Wrong: {sentence}" for sentence in self.wrong),
            *(f"Mended: {sentence}" for sentence in self.mended),
            faults if self.wrong else "Nothing is wrong.",
        ]
        return [clean_line(sentence) for sentence in sentences]


@dataclass(slots=True)
class _Kept:
    """Everything that could be read, and the file that each tag or note is in."""

    themes: dict[str, Theme] = field(default_factory=dict)
    deleted_themes: set[str] = field(default_factory=set)
    documents: dict[str, DocumentRecord] = field(default_factory=dict)
    signed: list[tuple[Path, Tag | Note]] = field(default_factory=list)

    @property
    def tags(self) -> list[Tag]:
        return [record for _, record in self.signed if isinstance(record, Tag)]

    def take(self, path: Path, file: RecordFile) -> None:
        for record in (record for records in file.records.values() for record in records.values()):
            if isinstance(record, Theme):
                self.themes[record.id] = record
            elif isinstance(record, DocumentRecord):
                self.documents[record.id] = record
            else:
                self.signed.append((path, record))


def check_store(paths: LibraryPaths, *, repair: bool = False, backups: int = 0, disk: Disk | None = None) -> Report:
    """Verify every file of the store, and bring the snapshots of those that are whole up to date.

    Unless no days' `backups` are kept, also whether there are some, and whether they can be made.

    With `repair`, damaged files are mended from what is whole, and the originals kept under another name; temporary
    files that a crash left are removed. Raises StoreError where the store can't be locked for that.
    """
    report = Report()
    paths = shelf.where_kept(paths)
    if not paths.store.is_dir():
        report.right.append("Nothing is kept here yet: the first tag makes the store.")
        return report
    report.right.append(f"The store is {paths.store}.")
    lock = Lock(paths.lock)
    report.right.extend(f"Notice: {notice}" for notice in lock.notices)
    try:
        if repair:
            with lock:
                _check(paths, lock, disk or Disk(), report, repair=True)
        else:
            _check(paths, lock, disk or Disk(), report, repair=False)
    except OSError as error:
        raise StoreError(f"{paths.store} can’t be checked: {error.strerror or error}.") from error
    finally:
        lock.close()
    if backups:
        _check_backups(paths, report)
    return report


def check_places(report: Report, index: TagIndex) -> None:
    """Add to the report how the tags stand in their documents; an orphan is no damage, its document changed."""
    counts = Counter(placed.status for placed in index)
    report.right.append(
        f"Of {_count(len(index), 'tag')}, {counts[Status.ANCHORED]} anchored at their words, {counts[Status.REVIEW]} "
        f"for review (their words have changed), {_count(counts[Status.ORPHAN], 'orphan')} (their paragraph is gone)."
    )


def _check(paths: LibraryPaths, lock: Lock, disk: Disk, report: Report, *, repair: bool) -> None:
    kept = _Kept()
    aside = [path.name for folder in (paths.store, paths.tags) for at in _ASIDE for path in sorted(folder.glob(at))]
    for path in shelf.stores(paths):
        _read(path, paths, lock, disk, kept, report, repair=repair)
    if report.is_readable:
        _check_themes(kept, report)
        _check_tags(kept, report)
        _check_texts(paths, kept, report)
    _check_leftovers(paths, disk, report, repair=repair)
    report.wrong.extend(shelf.about_copies(shelf.copies(paths), paths))
    if aside:
        report.right.append(f"Put aside earlier, and kept: {', '.join(aside)}.")


def _read(
    path: Path, paths: LibraryPaths, lock: Lock, disk: Disk, kept: _Kept, report: Report, *, repair: bool
) -> None:
    try:
        file = RecordFile(path, shelf.tables(path, paths), lock, disk)
    except DamagedError as error:
        if repair:
            aside = put_aside(path, disk).name
            report.mended.append(
                f"{path.name} can’t be read and has no log to stand in for it. It was put aside as {aside}, and what "
                "it holds is there alone: mend it by hand and give it its name back, or put a copy from a backup there."
            )
        else:
            report.wrong.append(str(error))
            report.is_readable = False
        return
    except StoreError as error:
        report.wrong.append(str(error))
        report.is_readable = False
        return
    if file.journal.is_new:
        return
    _check_journal(file, report, repair=repair)
    report.wrong.extend(f"{flaw}." for flaw in file.flaws)
    kept.take(path, file)
    counts = [_count(len(records), kind.value[:-1]) for kind, records in file.records.items()]
    report.right.append(f"{path.relative_to(paths.store).as_posix()}: {', '.join(counts)}.")
    if path == paths.codebook:
        kept.deleted_themes = {str(row.get("id")) for row in file.journal.image.get(GRAVES, {}).values()}


def _check_journal(file: RecordFile, report: Report, *, repair: bool) -> None:
    """Tell or mend what is wrong with snapshot and log; of a file that is whole only the snapshot is renewed."""
    problems = list(dict.fromkeys([*file.journal.problems, *log_flaws(file.journal)]))
    report.right.extend(f"Notice: {notice}" for notice in file.journal.notices)
    if not file.journal.has_snapshot:
        report.right.append(f"{file.path.name} is not there; {file.journal.log.path.name} has everything.")
    if problems and not repair:
        report.wrong.extend(problems)
        return
    if problems:
        report.mended.extend(problem.removesuffix(MEND).rstrip() for problem in problems)
        report.mended.extend(mend(file.journal))
        return
    with suppress(StoreError, OSError):
        # In a folder that can't be written to the log holds the rest, which is no fault.
        file.journal.take_room_away()
        file.journal.snapshot()


def _check_themes(kept: _Kept, report: Report) -> None:
    if not kept.themes:
        if kept.signed:
            report.wrong.append(
                "codebook.json and its log are missing: the founding themes stand in. Put a copy back if there is one; "
                "the next tag begins a new codebook."
            )
        kept.themes = {theme.id: theme for theme in FOUNDING_THEMES}
    codebook = Codebook(kept.themes)
    for name, count in Counter(normal(theme.name) for theme in codebook.themes).items():
        if count > 1:
            report.wrong.append(f"{count} themes are called “{name}”: rename or merge one.")
    for theme in kept.themes.values():
        if theme.merged_into and codebook.get(theme.id) is None and not _ends_deleted(theme, kept):
            report.wrong.append(f"Theme “{theme.name}” was merged into one that is not there, so its tags don’t show.")


def _ends_deleted(theme: Theme, kept: _Kept) -> bool:
    seen: set[str] = set()
    at: Theme | None = theme
    while at is not None and at.merged_into and at.id not in seen:
        seen.add(at.id)
        if at.merged_into in kept.deleted_themes:
            return True
        at = kept.themes.get(at.merged_into)
    return False


def _check_tags(kept: _Kept, report: Report) -> None:
    tags = kept.tags
    for theme, count in Counter(tag.theme for tag in tags).items():
        if theme not in kept.themes and theme not in kept.deleted_themes:
            report.wrong.append(f"{_count(count, 'tag')} of a theme that is not in the codebook: {theme}.")
    for document, count in Counter(tag.document for tag in tags).items():
        if document not in kept.documents:
            report.wrong.append(f"{_count(count, 'tag')} on a document that is not in the register: {document}.")
    files: dict[str, set[str]] = defaultdict(set)
    for path, record in kept.signed:
        files[record.id].add(path.name)
        if path.stem != slug(record.coder):
            report.wrong.append(
                f"{path.name} has a record signed {record.coder}, who can’t change it there: {record.id}."
            )
    twice = Counter(" and ".join(sorted(names)) for names in files.values() if len(names) > 1)
    for names, count in twice.items():
        report.wrong.append(f"{count} of the same records stand in {names}: is one a copy of the other?")
    same = len(tags) - len({(tag.document, tag.paragraph, tag.start, tag.end, tag.theme, tag.coder) for tag in tags})
    if same:
        report.right.append(f"{_count(same, 'tag')} saying the same as another; each shows once.")


def _check_texts(paths: LibraryPaths, kept: _Kept, report: Report) -> None:
    for document in sorted({tag.document for tag in kept.tags} & kept.documents.keys()):
        if read_texts(paths.text(document)) is None:
            title = (kept.documents[document].paths or ["?"])[0]
            report.wrong.append(
                f"The words kept of {title} can’t be read (texts/{document}): tags find them less well."
            )


def _check_backups(paths: LibraryPaths, report: Report) -> None:
    from reader.tags.backups import list_backups, trouble

    found = list_backups(paths)
    days = f"{_count(len(found), 'backup')}, the latest {found[-1].name}" if found else "No backups yet"
    report.right.append(f"{days}, in {paths.backups}.")
    report.wrong.extend(trouble(paths, found))


def _check_leftovers(paths: LibraryPaths, disk: Disk, report: Report, *, repair: bool) -> None:
    for path in _stale((paths.store, paths.tags, paths.store / "texts"), disk):
        name = path.relative_to(paths.store).as_posix()
        if repair:
            path.unlink(missing_ok=True)
            report.mended.append(f"{name}, which a crash left behind, was removed.")
        else:
            report.wrong.append(f"A crash left {name} behind. It does no harm; `reader check --repair` removes it.")


def _stale(folders: Iterable[Path], disk: Disk) -> Sequence[Path]:
    oldest = (time.time() - STALE_SECONDS) * 1e9
    found = [path for folder in folders for path in sorted(folder.glob(".*.tmp")) if path.is_file()]
    # Whoever is writing one may be done with it at any time.
    return [path for path in found if (seen := disk.signature(path)) and seen.modified < oldest]


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
