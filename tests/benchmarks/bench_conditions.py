"""What a condition of a query costs over a million entries in one segment: CPU time, the median of some runs.

python tests/benchmarks/bench_conditions.py [ENTRIES [TAGS]]
"""

from __future__ import annotations

import random
import statistics
import sys
from time import process_time

import numpy as np

from reader.documents.model import Speaker
from reader.search.conditions import Conditions
from reader.search.entries import About, Facts, Tagging
from reader.search.query import parse
from reader.tags.codebook import Codebook
from reader.tags.model import Theme

PER_DOCUMENT = 200
THEMES = 30
RUNS = 9


class MadeColumns:
    """A segment without texts, of documents of equal length."""

    def __init__(self, size: int, chance: random.Random) -> None:
        numbers = np.random.default_rng(chance.randrange(2**32))
        self.size = size
        self.documents = [f"doc-{n}" for n in range(-(-size // PER_DOCUMENT))]
        self.document_of = (np.arange(size) // PER_DOCUMENT).astype(np.uint32)
        self.paragraphs = (np.arange(size) % PER_DOCUMENT + 1).astype(np.int32)
        self.kinds = numbers.integers(0, 12, size).astype(np.uint8)
        self.speakers = [Speaker(f"Given{n % 61} Family{n}", f"Party{n % 7}") for n in range(2_000)]
        self.speaker_of = numbers.integers(0, 2_001, size).astype(np.uint32)
        self._having = np.sort(numbers.choice(size, size // 20, replace=False)).astype(np.uint32)

    def having(self, words):
        return self._having

    def beginning(self, start):
        return self._having

    def like(self, word, *, unfinished=False):
        return [word]

    def text(self, number):
        raise AssertionError("no condition here reads texts")

    def key(self, number):
        return str(number)


class MadeFacts(Facts):
    """Documents with dates, and tags here and there."""

    def __init__(self, columns: MadeColumns, tags: int, chance: random.Random) -> None:
        self._codebook = Codebook({f"t{n}": Theme(f"t{n}", f"Theme{n} called so") for n in range(THEMES)})
        self._abouts = {
            id_: About(id_, f"papers/{id_}.txt", f"Minutes of meeting {n}", f"{2000 + n % 24}-{n % 12 + 1:02}")
            for n, id_ in enumerate(columns.documents)
        }
        self._tags = [
            Tagging(chance.choice(columns.documents), chance.randrange(1, PER_DOCUMENT), f"t{n % THEMES}", "ann")
            for n in range(tags)
        ]

    def about(self, document):
        return self._abouts.get(document)

    @property
    def codebook(self):
        return self._codebook

    @property
    def tags(self):
        return self._tags


QUERIES = (
    *("#theme3", "!#theme3", "near:#theme3", "#theme3 | #theme4", "coder:ann", "#theme3 coder:ann", "untagged"),
    *("@family77", "@famliy77", "party:party3", "kind:speech", "doc:doc-17", "doc:meeting", "date:2011..2013-06"),
    *("football | cricket", "-cricket", '"football"', "#theme3 @given5 kind:speech date:2010.. -cricket"),
)


def main(size: int, tags: int) -> None:
    chance = random.Random(1)
    columns = MadeColumns(size, chance)
    facts = MadeFacts(columns, tags, chance)
    print(f"{size:,} entries, {len(columns.documents):,} documents, {tags:,} tags; ms of CPU time")
    print(f"{'':58}{'first':>8}{'then':>8}{'names':>8}{'of it mask':>12}")
    for query in QUERIES:
        asked = parse(query, strict=True)
        if asked.words:
            raise SystemExit(f"{query}: ranks")
        first, *others = (timed(asked, facts, columns) for _ in range(RUNS))
        names = statistics.median(name for name, _ in others)
        masks = statistics.median(mask for _, mask in others)
        print(f"{query:58}{sum(first):8.1f}{names + masks:8.2f}{names:8.2f}{masks:12.2f}")


def timed(asked, facts, columns) -> tuple[float, float]:
    began = process_time()
    conditions = Conditions(asked, facts, [columns])
    resolved = process_time()
    conditions.mask(columns)
    return 1000 * (resolved - began), 1000 * (process_time() - resolved)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*given, *(1_000_000, 20_000)[len(given) :])
