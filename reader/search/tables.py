"""What a library knows beside its texts, as arrays: its tags and notes, a row each, and what they are called."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from reader.search.ground import Ground, Spots
from reader.search.names import Names
from reader.search.rows import TagTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reader.search.columns import Columns, Mask
    from reader.search.entries import Facts, PlacedNote
    from reader.search.rows import Rows
    from reader.tags.anchoring import Status
    from reader.tags.codebook import Codebook


class Tables:
    """What `facts` say, worked out when it is first asked for and kept as long as they are."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._grounds: WeakKeyDictionary[Columns, Ground] = WeakKeyDictionary()

    @classmethod
    def of(cls, facts: Facts) -> Tables:
        """Return the tables of `facts`, which are made once."""
        tables = facts.kept.setdefault(cls, cls(facts))
        assert isinstance(tables, cls)
        return tables

    def ground(self, columns: Columns) -> Ground:
        """Return what is known of the entries of a segment; kept as long as the segment is."""
        ground = self._grounds.get(columns)
        if ground is None:
            ground = self._grounds[columns] = Ground(columns, self._facts)
        return ground

    # Tags, a row for each paragraph that one stands on

    @cached_property
    def _rows(self) -> Rows:
        return TagTable.of(self._facts)

    @cached_property
    def tags(self) -> Spots:
        """Where the tags stand."""
        return self._rows.spots

    def standing_on_any(self, columns: Columns) -> Mask:
        """Return the entries of a segment that are tagged."""
        return self.ground(columns).under(self.tags, self._rows.alive)

    @property
    def codebook(self) -> Codebook:
        """The themes."""
        return self._facts.codebook

    def with_those_below(self, themes: Iterable[str]) -> set[str]:
        """Return the ids of these themes, given by theirs, and of all below them."""
        found = (theme for id_ in themes if (theme := self.codebook.get(id_)))
        return {each.id for theme in found for each in (theme, *self.codebook.children(theme))}

    def tagged(self, themes: Collection[str]) -> Mask:
        """Return which rows are of one of these themes, by their ids."""
        return self._rows.having("theme", themes)

    def by(self, coders: Collection[int]) -> Mask:
        """Return which rows are by one of these coders, numbered as in `coders`."""
        return self._rows.having("coder", [self.coders[number] for number in coders])

    def standing(self, status: Status) -> Mask:
        """Return which rows are of tags with that status."""
        return self._rows.having("status", [status])

    # Names

    @cached_property
    def theme_names(self) -> Names:
        """The names of the themes, in the order of the codebook."""
        return Names(theme.name for theme in self.codebook.themes)

    @cached_property
    def coders(self) -> Sequence[str]:
        """Who tagged anything."""
        return self._rows.values("coder")

    @cached_property
    def coder_names(self) -> Names:
        """The names of `coders`."""
        return Names(self.coders)

    # Notes, a row each

    @cached_property
    def _noted(self) -> list[PlacedNote]:
        return [*self._rows.notes, *self._facts.notes]

    @cached_property
    def notes(self) -> Spots:
        """Where the notes stand, those on tags as well."""
        return Spots.of(self._noted)

    @cached_property
    def note_texts(self) -> Names:
        """What the notes say."""
        return Names(note.text for note in self._noted)
