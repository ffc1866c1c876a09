"""Working out in a thread of its own what another thread takes as it comes."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Begin at once to work out `items`, and return an iterator that waits for each."""
    done: SimpleQueue[tuple[T] | None] = SimpleQueue()

    def work() -> None:
        try:
            for item in items:
                done.put((item,))
        finally:
            done.put(None)

    def taken() -> Iterator[T]:
        while each := done.get():
            yield each[0]

    threading.Thread(target=work, name="ahead", daemon=True).start()
    return taken()
