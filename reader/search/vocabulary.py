"""Which words of the library a typed word may mean, and how surely.

A library of a million words has few different ones. So a typed word is compared with the vocabulary, not with the
passages, and what was found once is remembered: the next letter typed costs one word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from math import sqrt

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

Credits = Mapping[str, float]
"""For each word of the vocabulary that may be meant, how surely it is: above 0, up to 1 for the very word."""

Checkpoint = Callable[[], None]
"""Called every few milliseconds of work; raises SearchCancelledError when nobody waits for the result any more."""

_INFLECTED = 0.95
_SHORTEST_INFLECTED = 3
_COMPLETED = 0.97
_SAME_STEM = 0.85
_INSIDE = 0.75
_DOUBTED = 0.5
"""What is left of a likeness to other words where the library has the very word that was typed."""
_COST_OF_EDIT = 1.2
"""An edit costs this share of a word's letters: more than one letter's, since most other words are a few edits off."""

_MOST_WORDS = 200
_REMEMBERED = 256
_CHUNK = 8_000
_LAST = "\U0010ffff"


class Vocabulary:
    """The different words of a library, and the search for those like a given one.

    `frequency` maps each word to the passages that have it; call `changed` when a word was added to it or taken away.
    """

    def __init__(self, frequency: Mapping[str, Sized]) -> None:
        self._frequency = frequency
        self._known: dict[tuple[str, bool], Credits] = {}
        self._sorted: list[str] = []
        self._by_length: dict[int, list[str]] = {}
        self._lines = ""
        self._stale = True

    def __contains__(self, word: str) -> bool:
        return word in self._frequency

    def changed(self) -> None:
        """Forget what was derived from the words as they were."""
        self._stale = True

    def like(self, word: str, *, unfinished: bool, check: Checkpoint) -> Credits:
        """Return the words that `word` may mean; `unfinished` says that it may be only a beginning."""
        self._refresh()
        key = (word, unfinished)
        found = self._known.pop(key, None)
        if found is None:
            found = self._compare(word, unfinished, check)
        self._known[key] = found
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return found

    def same(self, word: str) -> dict[str, float]:
        """Return the word itself where the library has it, and the same word in another number or tense."""
        found = {form: _INFLECTED for form in _inflections(word) if form in self._frequency}
        if word in self._frequency:
            found[word] = 1.0
        return found

    def completions(self, beginning: str) -> Sequence[str]:
        """Return all words that begin so, in alphabetical order."""
        self._refresh()
        return self._sorted[bisect_left(self._sorted, beginning) : bisect_left(self._sorted, beginning + _LAST)]

    def torn(self, word: str, *, unfinished: bool) -> tuple[str, str] | None:
        """Return the two words that `word` is made of where a space was left out, or None."""
        cuts = sorted(range(2, len(word) - 1), key=lambda cut: abs(2 * cut - len(word)))
        for cut in cuts:
            first, second = word[:cut], word[cut:]
            if first in self and (second in self or (unfinished and self.completions(second))):
                return first, second
        return None

    def _refresh(self) -> None:
        if not self._stale:
            return
        self._known.clear()
        self._sorted = sorted(self._frequency)
        self._by_length = {}
        for word in self._sorted:
            self._by_length.setdefault(len(word), []).append(word)
        self._lines = "\n".join(["", *self._sorted, ""])
        self._stale = False

    def _compare(self, word: str, unfinished: bool, check: Checkpoint) -> Credits:
        completed = self._completed(word) if unfinished else {}
        found = {**completed, **self.same(word)}
        doubt = _DOUBTED if found else 1.0
        _offer(found, self._same_stem(word))
        check()
        if not word.isdigit():
            for form in (word, *_other_number(word)):
                _offer(found, ((like, credit * doubt) for like, credit in self._misspelt(form, check)))
            if unfinished:
                _offer(found, ((like, credit * doubt) for like, credit in self._misspelt_beginning(word, check)))
        if doubt == 1.0:
            _offer(found, self._containing(word))
        best = sorted(found, key=lambda like: (-found[like], -len(self._frequency[like]), like))[:_MOST_WORDS]
        return {like: found[like] for like in best}

    def _completed(self, word: str) -> dict[str, float]:
        longer: Sequence[str] = self.completions(word)
        if len(longer) > _MOST_WORDS:
            longer = sorted(longer, key=lambda like: -len(self._frequency[like]))[:_MOST_WORDS]
        return {like: _COMPLETED * _share(word, like) for like in longer}

    def _same_stem(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) < (5 if word in self else 4):
            return
        stem = word[: max(5, len(word) - 3)]
        for like in self.completions(stem):
            common = Prefix.similarity(word, like)
            yield like, _SAME_STEM * sqrt(common / max(len(word), len(like)))

    def _misspelt(self, word: str, check: Checkpoint) -> Iterator[tuple[str, float]]:
        most = _most_edits(len(word))
        for length in range(len(word) - most, len(word) + most + 1) if most else ():
            for like, edits in _within(most, word, self._by_length.get(length, []), check):
                yield like, 1 - _COST_OF_EDIT * edits / max(len(word), length)

    def _misspelt_beginning(self, word: str, check: Checkpoint) -> Iterator[tuple[str, float]]:
        length = len(word)
        if length < 5:
            return
        others = [like[:length] for first in {word[0], word[1]} for like in self.completions(first)]
        for beginning, edits in _within(_most_edits(length), word, list(dict.fromkeys(others)), check):
            for like in self.completions(beginning):
                if len(like) > length:
                    yield like, _COMPLETED * (1 - _COST_OF_EDIT * edits / length) * _share(word, like)

    def _containing(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) < 4:
            return
        at = self._lines.find(word)
        while at >= 0:
            end = self._lines.index("\n", at)
            like = self._lines[self._lines.rindex("\n", 0, at) + 1 : end]
            yield like, _INSIDE * _share(word, like)
            at = self._lines.find(word, end)


def _offer(found: dict[str, float], more: Iterable[tuple[str, float]]) -> None:
    for word, credit in more:
        if credit > found.get(word, 0.0):
            found[word] = credit


def _share(word: str, longer: str) -> float:
    return float((len(word) / len(longer)) ** 0.2)


def _inflections(word: str) -> set[str]:
    """Return what may be the same word in another number or tense, without the word itself."""
    bases = {word, *(word.removesuffix(ending) for ending in ("s", "es", "ed", "ing")), *_other_number(word)}
    forms = set()
    for base in bases:
        stem = base.removesuffix("e")
        forms |= {base, base + "e", base + "s", base + "es", stem + "ed", stem + "ing"}
    return {form for form in forms if len(form) >= _SHORTEST_INFLECTED} - {word}


def _other_number(word: str) -> list[str]:
    """Return the plural or singular that is several edits away: "community" and "communities"."""
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    return [word[:-1] + "ies"] if word.endswith("y") else []


def _most_edits(length: int) -> int:
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 10 else 3


def _within(most: int, word: str, others: Sequence[str], check: Checkpoint) -> Iterator[tuple[str, int]]:
    for start in range(0, len(others), _CHUNK):
        check()
        chunk = others[start : start + _CHUNK]
        for like, edits, _ in process.extract(word, chunk, scorer=OSA.distance, score_cutoff=most, limit=None):
            yield like, int(edits)
