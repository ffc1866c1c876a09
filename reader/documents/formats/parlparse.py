"""Hansard as ParlParse scrapes it for TheyWorkForYou: headings, speeches, questions, replies and divisions.

Its format is described at https://parser.theyworkforyou.com/hansard.html.
"""

from __future__ import annotations

import re
from datetime import date as calendar_date
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.documents.dates import iso_date
from reader.documents.formats.xml_blocks import Blocks, Voice, children, name_of, words
from reader.documents.model import Attributes, Extract, Kind, Metadata, Speaker
from reader.documents.structure.speakers import is_office, party_named

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADINGS = frozenset({"oral-heading", "major-heading", "minor-heading"})
_SPEECHES = frozenset({"speech", "ques", "reply"})
_KNOWN = _HEADINGS | _SPEECHES | {"division"}
_MOST_BEFORE_SPEECHES = 20
_LISTS = frozenset({"mplist", "lordlist", "msplist", "mlalist", "mslist", "memberlist"})
_VOTERS = frozenset({"mpname", "lord", "mspname", "mlaname", "msname", "member"})
_NO_TEXT = frozenset({"gidredirect", "source"})
_GID = re.compile(r"uk\.org\.publicwhip/([a-z-]+)/(\d{4}-\d\d-\d\d)")
_BRACKETS = re.compile(r"\(([^()]{1,120})\)")
_SOURCES = MappingProxyType(
    {
        "debate": "House of Commons",
        "lords": "House of Lords",
        "westminhall": "Westminster Hall",
        "wrans": "Written Answers",
        "wms": "Written Ministerial Statements",
        "standing": "Public Bill Committee",
        "spor": "Scottish Parliament",
        "sp": "Scottish Parliament",
        "spwa": "Scottish Parliament – Written Answers",
        "spq": "Scottish Parliament – Written Answers",
        "ni": "Northern Ireland Assembly",
        "senedd": "Senedd Cymru",
        "lmqs": "Questions to the Mayor of London",
    }
)
_AUSTRALIAN = MappingProxyType({"debate": "Australian House of Representatives", "lords": "Australian Senate"})
_VOTES = MappingProxyType(
    {
        "aye": "Ayes",
        "no": "Noes",
        "content": "Content",
        "not-content": "Not content",
        "for": "For",
        "against": "Against",
    }
)


def is_known(root: Element) -> bool:
    """Return whether `root` is a day of ParlParse, by its name or, as in Australia, by what its first elements are."""
    if name_of(root) == "publicwhip":
        return True
    near = islice(root, _MOST_BEFORE_SPEECHES)
    return any(name_of(each) in _KNOWN and _GID.match(each.get("id") or "") for each in near)


def extract(root: Element) -> Extract:
    """Return the speeches, headings and divisions below `root`, for which `is_known` holds."""
    reader = _Reader()
    reader.read(root)
    return Extract(reader.blocks.found, _metadata(root), is_marked=True)


def speaker_named(name: str, **known: str | None) -> Speaker:
    """Return the speaker of a name as Hansard writes it, with what stands in brackets behind it.

    "Johann Lamont (Glasgow Pollok) (Lab)", "The Minister for Sport (Jane Okafor)". What is `known` goes first.
    """
    notes = [note.strip() for note in _BRACKETS.findall(name)]
    bare = " ".join(_BRACKETS.sub("", name).split()).rstrip(" :")
    party = role = constituency = None
    for note in notes:
        if party is None and party_named(note):
            party = party_named(note)
        elif is_office(bare) and role is None and not is_office(note):
            bare, role = note, bare
        elif is_office(note):
            role = role or note
        else:
            constituency = constituency or note
    found = {"party": party, "role": role, "constituency": constituency}
    return Speaker(bare or name, **{**found, **{key: value for key, value in known.items() if value}})


