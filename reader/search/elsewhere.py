"""Bringing the index on the disk up to date in a process of its own, so that a program with a screen never stalls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.documents.catalogue import Catalogue
from reader.documents.library import SourceFile
from reader.search.upkeep import Upkeep
from reader.search.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

# What it imports must be what this process would import, and nothing that lies in the current folder.
_PROGRAM = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from reader.search.elsewhere import main; main()"
_GROWN = b"\n"
_NICE = 5


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be brought up to date: the index's folder, the library's root and its cache, and the documents."""

    folder: Path
    root: Path
    cache: Path
    wanted: Sequence[Wanted]
    first: Collection[str]

    def to_json(self) -> str:
        """Return the errand as it goes to another process."""
        rows = [(each.id, each.version, *_stamp(each.file), each.paragraphs) for each in self.wanted]
        return json.dumps([str(self.folder), str(self.root), str(self.cache), rows, sorted(self.first)])

    @classmethod
    def from_json(cls, text: str) -> Errand:
        """Return the errand that another process gave."""
        folder, root, cache, rows, first = json.loads(text)
        wanted = [Wanted(id_, version, SourceFile(*stamp), many) for id_, version, *stamp, many in rows]
        return cls(Path(folder), Path(root), Path(cache), wanted, first)


class Elsewhere:
    """A process that does an errand. It ends with the errand, when it is told to, and when nobody listens any more."""

    def __init__(self, errand: Errand) -> None:
        """Start it. Raises OSError."""
        path = [each for each in sys.path if Path(each).is_absolute()]
        home = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _PROGRAM, json.dumps(path if home in path else [home, *path])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._text = errand.to_json().encode("ascii")

    def wait(self, grown: Callable[[], None]) -> bool:
        """Return when it has ended, and whether it did what it should; call `grown` whenever there is more to find."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError), self._process.stdin as pipe:
            pipe.write(self._text)
        with self._process.stdout as lines:
            for _ in lines:
                grown()
        return self._process.wait() == 0

    def stop(self) -> None:
        """End it now; what it has finished stays."""
        with suppress(OSError):
            self._process.kill()


def main() -> None:
    """Do the errand that comes on standard input, and write a line to standard output for each piece of it."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    errand = Errand.from_json(sys.stdin.buffer.read().decode("ascii"))
    answers = sys.stdout.buffer

    def grown() -> None:
        answers.write(_GROWN)
        answers.flush()

    catalogue = Catalogue(errand.root, errand.cache)
    try:
        with suppress(BrokenPipeError):
            Upkeep(errand.folder, catalogue, errand.wanted, first=errand.first).bring_up_to_date(_go_on, grown)
    finally:
        catalogue.close()


def _go_on() -> None:
    """Nobody can ask it to stop: it is killed."""


def _stamp(file: SourceFile) -> tuple[str, int, int, int]:
    return file.path, file.size, file.mtime_ns, file.inode
