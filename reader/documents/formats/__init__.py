"""The formats that Reader reads: one module each, with one function `extract(data: bytes) -> Extract`.

A new format is a module here and a line in `_ENDINGS`; how its content gives it away stands in `sniffing`.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.documents.formats import limits
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.documents.model import Extract

_ENDINGS = {
    "plain": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "odt": (".odt",),
    "rtf": (".rtf",),
    "epub": (".epub",),
    "subtitles": (".srt", ".vtt"),
    "csv_table": (".csv", ".tsv"),
    "hansard_xml": (".xml",),
}
_MODULES = MappingProxyType({ending: module for module, endings in _ENDINGS.items() for ending in endings})

SUFFIXES = frozenset(_MODULES)
"""The endings of file names that this version reads, in lower case and with the dot."""

FORMATS = tuple(endings[0] for endings in _ENDINGS.values())
"""The usual ending of each format, to tell users what is read."""


_PLAIN = frozenset({"plain", "markdown"})
_NOT_PLAIN = (b"PK", b"%PDF", b"{\\rtf", b"<", b"WEBVTT")
_HEAD = 4_096


def is_plainly_text(data: bytes, suffix: str) -> bool:
    """Return whether `data` is surely plain text or Markdown, with so few lines that it is soon read."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MODULES.get(suffix.lower()) not in _PLAIN or b"\0" in head or head.startswith(_NOT_PLAIN):
        return False
    return data.count(b"\n") + data.count(b"\r") <= limits.LINES_AT_ONCE


def extract(data: bytes, suffix: str) -> Extract:
    """Return the blocks of a file's content, read as what it is; where that doesn't tell, as its `suffix` says.

    `suffix` is the ending of the file's name with the dot (".txt"), in any case. Raises ReaderError where this version
    doesn't read that format, or the content can't be read as any.
    """
    from reader.documents.formats.sniffing import sniff

    named = _MODULES.get(suffix.lower())
    if named is None:
        raise ReaderError(f"this version doesn't read {suffix or 'files without an ending'}")
    name = sniff(data, named)
    extracted: Extract = import_module(f"{__name__}.{name}").extract(data)
    return extracted
