"""The queries that were made, and going back and forth among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableSequence

MOST = 200
"""How many queries are kept."""


class PastQueries:
    """Walks through `kept`, oldest first; behind the newest stands what was being typed."""

    def __init__(self, kept: MutableSequence[str]) -> None:
        self._kept = kept
        self._at: int | None = None
        self._draft = ""

    def add(self, query: str) -> None:
        """Keep a query as the newest; each is there once."""
        query = query.strip()
        if not query:
            return
        if query in self._kept:
            self._kept.remove(query)
        self._kept.append(query)
        self._at = None
        del self._kept[:-MOST]

    def older(self, typed: str) -> str | None:
        """Return the query before what stands there now, or None; one that was changed is a draft to come back to."""
        at = len(self._kept) if self._at is None or self._kept[self._at] != typed else self._at
        if at == len(self._kept):
            self._draft = typed
        before = next((n for n in reversed(range(at)) if self._kept[n] != typed), None)
        if before is None:
            return None
        self._at = before
        return self._kept[before]

    def newer(self, typed: str) -> str | None:
        """Return the query after what stands there now, at last the draft, or None."""
        if self._at is None or self._kept[self._at] != typed:
            return None
        self._at = self._at + 1 if self._at + 1 < len(self._kept) else None
        return self._draft if self._at is None else self._kept[self._at]
