"""The conditions of a query as a tree: terms, and how they are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Field(StrEnum):
    """What a term of a query is about; but for the first two, the name that stands before its colon."""

    WORD = "word"
    PHRASE = "phrase"
    THEME = "theme"
    NEAR = "near"
    SPEAKER = "speaker"
    PARTY = "party"
    DOCUMENT = "doc"
    KIND = "kind"
    DATE = "date"
    CODER = "coder"
    NOTE = "note"
    IS = "is"


class State(StrEnum):
    """What can stand after `is:`."""

    TAGGED = "tagged"
    UNTAGGED = "untagged"
    ORPHAN = "orphan"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for, as it was typed; a word is folded.

    `is_unfinished` says that the value may still grow at the next key: it counts as a beginning.
    """

    field: Field
    value: str
    is_unfinished: bool = False

    def __str__(self) -> str:
        if self.field is Field.WORD:
            # As a word by itself it would be the condition.
            return f"'{self.value}" if self.value == State.UNTAGGED else self.value
        if self.field is Field.PHRASE:
            return f'"{self.value}"'
        lead = _LEADS.get(self.field, f"{self.field}:")
        return lead + (self.value if _BARE.fullmatch(self.value) else f'"{self.value}"')


@dataclass(frozen=True, slots=True)
class Not:
    """What doesn't meet a condition."""

    part: Node

    def __str__(self) -> str:
        return f"-{_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """What meets all of at least two conditions."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(map(_grouped, self.parts))


@dataclass(frozen=True, slots=True)
class Or:
    """What meets any of at least two conditions."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " | ".join(map(_grouped, self.parts))


Node = Term | Not | And | Or

_LEADS = {Field.THEME: "#", Field.SPEAKER: "@", Field.NEAR: "near:#"}
_BARE = re.compile(r'[^\s"|()#][^\s"|()]*')


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def negated(node: Node) -> Node:
    """Return the condition that is met where `node` isn't."""
    return node.part if isinstance(node, Not) else Not(node)


def joined(parts: Iterable[Node], by: type[And | Or]) -> Node | None:
    """Join conditions so that none of one kind stands in another of it; None where there are none."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, by) else (part,)
    return by(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def terms(node: Node | None, *, positive: bool = False) -> Iterator[Term]:
    """Yield the terms of a condition as they were typed; with `positive` without those that are excluded."""
    match node:
        case Term():
            yield node
        case Not(part):
            if not positive:
                yield from terms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from terms(part, positive=positive)
