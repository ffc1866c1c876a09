"""Who speaks on a web page that marks it: TheyWorkForYou, Hansard, and all that call an element "speaker"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.formats.html_walk import places_of
from reader.documents.model import Kind, Speaker
from reader.documents.structure.boilerplate import is_button
from reader.documents.structure.labels import parse_label
from reader.documents.structure.names import Shape
from reader.documents.structure.speakers import speaker_at
from reader.documents.structure.transcripts import speaker_of

if TYPE_CHECKING:
    from reader.documents.formats.html_walk import Piece, Place

_NAME = re.compile(r"name|primary", re.IGNORECASE)
_POSITION = re.compile(r"position|secondary|role|party|constituency|office|detail|affiliation|title", re.IGNORECASE)
_NO_PART = re.compile(r"(?:^|[ _-])(?:time|date|link|meta|photo|icon|avatar|badge|sr)(?:$|[ _-])", re.IGNORECASE)
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness)\.? \S+")
_COLUMN = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4} ?: ?Column \d{1,5}[A-Z]{0,3}")
# What the House does is nobody's speech, and neither is the list of who voted.
_VOTE = re.compile(
    r"Question (?:accordingly|again|proposed|put)\b|The (?:House|Committee)(?: having)? divided|\[?Division No"
)
_EDGES = " :,–—-·|."
_LONGEST_NAME = 120
_REACH = 60
_LEAST_SURE = 0.5
_SPOKEN = frozenset({None, Kind.BODY, Kind.LIST_ITEM})


def assign_speeches(pieces: list[Piece]) -> None:
    """Give every piece that somebody says its speaker, where the page marks two turns or more, or is Hansard's.

    What is said is all that stands with one speaker's name in an element of its own; where names and speeches lie
    side by side, all up to the next name or heading.
    """
    is_hansard = any(_COLUMN.fullmatch(piece.text) for piece in pieces)
    speakers = _named(pieces) or _labelled(pieces, is_hansard=is_hansard)
    if not speakers or (len(speakers) == 1 and not (is_hansard and _turns(pieces) < 2)):
        return
    _complete(speakers)
    marked = [piece for piece in pieces if id(piece) in speakers]
    _count(pieces, marked)
    current: Speaker | None = None
    voting = False
    for piece in pieces:
        if id(piece) in speakers:
            voting = False
            piece.speaker = speakers[id(piece)]
            piece.kind = Kind.SPEAKER_LINE if piece.names_only else Kind.SPEECH
            root = _root(piece.place)
            root.speaker = piece.speaker
            # Where the element with the name holds nothing else, what is said follows it.
            current = piece.speaker if root.pieces == 1 or not piece.names_only else None
        elif piece.kind in (Kind.HEADING, Kind.TITLE):
            current = None
        elif voting or _VOTE.match(piece.text):
            voting, current = True, None
        elif is_button(piece.text):
            piece.kind = Kind.BOILERPLATE
        elif piece.kind in _SPOKEN and (speaker := _enclosing(piece.place) or current) is not None:
            piece.kind, piece.speaker = Kind.SPEECH if piece.kind is not Kind.LIST_ITEM else piece.kind, speaker


def _turns(pieces: list[Piece]) -> int:
    """Return how many pieces begin with somebody's name beyond doubt, whatever type it is set in."""
    labels = (parse_label(piece.text) for piece in pieces if piece.kind in _SPOKEN)
    return sum(label is not None and label.shape is Shape.SURE for label in labels)


def _complete(speakers: dict[int, Speaker]) -> None:
    """Give those who are named in full only once their party and office wherever they speak again.

    "Mr Hague" is who was called William Hague before, where only one of that surname was.
    """
    known: dict[str, Speaker] = {}
    surnames: dict[str, set[Speaker]] = {}
    for key, speaker in speakers.items():
        if speaker != Speaker(speaker.name):
            known[speaker.name] = speaker
            surnames.setdefault(speaker.name.rpartition(" ")[2], set()).add(speaker)
            continue
        alike = surnames.get(speaker.name.rpartition(" ")[2], set()) if _HONORIFIC.fullmatch(speaker.name) else set()
        speakers[key] = known.get(speaker.name) or (next(iter(alike)) if len(alike) == 1 else speaker)


def _named(pieces: list[Piece]) -> dict[int, Speaker]:
    """Return the speakers whom elements of their own name, by the piece that they begin."""
    naming = [piece for piece in pieces if piece.saying and piece.kind is not Kind.BOILERPLATE]
    return {id(piece): speaker for piece in naming if (speaker := _speaker(piece)) is not None}


def _labelled(pieces: list[Piece], *, is_hansard: bool) -> dict[int, Speaker]:
    """Return the speakers whose names stand in bold type before a colon, as Hansard has them, by their pieces.

    Most must be speakers' beyond doubt, by a title, an office or a constituency: "Note:" is bold elsewhere. On the
    pages of Hansard, which tell where its columns begin, nothing else is.
    """
    bold = [piece for piece in pieces if piece.label and piece.kind in _SPOKEN]
    labels = {id(piece): label for piece in bold if (label := parse_label(piece.label)) is not None}
    sure = sum(label.shape is Shape.SURE for label in labels.values())
    if not is_hansard and (sure < 2 or sure < _LEAST_SURE * len(bold)):
        return {}
    return {key: speaker_of(label) for key, label in labels.items()}


def _speaker(piece: Piece) -> Speaker | None:
    """Return the speaker whom an element names: by what its parts are called, else by what it says as a whole."""
    parts = [(words, text.strip(_EDGES)) for words, text in piece.saying if not _NO_PART.search(words)]
    names = [text for words, text in parts if _NAME.search(words) and text] or [text for _, text in parts[:1]]
    if not names:
        return None
    name = names[0]
    others = [(words, text) for words, text in parts if text and text != name]
    said = [text for words, text in others if _POSITION.search(words)]
    if not said and len(parts) < 4:
        said = [text for _, text in others]
    position = " ".join(said)
    whole = f"{name} {position}:" if position.startswith(("(", "[")) else f"{name}:"
    label = parse_label(whole) if "(" in whole else None
    if label is not None:
        return speaker_of(label)
    if not any(map(str.isalpha, name)) or len(name) > _LONGEST_NAME:
        return None
    return speaker_at(name, position.strip("()"))


def _count(pieces: list[Piece], marked: list[Piece]) -> None:
    """Count in each element how many pieces it holds, and how many speakers it names."""
    for piece in pieces:
        piece.place.pieces += 1
    for piece in marked:
        piece.place.speakers += 1
    for place in reversed(places_of(pieces)):
        if place.parent is not None:
            place.parent.pieces += place.pieces
            place.parent.speakers += place.speakers


def _root(place: Place) -> Place:
    """Return the largest element around a speaker's name in which no other speaker is named."""
    while place.parent is not None and place.parent.speakers == place.speakers:
        place = place.parent
    return place


def _enclosing(place: Place | None) -> Speaker | None:
    for _ in range(_REACH):
        if place is None:
            return None
        if place.speaker is not None:
            return place.speaker
        place = place.parent
    return None
