"""Lines that stand apart like paragraphs, and are none: text copied out of a printed page line by line."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from reader.documents.shapes import ends_sentence, is_listed, word_count
from reader.documents.structure.labels import begins_with_field, parse_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.model import Block

_LEAST_LINES = 20
_LONGEST_LINE = 130
_NEARLY_ALL = 0.9
_LEAST_BROKEN = 0.3
_LEAST_ENDED = 0.05
_LEAST_WORDS = 4
_FULL = 0.7
"""Of the usual width: a line that is as long was broken because it was full."""


def rewrapped(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with the lines of each paragraph in one, where a document is parted line by line.

    So it is where nearly no line is longer than print is wide, and sentences go on in the next one again and again.
    """
    # Most documents end here, at one of their first paragraphs.
    most = (1 - _NEARLY_ALL) * len(blocks)
    if len(list(islice((block for block in blocks if len(block.text) > _LONGEST_LINE), int(most) + 1))) > most:
        return blocks
    texts = [block.text for block in blocks if _is_line(block)]
    if len(texts) < _LEAST_LINES or sum(len(text) <= _LONGEST_LINE for text in texts) < _NEARLY_ALL * len(texts):
        return blocks
    broken = sum(_is_open(above) and below[0].islower() for above, below in pairwise(texts))
    # A list of words in small letters has no sentences.
    ended = sum(map(ends_sentence, texts))
    if (
        broken < _LEAST_BROKEN * len(texts)
        or ended < _LEAST_ENDED * len(texts)
        or sum(map(word_count, texts)) < _LEAST_WORDS * len(texts)
    ):
        return blocks
    full = _FULL * sorted(map(len, texts))[int(_NEARLY_ALL * len(texts))]
    found: list[list[Block]] = []
    for block in blocks:
        if found and _goes_on(found[-1][-1], block, full):
            found[-1].append(block)
        else:
            found.append([block])
    return [replace(parts[0], text=_joined([part.text for part in parts])) for parts in found]


def _is_line(block: Block) -> bool:
    return block.kind is None and block.speaker is None and not block.attributes


def _is_open(text: str) -> bool:
    return not ends_sentence(text) and text[-1] != ":"


def _goes_on(above: Block, below: Block, full: float) -> bool:
    if (
        not (_is_line(above) and _is_line(below) and _is_open(above.text))
        or above.text.isupper() != below.text.isupper()
    ):
        return False
    if is_listed(below.text) or parse_label(below.text) or begins_with_field(below.text):
        return False
    return below.text[0].islower() or len(above.text) >= full


def _joined(lines: list[str]) -> str:
    return "".join(line if line.endswith("-") else f"{line} " for line in lines).rstrip()
