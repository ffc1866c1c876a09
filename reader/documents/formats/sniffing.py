"""What a file is by its content: the ending of its name counts only where the content doesn't tell."""

from __future__ import annotations

import re

from reader.documents.decode import known_as
from reader.errors import ReaderError

_HEAD = 4_096
_PDF_REACH = 1_024
_NOT_TEXT = frozenset({"pdf", "docx", "odt", "epub"})
_NAMES = {"pdf": "PDF document", "docx": "Word document", "odt": "OpenDocument text", "epub": "EPUB book"}
_XML_PROLOGUE = re.compile(rb"(?:(?><\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*[>\[])\s*)+", re.DOTALL)
_HTML = re.compile(rb"(?:(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z][\w.:-]*)")
_RTF = b"{\\rtf"
_CUE = re.compile(rb"(?:\d{1,6}\s+)?\d{1,2}:\d{2}(?::\d{2})?[.,]\d{1,3}[ \t]+-->[ \t]+\d{1,2}:\d{2}")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def sniff(data: bytes, named: str) -> str:
    """Return the name of the module that reads `data`; `named` is the one that the file's name asks for.

    Raises ReaderError where `data` is something that no module reads, or not what a name such as "x.docx" promises.
    """
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if b"%PDF-" in data[: _PDF_REACH if named == "pdf" else len(b"%PDF-")]:
        return "pdf"
    head = _plain_head(data)
    found = _marked_text(head, named)
    if found is not None:
        return found
    if named not in _NOT_TEXT:
        return "plain" if named == "rtf" else named
    name = known_as(data)
    if name is not None and name.startswith("an old Office"):
        raise ReaderError("this is an old Office document, or one with a password: save it as .docx without one")
    raise ReaderError(f"this is {name or 'something else'}, not the {_NAMES[named]} that its name promises")


def _marked_text(head: bytes, named: str) -> str | None:
    """Return the module for a text that says in its first line what it is, or None."""
    if head.startswith(_RTF):
        return "rtf"
    if head.startswith(b"WEBVTT") or (named == "plain" and _CUE.match(head)):
        return "subtitles"
    if _HTML.match(head):
        return "html"
    if head.startswith(b"<?xml"):
        prologue = _XML_PROLOGUE.match(head)
        root = _ROOT.match(head, prologue.end() if prologue else 0)
        if root is not None and root.group(1).lower().rpartition(b":")[2] == b"html":
            return "html"
        return "html" if named == "html" else "hansard_xml"
    return None


def _plain_head(data: bytes) -> bytes:
    """Return the beginning of `data` in single bytes, whatever the width of its characters."""
    head = data[:_HEAD]
    for mark in _BOMS:
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"").lstrip()


def _archive(data: bytes) -> str:
    from reader.documents.formats.archives import Archive

    archive = Archive(data)
    kind = _mimetype(archive.get("mimetype")) if "mimetype" in archive else ""
    if kind == "application/epub+zip" or "META-INF/container.xml" in archive:
        return "epub"
    if "content.xml" in archive:
        return "odt"
    if "[Content_Types].xml" in archive or "_rels/.rels" in archive or "word/document.xml" in archive:
        folders = {name.partition("/")[0] for name in archive.names}
        if "xl" in folders and "word" not in folders:
            raise ReaderError("this is an Excel workbook: save the sheet as .csv to read it")
        if "ppt" in folders and "word" not in folders:
            raise ReaderError("this is a PowerPoint presentation: save it as .pdf to read it")
        return "docx"
    raise ReaderError("this is a ZIP archive, not a document: unpack it to read what is in it")


def _mimetype(data: bytes | None) -> str:
    return (data or b"").decode("ascii", "replace").strip()