class _Reader:
    def __init__(self) -> None:
        self.blocks = Blocks()
        self._speaker: Speaker | None = None

    def read(self, parent: Element) -> None:
        for element in parent:
            name = name_of(element)
            if name in _HEADINGS:
                self._head(words(element))
            elif name in _SPEECHES:
                self._speech(element)
            elif name == "division":
                self._division(element)
            elif next(children(element, *_KNOWN), None) is not None:
                self.read(element)
            elif name not in _NO_TEXT:
                self._speaker = None
                self.blocks.take([element], Voice())

    def _head(self, text: str) -> None:
        self._speaker = None
        self.blocks.add(text, Voice(Kind.HEADING))

    def _speech(self, element: Element) -> None:
        speaker, said = _speaker(element), _attributes(element)
        if speaker is not None and speaker != self._speaker:
            self.blocks.add(speaker.heading, Voice(Kind.SPEAKER_LINE, speaker, said))
        self._speaker = speaker
        voice = Voice(Kind.SPEECH if speaker else Kind.BODY, speaker, said)
        has_own_text = (element.text or "").strip() or len(element) == 0
        self.blocks.take([element] if has_own_text else element, voice)

    def _division(self, element: Element) -> None:
        number, counted = element.get("divnumber"), next(children(element, "divisioncount"), None)
        counts = [
            f"{_VOTES[vote]} {count}" for vote in _VOTES if counted is not None and (count := _count(counted, vote))
        ]
        title = f"Division {number}" if number else "Division"
        self._head(f"{title}: {', '.join(counts)}" if counts else title)
        for group in children(element, *_LISTS):
            names = "; ".join(filter(None, (words(voter) for voter in children(group, *_VOTERS))))
            vote = (group.get("vote") or "").strip()
            if names:
                label = _VOTES.get(vote.lower(), vote.capitalize() or "Votes")
                self.blocks.add(f"{label}: {names}", Voice(Kind.TABLE_ROW, None, _attributes(element)))
        known = _LISTS | {"divisioncount"}
        self.blocks.take((child for child in element if name_of(child) not in known), Voice())


def _count(counted: Element, vote: str) -> str | None:
    return counted.get(f"{vote}s") or counted.get(vote) or (counted.get("noes") if vote == "no" else None)


def _speaker(element: Element) -> Speaker | None:
    name = (element.get("speakername") or "").strip()
    if not name or name.lower() == "unknown":
        return None
    ids = (element.get("person_id"), element.get("speakerid"))
    return speaker_named(
        name,
        party=element.get("party"),
        role=element.get("speakeroffice") or element.get("position"),
        constituency=element.get("constituency"),
        id=next((each for each in ids if each and each != "unknown"), None),
    )


def _attributes(element: Element) -> Attributes:
    told = (("time", element.get("time")), ("column", element.get("colnum")), ("id", element.get("id")))
    return tuple((name, value.strip()) for name, value in told if value and value.strip() not in ("", "unknown"))


def _metadata(root: Element) -> Metadata:
    """Return house, date and title of the day, from the ids and the headings."""
    gids = (each.get("id") or each.get("oldgid") or "" for each in root.iter())
    gid = next((match for match in map(_GID.match, gids) if match), None)
    urls = (each.get("url") for each in children(root, "source", *_HEADINGS))
    url = next((url for url in urls if url), None)
    headings = [words(each) for each in children(root, "major-heading")]
    if gid is None:
        dates = (each.get("date") for each in children(root, "spmotion"))
        return Metadata(headings[0] if headings else None, next(filter(None, dates), None), url=url)
    sources = _AUSTRALIAN if url and ".aph.gov.au/" in url else _SOURCES
    source, date = sources.get(gid.group(1)), iso_date(gid.group(2))
    title = headings[0] if len(headings) == 1 else f"{source or 'Hansard'}, {_in_words(date)}"
    return Metadata(title or None, date, source, url=url)


def _in_words(date: str | None) -> str:
    return f"{(day := calendar_date.fromisoformat(date)).day} {day:%B %Y}" if date else "undated"
