"""The rows of a CSV or TSV file, and what its columns are called: delimiter, quotes and header rows found out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from reader.documents.formats.lines import collapse
from reader.documents.shapes import ends_with_full_stop
from reader.errors import ReaderError

MOST_COLUMNS = 5_000
"""Surveys have some hundred columns."""

MOST_ROWS = 100_000
"""Nobody reads more answers than that; each takes 50 µs to be read in."""

MOST_CELLS = 10_000_000
"""A survey of 50,000 people with 200 questions."""

_DELIMITERS = ",;\t|"
_NONE = "\x1f"
_EVEN = 0.6
_MANY = 0.8
_LEAST_ROWS_UNDER_TITLE = 5
_LONGEST_NUMBER = 500
_SAMPLE = 200_000
_SAMPLE_ROWS = 200
_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_NUMBER = re.compile(r"[-+(]?[£$€]?\s?\d[\d\s,.:/%()-]*%?(?:e[+-]?\d+)?", re.IGNORECASE)
_IMPORT_ID = '{"ImportId"'
# What SurveyMonkey writes under a question that has no choices.
_NO_CHOICE = frozenset({"response", "open-ended response", ""})
_QUALTRICS = frozenset({"startdate", "enddate", "responseid", "recordeddate", "ipaddress", "finished", "progress"})


@dataclass(frozen=True, slots=True)
class Table:
    """What the columns are called, the rows under that, each with a cell for every column, and the title above."""

    names: list[str]
    rows: list[list[str]]
    title: str | None = None
    is_named: bool = True


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number, an amount, a date in figures or a time, and no word."""
    return _NUMBER.fullmatch(cell[:_LONGEST_NUMBER].strip()) is not None


def read_table(text: str) -> Table:
    """Return the table in `text`. Raises ReaderError where it has too many columns or cells, or no row."""
    text = text.replace("\0", "").replace(_NONE, "")
    separator = _SEPARATOR.match(text)
    delimiter = separator.group(1) if separator else _delimiter(text)
    rows = _rows(text[separator.end() :] if separator else text, delimiter)
    if not rows:
        raise ReaderError("this table has no rows")
    width = max(map(len, rows))
    if width * len(rows) > MOST_CELLS:
        raise ReaderError(f"this table has {width:,} columns and {len(rows):,} rows; split it into smaller files")
    rows = [row + [""] * (width - len(row)) for row in rows]
    title = _title(rows)
    names, under = _names(rows[1:] if title else rows)
    filled = [name or f"Column {number}" for number, name in enumerate(names, 1)]
    return Table(filled, rows[under + bool(title) :], title, is_named=under > 0)


def _title(rows: list[list[str]]) -> str | None:
    """Return what stands alone in the first row, above a row that names several columns."""
    if len(rows) < 3 or not rows[0][0] or any(rows[0][1:]) or sum(map(bool, rows[1])) < 2:
        return None
    return collapse(rows[0][0])


def _rows(text: str, delimiter: str, most: int | None = None) -> list[list[str]]:
    """Return the rows that hold anything, at most `most` of them."""
    usual = csv.field_size_limit(max(len(text), 1_000))
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t"):
            if len(row) > MOST_COLUMNS:
                raise ReaderError(f"this table has {len(row):,} columns; Reader reads up to {MOST_COLUMNS:,}")
            cells += len(row)
            if cells > MOST_CELLS or len(rows) > MOST_ROWS:
                what = f"{MOST_CELLS:,} cells" if cells > MOST_CELLS else f"{MOST_ROWS:,} rows"
                raise ReaderError(f"this table has more than {what}; split it into smaller files")
            if any(cell and not cell.isspace() for cell in row):
                rows.append(row)
            if most is not None and len(rows) >= most:
                break
    except csv.Error as broken:
        raise ReaderError(f"this table is broken at row {len(rows) + 1}: {broken}") from None
    finally:
        csv.field_size_limit(usual)
    return rows


def _delimiter(text: str) -> str:
    """Return what most evenly parts the rows into the most columns; what the text doesn't have for one column."""
    sample = text[:_SAMPLE]
    scores = {mark: _evenness(sample, mark) for mark in _DELIMITERS if mark in sample}
    best = max(scores, key=lambda mark: scores[mark], default=_NONE)
    return best if scores and scores[best][0] >= _EVEN else _NONE


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows that fit the first row's columns, and how many columns there are.

    Prose has commas too: it is told from a table by the first row, which has none, or not as many as the others.
    """
    try:
        widths = [len(row) for row in _rows(sample, delimiter, _SAMPLE_ROWS)]
    except ReaderError:
        return 1.0, MOST_COLUMNS + 1
    width = widths[0] if widths else 0
    if width == 1 and len(widths) >= _LEAST_ROWS_UNDER_TITLE:
        width, count = Counter(widths).most_common(1)[0]
        return (round(count / len(widths), 1), width) if width > 1 and count >= _MANY * len(widths) else (0.0, 0)
    fitting = sum(each == width or (width > 2 and 1 < each <= width + 1) for each in widths)
    return (round(fitting / len(widths), 1), width) if width > 1 else (0.0, 0)


def _names(rows: list[list[str]]) -> tuple[list[str], int]:
    """Return what the columns are called, and how many rows that takes."""
    first = [collapse(cell) for cell in rows[0]]
    second = [collapse(cell) for cell in rows[1]] if len(rows) > 2 else []
    if len(rows) > 3 and sum(cell.startswith(_IMPORT_ID) for cell in rows[2]) * 2 > len(first):
        return [below or above for above, below in zip(first, second, strict=True)], 3
    if second and len(_QUALTRICS & {_bare(cell) for cell in second}) > 1:
        return [below or above for above, below in zip(first, second, strict=True)], 2
    if second and _continues(first, second):
        return _joined(first, second), 2
    return (first, 1) if _is_header(first, rows) else ([""] * len(first), 0)


def _bare(cell: str) -> str:
    return "".join(filter(str.isalnum, cell)).casefold()


def _continues(first: list[str], second: list[str]) -> bool:
    """Return whether the second row names the choices of questions in the first, as SurveyMonkey writes them.

    It then says nothing of the respondents, fills gaps of the first row, and has no figures.
    """
    if second[0] or not any(second) or any(is_number(cell) for cell in second if cell):
        return False
    fills = any(below and not above for above, below in zip(first, second, strict=True))
    return fills or any(cell.casefold() in _NO_CHOICE for cell in second if cell)


def _joined(first: list[str], second: list[str]) -> list[str]:
    names, question = [], ""
    for above, below in zip(first, second, strict=True):
        question = above or question
        names.append(question if below.casefold() in _NO_CHOICE else f"{question}: {below}".removeprefix(": "))
    return names


def _is_header(first: list[str], rows: list[list[str]]) -> bool:
    """Return whether the first row names the columns: no figures, nothing twice, and not all that is there."""
    said = [cell for cell in first if cell]
    if len(rows) == 1 or any(is_number(cell) for cell in said):
        return False
    if len(first) == 1 and ends_with_full_stop(first[0]):
        return False
    return len(set(said)) > 0.8 * len(said) and len(said) * 2 > len(first)
