"""Initials of print: a letter over several lines at the beginning of a text, put back into its word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.documents.formats.pdf_lines import Line

_LARGE = 1.8
_INITIAL = re.compile(r"[“\"‘']?[^\W\d_]", re.UNICODE)
_WORDS = re.compile(r"[aAiI]")
"""The letters that are words by themselves."""


def with_initials(lines: list[Line], size: float) -> list[Line]:
    """Return the lines of a page, each initial put before the line that begins at its side; `size` is the text's."""
    return list(_joined(lines, size))


def _joined(lines: list[Line], size: float) -> Iterator[Line]:
    initial: Line | None = None
    for line in lines:
        if initial is not None:
            if _begins_beside(initial, line, size):
                yield replace(line, text=initial.text + _space(initial, line) + line.text, left=initial.left)
                initial = None
                continue
            yield initial
        initial = line if line.size >= _LARGE * size and _INITIAL.fullmatch(line.text) else None
        if initial is None:
            yield line
    if initial is not None:
        yield initial


def _begins_beside(initial: Line, line: Line, size: float) -> bool:
    """Return whether a line of text begins right of an initial, and no lower than its upper half."""
    is_right = -size < line.left - initial.right < 2 * size
    is_beside = (initial.top + initial.bottom) / 2 - size < line.bottom < initial.top
    return is_right and is_beside and line.size < _LARGE * size and line.text[0].isalpha()


def _space(initial: Line, line: Line) -> str:
    """Return what parts an initial from the text: nothing, unless it is a word and stands as far off as one."""
    is_word = _WORDS.fullmatch(initial.text) is not None
    return " " if is_word and line.left - initial.right > 0.2 * line.size else ""
