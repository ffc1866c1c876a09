"""The speaker lines of TheyWorkForYou: `Photo of NAME NAME POSITION[ TIME, DATE]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.dates import iso_date
from reader.documents.structure.speakers import speaker_at

if TYPE_CHECKING:
    from reader.documents.model import Speaker

_OPENING = "Photo of "
_LONGEST = 400
_LONGEST_NAME = 12
_TIME = r"(?:\d{1,2}[:.]\d{2} ?(?:[ap]\.?m\.?)?|noon|midnight)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}"
_WHEN = re.compile(rf"(?:^|[ ,]+)(?:{_TIME},? *(?:on )?)?({_DAY})\.?$|(?:^|[ ,]+){_TIME},?$")


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """Whom a speaker line names, and the ISO date of the speech where it gives one."""

    speaker: Speaker
    date: str | None


def is_speaker_line(text: str) -> bool:
    """Return whether `text` is a speaker line as a whole."""
    return text.startswith(_OPENING) and parse_speaker_line(text) is not None


def parse_speaker_line(text: str) -> SpeakerLine | None:
    """Return whom the speaker line `text` names, or None where it is no speaker line.

    The name ends where it has been said twice, however many words it has.
    """
    if not text.startswith(_OPENING) or len(text) > _LONGEST:
        return None
    words = text[len(_OPENING) :].split()
    for size in range(min(len(words) // 2, _LONGEST_NAME), 0, -1):
        if words[:size] == words[size : 2 * size]:
            return _parsed(" ".join(words[:size]), " ".join(words[2 * size :]))
    return None


def _parsed(name: str, position: str) -> SpeakerLine:
    when = _WHEN.search(position)
    if when is None:
        return SpeakerLine(speaker_at(name, position), None)
    return SpeakerLine(speaker_at(name, position[: when.start()]), iso_date(when.group(1) or ""))
