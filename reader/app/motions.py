"""Where the next word and sentence begin in a paragraph's text: the motions of selecting inside it."""

from __future__ import annotations

import re

# A full stop after one of these doesn't end a sentence.
_ABBREVIATIONS = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sir",
        "st",
        "rt",
        "hon",
        "rev",
        "gen",
        "col",
        "lt",
        "sgt",
        "no",
        "nos",
        "vs",
        "etc",
    }
    | {"eg", "ie", "e.g", "i.e", "cf", "p", "pp", "para"}
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-Þ])")
_WORD = re.compile(r"\S+")


def word_starts(text: str) -> list[int]:
    """Return the offset at which each word begins."""
    return [match.start() for match in _WORD.finditer(text)]


def sentence_starts(text: str) -> list[int]:
    """Return the offset at which each sentence begins; `Mr.`, `No.` and initials end none."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        last_word = text[starts[-1] : match.start()].rsplit(None, 1)[-1:] or [""]
        plain = last_word[0].strip("(“‘\"'[").casefold()
        is_initial = len(plain) == 1 and plain.isalpha() and text[match.start()] == "." and plain != "i"
        if text[match.start()] == "." and (plain in _ABBREVIATIONS or is_initial):
            continue
        starts.append(match.end())
    return starts


def forward(starts: list[int], at: int, length: int) -> int:
    """Return the first of `starts` after `at`, or the end of the text."""
    return next((start for start in starts if start > at), length)


def back(starts: list[int], at: int) -> int:
    """Return the last of `starts` before `at`, or the beginning of the text."""
    return next((start for start in reversed(starts) if start < at), 0)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at its ends."""
    start, end = min(start, end), max(start, end)
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    return start, start + len(part.strip())
