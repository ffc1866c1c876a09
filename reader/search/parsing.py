"""The text of a query to its tree: one pass from left to right, brackets on a stack of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.search.fold import fold_plain, words
from reader.search.language import EXAMPLES
from reader.search.periods import begun, period
from reader.search.tree import And, Field, Node, Or, State, Term, joined, negated

_DEEPEST = 20
"""Brackets within brackets; what is nested deeper wasn't typed by anybody."""

_LONGEST_DATE = 64
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_NAMED = "|".join(each.value for each in Field if each not in (Field.WORD, Field.PHRASE))
_TOKEN = re.compile(
    rf"""
    (?P<mark> [|()] )
    | (?P<sign> not: | -+ (?= [^\s|)-] ) | ! (?= [^\s|)] ) )
    | (?P<lead> [#@] | (?: theme | near ) : \#? | (?: {_NAMED} ) : )?
      (?: " (?P<quoted> [^"]* ) (?P<closing> "? ) | (?P<bare> [^\s"|()] (?: [^\s"|()] | \( [^\s"|()]* \) )* )? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = {"#": Field.THEME, "@": Field.SPEAKER}


class Problem(NamedTuple):
    """Something that makes no sense, and where; `is_half_typed` says that it may at the next key."""

    message: str
    position: int
    is_half_typed: bool


class Parsed(NamedTuple):
    """What a text says: a tree, None where nothing, and what in it made no sense and was passed over."""

    root: Node | None
    problems: list[Problem]


def parsed(text: str, *, is_complete: bool) -> Parsed:
    """Take the text of a query apart; the words in its tree are folded, everything else stands as it was typed.

    Where it `is_complete`, only its last word may be a beginning.
    """
    parser = _Parser(text.translate(_QUOTES), is_complete)
    return Parsed(parser.root(), sorted(parser.problems, key=lambda problem: problem.position))


@dataclass
class _Group:
    """What has been read between two brackets: terms side by side, each with its alternatives."""

    start: int
    negates: bool = False
    excludes: bool = False
    """Whether what stands in it is excluded, all brackets around it taken together."""
    items: list[list[Node]] = field(default_factory=list)
    bar: int | None = None
    """Where the `|` stands whose other side is still to come."""

    def add(self, node: Node) -> None:
        if self.bar is None or not self.items:
            self.items.append([])
        self.items[-1].append(node)
        self.bar = None

    def node(self) -> Node | None:
        either = (joined(each, Or) for each in self.items)
        return joined((each for each in either if each), And)


class _Parser:
    def __init__(self, text: str, is_complete: bool) -> None:
        self._text = text
        self._is_complete = is_complete
        self._open = [_Group(0)]
        self._too_deep = 0
        self._negates = False
        self.problems: list[Problem] = []

    def root(self) -> Node | None:
        at = 0
        while at < len(self._text):
            match = _TOKEN.match(self._text, at)
            assert match is not None
            at = match.end() if match.end() > at else at + 1
            if match["mark"]:
                {"|": self._either, "(": self._begin, ")": self._end}[match["mark"]](match.start())
            elif match["sign"]:
                self._negates ^= len(match["sign"]) == 1 or match["sign"].endswith(":")
            elif match[0]:
                self._take(match)
            else:
                self._negates = False
        while len(self._open) > 1:
            self._problem("This bracket is opened and never closed", self._open[-1].start, half=True)
            self._close()
        self._check_bar(half=True)
        return self._open[0].node()

    # Brackets and bars

    def _either(self, at: int) -> None:
        group = self._open[-1]
        if not group.items or group.bar is not None:
            self._problem("This | has nothing before it", at)
        else:
            group.bar = at
        self._negates = False

    def _begin(self, at: int) -> None:
        if len(self._open) > _DEEPEST:
            self._too_deep += 1
            self._problem("Here are too many brackets within brackets", at)
            return
        excludes = self._open[-1].excludes ^ self._negates
        self._open.append(_Group(at, self._negates, excludes))
        self._negates = False

    def _end(self, at: int) -> None:
        self._negates = False
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._open) == 1:
            self._problem("This bracket closes nothing", at)
        else:
            if not self._open[-1].items:
                self._problem("There is nothing between these brackets", self._open[-1].start)
            self._check_bar()
            self._close()

    def _close(self) -> None:
        group = self._open.pop()
        node = group.node()
        if node is not None:
            self._open[-1].add(negated(node) if group.negates else node)

    def _check_bar(self, *, half: bool = False) -> None:
        bar = self._open[-1].bar
        if bar is not None:
            self._problem("This | has nothing behind it", bar, half=half)

    # Terms

    def _take(self, match: re.Match[str]) -> None:
        negates, self._negates = self._negates, False
        excluded = self._open[-1].excludes ^ negates
        node = self._node(match, excluded)
        if node is not None:
            self._open[-1].add(negated(node) if negates else node)

    def _node(self, match: re.Match[str], excluded: bool) -> Node | None:
        lead, quoted, closing, bare = match.group("lead", "quoted", "closing", "bare")
        is_last, is_open = match.end() == len(self._text), quoted is not None and not closing
        grows = is_last and not excluded and (is_open or (quoted is None and fold_plain(bare or "")[-1:].isalnum()))
        if is_open:
            self._problem("This quotation mark is opened and never closed", match.start(), half=True)
        if not lead and quoted is None:
            return _bare(bare, excluded, grows)
        about = _field(lead.lower()) if lead else Field.PHRASE
        value = (bare or quoted or "").strip()
        value = value.lower() if about is Field.IS else value
        if about is Field.DATE and grows and not self._is_complete:
            value = begun(value[:_LONGEST_DATE]) or value
        wrong = _wrong(about, value)
        if wrong is None:
            return Term(about, value, grows and not self._is_complete)
        if not is_open:
            self._problem(wrong, match.start(), half=is_last)
        return None

    def _problem(self, message: str, at: int, *, half: bool = False) -> None:
        self.problems.append(Problem(message, at, half))


def _field(lead: str) -> Field:
    return _SIGNS.get(lead) or Field(lead.rstrip(":#"))


def _bare(value: str, excluded: bool, grows: bool) -> Node | None:
    if value.lower() == State.UNTAGGED:
        return Term(Field.IS, State.UNTAGGED.value)
    plain = [word for word, _, _ in words(fold_plain(value), joined=False) if word]
    if excluded:
        return Term(Field.PHRASE, value) if plain else None
    last = len(plain) - 1
    return joined((Term(Field.WORD, word, grows and at == last) for at, word in enumerate(plain)), And)


def _wrong(about: Field, value: str) -> str | None:
    """Say what is wrong with the value of a term, if anything is."""
    if not value:
        return f"Nothing follows here: name what to look for, as in {EXAMPLES[about]}"
    if about is Field.DATE and period(value) is None:
        return f"“{value}” is no date: write 2021, 2021-11, 2021-11..2022, ..2019 or >2021"
    if about is Field.IS and value not in tuple(State):
        return f"Nothing is “{value}”: write is:{', is:'.join(State)}"
    return None
