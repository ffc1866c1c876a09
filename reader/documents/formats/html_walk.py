"""From the tree of a web page to its pieces of text in order, each with the elements that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.documents.formats import html_pre, limits
from reader.documents.formats.flow import CELL_GAP
from reader.documents.formats.html_marks import HEADINGS, is_footnote, is_hidden, names_speaker
from reader.documents.formats.lines import collapse
from reader.documents.model import Kind
from reader.documents.structure.phrases import phrases
from reader.errors import ReaderError

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from reader.documents.model import Speaker

_NOT_READ = phrases("""
    script | style | noscript | template | svg | iframe | object | embed | canvas | video | audio | head |
    button | select | textarea | datalist | map | annotation | rt | rp | input | img | link | meta | title |
    noframes | applet | progress | meter
""")
_BLOCKS = phrases("""
    html | body | p | div | section | article | main | header | footer | nav | aside | h1 | h2 | h3 | h4 | h5 |
    h6 | ul | ol | li | dl | dt | dd | table | caption | thead | tbody | tfoot | tr | td | th | blockquote |
    figure | figcaption | pre | address | hr | fieldset | legend | form | center | details | summary | hgroup |
    dialog | menu | dir | listing | plaintext | xmp | search | frameset
""")
_LONGEST_NUMBER = 20
_MOST_BEFORE_BOLD = 40
"""Pieces of text: what is set in bold type behind more of them stands at no beginning."""

_MARK = re.compile(r"\[?(\d{1,3}|[*†‡§a-z]|[ivx]{1,5})\]?")


@dataclass(slots=True, eq=False)
class Place:
    """A block element in which pieces stand; `words` is its class, id and role, to tell furniture by.

    `prose`, `pieces` and `speakers` are how much it holds, and `speaker` is whose words all in it are: filled in later.
    """

    tag: str
    words: str
    parent: Place | None
    is_footnote: bool = False
    prose: float = 0.0
    pieces: int = 0
    speakers: int = 0
    speaker: Speaker | None = None
    depth: int = 0


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of a page's text that no block element parts. `linked` is how many of its letters stand in links.

    `saying` are the texts in an element that names a speaker, each with its class, and `names_only` says whether
    nothing else stands in the piece. `lead` is what stands in bold type at its beginning; `label` that, up to a colon,
    or behind a number.
    """

    text: str
    place: Place
    linked: int = 0
    kind: Kind | None = None
    speaker: Speaker | None = None
    saying: list[tuple[str, str]] = field(default_factory=list)
    names_only: bool = False
    label: str = ""
    lead: str = ""


def walk(tree: LexborHTMLParser) -> list[Piece]:
    """Return the pieces of a page in order. Nothing recurs: a page may be nested as deeply as the parser goes."""
    walker = _Walker()
    node: LexborNode | None = tree.root
    while node is not None:
        entered = walker.enter(node)
        if entered and node.child is not None:
            node = node.child
            continue
        if entered:
            walker.leave(node)
        while node is not None and node.next is None:
            node = node.parent
            if node is not None:
                walker.leave(node)
        node = node.next if node is not None else None
    walker.flush()
    return walker.pieces


def places_of(pieces: list[Piece]) -> list[Place]:
    """Return the elements that pieces stand in, each before those within it."""
    found: dict[int, Place] = {}
    for piece in pieces:
        chain = []
        place: Place | None = piece.place
        while place is not None and id(place) not in found:
            chain.append(place)
            place = place.parent
        found.update((id(place), place) for place in reversed(chain))
    return list(found.values())


