"""One process that reads files, as the program that started it sees it: asked, waited for, ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from reader.documents.worker import DONE, FRAME, READY, SPENT, TOO_SLOW, messages, unpack
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.documents.readout import Readout

_ENDED_BY_CLOCK = {TOO_SLOW, *(-getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name))}
_END_SECONDS = 1.0
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


class WorkerProcess:
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
