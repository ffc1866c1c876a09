"""Segments on the disk: each in two files that never change, and one small file that says which of them count.

A segment's columns are in `NAME.index`, its texts apart in `NAME.texts`: these are only a copy of what the documents
say, kept because the closer look at a hundred passages can't wait for the documents to be read. Files are mapped, not
read. Nothing here is dear: whatever is doubtful is no segment, and is made again from the documents.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from contextlib import suppress
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

import numpy as np

from reader.documents.catalogue import EXTRACTOR
from reader.documents.model import Speaker
from reader.search.lexicon import Lexicon
from reader.search.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT = f"reader-search/2 {EXTRACTOR}"
"""Grows whenever a file would be written otherwise from the same documents; what is of another format doesn't count."""

_CURRENT = "current.json"
_INDEX, _TEXTS = ".index", ".texts"
_HEAD_BYTES = 16
_ALIGNED = 64
_COLUMNS = {
    "document_of": "<u4", "paragraphs": "<i4", "kinds": "<u1", "speaker_of": "<u4", "text_ends": "<i8",
    "counts": "<u4", "postings": "<u1", "posting_ends": "<i8",
}  # fmt: skip
_WORDS = {"letters": "<u1", "starts": "<u4", "heads": "<u8", "lengths": "<u1", "signatures": "<u8", "openings": "<u8"}

DOUBTS = (OSError, ValueError, KeyError, TypeError, IndexError)
"""What may come of files that somebody damaged."""


class Folder:
    """The segments of one library on the disk, used by several processes: all may read, one at a time writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mapped: dict[str, Segment] = {}
        self._left_out: set[str] = set()

    def names(self) -> list[str]:
        """Return the names of the segments that count, oldest first; none where there is any doubt."""
        try:
            written = json.loads((self.path / _CURRENT).read_bytes())
            names, checksum = written["segments"], written["checksum"]
            is_ours = written["format"] == FORMAT and checksum == _checksum(names)
            return [str(name) for name in names] if is_ours else []
        except DOUBTS:
            return []

    def segments(self) -> dict[str, Segment]:
        """Return the segments that count, by name, oldest first; those that are doubtful are left out."""
        found: dict[str, Segment] = {}
        for name in self.names():
            if name in self._left_out:
                continue
            with suppress(*DOUBTS):
                found[name] = self._mapped.get(name) or self._map(name)
        self._mapped = found
        return found

    def keep(self, segments: Mapping[str, Segment]) -> None:
        """Have segments, by name, stay as they were made: they are few, and need not be mapped."""
        self._mapped |= segments

    def leave_out(self, name: str) -> None:
        """Let a segment count no more here, whatever the disk says."""
        self._left_out.add(name)

    def size(self, name: str) -> int:
        """Return how many bytes a segment's columns have; 0 where it is gone."""
        try:
            return (self.path / (name + _INDEX)).stat().st_size
        except OSError:
            return 0

    def is_sound(self, name: str) -> bool:
        """Whether a segment's columns and texts are as they were written; reads them all."""
        try:
            sum_ = _sum(self.path / (name + _INDEX))
            texts = _sum(self.path / (name + _TEXTS))
            written = _header(_mapped(self.path / (name + _INDEX)))["texts"][1]
        except DOUBTS:
            return False
        return f"{sum_:08x}" == name.rpartition("-")[2] and texts == written

    def write(self, segment: Segment, texts: Iterable[NDArray[np.uint8]]) -> str:
        """Write a segment, whose texts may come in pieces; return its name. It counts once `set_names` says so.

        Raises OSError.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        stem = f"{os.getpid():x}-{os.urandom(6).hex()}"
        length = sum_ = 0
        with (self.path / (stem + _TEXTS)).open("wb") as file:
            for piece in texts:
                coded = piece.tobytes()
                sum_ = zlib.crc32(coded, sum_)
                length += file.write(coded)
        about_texts = length, sum_
        sum_ = 0
        with (self.path / (stem + _INDEX)).open("wb") as file:
            for block in _blocks(segment, about_texts):
                sum_ = zlib.crc32(block, sum_)
                file.write(block)
        name = f"{stem}-{sum_:08x}"
        for ending in (_TEXTS, _INDEX):
            (self.path / (stem + ending)).replace(self.path / (name + ending))
        return name

    def set_names(self, names: Sequence[str]) -> None:
        """Let these segments count, and no others; the files of others go. Raises OSError."""
        temporary = self.path / f".{_CURRENT}.{os.getpid():x}"
        written = {"format": FORMAT, "segments": list(names), "checksum": _checksum(list(names))}
        temporary.write_bytes(json.dumps(written).encode())
        temporary.replace(self.path / _CURRENT)
        wanted = {name + ending for name in names for ending in (_INDEX, _TEXTS)} | {_CURRENT, "lock"}
        for file in list(self.path.iterdir()):
            if file.name not in wanted:
                # Windows keeps a file that another process has mapped: it goes another time.
                with suppress(OSError):
                    file.unlink()

    def _map(self, name: str) -> Segment:
        """Return a segment out of its files. Raises one of DOUBTS."""
        buffer = _mapped(self.path / (name + _INDEX))
        header = _header(buffer)
        if header["format"] != FORMAT or header["size"] != len(buffer):
            raise ValueError(name)
        texts = _mapped(self.path / (name + _TEXTS))
        if header["texts"][0] != len(texts):
            raise ValueError(name)

        def columns(types: Mapping[str, str]) -> dict[str, Any]:
            places = header["columns"]
            return {key: np.frombuffer(buffer, kind, *places[key]) for key, kind in types.items()}

        return Segment(
            documents=header["documents"],
            versions=header["versions"],
            speakers=[Speaker(*each) for each in header["speakers"]],
            texts=np.frombuffer(texts, np.uint8),
            lexicon=Lexicon(**columns(_WORDS)),
            **columns(_COLUMNS),
        )


def _header(buffer: mmap.mmap | bytes) -> dict[str, Any]:
    """Return what the head of a segment's file says of it. Raises one of DOUBTS."""
    head = bytes(buffer[:_HEAD_BYTES])
    length, checksum = int.from_bytes(head[:8], "little"), int.from_bytes(head[8:], "little")
    written = bytes(buffer[_HEAD_BYTES : _HEAD_BYTES + length])
    if len(written) != length or zlib.crc32(written) != checksum:
        raise ValueError("The head is not as it was written")
    header: dict[str, Any] = json.loads(written)
    return header


