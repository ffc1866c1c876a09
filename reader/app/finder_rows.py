"""How a row of the finder looks: themes, speaker and document on one line, what was found on the next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.style import Style

from reader.app.layout import clip
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, highlighted, width_of
from reader.search.corpus import is_lost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.search.entries import Entry, Hit, Spans
    from reader.tags.index import Spot
    from reader.workspace import Workspace

FOUND = Style(bold=True, reverse=True)
_KEPT = 250
"""Lines of each kind that are kept as they were drawn: two screens full or more."""


def draw_row(hit: Hit, themes: Sequence[str], width: int, *, is_marked: bool) -> Sequence[Pieces]:
    """Return the two lines of a hit whose place has these themes. They are kept, and may be drawn ahead."""
    return _place(hit.entry, tuple(themes), width, is_marked), _snippet(hit.entry.text, hit.spans, width)


@lru_cache(_KEPT)
def _place(entry: Entry, names: tuple[str, ...], width: int, is_marked: bool) -> Pieces:
    """Return themes, speaker and document."""
    themes = " · ".join(names) if entry.paragraph else entry.type.value.capitalize()
    number = "" if not entry.paragraph else " orphan" if is_lost(entry) else f" ¶ {entry.paragraph}"
    speaker = (entry.speaker or "").split(" · ")[0]
    room = max(10, width - 4)
    left = [
        ("✓" if is_marked else " ", BOLD),
        (_fit(themes or "untagged", room * 28 // 100), BOLD if themes else DIM),
        (_fit(speaker, room * 24 // 100), PLAIN),
    ]
    place = clip(entry.title or "", width - width_of(left) - len(number)) + number
    return tuple(clipped([*left, (place, DIM)], width))


def themes_of(workspace: Workspace, entry: Entry) -> list[str]:
    """Return the names of the themes on the place of an entry, in the order of the codebook."""
    spot = spot_of(entry)
    return [theme.name for theme in workspace.themes_on(*spot)] if spot else []


def spot_of(entry: Entry) -> Spot | None:
    """Return where an entry stands: that of an orphan has minus the number of its paragraph. None where it has none."""
    if entry.document is None or entry.paragraph is None:
        return None
    return entry.document, -entry.paragraph if is_lost(entry) else entry.paragraph


def _fit(text: str, width: int) -> str:
    kept = clipped([(text, PLAIN)], width - 1)[0][0] if text else ""
    return kept.ljust(width)


@lru_cache(_KEPT)
def _snippet(text: str, spans: Spans, width: int) -> Pieces:
    """Return the words around the first match, with the matches marked."""
    room = width - 2
    first = spans[0][0] if spans else 0
    start = max(0, first - room // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + room + 1)
    here = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    lead = "… " if start else ""
    return (" ", PLAIN), *clipped([(lead, DIM), *highlighted(text[start:end], here, FOUND)], room)
