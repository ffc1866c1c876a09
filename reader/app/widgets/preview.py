"""The passage of a row in its place: what stands before and after it, the words that were found, the tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from reader.app.colours import shade
from reader.app.fetching import fetcher
from reader.app.finder_rows import FOUND, themes_of
from reader.app.latest import Latest
from reader.app.layout import wrap
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, highlighted, justified, width_of
from reader.app.widgets.lines import Lines
from reader.search.corpus import is_lost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.model import Document, Paragraph
    from reader.search.entries import Hit
    from reader.workspace import Workspace

SLOW_SECONDS = 0.1
"""A document that isn't there after so long is not waited for: the passage is shown without what is around it."""

_KEPT = 8
_NEIGHBOURS = 5
_LONGEST = 20_000
_MARKS = 6


class Preview(Lines):
    """Shows hits in their documents, which are fetched off the UI thread; until one is there the last hit stays."""

    def __init__(self, workspace: Workspace) -> None:
        """Show documents of a library."""
        super().__init__(self._lines_of)
        self._workspace = workspace
        self._hit: Hit | None = None
        self._documents: dict[str, Document] = {}
        self._fetching = Latest("preview", self.call_later)

    def show(self, hit: Hit | None) -> None:
        """Show another hit."""
        self._fetching.drop()
        id_ = hit.entry.document if hit else None
        if hit is None or id_ is None or id_ in self._documents:
            self._settle(hit)
            return
        fetch = fetcher(self._workspace, id_)

        def fetched(document: Document | None) -> None:
            if document is not None:
                self._documents[id_] = document
                if len(self._documents) > _KEPT:
                    del self._documents[next(iter(self._documents))]
            self._settle(hit)

        self._fetching.ask(lambda _: fetch(), fetched)
        self.set_timer(SLOW_SECONDS, lambda: self._settle(hit) if self._fetching.is_busy else None)

    def renew(self) -> None:
        """Take in that documents or tags have changed."""
        self._documents.clear()
        self.show(self._hit)

    def on_unmount(self) -> None:
        """End the fetching."""
        self._fetching.stop()

    def _settle(self, hit: Hit | None) -> None:
        self._hit = hit
        self.redraw()

    def _lines_of(self, width: int, height: int) -> Sequence[Pieces]:
        if self._hit is None:
            return []
        document = self._documents.get(self._hit.entry.document or "")
        return _Drawing(self._workspace, document, width, self.app.current_theme.dark).lines(self._hit, height)


class _Drawing:
    def __init__(self, workspace: Workspace, document: Document | None, width: int, is_dark: bool) -> None:
        self._workspace = workspace
        self._document = document
        self._width = width
        self._is_dark = is_dark

    def lines(self, hit: Hit, height: int) -> list[Pieces]:
        """Return the passage among its neighbours, so that the first of the words that were found is in sight."""
        entry, document = hit.entry, self._document
        title: list[Pieces] = [clipped([(entry.title or "", BOLD)], self._width), []]
        text = _wrapped(entry.text, self._width, hit.spans, PLAIN)
        if document is None or entry.paragraph is None or is_lost(entry):
            head = [self._heading(hit, None)] if entry.paragraph is not None else []
            return [*title, *head, *_around_match(text, height - 2 - len(head))][:height]
        paragraph = document.paragraph(entry.paragraph)
        if paragraph is not None and paragraph.text != entry.text:
            # A note: what it is on stands under it.
            text = [*text, [], *_wrapped(paragraph.text, self._width, (), DIM)]
        below = self._neighbours(range(entry.paragraph + 1, entry.paragraph + 1 + _NEIGHBOURS))
        above = self._neighbours(range(max(1, entry.paragraph - _NEIGHBOURS), entry.paragraph))
        room = height - len(title) - 1
        text = _around_match(text, room)
        spare = room - len(text) - min(len(below) + 1, height // 4)
        above = above[max(0, len(above) - max(0, min(spare, height // 3))) :]
        return [*title, *above, self._heading(hit, paragraph), *text, [], *below][:height]

    def _heading(self, hit: Hit, paragraph: Paragraph | None) -> Pieces:
        entry = hit.entry
        themes = " · ".join(themes_of(self._workspace, entry)) or "untagged"
        who = f" · {paragraph.speaker.name}" if paragraph and paragraph.speaker else ""
        number = "orphan" if is_lost(entry) else f"¶ {entry.paragraph}"
        return justified([(f"▌{number}{who}", BOLD)], [(clipped([(themes, BOLD)], self._width)[0])], self._width)

    def _neighbours(self, numbers: range) -> list[Pieces]:
        """Return the paragraphs around, each with the marks of its themes at the end of its first line."""
        assert self._document is not None
        lines: list[Pieces] = []
        for n in numbers:
            paragraph = self._document.paragraph(n)
            if paragraph is None or not paragraph.kind.is_passage:
                continue
            marks = self._marks(n)
            own = _wrapped(paragraph.text, self._width - (_MARKS if marks else 0), (), DIM)
            lines += [justified(own[0], marks, self._width) if marks else own[0], *own[1:], []]
        return lines

    def _marks(self, n: int) -> list[tuple[str, Style]]:
        assert self._document is not None
        codebook = self._workspace.codebook
        themes = self._workspace.themes_on(self._document.id, n)
        marks = [
            (f" {codebook.marks[each.id]}", Style(color=shade(each.colour, dark=self._is_dark), bold=True))
            for each in themes
        ]
        fitting = [each for at, each in enumerate(marks) if width_of(marks[: at + 1]) < _MARKS]
        return fitting if len(fitting) == len(marks) else [*fitting, ("+", BOLD)]


def _around_match(lines: list[Pieces], height: int) -> list[Pieces]:
    """Return as many lines as there is room for; where the first match would be out of sight, from just above it."""
    first = next((at for at, line in enumerate(lines) if any(style.reverse for _, style in line)), 0)
    if first < height:
        return lines
    return [[("…", DIM)], *lines[first - 1 :]]


def _wrapped(text: str, width: int, spans: Sequence[tuple[int, int]], base: Style) -> list[Pieces]:
    lines: list[Pieces] = []
    for start, end in wrap(text[:_LONGEST], width):
        here = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
        lines.append(highlighted(text[start:end], here, FOUND, base))
    return lines
