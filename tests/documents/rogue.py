"""A parser that does what hostile files make parsers do. It runs in a worker, in the place of the real one."""

from __future__ import annotations

import os
import re
import signal
import sys
from itertools import count

from reader.documents import reading, readout
from reader.documents.formats import extract as real
from reader.documents.model import Block, Extract

PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    f"sys.path.append({os.path.dirname(__file__)!r}); import rogue; rogue.install(); "  # noqa: PTH120
    "from reader.documents.worker import main; main(float(sys.argv[2]), int(sys.argv[3]), sys.argv[4])"
)


def install() -> None:
    reading.extract = extract
    readout.MOST_CHARACTERS = 1_000_000


def extract(data: bytes, suffix: str) -> Extract:
    work = globals().get(data.decode().split()[0].lower())
    return work() if work else real(data, suffix)


def hang():
    for _ in count():
        pass


def hang_in_c():
    # One call that lasts for years, and never lets another thread run.
    re.match(r"(a+)+$", "a" * 60 + "b")


def hang_asleep():
    signal.pause()


def swell():
    kept = []
    for _ in count():
        kept.append(bytearray(1 << 20))


def swell_at_once():
    bytearray(1 << 40)


def crash():
    os.kill(os.getpid(), signal.SIGSEGV)


def leave():
    os._exit(0)


def stumble():
    raise KeyError("a fault in a parser")


def recurse():
    return recurse()


def chatter():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__):
        print("\x1b]0;stolen\x07" * 1000, file=stream, flush=True)
    os.write(1, b"\0\0\0\1x" * 100)
    os.write(2, b"\x1b[2J")
    return Extract([Block("It talked to itself.")])


def flood():
    return Extract([Block("word " * 400_000)])


def listen():
    return Extract([Block(f"It heard {sys.stdin.read() or 'nothing'}.")])
