"""Watching the library's folder: what is new in it, has changed or is gone shows by itself."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from reader.documents.library import take_inventory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from reader.documents.library import Inventory, SourceFile

LOOK_SECONDS = 1.0
"""How often the folder is looked through, at most."""

AGAIN_SECONDS = 0.3
"""How soon after a look that found something else the next one follows."""

_SHARE = 40
"""A look that takes long is followed by a rest so many times longer: watching costs a fortieth of a processor."""


@dataclass
class FolderChanged(Message):
    """The folder holds other files than it did."""

    inventory: Inventory


class Watcher:
    """Looks through a folder now and then in a thread of its own: names, sizes and times, never content.

    What changes is told once it stays as it is from one look to the next: nobody wants half a file.
    """

    def __init__(self, root: Path, inventory: Inventory, post: Callable[[Message], object]) -> None:
        """Watch `root`, known to hold `inventory`; `post` may be called from another thread."""
        self._root = root
        self._known = self._seen = inventory.by_path
        self._post = post
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to watch."""
        threading.Thread(target=self._watch, name="watcher", daemon=True).start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()

    def _watch(self) -> None:
        rest = LOOK_SECONDS
        while not self._stopped.wait(rest):
            began = time.thread_time()
            self._look()
            least = LOOK_SECONDS if self._seen == self._known else AGAIN_SECONDS
            rest = max(least, _SHARE * (time.thread_time() - began))

    def _look(self) -> None:
        inventory = take_inventory(self._root)
        # A folder that is itself gone, as on a drive that was pulled out, says nothing of its documents.
        if not inventory.files and not self._root.is_dir():
            return
        before, self._seen = self._seen, inventory.by_path
        settled = {file.path: file for file in self._settled(before)}
        if settled != self._known:
            self._known = settled
            self._post(FolderChanged(inventory.holding(settled.values())))

    def _settled(self, before: Mapping[str, SourceFile]) -> Iterator[SourceFile]:
        """Yield the files as they are where that was so at the look before, else as they were known."""
        for path in self._seen.keys() | self._known.keys():
            now, known = self._seen.get(path), self._known.get(path)
            file = now if now == before.get(path) else known
            if file is not None:
                yield file
