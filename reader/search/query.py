"""What a reader asks for, taken apart: words to be matched roughly, and what narrows the passages looked at.

wrold champoin          words, matched roughly; all are wanted, a missing one costs score
"exact words"           these words as they stand
-word  not:word         passages without this word (also -"two words")
#racism  theme:racism   passages tagged with this theme; two themes mean both; #"Two words"
!#racism  not:#racism   passages not tagged with it
@khan  speaker:khan     said by somebody of that name, party or role
doc:london              in documents whose title or path has this; doc:"two words"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.errors import QueryError
from reader.search.fold import fold_plain, words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Field(StrEnum):
    """What a term of a query is about."""

    WORD = "word"
    PHRASE = "phrase"
    THEME = "theme"
    SPEAKER = "speaker"
    DOCUMENT = "doc"


@dataclass(frozen=True, slots=True)
class Query:
    """A query, taken apart. `words` are folded, everything else stands as it was typed.

    `typing` says what the text breaks off in: a word, quotation or name that may still grow at the next key.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    excluded_themes: tuple[str, ...] = ()
    excluded_speakers: tuple[str, ...] = ()
    excluded_documents: tuple[str, ...] = ()
    typing: Field | None = None

    @property
    def last_is_unfinished(self) -> bool:
        """Whether the last of `words` may be only the beginning of a word."""
        return self.typing is Field.WORD


@dataclass(frozen=True, slots=True)
class _Term:
    field: Field
    value: str
    excluded: bool
    start: int
    quoted: bool
    unfinished: bool


_FIELDS = {
    "#": Field.THEME,
    "theme:": Field.THEME,
    "@": Field.SPEAKER,
    "speaker:": Field.SPEAKER,
    "doc:": Field.DOCUMENT,
}
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_TERM = re.compile(
    r"""
    (?P<sign> - | not: | ! (?= [#@"] | theme: | speaker: | doc: ) )?
    (?P<field> [#@] | theme: | speaker: | doc: )?
    (?: " (?P<quoted> [^"]* ) (?P<close> "? ) | (?P<bare> [^\s"]* ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def parse(text: str, *, strict: bool = False) -> Query:
    """Take a query apart.

    What is half typed (a lone `#`, an open quotation mark) is passed over or taken as far as it goes; with
    `strict`, for a query that is complete, it raises QueryError with the place.
    """
    kept: dict[tuple[Field, bool], list[str]] = {}
    typing: Field | None = None
    for term in _terms(text.translate(_QUOTES)):
        if strict:
            _check(term)
        values = _values(term)
        kept.setdefault((term.field, term.excluded), []).extend(values)
        if term.unfinished and values and not term.excluded:
            typing = term.field

    def take(field: Field, excluded: bool = False) -> tuple[str, ...]:
        return tuple(kept.get((field, excluded), ()))

    return Query(
        text=text,
        words=take(Field.WORD),
        phrases=take(Field.PHRASE),
        themes=take(Field.THEME),
        speakers=take(Field.SPEAKER),
        documents=take(Field.DOCUMENT),
        excluded=take(Field.WORD, True) + take(Field.PHRASE, True),
        excluded_themes=take(Field.THEME, True),
        excluded_speakers=take(Field.SPEAKER, True),
        excluded_documents=take(Field.DOCUMENT, True),
        typing=None if strict and typing is not Field.WORD else typing,
    )


def _terms(text: str) -> Iterator[_Term]:
    for match in _TERM.finditer(text):
        if not match[0]:
            continue
        sign, name, quoted, close, bare = match.groups()
        field = _FIELDS[name.lower()] if name else Field.WORD if quoted is None else Field.PHRASE
        unfinished = match.end() == len(text) and fold_plain(bare)[-1:].isalnum() if quoted is None else not close
        value = bare if quoted is None else quoted
        yield _Term(field, value, bool(sign), match.start(), quoted is not None, unfinished)


def _values(term: _Term) -> list[str]:
    value = term.value.strip()
    if term.field is not Field.WORD:
        return [value] if value else []
    plain = [word for word, _, _ in words(fold_plain(value), joined=False)]
    return [value] if plain and term.excluded else plain


def _check(term: _Term) -> None:
    if term.quoted and term.unfinished:
        raise QueryError("This quotation mark is opened and never closed", term.start)
    if term.field is not Field.WORD and not term.value.strip():
        raise QueryError("Nothing follows here: name what to look for, as in #racism, @khan or doc:london", term.start)
