"""The tag pane: the themes with their keys and counts, and what is said of the current paragraph."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.style import Style
from textual.containers import Vertical

from reader.app.colours import shade
from reader.app.layout import wrap
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, justified
from reader.app.widgets.lines import Lines
from reader.app.widgets.rows import RowList
from reader.tags.anchoring import Status
from reader.tags.moments import by_the_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from reader.app.page import Item
    from reader.documents.model import Paragraph
    from reader.tags.anchoring import PlacedTag
    from reader.tags.model import Theme
    from reader.workspace import Workspace

_STATUS = {Status.REVIEW: "its words have changed · R settles", Status.ORPHAN: "its place is gone · R settles"}


class TagPane(Vertical):
    """The codebook of a workspace, and the tags and notes of one item of a page."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the pane; `sync` fills it."""
        super().__init__(id="tags")
        self._workspace = workspace
        self._themes: list[Theme] = []
        self._item: Item | None = None
        self.rows = RowList(self._row, id="themes")
        self._details = Lines(self._detail_lines, id="details")
        self._header = Lines(lambda _w, _h: [[("Themes", BOLD)]], id="tags-title")

    def compose(self) -> ComposeResult:
        """Put the themes over the details of the paragraph."""
        yield self._header
        yield self.rows
        yield self._details

    def sync(self) -> None:
        """Show the themes and tags that the workspace holds now."""
        self._themes = self._workspace.codebook.outline
        self._counts = self._workspace.theme_counts()
        self.rows.set_count(len(self._themes))
        self.rows.styles.height = max(1, min(len(self._themes), 12))
        self._details.redraw()

    def show(self, item: Item | None) -> None:
        """Show what is said of another item."""
        self._item = item
        self._details.redraw()

    def theme(self, row: int) -> Theme:
        """Return the theme of a row."""
        return self._themes[row]

    @property
    def _is_dark(self) -> bool:
        return self.app.current_theme.dark

    def _row(self, row: int, width: int) -> Sequence[Pieces]:
        theme, codebook = self._themes[row], self._workspace.codebook
        colour = Style(color=shade(theme.colour, dark=self._is_dark), bold=True)
        mark = codebook.marks[theme.id]
        name = "  " * len(codebook.ancestors(theme)) + theme.name
        left = [(f"{mark:<2}", colour), ("■ ", colour), (name, PLAIN)]
        return [justified(left, [(f"{self._counts[theme.id]:,}", DIM)], width)]

    def _detail_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        item = self._item
        lines: list[Pieces] = [[("─" * (width - 1), DIM)]]
        if item is None:
            return lines
        placed = [item.orphan] if item.orphan else self._workspace.index.on(item.document, item.n)
        lines.append(clipped([(self._where(item), BOLD)], width - 1))
        paragraph = self._paragraph(item)
        if paragraph and paragraph.told:
            lines += _indented(paragraph.told, width, DIM)
        for each in placed:
            lines += self._tag_lines(each, width)
        for note, _, spot in self._workspace.places.notes.on(item.document, item.n) if item.n else ():
            lines.append(justified([("Note", BOLD)], [(f"{note.coder}, {clock(note.modified)} ", DIM)], width))
            if spot.status in _STATUS:
                lines += _indented(f"{spot.status.value}: {_STATUS[spot.status]}", width, PLAIN)
            lines += _indented(note.text, width, PLAIN)
        if not placed and item.n:
            lines.append([("No tags yet", DIM)])
            lines.append([(f"press {self._keys()} to tag", DIM)])
        return lines

    def _paragraph(self, item: Item) -> Paragraph | None:
        document = self._workspace.document(item.document) if item.document else None
        return document.paragraph(item.n) if document and not item.orphan else None

    def _where(self, item: Item) -> str:
        paragraph = self._paragraph(item)
        if item.orphan:
            return "orphan"
        return f"¶ {item.n} · {paragraph.speaker.name}" if paragraph and paragraph.speaker else f"¶ {item.n}"

    def _keys(self) -> str:
        keys = [theme.key for theme in self._workspace.codebook.themes if theme.key]
        return f"{keys[0]}–{keys[-1]}" if len(keys) > 1 else "".join(keys) or "t"

    def _tag_lines(self, placed: PlacedTag, width: int) -> Iterator[Pieces]:
        codebook = self._workspace.codebook
        theme = codebook.get(placed.theme)
        if theme is None:
            return
        colour = Style(color=shade(theme.colour, dark=self._is_dark), bold=True)
        left = [(codebook.marks[theme.id] + " ", colour), (theme.name, PLAIN)]
        yield justified(left, [(f"{placed.tag.coder}, {clock(placed.tag.created)} ", DIM)], width)
        if placed.status in _STATUS:
            yield from _indented(f"{placed.status.value}: {_STATUS[placed.status]}", width, PLAIN)
        if placed.start is not None:
            yield from _indented(f"“{placed.tag.quotation}”", width, DIM)
        if placed.tag.note:
            yield from _indented(placed.tag.note, width, PLAIN)


def clock(moment: str) -> str:
    """Return a stored moment as the user's clock shows it: the time today, else the date."""
    local = by_the_clock(moment)
    if local is None:
        return "?"
    return f"{local:%H:%M}" if local.date() == datetime.now().astimezone().date() else f"{local.day} {local:%b %Y}"


def _indented(text: str, width: int, style: Style) -> Iterator[Pieces]:
    for start, end in wrap(text, width - 3)[:6]:
        yield [("  ", PLAIN), (text[start:end], style)]
