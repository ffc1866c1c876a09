"""Inline transcripts: turns that begin with the speaker's name, and what is said until the next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents.dates import find_date
from reader.documents.model import START, Kind, Metadata, Speaker
from reader.documents.shapes import ends_sentence, word_count
from reader.documents.structure.articles import label_furniture
from reader.documents.structure.evidence import find_turns
from reader.documents.structure.head import label_head
from reader.documents.structure.labels import Label, begins_with_field, clock_of
from reader.documents.structure.names import Shape, shape_of
from reader.documents.structure.speakers import is_office, party_named

if TYPE_CHECKING:
    from reader.documents.structure.draft import Draft

_DATE_FIELD = re.compile(
    r"\b(?:(?:session|meeting|interview) date|date(?: of (?:the )?(?:interview|meeting|session)| answered)?|"
    r"(?:answered|recorded)(?: on)?) ?:",
    re.IGNORECASE,
)
_DATE_REACH = 40
_LONGEST_HEAD_LINE = 300
_SOURCE_FIELD = re.compile(
    r"(?:meeting|committee|event|source|publication|session name|study|project) ?: ([^:]{2,120})", re.IGNORECASE
)
# Laughter and the like, and "Break: [27:15]", are nobody's words.
_ASIDE = re.compile(r"(?:[A-Z][\w ]{0,30}: ?)?[\[(][^\[\]()]*[\])]\.?")
_JOINT = re.compile(r"([^\W\d_][^:()\[\]]{0,80} (?:and|&) [^:()\[\]]{1,80}):\s")
_AND = re.compile(r",| and | & ")
_END = re.compile(
    r"\W*(?:transcribed by|end of|(?:the )?(?:recording|interview|transcript|meeting|session) (?:ends|ended|closed))\b",
    re.I,
)
_MOST_END_WORDS = 8
_MOST_HEADING_WORDS, _LEAST_HEADING_LETTERS = 12, 6


def label(drafts: list[Draft]) -> Metadata | None:
    """Label a transcript's paragraphs with kinds and speakers; return what it says of itself, or None if it is none.

    A turn keeps its label: the words stay as the page has them. What follows is the same speaker's until somebody
    else's turn, a heading, or a line about the document.
    """
    turns = find_turns(drafts)
    if len(turns) < 2:
        return None
    first = min(turns)
    for draft in drafts[:first]:
        if draft.kind is None and begins_with_field(draft.text):
            draft.kind = Kind.BODY
    _label_turns(drafts, turns)
    label_furniture(drafts)
    head = label_head(drafts, first)
    _label_headings(drafts)
    _label_between(drafts, first, head.title, frozenset(turn.key for turn in turns.values()))
    return _with_fields(head.metadata, drafts[:first])


def _label_turns(drafts: list[Draft], turns: dict[int, Label]) -> None:
    known: dict[str, Speaker] = {}
    for index, turn in turns.items():
        speaker = speaker_of(turn)
        # "Sadiq Khan (Mayor of London):" once, and "Sadiq Khan:" from then on.
        if not turn.notes and turn.key in known:
            speaker = known[turn.key]
        known[turn.key] = speaker
        drafts[index].speaker = speaker
        drafts[index].kind = Kind.SPEECH if turn.has_text else Kind.SPEAKER_LINE
        is_above_words = not turn.has_text and index + 1 not in turns
        _mark_start(drafts[index : index + (2 if is_above_words else 1)], turn.clock)


def _mark_start(drafts: list[Draft], clock: str | None) -> None:
    for draft in drafts:
        if clock is not None and not any(name == START for name, _ in draft.attributes):
            draft.attributes = (*draft.attributes, (START, clock))


def speaker_of(turn: Label) -> Speaker:
    """Return the speaker that a label names, with what stands in brackets behind the name."""
    notes = turn.notes
    if not notes:
        return Speaker(turn.name)
    party = party_named(notes[-1])
    if party is not None:
        return Speaker(turn.name, party, constituency=notes[0] if len(notes) > 1 else None)
    if is_office(turn.name) and not is_office(notes[0]) and shape_of(notes[0]) in (Shape.SURE, Shape.NAME):
        return Speaker(notes[0], role=turn.name)
    return Speaker(turn.name, role=notes[0])


def _label_headings(drafts: list[Draft]) -> None:
    """Make headings of lines in capitals, unless much of the document is set in them."""
    if sum(draft.text.isupper() for draft in drafts) * 4 <= len(drafts):
        for draft in drafts:
            if draft.kind is None and _is_heading(draft.text):
                draft.kind = Kind.HEADING


def is_aside(text: str) -> bool:
    """Return whether `text` is laughter or the like, nobody's words: it stands in brackets, whole."""
    return _ASIDE.fullmatch(text) is not None


