"""Text made comparable: without case, accents and typographic variants, each offset leading back to the original.

What a reader types and what a document prints must meet: "Kahneman’s" and "kahneman's", "naïve" and "naive",
an en dash and a hyphen. Both sides are folded by the same rules, one character at a time, so that a place in
the folded text always leads back to the characters that it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count
from operator import add
from unicodedata import category, combining, normalize

Span = tuple[int, int]
"""Start and end of some text, in Unicode code points, the end exclusive."""

Word = tuple[str, int, int]
"""A word as it is compared, with its start and end in the folded text."""

LONGEST_WORD = 64
"""Letters after which a word is cut for comparison: a megabyte without a space must not become a megabyte of word."""

_SPECIAL = {
    **dict.fromkeys("‘’‚‛′´ʹʻʼʽˈ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("−⁃", "-"),
    **{"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"},
    **{"ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h", "ı": "i"},
}
"""What Unicode's own decompositions leave apart."""

_COMMON = (("’", "'"), ("–", "-"), ("“", '"'), ("”", '"'), ("‘", "'"), ("—", "-"), ("\xa0", " "))

_NOT_ASCII = re.compile(r"([^\x00-\x7f])")
_SPACES = dict.fromkeys((9, 10, 11, 12, 13, 28, 29, 30, 31), " ")
_ASCII = {**_SPACES, **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}}
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# Bytes are translated thirty times quicker than letters.
_LOWER = bytes(ord(_SPACES.get(code, chr(code).lower())) for code in range(128)).ljust(256)
_GAPS = bytes(code if chr(code).isalnum() or chr(code) in "'-" else ord(" ") for code in _LOWER[:128]).ljust(256)
_LETTER = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back from its offsets to those of the text that it was made from."""

    text: str
    _folded: tuple[int, ...] = ()
    _original: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> Span:
        """Return the shortest span of the original text that holds all of `start:end` of the folded text.

        Accents written as characters of their own belong to the letter before them.
        """
        if not self._folded:
            return start, end
        return self._back(start, inside=0), self._back(end, inside=1)

    def _back(self, offset: int, inside: int) -> int:
        # Stretches alternate: unchanged text, a character whose length changed, unchanged text, ...
        at = bisect_right(self._folded, offset) - 1
        beyond = offset - self._folded[at]
        if at % 2 and beyond:
            return self._original[at] + inside
        return self._original[at] + beyond


def fold(text: str) -> Folded:
    """Fold `text`, keeping the way back to its offsets."""
    folded, original = [0], [0]
    shift = 0
    text = _without_common(text)
    if not text.isascii():
        for match in _NOT_ASCII.finditer(text):
            length = len(_fold_character(match[0]))
            if length != 1:
                at = match.start()
                folded += (at + shift, at + shift + length)
                original += (at, at + 1)
                shift += length - 1
    if len(folded) == 1:
        return Folded(fold_plain(text))
    return Folded(fold_plain(text), tuple(folded), tuple(original))


def fold_plain(text: str) -> str:
    """Fold `text` where no way back is needed."""
    text = _without_common(text)
    if not text.isascii():
        pieces = _NOT_ASCII.split(text)
        pieces[1::2] = map(_fold_character, pieces[1::2])
        text = "".join(pieces)
    return str(text.encode().translate(_LOWER), "ascii") if text.isascii() else text.translate(_ASCII)


def _without_common(text: str) -> str:
    """Fold the typographic marks that stand in most texts, a character each, quicker than is possible for all."""
    if text.isascii():
        return text
    for mark, plain in _COMMON:
        text = text.replace(mark, plain)
    return text


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    before, after = "", character
    while after != before:
        before, after = after, "".join(_simpler(c) for c in after)
    return after


@lru_cache(maxsize=4096)
def _gap_or_folded(character: str) -> str:
    folded = _fold_character(character)
    return " " if len(folded) == 1 and folded != "'" and folded != "-" and not folded.isalnum() else folded


def _simpler(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isspace():
        return " "
    kind = category(character)
    if kind == "Cf" or combining(character):
        return ""
    return "-" if kind == "Pd" else normalize("NFKD", character).casefold()


def words(folded: str, *, joined: bool = True) -> list[Word]:
    """Return the words of a folded text with their places.

    An apostrophe inside a word is dropped, and a possessive 's with it. A word with hyphens yields its parts and
    then, if `joined`, the whole without hyphens, so that "de-radicalise" is found by either spelling.
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(folded):
        parts, whole = apart(match[0], match.start())
        found += parts
        if joined and whole is not None:
            found.append(whole)
    return found


