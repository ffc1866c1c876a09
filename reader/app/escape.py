"""Esc and a key that comes right behind it, as the terminal sends them: both are kept, as alt and that key.

Of Esc and another key within 100 ms Textual makes alt and the key where that is a letter. Of any other it drops the
Esc, takes some pairs for what editors' and Macs' keyboards mean by them (Esc 3 for £), and waits with the rest.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ESC = "\x1b"
_INTRODUCERS = frozenset("[]OPX^_\x1b")
"""What begins a longer sequence behind Esc; where none comes of it, Textual gives the letter as typed with alt."""

_plain = XTermParser._sequence_to_key_events


def keep_escape() -> None:
    """Have every Esc arrive; Textual's drivers make their parsers themselves, so its own is changed."""
    XTermParser._sequence_to_key_events = _keys  # type: ignore[assignment, method-assign]


def _keys(parser: XTermParser, sequence: str, alt: bool = False) -> Iterable[events.Key]:
    """Return the keys that a sequence of characters stands for, with the signature of the method that it replaces."""
    is_pair = len(sequence) == 2 and sequence[0] == _ESC and sequence[1] not in _INTRODUCERS
    if is_pair and not (sequence[1] == "\t" and os.environ.get("TERM") == "linux"):
        # The Linux console says shift+tab so.
        return _with_alt(_plain(parser, sequence[1]))
    return _with_alt(_plain(parser, sequence)) if alt else _plain(parser, sequence)


def _with_alt(keys: Iterable[events.Key]) -> Iterator[events.Key]:
    for event in keys:
        key = f"shift+{event.key.lower()}" if len(event.key) == 1 and event.key.isupper() else event.key
        yield events.Key(f"alt+{key}", event.character)
