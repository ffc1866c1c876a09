"""Posting lists in few bytes: not the numbers of the entries, but how far each is from the one before.

A word that every tenth entry has needs a byte an entry. A gap too long for one code is told in several: the greatest
code says "so far again, and no entry there". One running sum brings a list back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Codes = np.dtype[np.unsignedinteger]
_CODES: dict[int, _Codes] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
_WIDTHS = tuple(_CODES.items())
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
