"""The head of an article or a report: title, standfirst, date line, author, caption, before the text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.documents.model import Kind, Metadata
from reader.documents.shapes import ends_sentence, ends_with_full_stop, has_address, is_listed, word_count
from reader.documents.structure.boilerplate import is_button
from reader.documents.structure.bylines import is_names
from reader.documents.structure.captions import is_caption
from reader.documents.structure.facts import Fact, read_bare_fact, read_fact
from reader.documents.structure.labels import begins_with_field, names_field
from reader.documents.structure.phrases import phrases

if TYPE_CHECKING:
    from reader.documents.structure.draft import Draft

_REACH = 14
_HEAD_KINDS = frozenset({Kind.BOILERPLATE, Kind.STANDFIRST, Kind.DATELINE, Kind.CAPTION})
_MOST_TITLE_WORDS = 35
_LEAST_STANDFIRST_WORDS = 6
_LEAST_PROSE_WORDS = 6
_MOST_STANDFIRST_WORDS = 70
_LEAST_CAPTION_WORDS = 3
_MOST_CAPTION_WORDS = 35
_SECTIONS = phrases("""
    news | home news | national news | uk politics
    uk news | world news | local news | latest news | politics | opinion | comment | analysis | exclusive
    live | breaking | sport | football | cricket | rugby | rugby union | rugby league | athletics | boxing | crime
    education | health | society | business | culture | features | feature | long read | the long read
    investigation | investigations | interview | explainer | editorial | letters | blog | uk | world | london
    england | scotland | wales | northern ireland | europe | home | police | policing | courts | community
    in depth | special report | review | lifestyle | religion | race | law | media | environment | technology
    science | history | fact check
""")
_CHAPTERS = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]? )?(?:introduction|background|summary|executive summary|foreword|preface|overview|context|"
    r"contents|table of contents|acknowledgements|abstract|key (?:findings|points|messages|facts)|methods?|methodology|"
    r"aims?(?: and objectives)?|purpose|findings|conclusions?|recommendations|about (?:this|the) \w+|scope|glossary)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Head:
    """What a head says of its document, and the index at which the text begins."""

    begin: int = 0
    title: str | None = None
    facts: list[Fact] = field(default_factory=list)

    @property
    def metadata(self) -> Metadata:
        """What the head says, in the words of a document's metadata."""
        return Metadata(
            title=self.title,
            date=next((fact.date for fact in self.facts if fact.date), None),
            source=next((fact.source for fact in self.facts if fact.source), None),
            author=next((fact.author for fact in self.facts if fact.author), None),
            url=next((fact.url for fact in self.facts if fact.url), None),
        )


def label_head(drafts: list[Draft], end: int) -> Head:
    """Label the paragraphs before `end` that come before the text itself; return what they say.

    A head has a title: the first short paragraph that is no sentence, with text to follow. Without one nothing is
    labelled, for then nothing tells a head from what follows. `end` is where speeches begin, or the number of drafts.
    """
    head = Head()
    start = _label_title(drafts, end, head)
    if start is None:
        return head
    pending: list[int] = []
    reached_text = end < len(drafts)
    for index in range(start, min(end, start + _REACH)):
        head.begin = index
        if not pending and index <= start + 2 and _is_set_off(drafts, index):
            drafts[index].kind = Kind.STANDFIRST
        elif _begins_text(drafts[index]):
            reached_text = True
            break
        elif drafts[index].kind is None and not _label_line(drafts[index], head):
            pending.append(index)
        head.begin = index + 1
    if reached_text:
        _label_pending(drafts, pending, head)
    return head


def _label_title(drafts: list[Draft], end: int, head: Head) -> int | None:
    """Label the title and what stands before it; return the index behind it, or None where there is no title."""
    marked = next((index for index, draft in enumerate(drafts[:end]) if draft.kind is Kind.TITLE), None)
    before: list[Draft] = []
    for index, draft in enumerate(drafts[: min(end, _REACH)]):
        if marked is not None:
            break
        if draft.kind is Kind.BOILERPLATE or _is_above_title(draft.text):
            before.append(draft)
        elif draft.kind is None and _is_title(draft.text) and _has_text(drafts, index + 1, end):
            marked = index
        else:
            return None
    if marked is None:
        return None
    for draft in before:
        if draft.kind is None:
            _label_line(draft, head)
    drafts[marked].kind, head.title = Kind.TITLE, drafts[marked].text
    return marked + 1


