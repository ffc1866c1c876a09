"""What must not keep the screen waiting, and is done when nobody waits for it."""

from __future__ import annotations

import gc
import weakref

import pytest
from user import at_the_app

from reader.app import pauses


class Ring:
    """Garbage that only a collector finds: it refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def thresholds():
    """Garbage is looked for by the program's own rules, and by the old ones afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(*pauses.COLLECTING)
    yield
    gc.set_threshold(*before)


async def test_old_garbage_waits_for_a_pause_between_keys(town, thresholds, monkeypatch):
    async with at_the_app(town, start="minutes.txt") as user:
        pause = pauses.TIDYING
        monkeypatch.setattr(pauses, "TIDYING", ((0.0, 0), (3600.0, 1), (7200.0, 2)))
        await user.press("F")
        await user.sees("55 of 55 in")
        old = Ring()
        gc.collect(0)
        ring = weakref.ref(old)
        del old
        await user.type("ferry")
        await user.until(lambda: "ferry" in user.row(0))
        assert ring() is not None
        monkeypatch.setattr(pauses, "TIDYING", pause)
        await user.press("escape")
        await user.until(lambda: ring() is None)
