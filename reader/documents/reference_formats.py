"""Entries of reference managers: RIS, BibTeX and CSL-JSON, as far as they tell what a document is."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.dates import iso_date
from reader.documents.decode import decode
from reader.documents.gate import clean_line
from reader.documents.model import Metadata
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_ENTRIES = 50_000
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?$")
_ENTRY = re.compile(r"@\s*(\w+)\s*[{(]\s*([^\s,{}]{0,200})\s*,")
_FIELD = re.compile(r"\s*([\w-]{1,40})\s*=\s*")
_BARE = re.compile(r"[^,{}\s]{0,200}")
_ACCENT = re.compile(r"\\([`'^\"~=.uvHcdbrk])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))")
_ACCENTS = dict(
    zip(
        "`'^\"~=.uvHcdbrk",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328",
        strict=True,
    )
)
_SIGNS = {r"\ss": "ß", r"\o": "ø", r"\O": "Ø", r"\ae": "æ", r"\AE": "Æ", r"\aa": "å", r"\l": "ł", "---": "—", "--": "–"}
_JOURNALS = ("journaltitle", "journal", "booktitle", "publisher", "institution", "organization")
_ATTACHED = re.compile(r"[:;]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says of a document, and the names of the files that it says the document is in."""

    metadata: Metadata
    files: tuple[str, ...] = ()


def entries(data: bytes, suffix: str) -> list[Entry]:
    """Return the entries in `data`, read as its `suffix` says (".ris"); none where it is broken or something else."""
    readers = {".ris": _ris, ".bib": _bibtex, ".json": _csl}
    try:
        read = readers[suffix.lower()](decode(data))
        return [entry for _, entry in zip(range(_MOST_ENTRIES), read, strict=False)]
    except (ReaderError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return []


def _entry(
    title: str | None,
    date: str | None,
    source: str | None,
    authors: Iterable[str],
    url: str | None,
    files: Iterable[str],
) -> Entry:
    said = [clean_line(value) or None if value else None for value in (title, date, source)]
    author = ", ".join(name for name in map(clean_line, authors) if name) or None
    metadata = Metadata(said[0], iso_date(said[1]) if said[1] else None, said[2], author, clean_line(url or "") or None)
    names = (re.split(r"[/\\]", file.strip())[-1].casefold() for file in files)
    return Entry(metadata, tuple(name for name in names if name))


def _ris(text: str) -> Iterator[Entry]:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = _RIS_LINE.match(line.strip())
        if match is None:
            continue
        if match.group(1) == "ER":
            yield _from_ris(found)
            found = {}
        elif value := (match.group(2) or "").strip():
            found.setdefault(match.group(1), []).append(value)
    if "TY" in found:
        yield _from_ris(found)


def _from_ris(found: dict[str, list[str]]) -> Entry:
    def first(*tags: str) -> str | None:
        return next((found[tag][0] for tag in tags if tag in found), None)

    return _entry(
        first("TI", "T1", "CT", "BT"),
        _slashed(first("DA", "PY", "Y1")),
        first("T2", "JO", "JF", "JA", "J2", "PB"),
        map(_turned, found.get("AU", found.get("A1", []))),
        first("UR"),
        [file for tag in ("L1", "L2", "L4") for file in found.get(tag, [])],
    )


def _slashed(date: str | None) -> str | None:
    """Return a date of RIS, `2021/03/04/Spring`, as ISO 8601."""
    parts = [part for part in (date or "").split("/")[:3] if part.strip().isdecimal()]
    return "-".join(f"{int(part):02}" for part in parts) if parts and "/" in (date or "") else date


def _turned(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma else name


def _bibtex(text: str) -> Iterator[Entry]:
    place = 0
    while match := _ENTRY.search(text, place):
        found, place = _fields(text, match.end())
        if match.group(1).lower() not in ("comment", "string", "preamble"):
            yield _from_bibtex(found)


def _from_bibtex(found: dict[str, str]) -> Entry:
    month_and_year = " ".join(filter(None, (found.get("month"), found.get("year"))))
    return _entry(
        found.get("title"),
        found.get("date") or month_and_year,
        next((found[name] for name in _JOURNALS if found.get(name)), None),
        map(_turned, re.split(r"\s+and\s+", found.get("author", ""))),
        found.get("url"),
        _ATTACHED.split(found.get("file", "")),
    )


def _fields(text: str, place: int) -> tuple[dict[str, str], int]:
    """Return the fields of an entry, and where it ends."""
    found: dict[str, str] = {}
    while match := _FIELD.match(text, place):
        value, place = _value(text, match.end())
        name = match.group(1).lower()
        # Addresses of files keep their signs.
        found[name] = value if name in ("file", "url") else _without_latex(value)
        while place < len(text) and text[place] in ", \t\r\n":
            place += 1
    return found, place


def _value(text: str, place: int) -> tuple[str, int]:
    """Return the value that begins at `place`, without its braces or quotation marks, and where it ends.

    One that is never closed says nothing: it would be all that follows.
    """
    opening = text[place : place + 1]
    if opening not in ("{", '"'):
        bare = _BARE.match(text, place)
        return (bare.group(), bare.end()) if bare else ("", place)
    depth = 0
    for end in range(place, len(text)):
        letter = text[end]
        if letter == "\\":
            continue
        depth += (letter == "{") - (letter == "}")
        if (opening == "{" and depth == 0) or (opening == '"' and letter == '"' and depth == 0 and end > place):
            return text[place + 1 : end], end + 1
    return "", len(text)


def _without_latex(value: str) -> str:
    value = _ACCENT.sub(lambda found: (found.group(2) or found.group(3)) + _ACCENTS[found.group(1)], value)
    for sign, letter in _SIGNS.items():
        value = value.replace(sign, letter)
    return unicodedata.normalize("NFC", re.sub(r"\\([&%$#_{}])", r"\1", value).translate({123: None, 125: None}))


def _csl(text: str) -> Iterator[Entry]:
    found = json.loads(text)
    for item in found if isinstance(found, list) else [found]:
        if not isinstance(item, dict) or not isinstance(item.get("title"), str):
            continue
        names = [name for name in item.get("author") or [] if isinstance(name, dict)]
        yield _entry(
            item["title"],
            _issued(item.get("issued")),
            _text(item.get("container-title")) or _text(item.get("publisher")),
            (_text(name.get("literal")) or f"{_text(name.get('given'))} {_text(name.get('family'))}" for name in names),
            _text(item.get("URL")),
            [_text(item.get("file"))],
        )


def _issued(issued: object) -> str | None:
    if not isinstance(issued, dict):
        return None
    parts = (issued.get("date-parts") or [[]])[0]
    return "-".join(f"{int(part):02}" for part in parts) if parts else _text(issued.get("raw") or issued.get("literal"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
