"""A library in which something is tagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.tags.tagging import Target, annotate, tag
from reader.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def workspace(library) -> Workspace:
    """The invented library, as bar sees it, everything read and nothing tagged."""
    opened = Workspace(library, "bar")
    opened.read_everything()
    return opened


@pytest.fixture
def put() -> Callable[..., None]:
    """Tag a paragraph, or a span of it, in a workspace."""

    def put_tag(workspace, named, n, theme, *, start=None, end=None, note=""):
        target = Target(workspace.find_document(named), n, start, end)
        tagging = tag(workspace.index, [target], workspace.codebook.need(theme), workspace.coder, note)
        workspace.commit(tagging.changes, theme, [target])

    return put_tag


@pytest.fixture
def note() -> Callable[..., None]:
    """Put a note on a paragraph in a workspace."""

    def put_note(workspace, named, n, text):
        target = Target(workspace.find_document(named), n)
        workspace.commit([annotate(None, target, text, workspace.coder)], "note", [target])

    return put_note
