"""XML from anywhere, read so that it can neither fetch, nor swell, nor exhaust the stack.

Nothing outside the file is ever opened. Names of plain characters (`&pound;`), which Hansard's files define for
themselves, stay; a name that stands for other names is refused: it is how a small file unpacks to gigabytes.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

from reader.documents.decode import decode
from reader.errors import ReaderError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BYTES = 64 << 20
"""A day of Hansard has 6 MB."""

MOST_ELEMENTS = 500_000
"""A day of Hansard has 40,000; as a tree, half a million take 150 MB."""

DEEPEST = 250
"""Documents nest some 20 deep; what walks over a tree goes as deep as the tree."""

LONGEST_ENTITY = 1_000
"""In characters. What a document defines for itself is a character or a name."""

_MOST_TEXT = 64 << 20
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
# Python knows many more, and some that take hours for a megabyte.
_ENCODINGS = re.compile(
    r"(?:utf-?(?:8|16|32)|iso-?8859|latin|us-ascii|ascii|windows|cp\d|koi8|mac|shift|euc|gb|big5|tis)"
)
_AMPLIFIED = 43
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# No XML may hold these, raw or by number, and what a converter left behind is no reason to refuse all the rest.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_REFERENCES = re.compile(r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE)
_NESTED = re.compile(r"&(?!#)")


class Handler(Protocol):
    """What is told of a document while it is parsed.

    A name is `{namespace}name`, or `name` outside any namespace; attributes' names likewise.
    """

    def start(self, tag: str, attrs: dict[str, str], /) -> object:
        """Take notice that an element begins."""

    def end(self, tag: str, /) -> object:
        """Take notice that an element ends."""

    def data(self, data: str, /) -> object:
        """Take a piece of text."""


def parse(data: bytes, handler: Handler, *, deepest: int = DEEPEST) -> None:
    """Tell `handler` what the XML in `data` holds, in order, down to `deepest` elements within each other.

    Raises ReaderError where it is broken or dangerous.
    """
    if len(data) > MOST_BYTES:
        raise ReaderError(f"this XML has {len(data) >> 20} MB; Reader reads up to {MOST_BYTES >> 20} MB")
    guard = _Guard(handler, deepest)
    try:
        guard.parser.Parse(_as_utf8(data), True)
    except expat.ExpatError as broken:
        if broken.code == _AMPLIFIED:
            raise ReaderError("this XML unpacks to far more than it holds, as decompression bombs do") from None
        raise ReaderError(f"this XML is broken at line {broken.lineno}: {expat.ErrorString(broken.code)}") from None


def tree(data: bytes) -> Element:
    """Return the XML in `data` as a tree, at most `DEEPEST` deep. Raises ReaderError as `parse` does."""
    from xml.etree.ElementTree import TreeBuilder

    builder = TreeBuilder()
    parse(data, builder)
    return builder.close()


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def _as_utf8(data: bytes) -> bytes:
    """Return the document in UTF-8 without characters that XML forbids, whatever it says of its encoding."""
    declared = None if data.startswith(_BOMS) else _DECLARATION.match(data[:400].lstrip())
    encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    # As on the web: what calls itself Latin-1 is Windows' own, with dashes where the other has control characters.
    encoding = "cp1252" if encoding in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else encoding
    if not _ENCODINGS.match(encoding):
        return _without_controls(decode(data))
    try:
        text = data.decode("utf-8-sig" if encoding in ("utf-8", "utf8") else encoding)
    except (UnicodeError, LookupError):
        text = decode(data)
    return _without_controls(text)


def _without_controls(text: str) -> bytes:
    return _CONTROL_REFERENCES.sub("", _CONTROLS.sub("", text)).lstrip().encode()


class _Guard:
    """Stands between the parser and a handler, and counts."""

    def __init__(self, handler: Handler, deepest: int) -> None:
        self._handler = handler
        self._deepest = deepest
        self._names: dict[str, str] = {}
        self._elements = self._depth = self._length = 0
        # The text is UTF-8 by now, whatever its declaration says.
        self.parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = self._declared
        parser.ExternalEntityRefHandler = self._external
        # With an outside definition, though it is never read, an unknown name is no error but skipped, and told.
        parser.UseForeignDTD(True)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
        parser.SkippedEntityHandler = self._skipped

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._depth > self._deepest:
            raise ReaderError(f"this XML nests deeper than {self._deepest:,} elements, as no document does")
        if self._elements > MOST_ELEMENTS:
            raise ReaderError(f"this XML has more than {MOST_ELEMENTS:,} elements")
        if attributes:
            self._count(sum(map(len, attributes.values())))
            attributes = {self._named(each): value for each, value in attributes.items()}
        self._handler.start(self._named(name), attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(self._named(name))

    def _data(self, text: str) -> None:
        self._count(len(text))
        self._handler.data(text)

    def _count(self, length: int) -> None:
        self._length += length
        if self._length > _MOST_TEXT:
            raise ReaderError(f"this XML unpacks to more than {_MOST_TEXT >> 20} MB of text")

    def _named(self, name: str) -> str:
        if name not in self._names:
            self._names[name] = f"{{{name}" if "}" in name else name
        return self._names[name]

    def _declared(
        self,
        name: str,
        is_parameter: int,
        value: str | None,
        *_outside: str | None,
    ) -> None:
        # One that lies in another file is refused only when it is used: a list of them does no harm.
        if value is not None and (_NESTED.search(value) or len(value) > LONGEST_ENTITY):
            raise ReaderError(f"this XML defines “&{name};” as more than a few characters, as decompression bombs do")

    def _external(self, context: str | None, _base: str | None, system: str | None, _public: str | None) -> int:
        if context and system:
            raise ReaderError(f"this XML wants another file put into it ({system[:80]}); Reader opens none")
        # What should be definitions is read as if it were empty.
        self.parser.ExternalEntityParserCreate(context).Parse(b"", True)
        return 1

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._data(html5.get(f"{name};", f"&{name};"))
