"""What reading one file gave, in the form in which it goes from process to process and into the cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.documents.model import Attributes, Content, Kind, Metadata, Paragraph, Speaker

if TYPE_CHECKING:
    from pathlib import Path

MOST_CHARACTERS = 48_000_000
"""A longer readout is no writing, but an accident or an attack: ten times the Bible."""

FURTHER_CHARACTERS = 1 << 15
"""Of a longer readout nothing else is made where it was read: that would take memory of which there is little."""

Further = Callable[[Content], bytes]
"""What somebody else wants made of a content while the process that read it is at it."""

UNNAMED = ""
"""The digest of bytes that took their reader with them before it could name them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A document on one line: what it says of itself, and how much of it there is to read.

    `passages` counts the paragraphs that are read and tagged; `paragraphs` counts all.
    """

    metadata: Metadata
    version: str
    paragraphs: int
    passages: int
    error: str | None = None

    @classmethod
    def of(cls, content: Content) -> Summary:
        """Return the summary of a file's content."""
        passages = sum(paragraph.kind.is_passage for paragraph in content.paragraphs)
        return cls(content.metadata, content.version, len(content.paragraphs), passages, content.error)

    def passages_with(self, tagged: int) -> int:
        """Return how many paragraphs there are to tag where `tagged` are: a title or heading is one once it is."""
        return max(self.passages, tagged)

    @classmethod
    def from_json(cls, text: str) -> Summary:
        """Return the summary that a readout holds. Raises ValueError, TypeError or KeyError where it is none."""
        plain: dict[str, Any] = json.loads(text)
        return cls(**{**plain, "metadata": Metadata(**plain["metadata"])})


@dataclass(frozen=True, slots=True)
class Readout:
    """A file's summary and content as JSON.

    `digest` names the bytes that were read. It is None where the file could not be opened, which may be otherwise a
    moment later. Summary and content are empty where the bytes are those that the asker knows already. `more` is what
    somebody else makes of the content; of much nothing is made, and the asker has to do it.
    """

    digest: str | None
    summary: str = ""
    content: str = ""
    more: bytes = b""

    @classmethod
    def of(cls, content: Content, digest: str | None, further: Further | None = None) -> Readout:
        """Return the readout of a file's content, and what `further` makes of it."""
        packed = _dumps(_plain(content) if content.error is None else content.error)
        if len(packed) > MOST_CHARACTERS:
            return cls.of(_unreadable("there is more text in it than in any book: split it into several files"), digest)
        more = further(content) if further and content.error is None and len(packed) <= FURTHER_CHARACTERS else b""
        return cls(digest, _dumps(Summary.of(content)), packed, more)

    @classmethod
    def failed(cls, reason: str, digest: str | None = None) -> Readout:
        """Return the readout of a file that can't be read, for a reason in words."""
        return cls.of(_unreadable(reason), digest)

    @property
    def is_known(self) -> bool:
        """Whether the bytes are those that the asker knew, so that nothing was read."""
        return not self.content


def read_out(
    path: Path, known: str | None = None, *, only_small: int | None = None, further: Further | None = None
) -> Readout | None:
    """Read the file at `path`, unless its bytes are those whose digest is `known`. Never raises or waits.

    With `only_small` returns None, and reads nothing, where the file has more bytes than that or is not plainly text,
    so that its reader may take long.
    """
    from reader.documents.formats import is_plainly_text
    from reader.documents.reading import file_bytes, read_bytes
    from reader.errors import ReaderError

    try:
        data = file_bytes(path, only_small)
    except ReaderError as problem:
        return Readout.failed(str(problem))
    if data is None or (only_small is not None and not is_plainly_text(data, path.suffix)):
        return None
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Readout(digest) if digest == known else Readout.of(read_bytes(data, path.name), digest, further)


def content_from_json(text: str) -> Content:
    """Return the content that a readout holds. Raises ValueError, TypeError or IndexError where it is none."""
    plain = json.loads(text)
    return _unreadable(plain) if isinstance(plain, str) else _content(plain)


def _unreadable(reason: str) -> Content:
    from reader.documents.reading import unreadable

    return unreadable(reason)


def _dumps(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, default=_fields)


def _fields(thing: Summary | Metadata) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in thing.__slots__}


def _plain(content: Content) -> list[Any]:
    speakers: dict[Speaker, int] = {}
    attributes: dict[Attributes, int] = {(): 0}
    rows = [
        (
            paragraph.kind.value,
            paragraph.text,
            None if paragraph.speaker is None else speakers.setdefault(paragraph.speaker, len(speakers)),
            attributes.setdefault(paragraph.attributes, len(attributes)),
        )
        for paragraph in content.paragraphs
    ]
    names = [(each.name, each.party, each.role, each.constituency, each.id) for each in speakers]
    return [content.version, content.metadata, names, list(attributes), rows]


def _content(plain: list[Any]) -> Content:
    version, metadata, names, told, rows = plain
    speakers = [Speaker(*name) for name in names]
    attributes = [tuple((name, said) for name, said in each) for each in told]
    paragraphs = tuple(
        Paragraph(n, Kind(kind), text, None if speaker is None else speakers[speaker], attributes[number])
        for n, (kind, text, speaker, number) in enumerate(rows, 1)
    )
    return Content(paragraphs, Metadata(**metadata), version)
