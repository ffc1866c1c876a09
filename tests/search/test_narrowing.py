"""Every condition of the query language, over one library made up for it."""

from __future__ import annotations

from gc import collect
from weakref import ref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_entries import Known, keys

from reader.documents.model import Kind, Speaker
from reader.search.building import segment_of
from reader.search.conditions import Conditions
from reader.search.entries import About, Entry, EntryType, PlacedNote, Tagging
from reader.search.index import Index
from reader.search.part import Part
from reader.search.query import parse
from reader.search.vocabulary import Vocabulary
from reader.tags.anchoring import Status

OKAFOR = Speaker("Jane Okafor", "Labour")
LINDQVIST = Speaker("Piet Lindqvist", "Conservative", "Mayor of Northport")
PATEL = Speaker("Anil Patel", "Labour and Co-operative", constituency="Harbour East")

DEBATE = [
    (Kind.TITLE, None, "Swimming lessons in Northport"),
    (Kind.SPEECH, OKAFOR, "Will the Mayor pay for football and cricket lessons?"),
    (Kind.SPEECH, LINDQVIST, "Football brings people together. Rugby does too."),
    (Kind.SPEECH, PATEL, "The police trained with the crickets club."),
    (Kind.SPEECH, OKAFOR, "An independent review said so."),
    (Kind.SPEECH, LINDQVIST, "We accept that."),
    (Kind.SPEECH, PATEL, "And the insults at the gala?"),
    (Kind.SPEECH, LINDQVIST, "Fewer than last year."),
]
ARTICLE = [
    (Kind.HEADING, None, "The pool reopens"),
    (Kind.BODY, None, "The pool reopens after the winter storm."),
    (Kind.BODY, None, "No football on the lawn, the council says."),
    (Kind.BOILERPLATE, None, "Subscribe to our newsletter"),
]


def passages(document, paragraphs):
    for n, (kind, person, text) in enumerate(paragraphs, 1):
        yield Entry(EntryType.PASSAGE, f"{document}:{n}", text, document, None, None, n, None, kind, person)


ENTRIES = [
    *passages("d", DEBATE),
    *passages("a", ARTICLE),
    Entry(EntryType.PASSAGE, "m:-4", "The minutes that were tagged.", "m", paragraph=4),
    Entry(EntryType.DOCUMENT, "d", "Swimming lessons · Questions", "d"),
    Entry(EntryType.DOCUMENT, "a", "The pool reopens", "a"),
    Entry(EntryType.THEME, "theme:Sport", "Sport"),
    Entry(EntryType.THEME, "theme:Cricket", "Cricket"),
    Entry(EntryType.NOTE, "note:1", "ask the club", "d", paragraph=4),
]
FACTS = Known(
    themes={"Sport": None, "Cricket": "Sport", "Policing": None, "Racism": None, "Policy on floods": None},
    tags=[
        Tagging("d", 2, "Cricket", "ann"),
        Tagging("d", 3, "Sport", "ann"),
        Tagging("d", 3, "Sport", "bob", "check the figures"),
        Tagging("d", 3, "Racism", "bob"),
        Tagging("d", 4, "Policing", "bob", "", Status.REVIEW),
        Tagging("a", 2, "Policy on floods", "ann"),
        Tagging("m", -4, "Sport", "ann", "", Status.ORPHAN),
    ],
    notes=[PlacedNote("d", 4, "ask the club"), PlacedNote("a", 3, "sic")],
    documents=[
        About("d", "debate.txt", "Swimming lessons in Northport", "2021-11-29"),
        About("a", "articles/pool.md", "The pool reopens", "2022"),
        About("m", "minutes.txt", "minutes"),
    ],
)


@pytest.fixture(scope="module")
def index():
    return Index(ENTRIES)


