"""Entries in memory as columns: what a segment is to the conditions, without its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from reader.documents.model import Kind
from reader.search.columns import NO_KIND
from reader.search.entries import EntryType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from reader.search.columns import Numbers
    from reader.search.entries import Entry
    from reader.search.vocabulary import Vocabulary

_KINDS = {kind: number for number, kind in enumerate(Kind)}
_SURE = 0.8
_T = TypeVar("_T")


class PlainColumns:
    """The `entries`, given in their order by the numbers that `postings` has for each word."""

    def __init__(
        self, entries: Mapping[int, Entry], postings: Mapping[str, Sequence[int]], vocabulary: Vocabulary
    ) -> None:
        self.numbers = list(entries)
        self._entries = list(entries.values())
        self._places = {number: at for at, number in enumerate(self.numbers)}
        self._postings = postings
        self._vocabulary = vocabulary
        self.size = len(self._entries)
        self.documents, self.document_of = _numbered(entry.document or "" for entry in self._entries)
        self.paragraphs = np.array([_paragraph(entry) for entry in self._entries], np.int32)
        kinds = (NO_KIND if entry.kind is None else _KINDS[entry.kind] for entry in self._entries)
        self.kinds = np.fromiter(kinds, np.uint8, self.size)
        speakers, self.speaker_of = _numbered([None, *(entry.person for entry in self._entries)])
        self.speakers = [speaker for speaker in speakers if speaker is not None]
        self.speaker_of = self.speaker_of[1:]

    def having(self, words: Collection[str]) -> Numbers:
        """Return the entries that have any of these words."""
        found = {self._places[number] for word in words for number in self._postings.get(word, ())}
        return np.array(sorted(found), np.uint32)

    def beginning(self, start: str) -> Numbers:
        """Return the entries with a word that begins so."""
        return self.having(self._vocabulary.completions(start))

    def like(self, word: str, *, unfinished: bool = False) -> Collection[str]:
        """Return the words that `word` surely enough means."""
        found = self._vocabulary.like(word, unfinished=unfinished, check=lambda: None)
        return [like for like, credit in found.items() if credit >= _SURE]

    def text(self, number: int) -> str:
        """Return the text of an entry."""
        return self._entries[number].text

    def key(self, number: int) -> str:
        """Return the key of an entry."""
        return self._entries[number].key


def _paragraph(entry: Entry) -> int:
    n = entry.paragraph or 0
    is_lost = entry.type is EntryType.PASSAGE and entry.key.endswith(f":-{n}")
    return -n if is_lost else n


def _numbered(values: Iterable[_T]) -> tuple[list[_T], NDArray[np.uint32]]:
    numbers: dict[_T, int] = {}
    column = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), np.uint32)
    return list(numbers), column
