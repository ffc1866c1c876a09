"""The day that a web page shows, where its head tells none: in marked elements, or alone in one called "date"."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from reader.documents.dates import find_date, iso_date
from reader.documents.formats.lines import collapse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MARKED = (
    "[itemprop~='datePublished'], abbr.published, .dt-published, [itemprop~='dateCreated'], "
    "[property~='schema:datePublished'], [property~='schema:dateCreated']"
)
_CALLED = "[class*='date'], [class*='Date'], [class*='published'], [class*='posted'], [class*='timestamp']"
_OF_OTHERS = re.compile(
    r"comment|teaser|related|update|modif|event|expir|until|birth|sidebar|widget|card|list|archive|footer",
    re.IGNORECASE,
)
_COLUMN = re.compile(rb"(\d{1,2} [A-Z][a-z]{2,8} [12]\d{3})\s?:\s?Column\s\d")
"""How Hansard's pages say where a column begins."""

_MOST = 60
_LONGEST = 60
"""In letters: what a line says that is a date, with "Published on" and the time of day."""


def shown(tree: LexborHTMLParser) -> str | None:
    """Return when a page says that it was published, as it says it; None where it says nothing, or several days."""
    times = (node.attributes.get("datetime") for node in _some(tree, "time[pubdate], article time, main time, time"))
    machine = next(filter(None, times), None)
    if machine:
        return machine
    marked = (value for node in _some(tree, _MARKED) if iso_date(value := _value(node)))
    if said := next(marked, None):
        return said
    days = {found.iso for node in _some(tree, _CALLED) if (found := find_date(_line(node)))}
    if len(days) == 1:
        return days.pop()
    column = _COLUMN.search(tree.raw_html or b"")
    return column.group(1).decode() if column else None


def _some(tree: LexborHTMLParser, selector: str) -> Iterator[LexborNode]:
    return islice(tree.css(selector), _MOST)


def _value(node: LexborNode) -> str:
    said = node.attributes
    return said.get("content") or said.get("datetime") or said.get("title") or _line(node)


def _line(node: LexborNode) -> str:
    """Return the words of an element that holds a date and little more; nothing where it is about something else."""
    if _OF_OTHERS.search(node.attributes.get("class") or ""):
        return ""
    text = collapse(node.text()[: 10 * _LONGEST])
    return text if len(text) <= _LONGEST else ""
