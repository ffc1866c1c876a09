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

_NOT_ASCII = re.compile(r"([^\x00-\x7f])")
_SPACES = dict.fromkeys((9, 10, 11, 12, 13, 28, 29, 30, 31), " ")
_ASCII = {**_SPACES, **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}}
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "'-"}
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
    if not text.isascii():
        pieces = _NOT_ASCII.split(text)
        pieces[1::2] = map(_fold_character, pieces[1::2])
        text = "".join(pieces)
    return text.lower().translate(_SPACES) if text.isascii() else text.translate(_ASCII)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    before, after = "", character
    while after != before:
        before, after = after, "".join(_simpler(c) for c in after)
    return after


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
        token, start = match[0], match.start()
        if token.isalnum():
            found.append((token[:LONGEST_WORD], start, match.end()))
            continue
        parts = token.split("-")
        at = start
        for part in parts:
            found.append((_bare(part), at, at + len(part)))
            at += len(part) + 1
        if joined and len(parts) > 1:
            found.append(("".join(map(_bare, parts))[:LONGEST_WORD], start, match.end()))
    return found


def different_words(folded: str) -> set[str]:
    """Return the words of a folded text, each once, as `words` has them: many times quicker where no place counts."""
    tokens = set(folded.translate(_GAPS).split() if folded.isascii() else _TOKEN.findall(folded))
    if "-" in folded or "'" in folded or len(max(tokens, key=len, default="")) > LONGEST_WORD:
        odd = [token for token in tokens if len(token) > LONGEST_WORD or not token.isalnum()]
        tokens.difference_update(odd)
        tokens.update(word for token in odd for word, _, _ in words(token))
    return tokens


def _bare(part: str) -> str:
    return part.removesuffix("'s").replace("'", "")[:LONGEST_WORD]


def find_literal(needle: str, haystack: str, *, whole_words: bool = False) -> list[Span]:
    """Return where `needle` stands in `haystack` once both are folded, as spans of `haystack` itself.

    Any run of white space equals any other. With `whole_words` the ends must not cut a word in two.
    """
    wanted = fold_plain(needle)
    if not wanted.strip():
        return []
    pattern = " +".join(re.escape(piece) for piece in re.split(" +", wanted))
    if whole_words:
        before = f"(?<!{_LETTER})" if re.match(_LETTER, wanted) else ""
        after = f"(?!{_LETTER})" if re.search(_LETTER + r"\Z", wanted) else ""
        pattern = f"{before}{pattern}{after}"
    folded = fold(haystack)
    return [folded.original(*match.span()) for match in re.finditer(pattern, folded.text)]
