"""Lines that say by whom an article is written."""

from __future__ import annotations

import re

from reader.documents.shapes import word_count
from reader.documents.structure.phrases import phrases

_MOST_WORDS = 25
_WORD = r"(?:[A-ZÀ-Þ][\w'’.-]*|de|van|von|der|al|el|bin|ap)"
_NAME = rf"[A-ZÀ-Þ][\w'’.-]*(?: {_WORD}){{1,3}}"
_NAMES = rf"{_NAME}(?:(?:, and|,| and| &) {_NAME}){{0,4}}"
_POST = r"(?i:correspondent|editor|reporter|writer|journalist|columnist|commentator|producer|critic)s?"
_BY = re.compile(
    r"(?i:(?:words|story|report|written|reported|text|exclusive|posted|interview)?:? ?by|author):? (?=[^\W\d_])"
)
_LEADING_NAMES = re.compile(_NAMES)
_NAMED_POST = re.compile(
    rf"({_NAMES})(?:(?:,| is) [\w'’ -]{{0,60}}?| [A-Z][\w' -]{{0,60}}?|,? )\b{_POST}"
    r"(?: at .{2,40}| in .{2,40})?(?: @\w+)*"
)
# Words that belong to a post, not to the name before it: "Jane Doe Home affairs correspondent".
_OF_POST = phrases("""
    bbc | pa | itv | sky | the | press | guardian | local | senior | chief | crime | political | politics | home
    health | education | sport | sports | social | religious | religion | community | legal | world | news | special
    digital | deputy | assistant | democracy | reporting | in | at | for | from | associated | reuters | police
    defence | diplomatic | economics | business | environment | transport | culture | arts | royal | security
    investigations | investigative | midlands | north | south | wales | scotland | london | westminster | race
    faith | football | cricket | rugby | athletics | data | policy | public | local | lead | associate | executive
    group | features | foreign | us | uk
""")
_NOBODY = frozenset({"Our", "Staff", "The", "A"})


def is_names(text: str) -> bool:
    """Return whether `text` is one person's name or several, and nothing else."""
    return _LEADING_NAMES.fullmatch(text) is not None


def parse_byline(text: str) -> str | None:
    """Return the author or authors that a byline names, "" where it names nobody, None where `text` is no byline."""
    if word_count(text) > _MOST_WORDS or text.endswith((".", "?", "!", ":")):
        return None
    by = _BY.match(text)
    if by is not None:
        names = _LEADING_NAMES.match(text, by.end())
        if names is not None:
            return _without_post(names.group())
        return "" if re.search(rf"\b{_POST}\b", text) and word_count(text) <= 8 else None
    named = _NAMED_POST.fullmatch(text)
    return _without_post(named.group(1)) if named else None


def _without_post(names: str) -> str:
    words = names.split()
    for index, word in enumerate(words):
        plain = word.strip(",")
        if (index > 0 and plain.lower() in _OF_POST) or plain in _NOBODY or re.fullmatch(_POST, plain):
            words = words[:index]
            break
    while words and words[-1] in ("and", "&"):
        words.pop()
    return " ".join(words).strip(" ,")
