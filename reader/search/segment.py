"""A segment: some documents' passages as columns, made once and never changed.

An index is a list of them. What the columns hold is the same whether they were made a moment ago or are mapped from
files: `building` makes and joins segments, `keeping` writes and maps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reader.search import gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reader.documents.model import Speaker
    from reader.search.entries import Entry
    from reader.search.lexicon import Lexicon

_AT_A_TIME = 1 << 14


@dataclass(frozen=True, eq=False)
class Segment:
    """Entries by number, 0 to size - 1; those of a document stand together, in the order of its paragraphs.

    `documents` are ids, `versions` what each was made from. Of each entry `document_of` is the number of its document,
    `paragraphs` that of its paragraph (0 for none, minus it for an orphan), `kinds` that of its kind in KINDS or
    NO_KIND, `speaker_of` 1 + the number of its speaker or 0. `texts` has the UTF-8 of all texts, `text_ends` where
    each ends. Of each word in `lexicon`, `counts` says how many entries have it, `postings` which (see `gaps`),
    `posting_ends` where its list ends. `entries` are the entries themselves where they are more than the columns say.
    """

    documents: Sequence[str]
    versions: Sequence[str]
    speakers: Sequence[Speaker]
    document_of: NDArray[np.uint32]
    paragraphs: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    speaker_of: NDArray[np.uint32]
    texts: NDArray[np.uint8]
    text_ends: NDArray[np.int64]
    lexicon: Lexicon
    counts: NDArray[np.uint32]
    postings: NDArray[np.uint8]
    posting_ends: NDArray[np.int64]
    entries: Sequence[Entry] | None = None

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.document_of)

    @cached_property
    def document_numbers(self) -> dict[str, int]:
        """The number of each document by its id."""
        return {id_: number for number, id_ in enumerate(self.documents)}

    @cached_property
    def _bytes(self) -> memoryview:
        return memoryview(self.texts)  # type: ignore[arg-type]  # numpy's types know no buffers before 3.12

    @cached_property
    def _document_starts(self) -> NDArray[np.intp]:
        return np.searchsorted(self.document_of, np.arange(len(self.documents) + 1))

    def text(self, number: int) -> str:
        """Return the text of an entry."""
        if self.entries is not None:
            return self.entries[number].text
        start = self.text_ends[number - 1] if number else 0
        return str(self._bytes[start : self.text_ends[number]], "utf-8", "replace")

    def entries_of(self, document: str) -> range:
        """Return the numbers of a document's entries."""
        number = self.document_numbers.get(document)
        if number is None:
            return range(0)
        return range(int(self._document_starts[number]), int(self._document_starts[number + 1]))

    def having(self, words: Iterable[str]) -> NDArray[np.intp]:
        """Return the numbers of the entries that have any of these words, each once, in ascending order."""
        _, lists = self.having_each(words)
        if len(lists) < 2:
            return lists[0] if lists else np.zeros(0, np.intp)
        has = np.zeros(self.size, np.bool_)
        for postings in lists:
            has[postings] = True
        return np.flatnonzero(has)

    def having_each(self, words: Iterable[str]) -> tuple[list[str], list[NDArray[np.intp]]]:
        """Return those of the words that there are, and for each the entries that have it, in ascending order."""
        found = [(word, number) for word in words if (number := self.lexicon.find(word)) >= 0]
        numbers = np.array([number for _, number in found], np.intp)
        ends, counts = self.posting_ends[numbers], self.counts[numbers].tolist()
        starts = np.where(numbers > 0, self.posting_ends[numbers - 1], 0) if found else ends
        places = zip(starts.tolist(), ends.tolist(), strict=True)
        codes = [self.postings[start:end] for start, end in places]
        return [word for word, _ in found], gaps.decode_each(codes, counts, self.size)

    def having_word(self, word: str) -> NDArray[np.intp]:
        """Return the numbers of the entries that have this word, in ascending order."""
        _, lists = self.having_each((word,))
        return lists[0] if lists else np.zeros(0, np.intp)

    def postings_of(self, words: range) -> NDArray[np.int64]:
        """Return the lists of several words that follow each other, one after the other."""
        ends = self.posting_ends[words.start : words.stop]
        start = self.posting_ends[words.start - 1] if words.start else np.int64(0)
        lengths = np.diff(ends, prepend=start)
        counts = self.counts[words.start : words.stop]
        return gaps.decode_all(self.postings[start : start + lengths.sum()], lengths, counts, self.size)

    def counts_among(self, alive: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return for each word how many of the entries that are `alive` have it."""
        found = []
        for first in range(0, len(self.lexicon), _AT_A_TIME):
            words = range(first, min(first + _AT_A_TIME, len(self.lexicon)))
            of_word = np.repeat(np.arange(len(words)), self.counts[words.start : words.stop])
            found.append(np.bincount(of_word[alive[self.postings_of(words)]], minlength=len(words)))
        return np.concatenate([np.zeros(0, np.int64), *found])
