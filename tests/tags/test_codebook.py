from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NotFoundError, ReaderError
from reader.tags.codebook import KEYS, PALETTE, Codebook
from reader.tags.model import FOUNDING_THEMES, Change, Theme

PREVENT, POLICING, SPORT, RACISM = FOUNDING_THEMES


def founding() -> dict[str, Theme]:
    return {theme.id: theme for theme in FOUNDING_THEMES}


def after(themes: dict[str, Theme], *changes: Change) -> Codebook:
    """Return the codebook once the changes are made."""
    made = dict(themes)
    for change in changes:
        if isinstance(change.after, Theme):
            made[change.id] = change.after
        else:
            del made[change.id]
    return Codebook(made)


def test_the_founding_themes_have_constant_ids_and_the_keys_1_to_4():
    book = Codebook(founding())
    assert [(theme.name, theme.key) for theme in book.themes] == [
        ("Prevent", "1"),
        ("Policing", "2"),
        ("Sport", "3"),
        ("Racism", "4"),
    ]
    assert [theme.id for theme in book.themes] == [
        "0829bbe8-d2db-5cb6-8eb1-2e12899029e4",
        "b3700e4b-a2b5-5b49-8af9-f90ad3bebab2",
        "af31adce-964d-569b-a359-8269f2e15afd",
        "d8f9fe51-38c5-5db5-9234-c724e1b2b26e",
    ]


@pytest.mark.parametrize("word", ["sport", "SPORT", " Sport\t", "3"])
def test_a_theme_is_found_by_its_name_or_key_in_any_case(word):
    assert Codebook(founding()).find(word) == SPORT


def test_a_theme_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(NotFoundError, match=r"No theme “polcing”\. Themes: Prevent, Policing, Sport, Racism"):
        Codebook(founding()).need("polcing")


def test_a_new_theme_takes_the_next_key_and_the_colour_used_least():
    book = Codebook(founding())
    added = book.add("  Housing\x1b[31m ").after
    assert isinstance(added, Theme)
    assert (added.name, added.key, added.colour) == ("Housing", "5", PALETTE[4])


def test_the_tenth_theme_has_no_key():
    book = Codebook(founding())
    for number in range(6):
        book = after({theme.id: theme for theme in book.themes}, book.add(f"Theme {'abcdef'[number]}"))
    assert [theme.key for theme in book.themes] == [*KEYS, ""]


@pytest.mark.parametrize(
    ("name", "options", "complaint"),
    [
        ("sport", {}, "There is a theme “Sport” already"),
        ("\x1b\x07 ", {}, "needs a name"),
        ("7", {}, "isn’t a number"),
        ("Housing", {"key": "3"}, "Key 3 belongs to “Sport”"),
        ("Housing", {"key": "12"}, "can’t be a theme’s key"),
        ("Housing", {"key": "x"}, "can’t be a theme’s key"),
        ("Housing", {"colour": "\x1b[31m"}, "is no colour"),
    ],
)
def test_a_new_theme_that_would_be_confused_with_another_is_refused(name, options, complaint):
    with pytest.raises(ReaderError, match=complaint):
        Codebook(founding()).add(name, **options)


def test_a_merge_is_followed_through_a_chain_and_moves_no_tag():
    themes = founding()
    book = after(themes, Codebook(themes).merge(SPORT, POLICING), Codebook(themes).merge(POLICING, RACISM))
    assert book.get(SPORT.id) == RACISM
    assert [theme.name for theme in book.themes] == ["Prevent", "Racism"]


def test_two_windows_that_merge_two_themes_into_each_other_hide_both_and_hang_nobody():
    themes = founding()
    book = after(themes, Codebook(themes).merge(SPORT, POLICING), Codebook(themes).merge(POLICING, SPORT))
    assert book.get(SPORT.id) is None
    assert book.get(POLICING.id) is None


