"""Plain text: paragraphs split at blank lines, with simple front matter."""

from __future__ import annotations

from reader.documents.decode import decode
from reader.documents.formats import front_matter
from reader.documents.formats.lines import paragraphs
from reader.documents.model import Block, Extract


def extract(data: bytes) -> Extract:
    """Return the paragraphs of a plain text file. Raises ReaderError where it is no text."""
    return from_text(decode(data))


def from_text(text: str) -> Extract:
    """Return the paragraphs of `text`, read as plain text."""
    metadata, rest = front_matter.split(text)
    return Extract([Block(paragraph) for paragraph in paragraphs(rest)], metadata)
