"""Signatures of words: 64 bits each, two for each of 32 sorts of letters, "has it" and "has it twice".

An edit changes at most two of these bits, so words whose signatures differ in more are further apart. Half a million
are compared in a fraction of a millisecond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

OPENING = 8
"""How many first letters of a word have a signature of their own."""
_SORTS = 32
_AT_A_TIME = 1 << 15


def signature(word: str) -> np.uint64:
    """Return the signature of a word: two bits for each sort of letter, for having it and for having it twice."""
    bits = 0
    for letter in word:
        bit = 1 << 2 * (ord(letter) % _SORTS)
        bits |= bit << 1 if bits & bit else bit
    return np.uint64(bits)


def signatures_of(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the signatures of words, and those of their first letters."""
    whole: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    openings: list[NDArray[np.uint64]] = [np.zeros(0, np.uint64)]
    for start in range(0, len(words), _AT_A_TIME):
        chunk = words[start : start + _AT_A_TIME]
        signed = _signed(chunk)
        whole.append(signed)
        openings.append(signed.copy())
        longer = [number for number, word in enumerate(chunk) if len(word) > OPENING]
        openings[-1][longer] = _signed([chunk[number][:OPENING] for number in longer])
    return np.concatenate(whole), np.concatenate(openings)


def _signed(words: Sequence[str]) -> NDArray[np.uint64]:
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, words), np.intp, len(words))
    cells = np.repeat(np.arange(len(words)) * _SORTS, lengths) + letters % _SORTS
    counts = np.bincount(cells, minlength=len(words) * _SORTS)
    bits = np.stack((counts > 0, counts > 1), axis=1)
    return np.packbits(bits, bitorder="little").view("<u8").astype(np.uint64)


def has_most(letters: str, most: int) -> Callable[[NDArray[np.uint64]], NDArray[np.bool_]]:
    """Return what says which signatures have all bits of that of `letters` but at most so many."""
    shape = signature(letters)
    least = int(shape).bit_count() - most

    def has(signatures: NDArray[np.uint64]) -> NDArray[np.bool_]:
        shared = signatures & shape
        there: NDArray[np.bool_] = np.bitwise_count(shared) >= least if most else shared == shape
        return there

    return has


def sifted(signatures: NDArray[np.uint64], says: Callable[[NDArray[np.uint64]], NDArray[np.bool_]]) -> NDArray[np.intp]:
    """Return the numbers of those that are left; so many at a time that what is worked out stays near the processor."""
    starts = range(0, len(signatures), _AT_A_TIME)
    left = [np.flatnonzero(says(signatures[start : start + _AT_A_TIME])) + start for start in starts]
    return np.concatenate([np.zeros(0, np.intp), *left])
