"""Lines as they arrive on a pipe: those that are there already can be told from those that must be waited for."""

from __future__ import annotations

import os
import threading
from collections import deque
from queue import Empty, Queue
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 2**16
_BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line without its end, and its number from 1."""

    number: int
    text: bytes


class Arriving:
    """The lines of an open file, which a thread of its own reads: not every system can ask a pipe what it holds.

    Of a line that is longer than `most` bytes only the beginning is kept, and one byte more. The thread reads ahead
    no further than a few blocks.
    """

    def __init__(self, descriptor: int, most: int) -> None:
        self._descriptor = descriptor
        self._most = most
        self._blocks: Queue[list[Line] | OSError | None] = Queue(maxsize=4)
        self._waiting: deque[Line] = deque()
        self._is_over = False
        # A daemon, since nothing but more input or its end can wake it.
        threading.Thread(target=self._read, name="stdin", daemon=True).start()

    def wait(self) -> Line | None:
        """Return the next line when it has come, or None after the last. Raises OSError."""
        while not self._waiting and not self._is_over:
            self._take(self._blocks.get())
        return self._waiting.popleft() if self._waiting else None

    def ready(self) -> Line | None:
        """Return the next line if it is there, else None. Raises OSError."""
        if not self._waiting and not self._is_over:
            try:
                self._take(self._blocks.get_nowait())
            except Empty:
                return None
        return self._waiting.popleft() if self._waiting else None

    def _take(self, block: list[Line] | OSError | None) -> None:
        if isinstance(block, OSError):
            raise block
        self._is_over = block is None
        self._waiting.extend(block or ())

    def _read(self) -> None:
        try:
            for block in self._split():
                self._blocks.put(block)
        except OSError as error:
            self._blocks.put(error)
        else:
            self._blocks.put(None)

    def _split(self) -> Iterator[list[Line]]:
        number, rest = 1, b""
        while data := os.read(self._descriptor, _BLOCK):
            *whole, rest = (rest + data).split(b"\n")
            rest = rest[: self._most + 1]
            if whole:
                yield [self._line(at, text) for at, text in enumerate(whole, number)]
            number += len(whole)
        if rest:
            yield [self._line(number, rest)]

    def _line(self, number: int, text: bytes) -> Line:
        text = text.removeprefix(_BOM) if number == 1 else text
        return Line(number, text.removesuffix(b"\r")[: self._most + 1])
