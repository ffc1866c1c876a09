"""The text of a word processor's document as it flows by: paragraphs in boxes, rows in tables, notes to the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.documents.formats import limits
from reader.documents.formats.lines import collapse, join_lines, lead_of, recurring_labels
from reader.documents.model import Block, Kind, Metadata
from reader.errors import ReaderError

CELL_GAP = " | "
_NO_TITLE = re.compile(
    r"(?:Microsoft (?:Word|Office)|Word Document|Untitled|Document ?\d*$|Titre$|Title$|Slide ?\d*$|Dokument ?\d*$)|"
    r".*\.(?:docx?|odt|rtf|dotx?|pdf|tmp)$",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:(?:windows |microsoft office |office |authorized )?user|admin\w*|unknown|anonymous|author|owner|python-docx|"
    r"un-named|microsoft|test|staff)\W*\d*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Open:
    """A paragraph that isn't finished: where it will stand, for what is in its boxes comes behind it."""

    kind: Kind | None
    place: int
    parts: list[str] = field(default_factory=list)
    leading: int = 0
    is_leading: bool = True

    def add(self, text: str, *, is_bold: bool) -> None:
        self.parts.append(text)
        self.is_leading = self.is_leading and (is_bold or text.isspace())
        self.leading += self.is_leading

    @property
    def lead(self) -> str:
        """What stands in bold type at the beginning."""
        return "".join(self.parts[: self.leading])


class Flow:
    """Takes the text of a document piece by piece, and gives its blocks.

    Raises ReaderError where there are more of them, or more text, than any writing has.
    """

    def __init__(self) -> None:
        self._targets: list[list[Block]] = [[]]
        self._open: list[_Open] = []
        self._rows: list[list[list[Block]]] = []
        self._notes: list[Block] = []
        self._length = 0

    def add(self, text: str, *, is_bold: bool = False) -> None:
        """Add `text` to the paragraph that is open; outside of any it is no text."""
        if self._open:
            self._length += len(text)
            if self._length > limits.TEXT_LENGTH:
                raise ReaderError(f"it has more than {limits.TEXT_LENGTH // limits.MEGABYTE} million characters")
            self._open[-1].add(text, is_bold=is_bold)

    def open_paragraph(self, kind: Kind | None = None) -> None:
        """Begin a paragraph, which may stand in a box within another."""
        self._open.append(_Open(kind, len(self._targets[-1])))

    def mark(self, kind: Kind | None) -> None:
        """Say what the paragraph that is open is."""
        if self._open:
            self._open[-1].kind = kind

    def mark_listed(self) -> None:
        """Say that the paragraph that is open is an item of a list, unless it is something more telling."""
        if self._open and self._open[-1].kind is None:
            self._open[-1].kind = Kind.LIST_ITEM

    def close_paragraph(self) -> None:
        """End the paragraph that is open."""
        if not self._open:
            return
        done = self._open.pop()
        text = "".join(done.parts)
        if text.strip():
            self._put(Block(text, done.kind, lead=done.lead), done.place)

    def open_row(self) -> None:
        """Begin a row of a table."""
        self._rows.append([])

    def open_cell(self) -> None:
        """Begin a cell of the row that is open."""
        self._targets.append([])

    def close_cell(self, repeats: int = 1) -> None:
        """End the cell that is open, which stands `repeats` times beside itself."""
        if len(self._targets) > 1:
            cell = self._targets.pop()
            if self._rows:
                times = repeats if cell else 1
                self._rows[-1].extend([cell] * max(1, min(times, limits.REPEATS)))

    def close_row(self, repeats: int = 1) -> None:
        """End the row that is open; tables within its cells follow it, row by row."""
        if not self._rows:
            return
        cells = self._rows.pop()
        if len(cells) == 1:
            for block in cells[0]:
                self._put(block)
            return
        texts = [CELL_GAP.join(_words(cell) for cell in part) for part in _parts(cells)]
        for _ in range(max(1, min(repeats, limits.REPEATS))):
            for text in texts:
                if text.strip(CELL_GAP):
                    self._put(Block(text.rstrip(CELL_GAP), Kind.TABLE_ROW))
        for block in dict.fromkeys(block for cell in cells for block in cell if block.kind is Kind.TABLE_ROW):
            self._put(block)

    def open_note(self) -> None:
        """Begin a note: what is in it comes at the end of the document."""
        self._targets.append([])

    def close_note(self, mark: str) -> None:
        """End the note that is open; `mark` is what stands for it in the text."""
        if len(self._targets) > 1:
            self.add_note(mark, [block.text for block in self._targets.pop()])

    def add_note(self, mark: str, texts: list[str]) -> None:
        """Add a note of one or more paragraphs; `mark` is what stands for it in the text."""
        note = [words for text in texts if (words := collapse(text))]
        if note and mark:
            note[0] = f"[{mark}] {note[0]}"
        self._notes.extend(Block(words, Kind.FOOTNOTE) for words in note)

    def blocks(self) -> list[Block]:
        """Return the blocks of the document, the notes last. Line breaks part what the lines show to be parted."""
        raw = self._targets[0]
        lines = [line for block in raw if block.kind is None for line in block.text.split("\n")]
        labels = recurring_labels(line for line in map(str.strip, lines) if line)
        found = [part for block in raw for part in _settled(block, labels)]
        found.extend(self._notes)
        return found

    def _put(self, block: Block, place: int | None = None) -> None:
        target = self._targets[-1]
        if len(self._targets[0]) >= limits.BLOCKS:
            raise ReaderError(f"it has more than {limits.BLOCKS:,} paragraphs")
        target.insert(len(target) if place is None else place, block)


def titled(blocks: list[Block]) -> list[Block]:
    """Return `blocks` with the only top heading as the title, where it comes first and nothing else is one."""
    if not blocks or blocks[0].kind is not Kind.HEADING or any(block.kind is Kind.TITLE for block in blocks):
        return blocks
    return [Block(blocks[0].text, Kind.TITLE), *blocks[1:]]


def properties(title: str, author: str, date: str) -> Metadata:
    """Return what a program noted of a document, without what it notes of every one."""
    title, author = collapse(title), collapse(author)
    return Metadata(
        title=None if not title or _NO_TITLE.match(title) else title,
        author=None if not author or _NO_AUTHOR.match(author) else author,
        date=date.strip()[:10] or None,
    )


def _settled(block: Block, labels: frozenset[str]) -> list[Block]:
    """Return a block on one line, or several where its line breaks part paragraphs."""
    if block.kind is not None or "\n" not in block.text.strip():
        text = collapse(block.text)
        return [Block(text, block.kind, lead=lead_of(text, block.lead))] if text else []
    groups = re.split(r"\n[^\S\n]*\n", block.text)
    found: list[Block] = []
    for group in groups:
        lines = [line.strip() for line in group.split("\n") if line.strip()]
        found.extend(Block(text) for text in (join_lines(lines, labels) if lines else ()))
    return found


def _words(cell: list[Block]) -> str:
    return " ".join(collapse(block.text) for block in cell if block.kind is not Kind.TABLE_ROW)


def _parts(cells: list[list[Block]]) -> list[list[list[Block]]]:
    """Return the cells in rows that a person can read: nobody has a table of 100,000 columns."""
    return [cells[start : start + limits.CELLS] for start in range(0, len(cells), limits.CELLS)]
