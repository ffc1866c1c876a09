"""Running heads and page numbers in what was made from printed pages: web pages and texts out of PDFs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents.model import Block, Kind
from reader.documents.shapes import ends_sentence, word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_PAGES = 3
_MOST_STEP = 2
_MOST_WORDS, _LONGEST = 15, 120
_LEAST_PROSE = 8
_REACH = 3
_LEAST_CUT = 0.25
_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"[-–—\[( ]{0,3}(?:page |p\. ?)?(\d{1,4})(?: ?(?:of|/) ?\d{1,4})?[-–—\]) ]{0,3}", re.IGNORECASE)
_HEAD = re.compile(r"(\d{1,4})\s.*[^\W\d]|.*[^\W\d]\s(?:page )?(\d{1,4})", re.IGNORECASE)
_TEXT = frozenset({None, Kind.BODY})
_LOOSE = _TEXT | {Kind.HEADING, Kind.LIST_ITEM}


def without_pages(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with running heads and page numbers as furniture, and what they cut in two as one again.

    The numbers must count on, with prose between them, and cut sentences, unless they say "Page": chapters are
    numbered too, and so are clauses and questions.
    """
    numbers = _page_numbers(blocks)
    if not numbers:
        return blocks
    furniture = numbers | _heads(blocks, numbers)
    marked = [replace(block, kind=Kind.BOILERPLATE) if at in furniture else block for at, block in enumerate(blocks)]
    return _joined(marked, furniture)


def _page_numbers(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the blocks that are, or begin or end with, the number of a page."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for at, block in enumerate(blocks):
        if block.kind in _LOOSE and block.speaker is None and len(block.text) <= _LONGEST:
            whole = _NUMBER.fullmatch(block.text)
            match = whole or _HEAD.fullmatch(block.text)
            if match is not None:
                key = _FIGURES.sub("#", block.text) if whole is None else "page" if "p" in block.text.lower() else ""
                groups.setdefault(key, []).append((at, int(match[match.lastindex or 1])))
    if all(len(group) < _LEAST_PAGES for group in groups.values()):
        return set()
    prose = list(itertools.accumulate(int(word_count(block.text) >= _LEAST_PROSE) for block in blocks))
    runs = [(key, run) for key, group in groups.items() for run in _runs(group, prose)]
    return {at for key, run in runs if _are_pages(blocks, run, key) for at in run}


def _runs(group: list[tuple[int, int]], prose: list[int]) -> list[list[int]]:
    """Return the runs of numbers that count on, from page to page or over two, with prose between them.

    `prose` is how many paragraphs of it stand up to each place.
    """
    runs: list[list[int]] = []
    last = 0
    for at, number in group:
        if runs and 0 < number - last <= _MOST_STEP and prose[at] > prose[runs[-1][-1]]:
            runs[-1].append(at)
        else:
            runs.append([at])
        last = number
    return [run for run in runs if len(run) >= _LEAST_PAGES]


def _are_pages(blocks: Sequence[Block], run: list[int], key: str) -> bool:
    cut = sum(_is_cut(blocks, at) for at in run)
    if cut >= _LEAST_CUT * len(run) or key == "page":
        return True
    return key == "" and cut > 0 and bool(_heads(blocks, set(run)))


def _heads(blocks: Sequence[Block], numbers: set[int]) -> set[int]:
    """Return the indexes of the short lines beside page numbers that stand beside several of them."""
    near = {at: _FIGURES.sub("#", blocks[at].text) for number in numbers for at in _beside(blocks, number)}
    times = Counter(near.values())
    return {at for at, key in near.items() if times[key] >= _LEAST_PAGES}


def _beside(blocks: Sequence[Block], number: int) -> list[int]:
    around = range(max(number - _REACH, 0), min(number + _REACH + 1, len(blocks)))
    return [
        at
        for at in around
        if at != number and blocks[at].kind in _LOOSE and word_count(blocks[at].text) <= _MOST_WORDS
        and not ends_sentence(blocks[at].text)
    ]  # fmt: skip


def _is_cut(blocks: Sequence[Block], number: int) -> bool:
    """Return whether a sentence goes on behind a page number and what stands beside it."""
    near = blocks[max(number - _REACH, 0) : number + _REACH + 1]
    prose = [block.text for block in near if word_count(block.text) >= _LEAST_PROSE]
    return any(not ends_sentence(text) for text in prose[:-1]) and any(text[0].islower() for text in prose[1:])


def _joined(blocks: Sequence[Block], furniture: set[int]) -> list[Block]:
    """Return the blocks with each paragraph that furniture cuts in two put together, the furniture behind it."""
    found: list[list[Block]] = []
    last, is_over = -1, False
    for at, block in enumerate(blocks):
        if at in furniture:
            found.append([block])
            is_over = last >= 0
        elif is_over and _goes_on(found[last][-1], block):
            found[last].append(block)
            is_over = False
        else:
            last, is_over = len(found), False
            found.append([block])
    return [replace(parts[0], text=" ".join(part.text for part in parts)) for parts in found]


def _goes_on(before: Block, block: Block) -> bool:
    alike = before.kind in _TEXT and block.kind in _TEXT and before.speaker == block.speaker
    is_open = not ends_sentence(before.text) and word_count(before.text) >= _LEAST_PROSE
    return alike and is_open and block.text[:1].islower()
