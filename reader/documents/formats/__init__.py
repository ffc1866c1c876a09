"""The formats that Reader reads: one module each, with one function `extract(data: bytes) -> Extract`.

A new format is a module here and a line in `_ENDINGS`.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.documents.model import Extract

_ENDINGS = {
    "plain": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "pdf": (".pdf",),
    "subtitles": (".srt", ".vtt"),
    "csv_table": (".csv", ".tsv"),
    "hansard_xml": (".xml",),
}
_MODULES = MappingProxyType({ending: module for module, endings in _ENDINGS.items() for ending in endings})

SUFFIXES = frozenset(_MODULES)
"""The endings of file names that this version reads, in lower case and with the dot."""

FORMATS = tuple(endings[0] for endings in _ENDINGS.values())
"""The usual ending of each format, to tell users what is read."""


def extract(data: bytes, suffix: str) -> Extract:
    """Return the blocks of a file's content, read as its `suffix` says (".txt", in any case).

    Raises ReaderError where this version doesn't read that format or the content isn't what the suffix says.
    """
    name = _MODULES.get(suffix.lower())
    if name is None:
        raise ReaderError(f"this version doesn't read {suffix or 'files without an ending'}")
    extracted: Extract = import_module(f"{__name__}.{name}").extract(data)
    return extracted
