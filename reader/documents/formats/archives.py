"""ZIP archives from anywhere - DOCX, ODT and EPUB are such - opened so that none can swell, loop or reach outside."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from urllib.parse import unquote

from reader.documents.formats import limits
from reader.errors import ReaderError

_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_HEADER_LENGTH = 30
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1


class Archive:
    """The parts of a ZIP archive by name. Nothing is ever written to a disk, so that no name can lead anywhere.

    Raises ReaderError where the archive is damaged, or built to do harm. Parts are unpacked when they are read, each
    within limits, and all together too.
    """

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
            raise ReaderError("its ZIP archive is damaged or cut short") from None
        self._parts = {part.filename: part for part in self._zip.infolist()}
        self._left = limits.UNPACKED_BYTES
        _refuse_overlaps(self._zip.infolist())

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the archive's order."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """Return the part `name`. Raises ReaderError where it is missing, locked, damaged or too big."""
        part = self._parts.get(name)
        if part is None:
            raise ReaderError(f"its part “{name}” is missing")
        self._refuse(part)
        try:
            with self._zip.open(part) as stream:
                data = stream.read(limits.MEMBER_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error):
            raise ReaderError(f"its part “{name}” is damaged or cut short") from None
        self._left -= len(data)
        if len(data) > limits.MEMBER_BYTES or self._left < 0:
            raise ReaderError(_too_big(name))
        return data

    def get(self, name: str) -> bytes | None:
        """Return the part `name`, or None where there is none. Raises ReaderError where it can't be read."""
        return self.read(name) if name in self._parts else None

    def _refuse(self, part: zipfile.ZipInfo) -> None:
        if part.flag_bits & _ENCRYPTED:
            raise ReaderError("it is locked with a password: save it without one")
        if part.compress_type not in _METHODS:
            raise ReaderError(f"its part “{part.filename}” is packed in a way that documents don't use")
        if part.file_size > min(limits.MEMBER_BYTES, self._left):
            raise ReaderError(_too_big(part.filename))
        if part.file_size > max(limits.RATIO_FREE_BYTES, limits.PACKED_RATIO * part.compress_size):
            raise ReaderError(f"its part “{part.filename}” is packed tighter than any text: it looks like a ZIP bomb")


def resolve(base: str, reference: str) -> str:
    """Return the name of the part that `reference` names when it stands in the part `base`.

    A reference that leads out of the archive names no part: `..` above its root stays in the name.
    """
    path = unquote(reference.partition("#")[0])
    if path.startswith("/"):
        return posixpath.normpath(path).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def _too_big(name: str) -> str:
    return f"its part “{name}” unpacks to more than {limits.MEMBER_BYTES // limits.MEGABYTE} MB"


def _check_directory(data: bytes) -> None:
    """Refuse an archive without an end, and one whose list of parts alone would fill the memory."""
    end = data.rfind(_END, max(len(data) - _END_LENGTH - _LONGEST_COMMENT, 0))
    if end < 0 or end + _END_LENGTH > len(data):
        raise ReaderError("its ZIP archive is damaged or cut short")
    (size,) = struct.unpack_from("<L", data, end + 12)
    if size > limits.DIRECTORY_BYTES:
        raise ReaderError("its ZIP archive lists more parts than any document has")


def _refuse_overlaps(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse parts that share bytes: with these a small archive can hold petabytes."""
    for part, following in pairwise(sorted(parts, key=lambda part: part.header_offset)):
        if part.header_offset + _HEADER_LENGTH + part.compress_size > following.header_offset:
            raise ReaderError("the parts of its ZIP archive overlap: it looks like a ZIP bomb")
