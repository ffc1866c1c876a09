"""What a web page says of itself in its head: JSON-LD, OpenGraph, Dublin Core, citation and newspapers' own tags."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from reader.documents.formats import html_dates
from reader.documents.formats.lines import collapse
from reader.documents.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser

_TITLES = (
    "og:title",
    "citation_title",
    "parsely-title",
    "dc.title",
    "dcterms.title",
    "twitter:title",
    "sailthru.title",
)
_DATES = (
    "article:published_time", "datepublished", "citation_publication_date", "citation_date", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "pubdate",
    "publishdate", "publish-date", "publication_date", "og:published_time", "article.published", "date",
)  # fmt: skip
_AUTHORS = ("author", "citation_author", "parsely-author", "article:author", "dc.creator", "dcterms.creator", "byl",
            "sailthru.author", "article.author")  # fmt: skip
_SOURCES = (
    "og:site_name",
    "citation_journal_title",
    "dc.publisher",
    "dcterms.publisher",
    "application-name",
    "publisher",
)
_ARTICLES = re.compile(r"Article|Report|Posting|WebPage|CreativeWork|Interview|Book|Chapter|Legislation")
_LONGEST_JSON = 2_000_000
_MOST_OBJECTS = 2_000
_MOST_AUTHORS = 8
_BY = re.compile(r"(?:by|von|par|door) ", re.IGNORECASE)
_SLASHED = re.compile(r"([12]\d{3})[/.](\d{1,2})[/.](\d{1,2})")
_PUBLISHED = re.compile(r"(?:^|[:._-])(?:published|publication|publish|pub)[_-]?(?:date|time)$")
_COMPACT = re.compile(r"([12]\d{3})(\d{2})(\d{2})(?:T.*)?")
_SEPARATOR = re.compile(r" [|–—»·:-]+ ")
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(https?://[^\s>]{4,2000}) -->")
_RECORD = re.compile(r"Congressional Record, (?:Volume \d+)")


def read(tree: LexborHTMLParser) -> tuple[Metadata, Metadata]:
    """Return what the head says that is sure, and what only holds where the text says nothing itself."""
    said = _Said(_metas(tree), list(_json_objects(tree)))
    site = said.site
    title = said.title
    author = ", ".join(dict.fromkeys(said.authors)) or None
    plain = collapse(_text(tree, "title"))
    is_record = _RECORD.match(plain) is not None
    sure = Metadata(_without_site(title, site) if title else None, said.date, None, author, _address(tree, said))
    weak = Metadata(
        None if is_record else _without_site(plain, site) or None,
        plain if is_record else html_dates.shown(tree),
        site or ("Congressional Record" if is_record else None),
    )
    return sure, weak


class _Said:
    """What the tags and the JSON of one page say, the better witness first."""

    def __init__(self, metas: dict[str, list[str]], objects: list[dict[str, Any]]) -> None:
        self._metas = metas
        self._objects = objects

    def meta(self, names: Iterable[str]) -> str | None:
        return next((self._metas[name][0] for name in names if name in self._metas), None)

    @property
    def title(self) -> str | None:
        return _first(_words(each.get("headline")) for each in self._objects) or self.meta(_TITLES)

    @property
    def date(self) -> str | None:
        found = _first(_words(each.get("datePublished")) for each in self._objects) or self.meta(_DATES)
        found = found or self.meta(filter(_PUBLISHED.search, self._metas))
        return _date(found) if found else None

    @property
    def authors(self) -> list[str]:
        found = [name for each in self._objects for name in _names(each.get("author"))]
        if not found:
            found = next((self._metas[name] for name in _AUTHORS if name in self._metas), [])
        names = (_BY.sub("", collapse(name), count=1) for name in found[:_MOST_AUTHORS])
        return [name for name in names if name and not name.startswith("http") and len(name) <= 120]

    @property
    def site(self) -> str | None:
        return self.meta(_SOURCES) or _first(name for each in self._objects for name in _names(each.get("publisher")))

    @property
    def address(self) -> str | None:
        return _web(self.meta(("og:url", "parsely-link", "citation_public_url", "dc.identifier"))) or _first(
            _web(_words(each.get("url"))) for each in self._objects
        )


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        said = node.attributes
        name = said.get("name") or said.get("property") or said.get("itemprop")
        value = collapse(unescape(said.get("content") or ""))
        if name and value:
            found.setdefault(name.strip().lower(), []).append(value)
    return found


def _json_objects(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD that describe something written."""
    for node in tree.css("script[type='application/ld+json']"):
        text = node.text()
        if len(text) > _LONGEST_JSON:
            continue
        try:
            waiting: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_OBJECTS):
            if not waiting:
                break
            each = waiting.pop(0)
            if isinstance(each, list):
                waiting[:0] = each[:_MOST_OBJECTS]
            elif isinstance(each, dict):
                if _ARTICLES.search(str(each.get("@type", ""))):
                    yield each
                waiting.extend(each[key] for key in ("@graph", "mainEntity") if isinstance(each.get(key), list | dict))


def _names(value: object) -> list[str]:
    """Return the names in an author or a publisher, who may be a text, an object, or a list of them."""
    values = value if isinstance(value, list) else [value]
    names = (each.get("name") if isinstance(each, dict) else each for each in values[:_MOST_AUTHORS])
    flat = (name for each in names for name in (each if isinstance(each, list) else [each]))
    return [words for name in flat if (words := _words(name))]


def _words(value: object) -> str | None:
    # In JSON no character needs an entity, and yet many sites write them there: "DLP&#8217;s".
    return (collapse(unescape(value)) or None) if isinstance(value, str) else None


def _date(said: str) -> str:
    """Return a date with hyphens where machines write it otherwise: 2021/11/29, 20211129."""
    form = _SLASHED.match(said) or _COMPACT.fullmatch(said)
    return f"{form[1]}-{int(form[2]):02}-{int(form[3]):02}" if form else said


def _address(tree: LexborHTMLParser, said: _Said) -> str | None:
    saved = _SAVED.search(tree.raw_html[:4096].decode("utf-8", "replace")) if tree.raw_html else None
    canonical = _first(map(_web, _attributes(tree, "link[rel='canonical']", "href")))
    return canonical or said.address or (saved.group(1) if saved else None)


def _attributes(tree: LexborHTMLParser, selector: str, name: str) -> Iterator[str]:
    for node in tree.css(selector):
        value = node.attributes.get(name)
        if value:
            yield value


def _text(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    return node.text() if node is not None else ""


def _web(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://")) else None


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the name of the site, which many pages put behind it."""
    parts = _SEPARATOR.split(title)
    if site and len(parts) > 1 and site.casefold() in (parts[-1].casefold(), f"the {parts[-1].casefold()}"):
        return title[: title.rindex(parts[-1])].rstrip(" |–—»·:-")
    return title
