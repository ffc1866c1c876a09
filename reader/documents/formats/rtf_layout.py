"""Paragraphs, rows and notes of an RTF file, which says where they end, and seldom where they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.documents.model import Kind

if TYPE_CHECKING:
    from reader.documents.formats.flow import Flow


class _Around(NamedTuple):
    """What is open around a note, how many groups deep the note began, and its number."""

    depth: int
    number: int
    is_open: bool
    kind: Kind | None
    in_table: bool


class Layout:
    """Gives `flow` its text, and begins what must be open for it.

    `in_table` says whether the next paragraph stands in a cell.
    """

    def __init__(self, flow: Flow) -> None:
        self.in_table = False
        self._flow = flow
        self._kind: Kind | None = None
        self._is_open = self._in_row = self._in_cell = False
        self._around: list[_Around] = []
        self._notes = 0

    @property
    def note_depth(self) -> int:
        """How many groups deep the note began that is open; -1 where none is."""
        return self._around[-1].depth if self._around else -1

    def add(self, text: str) -> None:
        """Add text to the paragraph that is open, or that it begins."""
        self._begin_paragraph()
        self._flow.add(text)

    def begin_anew(self) -> None:
        """Forget what the last paragraph was."""
        self._kind, self.in_table = None, False
        self._apply()

    def mark(self, kind: Kind | None) -> None:
        """Say what this paragraph is, and those after it until further notice; None says nothing."""
        self._kind = kind or self._kind
        self._apply()

    def mark_listed(self) -> None:
        """Say that this is an item of a list, unless it is something more telling."""
        self.mark(self._kind or Kind.LIST_ITEM)

    def end_paragraph(self) -> None:
        """End the paragraph, if one is open."""
        if self._is_open:
            self._flow.close_paragraph()
            self._is_open = False

    def end_cell(self) -> None:
        """End a cell, which may be empty."""
        self.end_paragraph()
        self._open_cell()
        self._flow.close_cell()
        self._in_cell = False

    def end_row(self) -> None:
        """End the row, if one is open."""
        if self._in_row:
            self.end_paragraph()
            if self._in_cell:
                self._flow.close_cell()
            self._flow.close_row()
            self._in_row = self._in_cell = False

    def enter_note(self, depth: int) -> None:
        """Begin a note `depth` groups deep, and put its mark into the text."""
        self._notes += 1
        self.add(f"[{self._notes}]")
        self._around.append(_Around(depth, self._notes, self._is_open, self._kind, self.in_table))
        self._is_open, self._kind = False, None
        self._flow.open_note()

    def leave_note(self) -> None:
        """End the note, and go on with what is around it."""
        self.end_paragraph()
        _, number, self._is_open, self._kind, self.in_table = self._around.pop()
        self._flow.close_note(str(number))

    def finish(self) -> None:
        """End everything."""
        self.end_paragraph()
        while self._around:
            self.leave_note()
        self.end_paragraph()
        self.end_row()

    def _begin_paragraph(self) -> None:
        if self._is_open:
            return
        if self.in_table and not self._around:
            self._open_cell()
        elif not self._around:
            self.end_row()
        self._flow.open_paragraph(self._kind)
        self._is_open = True

    def _open_cell(self) -> None:
        if not self._in_row:
            self._flow.open_row()
        if not self._in_cell:
            self._flow.open_cell()
        self._in_row = self._in_cell = True

    def _apply(self) -> None:
        if self._is_open:
            self._flow.mark(self._kind)