class _Walker:
    """Takes elements as they begin and end, and gathers the text between."""

    def __init__(self) -> None:
        self._place = Place("html", "", None)
        self._targets: list[list[Piece]] = [[]]
        self._rows: list[list[list[Piece]]] = []
        self._buffer: list[str] = []
        self._linked = 0
        self._links = 0
        self._pres = 0
        self._note_links = 0
        self._sups = 0
        self._bold: int | None = None
        self._label = ""
        self._lead = ""
        self._classes: list[str] = []
        self._saying: list[tuple[str, str]] = []

    @property
    def pieces(self) -> list[Piece]:
        """What has been gathered."""
        return self._targets[0]

    def enter(self, node: LexborNode) -> bool:
        """Take a node as it begins; return whether what is in it is read."""
        tag = node.tag
        if node.is_text_node:
            self._text(node.text_content or "")
            return False
        if tag is None or tag in _NOT_READ or not node.is_element_node:
            return False
        if tag in ("br", "hr"):
            self._break()
            return False
        attributes = node.attributes
        if attributes and is_hidden(tag, attributes, is_block=tag in _BLOCKS):
            return False
        words = " ".join(said for key in ("class", "id", "role") if (said := attributes.get(key))) if attributes else ""
        if tag in _BLOCKS:
            self.flush()
        self._enter_naming(node, words)
        if tag in _BLOCKS:
            self._enter_block(tag, words, attributes)
        elif tag == "a":
            self._links += 1
        elif tag == "sup":
            self._sups += 1
        elif tag in ("b", "strong") and len(self._buffer) < _MOST_BEFORE_BOLD:
            self._bold = len(self._buffer)
        return True

    def leave(self, node: LexborNode) -> None:
        """Take a node as it ends, whose inside was read."""
        tag = node.tag
        if not node.is_element_node or tag is None:
            return
        self._leave_naming()
        if tag in _BLOCKS:
            self.flush()
            self._leave_block(tag)
        elif tag == "a":
            self._links -= 1
        elif tag == "sup":
            self._sups -= 1
        elif tag in ("b", "strong") and self._bold is not None and not self._pres:
            self._leave_bold(self._bold)

    def flush(self) -> None:
        """End the piece that is being gathered; a speaker's name and office are one, in however many boxes."""
        if self._classes:
            self._buffer.append(" ")
        if self._classes or not self._buffer:
            return
        raw, linked, saying = "".join(self._buffer), self._linked, self._saying
        self._buffer, self._linked, self._saying, self._bold = [], 0, [], None
        text = collapse(raw) if not self._pres else raw
        if not text.strip():
            self._saying = saying
            return
        label, lead, self._label, self._lead = self._label, self._lead, "", ""
        target = self._targets[-1]
        if len(target) >= limits.BLOCKS:
            raise ReaderError(f"it has more than {limits.BLOCKS:,} paragraphs")
        if self._pres:
            target.extend(
                Piece(block.text, self._place, 0, block.kind, block.speaker) for block in html_pre.blocks(text)
            )
            return
        only = bool(saying) and len(text) <= sum(len(said) + 1 for _, said in saying) + 1
        kind = Kind.FOOTNOTE if self._place.is_footnote else None
        target.append(Piece(text, self._place, linked, kind, saying=saying, names_only=only, label=label, lead=lead))

    def _leave_bold(self, begin: int) -> None:
        """Take what stands in bold type, which in Hansard and in many transcripts is the speaker's name."""
        self._bold = None
        before, said = "".join(self._buffer[:begin]).strip(), "".join(self._buffer[begin:]).strip()
        if said.endswith(":") and len(before) <= _LONGEST_NUMBER and not any(map(str.islower, before)):
            self._label = collapse(said)
        if before == self._lead:
            self._lead = "".join(self._buffer).strip()

    def _text(self, text: str) -> None:
        if self._sups and not self._pres and (mark := _MARK.fullmatch(text.strip())):
            text = f"[{mark.group(1)}]" if self._links else text
        if self._classes and text.strip():
            self._saying.append((self._classes[-1], collapse(text)))
            text = f" {text} "
        self._buffer.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _break(self) -> None:
        if self._pres:
            self._buffer.append("\n")
        elif self._place.tag in HEADINGS or self._place.tag == "th" or self._classes:
            self._buffer.append(" ")
        else:
            self.flush()

    def _enter_naming(self, node: LexborNode, words: str) -> None:
        if self._classes:
            self._classes.append(words or self._classes[-1])
        elif words and names_speaker(node, words):
            self._classes.append(words)

    def _leave_naming(self) -> None:
        if self._classes:
            self._classes.pop()

    def _enter_block(self, tag: str, words: str, attributes: dict[str, str | None]) -> None:
        above = self._place
        noted = above.is_footnote or is_footnote(tag, words, attributes)
        self._place = Place(tag, words, above, noted, depth=above.depth + 1)
        if tag in ("pre", "listing", "xmp", "plaintext"):
            self._pres += 1
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._targets.append([])

    def _leave_block(self, tag: str) -> None:
        self._place = self._place.parent or self._place
        if tag in ("pre", "listing", "xmp", "plaintext"):
            self._pres -= 1
        elif tag in ("td", "th") and len(self._targets) > 1:
            cell = self._targets.pop()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._targets[-1].extend(cell)
        elif tag == "tr" and self._rows:
            self._targets[-1].extend(_row(self._rows.pop(), self._place))


def _row(cells: list[list[Piece]], place: Place) -> list[Piece]:
    """Return a row of a table; the pieces themselves where the table is there for the looks of the page."""
    filled = [cell for cell in cells if cell]
    pieces = [piece for cell in cells for piece in cell]
    if len(filled) < 2 or any(map(_is_layout, filled)):
        return pieces
    found = []
    for start in range(0, len(cells), limits.CELLS):
        texts = [" ".join(piece.text for piece in cell) for cell in cells[start : start + limits.CELLS]]
        if any(texts):
            linked = sum(piece.linked for cell in cells[start : start + limits.CELLS] for piece in cell)
            found.append(Piece(CELL_GAP.join(texts).rstrip(CELL_GAP), place, linked, Kind.TABLE_ROW))
    return found


def _is_layout(cell: list[Piece]) -> bool:
    """Return whether a cell holds a part of the page, not a value: several paragraphs, headings, tables."""
    if any(piece.kind is Kind.TABLE_ROW or piece.place.tag in HEADINGS or piece.saying for piece in cell):
        return True
    return len(cell) > 3 or sum(len(piece.text) > 200 for piece in cell) > 1
