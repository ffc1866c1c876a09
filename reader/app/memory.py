"""What was read and where one was, noted as it happens and kept in the user's state directory."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.app import state as states
from reader.app.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from reader.app.state import LibraryState
    from reader.app.widgets.page_view import PageView
    from reader.documents.model import Document
    from reader.workspace import Workspace


class Memory:
    """Follows reading panes, and keeps the state."""

    def __init__(self, path: Path, state: LibraryState) -> None:
        """Keep `state` at `path`."""
        self._path = path
        self._state = state
        self._progress: dict[str, tuple[str, Progress]] = {}
        self._is_changed = False

    def follow(self, pane: PageView) -> Progress | None:
        """Note what a pane shows; return the progress of its document, or None for a theme."""
        page, item = pane.page, pane.item
        if page is None or page.view.document is None:
            return None
        document = page.documents[page.view.document]
        progress = self.progress(document)
        state = self._state.of(document.id)
        for index, start, end in pane.in_sight():
            progress.see(page.items[index].n, start, end)
        if item is not None:
            state.at = item.n
            self._state.document, self._state.path = document.id, document.path
        if progress.percent == 100 and document.paragraphs:
            state.read = state.read or not progress.was_complete
            progress.was_complete = True
        self._is_changed = True
        return progress

    def progress(self, document: Document) -> Progress:
        """Return how much of a document, as it is now, has been read."""
        if not document.paragraphs:
            # It may only be away for a moment: what was read of it stays noted.
            return Progress(())
        version, progress = self._progress.get(document.id, ("", None))
        if progress is None or version != document.version:
            texts = [paragraph.text if paragraph.kind.is_passage else "" for paragraph in document.paragraphs]
            progress = Progress(texts, progress.kept() if progress else self._state.of(document.id).seen)
            self._progress[document.id] = document.version, progress
        return progress

    def last(self, workspace: Workspace) -> str | None:
        """Return the path of the document that was read last, None where there is none or it is gone."""
        listing = workspace.listing_of(self._state.document) if self._state.document else None
        if listing is not None:
            return listing.path
        # A file that was changed since is not known by its id before it has been read again.
        is_there = any(each.path == self._state.path for each in workspace.listings)
        return self._state.path if is_there else None

    def keep(self, *, always: bool = True) -> None:
        """Write the state, or only if the place has changed; one that can't be written is not worth stopping for."""
        if not self._is_changed and not always:
            return
        for document, (_, progress) in self._progress.items():
            self._state.of(document).seen = progress.kept()
        with suppress(OSError):
            states.save(self._path, self._state)
        self._is_changed = False
