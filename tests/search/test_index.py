"""Finding passages from a rough memory of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from made_entries import HARBOUR, NO_TAGS, index_of, keys, marked, passage

from reader.search.entries import SearchCancelledError
from reader.search.index import Index


@pytest.fixture(scope="module")
def index():
    return index_of(*HARBOUR)


def find(index, query, facts=NO_TAGS, **options):
    return index.search(query, facts, **options)


@pytest.mark.parametrize(
    ("query", "first", "words"),
    [
        ("lighthouse", "1", ["lighthouse"]),
        ("lihgthouse ", "1", ["lighthouse"]),
        ("rowing chmpions ", "2", ["rowing champions"]),
        ("champ", "2", ["champions"]),
        ("chanpio", "2", ["champions"]),
        ("hcampi", "2", ["champions"]),
        ("flood", "3", ["flooding"]),
        ("comunity ", "5", ["Communities"]),
        ("paint ", "5", ["Painting"]),
        ("counter terrorism ", "4", ["counterterrorism"]),
        ("antiflooding ", "3", ["anti-flooding"]),
        ("anti flooding ", "3", ["anti-flooding"]),
        ("lamproom ", "5", ["lamp room"]),
        ("lightho use ", "1", ["lighthouse"]),
        ("terrorism ", "4", ["counterterrorism"]),
        ("brushes coast the along ", "5", ["coast", "brushes"]),
        ("1987", "2", ["1987"]),
        ("boats ashore pulled who ", "2", ["who pulled", "boats ashore"]),
    ],
)
def test_a_rough_query_brings_the_passage_first_and_marks_its_words(index, query, first, words):
    results = find(index, query)
    assert keys(results)[:1] == [first]
    assert [word for word in words if word not in marked(results)[0]] == []


@pytest.mark.parametrize(
    "query", ["zxqv wvut plonk", "quantum bicycle harvest", "1988", "the quantum of bicycle to xylo"]
)
def test_nonsense_finds_nothing(index, query):
    results = find(index, query)
    assert (results.hits, results.total, results.of) == ((), 0, len(HARBOUR))


def test_two_words_run_together_are_found_though_two_errors_would_make_another_of_them():
    index = index_of("Nobody met.", "A harbour opened, and the board met.", "Harbourboats came.")
    results = find(index, "harbourboard ")
    assert keys(results)[0] == "2"
    assert marked(results)[0] == ["harbour", "board"]


def test_the_words_as_typed_rank_before_those_that_are_only_like_them():
    assert keys(find(index_of("They form a line.", "News from home.", "The firm left."), "from ")) == ["2"]


def test_a_word_of_the_library_may_yet_be_a_slip_for_another():
    texts = ["A prescribed drug.", "The proscribed group met in the tower."]
    results = find(index_of(*texts), "prescribed group tower ")
    assert keys(results)[0] == "2"
    assert marked(results)[0] == ["proscribed group", "tower"]


def test_another_form_of_a_word_is_found():
    assert keys(find(index_of("He radicalised them.", "About radicalisation.", "A radish."), "radicalise ")) == [
        "1",
        "2",
    ]


def test_forms_of_one_word_are_as_rare_as_they_are_together():
    texts = ["A dog.", "The dog again.", "Dog days.", "One keeper.", "Two keepers."]
    assert keys(find(index_of(*texts), "dog keeper "))[0] == "4"


def test_words_in_order_rank_before_the_same_words_in_another():
    assert keys(find(index_of("He is champion world wide.", "He is world champion here."), "world champion ")) == [
        "2",
        "1",
    ]


def test_the_best_order_is_found_among_many_that_have_the_words():
    apart = ["The champion saw every harbour in the world."] * 60
    assert keys(find(index_of(*apart, "A world champion."), "world champion ", limit=1)) == ["61"]


@pytest.mark.parametrize("query", ["the harbour board closed ", "keper dog the of harbour ", "storm zxqv the harbour "])
def test_what_was_taken_for_granted_of_common_words_is_looked_at(index, monkeypatch, query):
    expected = find(index, query)
    monkeypatch.setattr("reader.search.ranking._BUDGET", 0)
    hasty = find(index, query)
    assert hasty.hits[:1] == expected.hits[:1]
    assert set(hasty.hits) <= set(expected.hits)
    assert hasty.total == len(hasty.hits)


def test_words_together_and_in_order_rank_before_the_same_words_apart():
    apart = "The team that he saw every summer, when our weather allowed it, was never champion of the world."
    together = "He said that our world champion team would return."
    mixed = "A champion world team of ours."
    assert keys(find(index_of(apart, mixed, together), "our world champion team "))[0] == "3"
    assert keys(find(index_of(apart, together), "team champion "))[0] == "2"


def test_rare_words_count_more_than_common_ones():
    texts = [f"the {word} of the day" for word in ("weather", "price", "song", "colour")]
    assert keys(find(index_of(*texts), "the of price "))[0] == "2"


def test_equal_matches_stand_in_the_order_of_documents():
    index = Index(
        passage(key, "the very same words", document=document, paragraph=n)
        for key, document, n in (("b2", "b", 2), ("a1", "a", 1), ("b1", "b", 1))
    )
    assert keys(find(index, "very same words ")) == ["b1", "b2", "a1"]
    assert keys(find(index, "")) == ["b1", "b2", "a1"]


def test_scores_run_from_0_to_100_and_a_quotation_gets_100(index):
    for quotation in ("took three weeks", "The council's anti-flooding programme was called"):
        assert find(index, quotation).hits[0].score == 100
    assert all(0 < hit.score <= 100 for hit in find(index, "harbour keper rowing").hits)


def test_a_part_of_a_word_finds_it_though_the_part_stands_somewhere_too():
    common = ["The harbourmaster again."] * 12
    texts = ["The ardour of football.", "An arbour in a garden.", "The harbourmaster and football."]
    assert keys(find(index_of(*common, *texts), "arbour football "))[0] == "15"
    # Where the part stands as often as the longer word, what is as near as "ardour" isn't less likely than that.
    often = ["An arbour in a park."] * 12
    assert keys(find(index_of(*common, *often, *texts), "arbour football "))[0] == "25"


def test_common_words_are_marked_only_where_the_query_stands():
    texts = ["The dog saw the otter by the weir.", "The end of the line.", "By the by.", "Is it the one?"]
    assert marked(find(index_of(*texts), "the otter "))[0] == ["the otter"]


def test_a_weak_likeness_is_not_marked_beside_the_word_itself():
    assert marked(find(index_of("They sport a spot.", "Nothing."), "sport ")) == [["sport"]]


def test_no_words_list_everything_in_order(index):
    results = find(index, "", limit=2)
    assert keys(results) == ["1", "2"]
    assert {hit.score for hit in results.hits} == {0.0}
    assert (results.total, results.of) == (len(HARBOUR), len(HARBOUR))


def test_the_total_counts_more_than_the_limit(index):
    results = find(index, "harbour", limit=1)
    assert (len(results.hits), results.total) == (1, 3)


def test_more_hits_can_be_asked_for_than_are_usually_read():
    index = index_of(*(f"harbour master number {n}" for n in range(300)))
    assert len(find(index, "harbour master", limit=250).hits) == 250


def test_what_is_added_is_found_and_what_is_removed_is_not():
    index = index_of(*HARBOUR)
    assert not find(index, "walrus ").hits
    index.add(passage("7", "A walrus sat on the slipway.", paragraph=7))
    assert keys(find(index, "walrsu ")) == ["7"]
    index.remove("7")
    index.remove("never there")
    assert not find(index, "walrus ").hits
    assert len(index) == len(HARBOUR)


def test_an_entry_with_the_same_key_takes_the_place_of_the_old():
    index = index_of(*HARBOUR)
    index.add(passage("2", "Otters in the weir.", paragraph=2))
    assert keys(find(index, "otters ")) == ["2"]
    assert not find(index, "champions ").hits
    assert keys(find(index, ""))[1] == "2"


def test_an_index_changed_bit_by_bit_answers_like_a_new_one():
    grown = index_of(HARBOUR[5], "Something else.", HARBOUR[2])
    for n, text in enumerate(HARBOUR, 1):
        grown.add(passage(str(n), text, paragraph=n))
    for query in ("harbour keper", "rowing", "", '"the harbour"', "zxqv"):
        assert find(grown, query).hits == find(index_of(*HARBOUR), query).hits


@pytest.mark.parametrize("query", ["harbour keper", "", '"the harbour"', "#sport"])
def test_a_search_that_nobody_waits_for_stops(index, query):
    with pytest.raises(SearchCancelledError):
        find(index, query, cancelled=lambda: True)
    assert find(index, "harbour").hits


def test_cancelling_is_asked_often():
    index = index_of(*(f"{text} {n}" for n in range(50) for text in HARBOUR))
    asked = []
    find(index, "harbour keper rowing", cancelled=lambda: bool(asked.append(1)))
    assert len(asked) > 50


def test_searches_and_changes_come_from_several_threads():
    index = index_of(*HARBOUR)
    queries = ("harbour", "keper dog", "", '"the harbour"') * 20

    def search():
        return [bool(find(index, query).hits) for query in queries]

    with ThreadPoolExecutor(3) as pool:
        searches = [pool.submit(search) for _ in range(3)]
        for n in range(200):
            index.add(passage(f"new{n}", f"Newcomer w{n} at the harbour", paragraph=100 + n))
        assert all(all(each.result()) for each in searches)
    assert find(index, "newcomer").total == 200


def test_a_passage_without_end_is_searched_where_it_matches():
    endless = "lorem ipsum dolor " * 20_000 + "the walrus sat on the slipway " + "sit amet " * 20_000
    results = find(index_of("A dog.", endless), "walrsu slipwya ")
    assert marked(results) == [["walrus", "slipway"]]


def test_a_quotation_with_several_errors_brings_its_passage_first(index):
    query = "our rowign champoins never forgot teh storm of 1987 nor who puled the botas ashore"
    assert keys(find(index, query))[0] == "2"


def test_spans_are_those_of_the_original_text():
    text = "Die Straße — “große Freude” — im Cafe\u0301 ﬁnal."
    index = index_of(text, "Nothing here.")
    assert marked(find(index, "grosse freude "))[0] == ["große Freude"]
    assert marked(find(index, "cafe final "))[0] == ["Cafe\u0301 ﬁnal"]
