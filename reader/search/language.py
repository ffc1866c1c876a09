"""The language of searches in words, for every place where it is explained."""

from __future__ import annotations

from typing import NamedTuple

from reader.search.tree import Field


class Explained(NamedTuple):
    """A form that can be typed, and what it finds."""

    form: str
    meaning: str


LANGUAGE = (
    Explained("wrold champoin", "words, matched roughly; all are wanted, a missing one only lowers the score"),
    Explained('"kick racism out"', "these words as they stand"),
    Explained('-wales  -"south wales"', "without this word, without these words"),
    Explained("#racism", "tagged with this theme, or with one below it"),
    Explained("!#racism", "not tagged with it; ! - and not: exclude whatever stands behind them"),
    Explained("#racism | #sport", "either of them; | binds more closely than a space"),
    Explained("(football | cricket) -rugby", "brackets hold together what belongs together"),
    Explained('@khan  @"sadiq khan"', "said by somebody of that name, office or party"),
    Explained("party:labour", "said by somebody of that party"),
    Explained("doc:minutes", "in documents whose title or path has this"),
    Explained("kind:heading", "paragraphs of this kind: body, speech, heading, table_row …"),
    Explained("date:2021-11..2022", "in documents of that time; also date:2021, date:..2019, date:>2021-06"),
    Explained("coder:ann", "tagged by her; beside #theme, with that theme"),
    Explained("note:check", "with a note that says this"),
    Explained("near:#sport", "at most 3 paragraphs from one tagged with it"),
    Explained("untagged", "tagged with nothing, headings and page furniture left out"),
    Explained("is:orphan  is:review", "with a tag whose place is lost, or wants a look"),
)
"""What can be typed, each form with what it finds."""

RULES = (
    "Names are matched roughly too: @kahn finds Sadiq Khan, #polcing Policing. "
    "theme:, speaker: and not: say the same as #, @ and ! where a shell takes those. "
    "Values of several words stand in quotation marks. "
    "orphan and review without is: count as such only where no other word stands, and then find the word as well; "
    "“untagged” as a word stands in quotation marks."
)

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
