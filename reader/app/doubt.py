"""One tag or note in doubt: what it was put on, and the paragraphs that may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reader.tags.anchoring import Status
from reader.tags.reviewing import accept, move, move_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.model import Document
    from reader.tags.anchoring import PlacedTag
    from reader.tags.model import Change, Note, Tag, Theme
    from reader.tags.note_index import StandingNote
    from reader.workspace import Workspace

Spans = list[tuple[int, int]]

_LIKE_IT = 5
_SOMEWHAT = 45.0


class Doubt(Protocol):
    """One in doubt, and the paragraphs that may be meant, best first.

    `what` is the name of its theme, or that it is a note; `said` is what the coder wrote. `was` has number, text and
    tagged spans of its paragraph and of those around it as they were. `shown` are the numbers of the paragraphs that
    it is shown on.
    """

    what: str
    said: str
    document: Document
    is_orphan: bool
    shown: str
    was: list[tuple[int, str, Spans]]
    places: list[int]

    def words_of(self, n: int) -> tuple[str, Spans]:
        """Return the text of a paragraph, and the span of it that this is shown on."""
        ...

    def accepted(self) -> list[Change]:
        """Return the changes that anchor it where it is shown."""
        ...

    def moved(self, n: int) -> list[Change]:
        """Return the changes that anchor it to paragraph `n`."""
        ...


class DoubtfulTag:
    """A tag in doubt, whose document is there."""

    def __init__(self, workspace: Workspace, placed: PlacedTag, theme: Theme) -> None:
        """Look up what is known of the tag."""
        self.document = _document(workspace, placed.tag.document)
        self.what = theme.name
        self.said = placed.tag.note
        self.is_orphan = placed.status is Status.ORPHAN
        self.shown = "–".join(map(str, dict.fromkeys((placed.numbers[0], placed.numbers[-1]))))
        self.was = _as_it_was(workspace, placed.tag.document, placed.tag, placed.tag.start, placed.tag.end)
        likely = [*placed.numbers, *placed.others]
        self.places = _like_it(self.document, placed.tag.quotation) if self.is_orphan else likely
        self._placed = placed
        self._theme = theme

    def words_of(self, n: int) -> tuple[str, Spans]:
        """Return the text of a paragraph, and the span of it that the tag is shown on."""
        part = self._placed.at(n)
        is_here = part.paragraph == n and part.start is not None and part.end is not None and not self.is_orphan
        return _text(self.document, n), [(part.start or 0, part.end or 0)] if is_here else []

    def accepted(self) -> list[Change]:
        """Return the changes that anchor the tag where it is shown."""
        return accept(self._placed, self._theme, self.document)

    def moved(self, n: int) -> list[Change]:
        """Return the change that anchors the tag to paragraph `n`."""
        return move(self._placed, self._theme, self.document, n)


class DoubtfulNote:
    """A note in doubt, whose document is there."""

    what = "Note"

    def __init__(self, workspace: Workspace, standing: StandingNote) -> None:
        """Look up what is known of the note."""
        note, document, spot = standing
        self.document = _document(workspace, document)
        self.said = note.text
        self.is_orphan = spot.status is Status.ORPHAN
        self.shown = str(spot.paragraph)
        self.was = _as_it_was(workspace, document, note)
        self.places = _like_it(self.document, note.quotation) if self.is_orphan else [spot.paragraph]
        self._note = note
        self._spot = spot

    def words_of(self, n: int) -> tuple[str, Spans]:
        """Return the text of a paragraph; a note has no span."""
        return _text(self.document, n), []

    def accepted(self) -> list[Change]:
        """Return the change that anchors the note where it is shown."""
        return self.moved(self._spot.paragraph)

    def moved(self, n: int) -> list[Change]:
        """Return the change that anchors the note to paragraph `n`."""
        return [move_note(self._note, self.document, n)]


def add_place(doubt: Doubt, n: int) -> bool:
    """Let paragraph `n` be a place that may be meant too; return whether there is such a one."""
    if doubt.document.paragraph(n) is None:
        return False
    if n not in doubt.places:
        doubt.places.append(n)
    return True


def _document(workspace: Workspace, id_: str) -> Document:
    document = workspace.document(id_)
    assert document is not None
    return document


def _text(document: Document, n: int) -> str:
    paragraph = document.paragraph(n)
    return paragraph.text if paragraph else ""


def _as_it_was(
    workspace: Workspace, document: str, record: Tag | Note, start: int | None = None, end: int | None = None
) -> list[tuple[int, str, Spans]]:
    comparison = workspace.places.comparison(document, record.version)
    old: Sequence[str] | None = comparison.old if comparison else None
    n = record.paragraph
    if old is None or not 1 <= n <= len(old):
        return [(n, record.quotation, [(0, len(record.quotation))])]
    span = (start or 0, len(old[n - 1]) if end is None else end)
    return [(at, old[at - 1], [span] if at == n else []) for at in (n - 1, n, n + 1) if 1 <= at <= len(old)]


def _like_it(document: Document, quotation: str) -> list[int]:
    """Return the paragraphs that are most like what an orphan was put on."""
    from reader.tags.likeness import ratio
    from reader.tags.normal import normal

    words = normal(quotation)
    scores = [(ratio(words, normal(each.text), _SOMEWHAT), each.n) for each in document.paragraphs]
    best = sorted((each for each in scores if each[0] > 0), key=lambda each: (-each[0], each[1]))
    return [n for _, n in best[:_LIKE_IT]]
