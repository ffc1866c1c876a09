"""The steps of the past, newest first, read from the logs as far as they are asked for."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reader.documents.gate import clean_line
from reader.tags.model import Step, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from reader.tags.chronicle import Chronicle
    from reader.tags.lines import Entry
    from reader.tags.model import Change

Stretch = tuple[int, int | None]
"""A part of a log: the offsets at which it begins and ends, None for the log's end."""

WHOLE: Sequence[Stretch] = ((0, None),)


class Past(NamedTuple):
    """A step, and the offset in a log at which the newest of it ends; `path` is of the store file whose log that is."""

    step: Step
    path: Path
    end: int


class _Made(NamedTuple):
    moment: str
    entry: Entry
    chronicle: Chronicle
    end: int


def past(
    chronicles: Iterable[tuple[Chronicle, Sequence[Stretch]]], *, of: str | None = None, most: int | None = None
) -> Iterator[Past]:
    """Yield the steps in stretches of logs, the newest first; with `of` only that coder's.

    What a step did to several files comes together. With `most` no more than so many commits of each log are read.
    """
    for made in _together([_made(each, stretches, of, most) for each, stretches in chronicles]):
        step = _step(made)
        if is_step(step.label, step.changes):
            yield Past(step, made[0].chronicle.path, made[0].end)


def is_step(label: str, changes: Sequence[Change]) -> bool:
    """Whether changes are a step that somebody made: that a document is merely remembered is none."""
    return bool(changes) and (bool(label) or any(change.table is not Table.DOCUMENTS for change in changes))


def _together(logs: Iterable[Iterator[_Made]]) -> Iterator[list[_Made]]:
    """Yield the commits of several logs, newest first; what was one step in more than one log comes together."""
    heads = [(head, log) for log in logs if (head := next(log, None))]
    while heads:
        moment = max(head.moment for head, _ in heads)
        at_once = [each for each in heads if each[0].moment == moment]
        heads = [each for each in heads if each[0].moment != moment]
        if len(at_once) == 1:
            head, log = at_once[0]
            yield [head]
            heads += [(after, log) for after in islice(log, 1)]
            continue
        # Of many steps that have one moment, those in two logs may stand at any place of either.
        steps: dict[str, list[_Made]] = {}
        for head, log in at_once:
            steps.setdefault(head.entry.step, []).append(head)
            for made in log:
                if made.moment != moment:
                    heads.append((made, log))
                    break
                steps.setdefault(made.entry.step, []).append(made)
        yield from steps.values()


def _made(chronicle: Chronicle, stretches: Sequence[Stretch], of: str | None, most: int | None) -> Iterator[_Made]:
    """Yield a log's commits, newest first, but the founding themes, which nobody made."""
    moment, count = "", 0
    for start, end in reversed(stretches):
        for after, entry in chronicle.log.backwards(start, end):
            # A clock that was set back must not tear a step apart that is in two logs.
            moment = min(moment or entry.at, entry.at)
            is_asked_for = (entry.label or entry.coder) if of is None else entry.coder == of
            if is_asked_for:
                yield _Made(moment, entry, chronicle, after)
            count += 1
            if most is not None and count >= most:
                return


def _step(made: list[_Made]) -> Step:
    entry = made[0].entry
    # A theme stands before the tag that uses it: of one step the codebook's log was written first.
    changes = tuple(change for each in made for change in each.chronicle.changes(each.entry))
    return Step(
        entry.step, clean_line(entry.label), clean_line(entry.coder), entry.at, changes, entry.undoes, entry.is_redo
    )
