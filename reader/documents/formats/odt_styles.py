"""The styles of an OpenDocument text: what kind of paragraph each makes, and which hide text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.formats.office_styles import kind_of_style
from reader.documents.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_CHAIN = 20


class Styles:
    """Reads the styles in `styles.xml` and `content.xml`; automatic ones are what their parents are."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._levels: set[str] = set()
        self._hidden: set[str] = set()
        self._style = ""

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "style":
            self._style = attributes.get("name", "")
            self._parents[self._style] = attributes.get("parent-style-name", "")
            self._names[self._style] = attributes.get("display-name", self._style)
            if attributes.get("default-outline-level", "").strip("0"):
                self._levels.add(self._style)
        elif name in ("text-properties", "section-properties") and attributes.get("display") == "none":
            self._hidden.add(self._style)

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take a piece of text, of which style sheets have none."""

    def kind(self, name: str) -> Kind | None:
        """Return what a paragraph in the style `name` is, or None where no style says so."""
        for style in self._chain(name):
            kind = kind_of_style(self._names.get(style, style))
            if kind is not None:
                return kind
            if style in self._levels:
                return Kind.HEADING
        return None

    def hides(self, name: str) -> bool:
        """Return whether text in the style `name` is hidden."""
        return any(style in self._hidden for style in self._chain(name))

    def _chain(self, name: str) -> list[str]:
        found: list[str] = []
        while name and len(found) < _LONGEST_CHAIN:
            found.append(name)
            name = self._parents.get(name, "")
        return found
