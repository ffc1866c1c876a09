"""What narrows a search besides the words that rank: the tree of a query as a mask over the columns of a segment."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from reader.search.fold import LONGEST_WORD, Span, fold, fold_plain, literal, words
from reader.search.resolving import Resolver
from reader.search.tables import Tables
from reader.search.tree import And, Field, Node, Not, Or, Term, terms

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Sequence

    from reader.search.columns import Columns, Mask, Numbers
    from reader.search.entries import Facts
    from reader.search.ground import Ground
    from reader.search.query import Query
    from reader.search.resolving import Leaf

_OFTEN = 64
_COST = {Field.WORD: 1, Field.PHRASE: 2}


class Conditions:
    """The conditions of one query over all `segments` of an index, which together say what a typed name means.

    `remarks` says, a sentence each, which names nobody bears and which were read as another. False if there are none.
    """

    def __init__(self, query: Query, facts: Facts, segments: Sequence[Columns]) -> None:
        self._where = query.where
        self._tables = Tables.of(facts)
        resolver = Resolver(self._tables, segments)
        asked = list(dict.fromkeys(terms(query.where)))
        self._leaves: dict[Term, Leaf] = {
            term: resolver.leaf(term) for term in asked if term.field not in (Field.WORD, Field.PHRASE)
        }
        self._rows = {term: rows for term in asked if (rows := resolver.rows(term)) is not None}
        self._forms: dict[Term, frozenset[str]] = {
            term: frozenset(form for each in segments for form in each.like(term.value, unfinished=term.is_unfinished))
            for term in asked
            if term.field is Field.WORD
        }
        said = [term for term in terms(query.where, positive=True) if term.field in (Field.WORD, Field.PHRASE)]
        self._marked = list(dict.fromkeys(said))
        self._literals: dict[Term, re.Pattern[str] | None] = {}
        self.remarks = tuple(dict.fromkeys(resolver.remarks))

    def __bool__(self) -> bool:
        return self._where is not None

    @property
    def has_words(self) -> bool:
        """Whether any words are asked for, so that they can be marked."""
        return bool(self._marked)

    def mask(
        self, columns: Columns, within: Mask | None = None, check: Callable[[], None] = lambda: None
    ) -> Mask | None:
        """Return which entries of a segment meet all conditions, of those `within`; None where all do.

        `check` is called every few milliseconds, and may raise.
        """
        if self._where is None:
            return within
        everything = np.ones(columns.size, np.bool_) if within is None else within
        return everything & _Looking(self, columns, check).met(self._where, everything)

    def spans(self, text: str) -> list[Span]:
        """Return where the words that are asked for stand in a text."""
        if not self._marked:
            return []
        folded, found, forms = fold(text), list[Span](), set[str]()
        for term in self._marked:
            if term.field is Field.WORD:
                forms |= self._forms[term]
            elif (pattern := self.literal(term)) is not None:
                found += [match.span() for match in pattern.finditer(folded.text)]
        if forms:
            found += [(start, end) for word, start, end in words(folded.text) if word in forms]
        return [folded.original(*span) for span in found]

    def literal(self, term: Term) -> re.Pattern[str] | None:
        """Return what finds a quotation in folded texts; None where it says nothing."""
        if term not in self._literals:
            self._literals[term] = literal(term.value, whole_words=not term.is_unfinished)
        return self._literals[term]

    def leaf(self, term: Term) -> Leaf | None:
        """Return what finds the entries that meet a term; None for a word or a quotation."""
        return self._leaves.get(term)

    def forms(self, term: Term) -> frozenset[str]:
        """Return the words of the library that a word means."""
        return self._forms[term]

    def rows(self, node: Node) -> Mask | None:
        """Return the tags that a condition is about which says nothing but whose or how they are; else None."""
        match node:
            case Term():
                return self._rows.get(node)
            case Not():
                return None
            case And(parts) | Or(parts):
                found = [rows for part in parts if (rows := self.rows(part)) is not None]
                join = np.logical_and if isinstance(node, And) else np.logical_or
                return reduce(join, found) if len(found) == len(parts) else None

    def ground(self, columns: Columns) -> Ground:
        """Return what is known of a segment."""
        return self._tables.ground(columns)


class _Looking:
    """One look through a segment."""

    def __init__(self, conditions: Conditions, columns: Columns, check: Callable[[], None]) -> None:
        self._conditions = conditions
        self._columns = columns
        self._check = check

    def met(self, node: Node, within: Mask, rows: Mask | None = None) -> Mask:
        """Return what meets a condition; right for the entries `within`. Only the tags in `rows` count, if given."""
        self._check()
        match node:
            case Term():
                return self._meant(node, within, rows)
            case Not(part):
                return ~self.met(part, within)
            case Or(parts):
                found = np.zeros_like(within)
                for part in _cheapest_first(parts):
                    found |= self.met(part, within & ~found, rows)
                return found
            case And(parts):
                for part in parts:
                    about = self._conditions.rows(part)
                    rows = about if rows is None else rows if about is None else rows & about
                for part in _cheapest_first(parts):
                    within = within & self.met(part, within, rows)
                return within

    def _meant(self, term: Term, within: Mask, rows: Mask | None) -> Mask:
        leaf = self._conditions.leaf(term)
        if leaf is not None:
            return leaf(self._conditions.ground(self._columns), rows)
        if term.field is Field.WORD:
            return self._mask(self._columns.having(self._conditions.forms(term)))
        return self._quoted(term, within)

    def _quoted(self, term: Term, within: Mask) -> Mask:
        folded = fold_plain(term.value)
        parts = [word for word, _, _ in words(folded, joined=False)]
        found = within
        for at, word in enumerate(parts):
            starts = term.is_unfinished and at == len(parts) - 1
            found = found & self._mask(self._columns.beginning(word) if starts else self._columns.having([word]))
        if len(parts) == 1 and parts[0] == folded and len(folded) < LONGEST_WORD:
            return found
        found, pattern = found.copy(), self._conditions.literal(term)
        for looked, number in enumerate(np.flatnonzero(found).tolist()):
            if looked % _OFTEN == 0:
                self._check()
            found[number] = pattern is not None and bool(pattern.search(fold_plain(self._columns.text(number))))
        return found

    def _mask(self, numbers: Numbers) -> Mask:
        mask = np.zeros(self._columns.size, np.bool_)
        mask[numbers] = True
        return mask


def _cheapest_first(parts: Iterable[Node]) -> list[Node]:
    """Return conditions, each once, in the order in which they are looked at."""
    return sorted(dict.fromkeys(parts), key=_cost)


def _cost(node: Node) -> int:
    """Say how dear a condition is: numbers cost little, words more, and whatever reads texts comes last."""
    return max((_COST.get(term.field, 0) for term in terms(node)), default=0)
