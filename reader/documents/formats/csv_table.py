"""Tables (CSV, TSV): a row is a respondent, each answer in words a paragraph under its question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.decode import decode
from reader.documents.formats.csv_rows import Table, is_number, read_table
from reader.documents.formats.lines import collapse, paragraphs
from reader.documents.model import Attributes, Block, Extract, Kind, Speaker
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE_ROWS = 2_000
_LEAST_WORDS = 4.0
_LEAST_WORDS_WHERE_ASKED = 1.5
_LEAST_DIFFERENT = 0.5
_LONGEST_VALUE = 200
_LONGEST_ADDRESS = 500
_MOST_ATTRIBUTES = 100
_ID = re.compile(
    r"(?:(?:respondent|participant|response|case|record|subject|interview|person|user|unique|survey)s?[ _.-]?)?"
    r"(?:id|no\.?|number|nr\.?|#|code)|respondent|participant|responseid|respondentid",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:full |user |speaker )?name|speaker|interviewee|author|user(?:name)?|who|member", re.IGNORECASE
)
_ASKS_FOR_WORDS = re.compile(
    r"open[- ]?ended|please (?:specify|explain|describe|say|tell)|comment|other \(|_text\b|\bwhy\b|\bexplain\b|"
    r"in your own words|anything else|describe|feedback|^(?:text|answer|quote|transcript|speech|note)s?$",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[{\[<].*[}\]>]", re.DOTALL)


def extract(data: bytes) -> Extract:
    """Return the answers in words of a table, each row's under its respondent.

    A table without such answers is read as rows, with the names of the columns. Raises ReaderError where it holds
    figures only, or is no table.
    """
    table = read_table(decode(data))
    title = [Block(table.title, Kind.TITLE)] if table.title else []
    columns = range(len(table.names))
    own_words = [column for column in columns if _is_text(table, column)]
    # Where nobody was asked for words of their own, choices that are whole sentences are what there is to read.
    texts = own_words or [column for column in columns if _is_text(table, column, least_different=0.0)]
    if texts:
        return Extract([*title, *_answers(table, texts)], is_marked=True)
    cells = [cell for row in table.rows for cell in row]
    if not any(map(_has_words, cells)):
        what = "figures only" if any(map(is_number, cells)) else "no words"
        raise ReaderError(f"this table holds {what}: there is nothing in it to read and tag")
    return Extract([*title, *_plain_rows(table)], is_marked=True)


def _is_text(table: Table, column: int, least_different: float = _LEAST_DIFFERENT) -> bool:
    """Return whether a column holds what people wrote in their own words, and not figures, names or choices."""
    cells = [cell for row in table.rows[:_SAMPLE_ROWS] if (cell := row[column].strip())]
    written = [cell for cell in cells if _has_words(cell)]
    if len(written) * 2 < len(cells) or not written:
        return False
    words = sum(len(cell.split()) for cell in written) / len(written)
    is_asked = _ASKS_FOR_WORDS.search(table.names[column]) is not None
    if words < (_LEAST_WORDS_WHERE_ASKED if is_asked else _LEAST_WORDS):
        return False
    return len(set(written)) > least_different * len(written)


def _has_words(cell: str) -> bool:
    return (
        any(map(str.isalpha, cell)) and not is_number(cell) and not _NO_WORDS.fullmatch(cell[:_LONGEST_ADDRESS].strip())
    )


def _answers(table: Table, texts: list[int]) -> Iterator[Block]:
    named = _column(table, _PERSON, texts)
    numbered = None if named is not None else _column(table, _ID, texts)
    others = [column for column in range(len(table.names)) if column not in texts][:_MOST_ATTRIBUTES]
    questions = [collapse(table.names[column]) for column in texts]
    before: Speaker | None = None
    if len(texts) == 1 and table.is_named:
        yield Block(questions[0], Kind.HEADING)
    for number, row in enumerate(table.rows, 1):
        said = [
            (question, row[column]) for question, column in zip(questions, texts, strict=True) if row[column].strip()
        ]
        if not said:
            continue
        speaker, told = _respondent(row, number, named, numbered), _told(table, row, others)
        if speaker != before:
            yield Block(speaker.heading, Kind.SPEAKER_LINE, speaker, told)
        before = speaker
        for question, answer in said:
            if len(texts) > 1:
                yield Block(question, Kind.HEADING)
            yield from (Block(text, Kind.SPEECH, speaker, told) for text in _paragraphs(answer))


def _column(table: Table, names: re.Pattern[str], but: list[int]) -> int | None:
    found = (column for column, name in enumerate(table.names) if column not in but and names.fullmatch(name.strip()))
    return next(found, None)


def _respondent(row: list[str], number: int, named: int | None, numbered: int | None) -> Speaker:
    if named is not None and (name := collapse(row[named])):
        return Speaker(name[:_LONGEST_VALUE])
    id_ = collapse(row[numbered])[:_LONGEST_VALUE] if numbered is not None else ""
    return Speaker(f"Respondent {id_ or number}")


def _told(table: Table, row: list[str], columns: list[int]) -> Attributes:
    return tuple(
        (table.names[column][:_LONGEST_VALUE], value)
        for column in columns
        if (value := collapse(row[column])[:_LONGEST_VALUE])
    )


def _paragraphs(cell: str) -> list[str]:
    return paragraphs(cell) if "\n" in cell or "\r" in cell else [collapse(cell)]


def _plain_rows(table: Table) -> Iterator[Block]:
    """Yield a block for each row of a table that has no answers in words: choices, names, amounts."""
    for row in table.rows:
        cells = [(name, collapse(cell)) for name, cell in zip(table.names, row, strict=True)]
        yield Block(" | ".join(f"{name}: {cell}" for name, cell in cells if cell), Kind.TABLE_ROW)
