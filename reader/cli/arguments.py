"""DOC, PARAGRAPH, THEME and the span, as they are typed and completed; each error says what there is."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.errors import NotFoundError, ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

    from reader.documents.model import Document
    from reader.tags.model import Theme
    from reader.workspace import Workspace


class _Named(click.ParamType[str]):
    """A word that the shell completes from what is in the library."""

    def __init__(self, name: str, names: Callable[[Workspace], Iterable[tuple[str, str]]]) -> None:
        self.name = name
        self._names = names

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from reader.cli.completing import complete

        return complete(ctx, incomplete, self._names)


def _documents(workspace: Workspace) -> Iterable[tuple[str, str]]:
    return ((listing.path, listing.title) for listing in workspace.listings)


def _themes(workspace: Workspace) -> Iterable[tuple[str, str]]:
    return ((theme.name, theme.description) for theme in workspace.codebook.themes)


DOCUMENT = _Named("document", _documents)
THEME = _Named("theme", _themes)


def document_named(workspace: Workspace, named: str, *, gone: bool = False) -> Document:
    """Return the document that DOC names, which may also be a file as it is called from the current folder.

    Raises NotFoundError; `gone` is that of `Workspace.find_document`.
    """
    if named not in workspace.library and workspace.listing_of(named) is None:
        with suppress(OSError, ValueError):
            path = Path(named).resolve().relative_to(workspace.root.resolve()).as_posix()
            named = path if path in workspace.library else named
    return workspace.find_document(named, gone=gone)


def readable(workspace: Workspace, named: str) -> Document:
    """Return the document that DOC names. Raises ReaderError where there is none, or its file can't be read."""
    document = document_named(workspace, named)
    if document.error:
        tags = len(workspace.index.select(document=document.id))
        kept = f" What was tagged in it is kept: `reader export markdown --doc {document.id}`." if tags else ""
        raise ReaderError(f"{document.path} can’t be read: {document.error}.{kept}")
    return document


def theme(workspace: Workspace, named: str) -> Theme:
    """Return the theme that THEME names. Raises NotFoundError, with the one that was probably meant."""
    found = workspace.codebook.find(named)
    if found is None:
        from reader.documents.gate import clean_line
        from reader.search.choose import closest

        near = closest(named, [each.name for each in workspace.codebook.themes])
        if near is None:
            return workspace.codebook.need(named)
        raise NotFoundError(f"No theme “{clean_line(named)}”. Did you mean {near}?")
    return found


def each_theme(workspace: Workspace, names: Iterable[str]) -> list[Theme]:
    """Return the themes that are named, each once. Raises NotFoundError as `theme` does."""
    return list(dict.fromkeys(theme(workspace, name) for name in names))


def numbers(typed: str) -> range:
    """Return the paragraph numbers that `24` or `3-5` means. Raises ReaderError."""
    match = re.fullmatch(r"([0-9]{1,9})(?:[-–]([0-9]{1,9}))?", typed)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
    if last < first:
        raise ReaderError(f"“{typed}” is no paragraph: write a number, or the first and the last as in 3-5.")
    return range(first, last + 1)


def check_range(document: Document, wanted: range) -> None:
    """Raise NotFoundError, with the range that there is, where the document lacks one of the paragraphs."""
    there = len(document.paragraphs)
    if wanted[0] < 1 or wanted[-1] > there:
        asked = str(wanted[0]) if len(wanted) == 1 else f"{wanted[0]}-{wanted[-1]}"
        has = f"it has 1 to {there}" if there else "it has none"
        raise NotFoundError(f"There is no paragraph {asked} in {document.title}: {has}.")


def span(typed: str | None, document: Document, wanted: range) -> tuple[int, int] | tuple[None, None]:
    """Return the characters that `A:B` means in one paragraph, B exclusive. Raises ReaderError."""
    if typed is None:
        return None, None
    if len(wanted) > 1:
        raise ReaderError("A span is a part of one paragraph: name a single one.")
    paragraph = document.paragraph(wanted[0])
    length = len(paragraph.text) if paragraph else 0
    match = re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", typed)
    if match is None or not int(match[1]) < int(match[2]) <= length:
        raise ReaderError(f"“{typed}” is no span of ¶ {wanted[0]}: write A:B within its characters, 0:{length}.")
    return int(match[1]), int(match[2])
