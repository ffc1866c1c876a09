"""The tags of a library by paragraph and by theme, kept up to date one tag at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, KeysView

    from reader.tags.anchoring import PlacedTag, Status

Spot = tuple[str, int]
"""A document's id and a paragraph's number; an orphan stands apart, under minus the number that it had."""


class TagIndex:
    """Placed tags, found by paragraph and by theme without a look at the others."""

    def __init__(self, placed: Iterable[PlacedTag] = ()) -> None:
        self._by_id: dict[str, PlacedTag] = {}
        self._by_spot: dict[Spot, dict[str, PlacedTag]] = defaultdict(dict)
        self._by_theme: dict[str, dict[str, PlacedTag]] = defaultdict(dict)
        self._by_document: dict[str, dict[int, int]] = defaultdict(dict)
        self._different: Counter[str] = Counter()
        self._changed: list[str] = []
        self._changed_in: list[str] = []
        for each in placed:
            self.put(each)
        self._changed.clear()
        self._changed_in.clear()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[PlacedTag]:
        return iter(self._by_id.values())

    @property
    def moment(self) -> int:
        """How much has changed since there is this index; see `changed_since`."""
        return len(self._changed)

    def changed_since(self, moment: int) -> Collection[str]:
        """Return the ids of the tags that came, moved or went since then, each once."""
        return set(self._changed[moment:])

    def documents_changed_since(self, moment: int) -> set[str]:
        """Return the ids of the documents in which tags came, moved or went since then."""
        return set(self._changed_in[moment:])

    def put(self, placed: PlacedTag) -> None:
        """Add a tag, or move the one of the same id."""
        self.discard(placed.tag.id)
        self._changed.append(placed.tag.id)
        self._changed_in.append(placed.tag.document)
        self._by_id[placed.tag.id] = placed
        self._by_theme[placed.theme][placed.tag.id] = placed
        count = self._by_document[placed.tag.document]
        for n in placed.spots:
            self._by_spot[placed.tag.document, n][placed.tag.id] = placed
            count[n] = count.get(n, 0) + 1
        self._different[placed.theme] += self._is_first(placed)

    def discard(self, tag_id: str) -> None:
        """Take a tag out, if it is there."""
        placed = self._by_id.pop(tag_id, None)
        if placed is None:
            return
        self._changed.append(tag_id)
        self._changed_in.append(placed.tag.document)
        del self._by_theme[placed.theme][tag_id]
        self._different[placed.theme] -= self._is_first(placed)
        count = self._by_document[placed.tag.document]
        for n in placed.spots:
            del self._by_spot[placed.tag.document, n][tag_id]
            count[n] -= 1
            if not count[n]:
                del count[n]

    def get(self, tag_id: str) -> PlacedTag | None:
        """Return the tag with that id, or None."""
        return self._by_id.get(tag_id)

    def everything_on(self, document: str, paragraph: int) -> list[PlacedTag]:
        """Return every tag on one paragraph as it stands there, also those that say the same twice."""
        return [placed.at(paragraph) for placed in self._by_spot.get((document, paragraph), {}).values()]

    def on(self, document: str, paragraph: int) -> list[PlacedTag]:
        """Return the tags on one paragraph, each coder's theme and place once."""
        return _once(self.everything_on(document, paragraph))

    def tagged(self, document: str) -> list[int]:
        """Return the numbers of a document's tagged paragraphs, in order."""
        return sorted(n for n in self._by_document.get(document, ()) if n > 0)

    def tagged_count(self, document: str) -> int:
        """Return how many paragraphs of a document are tagged."""
        return sum(n > 0 for n in self._by_document.get(document, ()))

    def everything_in(self, document: str) -> list[PlacedTag]:
        """Return every tag of a document once, orphans included, also those that say the same."""
        found = (self._by_spot[document, n] for n in self._by_document.get(document, ()))
        return list({id_: placed for tags in found for id_, placed in tags.items()}.values())

    def orphans(self, document: str) -> dict[int, list[PlacedTag]]:
        """Return the tags of a document whose place is gone, by the number that their paragraph had, in order."""
        lost = sorted(-n for n in self._by_document.get(document, ()) if n < 0)
        return {n: self.on(document, -n) for n in lost}

    def select(
        self,
        *,
        theme: str | None = None,
        document: str | None = None,
        coder: str | None = None,
        status: Status | None = None,
    ) -> list[PlacedTag]:
        """Return the tags that fit every criterion given, ordered by document and place."""
        source = self._by_id if theme is None else self._by_theme.get(theme, {})
        return _once(
            placed
            for placed in source.values()
            if (document is None or placed.tag.document == document)
            and (coder is None or placed.tag.coder == coder)
            and (status is None or placed.status is status)
        )

    def ids(self, theme: str) -> KeysView[str]:
        """Return the ids of the tags that a theme has, as a view that follows the index."""
        return self._by_theme.get(theme, {}).keys()

    def count(self, theme: str) -> int:
        """Return how many tags a theme has, each coder’s at a place once."""
        return self._different[theme]

    def _is_first(self, placed: PlacedTag) -> bool:
        """Whether no other tag says the same as this one."""
        there = self._by_spot[placed.tag.document, placed.spots[0]]
        if len(there) == 1:
            return True
        same = _same_tagging(placed)
        return not any(
            each is not placed and each.theme == placed.theme and _same_tagging(each) == same for each in there.values()
        )

    @property
    def documents(self) -> list[str]:
        """The ids of the documents that have tags."""
        return [document for document, counts in self._by_document.items() if counts]

    def numbers(self, document: str) -> list[int]:
        """Return the number of every tagged paragraph of a document once, those of orphans with minus, in order."""
        return sorted(self._by_document.get(document, ()), key=abs)


def _same_tagging(placed: PlacedTag) -> tuple[object, ...]:
    """Return what two tags share that say the same: place, theme and coder."""
    return *placed.standpoint, placed.theme, placed.tag.coder


def _once(placed: Iterable[PlacedTag]) -> list[PlacedTag]:
    ordered = sorted(placed, key=lambda each: (*each.place, each.tag.created, each.tag.id))
    seen: dict[tuple[object, ...], PlacedTag] = {}
    for each in ordered:
        seen.setdefault(_same_tagging(each), each)
    return list(seen.values())
