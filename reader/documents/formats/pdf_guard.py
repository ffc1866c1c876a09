"""Whether a PDF can be given to the library that reads it, found out from its bytes alone.

Pdfium keeps all that a page draws in memory: 100 MB of operators, packed into 100 KB, would take 2 GB and 20 s.
"""

from __future__ import annotations

import re
import zlib

from reader.errors import ReaderError

MOST_STREAM = 16 << 20
"""Of one page's operators, in bytes: ten times what the densest page of print has."""

MOST_CHARACTERS = 400_000
"""On one page; a page of the finest print has 20,000."""

_MOST_UNPACKED = 256 << 20
_MOST_RATIO, _RATIO_FROM = 100, 2 << 20
_CHUNK = 1 << 16
_STEP = 1 << 20
_REACH = 2_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STRINGS = re.compile(rb"\([^()]*\)|<[0-9A-Fa-f\s]*>")
_MANY_PARTS = re.compile(rb"/Contents\s*\[(?:\s*\d+\s+\d+\s+R){1000}")


def check(data: bytes) -> None:
    """Raise ReaderError where the PDF in `data` would swell beyond measure when its pages are read."""
    if _MANY_PARTS.search(data):
        raise ReaderError("a page of this PDF is put together from more than 1,000 pieces, as no program does")
    total = 0
    for found in _STREAM.finditer(data):
        about = data[max(found.start() - _REACH, 0) : found.start()]
        about = about[about.rfind(b" obj") + 1 :]
        # What pictures and fonts hold is unpacked only to be drawn.
        if b"/Image" in about or b"/Length1" in about or b"/FontFile" in about:
            continue
        if b"/FlateDecode" in about or b"/Fl " in about:
            twice = about.count(b"/FlateDecode") > 1
            total += _unpacked(data, found.end(), twice=twice)
        else:
            end = data.find(b"endstream", found.end())
            _count_words(data[found.end() : end if end >= 0 else len(data)])
        if total > _MOST_UNPACKED:
            raise _too_much(_MOST_UNPACKED)


def _unpacked(data: bytes, start: int, *, twice: bool) -> int:
    """Return how many bytes the stream at `start` unpacks to. Raises ReaderError where there are too many."""
    unpacker, place, size = zlib.decompressobj(), start, 0
    inner = zlib.decompressobj() if twice else None
    rest = b""
    words = bytearray()
    try:
        while not unpacker.eof and (rest or place < len(data)):
            if not rest:
                rest, place = data[place : place + _CHUNK], place + _CHUNK
            out = unpacker.decompress(rest, _STEP)
            rest = unpacker.unconsumed_tail
            if inner is not None:
                out = inner.decompress(out, MOST_STREAM + 1)
            size += len(out)
            words += out
            _refuse_bomb(size, place - start - len(rest))
    except zlib.error:
        # Damaged, or encrypted: pdfium copes with it.
        pass
    _count_words(bytes(words))
    return size


def _refuse_bomb(size: int, packed: int) -> None:
    if size > MOST_STREAM:
        raise _too_much(MOST_STREAM)
    if size > _RATIO_FROM and size > _MOST_RATIO * packed:
        raise ReaderError("a page of this PDF is packed more tightly than any text, as decompression bombs are")


def _count_words(operators: bytes) -> None:
    if len(operators) > MOST_CHARACTERS:
        if len(operators) > MOST_STREAM:
            raise _too_much(MOST_STREAM)
        if sum(len(string) - 2 for string in _STRINGS.findall(operators)) > 2 * MOST_CHARACTERS:
            raise too_many_characters()


def too_many_characters() -> ReaderError:
    """Return the error for a page that has more on it than anybody could read."""
    return ReaderError(f"a page of this PDF has more than {MOST_CHARACTERS:,} characters, as no page does")


def _too_much(most: int) -> ReaderError:
    return ReaderError(f"this PDF unpacks to more than {most >> 20} MB on a page, as decompression bombs do")
