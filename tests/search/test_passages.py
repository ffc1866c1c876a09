"""What holds of a passage that is taken apart: each of its words has its place."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.search.fold import different_words, fold, words
from reader.search.passage import Passage

pieces = st.sampled_from(
    ["’s", "-", "'", " ", "—", "_", "é", "½", "…", "\xad", "e\u0301", "ﬁ", "İ", "Anti", "riots", "3"]
)
texts = st.lists(pieces | st.characters(exclude_categories=["Cs"]), max_size=30).map("".join)


@settings(deadline=None)
@given(texts)
@example("The council’s anti-flooding programme — “too little”, rock-’n’-roll’s 1½-hour.")
def test_each_word_has_its_place_in_the_text(text):
    passage = Passage(text)
    assert passage.words is not None
    placed = [word for word, _, _ in words(fold(text).text, joined=False)]
    assert [word[:64] for word in passage.words] == placed
    assert passage.places == [(start, end) for _, start, end in words(fold(text).text, joined=False)]


@settings(deadline=None)
@given(texts)
def test_what_is_read_of_a_passage_is_what_is_indexed(text):
    passage = Passage(text)
    read = {word[:64] for word in passage.words or ()} | {whole for _, _, whole in passage.compounds}
    assert read == different_words(text)
    for first, end, whole in passage.compounds:
        assert whole == "".join((passage.words or [])[first:end])[:64]
