"""The entries of a segment as columns of numbers: the seam between the index, which has them, and the conditions.

`conditions.Conditions` turns the conditions of a query into one mask over the columns of each segment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from reader.documents.model import Speaker

    Numbers = NDArray[np.intp]
    """Entries by their numbers, in order and each once."""
    Mask = NDArray[np.bool_]
    """For each entry whether it is meant."""
    Among = Callable[["Columns"], Mask]
    """Says of each segment which of its entries are in the scope of a search."""

NO_KIND = 255
"""What stands in `Columns.kinds` for an entry without a kind."""


class Columns(Protocol):
    """The entries of one segment, by number from 0 to `size` - 1.

    They stand in the order of documents and, in a document, of paragraphs. A segment never changes; what is worked
    out for it is kept for as long as the object lives, so it must be hashable and take weak references.
    """

    size: int

    @property
    def documents(self) -> Sequence[str]:
        """The ids of the documents that the entries stand in, each once; "" where they stand in none, as themes do."""
        ...

    document_of: NDArray[np.uint32]
    """For each entry the number of its document in `documents`; the entries of a document stand together."""

    paragraphs: NDArray[np.int32]
    """For each entry its paragraph's number; 0 where it has none; of an orphan minus the number that it once had."""

    kinds: NDArray[np.uint8]
    """For each entry the number of its kind in `tuple(Kind)`, or NO_KIND."""

    @property
    def speakers(self) -> Sequence[Speaker]:
        """The different speakers of the segment."""
        ...

    speaker_of: NDArray[np.uint32]
    """For each entry 1 + the number of its speaker in `speakers`; 0 where nobody speaks."""

    def having(self, words: Collection[str]) -> Numbers:
        """Return the entries that have any of these folded words."""
        ...

    def beginning(self, start: str) -> Numbers:
        """Return the entries with a word that begins so."""
        ...

    def like(self, word: str, *, unfinished: bool = False) -> Collection[str]:
        """Return the words that `word` means, as `surely` has them: itself, its forms, what is misspelt.

        It is the whole library that says what a word means, not the segment; the segment need not have them all.
        """
        ...

    def text(self, number: int) -> str:
        """Return the text of an entry."""
        ...

    def key(self, number: int) -> str:
        """Return the key of an entry."""
        ...


_SURE = 0.8
_LIKELY = 0.6
_AS_LIKELY = 0.03


def surely(credits: Mapping[str, float]) -> list[str]:
    """Return the words that are meant where a word isn't ranked but must be there: `credits` says how surely each is.

    Where none is meant for certain, the likeliest are: a slip in a short word finds what it would in a ranked query.
    """
    best = max(credits.values(), default=0.0)
    least = _SURE if best >= _SURE else max(_LIKELY, best - _AS_LIKELY)
    return [word for word, credit in credits.items() if credit >= least]