def _label_between(drafts: list[Draft], first: int, title: str | None, known: frozenset[str]) -> None:
    """Label what stands behind the first turn and is no turn itself."""
    speaker: Speaker | None = None
    seen: set[str] = set()
    for at, draft in enumerate(drafts[first:], first):
        if draft.kind in (Kind.SPEECH, Kind.SPEAKER_LINE):
            speaker = draft.speaker
        elif draft.kind in (Kind.HEADING, Kind.TITLE):
            speaker = None
        elif draft.kind not in (None, Kind.LIST_ITEM):
            continue
        elif (clock := clock_of(draft.text.rstrip(" :"))) is not None:
            # "(00:01:21):" between paragraphs is when the next begins, and no word of anybody.
            draft.kind = Kind.DATELINE
            _mark_start(drafts[at + 1 : at + 2], clock)
        elif title is not None and _repeats(draft.text, title):
            draft.kind = Kind.BOILERPLATE if draft.text in seen or draft.text == title else Kind.HEADING
            seen.add(draft.text)
            speaker = None
        elif begins_with_field(draft.text) or _is_end(draft.text) or draft.text.startswith(">>"):
            speaker = None
        elif (together := _JOINT.match(draft.text)) is not None and _names_known(together.group(1), known):
            draft.kind, draft.speaker = Kind.SPEECH, Speaker(together.group(1))
        elif speaker is not None and not is_aside(draft.text):
            draft.kind, draft.speaker = draft.kind or Kind.SPEECH, speaker


def _is_heading(text: str) -> bool:
    """Return whether `text` is a few words in capitals, as minutes name what comes next."""
    few = word_count(text) <= _MOST_HEADING_WORDS and sum(map(str.isalpha, text)) >= _LEAST_HEADING_LETTERS
    return few and text.isupper() and text[0].isalpha() and not ends_sentence(text)


def _names_known(together: str, known: frozenset[str]) -> bool:
    """Return whether all whom `together` names ("Ann and Bo") speak elsewhere too."""
    return all(name.strip().casefold() in known for name in _AND.split(together))


def _repeats(text: str, title: str) -> bool:
    """Return whether `text` is the title again, with a few words about it: "Answer for …"."""
    if ends_sentence(text) or title not in text:
        return False
    around = text.replace(title, " ").split()
    return len(around) <= 4 and word_count(title) > 1


def _is_end(text: str) -> bool:
    return word_count(text) <= _MOST_END_WORDS and _END.match(text) is not None


def _with_fields(metadata: Metadata, head: list[Draft]) -> Metadata:
    """Return `metadata` with the date and source that lines such as "Session date: July 6, 2016" add."""
    date, source = metadata.date, metadata.source
    for draft in head:
        field = _DATE_FIELD.search(draft.text) if draft.kind is Kind.BODY else None
        found = find_date(draft.text[field.end() : field.end() + _DATE_REACH]) if field else None
        date = date or (found.iso if found else None)
        named = _SOURCE_FIELD.fullmatch(draft.text)
        source = source or (named.group(1).strip() if named else None)
    # "Held on 14 February 2020 in the clubhouse": above the first turn any date is the day of the talk.
    lines = [draft for draft in head if draft.kind is not Kind.BOILERPLATE and len(draft.text) <= _LONGEST_HEAD_LINE]
    lines.sort(key=lambda draft: draft.kind is not Kind.TITLE)
    dated = (found.iso for draft in lines if (found := find_date(draft.text)))
    return replace(metadata, date=date or next(dated, None), source=source)
