"""Text as re-anchoring compares it: without the differences that a new download or another editor makes.

Names are compared so, too: a Mac spells “é” in a file's name as two characters, a keyboard as one.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_SAME = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
# `translate` looks each letter up: ten times the time where few are to be replaced.
_HAS_SAME = re.compile(f"[{''.join(_SAME)}]")


def normal(text: str) -> str:
    """Return `text` with quotes, dashes, widths, ligatures, spaces and case made alike."""
    return " ".join(_alike(text).split())


def normal_offsets(text: str) -> tuple[str, list[int]]:
    """Return what `normal` returns, and for each of its characters the offset in `text` that it comes from.

    The offsets have one more entry, the length of `text`, for the end.
    """
    letters: list[str] = []
    offsets: list[int] = []
    for start, end in _clusters(text):
        for letter in _alike(text[start:end]):
            if not letter.isspace():
                letters.append(letter)
            elif letters and letters[-1] != " ":
                letters.append(" ")
            else:
                continue
            offsets.append(start)
    if letters and letters[-1] == " ":
        letters.pop()
        offsets.pop()
    return "".join(letters), [*offsets, len(text)]


def _alike(text: str) -> str:
    if text.isascii():
        return text.lower().replace("`", "'")
    return unicodedata.normalize("NFKC", _HAS_SAME.sub(_same, text)).casefold()


def _same(found: re.Match[str]) -> str:
    return _SAME[found[0]]


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return the spans of letters with the marks that combine with them."""
    starts = [at for at, letter in enumerate(text) if at == 0 or not unicodedata.combining(letter)]
    return list(pairwise([*starts, len(text)]))
