"""How much of a document has stood on the screen, by words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from reader.documents.shapes import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]


class Spans:
    """A set of offsets, kept as spans in order that neither touch nor overlap."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: list[Span] = []
        for start, end in spans:
            self.add(start, end)

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)

    def add(self, start: int, end: int) -> bool:
        """Add `start:end`; return whether anything of it is new."""
        first = bisect_left(self._spans, start, key=lambda span: span[1])
        last = bisect_right(self._spans, end, key=lambda span: span[0])
        touched = self._spans[first:last]
        if len(touched) == 1 and touched[0][0] <= start and touched[0][1] >= end:
            return False
        if touched:
            start, end = min(start, touched[0][0]), max(end, touched[-1][1])
        self._spans[first:last] = [(start, end)]
        return True


class Progress:
    """The read share of one document; `texts` are its paragraphs."""

    def __init__(self, texts: Sequence[str], seen: Iterable[tuple[int, int, int]] = ()) -> None:
        """`seen` is what `kept` returned before."""
        self._texts = texts
        self._total = sum(map(word_count, texts))
        self._seen: dict[int, Spans] = {}
        self._read: dict[int, int] = {}
        self.was_complete = False
        for n, start, end in seen:
            if 1 <= n <= len(texts) and 0 <= start < end:
                self.see(n, start, min(end, len(texts[n - 1])))
        self.was_complete = self.percent == 100

    def see(self, n: int, start: int, end: int) -> None:
        """Note that `start:end` of paragraph `n` has stood on the screen."""
        if start >= end:
            return
        spans = self._seen.setdefault(n, Spans())
        if spans.add(start, end):
            text = self._texts[n - 1]
            self._read[n] = sum(word_count(text[a:b].strip()) for a, b in spans)

    @property
    def percent(self) -> int:
        """The words that were seen, in percent of all; 100 only when none is missing."""
        if not self._total:
            return 100
        return min(100, sum(self._read.values()) * 100 // self._total)

    def kept(self) -> list[tuple[int, int, int]]:
        """Return what was seen as triples: paragraph, start, end."""
        return [(n, start, end) for n, spans in sorted(self._seen.items()) for start, end in spans]