def test_a_theme_merged_into_a_deleted_one_is_gone():
    themes = founding()
    book = after(themes, Codebook(themes).merge(SPORT, POLICING), *Codebook(themes).delete(POLICING))
    assert book.get(SPORT.id) is None


def test_a_theme_cannot_be_merged_into_itself():
    with pytest.raises(ReaderError, match="into itself"):
        Codebook(founding()).merge(SPORT, SPORT)


def test_the_children_of_a_merged_theme_stand_under_the_one_that_took_its_tags():
    themes = founding()
    book = after(themes, Codebook(themes).move(RACISM, SPORT), Codebook(themes).merge(SPORT, POLICING))
    policing = book.need("Policing")
    assert [theme.name for theme in book.children(policing)] == ["Racism"]
    assert [theme.name for theme in book.ancestors(book.need("Racism"))] == ["Policing"]


def test_moving_a_theme_under_its_own_child_is_refused():
    book = after(founding(), Codebook(founding()).move(SPORT, PREVENT))
    with pytest.raises(ReaderError, match="the same or below it"):
        book.move(book.need("Prevent"), book.need("Sport"))


def test_two_windows_that_move_two_themes_under_each_other_leave_one_at_the_top():
    themes = founding()
    book = after(themes, Codebook(themes).move(SPORT, PREVENT), Codebook(themes).move(PREVENT, SPORT))
    pair = [theme for theme in book.themes if theme.name in ("Sport", "Prevent")]
    tops = [theme for theme in pair if book.parent(theme) is None]
    assert len(tops) == 1
    assert [theme.name for theme in book.children(tops[0])] == [theme.name for theme in pair if theme not in tops]


def test_deleting_a_theme_lifts_its_children():
    themes = founding()
    book = after(themes, Codebook(themes).move(RACISM, SPORT), Codebook(themes).move(SPORT, PREVENT))
    book = after({theme.id: theme for theme in book.themes}, *book.delete(book.need("Sport")))
    assert book.find("Sport") is None
    assert book.parent(book.need("Racism")) == book.need("Prevent")


def test_a_rename_keeps_the_id_and_may_change_only_the_case():
    book = after(founding(), Codebook(founding()).rename(SPORT, "SPORT"))
    assert book.need("sport").id == SPORT.id
    with pytest.raises(ReaderError, match="already"):
        book.rename(book.need("sport"), "Racism")


def test_key_colour_and_description_are_set_or_left():
    book = after(founding(), Codebook(founding()).set(SPORT, key="", colour="#12ab9F", description="Games\x1b[0m"))
    sport = book.need("Sport")
    assert (sport.key, sport.colour, sport.description) == ("", "#12ab9F", "Games")
    same = book.set(sport).after
    assert isinstance(same, Theme)
    assert replace(same, modified=sport.modified) == sport


def test_a_theme_without_a_key_has_two_letters_that_no_other_has():
    themes = [Theme(f"id-{n}", name) for n, name in enumerate(["Prevent", "Press", "Prayer", "Pr", "Ω", "!!"])]
    marks = Codebook({theme.id: theme for theme in themes}).marks
    assert sorted(map(len, marks.values())) == [2] * 6
    assert len(set(marks.values())) == 6


PARENTS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=12)


@given(PARENTS)
def test_whatever_two_windows_did_every_theme_is_reached_once_from_the_top(links):
    themes = {f"id-{n}": Theme(f"id-{n}", f"Theme {'abcdefgh'[n]}") for n in range(8)}
    for below, above, is_merge in links:
        field = "merged_into" if is_merge else "parent"
        themes[f"id-{below}"] = replace(themes[f"id-{below}"], **{field: f"id-{above}"})
    book = Codebook(themes)
    reached = [kin.id for top in book.themes if book.parent(top) is None for kin in (top, *book.children(top))]
    assert sorted(reached) == sorted(theme.id for theme in book.themes)
    assert all(theme not in book.ancestors(theme) for theme in book.themes)
