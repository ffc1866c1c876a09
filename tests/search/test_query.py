"""The query language, as one types it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.search.query import parse
from reader.search.tree import Field


def read(text, **options):
    """The words that rank, and the conditions in their plainest form."""
    query = parse(text, **options)
    return " ".join(query.words), str(query.where or "")


def test_words_are_folded_and_parted():
    assert parse("Wrold Champoin’s self-regulation ").words == ("wrold", "champoin", "self", "regulation")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('"exact words"', '"exact words"'),
        ("“Exact words” ", '"Exact words"'),
        ("-cricket ", '-"cricket"'),
        ("not:cricket ", '-"cricket"'),
        ("!cricket ", '-"cricket"'),
        ('-"two words" ', '-"two words"'),
        ("#Racism ", "#Racism"),
        ("theme:racism ", "#racism"),
        ("theme:#racism ", "#racism"),
        ('#"Two words" #sport ', '#"Two words" #sport'),
        ("theme:“two words” ", '#"two words"'),
        ("!#sport ", "-#sport"),
        ("not:#sport ", "-#sport"),
        ("-theme:sport ", "-#sport"),
        ('!#"two words" ', '-#"two words"'),
        ("@khan ", "@khan"),
        ('speaker:"sadiq khan" ', '@"sadiq khan"'),
        ("not:@khan ", "-@khan"),
        ("party:labour ", "party:labour"),
        ("doc:london ", "doc:london"),
        ("doc:report(2).txt ", 'doc:"report(2).txt"'),
        ('DOC:"two words" ', 'doc:"two words"'),
        ("-doc:london ", "-doc:london"),
        ("kind:heading ", "kind:heading"),
        ("coder:ann ", "coder:ann"),
        ("note:check ", "note:check"),
        ("date:2021-11..2022 ", "date:2021-11..2022"),
        ('date:"29 November 2021" ', 'date:"29 November 2021"'),
        ("near:#sport ", "near:#sport"),
        ("near:sport ", "near:#sport"),
        ('near:#"two words" ', 'near:#"two words"'),
        ("untagged ", "is:untagged"),
        ("-untagged ", "-is:untagged"),
        ("is:Orphan ", "is:orphan"),
        ("is:review ", "is:review"),
    ],
)
def test_each_kind_of_term(text, meant):
    assert read(text) == ("", meant)
    assert read(text, strict=True) == ("", meant)


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("#a | #b football ", "football", "#a | #b"),
        ("football #a|#b|#c ", "football", "#a | #b | #c"),
        ("(#a | #b) football ", "football", "#a | #b"),
        ("#a | (#b football) ", "", "#a | (#b football)"),
        ("(football | cricket) -rugby ", "", '(football | cricket) -"rugby"'),
        ("world football | cricket cup ", "world cup", "football | cricket"),
        ("-(football | #sport) ", "", '-("football" | #sport)'),
        ("-(world cup) ", "", '-("world" "cup")'),
        ("(world cup) (#a #b) ", "world cup", "#a #b"),
        ("(#a | (#b | #c)) ", "", "#a | #b | #c"),
        ("((((football)))) ", "football", ""),
        ("!!#a ", "", "#a"),
        ("-(-football) ", "football", ""),
        ("not:not:football ", "football", ""),
        ("self-regulation | cricket ", "", "(self regulation) | cricket"),
        ('"a" | -#b @c ', "", '("a" | -#b) @c'),
    ],
)
def test_terms_are_joined_as_one_expects(text, words, meant):
    assert read(text) == (words, meant)
    assert read(text, strict=True) == (words, meant)


def test_terms_stand_in_any_order_between_words():
    assert read('world #sport "kick it" @khan doc:lon champion -wales ') == (
        "world champion",
        '#sport "kick it" @khan doc:lon -"wales"',
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("20:30 ", "20 30"),
        ("a-b ", "a b"),
        ("section:26 ", "section 26"),
        ("c# ", "c"),
        ("me@home ", "me home"),
        ("member(s) ", "member s"),
        ("he said --and left ", "he said and left"),
        ("stop! ", "stop"),
        ("what (else) ", "what else"),
    ],
)
def test_signs_inside_words_mean_nothing(text, words):
    assert read(text) == (words, "")


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("review of Prevent ", "review of prevent", ""),
        ("orphan football ", "orphan football", ""),
        ("peer review #prevent ", "peer review", "#prevent"),
        ("review ", "", "is:review | review"),
        ("@shawcross review ", "", "@shawcross (is:review | review)"),
        ("orphan ", "", "is:orphan | orphan"),
        ("-review ", "", '-"review"'),
        ('"untagged" ', "", '"untagged"'),
        ("police untagged ", "police", "is:untagged"),
    ],
)
def test_a_condition_that_is_a_word_too_spoils_no_search_for_the_word(text, words, meant):
    assert read(text) == (words, meant)


@pytest.mark.parametrize(
    "text",
    [
        *("#", "@", '"', "-", "!", "!#", "not:", "doc:", 'theme:"', "- – —", "?!", "“”", "(", "|", "-(", "near:#"),
        *("date:", "date:20", "is:", "is:rev"),
    ],
)
def test_what_is_half_typed_is_passed_over(text):
    query = parse(f"word {text}")
    assert (query.words, query.where, query.problem) == (("word",), None, None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("date:2021-1", "date:2021"),
        ("date:2021-11..20", "date:2021-11.."),
        ('date:"Nov 2021', 'date:"Nov 2021"'),
        ("#a | ", "#a"),
        ("(#a | #b", "#a | #b"),
        ("(#a #b) | (", "#a #b"),
        ('(#a "kick i', '#a "kick i"'),
    ],
)
def test_what_is_half_typed_means_what_is_there(text, meant):
    assert read(text) == ("", meant)


def test_brackets_beyond_reason_are_passed_over():
    assert read("(" * 5000 + "football | " + "#a" + ")" * 5000 + " ") == ("", "football | #a")
    with pytest.raises(QueryError, match="too many brackets"):
        parse("(" * 50 + "#a" + ")" * 50, strict=True)


@pytest.mark.parametrize(
    ("text", "typing"),
    [
        ("champ", Field.WORD),
        ("world champ", Field.WORD),
        ("#sport champ", Field.WORD),
        ("champ ", None),
        ("champ.", None),
        ("", None),
        ('"kick it', Field.PHRASE),
        ('"kick it ', Field.PHRASE),
        ('"kick it"', None),
        ("#rac", Field.THEME),
        ('#"two w', Field.THEME),
        ('#"two words"', None),
        ("#rac ", None),
        ("champ #rac", Field.THEME),
        ("champ -rac", None),
        ("(#a | #rac", Field.THEME),
        ("(#a | #rac)", None),
        ("near:#ra", Field.NEAR),
    ],
)
def test_what_the_query_breaks_off_in(text, typing):
    query = parse(text)
    assert query.typing is typing
    assert query.last_is_unfinished is (typing is Field.WORD)


def test_a_word_in_an_either_or_grows_without_the_last_word_that_ranks():
    query = parse("world #a | champ")
    assert (query.words, query.typing, query.last_is_unfinished) == (("world",), Field.WORD, False)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ('word "open', 5, "quotation mark is opened"),
        ("#", 0, "#racism"),
        ("word doc: x", 5, "doc:london"),
        ('a theme:"x', 2, "quotation mark"),
        ('""', 0, "Nothing follows"),
        ("a (b", 2, "bracket is opened"),
        ("a) b", 1, "closes nothing"),
        ("a () b", 2, "nothing between"),
        ("| a", 0, "nothing before"),
        ("a | | b", 4, "nothing before"),
        ("a |", 2, "nothing behind"),
        ("(a |) b", 3, "nothing behind"),
        ("date:yesterday", 0, "“yesterday” is no date"),
        ("a date:2021-13", 2, "is no date"),
        ("date:2022..2021", 0, "is no date"),
        ("is:lost", 0, "is:orphan"),
    ],
)
def test_a_complete_query_that_makes_no_sense_names_the_place(text, position, says):
    with pytest.raises(QueryError, match=says) as caught:
        parse(text, strict=True)
    assert caught.value.position == position
    assert f"character {position + 1}" in str(caught.value)


def test_a_mistake_behind_which_one_types_on_is_told():
    assert "is no date" in str(parse("date:yesterday foot").problem)
    assert parse("date:yesterday").problem is None


TEXTS = st.text(st.sampled_from("ab \"“”#@!-:|()'’ \t") | st.characters(), max_size=60)
PIECES = st.sampled_from(
    [
        *("football ", "self-made ", "untagged ", "review ", "left-untagged ", '"a b" ', "#sport ", "near:#x "),
        *("@khan ", "date:2021 ", "is:orphan ", "kind:x ", "note:(b) ", "(", ") ", "| ", "-", "!", "not:", '#"'),
    ]
)


@given(TEXTS | st.lists(PIECES, max_size=25).map("".join))
@example('theme:not:-!#"')
def test_any_text_is_a_query_and_its_plainest_form_means_the_same(text):
    query = parse(text)
    assert query.text == text
    assert all(word and not word.isspace() for word in query.words)
    assert not query.last_is_unfinished or query.words
    again = parse(str(query), strict=True)
    assert str(again) == str(query)
    if query.typing in (None, Field.WORD) and query.last_is_unfinished is (query.typing is Field.WORD):
        assert again == query


@given(TEXTS | st.lists(PIECES, max_size=25).map("".join))
def test_a_complete_query_makes_sense_or_is_refused_at_a_place_in_it(text):
    problem = refusal(text)
    assert problem is None or 0 <= problem.position <= len(text)
    assert problem or parse(text).problem is None


def refusal(text):
    try:
        parse(text, strict=True)
    except QueryError as error:
        return error
    return None
