"""The marks that an item's tags leave on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.colours import shade
from reader.app.widgets.page_painter import Mark

if TYPE_CHECKING:
    from reader.app.page import Item
    from reader.workspace import Workspace


def marks_of(workspace: Workspace, item: Item, *, dark: bool) -> list[Mark]:
    """Return a mark for each theme on the item, in the codebook's order, and one for each tagged span."""
    placed = [item.orphan] if item.orphan else workspace.index.on(item.document, item.n)
    if not placed:
        return []
    codebook = workspace.codebook
    marks: list[Mark] = []
    for theme in codebook.themes:
        mine = [each for each in placed if each.theme == theme.id]
        colour = shade(theme.colour, dark=dark)
        spans = [(each.start, each.end) for each in mine if each.start is not None and each.end is not None]
        if mine:
            marks.append(Mark(codebook.marks[theme.id], colour, spans[0] if spans else None))
            marks += [Mark("", colour, span) for span in spans[1:]]
    return marks
