"""What a paragraph looks like, without knowing what it is: how long, how it ends, what it begins with."""

from __future__ import annotations

import re

_CLOSERS = "\"'”’»)]* "
_STOPS = frozenset(".!?…。！？؟।")
_REFERENCES = re.compile(r"(?:\[\w{1,4}\]|[¹²³⁰⁴-⁹†‡])+$")
_REFERENCE_ENDS = frozenset("]¹²³⁰⁴⁵⁶⁷⁸⁹†‡")
BULLETS = frozenset("•◦▪▫‣∙·●○■□◆◇►▶➢➤❖✓✔")
"""Signs that stand for nothing but a list's item."""

_BULLET = re.compile("[" + "".join(sorted(BULLETS)) + r"–*-][ \t]+\S|\(?\d{1,3}[.)][ \t]+\S|\(?[a-z][.)][ \t]+\S")


def word_count(text: str) -> int:
    """Return how many words `text` has, counted at white space."""
    return text.count(" ") + 1 if text else 0


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends like a sentence: in a stop, question or exclamation mark, closed by quotes or not."""
    return text[-1:] in _STOPS or _last_mark(text) in _STOPS


def ends_with_full_stop(text: str) -> bool:
    """Return whether the last mark of `text` is a full stop, closed by quotes or not; no title ends so."""
    return _last_mark(text) in (".", "。") and not text.endswith("...")


def _last_mark(text: str) -> str:
    """Return the last character of `text` that is no quotation mark, bracket or reference to a note."""
    tail = text[-16:].rstrip(_CLOSERS)
    if text[-1:] in _REFERENCE_ENDS:
        tail = _REFERENCES.sub("", text[-16:]).rstrip(_CLOSERS)
    return tail[-1:] or " "


def has_address(text: str) -> bool:
    """Return whether an address of the web stands in `text`, written out; none does in a title or a heading."""
    return "://" in text


def is_listed(text: str) -> bool:
    """Return whether `text` begins with a bullet, a number or a letter, as the items of a list do."""
    return _BULLET.match(text) is not None


def has_bullet(text: str) -> bool:
    """Return whether `text` begins with a sign that stands for nothing but a list's item."""
    return text[:1] in BULLETS and text[1:2] == " "
