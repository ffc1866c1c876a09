"""The words of a PDF's lines put together: hyphens at line ends mended by what the document writes elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reader.documents.structure.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.documents.formats.pdf_lines import Line

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Before these a hyphen is most likely meant.
_PREFIXES = phrases("""
    all | anti | co | counter | cross | ex | far | half | high | ill | inter | life | long | low | multi | non | north
    over | part | post | pre | pro | quasi | re | self | semi | short | single | so | socio | south | sub | two | three
    four | ultra | under | vice | well
""")


class Words:
    """The words of a document, by which it is told whether a hyphen at a line's end belongs to its word."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._counts = Counter(word.casefold() for line in lines for word in _whole_words(line))

    def joined(self, lines: Iterable[Line]) -> str:
        """Return the lines as one text; a word that goes on in the next line is put together."""
        text, is_broken = "", False
        for line in lines:
            if not text:
                text = line.text
            elif is_broken:
                text += line.text if line.text[0] == "-" else self._continued(text, line.text)
            else:
                text = f"{text} {line.text}"
            is_broken = line.is_broken
        return f"{text}-" if is_broken else text

    def _continued(self, before: str, after: str) -> str:
        return f"-{after}" if self._keeps_hyphen(before, after) else after

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Return whether the hyphen between two parts of a word belongs to it, as the document writes it elsewhere."""
        first, second = _WORD.findall(before[-60:]), _WORD.match(after)
        if not first or second is None or not before.endswith(first[-1]):
            return True
        left, right = first[-1].casefold(), second.group().casefold()
        if self._counts[left + right]:
            return False
        if self._counts[f"{left}-{right}"] or not second.group()[0].islower():
            return True
        last = left.rpartition("-")[2]
        return last in _PREFIXES or (self._counts[last] > 0 and self._counts[right] > 0 and len(last) > 2)


def _whole_words(line: Line) -> list[str]:
    words = _WORD.findall(line.text)
    return words[1:-1] if line.is_broken else words[1:]
