"""Reading files that aren't known yet, in a thread of its own, while the first document can be read already."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.documents.library import SourceFile
    from reader.documents.readout import Summary
    from reader.workspace import Workspace

_WORTH_TELLING = 20
"""Fewer files are read before anybody could see that they are."""
_BAR = 10


@dataclass
class FilesRead(Message):
    """Some files have been read, all that were wanted where it `is_last`."""

    summaries: Mapping[SourceFile, Summary]
    is_last: bool


class Intake:
    """Reads what a workspace doesn't know yet, and posts it a handful at a time."""

    def __init__(self, workspace: Workspace, post: Callable[[Message], object]) -> None:
        """Read for `workspace`; `post` may be called from another thread."""
        self._workspace = workspace
        self._post = post
        self._run: _Run | None = None
        self._first: set[SourceFile] = set()
        self.is_stopped = False
        """Whether the user stopped it: what isn't read then waits until it is opened, or asked for."""

    @property
    def progress(self) -> str:
        """How far it is, with a bar, or nothing where there is nothing to wait for."""
        run = self._run
        if run is None or not run.is_long:
            return ""
        done = _BAR * run.done // len(run.files)
        return f"{'▰' * done}{'▱' * (_BAR - done)} reading {run.done:,} of {len(run.files):,}"

    def start(self) -> None:
        """Begin to read, unless it goes on already or the user stopped it."""
        if self._run is not None or self.is_stopped:
            return
        files = [file for file in self._workspace.unread() if file not in self._first]
        if files:
            is_long = len(files) >= _WORTH_TELLING or not all(map(self._workspace.catalogue.is_quick, files))
            self._run = run = _Run(files, is_long=is_long)
            threading.Thread(target=self._read, args=(run,), name="intake", daemon=True).start()

    def took(self, message: FilesRead) -> None:
        """Count what a message brought, and read what has changed since."""
        self._first.difference_update(message.summaries)
        if self._run is None:
            return
        self._run.done = min(self._run.done + len(message.summaries), len(self._run.files))
        if message.is_last:
            self._run = None
            self.start()

    def stop(self) -> bool:
        """Give up reading; return whether there was anything to give up."""
        run, self._run = self._run, None
        if run is None:
            return False
        self.is_stopped = True
        run.is_given_up.set()
        return True

    def resume(self) -> None:
        """Read what was left unread."""
        self.is_stopped = False
        self.start()

    def read_first(self, file: SourceFile) -> None:
        """Read one file beside the others."""
        if file in self._first:
            return
        self._first.add(file)
        threading.Thread(target=self._read, args=(_Run([file], is_long=False),), name="intake", daemon=True).start()

    def _read(self, run: _Run) -> None:
        for summaries in self._workspace.catalogue.summarise(run.files):
            if run.is_given_up.is_set():
                return
            self._post(FilesRead(summaries, is_last=False))
        if run is self._run:
            self._post(FilesRead({}, is_last=True))


class _Run:
    def __init__(self, files: list[SourceFile], *, is_long: bool) -> None:
        self.files = files
        self.is_long = is_long
        self.done = 0
        self.is_given_up = threading.Event()
