"""The index of a library: its segments, and the search over them."""

from __future__ import annotations

from heapq import heappush, heapreplace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.search.building import segment_of
from reader.search.conditions import Conditions
from reader.search.entries import Facts, Hit, Results, SearchCancelledError
from reader.search.part import Part
from reader.search.passage import Passage
from reader.search.query import Query, parse
from reader.search.ranking import CUT_OFF, Understood, coverages, planned, understand
from reader.search.reading import highest, marks, merged, read
from reader.search.vocabulary import Checkpoint, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from reader.search.columns import Among, Mask
    from reader.search.entries import Entry
    from reader.search.fold import Span
    from reader.search.segment import Segment

_READ = 100
"""How many of the best entries are looked at closely, if no more hits than that are asked for."""
_REMEMBERED = 500
"""Passages that are kept taken apart."""
_GROWTH = 3
"""Single entries that are not so many times as many as those that came after them are put together with these."""


def never() -> bool:
    """Say that the search is still wanted."""
    return False


class _Found(NamedTuple):
    """An entry that was found, sorted best first: minus its score, its place in the library, and where it is kept."""

    score: float
    place: int
    part: int
    number: int


class Index:
    """Everything that can be found: whole documents in segments, in the order of the library, and single entries.

    Of single entries the documents stand in the order in which they were first added, behind those of the library.
    Searches and changes may come from several threads; they wait for each other, so none belongs on the UI thread.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._lock = Lock()
        self._library: list[Part] = []
        self._single: list[Part] = []
        self._new: dict[str, Entry] = {}
        self._where: dict[str, tuple[Part, int]] = {}
        self._ranks: dict[str, int] = {}
        self._vocabulary: Vocabulary | None = Vocabulary(())
        self._passages: dict[tuple[int, int], Passage] = {}
        self._changes = 0
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return sum(part.living for part in self._parts) + len(self._new)

    @property
    def _parts(self) -> list[Part]:
        return [*self._library, *self._single]

    def add(self, entry: Entry) -> None:
        """Make an entry findable; it takes the place of one with the same key."""
        with self._lock:
            self._take_out(entry.key)
            self._new[entry.key] = entry
            self._ranks.setdefault(entry.document or "", len(self._ranks))
            self._changed()

    def remove(self, key: str) -> None:
        """Forget the single entry with that key, if there is one."""
        with self._lock:
            self._take_out(key)
            self._changed()

    def show(self, segments: Sequence[tuple[Segment, Collection[str]]], documents: Sequence[str]) -> None:
        """Let these segments be the library's, each without the documents beside it, in the order of `documents`."""
        with self._lock:
            before, ranks = [(part, set(part.without)) for part in self._library], list(self._ranks)
            shown = {id(part.segment): part for part in self._library}
            self._library = []
            for segment, without in segments:
                part = shown.get(id(segment))
                if part is None or not part.without <= set(without):
                    part = Part(segment)
                part.drop_documents(without)
                self._library.append(part)
            single = [id_ for id_ in self._ranks if any(id_ in part.segment.document_numbers for part in self._single)]
            self._ranks = {
                id_: rank for rank, id_ in enumerate(dict.fromkeys([*documents, *single, *self._new_ones()]))
            }
            if before != [(part, part.without) for part in self._library] or ranks != list(self._ranks):
                self._changed()

    def _new_ones(self) -> list[str]:
        return [entry.document or "" for entry in self._new.values()]

    def _changed(self) -> None:
        self._vocabulary = None
        self._passages.clear()
        self._changes += 1

    def _take_out(self, key: str) -> None:
        self._new.pop(key, None)
        where = self._where.pop(key, None)
        if where is not None:
            part, number = where
            part.drop([number])

    def _catch_up(self) -> Vocabulary:
        """Make a segment of the entries that were added since the last search; return all words as they are now."""
        if self._new:
            entries = list(self._new.values())
            self._new.clear()
            while self._single and self._single[-1].size < _GROWTH * len(entries):
                entries = [*self._single.pop().entries(), *entries]
            ranks = self._ranks
            entries.sort(key=lambda each: (ranks[each.document or ""], each.paragraph or 0))
            part = Part(segment_of(entries))
            self._single.append(part)
            self._where.update({entry.key: (part, number) for number, entry in enumerate(entries)})
        if self._vocabulary is None:
            parts = self._parts
            self._vocabulary = Vocabulary(parts)
            for part in parts:
                part.vocabulary = self._vocabulary
        return self._vocabulary

    def search(
        self,
        query: str | Query,
        facts: Facts,
        limit: int = 50,
        among: Among | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> Results:
        """Return the entries that answer the query best, equal ones in the order of documents.

        `among` says which entries are in scope (None: all), and always says the same. A query without words
        lists what meets its conditions. `cancelled` is asked every few milliseconds; once it says yes,
        SearchCancelledError is raised.
        """
        began = perf_counter()
        asked = query if isinstance(query, Query) else parse(query)

        def check() -> None:
            if cancelled():
                raise SearchCancelledError

        with self._lock:
            check()
            vocabulary, parts = self._catch_up(), self._parts
            scopes = [part.scope(among) for part in parts]
            conditions = Conditions(asked, facts, parts if asked.where else [])
            look = _Look(parts, self._passages, conditions, facts, limit, check)
            allowed = [conditions.mask(part, scope, check) for part, scope in zip(parts, scopes, strict=True)]
            places = [part.places(self._ranks, self._changes) for part in parts]
            if asked.words:
                query_ = understand(
                    asked.words, vocabulary, entries=len(self), unfinished=asked.last_is_unfinished, check=check
                )
                hits, total = look.ranked(query_, vocabulary, allowed, places)
            else:
                hits, total = look.listed(allowed, places)
            of = sum(part.size if scope is None else _count(scope) for part, scope in zip(parts, scopes, strict=True))
        return Results(asked.text, tuple(hits), total, of, 1000 * (perf_counter() - began), conditions.remarks)


class _Look:
    """One search through the parts of an index."""

    def __init__(
        self,
        parts: Sequence[Part],
        passages: dict[tuple[int, int], Passage],
        conditions: Conditions,
        facts: Facts,
        limit: int,
        check: Checkpoint,
    ) -> None:
        self._parts = parts
        self._passages = passages
        self._conditions = conditions
        self._facts = facts
        self._limit = limit
        self._check = check

    def listed(self, allowed: Sequence[Mask | None], places: Sequence[NDArray[np.int64]]) -> tuple[list[Hit], int]:
        """Return the first entries that are allowed, and how many there are."""
        score = 100.0 if self._conditions.has_words else 0.0
        found: list[_Found] = []
        total = 0
        for at, part in enumerate(self._parts):
            mask = allowed[at]
            numbers = np.arange(part.size) if mask is None else np.flatnonzero(mask)
            total += len(numbers)
            bounds = np.full(len(numbers), score, np.float32)
            found += _best(at, numbers, bounds, places[at], self._limit)
        return [self._hit(each) for each in sorted(found)[: self._limit]], total

    def ranked(
        self,
        query: Understood,
        vocabulary: Vocabulary,
        allowed: Sequence[Mask | None],
        places: Sequence[NDArray[np.int64]],
    ) -> tuple[list[Hit], int]:
        """Return the entries that answer the query best, and how many do at all."""
        plan = planned(query, vocabulary)
        count = self._limit if len(query.sequence) == 1 else max(self._limit, _READ)
        found: list[_Found] = []
        total = 0
        for at, part in enumerate(self._parts):
            numbers, bounds = coverages(plan, part, self._check)
            mask = allowed[at]
            if mask is not None:
                met = mask[numbers]
                numbers, bounds = numbers[met], bounds[met]
            total += len(numbers)
            found += _best(at, numbers, bounds, places[at], count)
        read_, missed = self._read(query, sorted(found)[:count], plan.unsaid)
        return [self._hit(each, query) for each in sorted(read_)[: self._limit]], total - missed

    def _read(self, query: Understood, best: Sequence[_Found], unsaid: float) -> tuple[list[_Found], int]:
        """Look closely at what is best so far, as long as it may yet be among the hits; return also what was none.

        An entry may have so much more of the query than was found so far as `unsaid` says.
        """
        found: list[_Found] = []
        scores: list[float] = []
        missed = 0
        for each in best:
            least = scores[0] if len(scores) == self._limit else 0.0
            if highest(unsaid - each.score) < least:
                break
            self._check()
            passage = self._passage(each.part, each.number)
            reading = read(query, passage, least)
            if reading.coverage < CUT_OFF and passage.words is not None:
                missed += 1
            elif reading.score >= least:
                found.append(_Found(-reading.score, each.place, each.part, each.number))
                (heappush if len(scores) < self._limit else heapreplace)(scores, reading.score)
        return found, missed

    def _passage(self, part: int, number: int) -> Passage:
        """Return a passage taken apart; at the next key most are wanted again."""
        passages = self._passages
        known = passages.pop((part, number), None) or Passage(self._parts[part].text(number))
        passages[part, number] = known
        if len(passages) > _REMEMBERED:
            del passages[next(iter(passages))]
        return known

    def _hit(self, found: _Found, query: Understood | None = None) -> Hit:
        entry = self._parts[found.part].entry(found.number, self._facts)
        text, passages, conditions = entry.text, self._passages, self._conditions

        def spans() -> tuple[Span, ...]:
            spans = conditions.spans(text)
            if query is not None:
                # It may be asked for when the index has changed.
                known = passages.get((found.part, found.number))
                spans += marks(query, known if known and known.text == text else Passage(text))
            return merged(spans, text)

        return Hit(entry, -found.score, spans)


def _best(
    part: int, numbers: NDArray[np.intp], bounds: NDArray[np.float32], places: NDArray[np.int64], count: int
) -> list[_Found]:
    """Return the best entries of a part, of equal ones those that stand first in the library."""
    if len(numbers) > count:
        # Often so many are the very best: then nothing need be put in order.
        least = bounds.max()
        if np.count_nonzero(bounds == least) < count:
            least = np.partition(bounds, -count)[-count]
        above, equal = np.flatnonzero(bounds > least), np.flatnonzero(bounds == least)
        left = count - len(above)
        if len(equal) > left:
            equal = equal[np.argpartition(places[numbers[equal]], left)[:left]]
        chosen = np.concatenate((above, equal))
        numbers, bounds = numbers[chosen], bounds[chosen]
    found = zip((-bounds).tolist(), places[numbers].tolist(), numbers.tolist(), strict=True)
    return [_Found(bound, place, part, number) for bound, place, number in found]


def _count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))
