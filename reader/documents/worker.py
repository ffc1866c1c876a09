"""The process that reads files for another one, so that a file which hangs, swells or crashes it harms nobody else.

`workers` starts it, and sends it orders over its standard input: lists of paths, each with the digest that is known of
the file, or None. It answers over its standard output with one readout a path, in their order. It ends by itself: when
the pipe closes, when a file takes too long, and when one left too much memory behind.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import json
import math
import os
import signal
import struct
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

from reader.documents.reading import TOO_MUCH_MEMORY
from reader.documents.readout import UNNAMED, Readout, read_out

if TYPE_CHECKING:
    from collections.abc import Generator

    from reader.documents.readout import Further

FRAME = struct.Struct("!I")
"""Before each message: how many bytes it has."""

READY = b"ready"
DONE = b"done"
SPENT = b"spent"
"""After the answers to an order; `SPENT` may come before all were given, and says that another must take its place."""

TOO_SLOW = 1
TOO_BIG = 3
STUMBLED = 4
"""How the process ends: the clock's own code on Windows, for memory where the system doesn't keep the limit, for a
fault."""

_NONE = "-"
_PATIENCE = 2.0
_NICE = 5
_LOOK_SECONDS = 0.05

Order = list[tuple[str, str | None]]


def main(seconds: float, megabytes: int, further: str) -> None:
    """Answer orders until there are no more; no file may take more than so many seconds of work, or so much memory.

    `further`, "module:function" or nothing, names what else is made of each content.
    """
    orders, answers = _own_pipes()
    sys.excepthook = lambda *_: os._exit(STUMBLED)
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(megabytes)
    _give_way()
    waiting: SimpleQueue[Order] = SimpleQueue()
    threading.Thread(target=_listen, args=(orders, waiting), daemon=True).start()
    named = _named(further) if further else None
    _send(answers, READY)
    while True:
        for path, known in waiting.get():
            _set_clock(_limit_work(seconds))
            answer = _answer(Path(path), known, named)
            _set_clock(0)
            _send(answers, pack(answer))
            if _megabytes() > megabytes / 2:
                _send(answers, SPENT)
                return
        _send(answers, DONE)


def messages(pipe: BinaryIO) -> Generator[bytes, None, None]:
    """Yield the messages that come through a pipe, until it closes."""
    while len(head := pipe.read(FRAME.size)) == FRAME.size:
        (length,) = FRAME.unpack(head)
        body = pipe.read(length)
        if len(body) < length:
            return
        yield body


def pack(readout: Readout) -> bytes:
    """Return a readout as a message. Its parts but the last are JSON, and so without line ends."""
    digest = _NONE if readout.digest is None else readout.digest
    texts = "\n".join((digest, readout.summary, readout.content, "")).encode("utf-8", "backslashreplace")
    return texts + readout.more


def unpack(message: bytes) -> Readout:
    """Return the readout in a message."""
    *texts, more = message.split(b"\n", 3)
    digest, summary, content = (text.decode("utf-8") for text in texts)
    return Readout(None if digest == _NONE else digest, summary, content, more)


def _named(name: str) -> Further:
    module, _, function = name.partition(":")
    further: Further = getattr(importlib.import_module(module), function)
    return further


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the asker; what a parser prints, or reads from the terminal, goes nowhere from now on."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    return orders, answers


def _listen(orders: BinaryIO, waiting: SimpleQueue[Order]) -> None:
    for order in messages(orders):
        waiting.put(json.loads(order))
    # Nobody waits for an answer any more, and this thread can't wait for one that takes seconds.
    os._exit(0)


def _answer(path: Path, known: str | None, further: Further | None) -> Readout:
    try:
        answer = read_out(path, known, further=further)
    except MemoryError:
        answer = None
    return answer or Readout.failed(TOO_MUCH_MEMORY, UNNAMED)


def _send(pipe: BinaryIO, message: bytes) -> None:
    try:
        pipe.write(FRAME.pack(len(message)) + message)
        pipe.flush()
    except OSError:
        os._exit(0)


def _give_way() -> None:
    """Leave the processor to the asker, for whom somebody waits, and who has work to do with every answer."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(_NICE)


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        # Elsewhere the limit is taken note of and not kept.
        threading.Thread(target=_watch_memory, args=(megabytes,), daemon=True).start()


def _set_clock(seconds: float) -> None:
    """Have this process ended in so many seconds, even if a parser is stuck in C; 0 stops that."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
    elif seconds:
        faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        faulthandler.cancel_dump_traceback_later()


def _limit_work(seconds: float) -> float:
    """Have the system end this process when it has worked so long from now; return how long it may take at all.

    On a busy machine a file takes longer than the work on it; only where the system doesn't count that, it may not.
    """
    if sys.platform == "win32":
        return seconds
    import resource

    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = math.ceil(time.process_time() + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard < 0 else min(wanted, hard), hard))
    return _PATIENCE * seconds


def _watch_memory(megabytes: int) -> None:
    # The peak may be that of the process which started this one.
    most = max(megabytes, _megabytes())
    while _megabytes() <= most:
        time.sleep(_LOOK_SECONDS)
    os._exit(TOO_BIG)


def _megabytes() -> float:
    """Return how much memory this process has, or where only that is told, has had at most."""
    if sys.platform == "win32":
        return 0
    import resource

    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize() / (1 << 20)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
