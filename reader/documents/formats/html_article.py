"""Which blocks of a web page are its article, and what they are; all the others are page furniture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.documents.formats.html_marks import HEADINGS
from reader.documents.formats.html_walk import places_of
from reader.documents.model import Kind
from reader.documents.shapes import ends_sentence, word_count

if TYPE_CHECKING:
    from reader.documents.formats.html_walk import Piece, Place

_FURNITURE_TAGS = frozenset({"nav", "aside", "footer", "dialog", "menu", "search", "legend"})
_FURNITURE = re.compile(
    r"(?:^|[ _-])(?:share|sharing|social|promo|related|newsletter|cookies?|consent|gdpr|comments?|disqus|sidebar|"
    r"footer|nav|navbar|navigation|navlinks|menu|subscribe|subscription|advert|advertisement|ads?|banner|breadcrumbs?|"
    r"recommend(?:ed|ations)?|"
    r"most-?read|most-?popular|trending|signup|sign-?up|widget|outbrain|taboola|toolbar|skip|tags?|tag-?list|popup|modal|"
    r"pagination|pager|masthead|copyright|donate|donation|teaser|catlinks|navbox|editsection|jump-?to|login|author-?bio|"
    r"contentinfo|complementary|read-?more|also-?read|more-?stories|more-?on|carousel|"
    r"print-?only|rightcol|right-?rail)(?:[ _-]|$)",
    re.IGNORECASE,
)
# So are called an offer to subscribe and the text behind it, a list of contents and each chapter that it names.
_SOMETIMES = re.compile(r"(?:^|[ _-])(?:paywall|toc)(?:[ _-]|$)", re.IGNORECASE)
_MOST_OF_OFFER = 60
# Under a short article its readers write most of the page.
_COMMENTS = re.compile(r"(?:^|[ _-])(?:comments?|disqus|comment-?list)(?:$|[ _-](?!count))", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:^|[ _-])(?:toc|table-of-contents|doc-toc|landmarks|page-list)(?:[ _-]|$)", re.IGNORECASE)
_STANDFIRST = re.compile(
    r"(?:^|[ _-])(?:standfirst|dek|sub-?headline|strapline|sub-?title|deck|excerpt|kicker-?text)(?:[ _-]|$)", re.I
)
_DATELINE = re.compile(
    r"(?:^|[ _-])(?:by-?line|author|authors|dateline|timestamp|pub-?date|publish(?:ed)?(?:-?date)?|entry-meta|"
    r"article-meta|post-meta|meta-?data|date-?time|last-?updated|posted-?on|contributor)(?:[ _-]|$)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[ _-])(?:caption|captions|wp-caption-text|image-?credit|photo-?credit|cutline)(?:[ _-]|$)", re.I
)
_LONGEST_DATELINE = 200
_MOST_LINKED = 0.5
_LEAST_WORDS = 8
_HELD = 0.8
_MUCH = 0.4
_REACH = 40


def label(pieces: list[Piece]) -> None:
    """Say what each piece is, as far as the markup tells; what follows from the words alone is left open."""
    places = places_of(pieces)
    _measure(pieces, places, [False] * len(pieces))
    # What holds much of a page's prose is no furniture, whatever it is called: "content with-sidebar".
    most = _MUCH * sum(place.prose for place in places if place.parent is None)
    furniture = [_is_furniture(piece, most) for piece in pieces]
    _measure(pieces, places, furniture)
    root = _with_speakers(_root(places), pieces, furniture)
    inside = _inside(pieces, root)
    title = _title(pieces, inside)
    _take_in_opening(pieces, inside, furniture, title)
    text_begins = False
    for piece, around, here in zip(pieces, furniture, inside, strict=True):
        if piece is title:
            piece.kind = Kind.TITLE
        elif (around or not here) and not piece.saying:
            piece.kind = Kind.BOILERPLATE
        elif piece.kind is None:
            piece.kind = _kind(piece, text_begins=text_begins)
            text_begins = text_begins or (piece.kind is None and ends_sentence(piece.text))


def label_chapter(pieces: list[Piece]) -> None:
    """Say what each piece of a book's chapter is: all of it is text, but for lists of contents."""
    for piece in pieces:
        if _is_contents(piece.place):
            piece.kind = Kind.BOILERPLATE
        elif piece.kind is None:
            piece.kind = Kind.HEADING if piece.place.tag in HEADINGS else _kind(piece, text_begins=True)


def _is_contents(place: Place | None) -> bool:
    for _ in range(_REACH):
        if place is None:
            return False
        if place.tag == "nav" or _CONTENTS.search(place.words):
            return True
        place = place.parent
    return False


def _kind(piece: Piece, *, text_begins: bool) -> Kind | None:
    """Return what the elements around a piece of the article say that it is, or None."""
    place: Place | None = piece.place
    if piece.place.tag in HEADINGS:
        return Kind.HEADING
    if word_count(piece.text) <= 60 and _links(piece) > _MOST_LINKED and word_count(piece.text) > 1:
        return Kind.BOILERPLATE if _links(piece) > 0.9 and piece.place.tag == "li" else None
    kind = None
    for _ in range(4):
        if place is None or place.tag in ("body", "html", "main", "article"):
            break
        kind = kind or _kind_by(place, piece, text_begins=text_begins)
        place = place.parent
    return kind


