"""Lines to paragraphs: what a line break means in a text without markup."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reader.documents.formats import limits
from reader.documents.shapes import ends_sentence, is_listed
from reader.documents.structure.facts import read_fact
from reader.documents.structure.labels import Label, clock_of, is_field_line, parse_label
from reader.documents.structure.speaker_lines import is_speaker_line
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Blank to the eye, but not white space to Python: pasted web pages are full of lines with nothing else on them.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLANK = _INVISIBLE + " \t\u00a0\u2002\u2003\u2009\u202f\u3000"
# A line drawn with characters parts paragraphs too, and says nothing.
_RULE = re.compile(r"[=_*~#+—–-]{3,}|(?:[*_-] ){2,}[*_-]")
_NO_WORDS = frozenset(_INVISIBLE + "=_*~#+—–-")
# So do captions say that somebody else begins, in mid-line too when they are pasted.
_TURN = re.compile(r">>+ ?(?=\S)")
_TURN_INSIDE = re.compile(r"(?<=[.?!…\"”’)\]—–-])[ \t]+(?=>>+ ?[A-Z\"“'‘])")
_LEAST_TURNS = 3
_MOST_HEAD_LINES = 6
_LONGEST_HEAD_LINE = 120
_LONG = 100
_TOO_LONG_TO_BE_WRAPPED = 160


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`, each on one line with single spaces.

    A blank line ends a paragraph. A single line break is a space, unless the next line clearly begins something of
    its own: a turn in a transcript, a speaker line, an item of a list; or unless the text has no blank lines and its
    lines read as whole paragraphs. Every kind of line end counts alike. Raises ReaderError where no book has so many
    lines.
    """
    groups = _groups(_with_turns_apart(text))
    labels = recurring_labels(line for group in groups if len(group) > 1 for line in group)
    if len(groups) == 1 and _are_whole_paragraphs(groups[0]):
        return [collapse(line) for line in groups[0]]
    found: list[str] = []
    if len(groups) > 1 and len(groups[0]) > 1 and _are_head(groups[0]):
        found.extend(map(collapse, groups.pop(0)))
    for group in groups:
        if len(group) == 1:
            found.append(collapse(group[0]))
        else:
            found.extend(join_lines(group, labels))
    return found


def collapse(text: str) -> str:
    """Return `text` on one line, with one space for every run of white space."""
    # Nearly every line is so already, which is found out in a tenth of the time.
    is_so = text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
    return text if is_so else " ".join(text.split())


def lead_of(text: str, lead: str) -> str:
    """Return `lead` on one line where the paragraph `text` begins with it and goes on, else nothing."""
    lead = collapse(lead)
    return lead if text.startswith(lead) and len(lead) < len(text) else ""


def recurring_labels(lines: Iterable[str]) -> frozenset[str]:
    """Return the keys of the speakers' labels with which more than one of `lines` begins."""
    counts = Counter(label.key for line in lines if (label := parse_label(line)) is not None and _begins_turn(label))
    return frozenset(key for key, count in counts.items() if count > 1)


def join_lines(lines: list[str], labels: frozenset[str]) -> list[str]:
    """Return the paragraphs in `lines`, between which no blank line stands; `labels` are known speakers' keys."""
    starts = _starts(lines, labels)
    return [collapse(" ".join(lines[begin:end])) for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _with_turns_apart(text: str) -> str:
    """Return `text` with a line break before each turn that captions begin within a line."""
    if text.count(">>") < _LEAST_TURNS or len(_TURN_INSIDE.findall(text)) < _LEAST_TURNS:
        return text
    return _TURN_INSIDE.sub("\n", text)


def _groups(text: str) -> list[list[str]]:
    """Return the lines of `text`, stripped, in groups that blank lines part."""
    groups: list[list[str]] = []
    inside = False
    lines = text.splitlines()
    if len(lines) > limits.LINES and sum(not line.isspace() for line in lines if line) > limits.LINES:
        raise ReaderError(f"it has more than {limits.LINES:,} lines: split it into several files")
    for raw in lines:
        line = raw.strip()
        if not line or (line[0] in _NO_WORDS and (not line.strip(_BLANK) or _RULE.fullmatch(line))):
            inside = False
        elif inside:
            groups[-1].append(line)
        else:
            groups.append([line])
            inside = True
    return groups


def _starts(lines: list[str], labels: frozenset[str]) -> list[int]:
    """Return the indexes of the lines that begin a paragraph; 0 is always one."""
    turns = _turns(lines, labels)
    items = {index for index, line in enumerate(lines) if is_listed(line)}
    if len(items) < 2:
        items = set()
    speakers = {index for index, line in enumerate(lines) if is_speaker_line(line)}
    after = {index + 1 for index in speakers} | _cues(lines)
    breaks = {index for index in range(1, len(lines)) if _is_paragraph_break(lines[index - 1], lines[index])}
    others = {index for index, line in enumerate(lines) if _TURN.match(line)}
    return sorted(index for index in {0} | turns | items | speakers | after | breaks | others if index < len(lines))


def _cues(lines: list[str]) -> set[int]:
    """Return the indexes of a stretch of time, the name below it and what is said, as programs export meetings."""
    stretches = [index for index, line in enumerate(lines) if "-->" in line and clock_of(line)]
    return {index + below for index in stretches for below in range(3)}


def _turns(lines: list[str], labels: frozenset[str]) -> set[int]:
    """Return the indexes of the lines that begin a turn: a known speaker's, or any in a run of turns and facts."""
    labels_at = {index: label for index, line in enumerate(lines) if (label := parse_label(line))}
    marked = {index: label.key for index, label in labels_at.items() if _begins_turn(label)}
    facts = {index: line for index, line in enumerate(lines) if is_field_line(line)}
    if (0 in marked or 0 in facts) and len({*marked.values(), *facts.values()}) > 1:
        return {*marked, *facts}
    return {index for index, key in marked.items() if key in labels}


def _begins_turn(label: Label) -> bool:
    """Return whether the words stand beside a label, or below one that has the time with it."""
    return label.has_text or label.clock is not None


def _are_whole_paragraphs(lines: list[str]) -> bool:
    """Return whether the lines of a text without blank lines are paragraphs, not pieces of one that was wrapped.

    A wrapped line goes on in the middle of a sentence: the next begins small. A whole paragraph ends in a stop
    or is longer than anybody wraps.
    """
    if len(lines) < 2:
        return False
    small = sum(line[0].islower() for line in lines[1:])
    whole = sum(len(line) > _LONG or ends_sentence(line) or is_speaker_line(line) for line in lines)
    return small <= 0.3 * (len(lines) - 1) and whole >= 0.5 * len(lines)


def _are_head(lines: list[str]) -> bool:
    """Return whether `lines`, the first of a text, are its title with the date or the author below it."""
    if len(lines) > _MOST_HEAD_LINES or max(map(len, lines)) > _LONGEST_HEAD_LINE:
        return False
    if ends_sentence(lines[0]) or lines[0].endswith(":"):
        return False
    return any(read_fact(line) is not None for line in lines[1:])


def _is_paragraph_break(above: str, below: str) -> bool:
    """Return whether a line break can't be a wrapped line's: nobody wraps so late, and the next line begins anew."""
    if max(len(above), len(below)) <= _TOO_LONG_TO_BE_WRAPPED or below[0].islower():
        return False
    return ends_sentence(above) or len(above) < _LONG
