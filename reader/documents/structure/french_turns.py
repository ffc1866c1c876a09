"""How turns begin in the parliaments of France: `M. le président. La séance est ouverte.`."""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.documents.structure.names import shape_of

_TITLE = re.compile(r"(?:MM?\.|M(?:me|lle)s?) (?=\S)")
_SEVERAL = re.compile(r"(?:(?:Plusieurs|Une?) (?:députée?|sénateur|sénatrice|membre|voix)s?\b|Voix )")
# Behind "M." nobody's name is over; behind what begins small, no sentence is.
_STOP = re.compile(r"(?<![ ,(]M)(?<!MM)\.(?: ?[-–—])?(?= +(?![a-zà-ÿ])\S|…)")
_OFFICE = re.compile(
    r"(?:vice-|haut-|co-?)?(?:ministre|secrétaire|premi|garde|rapporteu|président|député|sénat|auteur|questeur|"
    r"commissaire|au nom )",
    re.IGNORECASE,
)
_THE = re.compile(r"l(?:e |a |es |['’])\w")
_NOTED = re.compile(r"(.+?) \(([^()]{1,90})\)")
# What says something of somebody is a sentence: "M. Roy, ministre des sports, a dit non."
_VERBS = re.compile(r"\b(?:a|ont|est|sont|avait|était|sera|qui|que|dont|se|parce)\b|\bqu['’]|[:;!?«»“”\"\[\]]")
_MOST_WORDS = 12


class FrenchTurn(NamedTuple):
    """Whom a turn's beginning names, what it says of them, and where the speech begins."""

    name: str
    notes: tuple[str, ...]
    start: int


def french_turn(head: str) -> FrenchTurn | None:
    """Return the turn that `head`, the beginning of a paragraph, begins, or None."""
    title = _TITLE.match(head) or _SEVERAL.match(head)
    stop = _STOP.search(head, title.end()) if title else None
    if title is None or stop is None:
        return None
    name, _, office = head[: stop.start()].partition(", ")
    if _VERBS.search(head, title.end(), stop.start()) or len(name.split()) > _MOST_WORDS:
        return None
    if office and not _OFFICE.match(office):
        return None
    noted = _NOTED.fullmatch(name)
    if noted is not None:
        name, office = noted.group(1), office or noted.group(2)
    if title.re is _TITLE and not _THE.match(name, title.end()) and shape_of(name[title.end() :]) is None:
        return None
    return FrenchTurn(name, (office,) if office else (), stop.end())
