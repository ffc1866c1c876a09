"""Processes that read files: started when there is something to read, kept, and replaced when a file was too much."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from reader.documents.reading import TOO_MUCH_MEMORY
from reader.documents.readout import UNNAMED, Readout
from reader.documents.worker import DONE, FRAME, READY, SPENT, TOO_BIG, TOO_SLOW, messages, unpack
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 7.0
"""No file may take more work to be read, and twice the time on a busy machine: on an idle one nobody waits for ten."""

MEGABYTES = 448
"""No file may take more memory to be read. It has half of it at first, with others beside it, then all of it, alone: so
everything stays below 600 MB."""

_ENDED_BY_CLOCK = {TOO_SLOW, *(-getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name))}
_LEAST_SECONDS = 1.0
_HANDFUL_SECONDS = 0.2
_HANDFUL_FILES = 64
_END_SECONDS = 1.0
_MOST_WORKERS = 4
_ORDER_FILES = (4, 64)
_ORDER_BYTES = 1 << 20
_SHARES = 8
"""How many files a worker is asked for at a time: an eighth of those that are left, but not so few, nor so many."""
_PIPE_BYTES = 1 << 20
# What the worker imports must be what this process would import, and nothing that lies in the current folder.
_PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from reader.documents.worker import main; "
    "main(float(sys.argv[2]), int(sys.argv[3]), sys.argv[4])"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read: its path, the digest of the bytes that are known of it, and its size in bytes."""

    path: Path
    known: str | None = None
    size: int = 0


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
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
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

    def _is_ours(self, worker: _Worker) -> bool:
        with self._lock:
            return worker in self._all

    def _reason(self, code: int | None) -> str:
        if code == TOO_BIG:
            return TOO_MUCH_MEMORY
        what = (
            f"reading it takes longer than {self._seconds:g} seconds" if code == TOO_SLOW else "what reads it crashed"
        )
        return f"{what}: save it again, or as plain text"

    def _hire(self) -> _Worker | None:
        """Return a worker that is idle, or a new one; None where `close` ended it before it had begun."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive:
                    return worker
                self._all.discard(worker)
        # Several at a time mustn't take more than one alone may.
        return self._begin(self._megabytes // 2, self._seconds)

    def _begin(self, megabytes: int, seconds: float) -> _Worker | None:
        worker = _Worker(seconds, megabytes, self._further)
        with self._lock:
            self._all.add(worker)
        if worker.is_ready():
            return worker
        worker.end()
        if self._is_ours(worker):
            raise ReaderError("it ended at once")
        return None

    def _release(self, worker: _Worker) -> None:
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


class _Worker:
    """One process. It is asked by one thread at a time."""

    def __init__(self, seconds: float, megabytes: int, further: str) -> None:
        if not sys.executable:
            raise ReaderError("there is no Python to run it")
        path = [each for each in sys.path if Path(each).is_absolute()]
        home = str(Path(__file__).resolve().parents[2])
        arguments = [json.dumps(path if home in path else [home, *path]), str(seconds), str(megabytes), further]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _PROGRAM, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_PIPE_BYTES,
            # Each further arena for threads takes 64 MB of what the limit counts.
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        )
        _widen(self._process.stdout)
        self._orders = cast("BinaryIO", self._process.stdin)
        self._messages = messages(cast("BinaryIO", self._process.stdout))
        self._is_busy = False
        self.has_crashed = False

    @property
    def is_alive(self) -> bool:
        """Whether it takes another order."""
        return not (self._is_busy or self.has_crashed) and self._process.poll() is None

    def is_ready(self) -> bool:
        """Wait until it has begun; return False where it ended instead."""
        return next(self._messages, None) == READY

    def ask(self, order: list[Job]) -> Iterator[Readout]:
        """Yield a readout for each job, fewer where it crashed or has to be replaced."""
        # A worker that was left in the middle of an order stays busy: its next answers would be those to the last one.
        self._is_busy = True
        body = json.dumps([(str(job.path), job.known) for job in order]).encode("ascii")
        with suppress(OSError):
            self._orders.write(FRAME.pack(len(body)) + body)
            self._orders.flush()
        for message in self._messages:
            if message in (DONE, SPENT):
                self._is_busy = message == SPENT
                return
            yield unpack(message)
        self.has_crashed = True

    def kill(self) -> None:
        """End the process now; whoever waits for it has to call `end`."""
        with suppress(OSError):
            self._process.kill()

    def end(self) -> int | None:
        """End the process, and give back what it held; return the code that it ended with."""
        if not self.has_crashed:
            self.kill()
        self._messages.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(_END_SECONDS)
            return TOO_SLOW if code in _ENDED_BY_CLOCK else code
        self.kill()
        return None


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a worker go on while this process is busy: where the system allows it, more answers wait in its pipe."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        if pipe is not None:
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _dismiss(workers: set[_Worker]) -> None:
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
