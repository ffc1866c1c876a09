"""The steps of the past, newest first, read from the logs as far as they are asked for; and which of them to undo."""

from __future__ import annotations

import heapq
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from reader.documents.gate import clean_line
from reader.tags.model import Step, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from reader.tags.files import RecordFile
    from reader.tags.lines import Entry


class Past(NamedTuple):
    """A step, and whether it was made before this window opened."""

    step: Step
    is_before: bool


class _Made(NamedTuple):
    at: str
    entry: Entry
    file: RecordFile
    is_before: bool


def past(files: Iterable[RecordFile], opened: Mapping[Path, int]) -> Iterator[Past]:
    """Yield the steps in the logs of `files`, newest first; `opened` gives how long each log was at opening.

    What a step did to several files comes together. A document that was merely remembered is no step.
    """
    logs = [_made(file, opened.get(file.path, 0)) for file in files]
    merged = heapq.merge(*logs, key=lambda made: made.at, reverse=True)
    for _, together in groupby(merged, key=lambda made: made.entry.step):
        made = list(together)
        step = _step(made)
        if step.changes and (step.label or any(change.table is not Table.DOCUMENTS for change in step.changes)):
            yield Past(step, made[0].is_before)


def _made(file: RecordFile, length: int) -> Iterator[_Made]:
    """Yield a log's commits, newest first, but the founding themes, which nobody made."""
    for end, entry in file.journal.log.backwards():
        if entry.label or entry.coder:
            yield _Made(entry.at, entry, file, end <= length)


def _step(made: list[_Made]) -> Step:
    entry = made[0].entry
    # A theme stands before the tag that uses it: of one step the codebook's log was written first.
    changes = tuple(change for each in made for change in each.file.changes(each.entry))
    return Step(
        entry.step, clean_line(entry.label), clean_line(entry.coder), entry.at, changes, entry.undoes, entry.is_redo
    )


def live(steps: Iterable[Past]) -> Iterator[Past]:
    """Yield the steps, newest first, that no later step took back; an undoing that was itself undone is none either."""
    taken_back: set[str] = set()
    for each in steps:
        if each.step.id in taken_back:
            continue
        if each.step.undoes is not None:
            taken_back.add(each.step.undoes)
        yield each
