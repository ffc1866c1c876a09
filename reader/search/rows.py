"""The tags in force as columns of numbers, a row for each paragraph that one stands on, kept up tag by tag."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from reader.search.entries import PlacedNote, Tagging
from reader.search.ground import Spots
from reader.tags.anchoring import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from reader.search.columns import Mask
    from reader.search.entries import Facts

_NAMED = ("document", "theme", "coder", "status")
"""What the first columns have the number of, in this order; the last has the paragraph."""
_NOWHERE = "\0"
"""The document of a row that is no more: none is called so."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The tags of one moment. Rows of tags that are no more are still there, and stand in no document."""

    numbers: Mapping[str, Mapping[str, int]]
    """For each named column what its numbers stand for."""
    columns: NDArray[np.int32]
    alive: Mask
    texts: Mapping[int, str]
    """The notes on tags, by the number of the row."""
    ids: Sequence[str]
    """The tags' ids, a row each; rows of a later moment may follow."""

    def __iter__(self) -> Iterator[Tagging]:
        names = [list(self.numbers[name]) for name in _NAMED]
        alive = np.flatnonzero(self.alive)
        for at, row in zip(alive.tolist(), self.columns[alive].tolist(), strict=True):
            document, theme, coder, status = (of[number] for of, number in zip(names, row, strict=False))
            yield Tagging(document, row[-1], theme, coder, self.texts.get(at, ""), Status(status), self.ids[at])

    @property
    def spots(self) -> Spots:
        """Where they stand."""
        documents = np.where(self.alive, self.columns[:, 0], 0).astype(np.int64)
        return Spots(list(self.numbers["document"]), documents, self.columns[:, -1].astype(np.int64))

    def having(self, name: str, values: Collection[str]) -> Mask:
        """Return the rows whose document, theme, coder or status is one of `values`."""
        numbers = self.numbers[name]
        wanted = np.zeros(len(numbers), np.bool_)
        wanted[[numbers[value] for value in values if value in numbers]] = True
        return wanted[self.columns[:, _NAMED.index(name)]] & self.alive

    def values(self, name: str) -> list[str]:
        """Return the different documents, themes, coders or statuses of all rows, sorted."""
        there = set(np.unique(self.columns[self.alive, _NAMED.index(name)]).tolist())
        return sorted(value for value, number in self.numbers[name].items() if number in there)

    def themes_on(self, document: str, paragraph: int | None) -> list[str]:
        """Return the ids of the themes on a paragraph of a document, or in all of it where that is None."""
        there = self.having("document", (document,))
        if paragraph is not None:
            there &= self.columns[:, -1] == paragraph
        themes = list(self.numbers["theme"])
        return [themes[number] for number in set(self.columns[there, _NAMED.index("theme")].tolist())]

    @property
    def notes(self) -> list[PlacedNote]:
        """The notes on tags, where these stand."""
        documents = list(self.numbers["document"])
        places = ((self.columns[at].tolist(), text) for at, text in self.texts.items())
        return [PlacedNote(documents[row[0]], row[-1], text) for row, text in places]


class TagTable:
    """The rows of tags by the tags' ids; only what changes is looked at."""

    def __init__(self, tags: Iterable[Tagging] = ()) -> None:
        """Begin with these tags; those with one id stand together."""
        self._numbers: dict[str, dict[str, int]] = {name: {} for name in _NAMED}
        self._numbers["document"][_NOWHERE] = 0
        self._columns = np.empty((0, len(_NAMED) + 1), np.int32)
        self._alive = np.empty(0, np.bool_)
        self._texts: dict[int, str] = {}
        self._ids: list[str] = []
        self._rows: dict[str, range] = {}
        self.change((), tags)

    @classmethod
    def of(cls, facts: Facts) -> Rows:
        """Return the tags that `facts` know as rows, worked out once; the table is kept beside them."""
        if Rows not in facts.kept:
            cls(facts.tags).keep(facts)
        rows = facts.kept[Rows]
        assert isinstance(rows, Rows)
        return rows

    def keep(self, facts: Facts) -> None:
        """Let these be the tags that `facts` know; whoever changes the table takes it away from there."""
        facts.kept[Rows] = self.rows
        facts.kept[TagTable] = self

    @property
    def rows(self) -> Rows:
        """The rows as they are now."""
        numbers = {name: dict(named) for name, named in self._numbers.items()}
        return Rows(numbers, self._columns[: len(self._alive)], self._alive, dict(self._texts), self._ids)

    def change(self, gone: Iterable[str], came: Iterable[Tagging]) -> None:
        """Take out the tags with these ids, where they are there, and put others in."""
        new, used = list(came), len(self._alive)
        dead = [row for id_ in gone for row in self._rows.pop(id_, ())]
        # Rows of a moment that has passed may still be searched: what these have isn't written over.
        self._alive = np.concatenate((self._alive, np.ones(len(new), np.bool_)))
        self._alive[dead] = False
        for row in dead:
            self._texts.pop(row, None)
        self._texts.update((row, each.note) for row, each in enumerate(new, used) if each.note)
        self._ids += [each.id for each in new]
        at = used
        for id_, same in groupby(new, attrgetter("id")):
            first, at = at, at + sum(1 for _ in same)
            self._rows[id_] = range(first, at)
        self._append(new, used)

    def _append(self, new: Sequence[Tagging], used: int) -> None:
        after = used + len(new)
        if after > len(self._columns):
            roomy = np.empty((max(after, 2 * used), len(_NAMED) + 1), np.int32)
            roomy[:used] = self._columns[:used]
            self._columns = roomy
        for column, name in enumerate(_NAMED):
            numbers = self._numbers[name]
            found = (numbers.setdefault(value, len(numbers)) for value in map(attrgetter(name), new))
            self._columns[used:after, column] = np.fromiter(found, np.int32, len(new))
        self._columns[used:after, -1] = np.fromiter(map(attrgetter("paragraph"), new), np.int32, len(new))
