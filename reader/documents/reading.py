"""A file to its content: read, decoded, split, passed through the gate, and labelled."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.documents.formats import extract, is_plainly_text, limits
from reader.documents.gate import clean, clean_line
from reader.documents.model import Attributes, Block, Content, Extract, Kind, Metadata, Speaker
from reader.documents.structure import structure
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NOT_READ_ANYWAY = (RecursionError, OSError, UnicodeError)

TOO_MUCH_MEMORY = "reading it takes more memory than a document may: save it again, or as plain text"
MOST_BYTES = 256 << 20
"""A larger file is no document that somebody reads."""

# Opening a FIFO that took the file's place since it was looked at must not wait for a writer.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_file(path: Path) -> Content:
    """Return the content of the file at `path`; its `error` says why where it can't be read. Never raises or waits."""
    try:
        data = file_bytes(path)
    except ReaderError as problem:
        return unreadable(str(problem))
    assert data is not None
    return read_bytes(data, path.name)


def file_bytes(path: Path, most: int | None = None) -> bytes | None:
    """Return what the file at `path` holds, or None where that is more than `most` bytes. Never waits.

    Raises ReaderError, with the reason in words, where there is no ordinary file of a size that can be read.
    """
    try:
        data = _bytes_at(path, MOST_BYTES if most is None else most)
    except FileNotFoundError:
        raise ReaderError("the file isn't there any more") from None
    except PermissionError:
        raise ReaderError("there is no permission to read the file") from None
    except MemoryError:
        raise ReaderError("the file is too big for this computer's memory") from None
    except (OSError, ValueError) as problem:
        raise ReaderError(f"the file can't be read: {getattr(problem, 'strerror', None) or problem}") from None
    if data is None and most is None:
        raise ReaderError(f"the file is larger than {MOST_BYTES >> 20} MB: split it into several files")
    return data


def is_plain_file(path: Path, most: int) -> bool:
    """Return whether the file at `path` is plain text of at most `most` bytes, or can't be opened anyway."""
    try:
        data = file_bytes(path, most)
    except ReaderError:
        return True
    return data is not None and is_plainly_text(data, path.suffix)


def read_bytes(data: bytes, name: str) -> Content:
    """Return the content of a file called `name` that holds `data`; its `error` says why where it can't be read."""
    try:
        return _read(data, PurePath(name).suffix)
    except ReaderError as problem:
        return unreadable(str(problem))
    except MemoryError:
        return unreadable(TOO_MUCH_MEMORY)
    except _NOT_READ_ANYWAY as problem:
        return unreadable(f"the file can't be read: {problem or type(problem).__name__}")


def unreadable(reason: str) -> Content:
    """Return the content of a file that can't be read, for a reason in words."""
    return Content((), Metadata(), version_of(()), clean_line(reason))


def version_of(texts: Iterable[str]) -> str:
    """Return the name of a version of a document: the SHA-256, in hex, of its paragraphs' texts."""
    return hashlib.sha256("\n\n".join(texts).encode()).hexdigest()


def _bytes_at(path: Path, most: int) -> bytes | None:
    _refuse_unless_file(path.stat().st_mode)
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        status = os.fstat(file.fileno())
        _refuse_unless_file(status.st_mode)
        # A file that somebody writes to all the while has no end: what it had when it was opened counts.
        return file.read(status.st_size) if status.st_size <= most else None


def _refuse_unless_file(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise ReaderError("this is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise ReaderError("this is no ordinary file, but a device, a pipe or a socket")


def _read(data: bytes, suffix: str) -> Content:
    if not data.strip():
        raise ReaderError("the file is empty")
    gated = _through_gate(extract(data, suffix))
    if not gated.blocks and not gated.is_marked:
        raise ReaderError("the file is empty")
    structured = structure(gated)
    version = version_of(paragraph.text for paragraph in structured.paragraphs)
    return Content(structured.paragraphs, structured.metadata, version)


def _through_gate(extracted: Extract) -> Extract:
    """Return what was extracted without anything that steers a terminal; what is empty after it is left out.

    Raises ReaderError where more paragraphs are left than any document has.
    """
    speakers = {each: _clean_speaker(each) for each in {block.speaker for block in extracted.blocks} if each}
    attributes = {each: _clean_attributes(each) for each in {block.attributes for block in extracted.blocks}}
    blocks = []
    for block in extracted.blocks:
        text = clean(block.text)
        if text is not block.text:
            text = " ".join(text.split())
        if text:
            speaker = speakers[block.speaker] if block.speaker else None
            kind = Kind.BODY if block.speaker and speaker is None else block.kind
            lead = clean_line(block.lead) if block.lead else ""
            blocks.append(Block(text, kind, speaker, attributes[block.attributes], lead))
            if len(blocks) > limits.BLOCKS:
                raise ReaderError(f"it has more than {limits.BLOCKS:,} paragraphs: split it into several files")
    said, filled_in = _clean_metadata(extracted.metadata), _clean_metadata(extracted.properties)
    return Extract(blocks, said, filled_in, is_marked=extracted.is_marked)


def _clean_speaker(speaker: Speaker) -> Speaker | None:
    """Return the speaker without what steers a terminal; None where no name is left."""
    said = (speaker.party, speaker.role, speaker.constituency, speaker.id)
    name = clean_line(speaker.name)
    return Speaker(name, *map(_clean_value, said)) if name else None


def _clean_attributes(attributes: Attributes) -> Attributes:
    return tuple((clean_line(name), clean_line(value)) for name, value in attributes)


def _clean_metadata(metadata: Metadata) -> Metadata:
    said = (metadata.title, metadata.date, metadata.source, metadata.author, metadata.url)
    return Metadata(*map(_clean_value, said))


def _clean_value(value: str | None) -> str | None:
    return clean_line(value) or None if value else None
