"""The `key: value` lines between two `---` lines with which some texts begin."""

from __future__ import annotations

import re

from reader.documents.model import Metadata

_LONGEST = 8_192
_LINE_END = r"(?:\r\n?|\n)"
_FENCED = re.compile(rf"---[ \t]*{_LINE_END}([\s\S]*?){_LINE_END}(?:---|\.\.\.)[ \t]*(?:{_LINE_END}|\Z)")
_FIELD = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?$")
_CONTINUED = re.compile(r"\s+\S|- |#|$")
_KNOWN = frozenset({"title", "date", "source", "author", "url"})


def split(text: str) -> tuple[Metadata, str]:
    """Return what the front matter of `text` says, and the text after it; the whole text where it has none.

    Only title, date, source, author and url are taken, each from one line. What looks like front matter but
    has another shape stays in the text, so that no prose between two rules is lost.
    """
    if not text.startswith("---"):
        return Metadata(), text
    fenced = _FENCED.match(text, 0, _LONGEST)
    fields = _fields(fenced.group(1)) if fenced else None
    if fenced is None or not fields:
        return Metadata(), text
    return Metadata(**fields), text[fenced.end() :]


def _fields(lines: str) -> dict[str, str] | None:
    """Return the known fields with their values, or None where a line is neither field nor continuation."""
    fields: dict[str, str] = {}
    for line in lines.splitlines():
        field = _FIELD.match(line)
        if field is None and not _CONTINUED.match(line):
            return None
        if field is not None and (value := _unquoted(field.group(2) or "")):
            key = field.group(1).lower()
            if key in _KNOWN:
                fields.setdefault(key, value)
    return fields


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]:
        return value[1:-1].strip()
    return value
