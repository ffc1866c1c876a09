"""Time the search over a made corpus, key by key, next to rapidfuzz over every passage.

Run `python tests/benchmarks/bench_find.py [PASSAGES]`. Times depend on the machine; the ratio and the recall count.
Recall asks whether the passage that a query was made from comes first, or among the first ten.
"""

from __future__ import annotations

import random
import statistics
import sys
from itertools import accumulate
from pathlib import Path
from time import perf_counter

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from typing import TYPE_CHECKING

from reader.search.entries import Entry, EntryType
from reader.search.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

WORDS_IN_PASSAGE = 80
DIFFERENT_WORDS = 30_000
STRETCH = 14
QUERIES_IN_CLASS = 25
LETTERS = "etaoinshrdlucmfwypvbgk"


class NoThemes:
    def themes(self, entry: Entry) -> Collection[str]:
        return ()


def made_words(chance: random.Random, count: int) -> list[str]:
    """Pronounceable words, the commonest short."""
    starts = ["b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "pr", "ch"]
    ends = ["a", "e", "i", "o", "u", "an", "er", "is", "on", "al", "en", "it", "ou", "ea"]
    made: dict[str, None] = {}
    while len(made) < count:
        longest = 2 if len(made) < 200 else 5
        syllables = chance.randint(1 if len(made) < 200 else 2, longest)
        made["".join(chance.choice(starts) + chance.choice(ends) for _ in range(syllables))] = None
    return list(made)


def made_passages(chance: random.Random, count: int) -> list[list[str]]:
    """Passages whose words are as unequally common as in real text (Zipf)."""
    vocabulary = made_words(chance, DIFFERENT_WORDS)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    return [chance.choices(vocabulary, cum_weights=weights, k=WORDS_IN_PASSAGE) for _ in range(count)]


def typo(chance: random.Random, word: str) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    letter = chance.choice(LETTERS)
    return word[:at] + letter + word[at + (kind == 2) :]


def telling(passage: list[str], chance: random.Random, count: int) -> list[str]:
    """Words that somebody would remember of a sentence: the longest of a stretch, in its order."""
    start = chance.randrange(len(passage) - STRETCH)
    stretch = passage[start : start + STRETCH]
    longest = sorted(range(STRETCH), key=lambda at: -len(stretch[at]))[:count]
    return [stretch[at] for at in sorted(longest)]


def misspelt(passage: list[str], chance: random.Random) -> str:
    words = telling(passage, chance, 3)
    at = chance.randrange(3)
    words[at] = typo(chance, words[at])
    return " ".join(words) + " "


def each_misspelt(passage: list[str], chance: random.Random) -> str:
    return " ".join(typo(chance, word) for word in telling(passage, chance, 3)) + " "


def out_of_order(passage: list[str], chance: random.Random) -> str:
    words = telling(passage, chance, 4)
    chance.shuffle(words)
    return " ".join(words) + " "


def unfinished(passage: list[str], chance: random.Random) -> str:
    words = telling(passage, chance, 3)
    return " ".join([*words[:2], words[2][: max(3, len(words[2]) - 2)]])


def run_together(passage: list[str], chance: random.Random) -> str:
    at = chance.randrange(len(passage) - 1)
    return f"{passage[at]}{passage[at + 1]} " + " ".join(telling(passage, chance, 2)) + " "


def torn(passage: list[str], chance: random.Random) -> str:
    first, second = telling(passage, chance, 2)
    middle = len(first) // 2
    return f"{first[:middle]} {first[middle:]} {second} "


def two_errors(passage: list[str], chance: random.Random) -> str:
    words = telling(passage, chance, 3)
    at = chance.randrange(3)
    words[at] = typo(chance, typo(chance, words[at]))
    return " ".join(words) + " "


def beheaded(passage: list[str], chance: random.Random) -> str:
    words = telling(passage, chance, 3)
    at = chance.randrange(3)
    words[at] = words[at][2:]
    return " ".join(words) + " "


def quotation(passage: list[str], chance: random.Random) -> str:
    start = chance.randrange(len(passage) - 15)
    words = passage[start : start + 15]
    for at in chance.sample(range(15), 3):
        words[at] = typo(chance, words[at])
    return " ".join(words) + " "


CLASSES: list[Callable[[list[str], random.Random], str]] = [
    misspelt,
    each_misspelt,
    out_of_order,
    unfinished,
    run_together,
    torn,
    two_errors,
    beheaded,
    quotation,
]


def timed(search: Callable[[str], list[int]], query: str) -> tuple[float, list[int]]:
    began = perf_counter()
    found = search(query)
    return 1000 * (perf_counter() - began), found


def main(count: int) -> None:
    chance = random.Random(1)
    passages = made_passages(chance, count)
    texts = [" ".join(words) for words in passages]
    began = perf_counter()
    index = Index(Entry(EntryType.PASSAGE, str(n), text, paragraph=n) for n, text in enumerate(texts))
    print(f"{count:,} passages of {WORDS_IN_PASSAGE} words; index built in {perf_counter() - began:.1f} s")

    def ours(query: str) -> list[int]:
        return [int(hit.entry.key) for hit in index.search(query, NoThemes(), limit=10).hits]

    def brute(query: str) -> list[int]:
        return [n for _, _, n in process.extract(query, texts, scorer=fuzz.partial_ratio, limit=10)]

    timed(ours, "warm")
    print(f"{'':15}{'reader':>9}{'@1':>6}{'@10':>6}{'rapidfuzz':>12}{'@1':>6}{'@10':>6}")
    all_ours, all_brute = [], []
    for make in CLASSES:
        planted = [(n, make(passages[n], chance)) for n in chance.sample(range(count), QUERIES_IN_CLASS)]
        cells = []
        for search, times in ((ours, all_ours), (brute, all_brute)):
            found = [(n, *timed(search, query)) for n, query in planted]
            times += [ms for _, ms, _ in found]
            first = sum(got[:1] == [n] for n, _, got in found) / len(found)
            ten = sum(n in got for n, _, got in found) / len(found)
            cells.append(f"{statistics.median(ms for _, ms, _ in found):7.1f}ms{first:6.2f}{ten:6.2f}")
        print(f"{make.__name__:15}{cells[0]}   {cells[1]}")
    print(
        f"median of all: {statistics.median(all_ours):.1f} ms against {statistics.median(all_brute):.1f} ms, ", end=""
    )
    print(f"{statistics.median(all_brute) / statistics.median(all_ours):.0f} times faster")

    keys = []
    for n in chance.sample(range(count), 20):
        query = each_misspelt(passages[n], chance).strip()
        keys += [timed(ours, query[:end])[0] for end in range(1, len(query) + 1)]
    keys.sort()
    print(f"a further key: median {statistics.median(keys):.1f} ms, ", end="")
    print(f"p95 {keys[int(len(keys) * 0.95)]:.1f} ms, worst {keys[-1]:.1f} ms ({len(keys)} keys)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
