"""The cues of SRT and WebVTT files: when they are shown, and their lines without markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"[\s\d:.,-]{{0,40}}?{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_ARROW = "-->"
_ASIDE = ("NOTE", "STYLE", "REGION")
# What captions are marked up with; "<3" and "a < b" are words.
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|ruby|rt|lang|font|span|em|strong|br|p)(?:[.\s][^<>]{0,200})?/?>|</v>|<\d[\d:.]{0,20}>|"
    r"\{\\[^{}]{0,100}\}",
    re.IGNORECASE,
)
_VOICE = re.compile(r"<v(?:\.[^<>\s]{0,60})?\s+([^<>]{1,120})>", re.IGNORECASE)
_TITLE = re.compile(r"\ufeff?WEBVTT[ \t]+-?[ \t]*(\S.*)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cue: its words, and who says them where the markup names somebody."""

    text: str
    voice: str | None = None


@dataclass(slots=True)
class Cue:
    """Lines that are shown together from `start` to `end`, in seconds; None where the file's numbers make no sense."""

    start: float | None
    end: float | None
    lines: list[Line] = field(default_factory=list)


def title_of(text: str) -> str | None:
    """Return the title that stands in a WebVTT file's first line, or None."""
    found = _TITLE.match(text)
    return found.group(1) if found else None


def cues(text: str) -> list[Cue]:
    """Return the cues of a subtitle file in its order; settings, numbers, notes and styles are left out.

    What stands under a broken timing is kept, without a time.
    """
    is_webvtt = text.lstrip("\ufeff").startswith("WEBVTT")
    found: list[Cue] = []
    for timing, lines in _groups(text, is_webvtt=is_webvtt):
        start, end = _times(timing)
        cue = Cue(start, end, [line for raw in lines for line in _read(raw)])
        if cue.lines:
            found.append(cue)
    return found


def _groups(text: str, *, is_webvtt: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield each line that says when, with the lines under it."""
    timing: str | None = None
    lines: list[str] = []
    above_blank = skips = False
    for raw in text.splitlines():
        line = raw.strip(" \t\ufeff")
        if _ARROW in line:
            if timing is not None:
                yield timing, _without_name(lines, is_named=above_blank)
            timing, lines, above_blank, skips = line, [], False, False
        elif not line:
            # In SRT a cue may hold a blank line; in WebVTT whatever stands behind one is no cue.
            lines.append("")
            skips = False
        else:
            after_blank = bool(lines) and lines[-1] == ""
            skips = skips or (after_blank and line.split(" ")[0] in _ASIDE and is_webvtt)
            if not skips:
                above_blank = after_blank
                lines.append(line)
    if timing is not None:
        yield timing, lines


def _without_name(lines: list[str], *, is_named: bool) -> list[str]:
    """Return a cue's lines without the number or name of the next cue, which stands right above its timing."""
    return lines[:-1] if lines and lines[-1] and (is_named or lines[-1].isdecimal()) else lines


def _times(timing: str) -> tuple[float | None, float | None]:
    match = _TIMING.match(timing)
    if match is None:
        return None, None
    return _seconds(*match.groups()[:4]), _seconds(*match.groups()[4:])


def _seconds(hours: str | None, minutes: str, seconds: str, part: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (int(part) / 10 ** len(part) if part else 0.0)


def _read(raw: str) -> Iterator[Line]:
    """Yield what a line says, apart for each voice in it."""
    pieces = _VOICE.split(raw)
    for voice, piece in zip([None, *pieces[1::2]], pieces[::2], strict=True):
        words = _SPACES.sub(" ", unescape(_TAG.sub(_gap, piece))).strip()
        if words:
            yield Line(words, _SPACES.sub(" ", unescape(voice)).strip() if voice else None)


def _gap(tag: re.Match[str]) -> str:
    return " " if tag.group().lower().startswith("<br") else ""
