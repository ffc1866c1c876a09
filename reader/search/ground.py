"""What is known of the entries of one segment beside its columns: where tags stand, who speaks, which documents."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol
from weakref import proxy

import numpy as np

from reader.search.columns import NO_KIND
from reader.search.entries import THEME_KEY
from reader.search.fold import fold_plain
from reader.search.names import Meant, Names
from reader.search.periods import days
from reader.search.tree import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reader.search.columns import Columns, Mask
    from reader.search.entries import Facts, PlacedNote, Tagging
    from reader.search.periods import Period

    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
    """Rows and the entries that they stand on: the first of the one goes with the first of the other, and so on."""

_PARAGRAPH_BITS = 32
_MIDDLE = 1 << (_PARAGRAPH_BITS - 1)
"""What paragraph 0 counts as in a place: those of orphans stand below it."""
_BETWEEN = "\0"
_UNDATED = (10**9, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Where rows stand: for each the number of its document in `documents`, and its paragraph (minus: an orphan's)."""

    documents: Sequence[str]
    document_of: NDArray[np.int64]
    paragraphs: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Tagging | PlacedNote]) -> Spots:
        """Make arrays of where these stand."""
        documents, numbers = numbered(map(attrgetter("document"), rows))
        return cls(documents, numbers, np.fromiter(map(attrgetter("paragraph"), rows), np.int64, len(rows)))


