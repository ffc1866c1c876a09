"""How well and how fast tags follow an edited text: a table to print.

    python tests/benchmarks/bench_reanchor.py [--seed 1000] [--documents 20] [--corpus FOLDER]

Documents of 200 invented paragraphs are edited lightly and heavily (tests/tags/edits.py), with the truth known. The
rules were tuned on seeds below 100; the default is none of them. With a corpus, the same is done to the paragraphs of
its text files. Precision: of the tags that follow by themselves, how many stand right. Recall: of those whose words are
still there, how many do so; "with review": or are offered the right place first.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.documents.reading import read_file
from reader.tags.aligning import align
from reader.tags.anchoring import Status
from tests.tags.edits import HEAVY, LIGHT, ONLY_TYPOS, Edited, Edits, Prose, edit, twin

SIZE = 200
KINDS = {"typos": ONLY_TYPOS, "light": LIGHT, "heavy": HEAVY}


class Found(Prose):
    """Paragraphs of a corpus in the order in which they stand there, those not used yet for what is inserted."""

    def __init__(self, rng: random.Random, pool: list[str]) -> None:
        super().__init__(rng)
        start = rng.randrange(max(1, len(pool) - SIZE))
        self._base = pool[start : start + SIZE]
        base = set(self._base)
        self._rest = [text for text in pool if text not in base] or pool
        self._source = rng

    def document(self, count: int) -> list[str]:
        invented = super().document(count)
        real = iter(self._base)
        return [text if len(text) < 60 else next(real, text) for text in invented]

    def paragraph(self) -> str:
        return self._source.choice(self._rest)


def score(edited: Edited, old: list[str], tally: Counter[str]) -> None:
    begun = time.process_time()
    found = align(old, edited.texts)
    tally["µs"] += int((time.process_time() - begun) * 1e6)
    for truth, landing in zip(edited.truth, found, strict=True):
        is_right = bool(truth & {n - 1 for n in landing.places})
        is_sure = landing.status is Status.ANCHORED
        tally["all"] += 1
        tally["alive"] += bool(truth)
        tally["sure"] += is_sure
        tally["sure and right"] += is_sure and is_right
        tally["offered"] += is_right
        tally["review"] += landing.status is Status.REVIEW
        tally["split"] += len(truth) > 1
        tally["split, all parts"] += len(truth) > 1 and truth == {n - 1 for n in landing.places}


def row(name: str, tally: Counter[str]) -> str:
    precision = tally["sure and right"] / max(1, tally["sure"])
    recall, offered = tally["sure and right"] / tally["alive"], tally["offered"] / tally["alive"]
    wrong = tally["sure"] - tally["sure and right"]
    review = 100 * tally["review"] / tally["all"]
    return (
        f"{name:<18}{precision:>10.4f}{recall:>9.4f}{offered:>13.4f}{review:>9.1f} %{wrong:>7}"
        f"{tally['split, all parts']:>7}/{tally['split']:<5}{tally['µs'] / 1e6:>7.2f} s"
    )


def tell_edits(name: str, kind: Edits, seeds: range, pool: list[str] | None, size: int = SIZE) -> None:
    tally: Counter[str] = Counter()
    for seed in seeds:
        rng = random.Random(seed)
        prose = Found(rng, pool) if pool else Prose(rng)
        old = prose.document(size)
        score(edit(rng, old, kind, prose), old, tally)
    print(row(name, tally))


def tell_twins(seeds: range, wanted: int) -> None:
    """Delete twins of paragraphs that stay, some of them mistyped, and count what becomes of them."""
    counts: Counter[Status] = Counter()
    for seed in seeds:
        rng = random.Random(f"twins {seed}")
        prose = Prose(rng)
        stay = [prose.paragraph() for _ in range(SIZE)]
        old = [(text, True) for text in stay]
        for text in rng.sample([text for text in stay if len(text) > 60], 50):
            old.insert(rng.randrange(len(old) + 1), (twin(rng, text), False))
        new = edit(rng, [text for text, stays in old if stays], ONLY_TYPOS, prose)
        for (_, stays), landing in zip(old, align([text for text, _ in old], new.texts), strict=True):
            if not stays:
                counts[landing.status] += 1
        if counts.total() >= wanted:
            break
    print(f"deleted twins: {counts.total()}, " + ", ".join(f"{counts[status]} {status.value}" for status in Status))


def paragraphs_of(corpus: Path) -> list[str]:
    contents = [read_file(path) for path in sorted(corpus.rglob("*")) if path.is_file()]
    texts = [each.text for content in contents for each in content.paragraphs if 60 <= len(each.text) <= 1500]
    return list(dict.fromkeys(texts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.documents)
    print(
        f"{'':<18}{'precision':>10}{'recall':>9}{'with review':>13}{'review':>11}{'wrong':>7}{'splits':>11}{'CPU':>10}"
    )
    for name, kind in KINDS.items():
        tell_edits(f"invented, {name}", kind, seeds, None)
    pool = paragraphs_of(given.corpus) if given.corpus else []
    if pool:
        for name, kind in KINDS.items():
            tell_edits(f"corpus, {name}", kind, seeds, pool)
    tell_twins(seeds, 1000)
    for name in ("light", "heavy"):
        tell_edits(f"10,000, {name}", KINDS[name], seeds[:1], None, 10_000)


if __name__ == "__main__":
    main()
