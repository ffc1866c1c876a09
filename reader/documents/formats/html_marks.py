"""What the attributes of an element say of it: that nobody sees it, that it names a speaker, that it is a note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""The elements of headings, whatever their level."""

_HIDDEN_CLASS = re.compile(
    r"(?:^| )(?:(?:visually|visuallly|element)[-_]?(?:hidden|invisible)|sr-only|screen-reader-text|screenreader|hidden|"
    r"display-none|d-none|is-hidden|noprint|column-number)(?: |$)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPEAKER_CLASS = re.compile(
    r"(?:^|[ _-])(?:speaker|interviewer|interviewee|attributed-to|member-?link|member-?name|hs_member)"
    r"(?:[-_]{1,2}(?:name|line|label|info|details?|header|heading|title|tag|text|block))?(?= |$)",
    re.IGNORECASE,
)
_MOST_SPEAKER_LETTERS = 250
_MOST_SPEAKER_NODES = 80


def names_speaker(node: LexborNode, words: str) -> bool:
    """Return whether an element called `words` names a speaker, and holds no more than a name and an office."""
    return _SPEAKER_CLASS.search(words) is not None and _is_short(node)


def _is_short(node: LexborNode) -> bool:
    """Return whether an element holds no more than a name and an office, looking no further than that takes."""
    letters = 0
    for count, inner in enumerate(node.traverse(include_text=True)):
        if inner.is_text_node:
            letters += len((inner.text_content or "").strip())
        if letters > _MOST_SPEAKER_LETTERS or count > _MOST_SPEAKER_NODES:
            return False
    return letters > 0


def is_hidden(tag: str, attributes: Mapping[str, str | None], *, is_block: bool) -> bool:
    """Return whether an element is there for machines: hidden, or only read aloud."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    if attributes.get("aria-hidden") == "true" and not is_block:
        return True
    if attributes.get("role") == "doc-pagebreak" or attributes.get("epub:type") == "pagebreak":
        return True
    style, words = attributes.get("style"), attributes.get("class")
    if style and _HIDDEN_STYLE.search(style):
        return True
    return bool(words and tag not in ("html", "body", "main", "article") and _HIDDEN_CLASS.search(words))


_NOTES = re.compile(
    r"(?:^|[ _-])(?:foot|end)-?notes?(?:$|[ _-])|(?:^| )(?:reflist|references|doc-(?:foot|end)notes?)(?: |$)", re.I
)
_NOTE_ID = re.compile(r"(?:fn|ftn|note|cite_note|footnote|endnote|edn)[-_:]?\w{0,40}", re.IGNORECASE)


def is_footnote(tag: str, words: str, attributes: Mapping[str, str | None]) -> bool:
    """Return whether an element says that what is in it is a note, or a list of them."""
    if tag in HEADINGS or tag in ("html", "body", "main", "article"):
        return False
    if (attributes.get("epub:type") or "").endswith("note"):
        return True
    if tag in ("div", "section", "aside", "li", "p", "ol", "ul", "td", "tr") and words:
        name = attributes.get("id") or ""
        return _NOTES.search(words) is not None or (tag in ("li", "p", "div") and _NOTE_ID.fullmatch(name) is not None)
    return False
