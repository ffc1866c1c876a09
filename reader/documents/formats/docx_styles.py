"""The style sheet of a Word document: what kind of paragraph each style makes, and which hide text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.formats.office_styles import kind_of_style
from reader.documents.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_CHAIN = 20
_OFF = frozenset({"0", "false", "off", "none"})


def is_on(attributes: Mapping[str, str]) -> bool:
    """Return whether a switch such as `<w:vanish/>` is on, as it is unless it says otherwise."""
    return attributes.get("val", "1").lower() not in _OFF


def outline_kind(attributes: Mapping[str, str]) -> Kind | None:
    """Return what an outline level says of a paragraph: the ninth and last is that of the text."""
    return Kind.HEADING if attributes.get("val", "9") in "012345678" else None


@dataclass(slots=True)
class _Style:
    base: str = ""
    kind: Kind | None = None
    hidden: bool = False
    listed: bool = False


class Styles:
    """Reads `styles.xml`; a style that says nothing of itself is what the one that it is based on is."""

    def __init__(self) -> None:
        self._styles: dict[str, _Style] = {}
        self._style = _Style()
        self._inside = False

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        value = attributes.get("val", "")
        if name == "style":
            self._style = self._styles.setdefault(attributes.get("styleId", ""), _Style())
            self._inside = True
        elif not self._inside:
            return
        elif name == "name":
            self._style.kind = kind_of_style(value)
        elif name == "basedOn":
            self._style.base = value
        elif name == "outlineLvl" and self._style.kind is None:
            self._style.kind = outline_kind(attributes)
        elif name == "vanish":
            self._style.hidden = is_on(attributes)
        elif name == "numId":
            self._style.listed = value != "0"

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""
        if name == "style":
            self._inside = False

    def text(self, data: str) -> None:
        """Take a piece of text, of which style sheets have none."""

    def kind(self, name: str) -> Kind | None:
        """Return what a paragraph in the style with the id `name` is, or None where no style says so."""
        listed = False
        for style in self._chain(name):
            if style.kind is not None:
                return style.kind
            listed = listed or style.listed
        if name not in self._styles:
            return kind_of_style(name)
        return Kind.LIST_ITEM if listed else None

    def hides(self, name: str) -> bool:
        """Return whether text in the style with the id `name` is hidden."""
        return any(style.hidden for style in self._chain(name))

    def _chain(self, name: str) -> list[_Style]:
        found: list[_Style] = []
        while name in self._styles and len(found) < _LONGEST_CHAIN:
            found.append(self._styles[name])
            name = found[-1].base
        return found
