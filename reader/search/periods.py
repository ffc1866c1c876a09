"""Stretches of time as one types them: `2021`, `2021-11`, `2021-11..2022`, `..2019`, `>2021-06`."""

from __future__ import annotations

import re

from reader.documents.dates import iso_date

Period = tuple[int, int]
"""The first and the last day as numbers that read YYYYMMDD; what is left open has 0s in the first, 9s in the last."""

_EVER: Period = (0, 99_99_99_99)
_SIGN = re.compile("[<>]?=?")


def days(iso: str | None) -> Period | None:
    """Return the days that an ISO date, whole or in part, may mean; None where there is none."""
    digits = (iso or "")[:10].replace("-", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) in (4, 6, 8)):
        return None
    return int(digits.ljust(8, "0")), int(digits.ljust(8, "9"))


def period(text: str) -> Period | None:
    """Return the stretch of time that `text` says; None where it says none."""
    start, dots, end = text.partition("..")
    if dots:
        first, last = (days(iso_date(part)) if part.strip() else _EVER for part in (start, end))
        return (first[0], last[1]) if first and last and text.strip(" .") and first[0] <= last[1] else None
    sign = _SIGN.match(text)
    assert sign is not None
    meant = days(iso_date(text[sign.end() :]))
    if meant is None:
        return None
    first_day, last_day = meant
    return {
        "": meant,
        "=": meant,
        ">": (last_day + 1, _EVER[1]),
        ">=": (first_day, _EVER[1]),
        "<": (_EVER[0], first_day - 1),
        "<=": (_EVER[0], last_day),
    }[sign[0]]


def begun(text: str) -> str:
    """Return as much of `text` as says a stretch of time already: one that is being typed; empty where none does."""
    while text and period(text) is None:
        text = text[:-1]
    return text
