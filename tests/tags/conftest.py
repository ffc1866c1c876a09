"""Documents and stores for the tests of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from deeds import put
from made_documents import make_document

from reader.paths import LibraryPaths
from reader.tags.store import TagStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.documents.model import Document
    from reader.tags.model import Tag

TEXTS = ("Pool news", "Divers found the gate bent.", "Repairs cost a lot.", "The club is content.")


@pytest.fixture
def document() -> Document:
    """A document of four paragraphs."""
    return make_document(*TEXTS)


@pytest.fixture
def variant() -> Callable[..., Document]:
    """Make a document of given texts."""
    return make_document


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty folder for a library."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@pytest.fixture
def store(root: Path) -> TagStore:
    """The store of an empty library, as bar sees it."""
    return TagStore(LibraryPaths.of(root), "bar")


@pytest.fixture
def tags(store: TagStore, document: Document) -> list[Tag]:
    """Three tags of bar's, committed one by one; their snapshot is not written yet."""
    return [put(store, document, n) for n in (1, 2, 3)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The place of a store that is no library's; nothing is there yet."""
    return tmp_path / "books.json"


@pytest.fixture
def snapshot(root: Path) -> Path:
    """The snapshot of bar's tags, which need not be there."""
    return LibraryPaths.of(root).coder("bar")


@pytest.fixture
def log(snapshot: Path) -> Path:
    """The log of bar's tags, which need not be there."""
    return snapshot.with_suffix(".log")
