"""Which words stand in which texts: the letters of many texts are compared as numbers, a few million at a time.

A dictionary asked for every word of a library waits for memory most of the time; sorting its words does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reader.search.fold import LONGEST_WORD, gaps_opened, is_plain_word, nearly_folded, plain_words, tokens_of_folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_AT_A_TIME = 1 << 21
"""Characters of texts that are taken apart at a time."""
_EIGHT = 8
_FIRST_LETTERS = np.array([0, *(-1 << 8 * (_EIGHT - count) & 2**64 - 1 for count in range(1, _EIGHT + 1))], np.uint64)
"""What is left by `&` of eight letters, the first of them highest: none of them, the first, the first two, ..."""


class _Numbers(dict[str, int]):
    """Gives each new word the next number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Tally:
    """Takes in texts, one after the other, which count from 0."""

    def __init__(self) -> None:
        self._texts = 0
        self._waiting: list[str] = []
        self._length = 0
        self._numbers = _Numbers()
        # Of each token, some thousands at a time, its number and that of its text.
        self._tokens: list[tuple[NDArray[np.uint32], NDArray[np.uint32]]] = []
        self._count = 0

    def __len__(self) -> int:
        """How many words were found, of nearly all texts so far."""
        return self._count

    def add(self, text: str) -> None:
        """Take in a text."""
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _AT_A_TIME:
            self._take_apart()

    def pairs(self) -> tuple[list[str], NDArray[np.int64]]:
        """Return all words in order, and which text has which: the word's place above, the text's number below."""
        self._take_apart()
        # Few tokens are several words, or none, or other than they are written.
        odd = {token: plain_words(token) for token in self._numbers if not is_plain_word(token)}
        words = sorted((self._numbers.keys() - odd.keys()).union(*odd.values()))
        places = {word: place for place, word in enumerate(words)}
        none = len(words)
        meant = np.fromiter((places.get(token, none) for token in self._numbers), np.int64, len(self._numbers))
        tokens, texts = map(np.concatenate, zip(*self._tokens, strict=True))
        count = len(tokens)
        is_odd = meant[tokens] == none
        names = list(self._numbers)
        more = [
            places[word] << 32 | text
            for token, text in zip(tokens[is_odd].tolist(), texts[is_odd].tolist(), strict=True)
            for word in odd[names[token]]
        ]
        pairs = np.empty(count + len(more), np.int64)
        pairs[:count] = meant[tokens]
        pairs[:count] <<= 32
        pairs[:count] |= texts
        pairs[count:] = more
        pairs.sort()
        pairs = pairs[: np.searchsorted(pairs, none << 32)]
        is_new = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=is_new[1:])
        return words, pairs[is_new]

    def _take_apart(self) -> None:
        """Find the words of the texts that wait."""
        plain: dict[int, str] = {}
        for number, text in enumerate(map(nearly_folded, self._waiting), self._texts):
            if text.isascii():
                plain[number] = text
            else:
                found = tokens_of_folded(text)
                self._keep(self._numbered(found), np.full(len(found), number, np.uint32))
        self._texts += len(self._waiting)
        self._waiting, self._length = [], 0
        self._take_apart_plain(plain)

    def _take_apart_plain(self, texts: Mapping[int, str]) -> None:
        # Behind the last letter stands what `_eight` may read.
        letters = gaps_opened("".join(f"{text} " for text in texts.values())) + bytes(_EIGHT)
        starts, lengths = _tokens(letters)
        ends = np.cumsum(np.fromiter(map(len, texts.values()), np.intp, len(texts)) + 1)
        counts = np.diff(np.searchsorted(starts, ends), prepend=0)
        numbers = np.zeros(len(starts), np.uint32)
        is_long = lengths > LONGEST_WORD
        long = zip(starts[is_long].tolist(), lengths[is_long].tolist(), strict=True)
        numbers[is_long] = self._numbered([str(letters[start : start + length], "ascii") for start, length in long])
        words, which = _different(letters, starts[~is_long], lengths[~is_long])
        is_there = np.bincount(which, minlength=len(words)) > 0
        number_of = np.zeros(len(words), np.uint32)
        number_of[is_there] = self._numbered([str(words[at], "ascii") for at in np.flatnonzero(is_there).tolist()])
        numbers[~is_long] = number_of[which]
        self._keep(numbers, np.repeat(np.fromiter(texts, np.uint32, len(texts)), counts))

    def _numbered(self, tokens: Sequence[str]) -> NDArray[np.uint32]:
        return np.fromiter(map(self._numbers.__getitem__, tokens), np.uint32, len(tokens))

    def _keep(self, tokens: NDArray[np.uint32], texts: NDArray[np.uint32]) -> None:
        self._tokens.append((tokens, texts))
        self._count += len(tokens)


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
