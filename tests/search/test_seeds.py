"""The two founding documents, where they lie beside the repository: searches as a reader would type them, badly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from made_entries import NO_TAGS, passage

from reader.search.index import Index

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the founding documents are not here")


@pytest.fixture(scope="module")
def index():
    return Index(
        passage(f"{file.name}:{n}", text, document=file.name, paragraph=n)
        for file in sorted(SEEDS.glob("*.txt"))
        for n, text in enumerate(re.split(r"\n\s*\n", file.read_text(encoding="utf-8").strip()), 1)
    )


@pytest.mark.parametrize(
    ("query", "has"),
    [
        ("our wrold champoin team had muslims", "world champion team"),
        ("kick rasicm out of footbal", "Kick Racism Out of Football"),
        ("socal media compnies referals prevent", "make a referral to the Prevent programme"),
        ("breeding grond divide comunities", "breeding ground"),
        ("mono ethnic teams sport", "mono-ethnic"),
        ("lack of progres greter danger", "in greater danger"),
        ("prescribed ice cream tweet terror misu", "ice cream brand"),
        ("nhs hospitals publicise brand", "publicise their brand"),
        ("invested more than any other mayor", "invested more than any other mayor"),
        ("self regulaton not working", "self-regulation is clearly not working"),
        ("death theats peer suspension", "several death threats"),
        ("crikcet", "ricket"),
        ("islamafobia", "Islamophobia"),
        ("shawcros", "Shawcross"),
        ("radicalis", "radicalisation"),
        ("champ", "champion"),
        ("deradicalise extremists", "deradicalise"),
        ("de-radicalise extremists", "deradicalise"),
        ("counter extremism", "counter-extremism"),
        ("counterextremism", "counter-extremism"),
        ("referals from freinds family comunity memebrs are low", "Referrals from friends"),
    ],
)
def test_a_rough_query_puts_the_right_passage_first(index, query, has):
    hits = index.search(query, NO_TAGS).hits
    assert hits
    assert has in hits[0].entry.text


@pytest.mark.parametrize("query", ["zxqv wvut plonk", "quantum bicycle harvest", "purple elephant cricket"])
def test_nonsense_finds_nothing(index, query):
    assert not index.search(query, NO_TAGS).hits