def found(index, query):
    return " ".join(keys(index.search(query, FACTS)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("#sport ", "theme:Sport theme:Cricket d d:2 d:3 m:-4"),
        ("#cricket ", "theme:Cricket d d:2"),
        ("#polcing ", "d d:4 note:1"),
        ("#sprot kind:speech ", "d:2 d:3"),
        ("#sport !#cricket kind:speech ", "d:3"),
        ("#cricket | #policing kind:speech ", "d:2 d:4"),
        ("#cricket | #policing football ", "d:2"),
        ("near:#policing kind:speech ", "d:2 d:3 d:4 d:5 d:6 d:7"),
        ("near:#policing !#policing !#sport kind:speech ", "d:5 d:6 d:7"),
        ("near:#floods ", "a:1 a:2 a:3 a:4"),
        ("@patel ", "d:4 d:7"),
        ("@lindquist ", "d:3 d:6 d:8"),
        ("@mayor ", "d:3 d:6 d:8"),
        ("party:labor ", "d:2 d:4 d:5 d:7"),
        ("party:co-operative ", "d:4 d:7"),
        ("-party:labour kind:speech ", "d:3 d:6 d:8"),
        ("@lessons ", ""),
        ("kind:heading ", "a:1"),
        ("kind:speach @okafor ", "d:2 d:5"),
        ("kind:body | kind:heading ", "a:1 a:2 a:3"),
        ("doc:pool ", "a a:1 a:2 a:3 a:4"),
        ("doc:articles/ kind:body ", "a:2 a:3"),
        ("doc:swiming kind:title ", "d:1"),
        ("doc:minutes ", "m:-4"),
        ("date:2021-11 kind:title ", "d:1"),
        ("date:2021-12..2022 ", "a a:1 a:2 a:3 a:4"),
        ("date:..2021 kind:title ", "d:1"),
        ("date:>2021 kind:body ", "a:2 a:3"),
        ("date:<=2020 ", ""),
        ('date:"29 November 2021" kind:title ', "d:1"),
        ("-date:2021 -date:2022 kind:speech | is:orphan ", "m:-4"),
        ("coder:bob ", "d d:3 d:4 note:1"),
        ("coder:ann #sport kind:speech ", "d:2 d:3"),
        ("coder:bob #sport ", "d d:3"),
        ("coder:bob #cricket ", ""),
        ("#sport coder:ann !coder:bob kind:speech ", "d:2"),
        ("#sport (coder:ann | coder:bob) kind:speech ", "d:2 d:3"),
        ("(#racism coder:ann) | (#cricket coder:ann) kind:speech ", "d:2"),
        ("#policing is:review ", "d d:4 note:1"),
        ("#sport is:review ", ""),
        ("note:figures kind:speech ", "d:3"),
        ("note:clubb kind:speech ", "d:4"),
        ("note:sic ", "a a:3"),
        ("is:orphan ", "m:-4"),
        ("orphan ", "m:-4"),
        ("is:review kind:speech ", "d:4"),
        ("review kind:speech ", "d:4 d:5"),
        ("untagged @okafor ", "d:5"),
        ("untagged doc:pool ", "a:3"),
        ("is:tagged doc:pool ", "a a:2"),
        ("(football | cricket) -rugby ", "d:2 d:4 a:3 theme:Cricket"),
        ("footbal | storm ", "d:2 d:3 a:2 a:3"),
        ("(gaal | storn) ", "d:7 a:2"),
        ("(galla | xyzzy) ", "d:7"),
        ("(football | crick", "theme:Cricket d:2 d:3 d:4 a:3"),
        ("-(football | cricket) kind:body ", "a:2"),
        ("-(football council) kind:body ", "a:2"),
        ('"the pool" -"the winter storm" ', "a a:1"),
        ('"pool reopens" | "the gala" ', "d:7 a a:1 a:2"),
    ],
)
def test_each_condition_finds_what_it_says(index, query, expected):
    assert sorted(found(index, query).split()) == sorted(expected.split())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("#polc", "a a:2 d d:4 note:1"),
        ("#polic", "a a:2 d d:4 note:1"),
        ("kind:speech @lindq", "d:3 d:6 d:8"),
        ("kind:speech @lnidq", "d:3 d:6 d:8"),
        ("kind:speech party:conv", "d:3 d:6 d:8"),
        ("kind:speech #crick", "d:2"),
        ("kind:title doc:swimm", "d:1"),
    ],
)
def test_a_name_that_is_being_typed_is_a_beginning(index, typed, expected):
    assert sorted(found(index, typed).split()) == sorted(expected.split())


