"""XML as a stream of events, so that no depth, entity or address in it can do harm. Names come with their namespace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

from reader.documents.formats import limits
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN = re.compile(r"[^&<]*|&#\w{1,8};")


class Handler(Protocol):
    """What takes the events. A name is the local one; `space` is its namespace, empty where it has none."""

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element; the names of `attributes` are local."""

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take a piece of text."""


def stream(data: bytes, handler: Handler) -> None:
    """Give all of `data`, an XML document, to `handler`.

    Raises ReaderError where it is broken, nested too deeply, or refers to anything but itself. Entities that stand
    for a few characters are allowed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if count > limits.ELEMENTS:
            raise ReaderError(f"its XML has more than {limits.ELEMENTS:,} elements")
        if depth > limits.DEPTH:
            raise ReaderError(f"its XML is nested deeper than {limits.DEPTH:,} elements")
        space, _, local = name.rpartition(" ")
        if attributes:
            attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        handler.start(local, space, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        space, _, local = name.rpartition(" ")
        handler.end(local, space)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = _check_entity
    parser.ExternalEntityRefHandler = _refuse_outside
    try:
        parser.Parse(data, True)
    except expat.ExpatError as broken:
        raise ReaderError(f"its XML is broken in line {broken.lineno}: {expat.ErrorString(broken.code)}") from None
    except (LookupError, ValueError):
        raise ReaderError("its XML is in an encoding that Reader doesn't know") from None


def _check_entity(
    name: str, is_parameter: bool, value: str | None, base: str | None, system: str | None, public: str | None,
    notation: str | None,
) -> None:  # fmt: skip
    if system or public:
        return
    # An entity made of entities is how a kilobyte becomes a billion laughs.
    if value is None or len(value) > limits.ENTITY_LENGTH or not _PLAIN.fullmatch(value):
        raise ReaderError(f"its XML declares “{name[:40]}” to stand for more than a character: it looks like an attack")


def _refuse_outside(context: str, base: str | None, system: str | None, public: str | None) -> int:
    raise ReaderError("its XML refers to another file, which Reader never opens")
