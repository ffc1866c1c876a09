"""What keeps the screen waiting though nothing is done for it: other threads, collecting garbage, a slow clock."""

from __future__ import annotations

import asyncio
import gc
import os
import sys

SWITCH_SECONDS = 0.0005
"""How long another thread may hold the interpreter when the screen wants it; Python's own 5 ms are felt at a key."""

COLLECTING = (2_000, 1_000, 100)
"""After how many new objects garbage is looked for among them, and after how many looks among older ones as well: that
holds the screen for longer than a key may, so it is left to the pauses between keys, unless none comes for long."""

TIDYING = ((0.05, 0), (1.0, 1), (60.0, 2))
"""How many seconds after a key garbage is looked for among which objects: new ones, those of the last keys, all."""

PAINTS_A_SECOND = 1_000
"""How often at most the screen is painted, which it is only where something has changed. Textual paints a letter at
once, but what comes of it up to two beats later: with its own 60 a second that took longer than the search."""


def shorten_waits() -> None:
    """Let the screen come to its turn sooner while something is searched or read, and garbage wait longer.

    Called before anything of Textual is imported: it reads its clock then.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECTING)
    os.environ.setdefault("TEXTUAL_FPS", str(PAINTS_A_SECOND))


class Tidying:
    """Looks for garbage in the pauses between keys, so that seldom any is looked for while a key is answered."""

    def __init__(self) -> None:
        self._looks: list[asyncio.TimerHandle] = []

    def put_off(self) -> None:
        """Wait for the next pause: a key has come."""
        for look in self._looks:
            look.cancel()
        loop = asyncio.get_running_loop()
        self._looks = [loop.call_later(seconds, self._look, generation) for seconds, generation in TIDYING]

    def _look(self, generation: int) -> None:
        gc.collect(generation)
        if generation == TIDYING[-1][1]:
            self.put_off()


def spare_what_stays() -> None:
    """Have what there is now left out when garbage is collected: to look at all of it takes as long as several keys.

    For moments at which nearly everything stays until the end: after the start, and when the library has been read.
    """
    gc.freeze()
