"""How a row of the finder and its preview look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from reader.app.layout import wrap
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, highlighted, justified
from reader.search.corpus import is_lost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.model import Document
    from reader.search.corpus import Snapshot
    from reader.search.entries import Entry, Hit
    from reader.workspace import Workspace

FOUND = Style(bold=True, reverse=True)


class FinderRows:
    """Draws hits: themes, speaker and document on one line, the words around what was found on the next."""

    def __init__(self, workspace: Workspace, facts: Snapshot) -> None:
        """Draw with the themes that `facts` knows."""
        self._workspace = workspace
        self._facts = facts

    def draw(self, hit: Hit, width: int, *, is_marked: bool) -> Sequence[Pieces]:
        """Return the two lines of a hit."""
        entry = hit.entry
        themes = " · ".join(self._facts.names(entry)) if entry.paragraph else entry.type.value.capitalize()
        number = "orphan" if is_lost(entry) else f"¶ {entry.paragraph}"
        place = f"{entry.title} {number}" if entry.paragraph else entry.title or ""
        speaker = (entry.speaker or "").split(" · ")[0]
        mark = "✓" if is_marked else " "
        room = max(10, width - 4)
        columns = [
            (mark, BOLD),
            (_fit(themes or "untagged", room * 28 // 100), BOLD if themes else DIM),
            (_fit(speaker, room * 24 // 100), PLAIN),
            (place, DIM),
        ]
        return [clipped(columns, width), [(" ", PLAIN), *clipped(_snippet(hit, width - 2), width - 2)]]


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


def preview(workspace: Workspace, facts: Snapshot, hit: Hit, width: int, height: int) -> Sequence[Pieces]:
    """Return the passage among its neighbours, matched words marked, with its themes."""
    entry = hit.entry
    document = workspace.document(entry.document) if entry.document else None
    lines: list[Pieces] = [clipped([(entry.title or "", BOLD)], width)]
    if document is None or entry.paragraph is None or is_lost(entry):
        return [*lines, [], *_wrapped(entry.text, width, hit.spans, PLAIN)][:height]
    middle = [*_heading(document, entry, facts, width), *_wrapped(entry.text, width, hit.spans, PLAIN), []]
    below = _neighbours(document, range(entry.paragraph + 1, entry.paragraph + 6), width)
    room = max(0, height - 2 - len(middle) - min(len(below), height // 4))
    above = _neighbours(document, range(max(1, entry.paragraph - 5), entry.paragraph), width)
    return [*lines, [], *above[max(0, len(above) - min(room, height // 3)) :], *middle, *below][:height]


def _heading(document: Document, entry: Entry, facts: Snapshot, width: int) -> Sequence[Pieces]:
    themes = " · ".join(facts.names(entry)) or "untagged"
    paragraph = document.paragraph(entry.paragraph or 0)
    who = f" · {paragraph.speaker.name}" if paragraph and paragraph.speaker else ""
    return [justified([(f"▌¶ {entry.paragraph}{who}", BOLD)], [(themes, BOLD)], width)]


def _neighbours(document: Document, numbers: range, width: int) -> list[Pieces]:
    lines: list[Pieces] = []
    for n in numbers:
        paragraph = document.paragraph(n)
        if paragraph is not None and paragraph.kind.is_passage:
            lines += [*_wrapped(paragraph.text, width, (), DIM), []]
    return lines


def _wrapped(text: str, width: int, spans: Sequence[tuple[int, int]], base: Style) -> list[Pieces]:
    lines: list[Pieces] = []
    for start, end in wrap(text[:20_000], width):
        here = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
        lines.append(highlighted(text[start:end], here, FOUND, base))
    return lines
