"""What the finder says of an answer: how much was found, and what is to be said of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.layout import cell_width
from reader.app.pieces import BOLD, PLAIN, Pieces, clipped
from reader.search.corpus import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.app.seeking import Answer

_NONE = {
    Scope.TAGS: "No tagged passage",
    Scope.PASSAGES: "No passage",
    Scope.NOTES: "No note",
    Scope.DOCUMENTS: "No document",
    Scope.THEMES: "No theme",
}


def in_ms(ms: float) -> str:
    """Return how long a search took, in words."""
    return f"{max(1, round(ms))} ms"


def count_of(answer: Answer) -> str:
    """Return how many there are, and how long that took."""
    shown = answer.shown
    if answer.is_other:
        return f"{shown.total:,} untagged in {in_ms(shown.ms)}"
    return f"{shown.total:,} of {shown.of:,} in {in_ms(shown.ms)}"


def remark_on(answer: Answer, text: str, scope: Scope, elsewhere: str, width: int) -> Sequence[Pieces]:
    """Return what is to be said of the query `text`: what is wrong, under the place, or why there is nothing.

    `elsewhere` says which key looks in another scope.
    """
    shown = answer.shown
    if answer.problem is not None:
        return [_pointing(answer.problem.position, str(answer.problem), text, width)]
    if shown.remarks:
        words = " ".join(shown.remarks)
    elif answer.is_other:
        words = f"No tagged passage matches · {shown.total:,} untagged below"
    elif not shown.hits and text.strip():
        words = f"{_NONE[scope]} comes close · {elsewhere}"
    else:
        return []
    return [clipped([(f"  {words}", PLAIN)], width)]


def _pointing(position: int, words: str, text: str, width: int) -> Pieces:
    """Return a line that points up at a character of the text above it, with words beside the arrow."""
    column = min(1 + cell_width(text[:position]), width - 1)
    if column + 2 + cell_width(words) <= width:
        return [(" " * column + "▲ ", BOLD), (words, PLAIN)]
    return clipped([(f"{words} ".rjust(column), PLAIN), ("▲", BOLD)], width)