def _kind_by(place: Place, piece: Piece, *, text_begins: bool) -> Kind | None:
    if place.tag in ("figcaption", "caption") or (place.words and _CAPTION.search(place.words)):
        return Kind.CAPTION
    if place.tag == "li":
        return Kind.LIST_ITEM
    if place.tag in ("blockquote", "dd"):
        return Kind.BODY
    if not place.words:
        return None
    if not text_begins and _STANDFIRST.search(place.words) and place.tag not in HEADINGS:
        return Kind.STANDFIRST
    if len(piece.text) <= _LONGEST_DATELINE and _DATELINE.search(place.words) and not ends_sentence(piece.text):
        return Kind.DATELINE
    return None


def _title(pieces: list[Piece], inside: list[bool]) -> Piece | None:
    """Return the title: the first top heading in the article, else the last one above it, else what heads it."""
    here = [piece for piece, is_inside in zip(pieces, inside, strict=True) if is_inside]
    begin = inside.index(True) if here else 0
    top = [piece for piece in here if piece.place.tag == "h1"][:1]
    above = [piece for piece in pieces[:begin] if piece.place.tag == "h1"]
    if found := top or above[-1:]:
        return found[0]
    elsewhere = [piece for piece in pieces if piece.place.tag == "h1"]
    if len(elsewhere) == 1:
        return elsewhere[0]
    for piece in here:
        if piece.place.tag in HEADINGS:
            return piece
        if ends_sentence(piece.text):
            break
    return None


def _take_in_opening(pieces: list[Piece], inside: list[bool], furniture: list[bool], title: Piece | None) -> None:
    """Count the sentences between the title and the article's element as its own: many pages set an opening apart."""
    begin = inside.index(True) if True in inside else 0
    above = next((index for index, piece in enumerate(pieces[:begin]) if piece is title), begin)
    for index in range(above + 1, begin):
        piece = pieces[index]
        is_prose = word_count(piece.text) >= _LEAST_WORDS and ends_sentence(piece.text) and _links(piece) < _MOST_LINKED
        inside[index] = is_prose and not furniture[index]


def _links(piece: Piece) -> float:
    return piece.linked / max(len(piece.text), 1)


def _is_furniture(piece: Piece, most: float) -> bool:
    """Return whether an element around a piece, with no more than `most` prose in it, says that it is furniture."""
    place: Place | None = piece.place
    for _ in range(_REACH):
        if place is None or place.tag in ("body", "html"):
            return False
        if not place.is_footnote and (
            _COMMENTS.search(place.words) or (place.prose <= most and _is_called_furniture(place))
        ):
            return True
        place = place.parent
    return False


def _is_called_furniture(place: Place) -> bool:
    if place.tag in _FURNITURE_TAGS:
        return True
    if place.tag in ("main", "article") or len(place.words) >= 200:
        return False
    is_short = place.prose < _MOST_OF_OFFER
    return _FURNITURE.search(place.words) is not None or (is_short and _SOMETIMES.search(place.words) is not None)


def _measure(pieces: list[Piece], places: list[Place], furniture: list[bool]) -> None:
    """Note in each element how much prose it holds, in words; what is no sentence counts little, links nothing."""
    for place in places:
        place.prose = 0
    for piece, around in zip(pieces, furniture, strict=True):
        # Chinese and Japanese put no spaces between words.
        words = max(word_count(piece.text), len(piece.text) // 8)
        if not around and _links(piece) < _MOST_LINKED and words >= _LEAST_WORDS and piece.place.tag not in HEADINGS:
            piece.place.prose += words if ends_sentence(piece.text) else words / 3
    for place in reversed(places):
        if place.parent is not None:
            place.parent.prose += place.prose


def _root(places: list[Place]) -> Place | None:
    """Return the smallest element that holds most of the page's prose, or None where there is no prose."""
    children: dict[int, list[Place]] = {}
    for place in places:
        if place.parent is not None:
            children.setdefault(id(place.parent), []).append(place)
    root = places[0] if places else None
    if root is None or root.prose == 0:
        return None
    while True:
        best = max(children.get(id(root), ()), key=lambda place: place.prose, default=None)
        if best is None or best.prose < _HELD * root.prose or best.tag in ("p", "li", "td", "blockquote"):
            return root
        root = best


def _with_speakers(root: Place | None, pieces: list[Piece], furniture: list[bool]) -> Place | None:
    """Return the smallest element around `root` in which all speakers stand: a debate may be one long speech."""
    marks = zip(pieces, furniture, strict=True)
    named = [piece.place for piece, around in marks if (piece.saying or piece.label) and not around]
    for place in named if len(named) > 1 else ():
        root = _common(root, place)
    return root


def _common(one: Place | None, other: Place | None) -> Place | None:
    while one is not other and one is not None and other is not None:
        one, other = (one.parent, other) if one.depth >= other.depth else (one, other.parent)
    return one if one is other else None


def _inside(pieces: list[Piece], root: Place | None) -> list[bool]:
    """Return for each piece whether it stands in `root`; all do where there is none."""
    known: dict[int, bool] = {}
    found = []
    for piece in pieces:
        chain = []
        place: Place | None = piece.place
        while place is not None and id(place) not in known and place is not root:
            chain.append(place)
            place = place.parent
        here = root is None or place is root or (place is not None and known[id(place)])
        for each in chain:
            known[id(each)] = here
        found.append(here)
    return found