def apart(token: str, start: int) -> tuple[list[Word], Word | None]:
    """Return the words that a token of `tokens` is made of, and where they are several, the whole as one word."""
    if token.isalnum():
        return [(token[:LONGEST_WORD], start, start + len(token))], None
    found: list[Word] = []
    at = start
    for part in token.split("-"):
        found.append((_bare(part), at, at + len(part)))
        at += len(part) + 1
    if len(found) == 1:
        return found, None
    return found, ("".join(word for word, _, _ in found)[:LONGEST_WORD], start, start + len(token))


def tokens(text: str) -> list[str]:
    """Return the words of a text, folded, in their order, each with its hyphens and apostrophes; see `apart`.

    Many times quicker than `words`, where no place counts. There may be marks before and after a word, and marks alone.
    """
    return tokens_of_folded(nearly_folded(text))


def tokens_of_folded(text: str) -> list[str]:
    """Return the tokens of a text that is `nearly_folded`."""
    return str(gaps_opened(text), "ascii").split() if text.isascii() else _TOKEN.findall(text.translate(_ASCII))


def nearly_folded(text: str) -> str:
    """Return a text folded but for what is quickly done in ASCII, and with gaps for the other marks."""
    return _with_gaps(_without_common(text))


def gaps_opened(text: str) -> bytes:
    """Return the tokens of a text that is `nearly_folded` and all ASCII, with spaces between them."""
    return text.encode().translate(_GAPS)


def placed_tokens(folded: str) -> list[Word]:
    """Return what `tokens` does for a folded text, with where each stands."""
    text = _with_gaps(folded)
    if not text.isascii():
        return bare_tokens(folded)
    pieces = str(text.encode().translate(_GAPS), "ascii").split(" ")
    ends = map(add, accumulate(map(len, pieces)), count())
    return [(piece, end - len(piece), end) for piece, end in zip(pieces, ends, strict=False) if piece]


def _with_gaps(text: str) -> str:
    """Fold what isn't ASCII, and leave a space for a mark."""
    if text.isascii():
        return text
    pieces = _NOT_ASCII.split(text)
    pieces[1::2] = map(_gap_or_folded, pieces[1::2])
    return "".join(pieces)


def bare_tokens(folded: str) -> list[Word]:
    """Return the same without the marks before and after them, and without marks alone."""
    return [(match[0], *match.span()) for match in _TOKEN.finditer(folded)]


def plain_words(token: str) -> list[str]:
    """Return the words in a token of `tokens`, and the whole of a compound."""
    return [token] if is_plain_word(token) else [word for word, _, _ in words(token)]


def is_plain_word(token: str) -> bool:
    """Whether a token of `tokens` is itself the word that is meant, as nearly all are."""
    return token.isalnum() and len(token) <= LONGEST_WORD


def different_words(text: str) -> set[str]:
    """Return the words of a text, folded, each once, with the wholes of compounds."""
    return {word for token in set(tokens(text)) for word in plain_words(token)}


def _bare(part: str) -> str:
    return part.removesuffix("'s").replace("'", "")[:LONGEST_WORD]


def find_literal(needle: str, haystack: str, *, whole_words: bool = False) -> list[Span]:
    """Return where `needle` stands in `haystack` as spans of `haystack` itself; see `literal`."""
    pattern = literal(needle, whole_words=whole_words)
    folded = fold(haystack)
    return [folded.original(*match.span()) for match in pattern.finditer(folded.text)] if pattern else []


def literal(needle: str, *, whole_words: bool = False) -> re.Pattern[str] | None:
    """Return what finds `needle`, folded, in folded texts; None where it says nothing.

    Any run of white space equals any other. With `whole_words` the ends must not cut a word in two.
    """
    wanted = fold_plain(needle)
    if not wanted.strip():
        return None
    pattern = " +".join(re.escape(piece) for piece in re.split(" +", wanted))
    if whole_words:
        before = f"(?<!{_LETTER})" if re.match(_LETTER, wanted) else ""
        after = f"(?!{_LETTER})" if re.search(_LETTER + r"\Z", wanted) else ""
        pattern = f"{before}{pattern}{after}"
    return re.compile(pattern)
