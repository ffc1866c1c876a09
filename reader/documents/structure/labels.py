"""The labels with which turns begin in an inline transcript: `Name (Role):`, `NAME:`, `[id1]`, `[00:01:23] Anna:`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.documents.structure.french_turns import french_turn
from reader.documents.structure.names import Shape, is_field, is_header_field, shape_of
from reader.documents.structure.phrases import phrases

_REACH = 240
_MOST_POSITION_WORDS = 6
_MOST_NAME_WORDS = 5
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+)?"
_CLOCK = r"\d{1,2}:(?:\d{1,2}:\d{1,2}(?!\d)|\d{2})"
_STAMP = rf"[\[(#]?{_DAY}{_CLOCK}(?:[.,-]\d{{1,3}})?(?:\s?[AaPp][Mm])?[\])#]?"
_LEADING_STAMP = re.compile(rf"{_STAMP}(?:\s*(?:-->|[-–—])\s*{_STAMP})?\s*[-–—]?\s*")
_WHOLE_STAMP = re.compile(rf"{_STAMP}(?:\s*(?:-->|[-–—])\s*{_STAMP})?")
# "Ann Lee: 00:12:31", with or without words behind it; "Ann Lee: 12:30 is too late" tells no time of a recording.
_STAMP_BEHIND = re.compile(rf"\s*(?:[\[(]{_CLOCK}[\])]|\d{{1,2}}:\d\d:\d\d|{_CLOCK}(?=\s*$))(?:[.,]\d{{1,3}})?(?=\s|$)")
_TIME = re.compile(_CLOCK)
_QUESTION_NUMBER = re.compile(r"(?:Q\s?\d{1,4}[.:)]?|T?\d{1,3}\.)\s+(?:\[\d{4,7}\]\s+)?(?=\S)")
_NOTES = r"(?P<notes>(?:[(\[][^()\[\]]{1,90}[)\]]\s?){0,3})"
# "Hon. (Dr.) Ann Lee": only a title stands in brackets before a name.
_NAME = r"(?P<name>(?:(?i:hon)\.? \([A-Z]\w{0,4}\.?\) )?[^\W\d_][^:()\[\]?!;\"“”]{0,110}?)"
_NAMED = re.compile(rf"{_NAME}\s?{_NOTES}:(?=\s|$)")
# "MR. SPEAKER.- Order." and "Mr. Lee.—I rise": so do many parliaments, and older records of most.
_DASHED = re.compile(rf"{_NAME}\s?{_NOTES}\.\s?(?:[-–—]+(?=\s|$)|—)")
# What is written beside a meeting: "10:23:11 From Ann Lee to Everyone: hello".
_CHATTED = re.compile(rf"(?i:from)\s+{_NAME}\s+(?i:to)\s+[^:]{{2,60}}?:(?=\s|$)(?P<notes>)")
_STAMPED = re.compile(rf"{_NAME}\s+{_STAMP}:?(?=\s|$)(?P<notes>)")
_BRACKETED = re.compile(rf"\[(?P<name>[^\W\d_][^\[\]:]{{0,30}})\](?P<clock>\s+\[?{_CLOCK}\]?)?\s*:?(?=\s)(?P<notes>)")
# In court, and in interviews by the police, a full stop stands where others write a colon; for the press, nothing.
_ASKED = re.compile(r"(?P<name>[QA](?=\.\s)|Q(?=\s[A-Z]))\.?(?P<notes>)")
_BRACKETS = re.compile(r"\([^()]*\) ")
# "Mr Speaker, I beg to move:" is said to him, not by him.
_ADDRESSES = re.compile(r"(?:I|we|you|it|this|that|there|may|can|could|if|let|please|thank)\b", re.IGNORECASE)
_DASH = re.compile(r"\.\s?[-–—]")
_NOTE = re.compile(r"[(\[]([^()\[\]]{1,90})[)\]]")
_ONLY_STAMP = re.compile(rf"{_STAMP}$")
_FRENCH = ("M", "Un ", "Une ", "Plusieurs ", "Voix ")
_NOISES = phrases("""
    laughs | laughter | laughing | applause | pause | silence | inaudible | unclear | crosstalk | music
    interruption | interruptions | sic | sighs | coughs | crying | cries | noise | background | overtalking
    overspeaking | redacted | anonymised | edited | end
""")


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a paragraph's beginning that may name its speaker.

    `notes` are what stands in brackets or behind a comma after the name: office, party, constituency.
    `start` is where the speech begins, `has_text` whether it begins in this paragraph; `clock` is the time that
    stands with the name, in hours, minutes and seconds.
    """

    name: str
    notes: tuple[str, ...]
    shape: Shape
    start: int
    has_text: bool
    clock: str | None = None

    @property
    def key(self) -> str:
        """What two labels of one speaker have in common."""
        return self.name.casefold()


