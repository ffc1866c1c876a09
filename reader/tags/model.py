"""Themes, tags and notes: the records that a library keeps, and the changes that are made to them.

Times are UTC, ISO 8601, with microseconds (`now()`); offsets count Unicode code points of a paragraph's text.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

CONTEXT = 32
"""How many characters before and after a quotation are kept with it."""


def now() -> str:
    """Return the present moment as it is stored."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def new_id() -> str:
    """Return an id for a new tag, note or theme: a UUID of version 4."""
    # As `str(uuid4())`, in half the time: every commit has one.
    digits = os.urandom(16).hex()
    return (
        f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{'89ab'[int(digits[16], 16) % 4]}{digits[17:20]}-{digits[20:]}"
    )


class Table(StrEnum):
    """The four kinds of record that a library keeps."""

    THEMES = "themes"
    DOCUMENTS = "documents"
    TAGS = "tags"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Theme:
    """What passages are tagged with.

    `key` is the digit that tags with it, or empty. `colour` is a name of the palette or `#rrggbb`.
    A theme that was merged away stays as a pointer: `merged_into` is the id of the theme that took its tags.
    """

    id: str
    name: str
    key: str = ""
    colour: str = ""
    description: str = ""
    parent: str | None = None
    created: str = ""
    modified: str = ""
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """One theme put on one paragraph, or on the span `start:end` of it, by one coder.

    Document, version, paragraph, span, quotation and context are the original anchor and are never rewritten.
    """

    id: str
    document: str
    version: str
    paragraph: int
    theme: str
    coder: str
    quotation: str
    start: int | None = None
    end: int | None = None
    before: str = ""
    after: str = ""
    note: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A coder's note on a paragraph; the quotation keeps the paragraph's words, as a tag does."""

    id: str
    document: str
    version: str
    paragraph: int
    coder: str
    text: str
    quotation: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What a library remembers of a document, so that it is found again: its paths, newest first, and its hashes.

    `corrected` holds the title, author, source, date or url that the user set by hand.
    """

    id: str
    paths: list[str]
    versions: list[str]
    corrected: dict[str, str] = field(default_factory=dict)
    created: str = ""
    modified: str = ""


Record = Theme | Tag | Note | DocumentRecord


@dataclass(frozen=True, slots=True)
class Change:
    """One record as it was and as it shall be; None on the one side or the other for a new or a deleted record."""

    table: Table
    before: Record | None
    after: Record | None

    @property
    def id(self) -> str:
        """The id of the record that changes."""
        record = self.after or self.before
        assert record is not None
        return record.id

    def reversed(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.table, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """Changes that were made together and are undone together; `label` says in words what they did.

    `undoes` is the id of the step that this one took back, if it did; `is_redo` says that that one was an undoing.
    """

    id: str
    label: str
    coder: str
    at: str
    changes: tuple[Change, ...]
    undoes: str | None = None
    is_redo: bool = False

    @property
    def tables(self) -> set[Table]:
        """The tables whose records the step changed."""
        return {change.table for change in self.changes}


_NAMESPACE = uuid5(NAMESPACE_URL, "https://pypi.org/project/reader-tui/")

FOUNDING_THEMES = tuple(
    Theme(
        id=str(uuid5(_NAMESPACE, f"theme:{name.lower()}")), name=name, key=key, colour=colour, description=description
    )
    for name, key, colour, description in (
        ("Prevent", "1", "blue", "The Prevent strategy and duty, and what is said about counter-extremism"),
        ("Policing", "2", "orange", "Police forces, their conduct, training and powers"),
        ("Sport", "3", "green", "Sport, clubs and players, and what they do for people"),
        ("Racism", "4", "pink", "Racism and discrimination, and what is done against them"),
    )
)
"""The themes that every codebook starts with; their ids are constants, so that two libraries agree."""
