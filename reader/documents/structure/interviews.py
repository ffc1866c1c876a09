"""Interviews that are set as tables, a column for who speaks, or when, and one for what is said; or as cues."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from reader.documents.model import START, Block, Kind
from reader.documents.shapes import word_count
from reader.documents.structure.labels import clock_of, parse_label
from reader.documents.structure.names import Shape
from reader.documents.structure.phrases import phrases
from reader.documents.structure.transcripts import speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.documents.model import Attributes
    from reader.documents.structure.labels import Label

_LEAST_ROWS = 3
_LEAST_WORDS = 3.0
_NEARLY_ALL = 0.8
_WHO = phrases("""
    speaker | speakers | who | name | participant | participants | person | interviewer/interviewee | voice | turn by
    respondent | source
""")
_WHEN = phrases("""
    time | times | timestamp | time stamp | timecode | time code | start | start time | in | begin | from
""")
_WORDS = phrases("""
    text | transcript | transcription | words | content | utterance | dialogue | speech | what was said | said
    statement | turn | comment | answer | response | quote | audio
""")
# An empty first or last cell has lost its space.
_GAP = re.compile(r"(?:^| )\|(?: |$)")
_NUMBER = re.compile(r"\d{1,5}[.)]?")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns say who, when and what; None where no column does. `names` are those of a head row."""

    words: int
    who: int | None
    when: int | None
    names: tuple[str, ...] = ()


def unrolled(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the rows of each interview as turns: who speaks above what is said, in the rows' order.

    A table of anything else stays as it is. What was exported as cues - a stretch of time, a name, the words, each a
    paragraph - becomes turns too.
    """
    found: list[Block] = []
    for is_row, group in groupby(_cued(list(blocks)), key=lambda block: block.kind is Kind.TABLE_ROW):
        rows = list(group)
        found.extend(_turns(rows) if is_row and len(rows) >= _LEAST_ROWS else rows)
    return found


def _turns(blocks: list[Block]) -> list[Block]:
    rows = [[cell.strip() for cell in _GAP.split(block.text)] for block in blocks]
    # A row that says nothing in its last cells is shorter.
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    names = tuple(rows[0]) if _is_head(rows[0]) else ()
    columns = _columns(rows[bool(names) :], names)
    if columns is None:
        return blocks
    return list(_spoken(rows[bool(names) :], columns))


def _cued(blocks: list[Block]) -> list[Block]:
    """Return the blocks with cues set as paragraphs as turns: a stretch of time, under it a name, then the words."""
    stretches = [at for at, block in enumerate(blocks) if "-->" in block.text and clock_of(block.text)]
    names = Counter(
        label.key for at in stretches if at + 2 < len(blocks) and (label := _label(blocks[at + 1].text)) is not None
    )
    if len(stretches) < _LEAST_ROWS or sum(names.values()) < _NEARLY_ALL * len(stretches):
        return blocks
    found = blocks[: stretches[0]]
    speaker = None
    for at, end in zip(stretches, [*stretches[1:], len(blocks)], strict=True):
        told = ((START, clock_of(blocks[at].text) or ""),)
        label = _label(blocks[at + 1].text) if end - at > 2 else None
        if label is not None and (speaker is None or speaker.name != label.name):
            speaker = speaker_of(label)
            found.append(Block(speaker.heading, Kind.SPEAKER_LINE, speaker, told))
        said = blocks[at + (1 if label is None else 2) : end]
        found += [Block(each.text, Kind.SPEECH if speaker else None, speaker, told) for each in said]
    return found


def _is_head(row: list[str]) -> bool:
    known = sum(cell.casefold().strip(" :") in _WHO | _WHEN | _WORDS for cell in row)
    return known >= 2 or (known == 1 and len(row) == 2)


def _columns(rows: list[list[str]], names: tuple[str, ...]) -> _Columns | None:
    """Return what the columns are, or None where the table is no interview."""
    width = len(rows[0])
    cells = [[row[column] for row in rows] for column in range(width)]
    when = next((column for column in range(width) if _are_times(cells[column])), None)
    left = [column for column in range(width) if column != when and not _are_numbers(cells[column])]
    words = max(left, key=lambda column: sum(map(len, cells[column])), default=None)
    if words is None or _mean_words(cells[words]) < _LEAST_WORDS or len(left) > (2 if not names else width):
        return None
    named = [column for column in left if column != words]
    who = next((column for column in named if _are_speakers(cells[column], _says(names, column, _WHO))), None)
    if who is None and (when is None or named or not _have_labels(cells[words])):
        return None
    return _Columns(words, who, when, names)


def _says(names: tuple[str, ...], column: int, known: frozenset[str]) -> bool:
    return bool(names) and names[column].casefold().strip(" :") in known


def _are_times(cells: list[str]) -> bool:
    said = list(filter(None, cells))
    return bool(said) and sum(clock_of(cell) is not None for cell in said) >= _NEARLY_ALL * len(said)


def _are_numbers(cells: list[str]) -> bool:
    return all(_NUMBER.fullmatch(cell) for cell in cells if cell)


def _mean_words(cells: list[str]) -> float:
    said = [word_count(cell) for cell in cells if cell]
    return sum(said) / max(len(said), 1)


def _are_speakers(cells: list[str], is_named: bool) -> bool:
    """Return whether cells name speakers: few who take turns, or any under a column's name that says so."""
    said = list(filter(None, cells))
    labels = [label for cell in said if (label := _label(cell)) is not None]
    if len(labels) < max(2, _NEARLY_ALL * len(said)):
        return False
    counts = Counter(label.key for label in labels)
    if is_named:
        return True
    sure = any(label.shape is Shape.SURE for label in labels)
    recurring = sum(count > 1 for count in counts.values())
    return len(counts) > 1 and recurring > 0 and (sure or recurring > 1 or len(counts) * 2 <= len(said))


def _have_labels(cells: list[str]) -> bool:
    keys = Counter(label.key for cell in cells if (label := parse_label(cell)) is not None and label.has_text)
    return len(keys) > 1 and sum(keys.values()) * 2 >= len(cells) and max(keys.values()) > 1


def _label(cell: str) -> Label | None:
    return parse_label(f"{cell.rstrip(' :.')}:")


def _spoken(rows: list[list[str]], columns: _Columns) -> Iterator[Block]:
    speaker = None
    for row in rows:
        text = row[columns.words]
        clock = clock_of(row[columns.when]) if columns.when is not None else None
        told: Attributes = ((START, clock),) if clock else ()
        if columns.who is None:
            if text:
                yield Block(text, attributes=told)
            continue
        known = {columns.words, columns.who, columns.when}
        told += tuple(
            (columns.names[at], cell)
            for at, cell in enumerate(row)
            if columns.names and at not in known and cell and columns.names[at]
        )
        label = _label(row[columns.who]) if row[columns.who] else None
        if label is not None and (speaker is None or speaker.name != label.name):
            speaker = speaker_of(label)
            yield Block(speaker.heading, Kind.SPEAKER_LINE, speaker, told)
        if text:
            yield replace(Block(text, Kind.SPEECH if speaker else None, speaker), attributes=told)
