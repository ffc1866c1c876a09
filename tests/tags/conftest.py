"""Documents and stores for the tests of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_documents import make_document

from reader.paths import LibraryPaths
from reader.tags.store import TagStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.documents.model import Document

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
