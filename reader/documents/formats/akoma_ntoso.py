"""Akoma Ntoso, the OASIS standard for parliaments' documents: debates with speakers by reference, and all the rest.

The standard: https://docs.oasis-open.org/legaldocml/akn-core/v1.0/. Debates of SayIt are of this form too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.formats.parlparse import speaker_named
from reader.documents.formats.xml_blocks import Blocks, Voice, children, name_of, words
from reader.documents.model import Attributes, Extract, Kind, Metadata, Speaker

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPEECHES = frozenset({"speech", "question", "answer"})
_KNOWN = _SPEECHES | {"recordedtime", "preface"}
_ABOUT = frozenset({"meta", "toc", "coverpage"})
_HEADS = frozenset({"from", "heading", "num", "subheading"})


def extract(root: Element) -> Extract:
    """Return the blocks below `root`, an `akomaNtoso` element."""
    reader = _Reader(root)
    reader.read(root)
    found = reader.blocks.found
    first = next((block.text for block in found if block.kind is Kind.HEADING), None)
    return Extract(found, _metadata(root, reader.references, first), is_marked=True)


class _Reader:
    def __init__(self, root: Element) -> None:
        self.blocks = Blocks()
        self.references = _references(root)
        self._speaker: Speaker | None = None

    def read(self, parent: Element) -> None:
        loose: list[Element] = []
        for element in parent:
            name = name_of(element)
            if name in _ABOUT:
                continue
            is_known = name in _KNOWN or next(children(element, *_KNOWN, "meta"), None) is not None
            if not is_known:
                loose.append(element)
                continue
            self._take(loose)
            loose = []
            if name in _SPEECHES:
                self._speech(element)
            elif name == "preface":
                self._preface(element)
            elif name == "recordedtime":
                self.blocks.add(words(element) or element.get("time", ""), Voice(Kind.DATELINE))
            else:
                self.read(element)
        self._take(loose)

    def _take(self, elements: list[Element]) -> None:
        """Add what nobody in particular says, in one go: a number belongs to the heading behind it."""
        if elements:
            self._speaker = None
            self.blocks.take(elements, Voice())

    def _speech(self, element: Element) -> None:
        for child in element:
            if name_of(child) in _HEADS - {"from"}:
                self._speaker = None
                self.blocks.take([child], Voice(Kind.HEADING))
        speaker, said = self._speaker_of(element), _attributes(element)
        if speaker is not None and speaker != self._speaker:
            self.blocks.add(_from(element) or speaker.heading, Voice(Kind.SPEAKER_LINE, speaker, said))
        self._speaker = speaker
        voice = Voice(Kind.SPEECH if speaker else Kind.BODY, speaker, said)
        self.blocks.take((child for child in element if name_of(child) not in _HEADS), voice)

    def _speaker_of(self, element: Element) -> Speaker | None:
        person, role = element.get("by", "").lstrip("#"), element.get("as", "").lstrip("#")
        name, office = self.references.get(person) or _from(element), self.references.get(role)
        if not name:
            return Speaker(person, role=office or role or None) if person else None
        return speaker_named(name, role=office or role or None, id=person or None)

    def _preface(self, preface: Element) -> None:
        for element in preface:
            if name_of(element) == "doctitle" or next(children(element, "doctitle"), None) is not None:
                self.blocks.add(words(element), Voice(Kind.TITLE))
            elif name_of(element) == "docdate" or next(children(element, "docdate"), None) is not None:
                self.blocks.add(words(element), Voice(Kind.DATELINE))
            else:
                self.blocks.take([element], Voice())


def _from(element: Element) -> str:
    found = next((child for child in element if name_of(child) == "from"), None)
    return words(found).rstrip(" :") if found is not None else ""


def _attributes(element: Element) -> Attributes:
    told = (("time", element.get("startTime")), ("id", element.get("eId") or element.get("id")))
    return tuple((name, value) for name, value in told if value)


def _references(root: Element) -> dict[str, str]:
    """Return what the persons, offices and bodies that the document names by reference are called."""
    found: dict[str, str] = {}
    for element in root.iter():
        if name_of(element).startswith("tlc") and (shown := element.get("showAs")):
            for key in (element.get("eId"), element.get("id")):
                found.setdefault(key or shown, shown)
    return found


_NO_DATE = "2900"


def _metadata(root: Element, references: dict[str, str], first_heading: str | None) -> Metadata:
    work = next(children(root, "frbrwork"), None)
    about = {name_of(child): child for child in work} if work is not None else {}
    # The first is what the document itself says; some programs put a date of no meaning in the other.
    said = [each.get("date") for each in children(root, "docdate")]
    said += [about["frbrdate"].get("date")] if "frbrdate" in about else []
    date = next((each for each in said if each and each < _NO_DATE), None)
    author = about["frbrauthor"].get("href", "").lstrip("#") if "frbrauthor" in about else ""
    titles = (words(each) for each in children(root, "doctitle"))
    alias = about["frbralias"].get("value") if "frbralias" in about else None
    title = next((title for title in titles if title), None) or alias or first_heading
    return Metadata(title, date, references.get(author))
