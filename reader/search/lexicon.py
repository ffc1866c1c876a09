"""The different words of a segment in alphabetical order, and which of them are like a given one.

Half a million words are compared with one in a fraction of a millisecond: each has a *signature* of 64 bits, two for
each of 32 sorts of letters, "has it" and "has it twice". An edit changes at most two of these bits, so that words whose
signatures differ in more are out, and only the few that are left are compared letter by letter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

Checkpoint = Callable[[], None]
"""Called every few milliseconds of work; raises SearchCancelledError when nobody waits for the result any more."""

_SORTS = 32
_HEAD = 8
_OPENING = 8
_AT_A_TIME = 1 << 15
_CHUNK = 4_000
_REMEMBERED = 50_000
_BLOCK = 1 << 17
"""Letters looked at in one go: what is worked out for them stays near the processor."""
_LOOKED_AT = 3


class Lexicon:
    """Words by their numbers. The arrays may be mapped from a file; `packed` makes them.

    `letters` has the words' UTF-8 one after the other, `starts` where each begins, and the end. `heads` are their
    first eight bytes as numbers, so that they sort as the words do. `lengths` count letters. `signatures` are those of
    the words, `openings` those of their first eight letters.
    """

    def __init__(
        self,
        letters: NDArray[np.uint8],
        starts: NDArray[np.uint32],
        heads: NDArray[np.uint64],
        lengths: NDArray[np.uint8],
        signatures: NDArray[np.uint64],
        openings: NDArray[np.uint64],
    ) -> None:
        self.letters = letters
        self.starts = starts
        self.heads = heads
        self.lengths = lengths
        self.signatures = signatures
        self.openings = openings
        self._bytes = memoryview(letters)  # type: ignore[arg-type]  # numpy's types know no buffers before 3.12
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.lengths)

    @classmethod
    def packed(cls, words: Sequence[str]) -> Lexicon:
        """Return the lexicon of these words, which are different, in alphabetical order, and at most 255 long."""
        coded = [_coded(word) for word in words]
        letters = np.frombuffer(b"".join(coded), np.uint8)
        starts = np.zeros(len(words) + 1, np.uint32)
        np.cumsum(np.fromiter(map(len, coded), np.uint32, len(words)), out=starts[1:])
        heads = np.array(coded, f"S{_HEAD}").view(">u8").astype(np.uint64) if words else np.zeros(0, np.uint64)
        lengths = np.fromiter(map(len, words), np.uint8, len(words))
        return cls(letters, starts, heads, lengths, *_signatures(words))

    def word(self, number: int) -> str:
        """Return a word by its number."""
        return str(self._bytes[self.starts[number] : self.starts[number + 1]], "utf-8", "surrogatepass")

    def words(self, numbers: NDArray[np.intp]) -> list[str]:
        """Return several words by their numbers."""
        first, last = self.starts[numbers].tolist(), self.starts[numbers + 1].tolist()
        letters = self._bytes
        return [str(letters[start:end], "utf-8", "surrogatepass") for start, end in zip(first, last, strict=True)]

    def all(self) -> list[str]:
        """Return all words, in alphabetical order."""
        text = str(self._bytes, "utf-8", "surrogatepass")
        ends = np.cumsum(self.lengths, dtype=np.int64).tolist()
        return [text[start:end] for start, end in pairwise([0, *ends])]

    def find(self, word: str) -> int:
        """Return a word's number, or -1 where it isn't there."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            coded = _coded(word)
            first, last = self._alike(coded)
            at = first if len(coded) < _HEAD else bisect_left(range(last), coded, first, key=self._coded)
            known = self._known[word] = at if at < last and self._coded(at) == coded else -1
        return known

    def beginning(self, letters: str) -> range:
        """Return the numbers of the words that begin so."""
        coded = _coded(letters)
        if len(coded) <= _HEAD:
            end = self.heads.searchsorted(_head(coded, b"\xff"), "right")
            return range(int(self.heads.searchsorted(_head(coded))), int(end))
        first, last = self._alike(coded)
        first = bisect_left(range(last), coded, first, key=self._coded)
        return range(first, bisect_left(range(last), coded + b"\xff", first, key=self._coded))

    def near(self, word: str, most: int, check: Checkpoint) -> Iterator[tuple[str, int]]:
        """Yield the words that at most so many edits make of this one, with the number of edits."""
        shape = signature(word)
        alike = np.flatnonzero(np.bitwise_count(self.signatures ^ shape) <= 2 * most)
        alike = alike[np.abs(self.lengths[alike].astype(np.int16) - len(word)) <= most]
        alike = alike[self._begins_near(alike, word[: len(word) - most], word, most)]
        yield from _within(most, word, self.words(alike), check)

    def near_beginning(self, letters: str, most: int, check: Checkpoint) -> Iterator[tuple[str, int]]:
        """Yield the words whose first letters are so many as these and become these by at most so many edits."""
        count = len(letters)
        opening = signature(letters[: _OPENING - most])
        alike = np.flatnonzero(np.bitwise_count(~self.openings & opening) <= most)
        shape = signature(letters)
        alike = alike[np.bitwise_count(~self.signatures[alike] & shape) <= most]
        alike = alike[self.lengths[alike] > count]
        longer = self.words(alike[self._begins_near(alike, letters, letters, most)])
        beginnings: dict[str, list[str]] = {}
        for word in longer:
            beginnings.setdefault(word[:count], []).append(word)
        for beginning, edits in _within(most, letters, list(beginnings), check):
            for word in beginnings[beginning]:
                yield word, edits

    def containing(self, letters: str) -> list[str]:
        """Return the words that have these letters in them."""
        coded = _coded(letters)
        places = len(self.letters) - len(coded) + 1
        found = [np.zeros(0, np.intp)]
        for start in range(0, places, _BLOCK):
            end = min(start + _BLOCK, places)
            is_there = np.ones(end - start, np.bool_)
            for step, letter in enumerate(coded[:_LOOKED_AT]):
                is_there &= self.letters[start + step : end + step] == letter
            found.append(start + np.flatnonzero(is_there))
        at = np.concatenate(found)
        for step, letter in enumerate(coded[_LOOKED_AT:], _LOOKED_AT):
            at = at[self.letters[at + step] == letter]
        first = self.starts.searchsorted(at, "right") - 1
        return self.words(np.unique(first[at + len(coded) <= self.starts[first + 1]]))

    def _begins_near(self, numbers: NDArray[np.intp], places: str, letters: str, most: int) -> NDArray[np.bool_]:
        """Say which words have most of their first letters, as many as `places`, hardly moved from `letters`."""
        if not letters.isascii():
            return np.ones(len(numbers), np.bool_)
        coded = letters.encode()
        heads = self.heads[numbers].astype(">u8").view(np.uint8).reshape(-1, _HEAD)
        count = min(len(places), _HEAD)
        there = np.zeros(len(numbers), np.uint8)
        for at in range(count):
            column = heads[:, at]
            found = np.zeros(len(numbers), np.bool_)
            for letter in set(coded[max(0, at - most) : at + most + 1]):
                found |= column == letter
            there += found
        # Letters of more than one byte move others further.
        return (there >= count - most) | (heads > 127).any(axis=1)

    def _coded(self, number: int) -> bytes:
        return bytes(self._bytes[self.starts[number] : self.starts[number + 1]])

    def _alike(self, coded: bytes) -> tuple[int, int]:
        """Return the numbers between which the words lie that have the same first bytes."""
        head = _head(coded)
        first = int(self.heads.searchsorted(head))
        if len(coded) < _HEAD:
            return first, min(first + 1, len(self))
        return first, int(self.heads.searchsorted(head, "right"))


