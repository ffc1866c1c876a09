"""What goes into a search and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.search.fold import Span


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
    `paragraph` counts from 1, `speaker` is name, party and role in words; None where it doesn't apply.
    """

    type: EntryType
    key: str
    text: str
    document: str | None = None
    path: str | None = None
    title: str | None = None
    paragraph: int | None = None
    speaker: str | None = None


class Facts(Protocol):
    """What a search asks about an entry that isn't in the entry, because it changes while one reads."""

    def themes(self, entry: Entry) -> Collection[str]:
        """Return the names of all themes that the entry counts as tagged with, parents included."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: how well it matches (0 to 100), and where in its text, in order, nothing twice."""

    entry: Entry
    score: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, best first.

    `total` counts all that match, of which `hits` are the best; `of` counts the entries in scope; `ms` is the
    time taken in milliseconds.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    of: int
    ms: float


class SearchCancelledError(Exception):
    """The search was given up half-way because nobody waits for it any more."""
