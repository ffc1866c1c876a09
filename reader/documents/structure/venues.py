"""The date line of a debate: where it was held or what it answers, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.documents.dates import find_date

_LONGEST = 300
_TIME = r"(?:\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|noon|midnight)"
_LINK = re.compile(rf"(?:[\s,]+(?:at|on|from)|[\s,]+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[\s,]+{_TIME})+[\s,]*$")
_DASH = re.compile(r"(?:^|\s)(?:–|—|-|--)(?:\s|$)")
_VERB = re.compile(r"(?:answered|made|asked|tabled|laid|published)\b")
_IN = re.compile(r"in (?:the |an? )?(?=[A-Z])")
_HOUSES = re.compile(
    r"House of (?:Commons|Lords)|Westminster Hall|(?:Public Bill|General|Grand|Select|Delegated Legislation|"
    r"Police and Crime|Home Affairs|Standing|Joint) Committee|Parliament\b|Holyrood|Assembly\b|Senedd|Dáil|Seanad|"
    r"Mayor of London|Mayor['’]s Question Time|[Ww]ritten (?:questions?|answers?|statements?)\b|"
    r"(?:Oral|Written) Answers|Written (?:Ministerial )?Statements?|Hansard|Official Report"
)


@dataclass(frozen=True, slots=True)
class Venue:
    """What a debate's date line says: the house, committee or kind of question, if any, and the ISO date."""

    source: str | None
    date: str


def parse_dateline(text: str) -> Venue | None:
    """Return where and when of a debate's date line.

    Such as: "– in the House of Commons at 3:17 pm on 24th October 2017", "Written Answers – answered on 5 May 2020".
    None where `text` is anything else: it must end in its date, and before that, behind a dash, say where it was
    or that it was answered or made.
    """
    if len(text) > _LONGEST or not text[-12:].rstrip(" .")[-1:].isdecimal() or not _DASH.search(text):
        return None
    date = find_date(text)
    if date is None or text[date.end :].strip(" .)"):
        return None
    parts = [part.strip(" ,") for part in _DASH.split(_without_link(text[: date.start]))]
    verb = _VERB.match(parts[-1]) is not None
    if not verb and not _HOUSES.search(text):
        return None
    named = [part for part in (parts[:-1] if verb else parts[-1:]) if part and not part.startswith("Part of ")]
    return Venue(_IN.sub("", " – ".join(named), count=1) or None, date.iso)


def names_house(text: str) -> bool:
    """Return whether `text` names a parliament, an assembly, a committee or what they publish."""
    return _HOUSES.search(text) is not None


def _without_link(text: str) -> str:
    """Return `text` without the "at 3:17 pm on" that leads to the date."""
    return _LINK.sub("", f" {text}").strip()
