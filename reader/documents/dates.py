"""Dates as people write them, to ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as calendar_date

_MONTHS = (
    "jan(?:uary)?|januari?|jänner|janvier|enero|gennaio|janeiro",
    "feb(?:ruary)?|februari?|février|febrero|febbraio|fevereiro",
    "mar(?:ch)?|märz|maart|mars|marzo|março",
    "apr(?:il)?|avril|abril|aprile",
    "may|mai|mei|mayo|maggio|maio",
    "june?|juni|juin|junio|giugno|junho",
    "july?|juli|juillet|julio|luglio|julho",
    "aug(?:ust)?|augustus|août|agosto",
    "sept?(?:ember)?|septembre|sep?tiembre|settembre|setembro",
    "oct(?:ober)?|oktober|octobre|octubre|ottobre|outubro",
    "nov(?:ember)?|novembre|noviembre|novembro",
    "dec(?:ember)?|dezember|décembre|diciembre|dicembre|dezembro",
)
"""The months as English, German, Dutch, French, Spanish, Italian and Portuguese write them, January first."""

_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\b\.?"
# "Mars 2020" is more often a rover: without a day, only English names the month.
_ENGLISH = rf"(?P<month>{'|'.join(names.split('|')[0] for names in _MONTHS)})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<![\d-])(?P<year>[12]\d{3})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)",
        rf"\b{_DAY}(?: of| de)?[ -]{_MONTH},?(?: de)?[ -]{_YEAR}",
        rf"\b{_MONTH} {_DAY},? {_YEAR}",
        r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<number>\d{1,2})(?P=mark)(?P<year>[12]\d{3})(?!\d)",
        rf"(?<!\d )\b{_ENGLISH},? {_YEAR}",
    )
)
_ANY_YEAR = re.compile(r"[12]\d{3}(?!\d)")
_BARE = re.compile(r"[12]\d{3}(?:-\d{2})?")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: its ISO form, in whole or to the month, and where it stands."""

    iso: str
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """Return the first date in `text`, or None; of `5/3/2024` the day comes first, as in Britain."""
    if _ANY_YEAR.search(text) is None:
        return None
    found = [date for form in _FORMS if (match := form.search(text)) and (date := _read(match))]
    # A month and year within a whole date are no date of their own: the longer one wins.
    return min(found, key=lambda date: (date.start, -date.end)) if found else None


def iso_date(text: str) -> str | None:
    """Return the date that `text` is or holds, as ISO 8601 in whole or in part, or None."""
    text = text.strip()
    if _BARE.fullmatch(text):
        return text if len(text) == 4 or 1 <= int(text[5:]) <= 12 else None
    found = find_date(text)
    return found.iso if found else None


def _read(match: re.Match[str]) -> FoundDate | None:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _month_number(parts["month"])
    year, day = int(parts["year"]), parts.get("day")
    if day is None:
        return FoundDate(f"{year:04}-{month:02}", match.start(), match.end())
    # Only a date that can't be day-first is read the American way.
    swapped = parts.get("mark") and month > 12 >= int(day)
    try:
        found = calendar_date(year, int(day), month) if swapped else calendar_date(year, month, int(day))
    except ValueError:
        return None
    return FoundDate(found.isoformat(), match.start(), match.end())


def _month_number(name: str) -> int:
    return next(
        number for number, names in enumerate(_MONTHS, 1) if re.fullmatch(names, name.rstrip("."), re.IGNORECASE)
    )
