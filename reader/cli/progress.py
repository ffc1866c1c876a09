"""How far something is that takes a while: one line on the terminal, which is gone when it has been done."""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

_PATIENCE = 1.0
_EVERY = 0.1
"""Seconds until the line is first shown, and between two that differ."""


class Progress:
    """Says on stderr "Indexing: 1,200 of 10,000 documents", on a terminal, to whoever has waited a while."""

    def __init__(self, doing: str, what: str) -> None:
        self._doing = doing
        self._what = what
        self._is_wanted = sys.stderr is not None and sys.stderr.isatty()
        self._due = time.monotonic() + _PATIENCE
        self._shown = 0

    def __enter__(self) -> Progress:
        """Begin to wait."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")

    def tell(self, done: int, of: int) -> None:
        """Show how many of them are done, unless it is too soon."""
        if self._is_wanted and time.monotonic() >= self._due:
            self._due = time.monotonic() + _EVERY
            text = f"{self._doing}: {done:,} of {of:,} {self._what}"
            self._write(text[: shutil.get_terminal_size().columns - 1])

    def _write(self, text: str) -> None:
        # Spaces and not an escape sequence: every terminal knows them.
        with suppress(OSError):
            sys.stderr.write("\r" + text.ljust(self._shown) + ("" if text else "\r"))
            sys.stderr.flush()
        self._shown = len(text)
