"""What a document is once it has been read: paragraphs with a kind and, in a transcript, a speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a paragraph is in its document."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    DATELINE = "dateline"
    CAPTION = "caption"
    HEADING = "heading"
    BODY = "body"
    SPEAKER_LINE = "speaker_line"
    SPEECH = "speech"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"
    BOILERPLATE = "boilerplate"

    @property
    def is_passage(self) -> bool:
        """Whether a paragraph of this kind is what a reader reads and tags: text, not heading or furniture."""
        return self in _PASSAGES


_PASSAGES = frozenset({Kind.BODY, Kind.SPEECH, Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.FOOTNOTE})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as the document says so; `id` is what the source calls a person, whatever the name."""

    name: str
    party: str | None = None
    role: str | None = None
    constituency: str | None = None
    id: str | None = None

    @property
    def heading(self) -> str:
        """The speaker on one line, for a heading or a citation: name, then office or party and constituency."""
        return " · ".join(part for part in (self.name, self.role, self.party, self.constituency) if part)


Attributes = tuple[tuple[str, str], ...]
"""What a source says of a paragraph beside its words, as names and values: when it was said, what else was answered."""

START = "start"
"""The attribute that says when in a recording the words begin, as `00:12:31`."""

_CLOCK = re.compile(r"\d{1,4}:[0-5]\d:[0-5]\d")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of reading and tagging; `n` counts from 1 in its document, `text` has passed the gate."""

    n: int
    kind: Kind
    text: str
    speaker: Speaker | None = None
    attributes: Attributes = ()

    @property
    def start(self) -> str | None:
        """When in a recording its words begin, in hours, minutes and seconds; None where there is no recording."""
        said = (value for name, value in self.attributes if name.casefold() == START)
        return next((value for value in said if _CLOCK.fullmatch(value)), None)

    @property
    def details(self) -> Attributes:
        """All that its source says beside name and words: its attributes, and what it calls the speaker."""
        named = (("speaker id", self.speaker.id),) if self.speaker and self.speaker.id else ()
        return (*self.attributes, *named)

    @property
    def told(self) -> str:
        """Its details on one line, `start 00:12:31 · Age 34`; empty where there are none."""
        return " · ".join(f"{name} {said}" for name, said in self.details)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; `date` is ISO 8601, whole or in part (`2021`, `2021-11`, `2021-11-29`)."""

    title: str | None = None
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text that a format found, with its kind and speaker where the format itself marks them.

    `lead` is what stands in bold type at the beginning of a text that goes on otherwise.
    """

    text: str
    kind: Kind | None = None
    speaker: Speaker | None = None
    attributes: Attributes = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """What every format module returns: the blocks of a file in order, and what its own metadata says.

    `metadata` goes before what the text says; `properties`, which programs fill in unasked, stand behind it.
    `is_marked` says that the format itself knows what every block is, as Hansard's XML does: no rule then guesses at
    kinds and speakers, a block without a kind is body, and a file without blocks is an empty document, not a fault.
    """

    blocks: list[Block]
    metadata: Metadata = field(default_factory=Metadata)
    properties: Metadata = field(default_factory=Metadata)
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Structured:
    """Blocks turned into numbered paragraphs with kinds and speakers, and what they say of the document."""

    paragraphs: tuple[Paragraph, ...]
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Content:
    """One file's content: its paragraphs, what it says of itself, and the hash that names this version of it.

    `error` says in words why the file can't be read; it then has no paragraphs.
    """

    paragraphs: tuple[Paragraph, ...]
    metadata: Metadata
    version: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source file of a library, read into paragraphs.

    `path` is relative to the library's root, with forward slashes, as the file system has it: pass it through
    `gate.clean_line` before it is shown. `id` stays the same when the file is edited, moved or renamed.
    """

    id: str
    path: str
    paragraphs: tuple[Paragraph, ...]
    metadata: Metadata
    version: str
    error: str | None = None

    def paragraph(self, n: int) -> Paragraph | None:
        """Return the paragraph numbered `n`, or None where there is none."""
        return self.paragraphs[n - 1] if 1 <= n <= len(self.paragraphs) else None

    @property
    def title(self) -> str:
        """The title to show: what the document says, else its file's name without the ending."""
        return self.metadata.title or title_from_path(self.path)


def title_from_path(path: str) -> str:
    """Return a readable title for a document that names none: its file's name without the ending."""
    from reader.documents.gate import clean_line

    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    return clean_line(stem) or "untitled"
