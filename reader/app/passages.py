"""The passages of a library as an index that grows in a thread of its own, tagged documents first."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.model import Document
from reader.search.corpus import lost_passages, passages
from reader.search.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.documents.library import SourceFile
    from reader.library import Listing
    from reader.workspace import Workspace

_CHUNK = 16


@dataclass(frozen=True, slots=True)
class _Wanted:
    listing: Listing
    file: SourceFile


class Passages:
    """An index over every passage. Searching it while it grows finds what is in it so far."""

    def __init__(self, workspace: Workspace, grown: Callable[[], None]) -> None:
        """Prepare to read `workspace`; `grown` is called, in the thread, whenever there is more to find."""
        self.index = Index(lost_passages(workspace))
        self._catalogue = workspace.catalogue
        self._grown = grown
        self._stopped = threading.Event()
        listings = sorted(workspace.listings, key=lambda each: not (each.id and workspace.tagged(each.id)))
        self._wanted = [_Wanted(each, workspace.file(each.path)) for each in listings if each.id and not each.error]
        self.done = 0

    @property
    def of(self) -> int:
        """How many documents there are to read."""
        return len(self._wanted)

    @property
    def is_complete(self) -> bool:
        """Whether every passage can be found."""
        return self.done >= self.of

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, name="passages", daemon=True).start()

    def stop(self) -> None:
        """Give up reading."""
        self._stopped.set()

    def _read(self) -> None:
        for at in range(0, self.of, _CHUNK):
            if self._stopped.is_set():
                return
            chunk = self._wanted[at : at + _CHUNK]
            contents = self._catalogue.read_all([each.file for each in chunk])
            for each in chunk:
                content, listing = contents[each.file.path], each.listing
                assert listing.id is not None
                document = Document(listing.id, listing.path, content.paragraphs, listing.metadata, content.version)
                for entry in passages(document):
                    self.index.add(entry)
            self.done += len(chunk)
            self._grown()
