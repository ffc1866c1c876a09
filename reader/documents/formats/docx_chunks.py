"""What web programs pack into a Word document as it is: whole web pages, by themselves or as a mail would hold them."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from typing import TYPE_CHECKING

from reader.documents.formats import html, limits
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.documents.model import Block

_HEAD = 4_096
_BOUNDARY = re.compile(rb"multipart/\w{1,20};[^\x00]{0,400}?boundary=\"?([^\s\";]{1,100})", re.IGNORECASE)
_PAGE = re.compile(rb"Content-Type:[ \t]{0,9}text/html", re.IGNORECASE)
_PACKED = re.compile(rb"Content-Transfer-Encoding:[ \t]{0,9}(quoted-printable|base64)", re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")


def blocks_of(name: str, data: bytes) -> list[Block]:
    """Return the blocks of the page in the part `name`; none where it holds something else than a page."""
    if name.lower().endswith((".mht", ".mhtml", ".eml")) or _BOUNDARY.search(data, 0, _HEAD):
        data = _page_in(data)
    elif not name.lower().endswith((".html", ".htm", ".xhtml")):
        return []
    if len(data) > limits.HTML_BYTES:
        raise ReaderError(f"its part “{name}” has more than {limits.HTML_BYTES // limits.MEGABYTE} MB")
    return html.chapter(data)


def _page_in(data: bytes) -> bytes:
    """Return the first web page in what is packed like a mail, nothing where there is none."""
    boundary = _BOUNDARY.search(data, 0, _HEAD)
    parts = data.split(b"--" + boundary.group(1), limits.CHAPTERS) if boundary else [data]
    for part in parts:
        blank = _BLANK.search(part.lstrip())
        head = part.lstrip()[: blank.start()] if blank else b""
        if blank is None or not _PAGE.search(head):
            continue
        body, packed = part.lstrip()[blank.end() :], _PACKED.search(head)
        if packed is None:
            return body
        try:
            return base64.b64decode(body) if packed.group(1).lower() == b"base64" else quopri.decodestring(body)
        except binascii.Error:
            return b""
    return b""
