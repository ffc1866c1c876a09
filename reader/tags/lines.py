"""One line of a log: a JSON object with its CRC before it, so that a line that was torn or damaged shows.

The first line of each part of a log is its header; every other one is an entry, which is one commit.
"""

from __future__ import annotations

import json
import re
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FORMAT = 1
"""The version of the format that this program writes, and the newest that it reads.

A version that changes the format begins a part of the log of its own, whose header says so.
"""

Row = dict[str, Any]
"""A record as TinyDB keeps it."""

Op = tuple[str, str | None, Row | None, Row | None]
"""One row's change: table, row number, the row before and after; without a number the table itself comes or goes."""

CRC_LENGTH = 8

TORN = b"~\n"
"""What ends a line that a dying process left unfinished: nobody was told that it is kept."""

_AS_IT_IS, _TEXT = frozenset({str, int, float, bool, type(None)}), frozenset({str})
"""The types of the values, and of the keys, that JSON gives back as they were."""

# What is in itself shows by its depth: to look for it at each step takes as long as the writing.
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_OPS_A_COMMIT = 1000
_START = re.compile(rb"[0-9a-f]{8} \{\"n\":")
_NUMBER = re.compile("[0-9]{1,18}")


class Entry(NamedTuple):
    """One commit: what was changed, by whom and when; `undoes` is the step that it takes back, if it does.

    `is_redo` says that the step taken back was itself an undoing. `n` counts the commits of a log from 1.
    """

    step: str
    label: str
    coder: str
    at: str
    ops: list[Op]
    undoes: str | None = None
    is_redo: bool = False
    n: int = 0


class Header(NamedTuple):
    """The first line of a part of a log: whose it is, and the offset in the whole log at which the part begins."""

    store: str
    log: str
    format: int
    base: int
    n: int


class Line(NamedTuple):
    """A whole line: its CRC, that of the line before it, and what it says."""

    crc: str
    previous: str
    says: Entry | Header


def frame(says: Entry | Header, n: int, previous: str) -> tuple[bytes, str]:
    """Return the line for an entry or a header that follows the line whose CRC is `previous`, and its own CRC.

    `n` counts the commits up to it. Raises TypeError or ValueError where a row holds what JSON can't.
    """
    body: dict[str, object]
    if isinstance(says, Header):
        store, log, format_, base, _ = says
        body = {"n": n, "prev": previous, "store": store, "log": log, "format": format_, "base": base}
    else:
        step, label, coder, at, ops, undoes, is_redo, _ = says
        body = {"n": n, "prev": previous, "step": step, "label": label, "coder": coder, "at": at, "ops": ops}
        if undoes is not None:
            body |= {"undoes": undoes, "redo": is_redo}
    try:
        data = _encode(body).encode("ascii")
    except RecursionError as error:
        raise ValueError("A row has too many things in each other, or one in itself") from error
    crc = f"{zlib.crc32(data):08x}"
    return b"%s %s\n" % (crc.encode("ascii"), data), crc


def as_read(entries: Sequence[Entry]) -> list[Op]:
    """Return the changes in entries; the new rows as a reader of their lines gets them, with nothing of the writer’s.

    JSON must be able to hold them: see `frame`.
    """
    return [(table, number, before, _as_read(after)) for says in entries for table, number, before, after in says.ops]


def _as_read(row: Row | None) -> Row | None:
    if row is None or (_AS_IT_IS.issuperset(map(type, row.values())) and _TEXT.issuperset(map(type, row))):
        return None if row is None else {**row}
    read: Row = json.loads(_encode(row))
    return read


def unframe(line: bytes) -> Line | None:
    """Return what a line says, with or without its newline; None where it is damaged or no line of a log."""
    text = line[CRC_LENGTH + 1 :].removesuffix(b"\n")
    if line[: CRC_LENGTH + 1] != b"%08x " % zlib.crc32(text):
        return None
    try:
        body = json.loads(text.decode("ascii"))
        says = _header(body) if "store" in body else _entry(body)
        return Line(line[:CRC_LENGTH].decode("ascii"), str(body["prev"]), says)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def rescue(damaged: bytes) -> Iterator[tuple[int, Line]]:
    """Yield what is whole in a damaged line, and where it begins: what was hit can be the newline between two."""
    starts = [match.start() for match in _START.finditer(damaged)]
    for start, end in pairwise([*starts, len(damaged)]):
        piece = damaged[start:end].removesuffix(TORN).removesuffix(b"\n")
        line = unframe(piece) or unframe(piece[:-1])
        if line is not None:
            yield start, line


def pieces(ops: Sequence[Op]) -> Iterator[list[Op]]:
    """Yield changes by the number that one commit has: the line of very many would be slow to read."""
    for at in range(0, len(ops), _OPS_A_COMMIT):
        yield list(ops[at : at + _OPS_A_COMMIT])


def newer(path: Path) -> StoreError:
    """Return the error for a file that this program is too old for."""
    return StoreError(f"{path} was written by a newer version of Reader. Update Reader to open it.")


def _header(body: dict[str, Any]) -> Header:
    return Header(str(body["store"]), str(body["log"]), int(body["format"]), int(body["base"]), int(body["n"]))


def _entry(body: dict[str, Any]) -> Entry:
    undoes = body.get("undoes")
    return Entry(
        str(body["step"]),
        str(body["label"]),
        str(body["coder"]),
        str(body["at"]),
        [_checked(*op) for op in body["ops"]],
        None if undoes is None else str(undoes),
        bool(body.get("redo")),
        int(body["n"]),
    )


def _checked(table: object, number: object, before: object, after: object) -> Op:
    rows = [row for row in (before, after) if row is not None]
    is_number = number is None or (isinstance(number, str) and _NUMBER.fullmatch(number.removeprefix("-")))
    if not isinstance(table, str) or not is_number or not all(isinstance(row, dict) for row in rows):
        raise ValueError("no change of a row")
    return table, number, before, after  # type: ignore[return-value]
