"""Entries and tags made up for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.search.entries import Entry, EntryType, Facts, Tagging
from reader.search.index import Index
from reader.tags.codebook import Codebook
from reader.tags.model import Theme

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reader.search.entries import Results

HARBOUR = (
    "The lighthouse keeper trains the harbour rowing team every morning.",
    "Our rowing champions never forgot the storm of 1987, nor who pulled the boats ashore.",
    "The council’s anti-flooding programme was called “too little, too late” by the keepers.",
    "A counterterrorism exercise closed the harbour; the keeper’s dog slept through it.",
    "Painting the lamp room took three weeks. Communities along the coast sent brushes.",
    "The meeting of the harbour board was closed to the public.",
)

WORDS = [
    "the",
    "a",
    "of",
    "in",
    "anchor",
    "anchors",
    "Böje",
    "buoy",
    "coast",
    "ghost",
    "don’t",
    "self-made",
    "tide",
    "1987",
    "counter-tide",
]


class Known(Facts):
    """What a library made up for a test knows; themes are given with the name of the one above, or None."""

    def __init__(self, themes=(), tags=(), notes=(), documents=()) -> None:
        named = dict.fromkeys([tag.theme for tag in tags], None) | dict(themes)
        self._codebook = Codebook({name: Theme(name, name, parent=above) for name, above in named.items()})
        self._tags = tuple(tags)
        self._notes = tuple(notes)
        self._documents = {about.id: about for about in documents}

    def about(self, document):
        return self._documents.get(document)

    @property
    def codebook(self):
        return self._codebook

    @property
    def tags(self):
        return self._tags

    @property
    def notes(self):
        return self._notes


def tagged(by_paragraph: Mapping[str, Collection[str]]) -> Known:
    """What is known where document `d` is tagged so, by paragraph."""
    return Known(tags=[Tagging("d", int(n), theme, "bar") for n, themes in by_paragraph.items() for theme in themes])


NO_TAGS = Facts()


def passage(key: str, text: str, **more) -> Entry:
    return Entry(EntryType.PASSAGE, key, text, **{"document": "d", "paragraph": 1, **more})


def index_of(*texts: str) -> Index:
    """One document whose paragraphs are `texts`, with their numbers from 1 as keys."""
    return Index(passage(str(n), text, paragraph=n) for n, text in enumerate(texts, 1))


def keys(results: Results) -> list[str]:
    return [hit.entry.key for hit in results.hits]


def marked(results: Results) -> list[list[str]]:
    """The matched words of each hit."""
    return [[hit.entry.text[start:end] for start, end in hit.spans] for hit in results.hits]