def numbered(values: Iterable[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different values, and for each value its number among them."""
    numbers: dict[str, int] = {}
    column = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.int64)
    return list(numbers), column


class Ground:
    """A segment and what `facts` say of its entries; everything is worked out when it is first asked for."""

    def __init__(self, columns: Columns, facts: Facts) -> None:
        # A segment that an index has put away must not be held here until the facts change.
        self.columns: Columns = proxy(columns)
        self._facts = facts
        self._pairs: dict[Spots, Pairs] = {}
        self._registers: dict[Field, Register] = {}

    # Rows of tags or notes, and the entries that they stand on

    def under(self, spots: Spots, chosen: Mask) -> Mask:
        """Return the entries that any of the chosen rows stands on; a document is stood on by all its rows."""
        if spots not in self._pairs:
            self._pairs[spots] = self._stand(spots)
        rows, entries = self._pairs[spots]
        return self._mask(entries[chosen[rows]])

    def near(self, spots: Spots, chosen: Mask, reach: int) -> Mask:
        """Return the entries at most `reach` paragraphs from one that a chosen row stands on, that one included."""
        documents = self._numbers_of(spots)
        chosen = chosen & (documents >= 0) & (spots.paragraphs > 0)
        at, paragraphs = documents[chosen] << _PARAGRAPH_BITS, spots.paragraphs[chosen] + _MIDDLE
        lowest = np.maximum(paragraphs - reach, _MIDDLE + 1)
        return self._mask(self._between(at | lowest, at | (paragraphs + reach))[1])

    def _stand(self, spots: Spots) -> Pairs:
        documents = self._numbers_of(spots)
        known = np.flatnonzero(documents >= 0)
        at = documents[known] << _PARAGRAPH_BITS
        found = [self._between(place, place) for place in (at | (spots.paragraphs[known] + _MIDDLE), at | _MIDDLE)]
        rows, entries = (np.concatenate(column) for column in zip(*found, strict=True))
        return known[rows], entries

    def _numbers_of(self, spots: Spots) -> NDArray[np.int64]:
        numbers = {document: number for number, document in enumerate(self.columns.documents)}
        return np.array([numbers.get(id_, -1) for id_ in spots.documents], np.int64)[spots.document_of]

    def _between(self, lowest: NDArray[np.int64], highest: NDArray[np.int64]) -> Pairs:
        """Return for each pair of places, by its number, the entries that stand between them."""
        places, order = self._places
        start, end = np.searchsorted(places, lowest), np.searchsorted(places, highest, "right")
        count = end - start
        rows = np.repeat(np.arange(len(count)), count)
        entries = np.arange(len(rows)) + np.repeat(start - (np.cumsum(count) - count), count)
        return rows, entries if order is None else order[entries]

    @cached_property
    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
        """Where each entry stands as one number, sorted, and which entry that is where they aren't sorted by it."""
        paragraphs = self.columns.paragraphs.astype(np.int64) + _MIDDLE
        places = self.columns.document_of.astype(np.int64) << _PARAGRAPH_BITS | paragraphs
        if bool(np.all(places[1:] >= places[:-1])):
            return places, None
        order = np.argsort(places, kind="stable")
        return places[order], order

    def _mask(self, entries: NDArray[np.integer]) -> Mask:
        mask = np.zeros(self.columns.size, np.bool_)
        mask[entries] = True
        return mask

    # What stands in no document

    def themes(self, ids: Iterable[str]) -> Mask:
        """Return the entries that are themselves one of these themes, by their ids."""
        mask = np.zeros(self.columns.size, np.bool_)
        keys = {f"{THEME_KEY}{id_}" for id_ in ids}
        for document in (number for number, id_ in enumerate(self.columns.documents) if not id_):
            for entry in np.flatnonzero(self.columns.document_of == document):
                mask[entry] = self.columns.key(int(entry)) in keys
        return mask

    # Names

    def register(self, field: Field) -> Register:
        """Return the speakers, their parties, or the documents, whichever of them a field is about."""
        if field not in self._registers:
            columns = self.columns
            if field is Field.DOCUMENT:
                self._registers[field] = _Documents(columns, self._facts)
            else:
                self._registers[field] = _Speakers(columns, field is Field.PARTY)
        return self._registers[field]

    # Dates and kinds

    def dated(self, period: Period) -> Mask:
        """Return the entries of documents whose date, as far as it is known, may lie in `period`."""
        first, last = self._dates
        return ((first <= period[1]) & (last >= period[0]))[self.columns.document_of]

    @cached_property
    def _dates(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        found = (self._facts.about(id_) for id_ in self.columns.documents)
        dates = [(days(about.date) if about else None) or _UNDATED for about in found]
        first, last = np.array(dates, np.int64).reshape(-1, 2).T
        return first, last

    def of_kinds(self, kinds: Iterable[int]) -> Mask:
        """Return the entries of these kinds, by their numbers in `tuple(Kind)`, or NO_KIND."""
        return _table(NO_KIND + 1, list(kinds))[self.columns.kinds]


class Register(Protocol):
    """Names that the entries of a segment belong to."""

    @property
    def shown(self) -> Sequence[str]:
        """How each is called when it is told."""
        ...

    def meant(self, name: str, is_unfinished: bool) -> Meant:
        """Return which of them a typed name means."""
        ...

    def entries(self, numbers: Sequence[int]) -> Mask:
        """Return the entries that belong to these."""
        ...


class _Speakers:
    def __init__(self, columns: Columns, by_party: bool) -> None:
        self._columns = columns
        self.shown = [(each.party or "") if by_party else each.name for each in columns.speakers]
        self._names = Names(self.shown if by_party else (each.heading for each in columns.speakers))

    def meant(self, name: str, is_unfinished: bool) -> Meant:
        return self._names.meant(name, is_unfinished=is_unfinished)

    def entries(self, numbers: Sequence[int]) -> Mask:
        said = _table(len(self._columns.speakers) + 1, [number + 1 for number in numbers])
        return said[self._columns.speaker_of]


class _Documents:
    def __init__(self, columns: Columns, facts: Facts) -> None:
        self._columns = columns
        self._about = [facts.about(id_) for id_ in columns.documents]
        self.shown = [about.title if about else "" for about in self._about]
        named = [(about.title, about.path, about.id) if about else () for about in self._about]
        folded = ["".join(fold_plain(name) + _BETWEEN for name in names) for names in named]
        self._starts = list(accumulate(map(len, folded), initial=0))
        self._text = "".join(folded)

    def meant(self, name: str, is_unfinished: bool) -> Meant:
        """Those whose title, path or id has the name in it cost nothing; else a title or path must have its words."""
        wanted, found = fold_plain(name).strip(), []
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            found.append(bisect_right(self._starts, at) - 1)
            at = self._text.find(wanted, self._starts[found[-1] + 1])
        if found:
            return Meant(found, 0)
        numbers, cost = self._names.meant(name, is_unfinished=is_unfinished)
        return Meant(numbers, cost + 1)

    def entries(self, numbers: Sequence[int]) -> Mask:
        return _table(len(self._columns.documents), numbers)[self._columns.document_of]

    @cached_property
    def _names(self) -> Names:
        return Names(f"{about.title} {about.path}" if about else "" for about in self._about)


def _table(size: int, numbers: Sequence[int]) -> Mask:
    table = np.zeros(size, np.bool_)
    table[list(numbers)] = True
    return table
