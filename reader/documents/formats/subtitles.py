"""Subtitles (SRT, WebVTT): cues joined into sentences, with who speaks and when each begins."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.decode import decode
from reader.documents.formats import limits
from reader.documents.formats.cues import Cue, Line, cues, title_of
from reader.documents.model import START, Block, Extract, Kind, Metadata, Speaker
from reader.documents.shapes import ends_sentence
from reader.documents.structure.labels import Label, parse_label
from reader.documents.structure.names import Shape
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TURN = re.compile(r"^(?:-|–|—|>>+|&gt;&gt;)\s*(?=\S)")
# Somebody else may begin in mid-line: "we go there now. >> REPORTER: The river".
_TURN_INSIDE = re.compile(r"\s+(?=>>+\s*\S)")
_SOUND = re.compile(r"[\[(♪♫][^\[\]()]*[\])♪♫]|♪.*")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*(?= )")
_ROLLING = 0.15
_MOST_ROLLING = 8
"""Lines of a cue that stay while others come: captions have two to four."""
_FEW_ENDS, _MOSTLY_CAPITALS = 0.05, 0.8
_PAUSE = 2.0
"""In seconds: after it, words without any punctuation begin a new paragraph."""
_LONG = 500
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one cue by one voice; `is_turn` says that somebody else begins, or the same one anew."""

    text: str
    cue: Cue
    speaker: str | None
    is_turn: bool


def extract(data: bytes) -> Extract:
    """Return the sentences of a subtitle file. Raises ReaderError where it is no text or holds no cue."""
    text = decode(data)
    if text.count("-->") > limits.CUES or text.count("\n") > limits.LINES_OF_CUE * limits.CUES:
        raise ReaderError(f"it has more than {limits.CUES:,} cues, or their lines: split it into several files")
    found = cues(text)
    if not found:
        raise ReaderError(
            "this file holds no subtitles: no words stand under a line like 00:01:02,000 --> 00:01:04,000"
        )
    found = _without_repeats(found)
    writer = _Writer(apart=_stand_apart(found))
    for piece in _pieces(found):
        writer.add(piece)
    writer.close()
    return Extract(writer.blocks, Metadata(title=title_of(text)), is_marked=True)


def _without_repeats(found: list[Cue]) -> list[Cue]:
    """Return the cues without the lines that captions which roll up show again from the cue before."""
    overlaps = [_overlap(before.lines, cue.lines) for before, cue in itertools.pairwise(found)]
    # Only a line that stays while others come proves it: "No." may well be said twice.
    rolling = sum(0 < seen < len(cue.lines) for seen, cue in zip(overlaps, found[1:], strict=True))
    if not rolling or rolling < _ROLLING * len(overlaps):
        return found
    rest = [Cue(cue.start, cue.end, cue.lines[seen:]) for cue, seen in zip(found[1:], overlaps, strict=True)]
    return [cue for cue in (found[0], *rest) if cue.lines]


def _overlap(before: list[Line], lines: list[Line]) -> int:
    """Return with how many of its lines a cue repeats the end of the one before."""
    longest = min(len(before), len(lines), _MOST_ROLLING)
    return next((size for size in range(longest, 0, -1) if before[-size:] == lines[:size]), 0)


def _stand_apart(found: list[Cue]) -> bool:
    """Return whether every cue is a line of its own, as in verse: all begin with a capital, and none ends in a stop."""
    ends = sum(ends_sentence(cue.lines[-1].text) for cue in found)
    begins = sum(not cue.lines[0].text[0].islower() for cue in found)
    return ends <= _FEW_ENDS * len(found) and begins >= _MOSTLY_CAPITALS * len(found)


def _pieces(found: list[Cue]) -> Iterator[_Piece]:
    names = _names(line for cue in found for line in _parted(cue.lines))
    has_voices = any(line.voice for cue in found for line in cue.lines)
    speaker: str | None = None
    for cue in found:
        for number, line in enumerate(_parted(cue.lines)):
            text = _TURN.sub("", line.text, count=1)
            is_turn = text != line.text
            label = _label(text, names)
            if line.voice or label:
                named = line.voice or (label.name if label else None)
                is_turn, speaker = is_turn or named != speaker, named
            elif is_turn or (has_voices and number == 0):
                is_turn, speaker = is_turn or speaker is not None, None
            text = text[label.start :].strip() if label and not line.voice else text
            if text:
                yield _Piece(text, cue, speaker, is_turn)


def _parted(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines of a cue, apart where somebody else begins within one."""
    for line in lines:
        yield from (Line(part, line.voice) for part in _TURN_INSIDE.split(line.text))


def _names(lines: Iterable[Line]) -> frozenset[str]:
    """Return the keys of the labels that name speakers: sure ones, those in capitals, and all that recur."""
    labels = [label for line in lines if (label := parse_label(_TURN.sub("", line.text, count=1)))]
    counts = Counter(label.key for label in labels)
    sure = {label.key for label in labels if label.shape in (Shape.SURE, Shape.CAPITALS) or counts[label.key] > 1}
    alike = {label.key for label in labels if label.shape is Shape.NAME} if sure else set()
    return frozenset(sure | alike)


def _label(text: str, names: frozenset[str]) -> Label | None:
    label = parse_label(text)
    return label if label and label.key in names else None


class _Writer:
    """Joins pieces into blocks, and puts a speaker line where somebody else begins."""

    def __init__(self, *, apart: bool) -> None:
        self.blocks: list[Block] = []
        self._apart = apart
        self._cue: Cue | None = None
        self._text = ""
        self._time: float | None = None
        self._speaker: str | None = None
        self._named: str | None = None

    def add(self, piece: _Piece) -> None:
        if self._text and (piece.is_turn or piece.speaker != self._speaker or self._begins_anew(piece)):
            self.close()
        if not self._text:
            self._time, self._speaker = piece.cue.start, piece.speaker
        self._text = f"{self._text} {piece.text}".strip()
        self._cue = piece.cue
        if ends_sentence(self._text) or len(self._text) > _LONGEST or _SOUND.fullmatch(self._text):
            self.close()
        elif len(self._text) > _LONG:
            self._split(piece)

    def close(self) -> None:
        """Write what has been joined so far."""
        if not self._text:
            return
        speaker = Speaker(self._speaker) if self._speaker else None
        told = ((START, _clock(self._time)),) if self._time is not None else ()
        is_sound = _SOUND.fullmatch(self._text) is not None
        if speaker and self._speaker != self._named and not is_sound:
            self.blocks.append(Block(speaker.heading, Kind.SPEAKER_LINE, speaker, told))
        if not is_sound:
            self._named = self._speaker
        kind = Kind.SPEECH if speaker and not is_sound else Kind.BODY
        self.blocks.append(Block(self._text, kind, None if is_sound else speaker, told))
        self._text = ""

    def _begins_anew(self, piece: _Piece) -> bool:
        """Return whether the words before a piece are at their end: nothing has been said for long."""
        if self._apart and piece.cue is not self._cue:
            return True
        start, end = piece.cue.start, self._cue.end if self._cue else None
        return (
            start is not None and end is not None and start - end > _PAUSE and not self._text.endswith((",", "-", "–"))
        )

    def _split(self, piece: _Piece) -> None:
        """End a long paragraph where its last sentence does, and begin the next with the words behind it."""
        end = next((match.end() for match in reversed(list(_SENTENCE_END.finditer(self._text)))), 0)
        if end:
            rest = self._text[end:].strip()
            self._text = self._text[:end]
            self.close()
            self._text, self._time = rest, piece.cue.start


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