def _is_title(text: str) -> bool:
    if word_count(text) > _MOST_TITLE_WORDS or ends_with_full_stop(text) or text.endswith((":", ",", ";")):
        return False
    return not (is_listed(text) or text.startswith("Dear ") or begins_with_field(text) or has_address(text))


def _is_above_title(text: str) -> bool:
    """Return whether `text` is a button, the name of a paper or of its section, a bare date or address."""
    if is_button(text) or text.casefold() in _SECTIONS:
        return True
    return read_bare_fact(text) is not None


def _has_text(drafts: list[Draft], start: int, end: int) -> bool:
    """Return whether prose, a list or a transcript follows from `start` on."""
    near = drafts[start : start + _REACH]
    return end < len(drafts) or any(_is_prose(draft) or is_listed(draft.text) for draft in near)


def _is_prose(draft: Draft) -> bool:
    marked = draft.kind in (Kind.BODY, Kind.LIST_ITEM, Kind.TABLE_ROW)
    return marked or (draft.kind is None and ends_sentence(draft.text) and word_count(draft.text) >= _LEAST_PROSE_WORDS)


def _is_set_off(drafts: list[Draft], index: int) -> bool:
    """Return whether a sentence below the title is a standfirst: the author's name or the date stands below it."""
    draft = drafts[index]
    if draft.kind is not None or not ends_sentence(draft.text) or word_count(draft.text) < _LEAST_STANDFIRST_WORDS:
        return False
    if read_fact(draft.text) is not None or is_caption(draft.text) or is_listed(draft.text):
        return False
    below = next((later for later in drafts[index + 1 :] if later.kind is not Kind.BOILERPLATE), None)
    return below is not None and read_fact(below.text) is not None


def _begins_text(draft: Draft) -> bool:
    """Return whether `draft` is no part of a head: a sentence, an item of a list, a chapter's heading."""
    if draft.kind is not None:
        return draft.kind not in _HEAD_KINDS
    text = draft.text
    if read_fact(text) is not None or is_caption(text):
        return False
    if is_listed(text) or _CHAPTERS.match(text) or text.endswith((":", ",", ";")):
        return True
    return ends_sentence(text) or word_count(text) > _MOST_STANDFIRST_WORDS


def _label_line(draft: Draft, head: Head) -> bool:
    """Label a line of a head that is recognised by itself; return whether it is one."""
    fact = read_fact(draft.text)
    if fact is not None:
        draft.kind = Kind.DATELINE
        head.facts.append(fact)
    elif is_button(draft.text) or draft.text.casefold() in _SECTIONS:
        draft.kind = Kind.BOILERPLATE
    elif is_caption(draft.text):
        draft.kind = Kind.CAPTION
    return draft.kind is not None


def _label_pending(drafts: list[Draft], pending: list[int], head: Head) -> None:
    """Label the lines of a head that only their place tells apart: the summary first, then what is under a picture."""
    has_standfirst = any(draft.kind is Kind.STANDFIRST for draft in drafts[: head.begin])
    for index in pending:
        draft, words = drafts[index], word_count(drafts[index].text)
        if begins_with_field(draft.text) or has_address(draft.text):
            continue
        if draft.text == head.title:
            draft.kind = Kind.BOILERPLATE
        elif not has_standfirst and words >= _LEAST_STANDFIRST_WORDS:
            draft.kind, has_standfirst = Kind.STANDFIRST, True
        elif is_names(draft.text) and _stands_by_date(drafts, index):
            draft.kind = Kind.DATELINE
            head.facts.append(Fact(author=draft.text))
        elif not has_standfirst and not names_field(draft.text):
            draft.kind = Kind.HEADING
        elif has_standfirst and (_LEAST_CAPTION_WORDS <= words <= _MOST_CAPTION_WORDS or is_names(draft.text)):
            draft.kind = Kind.CAPTION


def _stands_by_date(drafts: list[Draft], index: int) -> bool:
    return any(draft.kind is Kind.DATELINE for draft in drafts[max(index - 1, 0) : index + 2])
