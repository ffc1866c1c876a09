"""Web pages (.html): every block of the page, labelled by its markup and by whether it belongs to the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.decode import decode
from reader.documents.formats import html_metadata, limits
from reader.documents.formats.html_article import label, label_chapter
from reader.documents.formats.html_guard import refuse_hostile
from reader.documents.formats.html_speech import assign_speeches
from reader.documents.formats.html_walk import walk
from reader.documents.formats.lines import lead_of
from reader.documents.model import Block, Extract
from reader.errors import ReaderError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from reader.documents.formats.html_walk import Piece

_HEAD = 4_096
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
# What browsers take these names for: Windows' own sets, which have the typographic quotes.
_BROWSERS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
             "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932",
             "x-user-defined": "cp1252", "iso-8859-8-i": "iso-8859-8", "ks_c_5601-1987": "cp949"}  # fmt: skip
_XHTML = re.compile(r"\s*<\?xml\b|\s*<!DOCTYPE[^>]{0,200}XHTML|\s*<html[^>]{0,400}\sxmlns=", re.IGNORECASE)
_CLOSED = re.compile(r"<([a-zA-Z][\w:-]*)([^<>]*)/>")
_VOID = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "embed", "source", "track", "wbr"}
)
# Python knows many more, and some that take hours for a megabyte.
_ENCODINGS = re.compile(
    r"iso-?8859|latin|(?:us-)?ascii|windows|cp\d|koi8|mac|x-mac|shift|x-sjis|euc|gb|big5|tis|x-user|ks_c"
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def extract(data: bytes) -> Extract:
    """Return the blocks of a web page. Raises ReaderError where it is no text, or built to keep the reader busy."""
    if len(data) > limits.HTML_BYTES:
        raise ReaderError(f"the page has more than {limits.HTML_BYTES // limits.MEGABYTE} MB")
    tree = parse(text_of(data))
    pieces = walk(tree)
    label(pieces)
    assign_speeches(pieces)
    blocks = blocks_of(pieces)
    metadata, properties = html_metadata.read(tree)
    return Extract(blocks, metadata, properties=properties)


def chapter(data: bytes) -> list[Block]:
    """Return the blocks of a page that is part of a document, so that nothing on it is page furniture."""
    pieces = walk(parse(text_of(data)))
    label_chapter(pieces)
    return blocks_of(pieces)


def parse(text: str) -> LexborHTMLParser:
    """Return the tree of a page. Raises ReaderError where its tags nest so that the parser would take minutes."""
    from selectolax.lexbor import LexborHTMLParser

    if _XHTML.match(text):
        # To a parser of HTML `<title/>` opens a title that the rest of the page is in.
        text = _CLOSED.sub(_opened, text)
    refuse_hostile(text)
    return LexborHTMLParser(text.encode("utf-8", "replace"))


def blocks_of(pieces: list[Piece]) -> list[Block]:
    """Return the pieces of a page as blocks. Raises ReaderError where there are more than any page has."""
    if len(pieces) > limits.BLOCKS:
        raise ReaderError(f"it has more than {limits.BLOCKS:,} paragraphs")
    return [Block(piece.text, piece.kind, piece.speaker, lead=lead_of(piece.text, piece.lead)) for piece in pieces]


def text_of(data: bytes) -> str:
    """Return the text of a page, decoded by its byte order mark, else as it declares, else as it looks."""
    declared = None if data.startswith(_MARKS) else _DECLARED.search(data[:_HEAD])
    if declared is None:
        return decode(data)
    name = declared.group(1).decode("ascii").lower()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # What reads as UTF-8 from end to end is that, whatever it was copied from.
        return decode(data)
    try:
        return data.decode(_BROWSERS.get(name, name)) if _ENCODINGS.match(name) else decode(data)
    except (UnicodeDecodeError, LookupError, ValueError):
        return decode(data)


def _opened(match: re.Match[str]) -> str:
    name, rest = match.groups()
    return match.group() if name.lower() in _VOID else f"<{name}{rest}></{name}>"
