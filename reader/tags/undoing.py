"""Taking a step back: what that changes in the records as they are now, and why it is refused where it can't be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import UndoRefusedError
from reader.tags.history import WHOLE, past
from reader.tags.model import Change, DocumentRecord, Note, Step, Table, Tag, new_id
from reader.tags.moments import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.tags.files import RecordFile
    from reader.tags.model import Record
    from reader.tags.trail import Trail

_LOOK_BACK = 2_000
"""In how many commits of each log it is looked for who changed a record."""


def reversed_step(step: Step, coder: str) -> Step:
    """Return the step that takes one back. Raises UndoRefusedError where it, or a record in it, is another coder's."""
    is_redo = step.undoes is not None and not step.is_redo
    changes = tuple(change.reversed() for change in reversed(step.changes))
    back = Step(new_id(), step.label, coder, "", changes, step.id, is_redo)
    if step.coder != coder:
        raise _refusal(back, f"That step is {step.coder}’s; you are {coder}")
    for record in (change.before or change.after for change in step.changes):
        if isinstance(record, Tag | Note) and record.coder != coder:
            raise _refusal(back, f"It changed what is {record.coder}’s; you are {coder}")
    return back


def brought_up_to_date(step: Step, records: Mapping[Table, Mapping[str, Record]], moment: str) -> Step:
    """Return a step with its changes as they are made to the records as they stand now.

    What comes back is as new as the undoing: else a copy of the library that still has what was undone would win when
    the two are merged.
    """
    changes: list[Change] = []
    for change in step.changes:
        present, after = records[change.table].get(change.id), change.after
        if isinstance(present, DocumentRecord) and isinstance(after, DocumentRecord):
            after = replace(present, corrected=after.corrected)
        changes.append(Change(change.table, present, None if after is None else replace(after, modified=moment)))
    return replace(step, changes=tuple(changes))


def refuse_if_changed(
    step: Step, records: Mapping[Table, Mapping[str, Record]], files: Iterable[RecordFile], trail: Trail
) -> None:
    """Raise UndoRefusedError, which says what happened, where a record doesn't stand as a step expects it."""
    for change in step.changes:
        present = records[change.table].get(change.id)
        if not _says_the_same(present, change.before):
            what = f"The {change.table[:-1]} {'was deleted' if present is None else 'has changed'} since"
            raise _refusal(step, what + _by_whom(_latest_on(change.id, files), step.coder, trail))
    used = _tags_left_without_theme(step, records)
    if used:
        raise _refusal(step, f"{used} tag{' has' if used == 1 else 's have'} the theme by now")


def _refusal(step: Step, reason: str) -> UndoRefusedError:
    failed = "Not done again" if step.is_redo else "Not undone"
    return UndoRefusedError(f"{failed}: {step.label or 'a change'}. {reason}.")


def _says_the_same(one: Record | None, other: Record | None) -> bool:
    """Whether two states of a record are alike, but for their time; of a document only what the user set counts."""
    if one is None or other is None:
        return one is other
    if isinstance(one, DocumentRecord) and isinstance(other, DocumentRecord):
        return one.corrected == other.corrected
    return one == other or replace(one, modified=other.modified) == other


def _latest_on(id_: str, files: Iterable[RecordFile]) -> Step | None:
    """Return the latest step that changed a record, None where that is too long ago to be looked for."""
    steps = (each.step for each in past([(file.chronicle, WHOLE) for file in files], most=_LOOK_BACK))
    return next((step for step in steps if any(change.id == id_ for change in step.changes)), None)


def _by_whom(culprit: Step | None, coder: str, trail: Trail) -> str:
    if culprit is None:
        return ", perhaps in another window"
    elsewhere = "" if trail.has(culprit) else " in another window"
    where = elsewhere if culprit.coder in ("", coder) else f" by {culprit.coder}"
    is_undoing = culprit.undoes is not None and not culprit.is_redo
    label = f"{'undone: ' if is_undoing else ''}{culprit.label}" if culprit.label else ""
    return f"{where}, {in_words(culprit.at)}" + (f" ({label})" if label else "")


def _tags_left_without_theme(step: Step, records: Mapping[Table, Mapping[str, Record]]) -> int:
    """Return how many tags, others than those that go with it, have a theme that undoing its making takes away."""
    gone = {change.id for change in step.changes if change.table is Table.THEMES and change.after is None}
    if not gone or step.is_redo:
        return 0
    own = {change.id for change in step.changes}
    return sum(getattr(tag, "theme", "") in gone and tag.id not in own for tag in records[Table.TAGS].values())
