"""Reading the documents of many passages at once, in a thread of its own, for what is done with them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from reader.app.fetching import fetcher
from reader.search.corpus import is_lost
from reader.tags.tagging import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from reader.app.desk import Desk
    from reader.documents.model import Document
    from reader.search.entries import Entry

_MANY = 50
"""Of so many documents it is said that they are read."""


class Gathering:
    """Finds the places of passages at a desk; what was asked for first comes first, and nothing is dropped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._threads = ThreadPoolExecutor(1, "gathering")
        self._waiting = 0

    @property
    def is_busy(self) -> bool:
        """Whether anything that was asked for is still to be done."""
        return self._waiting > 0

    def gather(self, entries: Sequence[Entry], then: Callable[[list[Target]], None]) -> None:
        """Go on with the places of the entries that have one, in their order; each document is read once."""
        workspace = self._desk.workspace
        ids = {entry.document for entry in entries if entry.document and has_place(entry)}
        fetches = {id_: fetcher(workspace, id_) for id_ in ids}

        def read() -> dict[str, Document | None]:
            return {id_: fetch() for id_, fetch in fetches.items()}

        def deliver(done: Future[dict[str, Document | None]]) -> None:
            self._waiting -= 1
            then(_targets(entries, {id_: self._known(document) for id_, document in done.result().items()}))

        if len(ids) >= _MANY:
            self._desk.say(f"Reading {len(ids):,} documents …")
        self._waiting += 1
        self._threads.submit(read).add_done_callback(lambda done: self._desk.call_later(deliver, done))

    def stop(self) -> None:
        """Give up reading."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _known(self, document: Document | None) -> Document | None:
        """Return a document that was read, and let the library know where its file holds another version by now."""
        workspace = self._desk.workspace
        if document is None or document.version == workspace.library.version(document.id):
            return document
        return workspace.document(document.id)


def has_place(entry: Entry) -> bool:
    """Whether an entry stands on a paragraph that is there, as far as was known when it was found."""
    return bool(entry.document and entry.paragraph) and not is_lost(entry)


def _targets(entries: Sequence[Entry], documents: Mapping[str, Document | None]) -> list[Target]:
    return [
        Target(document, entry.paragraph)
        for entry in entries
        if has_place(entry) and entry.paragraph and (document := documents.get(entry.document or ""))
        if document.paragraph(entry.paragraph)
    ]
