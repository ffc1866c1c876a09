"""Evidence out of a library, into a stream or a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reader.atomic import write_atomically
from reader.errors import ReaderError
from reader.exchange import jsonl, markdown, table
from reader.exchange.rows import note_rows, tag_rows
from reader.paths import typed

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from reader.exchange.rows import Filters
    from reader.workspace import Workspace

FORMATS = ("markdown", "csv", "jsonl")
"""The names of the formats that can be written."""


def export(
    workspace: Workspace, form: str, stream: TextIO, filters: Filters | None = None, *, raw: bool = False
) -> int:
    """Write the tags that fit, in one of `FORMATS`, and return how many there were.

    A Markdown report has the notes on paragraphs too. Where nothing fits, CSV is its header, JSON lines are empty.
    `raw` leaves the cells of CSV as they are. Raises OSError where the stream can't be written to.
    """
    rows = tag_rows(workspace, filters)
    if form == "markdown":
        order = [theme.name for theme in workspace.codebook.themes]
        markdown.write(rows, stream, notes=note_rows(workspace, filters), themes=order)
    elif form == "csv":
        table.write(rows, stream, raw=raw)
    else:
        jsonl.write(rows, stream)
    return len(rows)


def export_to_file(
    workspace: Workspace, form: str, path: Path, filters: Filters | None = None, *, raw: bool = False
) -> int:
    """Export into the file at `path`, UTF-8, whole or not at all, and return the number of tags.

    Raises ReaderError where the folder isn't there or what stands at `path` is no file, OSError from the disk.
    """
    named = typed(path)
    if named.exists() and not named.is_file():
        raise ReaderError(f"{named.absolute()} is not a file: nothing was written.")
    target = named.resolve()
    if not target.parent.is_dir():
        raise ReaderError(f"There is no folder {target.parent} to write {target.name} to.")
    stream = io.StringIO(newline="")
    count = export(workspace, form, stream, filters, raw=raw)
    write_atomically(target, stream.getvalue().encode("utf-8"))
    return count
