"""What goes into a search and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader.tags.anchoring import Status
from reader.tags.codebook import Codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.documents.model import Kind, Speaker
    from reader.search.fold import Span


THEME_KEY = "theme:"
"""What the key of a theme's entry begins with, before the theme's id."""


class EntryType(StrEnum):
    """What kind of thing an entry stands for."""

    PASSAGE = "passage"
    DOCUMENT = "document"
    THEME = "theme"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found by its `text`.

    `key` names it among all entries. `document` is a document's id, `path` and `title` that document's,
    `paragraph` counts from 1, `speaker` is name, party and role in words, `kind` and `person` are the paragraph's;
    None where it doesn't apply.
    """

    type: EntryType
    key: str
    text: str
    document: str | None = None
    path: str | None = None
    title: str | None = None
    paragraph: int | None = None
    speaker: str | None = None
    kind: Kind | None = None
    person: Speaker | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document; `date` is ISO 8601, whole or in part."""

    id: str
    path: str
    title: str
    date: str | None = None
    source: str | None = None
    author: str | None = None


class Tagging(NamedTuple):
    """A tag in force, at a paragraph where it stands today; of an orphan `paragraph` is minus the number it had.

    `theme` is the id of the theme that it stands for today, `id` the tag's.
    """

    document: str
    paragraph: int
    theme: str
    coder: str
    note: str = ""
    status: Status = Status.ANCHORED
    id: str = ""


class PlacedNote(NamedTuple):
    """A note on a paragraph, where it stands today."""

    document: str
    paragraph: int
    text: str


class Facts:
    """What a search asks about that isn't in the entries, because it changes while one reads; here: nothing is known.

    One object never changes its answers. It may be asked from several threads.
    """

    @cached_property
    def kept(self) -> dict[object, object]:
        """What others worked out from these facts, each under a key of its own; it is kept as long as they are."""
        return {}

    def about(self, document: str) -> About | None:
        """Return what is known of the document with that id, or None."""
        return None

    @property
    def codebook(self) -> Codebook:
        """The themes."""
        return Codebook({})

    @property
    def tags(self) -> Sequence[Tagging]:
        """Every tag, once for each paragraph that it stands on, these together."""
        return ()

    @property
    def notes(self) -> Sequence[PlacedNote]:
        """Every note that stands on a paragraph, not on a tag."""
        return ()


Spans = tuple["Span", ...]


class Hit:
    """An entry that was found: how well it matches (0 to 100), and where in its text, in order, nothing twice.

    The places may be given as a function, which is asked at most once: most hits are never drawn.
    """

    __slots__ = ("_spans", "entry", "score")

    def __init__(self, entry: Entry, score: float, spans: Spans | Callable[[], Spans]) -> None:
        self.entry = entry
        self.score = score
        self._spans = spans

    @property
    def spans(self) -> Spans:
        """The places that match, as spans of the entry's text."""
        if callable(self._spans):
            self._spans = self._spans()
        return self._spans

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Hit):
            return NotImplemented
        return (self.entry, self.score, self.spans) == (other.entry, other.score, other.spans)

    def __hash__(self) -> int:
        return hash((self.entry.key, self.score))

    def __repr__(self) -> str:
        return f"Hit({self.entry!r}, {self.score!r}, {self.spans!r})"


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, best first.

    `total` counts all that match, of which `hits` are the best; `of` counts the entries in scope; `ms` is the
    time taken in milliseconds. `remarks` says, a sentence each, what of the query the library doesn't know.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    of: int
    ms: float
    remarks: tuple[str, ...] = ()


class SearchCancelledError(Exception):
    """The search was given up half-way because nobody waits for it any more."""
