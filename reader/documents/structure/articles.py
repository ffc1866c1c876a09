"""News articles, reports and everything else that is no transcript: what each paragraph is by its look and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.model import Kind, Metadata
from reader.documents.shapes import ends_sentence, has_address, has_bullet, is_listed, word_count
from reader.documents.structure.boilerplate import is_button, is_furniture
from reader.documents.structure.bylines import parse_byline
from reader.documents.structure.captions import is_caption
from reader.documents.structure.head import label_head
from reader.documents.structure.labels import names_field, parse_label

if TYPE_CHECKING:
    from reader.documents.structure.draft import Draft

_MOST_HEADING_WORDS = 10
_MOST_HEADING_LENGTH = 90
_MOST_ITEM_WORDS = 60
_REACH_OF_NUMBERS = 4
_MOST_TAIL_WORDS = 30


def label(drafts: list[Draft]) -> Metadata:
    """Label the paragraphs of an article or any other text; return what it says of itself.

    Whatever no rule knows stays without a kind: it is body.
    """
    label_furniture(drafts)
    head = label_head(drafts, len(drafts))
    _label_tail(drafts)
    for index in range(head.begin, len(drafts)):
        if drafts[index].kind is None:
            drafts[index].kind = _kind_at(drafts, index, head.title)
    return head.metadata


def label_furniture(drafts: list[Draft]) -> None:
    """Label page furniture; the first paragraph, where the title stands, only if it is a button beyond doubt."""
    for index, draft in enumerate(drafts):
        if draft.kind is None and (is_furniture(draft.text) if index else is_button(draft.text)):
            draft.kind = Kind.BOILERPLATE


def _kind_at(drafts: list[Draft], index: int, title: str | None) -> Kind | None:
    text = drafts[index].text
    if title is not None and text.casefold() == title.casefold():
        return Kind.BOILERPLATE
    if is_caption(text):
        return Kind.CAPTION
    if text.startswith("By ") and parse_byline(text) is not None:
        return Kind.DATELINE
    if _is_item(drafts, index):
        return Kind.LIST_ITEM
    if _is_heading(drafts, index):
        return Kind.HEADING
    return None


def _is_item(drafts: list[Draft], index: int) -> bool:
    """Return whether a paragraph is an item of a list; numbers and dashes, which begin prose too, need company."""
    text = drafts[index].text
    if has_bullet(text):
        return True
    if not is_listed(text) or word_count(text) > _MOST_ITEM_WORDS:
        return False
    numbered = text[0].isdigit()
    reach = _REACH_OF_NUMBERS if numbered and ends_sentence(text) else 1
    near = drafts[max(index - reach, 0) : index] + drafts[index + 1 : index + 1 + reach]
    return text[0] in "-*" or any(is_listed(one.text) and one.text[0].isdigit() == numbered for one in near)


def _is_heading(drafts: list[Draft], index: int) -> bool:
    """Return whether a paragraph is a heading: a few words that are no sentence, with prose below them."""
    text = drafts[index].text
    if len(text) > _MOST_HEADING_LENGTH or word_count(text) > _MOST_HEADING_WORDS or not _could_head(text):
        return False
    below = [draft.text for draft in drafts[index + 1 : index + 3] if draft.kind in (None, Kind.BODY, Kind.LIST_ITEM)]
    if below and word_count(below[0]) <= _MOST_HEADING_WORDS and _could_head(below[0]):
        below = below[1:]
    if not below:
        return False
    reads_on = ends_sentence(below[0]) or below[0].endswith(":")
    return is_listed(below[0]) or (reads_on and word_count(below[0]) > word_count(text))


def _could_head(text: str) -> bool:
    if not text or ends_sentence(text) or text[-1] in ":;,–—-‑" or has_address(text):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "‘“'\""):
        return False
    return not (names_field(text) or parse_label(text))


def _label_tail(drafts: list[Draft]) -> None:
    """Make furniture of the short lines that follow furniture below the last prose: headlines of other articles."""
    last = max((n for n, draft in enumerate(drafts) if draft.kind is None and ends_sentence(draft.text)), default=-1)
    after_furniture = False
    for draft in drafts[last + 1 :]:
        if draft.kind is Kind.BOILERPLATE:
            after_furniture = True
        elif draft.kind is None and after_furniture and word_count(draft.text) <= _MOST_TAIL_WORDS:
            draft.kind = Kind.BOILERPLATE
