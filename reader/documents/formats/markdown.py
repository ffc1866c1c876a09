"""Markdown: CommonMark with tables; headings, lists, tables and footnotes marked, the signs of markup left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from reader.documents.decode import decode
from reader.documents.formats import front_matter, limits, plain
from reader.documents.formats.lines import collapse, join_lines, lead_of, paragraphs, recurring_labels
from reader.documents.model import Block, Extract, Kind
from reader.documents.shapes import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

# Longer texts than any book would keep the parser busy for many seconds.
_LONGEST = 3_000_000
# A paragraph with more signs of markup than this is no writing: the parser needs time by their square.
_MOST_SIGNS = 10_000
_DEEPEST = 20
_LISTS = frozenset({"bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"})
_BREAKS = frozenset({"softbreak", "hardbreak"})
_SIGN = re.compile(r"[\[\]*_`<>!~]")
# To CommonMark a footnote with an address in it is the target of a link, and vanishes.
_FOOTNOTE = re.compile(r"^( {0,3})\[\^([^\]\s]{1,40})\]:", re.MULTILINE)
_FOOTNOTE_BEGINS = re.compile(r"\[\^([^\]\s]{1,40})\]: ")
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")


@dataclass(slots=True)
class _Raw:
    """A block as the parser gives it: its lines are still apart where nothing but a line break is between them.

    `leads` are what stands in bold type at the beginning of a line.
    """

    text: str
    kind: Kind | None = None
    leads: tuple[str, ...] = ()


@dataclass(slots=True)
class _Place:
    """Where in the document's tree the walk over its tokens stands."""

    heading: Kind | None = None
    lists: int = 0
    quotes: int = 0
    number: str = ""
    cells: list[str] | None = None


def extract(data: bytes) -> Extract:
    """Return the blocks of a Markdown file; the first top heading is its title. Raises ReaderError where it is no text.

    A text that no person wrote, nested or marked up beyond measure, is read as plain text.
    """
    text = decode(data)
    metadata, rest = front_matter.split(text)
    raw = None if _is_hostile(rest) else _parse(rest)
    if raw is None:
        return plain.from_text(text)
    labels = recurring_labels(line for block in raw if block.kind is None for line in block.text.split("\n"))
    blocks = [block for each in raw for block in _blocks(each, labels)]
    return Extract(blocks, metadata)


def _is_hostile(text: str) -> bool:
    is_long = len(text) > _LONGEST or text.count("\n") > limits.MARKDOWN_LINES
    if is_long or text.count("|") > limits.MARKDOWN_CELLS:
        return True
    if len(_SIGN.findall(text)) <= _MOST_SIGNS:
        return False
    return any(len(_SIGN.findall(part)) > _MOST_SIGNS for part in re.split(r"\n[ \t]*\n", text))


def _parse(text: str) -> list[_Raw] | None:
    """Return the blocks that the parser finds, or None where they nest deeper than it goes: it would drop the rest."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table")
    try:
        tokens = parser.parse(_FOOTNOTE.sub(r"\1\\[^\2]:", text))
    except RecursionError:
        return None
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return None
    return list(_walk(tokens))


def _walk(tokens: list[Token]) -> Iterator[_Raw]:
    seen_title = False
    place = _Place()
    for token in tokens:
        if token.type == "heading_open":
            is_title = token.tag == "h1" and not seen_title
            seen_title = seen_title or is_title
            place.heading = Kind.TITLE if is_title else Kind.HEADING
        elif token.type == "heading_close":
            place.heading = None
        elif token.type in _LISTS:
            place.lists += token.nesting
        elif token.type == "list_item_open":
            place.number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type in ("blockquote_open", "blockquote_close"):
            place.quotes += token.nesting
        elif token.type == "tr_open":
            place.cells = []
        elif token.type == "tr_close":
            yield _Raw(" | ".join(place.cells or ()), Kind.TABLE_ROW)
            place.cells = None
        else:
            yield from _leaf(token, place)


def _leaf(token: Token, place: _Place) -> Iterator[_Raw]:
    """Yield what a token that holds text says, in its place."""
    if token.type in ("fence", "code_block"):
        yield from (_Raw(paragraph, Kind.BODY) for paragraph in paragraphs(token.content))
    elif token.type == "inline":
        text, alone = _words(token.children or []), _is_picture(token.children or [])
        if place.cells is not None:
            place.cells.append(collapse(text))
        elif place.heading is not None:
            yield _Raw(collapse(text), place.heading)
        elif place.lists:
            yield _Raw(f"{place.number}{collapse(text)}", Kind.LIST_ITEM)
            place.number = ""
        else:
            kind = Kind.BODY if place.quotes else Kind.CAPTION if alone else None
            yield _Raw(text, kind, tuple(_leads(token.children or [])))


def _words(tokens: list[Token]) -> str:
    """Return what inline tokens say: the words of links and the descriptions of pictures, without their addresses."""
    parts = []
    for token in tokens:
        if token.type in _BREAKS:
            parts.append("\n")
        elif token.type == "image":
            parts.append(_words(token.children or []))
        else:
            parts.append(token.content)
    return "".join(parts)


def _leads(tokens: list[Token]) -> Iterator[str]:
    """Yield what stands in bold type at the beginning of a line."""
    begins, lead = True, -1
    for at, token in enumerate(tokens):
        if token.type == "strong_open" and begins:
            lead = at
        elif token.type == "strong_close" and lead >= 0:
            yield _words(tokens[lead:at])
            lead = -1
        if token.content or token.type in _BREAKS:
            begins = token.type in _BREAKS


def _is_picture(tokens: list[Token]) -> bool:
    return len(tokens) == 1 and tokens[0].type == "image"


def _blocks(raw: _Raw, labels: frozenset[str]) -> Iterator[Block]:
    if raw.kind is not None:
        texts = [collapse(raw.text)]
    else:
        lines = [line for line in raw.text.split("\n") if line.strip()]
        texts = _joined(lines, labels, raw.leads) if lines else []
    for text in texts:
        lead = next((lead for each in raw.leads if (lead := lead_of(text, each))), "")
        note = _FOOTNOTE_BEGINS.match(text) if raw.kind is None else None
        readable = _FOOTNOTE_MARK.sub(r"[\1]", text)
        if note is not None:
            yield Block(f"[{note.group(1)}] {readable[note.end() - 1 :].strip()}", Kind.FOOTNOTE)
        elif readable:
            yield Block(readable, raw.kind, lead=lead if readable == text else "")


def _joined(lines: list[str], labels: frozenset[str], leads: tuple[str, ...]) -> list[str]:
    """Return the paragraphs in a paragraph's lines; a footnote begins one of its own, and so do bold words."""
    starts = [0] + [
        index
        for index, line in enumerate(lines)
        if index and (_FOOTNOTE_BEGINS.match(line) or (ends_sentence(lines[index - 1]) and line.startswith(leads)))
    ]
    found = []
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found.extend(join_lines(lines[begin:end], labels))
    return found
