"""A report in Markdown: the quotations by theme and document, each with its reference, ready for a text."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from reader.exchange.citation import date_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from reader.exchange.rows import Row

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]")
# What opens a heading, a list, a rule or a table at the beginning of a line, and only there.
_OPENING = re.compile(r"^(\s*)([#+=:-])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
_STANDING = {"review": "its words have changed here since: to be reviewed", "orphan": "its paragraph can’t be found"}


def write(rows: Sequence[Row], stream: TextIO, *, notes: Sequence[Row] = (), themes: Sequence[str] = ()) -> None:
    """Write a report of tags and of notes on paragraphs, in the order given within each theme.

    `themes` gives the order of the themes; any others come after them. All text stands as it is in the document:
    brackets, asterisks and HTML are shown, not obeyed.
    """
    stream.write(f"# Tagged passages\n\n{_count(len(rows), 'tag')} in {_documents(rows)}.\n")
    ranks = {name: rank for rank, name in enumerate(themes)}
    order = {row.theme: ranks.get(row.theme, len(ranks)) for row in rows}
    for theme in sorted(order, key=order.__getitem__):
        stream.write(f"\n## {escape(theme)}\n")
        _write_documents([row for row in rows if row.theme == theme], stream)
    if notes:
        stream.write("\n## Notes on paragraphs\n")
        _write_documents(notes, stream)


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return _NUMBERED.sub(r"\1\\\2", _OPENING.sub(r"\1\\\2", text))


def _write_documents(rows: Iterable[Row], stream: TextIO) -> None:
    for _, group in groupby(rows, key=lambda row: row.document):
        found = list(group)
        first = found[0]
        about = " · ".join(part for part in (date_in_words(first.date), first.source, first.author) if part)
        stream.write(f"\n### {escape(first.title)}\n\n{escape(about)}\n")
        for row in found:
            _write_row(row, stream)


def _write_row(row: Row, stream: TextIO) -> None:
    stream.write(f"\n{_quoted(row.quotation)}\n\n({escape(row.reference)})")
    if row.status in _STANDING:
        stream.write(f" – {_STANDING[row.status]}")
    stream.write("\n")
    if row.note:
        lines = "\\\n".join(escape(line.strip()) for line in row.note.splitlines() if line.strip())
        stream.write(f"\nNote by {escape(row.coder)}: {lines}\n")


def _quoted(text: str) -> str:
    lines = [escape(line.strip()) for line in text.splitlines() if line.strip()]
    return "\\\n".join(f"> {line}" for line in lines) or ">"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _documents(rows: Sequence[Row]) -> str:
    return _count(len({row.document for row in rows}), "document")
