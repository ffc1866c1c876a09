"""Texts that nobody wrote are read without hanging; each would take minutes if a rule looked back and forth."""

from __future__ import annotations

import pytest

from reader.documents.reading import read_bytes

HOSTILE = {
    "one long line": b"word " * 400_000,
    "one long word": b"a" * 2_000_000,
    "colons": b"a:" * 500_000,
    "colons and spaces": b"a: " * 300_000,
    "labels": b"Anna: x\n" * 20_000,
    "photographs": b"Photo of " * 50_000,
    "speaker lines": b"Photo of A A Labour\n\n" * 5_000,
    "names in speaker lines": b"Photo of " + b"A " * 190,
    "round brackets": b"(" * 100_000,
    "square brackets": b"[a " * 100_000,
    "lines of brackets": b"[a\n\n" * 20_000,
    "spaces": b"a" + b" " * 1_000_000 + b"b",
    "no-break spaces": ("a" + "\u00a0" * 300_000 + "b").encode(),
    "short lines": b"ab\n" * 100_000,
    "short paragraphs": b"ab\n\n" * 20_000,
    "dashes": b"- a " * 200_000,
    "digits": b"1" * 500_000,
    "times": b"1:11:" * 100_000,
    "dates": b"1 May 2020 " * 50_000,
    "names": b"Ann Bo " * 60_000 + b"\n\nx y.",
    "escapes": b"\x1b]" * 100_000 + b"x",
    "quotation marks": "“".encode() * 100_000,
    "commas": b"A, " * 100_000,
    "capitals": b"BY A B C D E F " * 30_000,
    "marks": ("a" + "\u0301" * 300_000).encode(),
    "latin-1": b"caf\xe9 " * 300_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read(data: bytes):
    content = read_bytes(data, "a.txt")
    assert content.error is None
    assert content.paragraphs
