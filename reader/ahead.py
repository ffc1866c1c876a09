"""Working out in a thread of its own what another thread takes as it comes."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Begin at once to work out `items`, and return an iterator that waits for each.

    Where the work ends in a ReaderError or OSError the iterator raises that, behind what was done before.
    """
    done: SimpleQueue[tuple[T] | None] = SimpleQueue()
    failed: list[ReaderError | OSError] = []

    def work() -> None:
        try:
            for item in items:
                done.put((item,))
        except (ReaderError, OSError) as error:
            failed.append(error)
        finally:
            done.put(None)

    def taken() -> Iterator[T]:
        while each := done.get():
            yield each[0]
        if failed:
            raise failed[0]

    threading.Thread(target=work, name="ahead", daemon=True).start()
    return taken()
