"""How a row of the finder looks: themes, speaker and document on one line, what was found on the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from reader.app.layout import clip
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, highlighted, width_of
from reader.search.corpus import is_lost
from reader.search.entries import EntryType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.search.entries import Entry, Hit
    from reader.tags.index import Spot
    from reader.workspace import Workspace

FOUND = Style(bold=True, reverse=True)


def draw_row(workspace: Workspace, hit: Hit, width: int, *, is_marked: bool) -> Sequence[Pieces]:
    """Return the two lines of a hit, with the themes that its place has now."""
    entry = hit.entry
    themes = " · ".join(themes_of(workspace, entry)) if entry.paragraph else entry.type.value.capitalize()
    number = "" if not entry.paragraph else " orphan" if is_lost(entry) else f" ¶ {entry.paragraph}"
    speaker = (entry.speaker or "").split(" · ")[0]
    room = max(10, width - 4)
    left = [
        ("✓" if is_marked else " ", BOLD),
        (_fit(themes or "untagged", room * 28 // 100), BOLD if themes else DIM),
        (_fit(speaker, room * 24 // 100), PLAIN),
    ]
    place = clip(entry.title or "", width - width_of(left) - len(number)) + number
    return [clipped([*left, (place, DIM)], width), [(" ", PLAIN), *clipped(_snippet(hit, width - 2), width - 2)]]


def themes_of(workspace: Workspace, entry: Entry) -> list[str]:
    """Return the names of the themes on the place of an entry, in the order of the codebook."""
    spot = spot_of(entry)
    return [theme.name for theme in workspace.themes_on(*spot)] if spot else []


def spot_of(entry: Entry) -> Spot | None:
    """Return where an entry stands: that of an orphan has minus the number of its paragraph. None where it has none."""
    if entry.document is None or entry.paragraph is None:
        return None
    is_orphan = entry.type is EntryType.PASSAGE and is_lost(entry)
    return entry.document, -entry.paragraph if is_orphan else entry.paragraph


def _fit(text: str, width: int) -> str:
    kept = clipped([(text, PLAIN)], width - 1)[0][0] if text else ""
    return kept.ljust(width)


def _snippet(hit: Hit, width: int) -> Pieces:
    """Return the words around the first match, with the matches marked."""
    text = hit.entry.text
    first = hit.spans[0][0] if hit.spans else 0
    start = max(0, first - width // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + width + 1)
    spans = [(max(a, start) - start, min(b, end) - start) for a, b in hit.spans if a < end and b > start]
    lead = "… " if start else ""
    return [(lead, DIM), *highlighted(text[start:end], spans, FOUND)]
