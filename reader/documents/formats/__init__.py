"""The formats that Reader reads: one module each, with one function `extract(data: bytes) -> Extract`.

A new format is a module here and a line in `_MODULES`.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.documents.model import Extract

_MODULES = MappingProxyType(
    {
        ".txt": "plain",
        ".text": "plain",
        ".md": "markdown",
        ".markdown": "markdown",
    }
)

SUFFIXES = frozenset(_MODULES)
"""The endings of file names that this version reads, in lower case and with the dot."""


def extract(data: bytes, suffix: str) -> Extract:
    """Return the blocks of a file's content, read as its `suffix` says (".txt", in any case).

    Raises ReaderError where this version doesn't read that format or the content isn't what the suffix says.
    """
    name = _MODULES.get(suffix.lower())
    if name is None:
        raise ReaderError(f"this version doesn't read {suffix or 'files without an ending'}")
    extracted: Extract = import_module(f"{__name__}.{name}").extract(data)
    return extracted
