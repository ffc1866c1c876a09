"""A made-up library of any size that behaves like a real one, from a seed.

Words are as unequally common as in real text (Zipf's law with its steeper tail, so that the vocabulary grows with
the text as Heaps found), have inflections, and come in bursts: a document has its topics, and neighbours share words.
The commonest words are English; all others are made from syllables. There are names, numbers, compounds, possessives
and some misprints.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SHORTEST, LONGEST = 50, 120
"""Words in a passage."""
FEWEST, MOST = 40, 400
"""Passages in a document."""

_ENGLISH = (
    "the of to and in that is a for we it are this on be have with as not i will by they was at from you which has an "
    "or there but our would all so been their what can if more about their one were do who when people very also its "
    "those up than other out time some these into them no my how now first new should us because he where only just "
    "say any most over work well make may such through many two between government much being said he public council"
)
_FIRST = "b c d f g h j k l m n p r s t v w br ch cl cr dr fl fr gl gr pl pr qu sc sh sl sp st str sw th tr wh"
_MIDDLE = "a e i o u a e i o a e i o e a u ai ea ee ie io oa oo ou"
_LAST = "n r l s t d m c p g ck nd nt st rs ss ll ng rt ct sh th mp x"
_COMMON, _ONSETS, _NUCLEI = _ENGLISH.split(), _FIRST.split(), _MIDDLE.split()
_CODAS = ["", "", "", *_LAST.split()]
_NOUN = {"": 1.0, "s": 0.45, "’s": 0.06, "less": 0.004, "ship": 0.008, "like": 0.002}
_VERB = {"": 1.0, "s": 0.4, "ed": 0.6, "ing": 0.5, "er": 0.08, "ers": 0.06, "ment": 0.05, "able": 0.02}
_ADJECTIVE = {"": 1.0, "ly": 0.3, "ness": 0.05, "er": 0.1, "est": 0.05, "ity": 0.06, "ism": 0.02, "ist": 0.02}
_NAME = {"": 1.0, "’s": 0.2, "'s": 0.02, "son": 0.02}
_ENDINGS = (_NOUN, _NOUN, _VERB, _ADJECTIVE, _NAME)
_PREFIXES = ("un", "re", "dis", "over", "non-", "inter", "counter-", "de-")

_FLAT, _KNEE, _STEEP = 1.03, 8_000, 1.77
"""Zipf's exponent for common words, the rank from which the tail is steeper, and its exponent there."""
_TOPICS = 60
_TOPICAL, _REPEATED = 0.14, 0.06
"""Shares of words that come from the document's topics, and that stood a little earlier already."""
_BATCH = 100
"""Documents made at a time."""


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document: its title, and its passages in order."""

    title: str
    passages: list[str]


class MadeCorpus:
    """A library of so many passages; `counts` tells, once all documents were made, how often each word was used."""

    def __init__(self, size: int, seed: int) -> None:
        self._size = size
        self._chance = np.random.default_rng([seed, size])
        self._words = _lexicon(np.random.default_rng(seed), 400 + int(1_050 * size**0.5))
        self._common = len(_COMMON)
        ranks = np.arange(len(self._words)) + 2.7
        shares = ranks**-_FLAT
        tail = ranks > _KNEE
        shares[tail] = _KNEE ** (_STEEP - _FLAT) * ranks[tail] ** -_STEEP
        self._reach = np.cumsum(shares / shares.sum())
        self._used = np.zeros(len(self._words), np.int64)

    def documents(self) -> Iterator[MadeDocument]:
        """Make all documents, the same for the same size and seed."""
        left = self._size
        while left:
            sizes = []
            for many in np.exp(self._chance.normal(4.8, 0.6, _BATCH)).astype(int):
                sizes.append(min(left, max(FEWEST, min(MOST, int(many)))))
                left -= sizes[-1]
                if not left:
                    break
            yield from self._made(np.array(sizes))

    @property
    def counts(self) -> Counter[str]:
        """How often each word was used, as it stands in the middle of a sentence."""
        used = np.flatnonzero(self._used)
        return Counter({self._words[at]: int(self._used[at]) for at in used})

    def _made(self, sizes: NDArray[np.int64]) -> Iterator[MadeDocument]:
        lengths = self._chance.integers(SHORTEST, LONGEST + 1, int(sizes.sum()))
        ends = np.cumsum(lengths)
        numbers = self._numbers(np.repeat(np.repeat(np.arange(len(sizes)), sizes), lengths), len(sizes))
        self._used += np.bincount(numbers, minlength=len(self._words))
        pieces = self._punctuated(numbers, ends)
        starts = [0, *ends.tolist()]
        at = 0
        for size in sizes.tolist():
            passages = [" ".join(pieces[starts[n] : starts[n + 1]]) for n in range(at, at + size)]
            title = " ".join(pieces[starts[at] : starts[at] + 5]).rstrip(",.;– ")
            yield MadeDocument(title, passages)
            at += size

    def _numbers(self, document: NDArray[np.int64], documents: int) -> NDArray[np.int64]:
        """Return a word for each place, given the document that it is in."""
        chance, size = self._chance, len(document)
        numbers = np.searchsorted(self._reach, chance.random(size))
        numbers = np.minimum(numbers, len(self._words) - 1)
        # Topics are drawn evenly on the logarithm of the rank: seldom words of everyday, often rare ones.
        spread = chance.random((documents, _TOPICS))
        topics = (self._common * 2 * (len(self._words) / self._common / 2) ** spread).astype(np.int64)
        topical = np.flatnonzero(chance.random(size) < _TOPICAL)
        which = (_TOPICS * chance.random(len(topical)) ** 2.5).astype(np.int64)
        numbers[topical] = topics[document[topical], which]
        again = np.flatnonzero(chance.random(size) < _REPEATED)
        before = np.maximum(again - chance.integers(4, 150, len(again)), 0)
        fits = (numbers[before] > self._common) & (document[before] == document[again])
        numbers[again[fits]] = numbers[before[fits]]
        return numbers

    def _punctuated(self, numbers: NDArray[np.int64], ends: NDArray[np.int64]) -> list[str]:
        pieces = list(map(self._words.__getitem__, numbers.tolist()))
        drawn = self._chance.random(len(pieces))
        stops = drawn < 1 / 18
        stops[ends - 1] = True
        for at in np.flatnonzero((drawn > 0.94) & ~stops).tolist():
            pieces[at] += ("," * 8 + ";")[at % 9] if at % 25 else " –"
        for at in np.flatnonzero(stops).tolist():
            pieces[at] += "."
        for at in (np.flatnonzero(np.concatenate(([True], stops[:-1])))).tolist():
            pieces[at] = pieces[at][:1].upper() + pieces[at][1:]
        return pieces


def _lexicon(chance: np.random.Generator, size: int) -> list[str]:
    """Return so many different words, the commonest first."""
    weights: dict[str, float] = {}
    stems = _stems(chance, size * 2 // 7)
    kinds = chance.integers(0, len(_ENDINGS), len(stems)).tolist()
    moods = chance.random((len(stems), 2)).tolist()
    for rank, (stem, kind, (mood, other)) in enumerate(zip(stems, kinds, moods, strict=True)):
        weight = 1 / (rank + 2.7)
        if _ENDINGS[kind] is _NAME:
            stem = stem.capitalize()
        forms = _ENDINGS[kind]
        for ending, share in forms.items():
            weights.setdefault(_with_ending(stem, ending), weight * share)
        if mood < 0.25:
            prefix = _PREFIXES[int(other * len(_PREFIXES))]
            for ending in [*forms][:3]:
                weights.setdefault(prefix + _with_ending(stem, ending), weight * 0.05 * forms[ending])
        elif mood < 0.35:
            weights.setdefault(stem + stems[int(other * rank)], weight * 0.1)
        elif mood < 0.45 and len(stem) > 4:
            at = 1 + int(other * (len(stem) - 2))
            weights.setdefault(stem[:at] + stem[at + 1] + stem[at] + stem[at + 2 :], weight * 0.001)
    for number, drawn in zip(_figures(chance, size // 25), chance.random(size // 25).tolist(), strict=True):
        weights.setdefault(number, 1e-3 * (1e-4 if len(number) > 4 else 1) * drawn)
    made = sorted(weights, key=lambda word: -weights[word])
    common = list(dict.fromkeys(_COMMON))
    return [*common, *(word for word in made if word not in common)][:size]


def _stems(chance: np.random.Generator, count: int) -> list[str]:
    """Return so many different stems, the first ones short."""
    stems: dict[str, None] = {}
    while len(stems) < count:
        more = max(1_000, count - len(stems))
        # Squared, since some sounds are much commoner than others.
        draws = chance.random((more, 4, 3)) ** 1.4
        parts = (draws * (len(_ONSETS), len(_NUCLEI), len(_CODAS))).astype(int).tolist()
        lengths = chance.choice(4, more, p=(0.03, 0.47, 0.40, 0.10)).tolist()
        for length, syllables in zip(lengths, parts, strict=True):
            most = 1 if len(stems) < 250 else 2 if len(stems) < 4_000 else 4
            used = syllables[: min(length + 1, most)]
            stem = "".join(_ONSETS[first] + _NUCLEI[second] for first, second, _ in used) + _CODAS[used[-1][2]]
            if len(stem) > 2:
                stems[stem] = None
    return list(stems)[:count]


def _with_ending(stem: str, ending: str) -> str:
    if stem.endswith("e") and ending[:1] in tuple("aei"):
        return stem[:-1] + ending
    if ending == "s" and stem.endswith(("s", "x", "sh", "ch")):
        return stem + "es"
    return stem + ending


def _figures(chance: np.random.Generator, count: int) -> list[str]:
    drawn = (10 ** (6 * chance.random(count))).astype(int).tolist()
    shapes = chance.integers(0, 8, count).tolist()
    years = chance.integers(1900, 2030, count).tolist()
    return [
        str(year) if shape < 2 else f"£{number:,}" if shape == 2 else f"{number:,}" if shape < 7 else f"{number / 10}"
        for number, shape, year in zip(drawn, shapes, years, strict=True)
    ]
