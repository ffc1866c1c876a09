"""The snapshot of a store: a TinyDB file that holds the state at one place in the log.

A record a line, so that version control can merge it; at its end the table `_meta` names that place, and last of all
the CRC of everything before. Stock TinyDB opens it.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from reader.documents.gate import clean_line
from reader.errors import StoreError
from reader.tags.image import Image, Rows, next_number
from reader.tags.lines import FORMAT, newer
from reader.tags.marks import Mark
from reader.tags.merging import META

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.tags.disk import Disk

_PIECE = 64
_TAIL = 4096
_PAUSE_SECONDS = 0.0002
_TICK = 10_000_000
_NUMBER = re.compile("-?[0-9]{1,18}")
_META = b'\n"_meta": '
_TABLE = re.compile(rb'\n("(?:[^"\\\n]|\\.)*"): \{')
_ROW = re.compile(rb'\n"(-?[0-9]{1,18})": (\{.*\}),?')
_CHECKSUM = b'"checksum": "'
_END = b'%08x"}}}\n'


class DamagedError(StoreError):
    """The file can be read, but not understood: it can be put aside."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a snapshot says of itself: whose it is, the place in the log that it covers, when it was written (ns)."""

    store: str
    format: int
    mark: Mark
    written: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that was read. `is_whole` says that it is, to the byte, what Reader wrote."""

    image: Image
    meta: Meta | None
    is_whole: bool


def load(path: Path, disk: Disk) -> Snapshot | None:
    """Return what the file holds, or None where there is no file.

    Raises StoreError, which names the file, where it can't be read or a newer version wrote it, and of that
    DamagedError where what it holds is no store.
    """
    try:
        data = disk.read(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} can’t be read: {error.strerror}.") from error
    return _as_written(path, data) or _edited(path, data, disk)


def _as_written(path: Path, data: bytes) -> Snapshot | None:
    """Return a snapshot that is, to the byte, what this version wrote; its rows are parsed when they are asked for."""
    end = data.rfind(_META)
    meta = _meta_in(data[end + len(_META) :]) if end >= 0 else None
    if meta is None or meta.format != FORMAT or not _is_whole(data):
        return None
    image = _unparsed(data, end, str(path))
    return Snapshot(image, meta, is_whole=True) if image is not None else None


def _edited(path: Path, data: bytes, disk: Disk) -> Snapshot:
    """Return what a file holds that another program wrote, or another version of this one."""
    try:
        image = json.loads(data, object_pairs_hook=_each_kept)
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"{path} can’t be read: {clean_line(str(error))}.") from error
    if not _is_tinydb(image):
        raise DamagedError(f"{path} is not a store of Reader’s.")
    rows = list(image.pop(META, {}).values())
    meta = _meta(rows[0]) if rows else None
    is_whole = meta is not None and _is_whole(data)
    if any(_is_newer(row) for row in rows):
        signature = disk.signature(path)
        if is_whole or meta is None or signature is None or signature.modified != meta.written:
            raise newer(path)
        # Nobody has written to the file since this version did: a bit of the number was hit.
    return Snapshot({name: Rows(table) for name, table in image.items()}, meta, is_whole)


def _each_kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object; of two rows under one number, as a merge by line leaves, the second gets another."""
    found = dict(pairs)
    if len(found) < len(pairs) and all(_NUMBER.fullmatch(number) for number in found):
        spare = next_number(found)
        rows = [row for number, row in pairs if row != found[number]]
        found |= {str(spare + at): row for at, row in enumerate(rows)}
    return found


def peek(path: Path, disk: Disk) -> Meta | None:
    """Return what a snapshot says of itself at its end, without reading the rest; None where it says nothing."""
    try:
        signature = disk.signature(path)
        tail = disk.read(path, max(0, signature.size - _TAIL)) if signature else b""
    except OSError:
        return None
    meta = _meta_in(tail.rpartition(_META)[2])
    return meta if meta is not None and meta.format <= FORMAT else None


def write(path: Path, disk: Disk, image: Image, store: str, mark: Mark, pause: Callable[[], None]) -> None:
    """Write a snapshot to `path`, which is no name that anybody reads; return when it is on the disk.

    It is encoded in small pieces with a `pause` after each: `breathe` or `go_on`. Raises OSError.
    """
    written = time.time_ns() // _TICK * _TICK
    crc = 0
    with disk.writing(path) as file:
        for piece in _pieces(image):
            crc = zlib.crc32(piece, crc)
            disk.write(file, piece)
            pause()
        row = {"store": store, "format": FORMAT, "log": mark.log, "offset": mark.offset, "n": mark.n}
        row |= {"last": mark.last, "crc": mark.crc, "written": written}
        last = _META + json.dumps({"1": row}).encode("ascii").removesuffix(b"}}") + b", " + _CHECKSUM
        disk.write(file, last + _END % zlib.crc32(last, crc))
        disk.stamp(path, written)
        disk.sync(file)


def breathe() -> None:
    """Let the other threads run: an encoder that never stops would hold up every key."""
    time.sleep(_PAUSE_SECONDS)


def go_on() -> None:
    """Make no pause: nobody waits but for this."""


def _pieces(image: Image) -> Iterator[bytes]:
    yield b"{"
    for name, rows in image.items():
        yield f"\n{json.dumps(name)}: {{".encode("ascii")
        separator = b"\n"
        numbers = iter(rows)
        while some := list(islice(numbers, _PIECE)):
            yield separator + b",\n".join(
                b'"%s": %s' % (number.encode("ascii"), rows.encoded(number)) for number in some
            )
            separator = b",\n"
        yield b"\n},"


def _unparsed(data: bytes, stop: int, origin: str) -> Image | None:
    """Return the tables that `_pieces` wrote up to `stop`, each row as text; None where they aren't written so."""
    image: Image = {}
    at = 1
    while table := _TABLE.match(data, at, stop):
        end = data.find(b"\n},", table.end(), stop)
        rows = {found[1].decode("ascii"): found[2] for found in _ROW.finditer(data, table.end(), end)}
        if len(rows) != data.count(b"\n", table.end(), end):
            return None
        image[json.loads(table[1])] = Rows(rows, origin)
        at = end + 3
    return image if at == stop else None


def _is_whole(data: bytes) -> bool:
    """Whether the checksum at the end is that of everything before it."""
    end = data.rfind(_CHECKSUM) + len(_CHECKSUM)
    return data[end:] == _END % zlib.crc32(memoryview(data)[:end])


def _is_newer(row: dict[str, Any]) -> bool:
    return isinstance(row.get("format"), int) and row["format"] > FORMAT


def _meta_in(tail: bytes) -> Meta | None:
    try:
        return _meta(json.loads(tail.rstrip().removesuffix(b"}"))["1"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _meta(row: dict[str, Any]) -> Meta | None:
    try:
        mark = Mark(str(row["log"]), int(row["offset"]), int(row["n"]), int(row["last"]), str(row["crc"]))
        return Meta(str(row["store"]), int(row["format"]), mark, int(row["written"]))
    except (KeyError, ValueError, TypeError):
        return None


def _is_tinydb(image: object) -> bool:
    return isinstance(image, dict) and all(
        isinstance(rows, dict) and all(_NUMBER.fullmatch(key) and isinstance(row, dict) for key, row in rows.items())
        for rows in image.values()
    )
