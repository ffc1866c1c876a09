"""TEI: debates, plays and interviews as scholars keep them, `sp` with its `speaker`, or `u` with `who` speaks.

The standard: https://tei-c.org/release/doc/tei-p5-doc/en/html/. The debates of ParlaMint are of this form too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.dates import iso_date
from reader.documents.formats.parlparse import speaker_named
from reader.documents.formats.xml_blocks import Blocks, Voice, children, name_of, words
from reader.documents.model import Attributes, Block, Extract, Kind, Metadata, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SPEECHES = frozenset({"sp", "u"})
_ABOUT = frozenset({"teiheader", "facsimile", "standoff", "gap"})
_PARTS = frozenset({"seg", "ab", "l", "lg", "p", "metadata"})
_ASIDES = frozenset({"stage", "note", "vocal", "kinesic", "incident", "writing"})
# Ids are often made of names: "#AnnLee".
_WITHIN_ID = re.compile(r"(?<=[^\W\d_A-Z])(?<!Mc)(?=[A-Z])")


def extract(root: Element) -> Extract:
    """Return the blocks below `root`, a `TEI` element; who speaks is marked or, where nothing is, for rules to find."""
    reader = _Reader(root)
    reader.read(root)
    found, is_marked = reader.blocks.found, any(block.speaker for block in reader.blocks.found)
    if not is_marked:
        found = [Block(block.text) if block.kind is Kind.BODY else block for block in found]
    return Extract(found, _metadata(root), is_marked=is_marked)


class _Reader:
    def __init__(self, root: Element) -> None:
        self.blocks = Blocks()
        self._persons = _persons(root)
        self._speaker: Speaker | None = None
        self._announced = ""

    def read(self, parent: Element) -> None:
        for element in parent:
            name = name_of(element)
            if name in _ABOUT:
                continue
            if name in _SPEECHES:
                self._speech(element)
            elif name == "note" and element.get("type") == "speaker":
                self._announced = words(element).rstrip(" :")
            elif next(children(element, *_SPEECHES, *_ABOUT), None) is not None:
                self.read(element)
            else:
                self._aside(element)

    def _aside(self, element: Element) -> None:
        """Add what nobody in particular says: a heading, a scene, applause."""
        self._speaker = None
        if name_of(element) in _ASIDES:
            self.blocks.add(words(element), Voice())
        else:
            self.blocks.take([element], Voice())

    def _speech(self, element: Element) -> None:
        speaker = self._speaker_of(element)
        told = (("id", element.get(_ID, "")),) if element.get(_ID) else ()
        if speaker is not None and speaker != self._speaker:
            self.blocks.add(self._announced or speaker.heading, Voice(Kind.SPEAKER_LINE, speaker, told))
        self._speaker, self._announced = speaker, ""
        self._said(element, speaker, told)

    def _speaker_of(self, element: Element) -> Speaker | None:
        key = element.get("who", "").lstrip("#")
        named = next((words(child).rstrip(" :.") for child in element if name_of(child) == "speaker"), "")
        name = self._persons.get(key) or named or self._announced or _WITHIN_ID.sub(" ", key).replace("_", " ")
        return speaker_named(name, role=None, id=key or None) if name else None

    def _said(self, element: Element, speaker: Speaker | None, told: Attributes) -> None:
        voice = Voice(Kind.SPEECH if speaker else Kind.BODY, speaker, told)
        parts = [child for child in element if name_of(child) not in ("speaker", "gap")]
        if not any(name_of(part) in _PARTS for part in parts):
            self.blocks.add(words(element) if len(parts) == len(element) else " ".join(map(words, parts)), voice)
            return
        for part in parts:
            if name_of(part) in _ASIDES:
                self.blocks.add(words(part), Voice())
            elif name_of(part) == "metadata":
                # Some wrap what is said in what they say of it.
                self.blocks.take(part, voice)
            else:
                self.blocks.take([part], voice)


def _persons(root: Element) -> dict[str, str]:
    """Return what the persons whom the header lists are called, by the ids that speeches refer to."""
    found = {}
    for person in children(root, "person"):
        named = next(children(person, "persname"), None)
        key = person.get(_ID)
        if named is not None and key:
            parts = [words(part) for kind in ("forename", "surname") for part in named if name_of(part) == kind]
            found[key] = " ".join(parts) or words(named)
    return found


def _metadata(root: Element) -> Metadata:
    header = next(children(root, "teiheader"), root)
    about = next(children(header, "titlestmt"), header)
    title = next((words(each) for each in about if name_of(each) == "title" and words(each)), None)
    author = next((words(each) for each in about if name_of(each) == "author" and words(each)), None)
    return Metadata(title, next(_dates(header), None), author=author)


def _dates(header: Element) -> Iterator[str]:
    """Yield the dates that a header gives, that of the event before those of the source and the file."""
    for place in ("setting", "creation", "sourcedesc", "editionstmt", "publicationstmt"):
        for element in children(header, place):
            for date in children(element, "date"):
                if iso := iso_date(date.get("when") or words(date)):
                    yield iso
