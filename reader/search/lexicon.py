"""The different words of a segment in alphabetical order, and which of them are like a given one.

Half a million words are compared with one in a fraction of a millisecond: each has a *signature* of its letters (see
`signatures`), so that nearly all are out, and only the few that are left are compared letter by letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property, reduce
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from reader.search.signatures import OPENING, has_most, sifted, signature, signatures_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_Key = TypeVar("_Key")

Checkpoint = Callable[[], None]
"""Called every few milliseconds of work; raises SearchCancelledError when nobody waits for the result any more."""

_HEAD = 8
_CHUNK = 4_000
_FEW = 300
_KEPT = 8
_REMEMBERED = 50_000
_BETWEEN = b"\n"


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
        # Of what was asked for last: the words that are near it with their beginning, and those that may contain it.
        self._begun: dict[tuple[str, int], NDArray[np.intp]] = {}
        self._having: dict[str, NDArray[np.intp]] = {}

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def _by_length(self) -> tuple[NDArray[np.intp], NDArray[np.uint64], list[int]]:
        """The numbers of the words, the shortest first, their signatures, and how many have at most so many letters."""
        numbers = np.argsort(self.lengths, kind="stable")
        return numbers, self.signatures[numbers], np.cumsum(np.bincount(self.lengths, minlength=1)).tolist()

    @classmethod
    def packed(cls, words: Sequence[str]) -> Lexicon:
        """Return the lexicon of these words, which are different, in alphabetical order, and at most 255 long."""
        coded = [_coded(word) for word in words]
        letters = np.frombuffer(b"".join(coded), np.uint8)
        starts = np.zeros(len(words) + 1, np.uint32)
        np.cumsum(np.fromiter(map(len, coded), np.uint32, len(words)), out=starts[1:])
        heads = np.array(coded, f"S{_HEAD}").view(">u8").astype(np.uint64) if words else np.zeros(0, np.uint64)
        lengths = np.fromiter(map(len, words), np.uint8, len(words))
        return cls(letters, starts, heads, lengths, *signatures_of(words))

    def word(self, number: int) -> str:
        """Return a word by its number."""
        return str(self._bytes[self.starts[number] : self.starts[number + 1]], "utf-8", "surrogatepass")

    def words(self, numbers: NDArray[np.intp]) -> list[str]:
        """Return several words by their numbers."""
        words = self._decoded(numbers)
        self._remember(words, numbers)
        return words

    def all(self) -> list[str]:
        """Return all words, in alphabetical order."""
        text = str(self._bytes, "utf-8", "surrogatepass")
        ends = np.cumsum(self.lengths, dtype=np.int64).tolist()
        return [text[start:end] for start, end in pairwise([0, *ends])]

    def find(self, word: str) -> int:
        """Return a word's number, or -1 where it isn't there."""
        known = self._known.get(word)
        if known is None:
            coded = _coded(word)
            first, last = self._alike(coded)
            at = first if len(coded) < _HEAD else bisect_left(range(last), coded, first, key=self._coded)
            known = at if at < last and self._coded(at) == coded else -1
            self._remember([word], np.array([known]))
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
        shape, (numbers, signatures, ends) = signature(word), self._by_length
        some = slice(*(ends[min(max(0, at), len(ends) - 1)] for at in (len(word) - most - 1, len(word) + most)))
        alike = numbers[some][sifted(signatures[some], lambda some: np.bitwise_count(some ^ shape) <= 2 * most)]
        alike = self._beginning_near(alike, word, len(word) - most, most)
        words, _, edits = self._within(most, word, alike, None, check)
        yield from zip(words, edits, strict=True)

    def near_beginning(self, letters: str, most: int, check: Checkpoint) -> Iterator[tuple[str, int]]:
        """Yield the words whose first letters are so many as these and become these by at most so many edits."""
        count, opening = len(letters), letters[: OPENING - most]
        # A letter more at the end of both never makes them nearer: at the next key no others come in question.
        alike = self._begun.get((letters[:-1], most))
        if alike is None:
            alike = sifted(self.openings, has_most(opening, most))
            if opening != letters:
                alike = alike[has_most(letters, most)(self.signatures[alike])]
            alike = self._beginning_near(alike[self.lengths[alike] > count], letters, count, most)
        alike = alike[self.lengths[alike] > count]
        words, numbers, edits = self._within(most, letters, alike, count, check)
        _keep(self._begun, (letters, most), numbers)
        yield from zip(words, edits, strict=True)

    def containing(self, letters: str, check: Checkpoint) -> Iterator[tuple[int, list[str]]]:
        """Yield the words that have these letters in them by length, the shortest first, those of one maybe in parts.

        Whoever has enough stops, and no more are looked for.
        """
        likely, has = self._having.get(letters[:-1]), has_most(letters, 0)
        if likely is None:
            numbers, signatures, _ = self._by_length
            likely = numbers[sifted(signatures, has)]
        else:
            likely = likely[has(self.signatures[likely])]
        _keep(self._having, letters, likely)
        coded, surely = re.compile(re.escape(_coded(letters))), likely[:0]
        for start in range(0, len(likely), _CHUNK):
            check()
            some = likely[start : start + _CHUNK]
            spread, ends = self._spread(some)
            places = [match.start() for match in coded.finditer(spread)]
            some = some[np.unique(ends.searchsorted(places, "right"))]
            surely = np.concatenate((surely, some))
            _keep(self._having, letters, np.concatenate((surely, likely[start + _CHUNK :])))
            yield from ((length, list(words)) for length, words in groupby(self.words(some), len))

    def _within(
        self, most: int, letters: str, numbers: NDArray[np.intp], count: int | None, check: Checkpoint
    ) -> tuple[list[str], NDArray[np.intp], list[int]]:
        """Return those of the words whose first `count` letters are so near, their numbers, and the edits of each."""
        scorer: Callable[..., int] = OSA.distance
        words: list[str] = []
        edits: list[int] = []
        near = [np.zeros(0, np.intp)]
        for some in _chunks(numbers):
            check()
            decoded = self._decoded(some)
            compared = decoded if count is None else [word[:count] for word in decoded]
            found = process.extract(letters, compared, scorer=scorer, score_cutoff=most, limit=None)
            places = [each[2] for each in found]
            words += [decoded[place] for place in places]
            edits += [int(each[1]) for each in found]
            near.append(some[places])
        of_words = np.concatenate(near)
        self._remember(words, of_words)
        return words, of_words, edits

    def _beginning_near(self, numbers: NDArray[np.intp], letters: str, places: int, most: int) -> NDArray[np.intp]:
        """Return those of the words, of at least `places` letters, that have most of their first ones where these are.

        That is, at most so many places away as there may be edits.
        """
        if len(numbers) < _FEW or not letters.isascii():
            return numbers
        coded = letters.encode()
        near = [range(max(0, at - most), at + most + 1) for at in range(_HEAD)]
        # Each letter that can't be moved out of the head, and then each place that a letter stands at.
        of_letters = [[(at, letter) for at in near[place]] for place, letter in enumerate(coded[: _HEAD - most])]
        of_places = [
            [(at, letter) for letter in set(coded[near[at].start : near[at].stop])] for at in range(min(places, _HEAD))
        ]
        for wanted in (of_letters, of_places):
            heads = np.ascontiguousarray(self.heads[numbers].astype(">u8").view(np.uint8).reshape(-1, _HEAD).T)
            there = np.zeros(len(numbers), np.uint8)
            for either in wanted:
                there += reduce(np.logical_or, [heads[at] == letter for at, letter in either])
            # Letters of more than one byte move others further.
            numbers = numbers[(there >= len(wanted) - most) | (heads > 127).any(axis=0)]
        return numbers

    def _decoded(self, numbers: NDArray[np.intp]) -> list[str]:
        spread, _ = self._spread(numbers)
        return spread.decode("utf-8", "surrogatepass").split(_BETWEEN.decode())[:-1]

    def _spread(self, numbers: NDArray[np.intp]) -> tuple[bytes, NDArray[np.intp]]:
        """Return the UTF-8 of some words, each with a byte behind it that no word has, and where each ends with it."""
        if not len(numbers):
            return b"", np.zeros(0, np.intp)
        starts = self.starts[numbers].astype(np.intp)
        lengths = self.starts[numbers + 1] - starts + 1
        ends = lengths.cumsum()
        places = np.repeat(starts + lengths - ends, lengths)
        places += np.arange(len(places))
        spread = self.letters.take(places, mode="clip")
        spread[ends - 1] = ord(_BETWEEN)
        return spread.tobytes(), ends

    def _remember(self, words: Sequence[str], numbers: NDArray[np.intp]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known.update(zip(words, numbers.tolist(), strict=True))

    def _coded(self, number: int) -> bytes:
        return bytes(self._bytes[self.starts[number] : self.starts[number + 1]])

    def _alike(self, coded: bytes) -> tuple[int, int]:
        """Return the numbers between which the words lie that have the same first bytes."""
        head = _head(coded)
        first = int(self.heads.searchsorted(head))
        if len(coded) < _HEAD:
            return first, min(first + 1, len(self))
        return first, int(self.heads.searchsorted(head, "right"))


def _chunks(numbers: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    for start in range(0, len(numbers), _CHUNK):
        yield numbers[start : start + _CHUNK]


def _keep(known: dict[_Key, NDArray[np.intp]], key: _Key, numbers: NDArray[np.intp]) -> None:
    known.pop(key, None)
    known[key] = numbers
    if len(known) > _KEPT:
        del known[next(iter(known))]


def _coded(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _head(coded: bytes, filler: bytes = b"\0") -> np.uint64:
    return np.uint64(int.from_bytes(coded[:_HEAD].ljust(_HEAD, filler), "big"))
