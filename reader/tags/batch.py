"""Tags that are put one after the other and committed together: each finds those before it there already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from reader.documents.gate import clean
from reader.tags.anchoring import PlacedTag, as_it_was
from reader.tags.model import Change, Table, Tag
from reader.tags.tagging import annotate_tag, new_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.tags.index import Spot, TagIndex
    from reader.tags.model import Theme
    from reader.tags.tagging import Target

_Place = tuple[int | None, int | None, str]
"""Span and theme of a tag, on its paragraph."""


@dataclass(frozen=True, slots=True)
class Put:
    """A tag that is wanted: where it stands, what has to change for it, and in words what became of it."""

    placed: PlacedTag
    change: Change | None
    words: str


class Batch:
    """Steps that are put together from what is tagged, for `Workspace.commit_all`.

    `steps` has the changes and the label of each, `targets` the places of the tags that are new. A tag that is there
    already is no step.
    """

    def __init__(self, index: TagIndex, coder: str) -> None:
        self.steps: list[tuple[list[Change], str]] = []
        self.targets: list[Target] = []
        self._index = index
        self._coder = coder
        self._known: dict[Spot, dict[_Place, PlacedTag]] = {}

    def tag(self, targets: Sequence[Target], themes: Sequence[Theme], note: str = "") -> list[Put]:
        """Put each theme on each target, as one step; a note goes to the tag also where that is there already."""
        note = clean(note).strip()
        puts = [self._put(target, theme, note) for target in targets for theme in themes]
        changed = [put for put in puts if put.change is not None]
        if changed:
            changes = [put.change for put in changed if put.change is not None]
            self.steps.append((changes, "; ".join(put.words for put in changed)))
            self.targets += targets
        return puts

    def _put(self, target: Target, theme: Theme, note: str) -> Put:
        known = self._on(target)
        place = target.start, target.end, theme.id
        had = known.get(place)
        if had is None:
            tag = new_tag(target, theme, self._coder, note)
            known[place] = as_it_was(tag, theme.id)
            return Put(known[place], Change(Table.TAGS, None, tag), f"{theme.name} on {target.in_words}")
        words = f"{theme.name} was on {target.in_words} already"
        if not note or note == had.tag.note:
            return Put(had, None, words)
        change = annotate_tag(had.tag, note)
        known[place] = PlacedTag(cast("Tag", change.after), had.theme, had.paragraph, had.start, had.end, had.status)
        return Put(known[place], change, f"{words}; its note is new")

    def _on(self, target: Target) -> dict[_Place, PlacedTag]:
        """Return the coder's own tags on a paragraph, looked up in the index only once."""
        spot = target.document.id, target.paragraph
        if spot not in self._known:
            known: dict[_Place, PlacedTag] = {}
            for placed in self._index.everything_on(*spot):
                if placed.tag.coder == self._coder:
                    known.setdefault((placed.start, placed.end, placed.theme), placed)
            self._known[spot] = known
        return self._known[spot]
