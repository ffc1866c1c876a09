"""The index of a library: entries by their words, and the search over them."""

from __future__ import annotations

from heapq import nlargest, nsmallest
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from reader.search.conditions import Conditions
from reader.search.entries import Entry, Facts, Hit, Results, SearchCancelledError
from reader.search.fold import different_words, fold_plain
from reader.search.plain_columns import PlainColumns
from reader.search.query import Query, parse
from reader.search.ranking import CUT_OFF, coverages, understand
from reader.search.reading import LONG_TEXT, merged, read
from reader.search.vocabulary import Checkpoint, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet

_READ = 100
"""How many of the best entries are looked at closely, if no more hits than that are asked for."""


def never() -> bool:
    """Say that the search is still wanted."""
    return False


class Index:
    """Everything that can be found, in the order of documents as they were first added and of their paragraphs.

    Searches and changes may come from several threads; they wait for each other, so none belongs on the UI thread.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._lock = Lock()
        self._numbers: dict[str, int] = {}
        self._entries: dict[int, Entry] = {}
        self._places: dict[int, tuple[int, int, int]] = {}
        self._documents: dict[str | None, int] = {}
        self._postings: dict[str, list[int]] = {}
        self._vocabulary = Vocabulary(self._postings)
        self._known: PlainColumns | None = None
        self._added = 0
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, entry: Entry) -> None:
        """Make an entry findable; it takes the place of one with the same key."""
        with self._lock:
            number = self._take_out(entry.key)
            if number is None:
                number = self._added
                self._added += 1
            document = self._documents.setdefault(entry.document, len(self._documents))
            self._numbers[entry.key] = number
            self._entries[number] = entry
            self._places[number] = (document, entry.paragraph or 0, number)
            postings, known = self._postings, len(self._postings)
            for word in _different_words(entry):
                having = postings.get(word)
                if having is None:
                    postings[word] = [number]
                else:
                    having.append(number)
            if len(postings) > known:
                self._vocabulary.changed()
            self._known = None

    def remove(self, key: str) -> None:
        """Forget the entry with that key, if there is one."""
        with self._lock:
            self._take_out(key)

    def _take_out(self, key: str) -> int | None:
        number = self._numbers.pop(key, None)
        if number is None:
            return None
        del self._places[number]
        self._known = None
        for word in _different_words(self._entries.pop(number)):
            having = self._postings[word]
            having.remove(number)
            if not having:
                del self._postings[word]
                self._vocabulary.changed()
        return number

    def search(
        self,
        query: str | Query,
        facts: Facts,
        limit: int = 50,
        among: Collection[str] | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> Results:
        """Return the entries that answer the query best, equal ones in the order of documents.

        `among` holds the keys of the entries in scope (None: all). A query without words lists what passes its
        filters. `cancelled` is asked every few milliseconds; once it says yes, SearchCancelledError is raised.
        """
        began = perf_counter()
        asked = query if isinstance(query, Query) else parse(query)

        def check() -> None:
            if cancelled():
                raise SearchCancelledError

        with self._lock:
            check()
            scope = self._scope(among)
            conditions = Conditions(asked, facts, [self._columns()] if asked.where else [])
            allowed = self._allowed(conditions, scope, check)
            find = self._ranked if asked.words else self._listed
            hits, total = find(asked, allowed, conditions, limit, check)
        ms = 1000 * (perf_counter() - began)
        return Results(asked.text, tuple(hits), total, len(scope), ms, conditions.remarks)

    def _scope(self, among: Collection[str] | None) -> AbstractSet[int]:
        if among is None:
            return self._entries.keys()
        return {self._numbers[key] for key in among if key in self._numbers}

    def _columns(self) -> PlainColumns:
        if self._known is None:
            ordered = sorted(self._entries, key=self._places.__getitem__)
            self._known = PlainColumns(
                {number: self._entries[number] for number in ordered}, self._postings, self._vocabulary
            )
        return self._known

    def _allowed(self, conditions: Conditions, scope: AbstractSet[int], check: Checkpoint) -> AbstractSet[int]:
        """Return the entries in scope that meet all conditions."""
        if not conditions:
            return scope
        columns = self._columns()
        within = np.fromiter((number in scope for number in columns.numbers), np.bool_, columns.size)
        mask = conditions.mask(columns, within, check)
        assert mask is not None
        return {columns.numbers[at] for at in np.flatnonzero(mask)}

    def _listed(
        self, asked: Query, allowed: AbstractSet[int], conditions: Conditions, limit: int, check: Checkpoint
    ) -> tuple[list[Hit], int]:
        score = 100.0 if conditions.has_words else 0.0
        entries = [self._entries[number] for number in nsmallest(limit, allowed, key=self._places.__getitem__)]
        return [Hit(each, score, merged(conditions.spans(each.text), each.text)) for each in entries], len(allowed)

    def _ranked(
        self, asked: Query, allowed: AbstractSet[int], conditions: Conditions, limit: int, check: Checkpoint
    ) -> tuple[list[Hit], int]:
        query = understand(
            asked.words,
            self._vocabulary,
            self._postings,
            entries=len(self),
            unfinished=asked.last_is_unfinished,
            check=check,
        )
        bounds = coverages(query, self._postings, check)
        near = list(bounds.keys() & allowed)
        total, hits = len(near), []
        for number in self._best(near, bounds, limit if len(asked.words) == 1 else max(limit, _READ)):
            check()
            entry = self._entries[number]
            reading = read(query, entry.text)
            if reading.coverage < CUT_OFF and len(entry.text) <= LONG_TEXT:
                total -= 1
                continue
            spans = merged([*reading.spans, *conditions.spans(entry.text)], entry.text)
            hits.append((-reading.score, self._places[number], Hit(entry, reading.score, spans)))
        hits.sort(key=lambda hit: hit[:2])
        return [hit for _, _, hit in hits[:limit]], total

    def _best(self, numbers: list[int], bounds: Mapping[int, float], count: int) -> list[int]:
        if len(numbers) > count:
            # Most entries fall out by a comparison of numbers, which is many times cheaper than one of places.
            least = nlargest(count, map(bounds.__getitem__, numbers))[-1]
            numbers = [number for number in numbers if bounds[number] >= least]
        return nsmallest(count, numbers, key=lambda number: (-bounds[number], self._places[number]))


def _different_words(entry: Entry) -> set[str]:
    return different_words(fold_plain(entry.text))
