"""The language of searches in words, for every place where it is explained."""

from __future__ import annotations

from typing import NamedTuple

from reader.search.tree import Field


class Explained(NamedTuple):
    """A form that can be typed, and what it finds."""

    form: str
    meaning: str


LANGUAGE = (
    Explained("wrold champoin", "words, matched roughly: one that is missing only lowers the score"),
    Explained('"kick racism out"', "these words as they stand"),
    Explained("-wales", 'without this word; also -"south wales"'),
    Explained("#racism", "tagged with this theme, or with one below it"),
    Explained("!#racism", "not tagged with it; -, ! and not: exclude anything: -@khan, -(a | b)"),
    Explained("#racism | #sport", "either; | binds more closely than a space"),
    Explained("(football | cricket) lessons", "brackets hold together what belongs together"),
    Explained('@khan  @"sadiq khan"', "said by somebody of that name, office or party"),
    Explained("party:labour", "said by somebody of that party"),
    Explained("doc:minutes", "in documents whose title or path has this"),
    Explained("kind:heading", "paragraphs of that kind: body, speech, heading, list_item, table_row …"),
    Explained("date:2021-11..2022", "in documents of that time; also 2021, ..2019, >2021-06"),
    Explained("coder:ann", "tagged by Ann; beside #racism: tagged with that by her"),
    Explained("note:check", "with a note that says this"),
    Explained("near:#sport", "at most 3 paragraphs from one that is tagged with it"),
    Explained("untagged", "tagged with nothing; headings and page furniture don't count"),
    Explained("is:orphan  is:review", "with a tag whose place is lost, or in doubt"),
)
"""What can be typed, each form with what it finds."""

RULES = (
    "Names are matched roughly too: @kahn finds Sadiq Khan. Names of several words stand in quotation marks.",
    "Where a shell takes # @ !, write theme:racism, speaker:khan, not:theme:racism.",
    "orphan or review without is: counts as such only where no other word stands, and finds the word as well; "
    'the word untagged is found by "untagged".',
)
"""What holds for all of them."""

EXAMPLES = {
    Field.PHRASE: '"kick racism out"',
    Field.THEME: "#racism",
    Field.NEAR: "near:#racism",
    Field.SPEAKER: "@khan",
    Field.PARTY: "party:labour",
    Field.DOCUMENT: "doc:london",
    Field.KIND: "kind:heading",
    Field.DATE: "date:2021-11",
    Field.CODER: "coder:ann",
    Field.NOTE: "note:check",
    Field.IS: "is:untagged",
}
"""For each kind of term one that makes sense."""
