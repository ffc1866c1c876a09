"""What holds for any texts and any query."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from made_entries import NO_TAGS, WORDS, index_of, keys, passage

from reader.search.choose import rank

words = st.sampled_from(WORDS)
passages = st.lists(words, min_size=1, max_size=30).map(" ".join)
libraries = st.lists(passages, min_size=1, max_size=15)


@settings(deadline=None)
@given(libraries, st.lists(words, min_size=8, max_size=30), st.data())
def test_a_quotation_that_stands_in_one_passage_only_brings_it_first(others, passage_words, data):
    start = data.draw(st.integers(0, len(passage_words) - 8))
    length = data.draw(st.integers(8, len(passage_words) - start))
    quotation = " ".join(passage_words[start : start + length]) + " "
    assume(not any(quotation.strip() in other for other in others))
    at = data.draw(st.integers(0, len(others)))
    texts = [*others[:at], " ".join(passage_words), *others[at:]]
    assert keys(index_of(*texts).search(quotation, NO_TAGS))[0] == str(at + 1)


@settings(deadline=None)
@given(libraries, st.text(st.sampled_from("abcdeghnost 'öß1987-"), max_size=40) | passages)
def test_spans_lie_in_the_text_in_order_and_apart(texts, query):
    results = index_of(*texts).search(query, NO_TAGS)
    assert len(results.hits) <= results.total <= results.of
    assert [hit.score for hit in results.hits] == sorted((hit.score for hit in results.hits), reverse=True)
    for hit in results.hits:
        assert 0 <= hit.score <= 100
        edges = [offset for span in hit.spans for offset in span]
        assert edges == sorted(set(edges))
        assert not edges or (edges[0] >= 0 and edges[-1] <= len(hit.entry.text))


@settings(deadline=None)
@given(libraries, st.lists(words | st.sampled_from(["t", "an", "bouy", "cost", "1"]), min_size=1, max_size=5))
@example(["the a Böje", "coast", "anchor tide", "tidal anchor tide", "a"], ["tide", "tide", "t"])
def test_who_asks_for_few_gets_the_best_of_all(texts, query):
    with pytest.MonkeyPatch.context() as patched:
        # No more than one meaning of each word is added up before passages are read.
        patched.setattr("reader.search.ranking._BUDGET_OF_ONE", 0)
        index, asked = index_of(*texts), " ".join(query)
        hits = index.search(asked, NO_TAGS, limit=100).hits
        for few in (1, 2, 5):
            assert index.search(asked, NO_TAGS, limit=few).hits == hits[:few]


@settings(deadline=None)
@given(st.lists(passages, min_size=1, max_size=10), st.data())
def test_unrelated_documents_leave_a_found_passage_in_the_top_ten(texts, data):
    planted = data.draw(st.integers(1, len(texts)))
    remembered = st.sampled_from(texts[planted - 1].split())
    query = " ".join(data.draw(st.lists(remembered, min_size=1, max_size=8)))
    index = index_of(*texts)
    assert str(planted) in keys(index.search(query, NO_TAGS))
    for n in range(data.draw(st.integers(1, 60))):
        index.add(passage(f"other{n}", f"Zymurgy quixotic jukebox {n:x}", document="other", paragraph=n))
    assert str(planted) in keys(index.search(query, NO_TAGS))[:10]


@settings(deadline=None)
@given(libraries, st.lists(st.tuples(st.integers(1, 15), passages | st.none()), max_size=10), passages)
def test_an_index_that_was_changed_equals_one_made_anew(texts, changes, query):
    index = index_of(*texts)
    state = dict(enumerate(texts, 1))
    for n, text in changes:
        if text is None:
            index.remove(str(n))
            state.pop(n, None)
        else:
            index.add(passage(str(n), text, paragraph=n))
            state[n] = text
    fresh = index_of()
    for n in sorted(state):
        fresh.add(passage(str(n), state[n], paragraph=n))
    for asked in (query, "", f'"{query}"'):
        assert index.search(asked, NO_TAGS).hits == fresh.search(asked, NO_TAGS).hits


@settings(deadline=None)
@given(st.text(max_size=20) | passages, st.lists(st.text(max_size=30) | passages, max_size=15))
def test_choosing_ranks_each_name_once_with_places_inside_it(query, names):
    ranked = rank(query, names)
    assert len({number for number, _, _ in ranked}) == len(ranked)
    for number, score, spans in ranked:
        assert 0 <= score <= 100
        edges = [offset for span in spans for offset in span]
        assert edges == sorted(edges)
        assert not edges or (edges[0] >= 0 and edges[-1] <= len(names[number]))
