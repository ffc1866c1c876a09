"""What the terms of a query mean in a library: names that were typed roughly, to what bears them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from reader.documents.gate import clean_line
from reader.documents.model import Kind
from reader.search.choose import closest
from reader.search.columns import NO_KIND
from reader.search.fold import fold_plain
from reader.search.names import Names
from reader.search.periods import period
from reader.search.tree import Field, State, Term
from reader.tags.anchoring import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.search.columns import Columns, Mask
    from reader.search.ground import Ground
    from reader.search.tables import Tables

    Leaf = Callable[[Ground, Mask | None], Mask]
    """From a segment to the entries that meet a term; of tags only those count that the second argument has."""

REACH = 3
"""How many paragraphs away `near:` looks."""

_KINDS = tuple(Kind)
_READ = [number for number, kind in enumerate(_KINDS) if kind.is_passage] + [NO_KIND]
_MOST_NAMED = 3
_UNKNOWN = {
    Field.SPEAKER: "Nobody called “{}” speaks here.",
    Field.PARTY: "Nobody of a party “{}” speaks here.",
    Field.DOCUMENT: "No document “{}”.",
}


class Resolver:
    """Finds out what terms mean; `remarks` says which names nobody bears, and which were read as another."""

    def __init__(self, tables: Tables, segments: Sequence[Columns]) -> None:
        self._tables = tables
        self._segments = segments
        self.remarks: list[str] = []

    def rows(self, term: Term) -> Mask | None:
        """Return the tags that a term is about which qualifies them, `coder:` and `is:`; None for any other."""
        if term.field is Field.CODER:
            return self._tables.by(self._coders(term))
        if term.field is Field.IS and term.value in (State.ORPHAN, State.REVIEW):
            return self._tables.standing(Status(term.value))
        return None

    def leaf(self, term: Term) -> Leaf:
        """Return what finds the entries that meet a term which is neither a word nor a quotation."""
        match term.field:
            case Field.THEME | Field.NEAR:
                return self._themed(term)
            case Field.SPEAKER | Field.PARTY | Field.DOCUMENT:
                return self._named(term)
            case Field.KIND:
                kinds = self._kinds(term)
                return lambda ground, _: ground.of_kinds(kinds)
            case Field.DATE:
                when = period(term.value)
                assert when is not None
                return lambda ground, _: ground.dated(when)
            case Field.NOTE:
                return self._noted(term)
            case _:
                return self._tagged(term)

    # Tags and notes

    def _tagged(self, term: Term) -> Leaf:
        spots, rows = self._tables.tags, self.rows(term)
        meant = np.ones(len(spots.paragraphs), np.bool_) if rows is None else rows
        if term.value == State.UNTAGGED:
            return lambda ground, _: ~ground.under(spots, meant) & ground.of_kinds(_READ)
        return lambda ground, only: ground.under(spots, meant if only is None else meant & only)

    def _themed(self, term: Term) -> Leaf:
        spots, themes = self._tables.tags, self._tables.with_those_below(self._themes(term))
        rows = self._tables.tagged(themes)
        if term.field is Field.NEAR:
            return lambda ground, _: ground.near(spots, rows, REACH)
        return lambda ground, only: ground.under(spots, rows if only is None else rows & only) | ground.themes(themes)

    def _noted(self, term: Term) -> Leaf:
        numbers = self._tables.note_texts.meant(term.value, is_unfinished=term.is_unfinished).numbers
        if not numbers:
            self.remarks.append(f"No note says “{term.value}”.")
        spots = self._tables.notes
        chosen = np.zeros(len(spots.paragraphs), np.bool_)
        chosen[list(numbers)] = True
        return lambda ground, _: ground.under(spots, chosen)

    # Names that the library has once

    def _themes(self, term: Term) -> list[str]:
        book = self._tables.codebook
        named = book.find(term.value)
        if named and not (term.is_unfinished and fold_plain(named.name).startswith(fold_plain(term.value))):
            return [named.id]
        found = self._meant(term, self._tables.theme_names, [theme.name for theme in book.themes], "No theme “{}”.")
        return [book.themes[number].id for number in found]

    def _coders(self, term: Term) -> Sequence[int]:
        return self._meant(term, self._tables.coder_names, self._tables.coders, "No coder “{}”.")

    def _kinds(self, term: Term) -> Sequence[int]:
        names = [kind.value for kind in _KINDS]
        spaced = [name.replace("_", " ") for name in names]
        return self._meant(
            replace(term, value=term.value.replace("_", " ")),
            Names(spaced),
            names,
            f"No kind “{{}}”. Kinds: {', '.join(names)}.",
        )

    def _meant(self, term: Term, names: Names, texts: Sequence[str], unknown: str) -> Sequence[int]:
        whole = names.called(term.value)
        if whole and not term.is_unfinished:
            return whole
        meant = names.meant(term.value, is_unfinished=term.is_unfinished)
        self._remark(term, [texts[number] for number in meant.numbers], texts, unknown)
        return meant.numbers

    # Names that each segment has for itself

    def _named(self, term: Term) -> Leaf:
        registers = {ground: ground.register(term.field) for ground in map(self._tables.ground, self._segments)}
        found = {ground: register.meant(term.value, term.is_unfinished) for ground, register in registers.items()}
        least = min((meant.cost for meant in found.values()), default=0)
        numbers = {ground: meant.numbers if meant.cost == least else () for ground, meant in found.items()}
        if least:
            taken = [registers[ground].shown[number] for ground in found for number in numbers[ground]]
            everybody = chain.from_iterable(register.shown for register in registers.values())
            self._remark(term, taken, everybody, _UNKNOWN[term.field])
        return lambda ground, _: ground.register(term.field).entries(numbers[ground])

    def _remark(self, term: Term, found: Sequence[str], names: Iterable[str], unknown: str) -> None:
        """Say that nobody bears a name, or who was taken for it where it isn't how the name begins."""
        if not found:
            near = closest(term.value, dict.fromkeys(filter(None, names)))
            more = f" Did you mean {near}?" if near else ""
            self.remarks.append(unknown.format(clean_line(term.value)) + more)
        elif not any(fold_plain(term.value) in fold_plain(name) for name in found):
            named = list(dict.fromkeys(found))
            rest = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
            self.remarks.append(f"“{term.value}” read as {', '.join(named[:_MOST_NAMED])}{rest}.")
