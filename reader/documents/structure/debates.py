"""Debates and answers as TheyWorkForYou sets them: title, date line, speaker lines with speeches under them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.model import Kind, Metadata
from reader.documents.shapes import ends_sentence, word_count
from reader.documents.structure.facts import read_fact
from reader.documents.structure.speaker_lines import SpeakerLine, parse_speaker_line
from reader.documents.structure.venues import Venue, parse_dateline

if TYPE_CHECKING:
    from reader.documents.model import Speaker
    from reader.documents.structure.draft import Draft

_LONGEST_FURNITURE = 300
_NOBODYS = frozenset({Kind.BOILERPLATE, Kind.FOOTNOTE, Kind.CAPTION})
_MOST_TITLE_WORDS = 40
_MOST_HEADING_WORDS = 15
_TIME = re.compile(r"\d{1,2}[.:]\d{2} ?[ap]\.?m\.?")
_DIVISION = re.compile(r"Division number \d+", re.IGNORECASE)
_FURNITURE = re.compile(
    r"Alert me about (?:debates|this|things)|Annotate!?$|Add (?:an annotation|your comment|a comment)|"
    r"Link to this (?:speech|vote|item)|In context(?: Individually.*)?$|Individually(?: Annotate!?)?$|"
    r"See (?:this (?:speech|vote|item) in context|full (?:entry|debate|list)|all annotations|any annotations)|"
    r"Vote analysis$|Votes in this debate$|Tweet$|Share$|(?:Hansard|Official Report|Record) source|\(?Citation: |"
    r"Does this answer the above question\?|(?:Yes|No) ?\d+ (?:people|persons?) thinks? (?:so|not)|"
    r"\d+ (?:people|persons?) thinks? (?:so|not)|Would you like to ask a question like this yourself|"
    r"Submitted by \S+|Read all \d+ annotations?|« ?\S|.{1,200} ?»$|(?:Previous|Next) (?:debate|question|answer)|"
    r"All (?:Commons|Lords|Scottish Parliament|Westminster Hall|Northern Ireland Assembly|Senedd|London).{0,40} "
    r"(?:debates|answers|statements) on |Photo of(?: [^.]{0,60})?$|Watch (?:this|the) (?:speech|debate)"
)


def label(drafts: list[Draft]) -> Metadata | None:
    """Label a debate's paragraphs with kinds and speakers; return what it says of itself, or None if it is none.

    A debate has speaker lines, or at least TheyWorkForYou's date line; without speaker lines what it says is body.
    """
    lines = {index: line for index, draft in enumerate(drafts) if (line := parse_speaker_line(draft.text))}
    places = _datelines(drafts, lines)
    if not lines and not places:
        return None
    title = _label_head(drafts, end=min([*lines, *places]), has_speeches=bool(lines))
    _label_rest(drafts, lines, places)
    venue = next(iter(places.values()), None)
    date = venue.date if venue else next((line.date for line in lines.values() if line.date), None)
    return Metadata(title=title, date=date, source=venue.source if venue else None)


def _datelines(drafts: list[Draft], lines: dict[int, SpeakerLine]) -> dict[int, Venue]:
    """Return the date lines, by index: those before the first speech, and those that open a further debate."""
    first = min(lines, default=len(drafts))
    found = {}
    for index, draft in enumerate(drafts):
        if draft.kind is not None or not (index < first or index + 1 in lines or index + 2 in lines):
            continue
        if venue := parse_dateline(draft.text) or (_plain_date(draft.text) if 0 < index < first and lines else None):
            found[index] = venue
    return found


def _plain_date(text: str) -> Venue | None:
    """Return the date and place of a line that is no more than these: "House of Lords, 5 May 2020"."""
    fact = read_fact(text)
    return Venue(fact.source, fact.date) if fact is not None and fact.date else None


def _label_head(drafts: list[Draft], end: int, *, has_speeches: bool) -> str | None:
    """Label what stands before the first date or speaker line; return the title found there or marked already."""
    title = next((draft.text for draft in drafts[:end] if draft.kind is Kind.TITLE), None)
    for draft in drafts[:end]:
        if draft.kind is not None:
            continue
        if _is_furniture(draft.text):
            draft.kind = Kind.BOILERPLATE
        elif title is None and word_count(draft.text) <= _MOST_TITLE_WORDS and not draft.text.endswith("."):
            draft.kind, title = Kind.TITLE, draft.text
        elif has_speeches and _is_heading(draft.text):
            draft.kind = Kind.HEADING
    return title


def _label_rest(drafts: list[Draft], lines: dict[int, SpeakerLine], places: dict[int, Venue]) -> None:
    speaker: Speaker | None = None
    before_speeches = bool(lines)
    for index, draft in enumerate(drafts):
        if index in lines:
            speaker, before_speeches = lines[index].speaker, False
            draft.kind, draft.speaker = Kind.SPEAKER_LINE, speaker
        elif index in places:
            draft.kind, speaker = Kind.DATELINE, None
            _mark_heading_before(drafts, index)
        elif draft.kind in (Kind.HEADING, Kind.TITLE):
            speaker = None
        elif draft.kind is None and _is_furniture(draft.text):
            draft.kind = Kind.BOILERPLATE
        elif draft.kind is None and _TIME.fullmatch(draft.text):
            draft.kind = Kind.DATELINE
        elif draft.kind is None and _DIVISION.match(draft.text) and word_count(draft.text) <= _MOST_TITLE_WORDS:
            draft.kind, speaker = Kind.HEADING, None
        elif speaker is not None and draft.kind not in _NOBODYS:
            draft.kind, draft.speaker = draft.kind or Kind.SPEECH, speaker
        elif before_speeches and draft.kind is None and _is_heading(draft.text):
            draft.kind = Kind.HEADING


def _mark_heading_before(drafts: list[Draft], index: int) -> None:
    """Make the title of a further debate, which stands right before its date line, a heading of nobody's speech."""
    before = drafts[index - 1] if index else None
    if before is not None and before.speaker and before.kind is Kind.SPEECH and _is_heading(before.text):
        before.kind, before.speaker = Kind.HEADING, None


def _is_heading(text: str) -> bool:
    return word_count(text) <= _MOST_HEADING_WORDS and not ends_sentence(text) and text[0] not in "[(–—-"


def _is_furniture(text: str) -> bool:
    return len(text) <= _LONGEST_FURNITURE and _FURNITURE.match(text) is not None
