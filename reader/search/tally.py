"""Which words stand in which texts: the letters of many texts are compared as numbers, a few million at a time.

A dictionary asked for every word of a library waits for memory most of the time; sorting its words does not.
"""

from __future__ import annotations

from array import array
from itertools import chain, compress, repeat
from typing import TYPE_CHECKING

import numpy as np

from reader.search.fold import LONGEST_WORD, is_plain_word, plain_words, tokens_of_folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reader.search.material import Letters

_AT_A_TIME = 1 << 21
"""Characters of texts that are taken apart at a time."""
_EIGHT = 8
_FIRST_LETTERS = np.array([0, *(-1 << 8 * (_EIGHT - count) & 2**64 - 1 for count in range(1, _EIGHT + 1))], np.uint64)
"""What is left by `&` of eight letters, the first of them highest: none of them, the first, the first two, ..."""


class _Numbers(dict[bytes, int]):
    """Gives each new token the next number."""

    def __missing__(self, token: bytes) -> int:
        number = self[token] = len(self)
        return number


class Tally:
    """Takes in texts, one after the other, which count from 0."""

    def __init__(self) -> None:
        self._texts = 0
        self._waiting: list[bytes] = []
        self._counts = array("q")
        self._length = 0
        self._numbers = _Numbers()
        # Of each token, some thousands at a time, its number and that of its text.
        self._tokens: list[tuple[NDArray[np.uint32], NDArray[np.uint32]]] = []
        self._count = 0

    def __len__(self) -> int:
        """How many words were found, of nearly all texts so far."""
        return self._count

    def add(self, letters: Letters) -> None:
        """Take in some texts."""
        for number, folded in letters.others:
            found = tokens_of_folded(folded)
            self._keep(self._numbered(map(str.encode, found)), np.full(len(found), self._texts + number, np.uint32))
        self._waiting.append(letters.ascii)
        self._counts.extend(letters.counts)
        self._texts += len(letters.counts)
        self._length += len(letters.ascii)
        if self._length >= _AT_A_TIME:
            self._take_apart()

    def pairs(self) -> tuple[list[str], NDArray[np.int64]]:
        """Return all words in order, and which text has which: the word's place above, the text's number below."""
        self._take_apart()
        tokens, texts = map(np.concatenate, zip(*self._tokens, strict=True))
        names = [str(token, "utf-8") for token in self._numbers]
        # Few tokens are several words, or none, or other than they are written.
        odd = {number: plain_words(name) for number, name in enumerate(names) if not is_plain_word(name)}
        words = sorted({*names}.difference(map(names.__getitem__, odd)).union(*odd.values()))
        places = {word: place for place, word in enumerate(words)}
        none = len(words)
        pairs = np.fromiter(map(places.get, names, repeat(none)), np.int64, len(names))[tokens]
        pairs <<= 32
        pairs |= texts
        of_odd = np.flatnonzero(pairs >= none << 32)
        meant = [[places[word] for word in several] for several in odd.values()]
        which = np.searchsorted(np.array([*odd], np.uint32), tokens[of_odd])
        pairs = np.concatenate((pairs, _each_meant(meant, which, texts[of_odd])))
        pairs.sort()
        pairs = pairs[: np.searchsorted(pairs, none << 32)]
        is_new = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=is_new[1:])
        return words, pairs[is_new]

    def _take_apart(self) -> None:
        """Find the words of the texts that wait."""
        # Behind the last letter stands what `_eight` may read.
        letters = b"".join(self._waiting) + bytes(_EIGHT)
        counts = np.array(self._counts, np.intp)
        first = self._texts - len(counts)
        self._waiting, self._counts, self._length = [], array("q"), 0
        starts, lengths = _tokens(letters)
        each = np.diff(np.searchsorted(starts, np.cumsum(counts)), prepend=0)
        numbers = np.zeros(len(starts), np.uint32)
        is_long = lengths > LONGEST_WORD
        long = zip(starts[is_long].tolist(), lengths[is_long].tolist(), strict=True)
        numbers[is_long] = self._numbered([letters[start : start + length] for start, length in long])
        words, which = _different(letters, starts[~is_long], lengths[~is_long])
        is_there = np.bincount(which, minlength=len(words)) > 0
        number_of = np.zeros(len(words), np.uint32)
        number_of[is_there] = self._numbered(compress(words, is_there.tolist()))
        numbers[~is_long] = number_of[which]
        self._keep(numbers, np.repeat(np.arange(first, self._texts, dtype=np.uint32), each))

    def _numbered(self, tokens: Iterable[bytes]) -> NDArray[np.uint32]:
        return np.fromiter(map(self._numbers.__getitem__, tokens), np.uint32)

    def _keep(self, tokens: NDArray[np.uint32], texts: NDArray[np.uint32]) -> None:
        self._tokens.append((tokens, texts))
        self._count += len(tokens)


def _each_meant(
    meant: Sequence[Sequence[int]], which: NDArray[np.intp], texts: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """Return pairs as `Tally.pairs` does of tokens of these texts, each with all that it means by `which` it is."""
    places = np.fromiter(chain.from_iterable(meant), np.int64)
    counts = np.fromiter(map(len, meant), np.intp, len(meant))
    count = counts[which]
    starts = (counts.cumsum() - counts)[which] - (count.cumsum() - count)
    pairs: NDArray[np.int64] = places[np.repeat(starts, count) + np.arange(count.sum())]
    pairs <<= 32
    pairs |= np.repeat(texts, count)
    return pairs


def _tokens(letters: bytes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the tokens begin that gaps part, and how long they are."""
    is_letter = np.frombuffer(letters, np.uint8) > ord(" ")
    edges = np.flatnonzero(np.diff(is_letter, prepend=False, append=False))
    return edges[::2], edges[1::2] - edges[::2]


def _different(
    letters: bytes, starts: NDArray[np.intp], lengths: NDArray[np.intp]
) -> tuple[list[bytes], NDArray[np.intp]]:
    """Return the different words among tokens, with some beginnings of words, and which of them each token is."""
    eight = np.ndarray(len(letters) - _EIGHT + 1, ">u8", letters, strides=(1,))
    heads, which = np.unique(
        eight[starts].astype(np.uint64) & _FIRST_LETTERS[np.minimum(lengths, _EIGHT)], return_inverse=True
    )
    words: list[bytes] = heads.astype(">u8").view(f"S{_EIGHT}").tolist()
    longer = np.flatnonzero(lengths > _EIGHT)
    if len(longer):
        rests, rest_of = _different(letters, starts[longer] + _EIGHT, lengths[longer] - _EIGHT)
        pairs, which_longer = np.unique(which[longer] << 32 | rest_of, return_inverse=True)
        which[longer] = len(words) + which_longer
        words += [words[pair >> 32] + rests[pair & 2**32 - 1] for pair in pairs.tolist()]
    return words, which
