"""A PDF's lines to paragraphs: across lines, columns and pages, with hyphens at line ends mended."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from reader.documents.formats.lines import recurring_labels
from reader.documents.formats.pdf_furniture import NOTE_BEGINS, Sorted, body_size, sort_pages
from reader.documents.formats.pdf_words import Words
from reader.documents.model import Block, Kind
from reader.documents.shapes import ends_sentence, ends_with_full_stop, has_bullet, is_listed
from reader.documents.structure.labels import parse_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.documents.formats.pdf_lines import Line, PageLines

_LARGER, _MUCH_LARGER = 1.12, 1.25
_LONGEST_HEADING = 160
_LONGEST_HEADING_OF_LINES = 320
"""What is set as a heading and goes on for longer, an abstract or a notice, is text."""
_WIDER = 1.35
_COLUMN = 40
_SHORT = 0.6
_ENOUGH_STEPS = 20
_ENOUGH_LINES = 8
_ENOUGH_INDENTS = 4
_BRACKET_REACH = 4


@dataclass(slots=True)
class _Page:
    """What is usual on a page: the distance of its lines, and the edges of its columns."""

    leading: float
    edges: dict[int, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: list[Line], usual: _Page | None = None) -> _Page:
        """Return what is usual on a page with `lines`; where it has few, what is `usual` in the document."""
        steps = _steps(lines)
        columns: dict[int, list[Line]] = {}
        for line in lines:
            for column in {int(line.left // _COLUMN), int(line.left // _COLUMN) - 1, int(line.left // _COLUMN) + 1}:
                columns.setdefault(column, []).append(line)
        edges = dict(usual.edges) if usual else {}
        for column, inside in columns.items():
            if column in edges and len(inside) < _ENOUGH_LINES:
                continue
            lefts, rights = sorted(line.left for line in inside), sorted(line.right for line in inside)
            edges[column] = (lefts[len(lefts) // 10], rights[int(len(rights) * 0.9)])
        if usual and len(steps) < _ENOUGH_STEPS:
            return cls(usual.leading, edges)
        return cls(median(steps) if steps else lines[0].size * 1.2 if lines else 1.0, edges)

    def edges_at(self, line: Line) -> tuple[float, float]:
        return self.edges.get(int(line.left // _COLUMN), (line.left, line.right))


def blocks(pages: list[PageLines]) -> list[Block]:
    """Return the paragraphs of a document in reading order.

    What interrupts a paragraph at a page's end, its footnotes and page number, comes behind the paragraph.
    """
    size = body_size(pages)
    return _Flow(sort_pages(pages, size), size).found


class _Flow:
    """Puts lines together to paragraphs, one page after the other."""

    def __init__(self, pages: list[Sorted], size: float) -> None:
        lines = [line for page in pages for line in page.text]
        self.found: list[Block] = []
        self._size = size
        usual = _Page.of(lines)
        self._pages = [_Page.of(page.text, usual) for page in pages]
        self._words = Words(lines)
        self._labels = recurring_labels(line.text for line in lines)
        self._is_bold = sum(len(line.text) for line in lines if line.is_bold) * 2 > sum(
            len(line.text) for line in lines
        )
        self._title_size = self._size_of_title(pages[0].text if pages else [])
        self._sets_in = self._indents([page.text for page in pages])
        self._open: list[Line] = []
        self._waiting: list[Block] = []
        for page in pages:
            for line in page.text:
                self._add(line)
            self._waiting += [Block(text, Kind.FOOTNOTE) for text in self._notes(page.notes)]
            self._waiting += [Block(text, Kind.BOILERPLATE) for text in page.furniture]
        self._close()

    def _add(self, line: Line) -> None:
        if self._open and self._begins(self._open[-1], line):
            self._close()
        self._open.append(line)

    def _close(self) -> None:
        if self._open:
            kind = self._kind(self._open[0])
            text = " | ".join(self._open[0].cells) if kind is Kind.TABLE_ROW else self._words.joined(self._open)
            is_text = kind is Kind.HEADING and len(text) > _LONGEST_HEADING_OF_LINES
            self.found.append(Block(text, None if is_text else kind))
        self._open = []
        self.found += self._waiting
        self._waiting = []

    def _kind(self, line: Line) -> Kind | None:
        """Return what a line is by its look, None for text."""
        if line.cells:
            return Kind.TABLE_ROW
        if line.page == 0 and self._title_size and line.size >= self._title_size - 0.1:
            return Kind.TITLE if not any(block.kind is Kind.TITLE for block in self.found) else Kind.HEADING
        if len(line.text) > _LONGEST_HEADING or parse_label(line.text) or has_bullet(line.text):
            return None
        if line.size >= _LARGER * self._size:
            return Kind.HEADING
        if ends_with_full_stop(line.text):
            return None
        # "WHO" among letters that have no capitals is no line of capitals.
        letters, capitals = sum(map(str.isalpha, line.text)), sum(map(str.isupper, line.text))
        in_capitals = letters >= 4 and capitals * 2 > letters and line.text.isupper() and not ends_sentence(line.text)
        # "XXXX XX" stands for what nobody may know.
        in_capitals = in_capitals and len(set(filter(str.isalpha, line.text))) > 1
        return Kind.HEADING if in_capitals or (line.is_bold and not self._is_bold) else None

    def _size_of_title(self, lines: list[Line]) -> float | None:
        """Return the size of the largest letters on the first page, where they are much larger than the text."""
        sizes = [line.size for line in lines if len(line.text) > 3]
        largest = max(sizes, default=0.0)
        return largest if largest >= _MUCH_LARGER * self._size else None

    def _begins(self, before: Line, line: Line) -> bool:
        """Return whether `line` begins a paragraph, and doesn't go on with that of the line before it."""
        kinds = self._kind(before), self._kind(line)
        if before.cells or line.cells:
            return True
        if kinds[0] is not kinds[1]:
            goes_on = self._is_its_last(before, line) or self._runs_on(before, line)
            return not (goes_on or (before.is_broken and kinds[1] is None))
        if kinds[0] is not None:
            apart = before.bottom - line.bottom > 1.6 * max(line.size, before.size) or line.page != before.page
            return apart or abs(line.size - before.size) > 0.5
        if before.is_broken:
            return False
        label = parse_label(line.text)
        if has_bullet(line.text) or (label and label.has_text and label.key in self._labels):
            return True
        if is_listed(line.text) and (ends_sentence(before.text) or self._had_room(before, line)):
            return True
        step = before.bottom - line.bottom
        if line.page == before.page and 0 < step < 4 * max(line.size, before.size) and line.left < before.right:
            return self._begins_below(before, line, step)
        return self._begins_elsewhere(before, line)

    def _is_its_last(self, before: Line, line: Line) -> bool:
        """Return whether `line` is set like the text before it, and looks like a heading for being short alone."""
        return (
            line.is_bold == before.is_bold
            and self._is_right_below(before, line)
            and len(before.text) > _LONGEST_HEADING
        )

    def _runs_on(self, before: Line, line: Line) -> bool:
        """Return whether a sentence fills the line before and goes on in `line`, though only one looks like a heading.

        So it does in an abstract in bold type, whose last line ends in a full stop.
        """
        if ends_sentence(before.text) or self._had_room(before, line) or not self._is_right_below(before, line):
            return False
        is_alike = line.is_bold and before.is_bold and line.text.isupper() == before.text.isupper()
        return line.text[0].islower() or (is_alike and line.text[0] not in "([")

    def _is_right_below(self, before: Line, line: Line) -> bool:
        is_alike = abs(line.size - before.size) < 0.1
        return is_alike and line.page == before.page and 0 < before.bottom - line.bottom < _WIDER * self._leading(line)

    def _leading(self, line: Line) -> float:
        return max(self._pages[line.page].leading, line.size)

    def _begins_below(self, before: Line, line: Line, step: float) -> bool:
        leading = self._leading(line)
        if line.text[0].islower() and not ends_sentence(before.text) and step < 3 * leading:
            return False
        if step > _WIDER * leading:
            return True
        if self._ends_item(before, line):
            return True
        if self._is_in_brackets():
            return False
        if self._indent(line) > 0.5:
            if line.left - before.left > 0.5 * line.size and not is_listed(before.text):
                return not before.text.endswith(",") or not line.text[0].islower()
            if self._sets_in and ends_sentence(before.text):
                return True
        if len(self._open) > 1 and self._hangs(line):
            return True
        return self._ended(before, line)

    def _ends_item(self, before: Line, line: Line) -> bool:
        """Return whether a line stands out to the left of a list's item that has hung to the right, or is complete."""
        first = self._open[0]
        is_out = first.left - line.left > 0.5 * line.size and first.page == line.page
        if not is_out or not is_listed(first.text):
            return False
        return before.left - first.left > 0.5 * line.size or self._had_room(before, line)

    def _is_in_brackets(self) -> bool:
        """Return whether a bracket is open that was opened a few lines ago, as around what is no speech."""
        near = "".join(line.text for line in self._open[-_BRACKET_REACH:])
        return near.count("(") + near.count("[") > near.count(")") + near.count("]")

    def _begins_elsewhere(self, before: Line, line: Line) -> bool:
        """Return whether the first line of a column or page begins a paragraph."""
        if line.text[0].islower() or before.text.endswith((",", ";", "-", "–")):
            return False
        if ends_sentence(before.text) and self._indent(line) > 0.5:
            return True
        return self._ended(before, line)

    def _ended(self, before: Line, line: Line) -> bool:
        """Return whether a line ended though the next word had room in it: only a paragraph's last line does."""
        if not self._had_room(before, line):
            return False
        ends = ends_sentence(before.text) or before.text.endswith(":")
        if ends and not self._sets_in:
            return True
        left, right = self._pages[before.page].edges_at(before)
        return before.right < left + _SHORT * (right - left) and (ends or not _may_go_on(line.text))

    def _had_room(self, before: Line, line: Line) -> bool:
        _, right = self._pages[before.page].edges_at(before)
        letter = (before.right - before.left) / max(len(before.text), 1)
        return before.right + letter * (len(line.text.split(" ", 1)[0]) + 1.5) < right

    def _indent(self, line: Line) -> float:
        """Return how far a line is set in from its column's edge, in sizes of its letters."""
        left, _ = self._pages[line.page].edges_at(line)
        return (line.left - left) / line.size

    def _indents(self, pages: list[list[Line]]) -> bool:
        """Return whether paragraphs of this document begin with a line that is set in: most sentences end above one."""
        set_in = flush = 0
        for lines in pages:
            for before, line in itertools.pairwise(lines):
                if ends_sentence(before.text) and self._had_room(before, line):
                    indent = 0.5 < self._indent(line) < 6
                    set_in, flush = set_in + indent, flush + (not indent)
        return set_in >= _ENOUGH_INDENTS and set_in > flush

    def _hangs(self, line: Line) -> bool:
        """Return whether a line stands out to the left like the first one of its paragraph, whose others are set in."""
        first, second = self._open[0], self._open[1]
        set_in = second.left - first.left > 0.5 * line.size
        return set_in and abs(line.left - first.left) < 0.3 * line.size and line.page == first.page

    def _notes(self, lines: list[Line]) -> Iterator[str]:
        """Yield the footnotes in the lines at a page's foot."""
        note: list[Line] = []
        for line in lines:
            if note and NOTE_BEGINS.match(line.text):
                yield self._words.joined(note)
                note = []
            note.append(line)
        if note:
            yield self._words.joined(note)


def _steps(lines: list[Line]) -> list[float]:
    """Return how far lines stand under the ones before them, where they stand in one column."""
    steps = (above.bottom - below.bottom for above, below in itertools.pairwise(lines))
    return [step for step, line in zip(steps, lines, strict=False) if 0 < step < 3 * line.size]


def _may_go_on(text: str) -> bool:
    """Return whether a sentence may go on with `text`: it begins small, or in a script that has no capitals."""
    return text[0].islower() or (text[0].isalpha() and not text[0].isupper())
