"""Folding makes the variants of a text meet, and every place in it leads back to the original."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.search.fold import different_words, find_literal, fold, fold_plain, words

HARD = "Straße ﬁnd naïve cafe\u0301 İstanbul … ½ Œuvre — ‘x’ “y”\u00a0z\u200bw soft\u00adhyphen ŉ ´ ﷺ 각 Łódź"
texts = st.text(st.sampled_from(HARD + "abc -'") | st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAFÉ", "cafe"),
        ("cafe\u0301", "café"),
        ("Straße", "STRASSE"),
        ("ﬁnd oﬃce", "find office"),
        ("Khan’s “word”", 'khan\'s "word"'),
        ("1914–1918 — a−b", "1914-1918 - a-b"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("wait…", "wait..."),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("Œuvre, Łódź, Ærø", "oeuvre, lodz, aero"),
    ],
)
def test_variants_of_a_text_fold_to_the_same(one, other):
    assert fold_plain(one) == fold_plain(other)
    assert fold(one).text == fold_plain(one)


@given(texts)
@example("de-radicalise Kahneman's O'Neill's a-b-c " + "x" * 70 + " 1914-18 _a_b_ a--b 'tis -")
@example("")
def test_the_different_words_are_those_that_stand_there(text):
    folded = fold_plain(text)
    assert different_words(folded) == {word for word, _, _ in words(folded)}


def test_a_place_after_a_letter_that_grew_leads_back():
    text = "Straße und Maßband"
    folded = fold(text)
    start = folded.text.index("massband")
    assert text[slice(*folded.original(start, start + 8))] == "Maßband"


def test_half_of_a_letter_that_grew_leads_back_to_the_whole_letter():
    assert fold("aßb").original(2, 3) == (1, 2)


def test_an_accent_that_stands_for_itself_belongs_to_its_letter():
    text = "cafe\u0301 noir"
    folded = fold(text)
    assert folded.text == "cafe noir"
    assert text[slice(*folded.original(0, 4))] == "cafe\u0301"
    assert text[slice(*folded.original(5, 9))] == "noir"


@given(texts)
@example(HARD)
def test_folding_twice_is_folding_once(text):
    assert fold_plain(fold_plain(text)) == fold_plain(text)


@given(texts, st.data())
def test_every_place_leads_back_to_text_that_folds_to_it(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.original(start, end)
    assert 0 <= first <= last <= len(text)
    if start < end:
        assert folded.text[start:end] in fold_plain(text[first:last])
        assert len(fold_plain(text[first + 1 : last])) < end - start or fold_plain(text[first:last]) != text


@given(texts)
def test_whole_words_lead_back_to_exactly_their_letters(text):
    folded = fold(text)
    for character in range(len(text)):
        alone = fold_plain(text[character])
        if len(alone) == 1:
            start = len(fold_plain(text[:character]))
            first, last = folded.original(start, start + 1)
            assert first == character
            assert fold_plain(text[first:last]) == alone


def just_words(text, **options):
    return [word for word, _, _ in words(fold_plain(text), **options)]


def test_apostrophes_and_possessives_are_dropped_from_words():
    assert just_words("Khan’s men don’t; the Rovers' ground") == ["khan", "men", "dont", "the", "rovers", "ground"]


def test_a_word_with_hyphens_is_its_parts_and_the_whole():
    assert just_words("a de-radicalised man") == ["a", "de", "radicalised", "deradicalised", "man"]
    assert just_words("a de-radicalised man", joined=False) == ["a", "de", "radicalised", "man"]


def test_numbers_are_words():
    assert just_words("£1.4m in 2014, s 26") == ["1", "4m", "in", "2014", "s", "26"]


@given(texts)
def test_words_stand_where_they_say(text):
    folded = fold_plain(text)
    for word, start, end in words(folded, joined=False):
        assert word[:1] == folded[start]
        assert 0 <= start < end <= len(folded)


def test_a_word_without_end_is_cut_for_comparison_only():
    [(word, start, end)] = words("x" * 5000)
    assert len(word) < 100
    assert (start, end) == (0, 5000)


def found(needle, haystack, **options):
    return [haystack[start:end] for start, end in find_literal(needle, haystack, **options)]


def test_literal_search_ignores_case_accents_quotes_dashes_and_kinds_of_space():
    text = "He said: “It’s the Café\u00a0Noir – naturally”. IT'S THE CAFE NOIR - naturally"
    assert found("it's  the cafe noir - naturally", text) == [
        "It’s the Café\u00a0Noir – naturally",
        "IT'S THE CAFE NOIR - naturally",
    ]


def test_literal_search_takes_signs_as_they_stand():
    assert found("(a.b)", "axb (a.b)") == ["(a.b)"]
    assert found("[of", "Patel [of Bradford]") == ["[of"]


def test_literal_search_finds_parts_of_words_unless_told_otherwise():
    assert found("art", "Part of art") == ["art", "art"]
    assert find_literal("art", "Part of art, arts", whole_words=True) == [(8, 11)]


@pytest.mark.parametrize("nothing", ["", "  ", "\u0301", "absent"])
def test_nothing_is_found_for_nothing(nothing):
    assert find_literal(nothing, "some text") == []


@given(texts, st.data())
def test_what_stands_in_a_text_is_found_there(text, data):
    start = data.draw(st.integers(0, len(text)))
    needle = text[start : data.draw(st.integers(start, len(text)))]
    spans = find_literal(needle, text)
    assert spans or not fold_plain(needle).strip()
    assert all(" ".join(fold_plain(needle).split()) in " ".join(fold_plain(text[a:b]).split()) for a, b in spans)
