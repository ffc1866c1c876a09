"""Reading files that aren't known yet, in a thread of its own, while the first document can be read already."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.documents.model import Content
    from reader.workspace import Workspace

_CHUNK = 25


@dataclass
class FilesRead(Message):
    """Some files have been read."""

    contents: Mapping[str, Content]


class Intake:
    """Reads what a workspace doesn't know yet, and posts it a handful at a time."""

    def __init__(self, workspace: Workspace, post: Callable[[Message], object]) -> None:
        """Read for `workspace`; `post` may be called from another thread."""
        self._catalogue = workspace.catalogue
        self._workspace = workspace
        self._post = post
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to read."""
        files = self._workspace.unread()

        def work() -> None:
            for at in range(0, len(files), _CHUNK):
                if self._stopped.is_set():
                    return
                self._post(FilesRead(self._catalogue.read_all(files[at : at + _CHUNK])))

        if files:
            threading.Thread(target=work, name="intake", daemon=True).start()

    def stop(self) -> None:
        """Give up reading."""
        self._stopped.set()
