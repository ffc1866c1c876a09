"""The query language, as one types it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.search.query import Field, Query, parse


def parts(text, **options):
    """What a query says beyond its text, as a mapping without what is empty."""
    query = parse(text, **options)
    return {
        name: value
        for name in Query.__dataclass_fields__
        if name != "text" and (value := getattr(query, name)) not in ((), None)
    }


def test_words_are_folded_and_parted():
    assert parse("Wrold Champoin’s self-regulation ").words == ("wrold", "champoin", "self", "regulation")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"exact words"', {"phrases": ("exact words",)}),
        ("“Exact words” ", {"phrases": ("Exact words",)}),
        ("-cricket ", {"excluded": ("cricket",)}),
        ("not:cricket ", {"excluded": ("cricket",)}),
        ('-"two words" ', {"excluded": ("two words",)}),
        ("#Racism ", {"themes": ("Racism",)}),
        ("theme:racism ", {"themes": ("racism",)}),
        ('#"Two words" #sport ', {"themes": ("Two words", "sport")}),
        ("theme:“two words” ", {"themes": ("two words",)}),
        ("!#sport ", {"excluded_themes": ("sport",)}),
        ("not:#sport ", {"excluded_themes": ("sport",)}),
        ("-theme:sport ", {"excluded_themes": ("sport",)}),
        ('!#"two words" ', {"excluded_themes": ("two words",)}),
        ("@khan ", {"speakers": ("khan",)}),
        ('@"sadiq khan" ', {"speakers": ("sadiq khan",)}),
        ("not:@khan ", {"excluded_speakers": ("khan",)}),
        ("doc:london ", {"documents": ("london",)}),
        ('DOC:"two words" ', {"documents": ("two words",)}),
        ("-doc:london ", {"excluded_documents": ("london",)}),
    ],
)
def test_each_kind_of_term(text, expected):
    assert parts(text) == expected
    assert parts(text, strict=True) == expected


def test_terms_stand_in_any_order_between_words():
    assert parts('world #sport "kick it" @khan doc:lon champion -wales ') == {
        "words": ("world", "champion"),
        "phrases": ("kick it",),
        "themes": ("sport",),
        "speakers": ("khan",),
        "documents": ("lon",),
        "excluded": ("wales",),
    }


@pytest.mark.parametrize("text", ["20:30 ", "a-b ", "section:26 ", "c# ", "me@home "])
def test_signs_inside_words_mean_nothing(text):
    assert set(parts(text)) == {"words"}


@pytest.mark.parametrize("text", ["#", "@", '"', "-", "!", "!#", "not:", "doc:", 'theme:"', "- – —", "?!", "“”"])
def test_what_is_half_typed_is_passed_over(text):
    assert parts(f"word {text}") == {"words": ("word",)}


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
    ],
)
def test_what_the_query_breaks_off_in(text, typing):
    query = parse(text)
    assert query.typing is typing
    assert query.last_is_unfinished is (typing is Field.WORD)


@pytest.mark.parametrize(
    ("text", "position"), [('word "open', 5), ("#", 0), ("word doc: x", 5), ('a theme:"x', 2), ('""', 0)]
)
def test_a_complete_query_that_makes_no_sense_names_the_place(text, position):
    with pytest.raises(QueryError) as caught:
        parse(text, strict=True)
    assert caught.value.position == position


@given(st.text(st.sampled_from("ab \"“”#@!-:'’ \t") | st.characters(), max_size=60))
@example('theme:not:-!#"')
def test_any_text_is_a_query(text):
    query = parse(text)
    assert query.text == text
    assert all(word and not word.isspace() for word in query.words)
    assert not query.last_is_unfinished or query.words
