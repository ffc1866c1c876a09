"""Transcripts in which the speaker's name stands by itself above what is said, as a heading or a bare line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents.model import Block, Kind
from reader.documents.shapes import ends_sentence, word_count
from reader.documents.structure.evidence import talks
from reader.documents.structure.labels import parse_label
from reader.documents.structure.names import Shape
from reader.documents.structure.transcripts import is_aside, speaker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.model import Speaker
    from reader.documents.structure.labels import Label

_MOST_WORDS, _LONGEST = 8, 160
_LEAST_TIMES = 3.0
_LEAST_TALKING = 0.4
_NEARLY_ALL = 0.8
_SPEAKABLE = frozenset({None, Kind.BODY, Kind.LIST_ITEM})


def named(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with names that stand above what is said as speaker lines, and what is said as speech.

    "### Ann Lee" and "Interviewer" are headings like any other, until the same few come again and again, each with
    words below it. So is "**Ann Lee** I row", which then becomes two. Where a format marks a speaker itself, or names
    don't behave so, all stays as it is.
    """
    found = list(blocks)
    if any(block.speaker for block in found):
        return found
    return _led(found) or _alone(found)


def _alone(found: list[Block]) -> list[Block]:
    lines = {at: block.text for at, block in enumerate(found) if _stands_alone(block)}
    # Most documents end here.
    if not _come_again(lines) or sum(_begins_with_name(block) for block in found) * 2 > len(lines):
        return found
    labels = {at: label for at, text in lines.items() if (label := _label(text)) and _has_words_below(found, at)}
    speakers = _speakers(found, labels, lines)
    return _attributed(found, {at: label for at, label in labels.items() if label.key in speakers})


def _led(blocks: list[Block]) -> list[Block] | None:
    """Return the blocks with the names that stand before what is said, in bold type and without a colon, above it."""
    if not any(block.lead for block in blocks):
        return None
    found = [part for block in blocks for part in _apart(block)]
    lines = {at: block.text for at, block in enumerate(found) if block.lead and block.lead == block.text}
    if not _come_again(lines):
        return None
    labels = {at: label for at, text in lines.items() if (label := _label(text))}
    speakers = _speakers(found, labels, lines)
    shapes = [label.shape for label in labels.values() if label.key in speakers]
    names = sum(shape is not Shape.WORD for shape in shapes)
    # "Pros" and "Cons" recur in bold type too; single words are names where nearly all begins with one.
    if names * 2 <= len(shapes) and len(shapes) < _NEARLY_ALL * len(blocks):
        return None
    alike = {label.key for label in labels.values() if label.shape is not Shape.WORD}
    return _attributed(found, {at: label for at, label in labels.items() if label.key in speakers | alike})


def _apart(block: Block) -> list[Block]:
    """Return a block that begins with a name in bold type as two: the name, and what follows it."""
    rest = block.text.removeprefix(block.lead).strip(" –—-") if block.lead else ""
    # "**Ann Lee** rows" is a sentence.
    if not rest or rest[0] == ":" or rest[0].islower() or block.kind is not None or block.lead[-1] in ":.?!,;":
        return [block]
    return [block] if _label(block.lead) is None else [Block(block.lead, lead=block.lead), replace(block, text=rest)]


def _come_again(lines: dict[int, str]) -> bool:
    return sum(count for count in Counter(lines.values()).values() if count > 1) >= 2 * _LEAST_TIMES


def _stands_alone(block: Block) -> bool:
    if block.kind is Kind.HEADING:
        return True
    # Counting the words of long paragraphs would take most of the time.
    is_short = len(block.text) <= _LONGEST and word_count(block.text) <= _MOST_WORDS
    return is_short and block.kind is None and not ends_sentence(block.text)


def _begins_with_name(block: Block) -> bool:
    """Return whether a name stands before the words, as in most transcripts."""
    return block.kind is None and (label := parse_label(block.text)) is not None and label.has_text


def _label(line: str) -> Label | None:
    return parse_label(f"{line.rstrip(' :')}:")


def _has_words_below(blocks: list[Block], at: int) -> bool:
    return at + 1 < len(blocks) and not _stands_alone(blocks[at + 1]) and blocks[at + 1].kind in _SPEAKABLE


def _speakers(blocks: list[Block], labels: dict[int, Label], lines: dict[int, str]) -> frozenset[str]:
    """Return the keys of the labels that name speakers; none where headings are what they are in any text."""
    counts = Counter(label.key for label in labels.values())
    recurring = frozenset(key for key, count in counts.items() if count > 1)
    shapes = {label.shape for label in labels.values() if label.key in recurring}
    turns = sum(counts[key] for key in recurring)
    # Words in mid-talk stand alone as well ("Mm-hm"): half of the lines must be names, and come three times.
    if len(recurring) < 2 or turns * 2 < len(lines) or turns < _LEAST_TIMES * len(recurring):
        return frozenset()
    talking = sum(talks(blocks[at + 1].text) for at in labels) / len(labels)
    with_colon = sum(lines[at].endswith(":") for at in labels) * 2 > len(labels)
    behaves = Shape.SURE in shapes or talking >= _LEAST_TALKING or (with_colon and Shape.NAME in shapes)
    if not behaves:
        return frozenset()
    alike = {Shape.NAME, Shape.SURE} & shapes if with_colon else set()
    return recurring | {label.key for label in labels.values() if label.shape in alike}


def _attributed(blocks: list[Block], turns: dict[int, Label]) -> list[Block]:
    """Return the blocks with every turn's speaker on its words; a heading that names nobody ends a turn."""
    speaker: Speaker | None = None
    found = []
    for at, block in enumerate(blocks):
        if at in turns:
            speaker = speaker_of(turns[at])
            found.append(replace(block, kind=Kind.SPEAKER_LINE, speaker=speaker))
            continue
        if block.kind in (Kind.HEADING, Kind.TITLE):
            speaker = None
        if turns and speaker is not None and block.kind in _SPEAKABLE and not is_aside(block.text):
            kind = Kind.SPEECH if block.kind is Kind.BODY else block.kind
            block = replace(block, kind=kind, speaker=speaker)
        found.append(block)
    return found
