"""Moving tags from one theme to another: the tags stay who made them, when, where and with which note."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.tags.model import Change, Table, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.tags.anchoring import PlacedTag
    from reader.tags.index import Spot, TagIndex
    from reader.tags.model import Tag, Theme


@dataclass(frozen=True, slots=True)
class Retheming:
    """Changes for one step; how many tags get the other theme, how many places had both, how many tags are others'."""

    changes: list[Change]
    moved: int
    both: int
    others: int


def retheme(index: TagIndex, spots: Iterable[Spot], source: Theme, goal: Theme, coder: str) -> Retheming:
    """Give the coder's own tags on some spots that have the theme `source` the theme `goal`, and touch nobody else's.

    Where the coder has `goal` on the very place already, that tag stays, with the notes of both.
    """
    found = _on(index, spots)
    mine = [each for each in found if each.tag.coder == coder]
    wanted = [each for each in mine if each.theme == source.id]
    theirs = sum(each.theme == source.id for each in found) - len(wanted)
    there = {_place(each): each.tag for each in reversed(mine) if each.theme == goal.id}
    moment = now()
    notes: dict[str, list[str]] = {}
    changes: list[Change] = []
    for each in wanted:
        kept = there.get(_place(each))
        if kept is None:
            changes.append(Change(Table.TAGS, each.tag, replace(each.tag, theme=goal.id, modified=moment)))
        else:
            changes.append(Change(Table.TAGS, each.tag, None))
            notes.setdefault(kept.id, [kept.note]).append(each.tag.note)
    moved = sum(change.after is not None for change in changes)
    for tag in there.values():
        changes += _with_notes(tag, notes.get(tag.id, ()), moment)
    return Retheming(changes, moved, len(notes), theirs)


def own_themes(index: TagIndex, spots: Iterable[Spot], coder: str) -> Counter[str]:
    """Return the ids of the themes that the coder has put on some spots, each with the number of its tags."""
    return Counter(each.theme for each in _on(index, spots) if each.tag.coder == coder)


def _on(index: TagIndex, spots: Iterable[Spot]) -> list[PlacedTag]:
    """Return every tag on some spots once, at its first place."""
    ids = dict.fromkeys(placed.tag.id for spot in spots for placed in index.everything_on(*spot))
    return [placed for id_ in ids if (placed := index.get(id_)) is not None]


def _place(placed: PlacedTag) -> tuple[object, ...]:
    # One whose place is in doubt may yet turn out to stand elsewhere.
    return *placed.standpoint, placed.status


def _with_notes(tag: Tag, notes: Sequence[str], moment: str) -> list[Change]:
    note = "\n".join(dict.fromkeys(each for each in notes if each))
    return [] if note == tag.note or not notes else [Change(Table.TAGS, tag, replace(tag, note=note, modified=moment))]
