"""A made library on the disk: text documents for the program, one passage a line for its peers."""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from tests.search.made_corpus import MadeCorpus
from tests.search.planted import CLASSES, Planted, Words, no_match, plant

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

_IN_FOLDER = 100


class MadeLibrary:
    """A library of so many passages, in a folder where it is made unless it is there already."""

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        self.folder = folder / f"{size}-{seed}"
        self.size = size
        self.root = self.folder / "library"
        self.lines = self.folder / "passages.txt"
        """All passages in the order of the library, one a line."""
        self._about = self.folder / "about.json"
        if not self._about.exists():
            self._make(MadeCorpus(size, seed))

    @cached_property
    def words(self) -> Words:
        """How common each word is."""
        return Words(json.loads(self._about.read_text(encoding="utf-8"))["counts"], self.size)

    @property
    def bytes(self) -> int:
        """The size of the passages' text, UTF-8."""
        return self.lines.stat().st_size

    def planted(self, chance: random.Random, count: int) -> dict[str, list[Planted]]:
        """Return so many queries of each class, by its name."""
        made = {
            make: [plant(make, self._draw, self.words, chance) for _ in range(count)] for make in (*CLASSES, no_match)
        }
        return {queries[0].name: queries for queries in made.values()}

    @cached_property
    def _documents(self) -> tuple[list[int], list[int]]:
        """The number of the first passage of each document, and where its lines begin, each with the end of all."""
        about = json.loads(self._about.read_text(encoding="utf-8"))
        return list(accumulate(about["passages"], initial=0)), list(accumulate(about["bytes"], initial=0))

    def _draw(self, chance: random.Random) -> tuple[Sequence[str], int]:
        firsts, begins = self._documents
        number = chance.randrange(self.size)
        at = bisect_right(firsts, number) - 1
        with self.lines.open("rb") as file:
            file.seek(begins[at])
            return file.read(begins[at + 1] - begins[at]).decode().splitlines(), number - firsts[at]

    def _make(self, corpus: MadeCorpus) -> None:
        passages, sizes = [], []
        self.root.mkdir(parents=True, exist_ok=True)
        with self.lines.open("w", encoding="utf-8", newline="") as lines:
            for number, document in enumerate(corpus.documents()):
                folder = self.root / f"{number // _IN_FOLDER:03}"
                folder.mkdir(exist_ok=True)
                text = "\n\n".join([document.title, *document.passages])
                (folder / f"made {number:05}.txt").write_text(f"{text}\n", encoding="utf-8", newline="")
                passages.append(len(document.passages))
                sizes.append(lines.tell())
                lines.writelines(f"{each}\n" for each in document.passages)
                sizes[-1] = lines.tell() - sizes[-1]
        about = {"passages": passages, "bytes": sizes, "counts": corpus.counts}
        self._about.write_text(json.dumps(about), encoding="utf-8")
