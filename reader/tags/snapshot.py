"""The snapshot of a store: a TinyDB file that holds the state at one place in the log.

A record a line, so that version control can merge it; at its end the table `_meta` names that place and the CRC of
everything before. Stock TinyDB opens it.
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
from reader.tags.log import Mark
from reader.tags.merging import META

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.tags.disk import Disk
    from reader.tags.image import Image

FORMAT = 1
"""The version of the format that this program writes, and the newest that it reads."""

_PIECE = 64
_TAIL = 4096
_TICK = 10_000_000
_NUMBER = re.compile("-?[0-9]{1,18}")
_META = b'\n"_meta": '


class DamagedError(StoreError):
    """The file can be read, but not understood: it can be put aside."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a snapshot says of itself: whose it is, the place in the log that it covers, when it was written (ns)."""

    store: str
    mark: Mark
    written: int
    checksum: str


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
        image = json.loads(data)
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"{path} can’t be read: {clean_line(str(error))}.") from error
    except OSError as error:
        raise StoreError(f"{path} can’t be read: {error.strerror}.") from error
    if not _is_tinydb(image):
        raise DamagedError(f"{path} is not a store of Reader’s.")
    rows = list(image.pop(META, {}).values())
    if any(isinstance(row.get("format"), int) and row["format"] > FORMAT for row in rows):
        raise newer(path)
    meta = _meta(rows[0]) if rows else None
    body, _, _ = data.rpartition(_META)
    return Snapshot(image, meta, meta is not None and meta.checksum == _crc(zlib.crc32(body)))


def newer(path: Path) -> StoreError:
    """Return the error for a file that this program is too old for."""
    return StoreError(f"{path} was written by a newer version of Reader. Update Reader to open it.")


def peek(path: Path, disk: Disk) -> Meta | None:
    """Return what a snapshot says of itself at its end, without reading the rest; None where it says nothing."""
    try:
        signature = disk.signature(path)
        tail = disk.read(path, max(0, signature.size - _TAIL)) if signature else b""
        row = json.loads(tail.rpartition(_META)[2].rstrip().removesuffix(b"}"))["1"]
        return _meta(row)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def write(path: Path, disk: Disk, image: Image, store: str, mark: Mark, pause: Callable[[], None]) -> None:
    """Write a snapshot to `path`, which is no name that anybody reads; return when it is on the disk.

    It is encoded in small pieces with a `pause` after each, so that other threads go on. Raises OSError.
    """
    written = time.time_ns() // _TICK * _TICK
    crc = 0
    with disk.writing(path) as file:
        for piece in _pieces(image):
            crc = zlib.crc32(piece, crc)
            disk.write(file, piece)
            pause()
        row = {"store": store, "format": FORMAT, "log": mark.log, "offset": mark.offset, "n": mark.n}
        row |= {"last": mark.last, "crc": mark.crc, "written": written, "checksum": _crc(crc)}
        disk.write(file, _META + json.dumps({"1": row}).encode("ascii") + b"}\n")
        disk.stamp(path, written)
        disk.sync(file)


def _pieces(image: Image) -> Iterator[bytes]:
    encode = json.JSONEncoder().encode
    yield b"{"
    for at, (name, rows) in enumerate(image.items()):
        yield f"{chr(10) if at else ''}{encode(name)}: {{".encode("ascii")
        separator = "\n"
        numbers = iter(rows)
        while some := list(islice(numbers, _PIECE)):
            yield (separator + ",\n".join(f'"{number}": {encode(rows[number])}' for number in some)).encode("ascii")
            separator = ",\n"
        yield b"},"


def _crc(value: int) -> str:
    return f"{value:08x}"


def _meta(row: dict[str, Any]) -> Meta | None:
    try:
        mark = Mark(str(row["log"]), int(row["offset"]), int(row["n"]), int(row["last"]), str(row["crc"]))
        return Meta(str(row["store"]), mark, int(row["written"]), str(row["checksum"]))
    except (KeyError, ValueError, TypeError):
        return None


def _is_tinydb(image: object) -> bool:
    return isinstance(image, dict) and all(
        isinstance(rows, dict) and all(_NUMBER.fullmatch(key) and isinstance(row, dict) for key, row in rows.items())
        for rows in image.values()
    )