@pytest.mark.parametrize(
    ("query", "remarks"),
    [
        ("#sport", ()),
        ("#polcing ", ("“polcing” read as Policing.",)),
        ("@kahn ", ("Nobody called “kahn” speaks here.",)),
        ("@okafro ", ("“okafro” read as Jane Okafor.",)),
        ("#fooballers ", ("No theme “fooballers”.",)),
        ("#polcinngg ", ("No theme “polcinngg”. Did you mean Policing?",)),
        ("party:lib ", ("Nobody of a party “lib” speaks here.",)),
        ("doc:agenda ", ("No document “agenda”.",)),
        ("coder:carl ", ("No coder “carl”.",)),
        ("note:zebra ", ("No note says “zebra”.",)),
        ("!#zzz football ", ("No theme “zzz”.",)),
    ],
)
def test_what_nobody_is_called_is_said(index, query, remarks):
    assert index.search(query, FACTS).remarks == remarks


def test_an_unknown_kind_names_those_that_there_are(index):
    (remark,) = index.search("kind:zebra ", FACTS).remarks
    assert remark.startswith("No kind “zebra”. Kinds: title, ")


def test_the_words_of_an_either_or_are_marked(index):
    (hit,) = index.search('(fotball | storm) "lawn" doc:pool ', FACTS).hits
    assert [hit.entry.text[start:end] for start, end in hit.spans] == ["football", "lawn"]


TERMS = st.sampled_from(
    [
        *("#sport", "#zzz", "@patel", "kind:speech", "football", '"the pool"', "coder:bob", "is:review", "untagged"),
        *("date:2021", "near:#policing", "note:sic"),
    ]
)
QUERIES = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        inner.map("-({})".format),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' | '.join(parts)})"),
    ),
    max_leaves=6,
)
ORDERED = sorted(ENTRIES, key=lambda entry: (entry.document or "", entry.paragraph or 0))
EVERYTHING = {entry.key for entry in ENTRIES}


@settings(deadline=None)
@given(QUERIES, QUERIES)
def test_conditions_keep_to_the_laws_of_logic(index, one, other):
    def of(query):
        # In an either-or a word is a condition like any other, and doesn't rank.
        return set(keys(index.search(f"{query} | #zzz ", FACTS, limit=100)))

    assert of(f"({one} | {other})") == of(f"({other} | {one})") == of(one) | of(other)
    assert of(f"-(-({one}))") == of(f"not:!({one})") == of(one)
    # Beside a theme `coder:` and `is:` are about that tag, and what is excluded twice stands beside the other.
    if "coder:" not in one + other and "is:" not in one + other:
        assert of(f"-({one} | {other})") == of(f"(-({one}) -({other}))")


@settings(deadline=None)
@given(QUERIES)
def test_what_is_excluded_and_what_is_not_are_everything(index, query):
    def of(text):
        return set(keys(index.search(text, FACTS, limit=100)))

    excluded = of(f"-({query}) ")
    assert excluded | of(f"-(-({query}) | #zzz) ") == EVERYTHING
    assert not excluded & of(f"-(-({query}) | #zzz) ")


@settings(deadline=None)
@given(QUERIES, st.integers(1, len(ENTRIES) - 1))
def test_a_name_means_the_same_however_the_entries_are_spread_over_segments(query, cut):
    assert mask(query, [ORDERED[:cut], ORDERED[cut:]]) == mask(query, [ORDERED])


@pytest.mark.parametrize("query", ["#sport ", "doc:pool ", "@patel ", "untagged date:2021 "])
def test_what_is_known_of_a_segment_does_not_keep_it(query):
    (segment,) = parts_of([ORDERED])
    conditions = Conditions(parse(query), FACTS, [segment])
    assert conditions.mask(segment).any()
    left = ref(segment)
    del segment, conditions
    collect()
    assert left() is None


def mask(query, spread):
    """The entries that meet a query, spread over segments so."""
    segments = parts_of(spread)
    conditions = Conditions(parse(f"{query} | #zzz "), FACTS, segments)
    return [met for each in segments for met in conditions.mask(each).tolist()]


def parts_of(spread):
    parts = [Part(segment_of(entries)) for entries in spread]
    for each in parts:
        each.vocabulary = Vocabulary(parts)
    return parts