def parse_label(text: str) -> Label | None:
    """Return the label with which `text` begins, or None where no name stands there.

    That a label can name a speaker is no proof: "Prevent: a summary" has the same shape. The document decides.
    """
    head = text[:_REACH]
    if not _may_have_label(head):
        return None
    if french := french_turn(head):
        said = bool(text[french.start :].strip())
        return Label(french.name, french.notes, Shape.SURE, french.start, said)
    begin = _after_stamp(head)
    if head.startswith("[", begin):
        return _label(text, _BRACKETED.match(head, begin), bracketed=True)
    if question := _QUESTION_NUMBER.match(head, begin):
        begin = question.end()
    chatted = _CHATTED.match(head, begin) if begin else None
    dashed = _label(text, _DASHED.match(head, begin), bracketed=False) if _DASH.search(head) else None
    if dashed is not None and dashed.shape is Shape.SURE:
        return dashed
    named = _label(text, chatted or _NAMED.match(head, begin), bracketed=False)
    return named or _label(text, _STAMPED.match(head, begin) or _ASKED.match(head, begin), bracketed=False)


def clock_of(text: str) -> str | None:
    """Return the time that `text` is, as `00:12:31`, where it is nothing but a time or a stretch of time."""
    return _clock(text) if _WHOLE_STAMP.fullmatch(text.strip()) else None


def _clock(text: str) -> str | None:
    """Return the first time in `text`; where it has two parts, they are minutes and seconds."""
    found = _TIME.search(text)
    if found is None:
        return None
    parts = [int(part) for part in found.group().split(":")]
    hours, minutes, seconds = parts if len(parts) == 3 else [0, *parts]
    return f"{hours:02}:{minutes:02}:{seconds:02}" if minutes < 60 and seconds < 60 else None


def begins_with_field(text: str) -> bool:
    """Return whether `text` begins with a fact about the document: "Session date: July 6, 2016"."""
    colon = text.find(":", 0, 40)
    return colon > 0 and is_header_field(text[:colon])


def names_field(text: str) -> bool:
    """Return whether `text` begins with the name of a fact or part of any document: "Note:", "Partner:"."""
    colon = text.find(":", 0, 40)
    return colon > 0 and is_field(text[:colon])


def is_field_line(line: str) -> bool:
    """Return whether `line` gives a fact about the document and its value: "Session date: July 6, 2016"."""
    return begins_with_field(line) and not line.endswith(":")


def _may_have_label(head: str) -> bool:
    # Nearly every paragraph of prose ends here: it has no colon or dash early on, and no bracket in front.
    if ":" in head or head[:1] == "[" or head[1:2] == "." or head[:2] == "Q ":
        return True
    return _DASH.search(head) is not None or head.startswith(_FRENCH)


def _after_stamp(head: str) -> int:
    if head[:2] == ">>":
        # Captions say so that somebody else begins.
        return len(head) - len(head.lstrip("> "))
    if head[:1] in "[(#0123456789":
        stamp = _LEADING_STAMP.match(head)
        return stamp.end() if stamp else 0
    return 0


def _label(text: str, match: re.Match[str] | None, *, bracketed: bool) -> Label | None:
    if match is None:
        return None
    name = match["name"].strip(" ,-–—")
    if bracketed and name.casefold().split(" ")[0] in _NOISES:
        return None
    shape, position = shape_of(_BRACKETS.sub("", name)), ""
    if shape is None and bracketed and match["clock"] and name[:1].isupper() and len(name.split()) <= _MOST_NAME_WORDS:
        # "[Ann of the harbour] [00:26]": what else would have a time of its own?
        shape = Shape.NAME
    if shape is None and name.count(",") == 1:
        name, position = map(str.strip, name.split(","))
        is_position = len(position.split()) <= _MOST_POSITION_WORDS and not _ADDRESSES.match(position)
        shape = Shape.NAME if " " in name and is_position and shape_of(name) else None
    if shape is None:
        return None
    notes = [note.strip() for note in _NOTE.findall(match["notes"]) if not _ONLY_STAMP.match(note)]
    # What is said of the voice, "(laughing)", begins small; an office or a party is written with a capital.
    notes = [note for note in notes if note[:1].isupper()]
    if notes and shape is Shape.NAME:
        shape = Shape.SURE
    end = match.end()
    clock = _clock(text[:end]) if ":" in text[: end - 1] else None
    if clock is None and (stamp := _STAMP_BEHIND.match(text, end, end + _REACH)):
        end, clock = stamp.end(), _clock(stamp.group())
    said = bool(text[end : end + 20].strip())
    return Label(name, tuple(notes) or ((position,) if position else ()), shape, end, said, clock)
