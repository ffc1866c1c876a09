"""One tag in doubt: what it was put on, and the paragraphs that may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tags.anchoring import Status

if TYPE_CHECKING:
    from reader.documents.model import Document
    from reader.tags.anchoring import PlacedTag
    from reader.tags.model import Theme
    from reader.workspace import Workspace

Spans = list[tuple[int, int]]

_LIKE_IT = 5
_SOMEWHAT = 45.0


class Doubt:
    """One tag in doubt: what it was put on, and the paragraphs that may be meant, best first.

    `was` has number, text and tagged spans of its paragraph and of those around it as they were.
    """

    def __init__(self, workspace: Workspace, placed: PlacedTag, theme: Theme) -> None:
        """Look up what is known of the tag, whose document is there."""
        document = workspace.document(placed.tag.document)
        assert document is not None
        self.placed = placed
        self.document: Document = document
        self.of_theme = theme
        self.is_orphan = placed.status is Status.ORPHAN
        self.was = _as_it_was(workspace, placed)
        self.places = _like_it(document, placed) if self.is_orphan else [*placed.numbers, *placed.others]

    @property
    def theme(self) -> str:
        """The theme's name."""
        return self.of_theme.name

    @property
    def title(self) -> str:
        """The document's title."""
        return self.document.title

    @property
    def shown(self) -> str:
        """The numbers of the paragraphs that the tag is shown on."""
        return "–".join(map(str, dict.fromkeys((self.placed.numbers[0], self.placed.numbers[-1]))))

    def add(self, n: int) -> bool:
        """Let paragraph `n` be a place too; return whether there is such a one."""
        if self.document.paragraph(n) is None:
            return False
        if n not in self.places:
            self.places.append(n)
        return True

    def words_of(self, n: int) -> tuple[str, Spans]:
        """Return the text of a paragraph, and the span of it that the tag is shown on."""
        paragraph = self.document.paragraph(n)
        part = self.placed.at(n)
        if paragraph is None:
            return "", []
        is_here = part.paragraph == n and part.start is not None and part.end is not None and not self.is_orphan
        return paragraph.text, [(part.start or 0, part.end or 0)] if is_here else []


def _as_it_was(workspace: Workspace, placed: PlacedTag) -> list[tuple[int, str, Spans]]:
    tag = placed.tag
    comparison = workspace.places.comparison(tag)
    old = comparison.old if comparison else None
    n = tag.paragraph
    if old is None or not 1 <= n <= len(old):
        return [(n, tag.quotation, [(0, len(tag.quotation))])]
    span = (tag.start or 0, len(old[n - 1]) if tag.end is None else tag.end)
    return [(at, old[at - 1], [span] if at == n else []) for at in (n - 1, n, n + 1) if 1 <= at <= len(old)]


def _like_it(document: Document, placed: PlacedTag) -> list[int]:
    """Return the paragraphs that are most like what an orphan was put on."""
    from reader.tags.likeness import ratio
    from reader.tags.normal import normal

    words = normal(placed.tag.quotation)
    scores = [(ratio(words, normal(each.text), _SOMEWHAT), each.n) for each in document.paragraphs]
    best = sorted((each for each in scores if each[0] > 0), key=lambda each: (-each[0], each[1]))
    return [n for _, n in best[:_LIKE_IT]]
