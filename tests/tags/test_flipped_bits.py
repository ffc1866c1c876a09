"""Each bit of small logs and snapshots is flipped, and random ones of a larger library: nothing is silently wrong."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from reader.errors import StoreError
from reader.paths import LibraryPaths
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.journal import Journal
from reader.tags.locking import Lock
from reader.tags.log import Log
from reader.tags.mending import log_flaws
from reader.tags.model import Change, Table
from reader.tags.opening import open_store
from reader.tags.room import text_of
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag


def library(root, document, tags, covered):
    """Make a library with tags, whose snapshots cover so many of them."""
    store = TagStore(LibraryPaths.of(root), "bar")
    store.remember(document)
    sport = Codebook(store.themes).need("Sport")
    for n in range(1, tags + 1):
        tag = new_tag(Target(document, (n - 1) % 4 + 1), sport, "bar")
        store.commit([Change(Table.TAGS, None, tag)], f"¶ {n}")
        if n == covered:
            store.close()
    paths = LibraryPaths.of(root)
    return {"codebook": paths.codebook, "documents": paths.documents, "tags": paths.coder("bar")}


def flipped(path, bits):
    """Flip one bit after the other in a file, as a dying disk does: its time stays as it was."""
    whole, status = path.read_bytes(), path.stat()
    for bit in bits:
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        yield bit
    path.write_bytes(whole)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def state(path):
    """Return what opening the store finds: the rows, and whether anything is said of it; None for the rows if refused.

    A row that the snapshot's checksum vouches for is parsed when it is asked for.
    """
    try:
        opened = open_store(path, Log(path.with_suffix(".log"), Disk()), Disk())
        return {name: dict(rows) for name, rows in opened.image.items()}, bool(opened.problems or opened.notices)
    except StoreError:
        return None, True


def outcomes(path, hit, bits):
    """Count what flips do: is every row there, is anything said, at opening or by a check."""
    truth, _ = state(path)
    counts = Counter()
    for bit in flipped(hit, bits):
        rows, is_told = state(path)
        is_found = is_told or bool(log_flaws(Journal(path, Lock(path.with_suffix(".lock")), Disk())))
        counts["right" if rows == truth else "wrong", "told" if is_told else "silent"] += 1
        counts["passed over by the check"] += not is_found
        assert rows == truth or is_told, f"bit {bit} of {hit.name} is silently wrong"
        assert is_found, f"a check passes over bit {bit} of {hit.name}"
    return counts


@pytest.mark.parametrize(("suffix", "covered"), [(".log", 0), (".log", 1), (".log", 2), (".json", 1), (".json", 2)])
@pytest.mark.parametrize("name", ["codebook", "documents", "tags"])
def test_no_single_flipped_bit_is_silently_wrong_and_a_check_finds_each(root, document, name, suffix, covered):
    path = library(root, document, 2, covered)[name]
    hit = path.with_suffix(suffix)
    # Every byte, and over the files and places in turn each bit of it; FLIP_ALL=1 for each bit of each byte.
    size = hit.stat().st_size
    bits = range(size * 8) if os.environ.get("FLIP_ALL") else [at * 8 + (at + covered) % 8 for at in range(size)]
    counts = outcomes(path, hit, bits)
    print(f"{hit.name}: {len(bits)} flips, {dict(counts)}")
    assert counts["wrong", "silent"] == 0


def test_two_thousand_random_bits_of_a_larger_library_are_never_silently_wrong(root, document):
    paths = library(root, document, 120, 80)
    dice = random.Random(1)
    files = [(path, path.with_suffix(suffix)) for path in paths.values() for suffix in (".json", ".log")]
    total = Counter()
    for path, hit in files:
        # Room after so fast a run holds nothing that a flipped bit could harm.
        bits = 8 * len(text_of(hit.read_bytes()))
        total += outcomes(path, hit, [dice.randrange(bits) for _ in range(2000 // len(files) + 1)])
    print(f"{sum(total.values())} flips: {dict(total)}")
    assert total["wrong", "silent"] == 0
