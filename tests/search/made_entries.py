"""Entries and tags made up for a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.search.entries import Entry, EntryType, Facts
from reader.search.index import Index

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reader.search.entries import Results


class Tags(Facts):
    """Facts from a mapping of entry keys to theme names."""

    def __init__(self, by_key: Mapping[str, Collection[str]] | None = None) -> None:
        self._by_key = by_key or {}

    def themes(self, entry: Entry) -> Collection[str]:
        return self._by_key.get(entry.key, ())


NO_TAGS = Tags()


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
