"""Reading a document in another thread than that of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.workspace import Workspace


def fetcher(workspace: Workspace, id_: str) -> Callable[[], Document | None]:
    """Return what reads a document, for another thread; that gives None where the document is gone."""
    listing = workspace.listing_of(id_)
    file = workspace.file(listing.path) if listing else None

    def fetch() -> Document | None:
        if listing is None or file is None:
            return None
        content = workspace.catalogue.read(file)
        return Document(id_, listing.path, content.paragraphs, listing.metadata, content.version, content.error)

    return fetch
