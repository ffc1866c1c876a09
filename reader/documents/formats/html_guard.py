"""Pages on which the parser of HTML would take minutes or gigabytes, found before it begins: it can't be stopped."""

from __future__ import annotations

import re
from collections import Counter

from reader.documents.formats import limits
from reader.documents.structure.phrases import phrases
from reader.errors import ReaderError

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_LONGEST_TAG = 200
_LONG_TAG = 1_000
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_REST = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*+""")
# These end by themselves where the next of their sort begins, or hold nothing: they are not deep.
_SHALLOW = phrases("""
    p | li | dt | dd | td | th | tr | option | optgroup | br | img | hr | meta | link | input | col | area |
    base | embed | source | track | wbr | tbody | thead | tfoot | colgroup | param | rt | rp
""")
# Left open, these are opened again in every block that follows: a kilobyte can become a million of them.
_REOPENED = phrases("a | b | big | code | em | font | i | nobr | s | small | strike | strong | tt | u")
_MOST_ALIKE = 3


def refuse_hostile(text: str) -> None:
    """Raise ReaderError where the tags of a page nest too deeply, or make more elements than any page has.

    It is an estimate in one pass: what the parser does with a tag costs as much as the tag is deep, and each block
    as many elements as there are kinds of type still open.
    """
    depth = work = nodes = end = compared = 0
    names: set[str] = set()
    reopened = _Reopened()
    for match in _TAG.finditer(text):
        if match.start() >= end:
            end = _end_of(text, match.end())
            compared += _comparisons(text, match.end(), end)
        name = match.group(2).lower()
        names.add(name)
        closes = bool(match.group(1))
        if name in _REOPENED:
            reopened.take(name, closes, text[match.start() : match.start() + _LONGEST_TAG].partition(">")[0])
        else:
            nodes += reopened.count
        if name in _SHALLOW:
            work += depth
        else:
            depth = max(depth - 1, 0) if closes else depth + 1
            work += 0 if closes else depth
        nodes += 0 if closes else 2
        if work > limits.HTML_WORK:
            raise ReaderError("its tags nest deeper than those of any page")
        if nodes > limits.HTML_NODES:
            raise ReaderError("it has more tags than any page")
        if compared > limits.HTML_COMPARISONS:
            raise ReaderError("it has tags with more attributes than any page")
        if len(names) > limits.HTML_NAMES:
            raise ReaderError("it has more sorts of tags than any page")


def _end_of(text: str, start: int) -> int:
    """Return where the tag ends whose name ends at `start`."""
    rest = _REST.match(text, start)
    return rest.end() if rest else start


def _comparisons(text: str, start: int, end: int) -> int:
    """Return how often the parser compares the attributes of a tag with each other: each with all before it."""
    if end - start <= _LONG_TAG:
        return 0
    return len(_VALUE.sub(" ", text[start:end]).split()) ** 2 // 2


class _Reopened:
    """Counts what would be opened again: of those that are alike no more than three."""

    def __init__(self) -> None:
        self.count = 0
        self._open: dict[str, list[str]] = {}
        self._alike: Counter[str] = Counter()

    def take(self, name: str, closes: bool, tag: str) -> None:
        waiting = self._open.setdefault(name, [])
        if not closes:
            waiting.append(tag)
            self._alike[tag] += 1
            self.count += self._alike[tag] <= _MOST_ALIKE
        elif waiting:
            tag = waiting.pop()
            self.count -= self._alike[tag] <= _MOST_ALIKE
            self._alike[tag] -= 1
