"""Lists of words and phrases, written to be read."""

from __future__ import annotations


def phrases(listed: str) -> frozenset[str]:
    """Return the phrases in `listed`, which bars and line ends part."""
    found = (phrase.strip() for line in listed.splitlines() for phrase in line.split("|"))
    return frozenset(phrase for phrase in found if phrase)
