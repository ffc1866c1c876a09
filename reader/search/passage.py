"""A passage taken apart into its words, to be compared with one query after the other."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from reader.search.fold import Span, Word, apart, bare_tokens, fold, placed_tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from reader.search.fold import Folded

Compound = tuple[int, int, str]
"""A compound: the numbers of its first word and of the one behind it, and the whole as one word."""

LONG_TEXT = 50_000
"""Characters of a passage that are read at most, around the first match of a rare word."""


class Passage:
    """The words of a passage, folded, in their order; `words` is None where it has more than LONG_TEXT characters.

    A compound stands there as its parts, and once more in `compounds`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tokens(text) if len(text) <= LONG_TEXT else None
        self.compounds: list[Compound] = []
        if self.words is not None:
            self._take_apart(self.words)

    @cached_property
    def prints(self) -> NDArray[np.uint16]:
        """A number for each word, the same for the same word: what `Prints` asks for."""
        return np.fromiter(map(hash, self.words or ()), np.int64, len(self.words or ())).astype(np.uint16)

    @cached_property
    def folded(self) -> Folded:
        """The text as it is compared."""
        return fold(self.text)

    @cached_property
    def places(self) -> list[Span]:
        """Where each of the words stands in the folded text: found out for those alone that are shown."""
        found: list[Span] = []
        for token, start, end in placed_tokens(self.folded.text):
            if token.isalnum():
                found.append((start, end))
            else:
                found += [(start + first, start + last) for _, first, last in _inside(token)[0]]
        return found

    def _take_apart(self, words: list[str]) -> None:
        """Put the words of compounds, and none for what are only marks, in their place."""
        more = 0
        for at in [at for at, is_word in enumerate(map(str.isalnum, words)) if not is_word]:
            first = at + more
            said, compounds = _inside(words[first])
            self.compounds += [(first + begin, first + end, whole) for begin, end, whole in compounds]
            words[first : first + 1] = [word for word, _, _ in said]
            more += len(said) - 1


class Prints:
    """Some words, and where in a passage one of them may stand: nearly all of its others are passed over at once."""

    def __init__(self, words: Collection[str]) -> None:
        self._has = np.zeros(1 << 16, np.bool_)
        self._has[np.fromiter(map(hash, words), np.int64, len(words)).astype(np.uint16)] = True

    def places(self, passage: Passage) -> list[int]:
        """Return the numbers of a passage's words that may be one of these, and of all that are."""
        found: list[int] = np.flatnonzero(self._has[passage.prints]).tolist()
        return found


@lru_cache(maxsize=4096)
def _inside(token: str) -> tuple[Sequence[Word], Sequence[Compound]]:
    """Return the words in a token, and which of them are compounds."""
    said: list[Word] = []
    compounds: list[Compound] = []
    for inner, start, _ in bare_tokens(token):
        parts, whole = apart(inner, start)
        if whole is not None:
            compounds.append((len(said), len(said) + len(parts), whole[0]))
        said += parts
    return said, compounds
