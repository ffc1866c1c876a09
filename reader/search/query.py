"""What a reader asks for, taken apart: words to be matched roughly, and the conditions that a passage must meet.

`language.LANGUAGE` says what can be typed. Terms side by side must all hold; `|` between two terms, which binds more
closely, means either, and brackets hold a group together: `#a | #b football` is `(#a | #b) football`. Words of the
query itself are ranked; words in an either-or, in what is excluded or in quotation marks are conditions.

`untagged` alone is `is:untagged`. `orphan` and `review` are English too: beside other words they are words, and where
no other word stands they mean what is tagged so *or* has the word. In quotation marks each is the word.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.errors import QueryError
from reader.search.parsing import parsed
from reader.search.tree import And, Field, Node, Or, State, Term, joined, terms

_ALSO_WORDS = (State.ORPHAN.value, State.REVIEW.value)


@dataclass(frozen=True, slots=True)
class Query:
    """A query, taken apart: the folded `words` that are ranked, and `where`, what must hold besides.

    `typing` says what the text breaks off in: a word, quotation or name that may still grow at the next key;
    `last_is_unfinished` that it is the last of `words`. `problem` is the first thing that makes no sense, wherever it
    isn't only half typed; it was passed over.
    """

    text: str = field(default="", compare=False)
    words: tuple[str, ...] = ()
    where: Node | None = None
    typing: Field | None = None
    last_is_unfinished: bool = False
    problem: QueryError | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return the query in its plainest form, which means the same when it is typed and complete."""
        conditions = f"({self.where})" if isinstance(self.where, Or) else str(self.where or "")
        plain = [str(Term(Field.WORD, word)) for word in self.words]
        return " ".join([*filter(None, [conditions]), *plain]) + " " * (not self.last_is_unfinished)


def parse(text: str, *, strict: bool = False) -> Query:
    """Take a query apart.

    What is half typed (a lone `#`, an open quotation mark or bracket) is passed over or taken as far as it goes; with
    `strict`, for a query that is complete, it raises QueryError with the place. Nothing else is ever raised.
    """
    root, problems = parsed(text, is_complete=strict)
    if strict and problems:
        raise QueryError(problems[0].message, problems[0].position)
    parts = root.parts if isinstance(root, And) else (root,) if root else ()
    plain = [part for part in parts if isinstance(part, Term) and part.field is Field.WORD]
    conditions = [part for part in parts if not (isinstance(part, Term) and part.field is Field.WORD)]
    if len(plain) == 1 and plain[0].value in _ALSO_WORDS:
        conditions.append(Or((Term(Field.IS, plain[0].value), plain[0])))
        plain = []
    where = joined(conditions, And)
    growing = next((term.field for term in (*plain, *terms(where)) if term.is_unfinished), None)
    firm = next((problem for problem in problems if not problem.is_half_typed), None)
    return Query(
        text,
        tuple(term.value for term in plain),
        where,
        growing,
        bool(plain) and plain[-1].is_unfinished,
        QueryError(firm.message, firm.position) if firm else None,
    )
