"""What keeps the screen waiting though nothing is done for it: the other threads, and the collecting of garbage."""

from __future__ import annotations

import gc
import sys

SWITCH_SECONDS = 0.0005
"""How long another thread may hold the interpreter when the screen wants it; Python's own 5 ms are felt at a key."""

COLLECTING = (2_000, 10, 100)
"""After how many new objects garbage is looked for among them, among those of ten times, among all but the spared."""


def shorten_waits() -> None:
    """Let the screen come to its turn sooner while something is searched or read, and garbage wait longer."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECTING)


def spare_what_stays() -> None:
    """Have what there is now left out when garbage is collected: to look at all of it takes as long as several keys.

    For moments at which nearly everything stays until the end: after the start, and when the library has been read.
    """
    gc.freeze()
