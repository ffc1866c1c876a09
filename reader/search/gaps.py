"""Posting lists in few bytes: not the numbers of the entries, but how far each is from the one before.

A word that every tenth entry has needs a byte an entry. A gap too long for one code is told in several: the greatest
code says "so far again, and no entry there". One running sum brings a list back.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_Codes = np.dtype[np.unsignedinteger]
_CODES: dict[int, _Codes] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
_WIDTHS = tuple(_CODES.items())
_SHORT = 4_000
_NONE = np.zeros(0, np.intp)
_AGAIN = {width: int(np.iinfo(code).max) for width, code in _WIDTHS}


def widths(counts: NDArray[np.uint32], size: int) -> NDArray[np.uint8]:
    """Return how many bytes a code has in the list of each word, by its number of postings among `size` entries."""
    many = counts.astype(np.int64)
    return np.where(many << 8 >= size, 1, np.where(many << 16 >= size, 2, 4)).astype(np.uint8)


def width(count: int, size: int) -> int:
    """Return what `widths` gives for one word."""
    return 1 if count << 8 >= size else 2 if count << 16 >= size else 4


def encode(
    numbers: NDArray[np.int64], counts: NDArray[np.uint32], size: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the lists of several words, `counts` postings each, as bytes, and how many bytes each list has.

    `numbers` are those of the entries, of one word after the other, each list in ascending order.
    """
    ends = np.cumsum(counts, dtype=np.int64)
    starts = (ends - counts)[counts > 0]
    gaps = np.diff(numbers, prepend=0)
    gaps[starts] = numbers[starts]
    of_list = widths(counts, size)
    of_posting = np.repeat(of_list, counts)
    sizes = np.empty(len(gaps), np.int64)
    told: dict[int, NDArray[np.uint8]] = {}
    for bytes_, code in _WIDTHS:
        mine = np.flatnonzero(of_posting == bytes_)
        here = gaps[mine]
        codes = 1 + here // _AGAIN[bytes_]
        out = np.full(int(codes.sum()), _AGAIN[bytes_], code)
        out[np.cumsum(codes) - 1] = here % _AGAIN[bytes_]
        told[bytes_] = out.view(np.uint8)
        sizes[mine] = codes * bytes_
    lengths = np.diff(np.concatenate(([0], np.cumsum(sizes)))[np.concatenate(([0], ends))])
    blob = np.empty(int(lengths.sum()), np.uint8)
    of_byte = np.repeat(of_list, lengths)
    for bytes_, part in told.items():
        blob[of_byte == bytes_] = part
    return blob, lengths


def decode(codes: NDArray[np.uint8], count: int, size: int) -> NDArray[np.intp]:
    """Return one list: the numbers of the entries, in ascending order."""
    bytes_ = width(count, size)
    gaps = codes.view(_CODES[bytes_])
    numbers: NDArray[np.intp] = gaps.cumsum(dtype=np.intp)
    return numbers if len(numbers) == count else numbers[gaps != _AGAIN[bytes_]]


def decode_each(codes: Sequence[NDArray[np.uint8]], counts: Sequence[int], size: int) -> list[NDArray[np.intp]]:
    """Return several lists, each as `decode` does, none of them empty; short ones are quicker brought back together."""
    found = [_NONE if count < _SHORT else decode(each, count, size) for each, count in zip(codes, counts, strict=True)]
    short = [at for at, count in enumerate(counts) if count < _SHORT]
    if short:
        of_width = [width(counts[at], size) for at in short]
        gaps = [codes[at].view(_CODES[bytes_]) for at, bytes_ in zip(short, of_width, strict=True)]
        lengths = list(map(len, gaps))
        ends = list(accumulate(lengths))
        numbers = np.concatenate(gaps).cumsum(dtype=np.intp)
        numbers -= np.repeat(np.concatenate(([0], numbers[np.array(ends[:-1], np.intp) - 1])), lengths)
        for at, bytes_, mine, end in zip(short, of_width, gaps, ends, strict=True):
            here = numbers[end - len(mine) : end]
            found[at] = here if len(mine) == counts[at] else here[mine != _AGAIN[bytes_]]
    return found


def decode_all(
    codes: NDArray[np.uint8], lengths: NDArray[np.int64], counts: NDArray[np.uint32], size: int
) -> NDArray[np.int64]:
    """Return several lists, one after the other: what was given to `encode`."""
    of_list = widths(counts, size)
    of_byte = np.repeat(of_list, lengths)
    of_posting = np.repeat(of_list, counts)
    numbers = np.empty(len(of_posting), np.int64)
    for bytes_, code in _WIDTHS:
        mine = of_list == bytes_
        gaps = codes[of_byte == bytes_].view(code)
        sums = np.concatenate(([0], np.cumsum(gaps, dtype=np.int64)))
        each = lengths[mine] // bytes_
        before = sums[np.cumsum(each) - each]
        numbers[of_posting == bytes_] = (sums[1:] - np.repeat(before, each))[gaps != _AGAIN[bytes_]]
    return numbers
