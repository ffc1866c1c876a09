"""Rich Text Format (.rtf): text in any code page, with styles, lists, tables and notes by kind."""

from __future__ import annotations

from reader.documents.formats.flow import Flow, titled
from reader.documents.formats.rtf_body import Body
from reader.documents.formats.rtf_tokens import tokens
from reader.documents.model import Extract
from reader.errors import ReaderError


def extract(data: bytes) -> Extract:
    """Return the paragraphs of an RTF file; a broken mark is passed over. Raises ReaderError where it is none."""
    begin = data.find(b"{\\rtf", 0, 64)
    if begin < 0:
        raise ReaderError("this is no RTF document: it doesn't begin as one")
    flow = Flow()
    body = Body(flow, is_utf8=_is_utf8(data))
    for token in tokens(data, begin):
        body.take(token)
    body.finish()
    return Extract(titled(flow.blocks()), properties=body.properties)


def _is_utf8(data: bytes) -> bool:
    """Return whether letters stand in the file as UTF-8, which the format forbids and some programs write."""
    if data.isascii():
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
