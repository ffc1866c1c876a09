"""Text that a page sets as it was typed (`<pre>`): the Congressional Record, and whatever else was never marked up."""

from __future__ import annotations

import re
from textwrap import dedent

from reader.documents.formats.lines import collapse, paragraphs
from reader.documents.model import Block, Kind, Speaker
from reader.documents.shapes import ends_sentence

_RECORD = re.compile(r"\s*\[Congressional Record Volume \d+", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:_{3,}|-{3,}|={3,})\s*")
_PAGE = re.compile(r"\s*\[\[Page \w+\]\]\s*")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_DAY = re.compile(r"[A-Z][a-z]+day, [A-Z][a-z]+ \d{1,2}, \d{4}")
_CENTRED = 10
_FIRST_LINE = 2
_LONGEST_HEADING = 200
_TURN = re.compile(
    r"(?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr)\. [A-Z][A-Za-z'’-]*[A-Z]{2}[A-Z'’. -]*(?: of [A-Z][a-z]+(?: [A-Z][a-z]+)?)?)|"
    r"The (?:[A-Z]+ ){0,3}(?:SPEAKER|PRESIDENT|CHAIR|CHAIRMAN|OFFICER|CLERK|COUNSEL)(?: pro tempore)?"
    r"(?: \((?P<sitting>[^()]{2,60})\))?)\. (?=\S)"
)


def blocks(text: str) -> list[Block]:
    """Return the paragraphs of `text`, whose lines stand as they were typed."""
    if _RECORD.match(text):
        return _record(text.expandtabs(8))
    return [Block(paragraph) for paragraph in paragraphs(dedent(text.expandtabs(8)))]


def _record(text: str) -> list[Block]:
    """Return a part of the Congressional Record: centred headings, indented paragraphs, speakers in capitals."""
    found: list[Block] = []
    speaker: Speaker | None = None
    has_title = False
    for lines in _groups(text):
        words = collapse(" ".join(lines))
        if _PAGE.fullmatch(words) or (not has_title and words.startswith("[")) or words.startswith("From the Congress"):
            kind = Kind.BOILERPLATE if has_title or not _BRACKETED.fullmatch(words) else Kind.DATELINE
            found.append(Block(words, kind))
        elif (_is_centred(lines) or (words.isupper() and not has_title)) and len(words) <= _LONGEST_HEADING:
            # Under the title of an extension of remarks: "speech of", "of ohio", "in the house of representatives".
            is_about = has_title and (words[0].islower() or _DAY.fullmatch(words) is not None)
            found.append(Block(words, Kind.DATELINE if is_about else Kind.HEADING if has_title else Kind.TITLE))
            has_title = True
            speaker = None
        else:
            if turn := _TURN.match(words):
                speaker = Speaker(turn["sitting"], role=turn["name"].partition(" (")[0]) if turn["sitting"] else None
                speaker = speaker or Speaker(turn["name"])
            found.append(Block(words, None if speaker is None else Kind.SPEECH, speaker))
    return found


def _is_centred(lines: list[str]) -> bool:
    return all(_inset(line) >= _CENTRED for line in lines)


def _groups(text: str) -> list[list[str]]:
    """Return the lines of each paragraph: an empty line, a rule, or a line set in further begins a new one.

    A page's number in the middle of a paragraph stands behind it.
    """
    found: list[list[str]] = []
    pages: list[list[str]] = []
    after_gap = False
    for line in text.splitlines():
        if _PAGE.fullmatch(line):
            pages.append([line])
        elif not line.strip() or _RULE.fullmatch(line):
            after_gap = True
        elif found and not _begins(line, found[-1]) and (not after_gap or (pages and not _is_over(found[-1]))):
            found[-1].append(line)
            after_gap = False
        else:
            found.extend([*pages, [line]])
            pages, after_gap = [], False
    return [*found, *pages]


def _is_over(lines: list[str]) -> bool:
    return ends_sentence(lines[-1].rstrip())


def _begins(line: str, above: list[str]) -> bool:
    inset, inset_above = _inset(line), _inset(above[-1])
    if inset == 0:
        return line.startswith("[")
    if inset >= _CENTRED or inset == inset_above:
        return inset == inset_above == _FIRST_LINE
    return inset > inset_above


def _inset(line: str) -> int:
    return len(line) - len(line.lstrip())
