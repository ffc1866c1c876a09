"""Text on the terminal: wrapped and coloured there, plain in a pipe, and never a control character in it."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SNIPPET = 160
"""How many characters of a passage are shown around the words that were found."""

_COLUMN = 60
"""A cell that is wider than this does not widen its column: it pushes away what follows in its own row only."""


def prepare_streams() -> None:
    """Let no character that the terminal's encoding lacks stop a command half-way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def wants_colour() -> bool:
    """Return whether the user lets programs colour their output at all; a pipe gets none in any case."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str = "") -> None:
    """Print text that has passed the gate."""
    click.echo(text)


def remark(text: str) -> None:
    """Say something beside the output, on stderr."""
    from reader.documents.gate import clean_line

    click.echo(clean_line(text), err=True)


def complain(message: str) -> None:
    """Say on one line of stderr what is wrong; a stderr that is closed is no further fault."""
    try:
        remark(message)
    except OSError:
        return


def width() -> int | None:
    """Return how many columns there are to fill, or None in a pipe, where lines are left whole."""
    return max(40, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None


def wrapped(text: str, label: str, indent: int) -> str:
    """Return text hanging from a label in the margin of `indent` columns."""
    columns = width()
    lines = [line for part in text.splitlines() for line in (_filled(part, columns - indent) if columns else [part])]
    margin = f"{label:>{indent - 2}}  "
    return "\n".join((margin if at == 0 else " " * indent) + line for at, line in enumerate(lines or [""]))


def _filled(text: str, columns: int) -> Iterator[str]:
    """Yield lines of whole words; what colours them takes no room."""
    from rich.cells import cell_len

    line: list[str] = []
    room = columns
    for word in text.split(" "):
        size = cell_len(click.unstyle(word)) + 1
        if line and size > room + 1:
            yield " ".join(line)
            line, room = [], columns
        line.append(word)
        room -= size
    yield " ".join(line)


def shortened(text: str, columns: int | None) -> str:
    """Return as much of the beginning of a line as so many columns have room for; all of it in a pipe."""
    from rich.cells import cell_len, set_cell_size

    if columns is None or cell_len(text) <= columns:
        return text
    return set_cell_size(text, columns - 1).rstrip() + "…"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as columns, as wide as the terminal shows their cells; the last is not padded."""
    from rich.cells import cell_len

    cells = [list(row) for row in rows]
    sizes = [[cell_len(cell) for cell in row] for row in cells]
    widths = [max((size for size in column if size <= _COLUMN), default=0) for column in zip(*sizes, strict=True)]
    padded = (
        [cell + " " * (width - size) for cell, size, width in zip(*row, widths, strict=True)]
        for row in zip(cells, sizes, strict=True)
    )
    return "\n".join("  ".join(row).rstrip() for row in padded)


def bold(text: str) -> str:
    """Return text that stands out, where there is colour."""
    return click.style(text, bold=True)


def dim(text: str) -> str:
    """Return text that steps back, where there is colour."""
    return click.style(text, dim=True)


def _emphasised(word: str) -> str:
    return click.style(word, bold=True, underline=True)


def snippet(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the part of a passage around the words that were found, those emphasised where there is colour."""
    first = spans[0][0] if spans else 0
    start = 0 if len(text) <= 2 * _SNIPPET or first < _SNIPPET // 2 else text.rfind(" ", 0, first - _SNIPPET // 3) + 1
    end = len(text) if len(text) - start <= 2 * _SNIPPET else text.rfind(" ", start + _SNIPPET, start + 2 * _SNIPPET)
    end = end if end > start else start + 2 * _SNIPPET
    shown, at = "… " if start else "", start
    for begin, stop in spans:
        if at <= begin and stop <= end:
            shown += text[at:begin] + " ".join(map(_emphasised, text[begin:stop].split(" ")))
            at = stop
    return shown + text[at:end] + (" …" if end < len(text) else "")
