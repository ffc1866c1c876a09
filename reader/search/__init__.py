"""Finding what somebody said from a rough memory of it: the index, the query language, the ranking.

`Index` holds the entries and answers a query; `parse` takes a query apart; `fold` and `find_literal` compare text
without case, accents and typographic variants; `rank` and `closest` choose among short names.
"""

from reader.search.choose import closest, rank
from reader.search.entries import Entry, EntryType, Facts, Hit, Results, SearchCancelledError
from reader.search.fold import Folded, Span, find_literal, fold, fold_plain, words
from reader.search.index import Index
from reader.search.query import Field, Query, parse

__all__ = [
    "Entry",
    "EntryType",
    "Facts",
    "Field",
    "Folded",
    "Hit",
    "Index",
    "Query",
    "Results",
    "SearchCancelledError",
    "Span",
    "closest",
    "find_literal",
    "fold",
    "fold_plain",
    "parse",
    "rank",
    "words",
]
