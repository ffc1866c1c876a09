"""A segment as it is used in an index: without the entries that are gone, and with what a search needs to add up."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reader.search.columns import NO_KIND, surely
from reader.search.corpus import passage_key
from reader.search.entries import Entry, EntryType
from reader.search.fold import different_words
from reader.search.material import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from reader.documents.model import Speaker
    from reader.search.columns import Among, Mask
    from reader.search.entries import Facts
    from reader.search.lexicon import Lexicon
    from reader.search.segment import Segment
    from reader.search.vocabulary import Credits, Vocabulary

_PARAGRAPH_BITS = 24
_FEW = 2_000
"""So many entries are taken out one by one: that is quicker than counting anew."""
_REMEMBERED = 2_000_000
"""Postings kept decoded: the words before the one that is being typed are wanted again at the next key."""


class Part:
    """The entries of one segment as columns, by number; `alive` says which are still there, None that all are."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.alive: NDArray[np.bool_] | None = None
        self.without: set[str] = set()
        self.most_lost = 0
        self.vocabulary: Vocabulary | None = None
        # How many entries words have lost: counted anew at some time, and since.
        self._lost: NDArray[np.int64] | None = None
        self._lost_since: Counter[str] = Counter()
        self._credited: dict[tuple[tuple[str, float], ...], tuple[NDArray[np.intp], NDArray[np.float32]]] = {}
        self._kept = 0
        self._scoped: tuple[Among, Mask | None, Mask] | None = None
        self._places: tuple[int, NDArray[np.int64]] | None = None
        self.size = segment.size
        self.documents: Sequence[str] = segment.documents
        self.document_of = segment.document_of
        self.paragraphs = segment.paragraphs
        self.kinds = segment.kinds
        self.speakers: Sequence[Speaker] = segment.speakers
        self.speaker_of = segment.speaker_of
        self.lexicon: Lexicon = segment.lexicon
        self.counts = segment.counts

    @cached_property
    def sums(self) -> NDArray[np.float32]:
        """Room for a number for each entry, all 0 between two searches."""
        return np.zeros(self.size, np.float32)

    @property
    def living(self) -> int:
        """How many entries are still there."""
        return self.size if self.alive is None else int(np.count_nonzero(self.alive))

    def drop(self, numbers: Iterable[int]) -> None:
        """Let entries be gone."""
        alive = np.ones(self.size, np.bool_) if self.alive is None else self.alive.copy()
        gone = [number for number in numbers if alive[number]]
        alive[gone] = False
        self.alive = alive
        if len(gone) < _FEW:
            self._lost_since.update(word for number in gone for word in different_words(self.segment.text(number)))
        else:
            self._lost = self.counts - self.segment.counts_among(alive)
            self._lost_since.clear()
        most = 0 if self._lost is None else int(self._lost.max(initial=0))
        self.most_lost = most + max(self._lost_since.values(), default=0)

    def drop_documents(self, documents: Collection[str]) -> None:
        """Let documents be gone."""
        gone = set(documents) - self.without
        if gone:
            self.without |= gone
            self.drop(number for id_ in sorted(gone) for number in self.segment.entries_of(id_))

    def scope(self, among: Among | None) -> Mask | None:
        """Return which entries are there and in scope; None where all are. It is remembered for the next time."""
        if among is None:
            return self.alive
        if self._scoped is not None and self._scoped[0] is among and self._scoped[1] is self.alive:
            return self._scoped[2]
        scope = among(self)
        if self.alive is not None:
            scope = scope & self.alive
        self._scoped = among, self.alive, scope
        return scope

    def entries(self) -> list[Entry]:
        """Return the single entries that are still there."""
        single = self.segment.entries or ()
        return [entry for number, entry in enumerate(single) if self.alive is None or self.alive[number]]

    def counts_of(self, words: Sequence[str]) -> NDArray[np.int64]:
        """Return how many entries have each of these words."""
        places = np.array([self.lexicon.find(word) for word in words], np.intp)
        found = np.zeros(len(words), np.int64)
        there = places >= 0
        found[there] = self.counts[places[there]]
        if self._lost is not None:
            found[there] -= self._lost[places[there]]
        if self._lost_since:
            since = np.fromiter(map(self._lost_since.__getitem__, words), np.int64, len(words))
            found[there] -= since[there]
        return found

    def together(self, first: str, second: str) -> int:
        """Return how many entries have both words."""
        few, many = sorted((self.having_word(first), self.having_word(second)), key=len)
        if not len(few):
            return 0
        at = np.minimum(many.searchsorted(few), len(many) - 1)
        both = few[many[at] == few]
        return len(both) if self.alive is None else int(np.count_nonzero(self.alive[both]))

    def places(self, ranks: Mapping[str, int], version: int) -> NDArray[np.int64]:
        """Return for each entry where it stands in the order of documents and paragraphs, `ranks` being theirs.

        `version` changes when they do.
        """
        if self._places is None or self._places[0] != version:
            last = len(ranks)
            of_document = np.fromiter((ranks.get(each, last) for each in self.documents), np.int64, len(self.documents))
            places = of_document[self.document_of] << _PARAGRAPH_BITS
            places += np.abs(self.paragraphs)
            self._places = version, places
        return self._places[1]

    def credited(self, credits: Credits) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return the entries that have any of these words, and what that is worth.

        An entry may stand there several times, with the same or, the later the better, a higher credit.
        """
        key = tuple(credits.items())
        known = self._credited.pop(key, None)
        if known is None:
            words, lists = self.segment.having_each(sorted(credits, key=credits.__getitem__))
            worth = np.array([credits[word] for word in words], np.float32)
            numbers = np.concatenate([np.zeros(0, np.intp), *lists])
            known = numbers, np.repeat(worth, list(map(len, lists)))
            self._kept += len(known[0])
        self._credited[key] = known
        while self._kept > _REMEMBERED and len(self._credited) > 1:
            self._kept -= len(self._credited.pop(next(iter(self._credited)))[0])
        return known

    def having_word(self, word: str) -> NDArray[np.intp]:
        """Return the numbers of the entries that have this word, in order."""
        return self.segment.having_word(word)

    def having(self, words: Collection[str]) -> NDArray[np.intp]:
        """Return the numbers of the entries that have any of these folded words, each once, in order."""
        return self.segment.having(words)

    def beginning(self, start: str) -> NDArray[np.intp]:
        """Return the numbers of the entries with a word that begins so, each once, in order."""
        here = self.lexicon.beginning(start)
        return self.segment.having(self.lexicon.words(np.arange(here.start, here.stop)))

    def like(self, word: str, *, unfinished: bool = False) -> Collection[str]:
        """Return the words that `word` means in the whole library."""
        assert self.vocabulary is not None
        return surely(self.vocabulary.like(word, unfinished=unfinished, check=_go_on))

    def text(self, number: int) -> str:
        """Return the text of an entry."""
        return self.segment.text(number)

    def key(self, number: int) -> str:
        """Return the key of an entry."""
        if self.segment.entries is not None:
            return self.segment.entries[number].key
        return passage_key(self.documents[self.document_of[number]], int(self.paragraphs[number]))

    def entry(self, number: int, facts: Facts) -> Entry:
        """Return an entry, with what `facts` says of its document."""
        if self.segment.entries is not None:
            return self.segment.entries[number]
        document, paragraph = self.documents[self.document_of[number]], int(self.paragraphs[number])
        about, kind, speaker = facts.about(document), self.kinds[number], int(self.speaker_of[number])
        person = self.speakers[speaker - 1] if speaker else None
        return Entry(
            EntryType.PASSAGE,
            passage_key(document, paragraph),
            self.text(number),
            document,
            about.path if about else None,
            about.title if about else None,
            abs(paragraph),
            person.heading if person else None,
            None if kind == NO_KIND else KINDS[kind],
            person,
        )


def _go_on() -> None:
    """Let the search go on."""