def _sum(path: Path) -> int:
    """Return the checksum of a file. Raises OSError."""
    sum_ = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            sum_ = zlib.crc32(block, sum_)
    return sum_


def _blocks(segment: Segment, texts: tuple[int, int]) -> Iterable[bytes]:
    """Yield what a segment's file holds: its header, with the place of each column, and the columns.

    `texts` are how many bytes the texts have, and their checksum.
    """
    columns = {key: getattr(segment, key) for key in _COLUMNS} | {key: getattr(segment.lexicon, key) for key in _WORDS}
    types = {**_COLUMNS, **_WORDS}
    header: dict[str, Any] = {
        "format": FORMAT,
        "texts": texts,
        "documents": list(segment.documents),
        "versions": list(segment.versions),
        "speakers": [astuple(each) for each in segment.speakers],
        "columns": {key: [len(column), 1 << 60] for key, column in columns.items()},
        "size": 1 << 60,
    }
    # The places depend on the header's length: it is made as long as it may become, then padded.
    room = _HEAD_BYTES + len(json.dumps(header))
    room += -room % _ALIGNED
    at = room
    for key, column in columns.items():
        header["columns"][key] = [len(column), at]
        at += column.nbytes + -column.nbytes % _ALIGNED
    header["size"] = at
    written = json.dumps(header).encode().ljust(room - _HEAD_BYTES)
    yield len(written).to_bytes(8, "little") + zlib.crc32(written).to_bytes(8, "little") + written
    for key, column in columns.items():
        yield np.ascontiguousarray(column, types[key]).tobytes()
        yield bytes(-column.nbytes % _ALIGNED)


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _checksum(names: Sequence[str]) -> int:
    return zlib.crc32("\n".join(names).encode())
