"""The one gate for text that comes from outside: after it, no character can steer a terminal or hide text.

Everything that Reader shows or prints passes here once, at the border where it comes in: document text after
extraction, file names, what a store, an import or the settings hold, the texts of errors.
"""

from __future__ import annotations

import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\ufeff\u200b\u2060-\u2065\u00ad\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e0fff"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_DROPPED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}{_INVISIBLE}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A string sequence (OSC, DCS, APC, PM, SOS) goes whole only when it ends within 4,096 characters; else only its
# opening goes, so that a lone ESC can't swallow the rest of a document.
_ESCAPE = re.compile(
    "\x1b(?:[\\]P^_X][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\\\|\x9c)|[\\]P^_X]"
    "|\\[[0-?]{0,64}[ -/]{0,8}[@-~]?|[ -/]{0,4}[0-~]?)"
)
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARK_FLOOD = re.compile(f"([{_MARK}]{{4}})[{_MARK}]+")
_SUSPECT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}{_INVISIBLE}\u2028\u2029\ud800-\udfff]")
_UNUSUAL = re.compile(f"{_SUSPECT.pattern}|[{_MARK}]")
_USUAL = bytes(range(0x20, 0x7F)) + b"\t\n"


def clean(text: str) -> str:
    r"""Return `text` without anything that a terminal obeys or that hides or reorders text.

    Newlines of every kind become `\n`; tabs and `\n` stay. Escape sequences, C0 and C1 controls, BiDi controls,
    invisible and tag characters go; lone surrogates become U+FFFD; floods of combining marks are cut to four.
    """
    if text.isascii() and text.isprintable():
        return text
    # Of most texts little is left without the letters and marks of ASCII, and that little is quickly looked through.
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _USUAL).decode("utf-8", "surrogatepass")
    if not _UNUSUAL.search(beyond):
        return text
    if _SUSPECT.search(text):
        text = _LINE_ENDS.sub("\n", text)
        if "\x1b" in text:
            text = _ESCAPE.sub("", text)
        text = _SURROGATE.sub("\ufffd", _DROPPED.sub("", text))
    return text if text.isascii() else _MARK_FLOOD.sub(r"\1", text)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, for names, titles and messages."""
    return " ".join(clean(text).split())
