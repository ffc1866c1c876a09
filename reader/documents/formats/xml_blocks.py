"""The text of an XML element in blocks, for the kinds of XML that Reader knows and for those that it doesn't."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.documents.formats.lines import collapse
from reader.documents.formats.xml_guard import local
from reader.documents.model import Attributes, Block, Kind, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

_HEADINGS = frozenset({"heading", "subheading", "crossheading", "head", "title", "h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "item", "listitem"})
_ROWS = frozenset({"tr", "row"})
_NOTES = frozenset({"footnote", "authorialnote", "note", "fn"})
_BLOCKS = (
    _HEADINGS | _ITEMS | _ROWS | frozenset({"p", "para", "block", "div", "blockquote", "ul", "ol", "table", "list"})
)
_SKIPPED = frozenset({"meta", "metadata", "script", "style"})


@dataclass(frozen=True, slots=True)
class Voice:
    """What holds for all blocks of an element: their kind where nothing else is said, who speaks, what is known."""

    kind: Kind = Kind.BODY
    speaker: Speaker | None = None
    attributes: Attributes = ()


def name_of(element: Element) -> str:
    """Return an element's name without namespace, in lower case."""
    return local(element.tag).lower()


def children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements with one of `names` (lower case), at any depth below `element`."""
    return (each for each in element.iter() if each is not element and name_of(each) in names)


def words(element: Element) -> str:
    """Return the text of an element on one line, without its footnotes."""
    return collapse("".join(_pieces(element)))


def _pieces(element: Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        name = name_of(child)
        if name == "br" or name in _BLOCKS:
            yield " "
        if name not in _NOTES:
            yield from _pieces(child)
        if child.tail:
            yield child.tail


class Blocks:
    """Collects blocks out of elements, in the order of the document."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._number = ""

    def add(self, text: str, voice: Voice) -> None:
        """Add a block with `text`, after the number that stands before it."""
        text = f"{self._number} {text}".strip()
        self._number = ""
        if text:
            self.found.append(Block(text, voice.kind, voice.speaker, voice.attributes))

    def take(self, elements: Iterable[Element], voice: Voice) -> None:
        """Add the text of elements: one block for each that holds text, with the kind that its name says."""
        for element in elements:
            self._take(element, voice, _with_blocks(element))
        self._add_number(voice)

    def _take(self, element: Element, voice: Voice, holders: set[Element]) -> None:
        name = name_of(element)
        if name in _SKIPPED:
            return
        if name in _NOTES:
            self.add(words(element), replace(voice, kind=Kind.FOOTNOTE))
        elif name in _ROWS:
            cells = [words(cell) for cell in element]
            self.add(" | ".join(cells) if any(cells) else words(element), replace(voice, kind=Kind.TABLE_ROW))
        elif name in _HEADINGS and element not in holders:
            self.add(words(element), Voice(Kind.HEADING))
        elif name == "num" and element not in holders:
            self._add_number(voice)
            self._number = words(element)
        else:
            inner = replace(voice, kind=Kind.LIST_ITEM) if name in _ITEMS else voice
            self._take_text(element, inner, holders, whole=name in _BLOCKS)

    def _take_text(self, element: Element, voice: Voice, holders: set[Element], *, whole: bool) -> None:
        """Add an element as one block where it is a run of text, else each of its parts."""
        has_text = _says(element.text) or any(_says(child.tail) for child in element)
        if element not in holders and (whole or has_text):
            self.add(words(element), voice)
            self.take((note for note in children(element, *_NOTES)), voice)
            return
        if text := collapse(element.text or ""):
            self.add(text, voice)
        for child in element:
            self._take(child, voice, holders)
            if text := collapse(child.tail or ""):
                self.add(text, voice)

    def _add_number(self, voice: Voice) -> None:
        """Add a number that nothing followed as a block of its own."""
        if self._number:
            self.add("", voice)


def _says(text: str | None) -> bool:
    return text is not None and text != "" and not text.isspace()


def _with_blocks(element: Element) -> set[Element]:
    """Return those of `element` and what is in it that have a block inside."""
    holders: set[Element] = set()
    _mark(element, holders)
    return holders


def _mark(element: Element, holders: set[Element]) -> bool:
    inside = False
    for child in element:
        inside = _mark(child, holders) or name_of(child) in _BLOCKS or inside
    if inside:
        holders.add(element)
    return inside
