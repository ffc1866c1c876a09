"""The real program in a real terminal: a pty, what is typed into it, every byte that comes out, the screen it makes.

The screen understands what Textual writes, and nothing else: a sequence that is none of those is kept apart.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PATIENCE = 30.0

SEQUENCE = re.compile(
    r"\x1b(?:\[(?P<csi>[0-?]*[ -/]*[@-~])|(?P<string>[\]P^_X])[^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-OQ-WYZ\\`-~])"
)
UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]P^_X][^\x07\x1b]*\x1b?|[ -/]*)?$")
EXPECTED = re.compile(
    r"[0-9;:]*m|[0-9]+;[0-9]+H|\?[0-9]+[hl]|\?[0-9]+\$p|[<>=]?[0-9;]*u|[0-9]*[JK]|[0-9]+ q|\?u|>[0-9]*q|c|\??[0-9;]+n"
)
"""The control sequences that Textual writes of itself."""


class Terminal:
    """A program that runs in a pty of so many columns and rows."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int] = (120, 35), cwd: str = "/"
    ) -> None:
        self.columns, self.rows = size
        self.output = b""
        self.sequences: list[str] = []
        self.unexpected: list[str] = []
        self.controls: list[str] = []
        self._cells = [[" "] * self.columns for _ in range(self.rows)]
        self._at = (0, 0)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""
        self._fd, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=there, stdout=there, stderr=there, env=dict(environment), cwd=cwd, start_new_session=True
        )
        os.close(there)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._fd)

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return "\n".join("".join(row).rstrip() for row in self._cells)

    def type(self, *keys: str | bytes) -> None:
        """Send keys, each when the program has taken the one before."""
        for key in keys:
            os.write(self._fd, key.encode() if isinstance(key, str) else key)
            # Esc and a key that comes within 100 ms are alt and that key.
            self.read(0.15 if key in ("\x1b", b"\x1b") else 0.05)

    def until(self, holds: Callable[[], object] | str) -> None:
        """Wait until a text stands on the screen, or something holds."""
        end = time.monotonic() + PATIENCE
        while not (holds in self.screen if isinstance(holds, str) else holds()):
            if time.monotonic() > end or (self.process.poll() is not None and not self.read(0.1)):
                raise AssertionError(f"never came: {holds}; exit code {self.process.poll()}\n\n{self.screen}")
            self.read(0.05)

    def read(self, seconds: float) -> bool:
        """Take what comes until nothing comes for so long (a cursor blinks for ever); return whether anything did."""
        came, end = False, time.monotonic() + seconds + 0.3
        while time.monotonic() < end and select.select([self._fd], [], [], seconds)[0]:
            with suppress(OSError):
                data = os.read(self._fd, 1 << 16)
                if data:
                    came = True
                    self.output += data
                    self._take(self._decoder.decode(data))
                    continue
            break
        return came

    def ends(self) -> int:
        """Wait for the end of the program, and return its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            self.read(0.05)
            assert time.monotonic() < end, f"it did not end\n\n{self.screen}"
        self.read(0.05)
        return self.process.returncode

    def kill(self) -> None:
        """End the program as `kill -9` does."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> None:
        """Take the terminal away; no signal tells the program, which has a session of its own."""
        os.close(self._fd)
        self._fd = os.open(os.devnull, os.O_RDWR)

    def _take(self, text: str) -> None:
        text = self._pending + text
        unfinished = UNFINISHED.search(text)
        text, self._pending = (text[: unfinished.start()], text[unfinished.start() :]) if unfinished else (text, "")
        at = 0
        for found in SEQUENCE.finditer(text):
            self._write(text[at : found.start()])
            self._obey(found)
            at = found.end()
        self._write(text[at:])

    def _obey(self, found: re.Match[str]) -> None:
        whole, csi = found.group(), found["csi"]
        self.sequences.append(whole)
        if csi is None or not EXPECTED.fullmatch(csi):
            self.unexpected.append(whole)
        elif csi.endswith("H"):
            row, column = map(int, csi[:-1].split(";"))
            self._at = (row - 1, column - 1)
        elif csi.endswith("J"):
            self._cells = [[" "] * self.columns for _ in range(self.rows)]

    def _write(self, text: str) -> None:
        row, column = self._at
        for letter in text:
            if letter == "\r":
                column = 0
            elif letter == "\n":
                row += 1
            elif letter < " " or "\x7f" <= letter <= "\x9f":
                self.controls.append(letter)
            else:
                width = get_character_cell_size(letter)
                if width and row < self.rows and column < self.columns:
                    self._cells[row][column : column + width] = [letter, *[""] * (width - 1)]
                column += width
        self._at = (row, column)


POINTER = "\x1b]22;"
"""What Textual sets the mouse pointer's shape with."""

READER = (sys.executable, "-m", "reader")
