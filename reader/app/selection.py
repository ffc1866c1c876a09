"""A selection inside one paragraph: an anchor, a caret, and the motions that move the caret."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import category

from reader.app.motions import back, forward, sentence_starts, trimmed, word_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.app.layout import Line


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected of `text`: everything between anchor and caret."""

    text: str
    anchor: int = 0
    caret: int = 0

    @property
    def span(self) -> tuple[int, int] | None:
        """The selected words without white space at their ends, or None where there are none."""
        start, end = trimmed(self.text, self.anchor, self.caret)
        return (start, end) if start < end else None

    def letters(self, by: int) -> Selection:
        """Move the caret by letters, each with the marks that combine with it."""
        at = self.caret + by
        while 0 < at < len(self.text) and category(self.text[at]).startswith("M"):
            at += by
        return self.to(at)

    def words(self, by: int) -> Selection:
        """Move the caret to the next (1) or previous (-1) beginning of a word."""
        return self._along(word_starts(self.text), by)

    def sentences(self, by: int) -> Selection:
        """Move the caret to the next (1) or previous (-1) beginning of a sentence."""
        return self._along(sentence_starts(self.text), by)

    def lines(self, lines: Sequence[Line], by: int) -> Selection:
        """Move the caret a line down (1) or up (-1); `lines` are the paragraph's as they are drawn."""
        row = max((n for n, (start, _) in enumerate(lines) if start <= self.caret), default=0)
        if not 0 <= row + by < len(lines):
            return self.to(0 if by < 0 else len(self.text))
        start, end = lines[row + by]
        return self.to(min(end, start + self.caret - lines[row][0]))

    def to(self, at: int) -> Selection:
        """Move the caret to an offset."""
        return replace(self, caret=max(0, min(len(self.text), at)))

    def anchored(self) -> Selection:
        """Begin the selection at the caret."""
        return replace(self, anchor=self.caret)

    def swapped(self) -> Selection:
        """Move the other end from now on."""
        return replace(self, anchor=self.caret, caret=self.anchor)

    def _along(self, starts: list[int], by: int) -> Selection:
        return self.to(forward(starts, self.caret, len(self.text)) if by > 0 else back(starts, self.caret))
