from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.tags.anchoring import Part, Status, as_it_was
from reader.tags.index import TagIndex
from reader.tags.model import Tag

PLACED = st.builds(
    lambda number, document, paragraph, theme, coder, span, status, parts: replace(
        as_it_was(
            Tag(f"tag-{number}", document, "v", paragraph, theme, coder, "q", *span, created=str(number)), theme, status
        ),
        parts=tuple(Part(paragraph + 1, 0, 2) for _ in range(parts)),
    ),
    st.integers(0, 9),
    st.sampled_from(["d1", "d2"]),
    st.integers(1, 3),
    st.sampled_from(["sport", "racism"]),
    st.sampled_from(["ann", "bar"]),
    st.sampled_from([(None, None), (0, 4)]),
    st.sampled_from(Status),
    st.sampled_from([0, 0, 1]),
)
STEPS = st.lists(st.one_of(PLACED, st.integers(0, 9).map(lambda number: f"tag-{number}")), max_size=30)


def numbers(placed):
    return [-placed.paragraph] if placed.status is Status.ORPHAN else placed.numbers


def meaning(placed):
    tag = placed.tag
    return (
        tag.document,
        placed.paragraph,
        placed.start,
        placed.end,
        placed.theme,
        tag.coder,
        placed.status is Status.ORPHAN,
    )


@given(STEPS)
def test_after_any_puts_and_discards_the_index_answers_as_a_plain_list_would(steps):
    index, plain = TagIndex(), {}
    for step in steps:
        if isinstance(step, str):
            index.discard(step)
            plain.pop(step, None)
        else:
            index.put(step)
            plain[step.tag.id] = step
    everything = list(plain.values())
    assert len(index) == len(everything)
    assert {placed.tag.id for placed in index} == set(plain)
    assert set(index.documents) == {each.tag.document for each in everything}
    for document in ("d1", "d2"):
        mine = [each for each in everything if each.tag.document == document]
        assert sorted(index.numbers(document)) == sorted({n for each in mine for n in numbers(each)})
        assert index.tagged(document) == sorted({n for each in mine for n in numbers(each) if n > 0})
        assert list(index.orphans(document)) == sorted({-n for each in mine for n in numbers(each) if n < 0})
        assert {each.tag.id for each in index.everything_in(document)} == {each.tag.id for each in mine}
        for n in (1, 2, 3, 4, -1, -2, -3):
            here = [each.at(n) for each in mine if n in numbers(each)]
            assert {each.tag.id for each in index.everything_on(document, n)} == {each.tag.id for each in here}
            assert sorted(map(repr, map(meaning, index.on(document, n)))) == sorted(
                {repr(meaning(each)) for each in here}
            )
    for theme in ("sport", "racism"):
        assert index.ids(theme) == {each.tag.id for each in everything if each.theme == theme}
        assert index.count(theme) == len({meaning(each) for each in everything if each.theme == theme})
    for status in Status:
        found = index.select(theme="sport", coder="bar", status=status)
        wanted = {
            meaning(each)
            for each in everything
            if each.theme == "sport" and each.tag.coder == "bar" and each.status is status
        }
        assert {meaning(each) for each in found} == wanted
        assert [each.place for each in found] == sorted(each.place for each in found)


def test_the_same_tag_twice_shows_once_and_the_first_counts():
    early = as_it_was(Tag("b", "d", "v", 1, "sport", "bar", "q", created="1"), "sport")
    late = as_it_was(Tag("a", "d", "v", 1, "sport", "bar", "q", created="2"), "sport")
    index = TagIndex([late, early])
    assert index.on("d", 1) == [early]
    assert index.count("sport") == 1
    index.discard("b")
    assert index.on("d", 1) == [late]
