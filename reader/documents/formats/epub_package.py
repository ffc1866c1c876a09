"""The files in an EPUB that say what it is made of: where the package is, what is in it, what is locked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.formats.archives import resolve
from reader.documents.formats.lines import collapse
from reader.documents.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

_DUBLIN = "http://purl.org/dc/elements/1."
_SAID = frozenset({"title", "creator", "date", "publisher", "source"})


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the book; `is_list` says that it only lists the others."""

    path: str
    media: str
    is_list: bool


class Roots:
    """Reads where the package is."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "rootfile" and (path := attributes.get("full-path")):
            self.paths.append(resolve("", path))

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take a piece of text."""


class Locks:
    """Reads which parts are encrypted."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if name == "CipherReference":
            self.paths.append(attributes.get("URI", ""))

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take a piece of text."""


class Package:
    """Reads the package at `path`: its items by id, its spine as ids with whether each is in line, what it says."""

    def __init__(self, path: str) -> None:
        self.items: dict[str, Item] = {}
        self.spine: list[tuple[str, bool]] = []
        self._path = path
        self._said: dict[str, list[str]] = {}
        self._name = ""

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if space.startswith(_DUBLIN) and name in _SAID:
            event = attributes.get("event", "publication")
            self._name = name if name != "date" or "publication" in event else "other-date"
            self._said.setdefault(self._name, []).append("")
        elif name == "item":
            properties = attributes.get("properties", "").split()
            path = resolve(self._path, attributes.get("href", ""))
            item = Item(path, attributes.get("media-type", ""), "nav" in properties)
            self.items.setdefault(attributes.get("id", ""), item)
        elif name == "itemref":
            self.spine.append((attributes.get("idref", ""), attributes.get("linear") != "no"))

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""
        self._name = ""

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._name:
            self._said[self._name][-1] += data

    @property
    def metadata(self) -> Metadata:
        """What the book says of itself: the first title, all authors, the day of publication, the publisher."""
        said = {name: [text for each in texts if (text := collapse(each))] for name, texts in self._said.items()}

        def first(*names: str) -> str | None:
            return next((texts[0] for name in names if (texts := said.get(name))), None)

        authors = ", ".join(dict.fromkeys(said.get("creator", ()))) or None
        address = next((text for text in said.get("source", ()) if text.startswith(("http://", "https://"))), None)
        return Metadata(first("title"), first("date", "other-date"), first("publisher"), authors, address)
