"""What a line of `reader tag --stdin` asks for: a JSON object that says what else would be typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reader.documents.gate import clean_line
from reader.errors import ReaderError

MOST_BYTES = 2**20
"""How long a line may be; nothing that is asked for needs more."""

_MOST_CHARACTERS = 4096
_EXAMPLE = '{"document": "minutes.txt", "paragraph": 3, "theme": "Sport"}'
_ASKED = frozenset({"document", "paragraph", "theme", "themes", "note", "start", "end", "span"})
# What `reader export jsonl` says of a tag besides: its lines can be put in as they are.
_TOLD = frozenset(
    {"id", "path", "coder", "created", "quotation", "status", "title", "date", "source", "speaker", "attributes"}
)


@dataclass(frozen=True, slots=True)
class Order:
    """Tags that are asked for, in the words of the command line: DOC, PARAGRAPH, THEME..., note and span `A:B`."""

    document: str
    paragraph: str
    themes: tuple[str, ...]
    note: str = ""
    span: str | None = None


def read_order(line: bytes) -> Order:
    """Return what a line asks for. Raises ReaderError that says what is wrong with it."""
    asked = _object(line)
    unknown = sorted(asked.keys() - _ASKED - _TOLD)
    if unknown:
        names = ", ".join(f"“{clean_line(name)[:40]}”" for name in unknown[:3])
        raise ReaderError(f"{names} is nothing that a line can say. It knows {', '.join(sorted(_ASKED))}.")
    paragraph = asked.get("paragraph")
    if type(paragraph) not in (int, str):
        raise ReaderError('“paragraph” must be a number, or text such as "3-5".')
    return Order(_text(asked, "document"), str(paragraph), _themes(asked), _note(asked), _span(asked))


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > MOST_BYTES:
        raise ReaderError(f"The line is longer than {MOST_BYTES:,} bytes.")
    try:
        asked = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReaderError(f"The line is not UTF-8: byte {error.start + 1} is wrong.") from error
    except json.JSONDecodeError as error:
        raise ReaderError(f"The line is no JSON: {error.msg} at character {error.pos + 1}.") from error
    except (ValueError, RecursionError) as error:
        raise ReaderError("The line is no JSON that can be used: a number too long, or nested too deeply.") from error
    if not isinstance(asked, dict):
        raise ReaderError(f"The line is no JSON object, such as {_EXAMPLE}.")
    return asked


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise ReaderError(f"“{name}” must be text, as in {_EXAMPLE}.")
    return value


def _themes(asked: dict[str, Any]) -> tuple[str, ...]:
    if "themes" not in asked:
        return (_text(asked, "theme"),)
    themes = asked["themes"]
    is_list = isinstance(themes, list) and all(isinstance(name, str) for name in themes)
    if not is_list or not themes or "theme" in asked:
        raise ReaderError('“themes” must be a list of names, as in ["Sport", "4"], and then there is no “theme”.')
    return tuple(_text({"themes": name}, "themes") for name in themes)


def _note(asked: dict[str, Any]) -> str:
    note = asked.get("note")
    if note is not None and not isinstance(note, str):
        raise ReaderError("“note” must be text.")
    return note or ""


def _span(asked: dict[str, Any]) -> str | None:
    """Return the span as `A:B`; null for the whole paragraph, as a tag says it."""
    start, end = asked.get("start"), asked.get("end")
    if "span" in asked and asked["span"] is not None:
        both = asked["span"]
        if start is not None or end is not None or not isinstance(both, list) or len(both) != 2:
            raise ReaderError("“span” must be two numbers, as in [3, 9], and then there is no “start” and no “end”.")
        start, end = both
    if start is None and end is None:
        return None
    if type(start) is not int or type(end) is not int:
        raise ReaderError("“start” and “end” must both be numbers, or both be left out.")
    return f"{start}:{end}"
