"""Reading files that aren't known yet, in a thread of its own, while the first document can be read already."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reader.documents.library import SourceFile
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
        self._changing: dict[str, SourceFile] = {}

    def start(self) -> None:
        """Begin to read."""
        self._read(self._workspace.unread())

    def look_again(self, paths: Iterable[str]) -> None:
        """Read those files anew that have changed, once they stay as they are from one look to the next."""
        settled = []
        for path in paths:
            file = self._workspace.look_at(path)
            if file == self._workspace.file(path):
                self._changing.pop(path, None)
            elif self._changing.get(path) == file:
                self._workspace.renew(file)
                settled.append(file)
            else:
                self._changing[path] = file
        self._read(settled)

    def _read(self, files: Sequence[SourceFile]) -> None:
        def work() -> None:
            for at in range(0, len(files), _CHUNK):
                if self._stopped.is_set():
                    return
                self._post(FilesRead(self._catalogue.read_all(list(files[at : at + _CHUNK]))))

        if files:
            threading.Thread(target=work, name="intake", daemon=True).start()

    def stop(self) -> None:
        """Give up reading."""
        self._stopped.set()
