"""The body of an OpenDocument text, element by element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.formats import limits
from reader.documents.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.documents.formats.flow import Flow
    from reader.documents.formats.odt_styles import Styles

_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "ruby-text", "forms", "script", "hidden-text", "table-of-content-source"}
)
_DESCRIPTIONS = frozenset({"title", "desc"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_INDEXES = frozenset({"index-body"})
_ITEMS = frozenset({"list-item", "list-header"})


class Body:
    """Reads `content.xml`: its own styles first, then the paragraphs into `flow`.

    Deletions, comments and hidden text stay out; a space, a row or a cell that stands for a million does not swell.
    """

    def __init__(self, flow: Flow, styles: Styles) -> None:
        self.found = False
        self._flow = flow
        self._styles = styles
        self._out = 0
        self._hiding: list[bool] = []
        self._paragraphs = 0
        self._lists = 0
        self._indexes = 0
        self._repeats: list[int] = []
        self._mark = ""
        self._in_mark = False

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if not self.found:
            self.found = name == "text" and "office" in space
            self._styles.start(name, space, attributes)
        elif self._out or name in _LEFT_OUT or (name in _DESCRIPTIONS and "svg" in space):
            self._out += 1
        elif name in ("p", "h"):
            self._open_paragraph(name, attributes)
        elif name in ("s", "tab", "line-break"):
            self._flow.add({"s": " " * _number(attributes.get("c"), limits.SPACES), "tab": "\t"}.get(name, "\n"))
        elif name in ("span", "section"):
            self._open_hidden(name, attributes)
        elif name in _ITEMS:
            self._lists += 1
        elif name in _INDEXES:
            self._indexes += 1
        elif name == "note-citation":
            self._mark, self._in_mark = "", True
        elif name == "note-body":
            self._flow.open_note()
        else:
            self._start_table(name, attributes)

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""
        if not self.found:
            self._styles.end(name, space)
        elif self._out:
            self._out -= 1
        elif name in ("p", "h"):
            self._paragraphs -= 1
            self._flow.close_paragraph()
        elif name in _ITEMS:
            self._lists -= 1
        elif name in _INDEXES:
            self._indexes -= 1
        elif name == "note-citation":
            self._in_mark = False
            self._flow.add(f"[{self._mark}]")
        elif name == "note-body":
            self._flow.close_note(self._mark)
        elif name in _CELLS:
            self._flow.close_cell(self._repeats.pop())
        elif name == "table-row":
            self._flow.close_row(self._repeats.pop())

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if not self.found or self._out:
            return
        if self._in_mark:
            self._mark += data.strip()
        elif self._paragraphs:
            # White space in the file is there for its own looks: that of the text has elements.
            self._flow.add(data.replace("\n", " "))

    def _open_paragraph(self, name: str, attributes: Mapping[str, str]) -> None:
        style = attributes.get("style-name", "")
        if self._styles.hides(style):
            self._out += 1
            return
        kind = self._styles.kind(style)
        if self._indexes:
            kind = Kind.BOILERPLATE
        elif name == "h":
            kind = kind or Kind.HEADING
        elif self._lists:
            kind = kind or Kind.LIST_ITEM
        self._paragraphs += 1
        self._flow.open_paragraph(kind)

    def _open_hidden(self, name: str, attributes: Mapping[str, str]) -> None:
        """Leave out a stretch or a section that is hidden."""
        hidden = self._styles.hides(attributes.get("style-name", "")) if name == "span" else False
        self._out += hidden or attributes.get("display") == "none"

    def _start_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-row":
            self._flow.open_row()
            self._repeats.append(_number(attributes.get("number-rows-repeated"), limits.REPEATS))
        elif name in _CELLS:
            self._flow.open_cell()
            self._repeats.append(_number(attributes.get("number-columns-repeated"), limits.REPEATS))


def _number(said: str | None, most: int) -> int:
    """Return how often something stands: once where nothing is said, at most `most` times."""
    if said is None or not said.isascii() or not said.isdigit():
        return 1
    return min(int(said[:9]), most) if len(said) < 10 else most
