"""Processes that read files: started when there is something to read, kept, and replaced when a file was too much."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from reader.documents.reading import TOO_MUCH_MEMORY
from reader.documents.readout import UNNAMED, Readout
from reader.documents.worker import TOO_BIG, TOO_SLOW
from reader.documents.worker_process import WorkerProcess
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.documents.worker_process import Job

SECONDS = 7.0
"""No file may take more work to be read, and twice the time on a busy machine: on an idle one nobody waits for ten."""

MEGABYTES = 448
"""No file may take more memory to be read. It has half of it at first, with others beside it, then all of it, alone: so
everything stays below 600 MB."""

_LEAST_SECONDS = 1.0
_HANDFUL_SECONDS = 0.2
_HANDFUL_FILES = 64
_MOST_WORKERS = 4
_ORDER_FILES = (4, 64)
_ORDER_BYTES = 1 << 20
_SHARES = 8
"""How many files a worker is asked for at a time: an eighth of those that are left, but not so few, nor so many."""


class Workers:
    """A few processes that read files; none is started before `read` is called. May be used from any thread."""

    def __init__(
        self, count: int | None = None, *, seconds: float = SECONDS, megabytes: int = MEGABYTES, further: str = ""
    ) -> None:
        """At most `count` are kept, by default one for each processor; `further` is what `worker.main` calls so."""
        self._count = count or min(os.cpu_count() or 1, _MOST_WORKERS)
        self._seconds = seconds
        self._megabytes = megabytes
        self._further = further
        self._lock = threading.Lock()
        self._alone = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()
        self._end = weakref.finalize(self, _dismiss, self._all)

    def read(self, jobs: Sequence[Job]) -> Iterator[list[tuple[Job, Readout]]]:
        """Yield what the files held, a handful at a time as they are done; those that were too much have an error.

        Raises ReaderError where no process can be started.
        """
        errand = _Errand(deque(_orders(jobs)))
        threads = min(self._count, len(errand.orders))
        for _ in range(threads):
            threading.Thread(target=self._work, args=(errand,), name="worker", daemon=True).start()
        try:
            while threads:
                handful = errand.handful()
                threads -= handful.count(None)
                yield [each for each in handful if each is not None]
            for job, took in errand.heavy:
                yield list(self._read_alone(job, took))
        finally:
            errand.is_given_up = True
        if errand.failure is not None:
            raise errand.failure

    def close(self) -> None:
        """End the processes, also those that are reading: who waits for them then gets no more."""
        with self._lock:
            idle, self._idle = self._idle, []
            _dismiss(self._all)
        for worker in idle:
            worker.end()

    def _work(self, errand: _Errand) -> None:
        try:
            while not errand.is_given_up and (order := errand.next()):
                self._do(order, errand)
        except (ReaderError, OSError) as problem:
            errand.failure = ReaderError(f"the process that reads files can't be started: {problem}")
        finally:
            errand.done.put(None)

    def _do(self, order: list[Job], errand: _Errand) -> None:
        worker = self._hire()
        if worker is None:
            errand.is_given_up = True
            return
        at, began = 0, time.monotonic()
        for readout in worker.ask(order):
            if TOO_MUCH_MEMORY in readout.summary:
                errand.heavy.append((order[at], time.monotonic() - began))
            else:
                errand.done.put((order[at], readout))
            at, began = at + 1, time.monotonic()
            if errand.is_given_up:
                break
        left = order[at:]
        if left and worker.has_crashed:
            errand.is_given_up = errand.is_given_up or not self._is_ours(worker)
            if not errand.is_given_up and worker.end() == TOO_SLOW:
                errand.done.put((left.pop(0), Readout.failed(self._reason(TOO_SLOW), UNNAMED)))
            elif not errand.is_given_up:
                errand.heavy.append((left.pop(0), time.monotonic() - began))
        errand.orders.appendleft(left)
        self._release(worker)

    def _read_alone(self, job: Job, took: float) -> Iterator[tuple[Job, Readout]]:
        """Read a file that took so many seconds already, with all the memory for files and no other of its sort."""
        with self._alone:
            worker = self._begin(self._megabytes, max(_LEAST_SECONDS, self._seconds - took))
            if worker is None:
                return
            readouts = list(worker.ask([job]))
            is_ours, code = self._is_ours(worker), worker.end()
            with self._lock:
                self._all.discard(worker)
        if readouts or is_ours:
            yield job, readouts[0] if readouts else Readout.failed(self._reason(code), UNNAMED)

    def _is_ours(self, worker: WorkerProcess) -> bool:
        with self._lock:
            return worker in self._all

    def _reason(self, code: int | None) -> str:
        if code == TOO_BIG:
            return TOO_MUCH_MEMORY
        what = (
            f"reading it takes longer than {self._seconds:g} seconds" if code == TOO_SLOW else "what reads it crashed"
        )
        return f"{what}: save it again, or as plain text"

    def _hire(self) -> WorkerProcess | None:
        """Return a worker that is idle, or a new one; None where `close` ended it before it had begun."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive:
                    return worker
                self._all.discard(worker)
        # Several at a time mustn't take more than one alone may.
        return self._begin(self._megabytes // 2, self._seconds)

    def _begin(self, megabytes: int, seconds: float) -> WorkerProcess | None:
        worker = WorkerProcess(seconds, megabytes, self._further)
        with self._lock:
            self._all.add(worker)
        if worker.is_ready():
            return worker
        worker.end()
        if self._is_ours(worker):
            raise ReaderError("it ended at once")
        return None

    def _release(self, worker: WorkerProcess) -> None:
        with self._lock:
            if worker in self._all and worker.is_alive and len(self._idle) < self._count:
                self._idle.append(worker)
                return
            self._all.discard(worker)
        worker.end()


@dataclass(slots=True)
class _Errand:
    """What one call of `read` wants done; threads take orders from it, and None in `done` says that one has ended."""

    orders: deque[list[Job]]
    done: SimpleQueue[tuple[Job, Readout] | None] = field(default_factory=SimpleQueue)
    heavy: list[tuple[Job, float]] = field(default_factory=list)
    is_given_up: bool = False
    failure: ReaderError | None = None
    due: float = 0.0

    def handful(self) -> list[tuple[Job, Readout] | None]:
        """Wait for something to be done; return it with what comes soon after it, at the latest with a None.

        Who was busy with the last handful for longer doesn't wait for more than there is.
        """
        handful = [self.done.get()]
        due = self.due or time.monotonic() + _HANDFUL_SECONDS
        with suppress(Empty):
            while handful[-1] is not None and len(handful) < _HANDFUL_FILES:
                handful.append(self.done.get(timeout=max(0, due - time.monotonic())))
        self.due = time.monotonic() + _HANDFUL_SECONDS
        return handful

    def next(self) -> list[Job]:
        """Return the next order, empty where there is none."""
        while self.orders:
            with suppress(IndexError):
                if order := self.orders.popleft():
                    return order
        return []


def _dismiss(workers: set[WorkerProcess]) -> None:
    for worker in list(workers):
        worker.kill()
    workers.clear()


def _orders(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Yield the jobs in handfuls: as many at a time as are quickly done, and fewer towards the end."""
    least, most = _ORDER_FILES
    order: list[Job] = []
    size = 0
    for left, job in zip(range(len(jobs), 0, -1), jobs, strict=True):
        order.append(job)
        size += job.size
        if len(order) >= max(least, min(most, left // _SHARES)) or size >= _ORDER_BYTES:
            yield order
            order, size = [], 0
    if order:
        yield order
