"""What narrows a search besides its words: themes, speakers, documents and the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.search.fold import fold_plain, words
from reader.search.query import Field, Query

if TYPE_CHECKING:
    from reader.search.entries import Entry, Facts


class Filters:
    """The conditions of one query that an entry must meet whatever its words; false if there are none."""

    def __init__(self, query: Query, facts: Facts) -> None:
        self._facts = facts
        self._theme_is_unfinished = query.typing is Field.THEME
        self._themes = _folded(query.themes)
        self._not_themes = _folded(query.excluded_themes)
        self._speakers = [_parts(name) for name in query.speakers]
        self._not_speakers = [_parts(name) for name in query.excluded_speakers]
        self._documents = _folded(query.documents)
        self._not_documents = _folded(query.excluded_documents)

    def __bool__(self) -> bool:
        return any(
            (
                self._themes,
                self._not_themes,
                self._speakers,
                self._not_speakers,
                self._documents,
                self._not_documents,
            )
        )

    def allow(self, entry: Entry) -> bool:
        """Say whether the entry meets all conditions."""
        return self._is_in_documents(entry) and self._is_spoken(entry) and self._is_tagged(entry)

    def _is_in_documents(self, entry: Entry) -> bool:
        if not (self._documents or self._not_documents):
            return True
        names = [fold_plain(name) for name in (entry.title, entry.path, entry.document) if name]

        def named(wanted: str) -> bool:
            return any(wanted in name for name in names)

        return all(map(named, self._documents)) and not any(map(named, self._not_documents))

    def _is_spoken(self, entry: Entry) -> bool:
        if not (self._speakers or self._not_speakers):
            return True
        said = _parts(entry.speaker or "")

        def named(wanted: list[str]) -> bool:
            return all(any(part.startswith(word) for part in said) for word in wanted)

        return all(map(named, self._speakers)) and not any(map(named, self._not_speakers))

    def _is_tagged(self, entry: Entry) -> bool:
        if not (self._themes or self._not_themes):
            return True
        tagged = {fold_plain(name) for name in self._facts.themes(entry)}
        if tagged.intersection(self._not_themes):
            return False
        *finished, last = self._themes or [""]
        if not self._theme_is_unfinished:
            return tagged.issuperset(self._themes)
        return tagged.issuperset(finished) and any(name.startswith(last) for name in tagged)


def _folded(names: tuple[str, ...]) -> list[str]:
    return [fold_plain(name) for name in names]


def _parts(name: str) -> list[str]:
    return [word for word, _, _ in words(fold_plain(name), joined=False)]
