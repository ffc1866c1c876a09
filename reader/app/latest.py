"""A thread for work of which only the latest counts, as of the searches of somebody who types."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

Answer = TypeVar("Answer")


class Latest:
    """Does one piece of work at a time in a thread of its own; what was asked for before is dropped.

    Answers, and what goes wrong, come back to the thread that asked, through `later`.
    """

    def __init__(self, name: str, later: Callable[..., object]) -> None:
        """Name the thread; `later(callback, *arguments)` has something called in the thread that asks."""
        self._later = later
        self._threads = ThreadPoolExecutor(1, name)
        self._asked = 0
        self._future: Future[Any] | None = None
        self._is_stopped = False

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._future is not None

    def ask(self, work: Callable[[Callable[[], bool]], Answer], then: Callable[[Answer], None]) -> None:
        """Have `work` done, and go on with its answer unless something else is asked for until then.

        `work` is given a function that says whether anybody still waits for it, and may raise SearchCancelledError.
        Whoever asks after the end gets no answer: what was painted last may still ask when its screen is gone.
        """
        self.drop()
        if self._is_stopped:
            return
        number = self._asked

        def is_dropped() -> bool:
            return self._asked != number

        def deliver(done: Future[Answer]) -> None:
            if is_dropped():
                return
            self._future = None
            then(done.result())

        future = self._threads.submit(work, is_dropped)
        self._future = future
        future.add_done_callback(lambda done: None if is_dropped() else self._later(deliver, done))

    def drop(self) -> None:
        """Give up what is under way: nobody waits for it any more."""
        self._asked += 1
        if self._future is not None:
            self._future.cancel()
            self._future = None

    def stop(self) -> None:
        """Give up what is under way, and end the thread."""
        self.drop()
        self._is_stopped = True
        self._threads.shutdown(wait=False, cancel_futures=True)