def signature(word: str) -> np.uint64:
    """Return the signature of a word: two bits for each sort of letter, for having it and for having it twice."""
    bits = 0
    for letter in word:
        bit = 1 << 2 * (ord(letter) % _SORTS)
        bits |= bit << 1 if bits & bit else bit
    return np.uint64(bits)


def _signatures(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the signatures of words, and those of their first letters."""
    whole: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    openings: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    for start in range(0, len(words), _AT_A_TIME):
        chunk = words[start : start + _AT_A_TIME]
        whole.append(_signed(chunk))
        openings.append(_signed([word[:_OPENING] for word in chunk]))
    return np.concatenate(whole), np.concatenate(openings)


def _signed(words: Sequence[str]) -> NDArray[np.uint64]:
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, words), np.intp, len(words))
    cells = np.repeat(np.arange(len(words)) * _SORTS, lengths) + letters % _SORTS
    counts = np.bincount(cells, minlength=len(words) * _SORTS)
    bits = np.stack((counts > 0, counts > 1), axis=1)
    return np.packbits(bits, bitorder="little").view("<u8").astype(np.uint64)


def _within(most: int, word: str, others: Sequence[str], check: Checkpoint) -> Iterator[tuple[str, int]]:
    scorer: Callable[..., int] = OSA.distance
    for start in range(0, len(others), _CHUNK):
        check()
        chunk = others[start : start + _CHUNK]
        for like, edits, _ in process.extract(word, chunk, scorer=scorer, score_cutoff=most, limit=None):
            yield like, int(edits)


def _coded(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _head(coded: bytes, filler: bytes = b"\0") -> np.uint64:
    return np.uint64(int.from_bytes(coded[:_HEAD].ljust(_HEAD, filler), "big"))
