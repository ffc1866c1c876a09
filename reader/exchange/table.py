"""A table for spreadsheets and statistics: CSV in plain UTF-8, one tag a row.

There is no byte order mark: with one, pandas, R and every script see it in the name of the first column. Excel shows
accents rightly when the file comes in through Data > From Text/CSV.
"""

from __future__ import annotations

import csv
import re
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.exchange.rows import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

# A cell that a spreadsheet would take for a formula, also behind apostrophes: one more can then be taken off again.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write(rows: Sequence[Row], stream: TextIO, *, raw: bool = False) -> None:
    """Write a header and a line a row; `stream` must leave newlines as they are.

    A cell that begins with `=`, `+`, `-`, `@`, a tab or CR gets an apostrophe before it, so that no spreadsheet runs
    what a document says; `raw` leaves it off.
    """
    writer = csv.DictWriter(_Lines(stream), [field.name for field in fields(Row)])
    writer.writeheader()
    for row in rows:
        path = None if row.path is None else clean_line(row.path)
        told = "; ".join(f"{name}: {said}" for name, said in row.attributes)
        cells = asdict(row) | {"path": path, "attributes": told}
        writer.writerow({name: value if raw else _safe(value) for name, value in cells.items()})


class _Lines:
    """Ends lines with a newline alone. The csv module quotes a lone CR in a cell only if its own lines end in one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> int:
        return self._stream.write(line.removesuffix("\r\n") + "\n")


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
