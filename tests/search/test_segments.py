"""What holds of segments: nothing is lost in their coding, and what is found doesn't depend on how they are cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_entries import NO_TAGS, WORDS, passage
from rapidfuzz.distance import OSA

from reader.documents.model import Content, Kind, Metadata, Paragraph, Speaker
from reader.search import gaps
from reader.search.building import Builder, combined
from reader.search.fold import tokens, tokens_of_folded
from reader.search.index import Index
from reader.search.lexicon import Lexicon
from reader.search.material import KINDS, Material, packed, unpacked

SIZE = 200_000
lists = st.lists(
    st.sets(st.integers(0, SIZE - 1), max_size=30) | st.integers(20, 999).map(lambda step: set(range(0, SIZE, step))),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(lists, st.sampled_from([SIZE, SIZE * 40]))
def test_lists_come_back_as_they_were_one_by_one_and_all_together(sets, size):
    numbers = [np.array(sorted(each), np.int64) for each in sets]
    counts = np.array([len(each) for each in sets], np.uint32)
    codes, lengths = gaps.encode(np.concatenate(numbers), counts, size)
    assert codes.nbytes <= 4 * counts.sum() + size / 128
    ends = np.cumsum(lengths)
    for at, expected in enumerate(numbers):
        assert gaps.decode(codes[ends[at] - lengths[at] : ends[at]], len(expected), size).tolist() == expected.tolist()
    assert gaps.decode_all(codes, lengths, counts, size).tolist() == np.concatenate(numbers).tolist()
    some = [at for at, each in enumerate(numbers) if len(each)]
    parts = [codes[ends[at] - lengths[at] : ends[at]] for at in some]
    together = gaps.decode_each(parts, counts[some].tolist(), size)
    assert [each.tolist() for each in together] == [numbers[at].tolist() for at in some]


letters = st.text(st.sampled_from("abcdeén1я"), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.sets(letters, max_size=80), letters, st.integers(1, 3))
def test_a_lexicon_loses_no_word_that_is_like_another(words, asked, most):
    known = sorted(words)
    lexicon = Lexicon.packed(known)
    assert lexicon.all() == known
    assert lexicon.find(asked) == (known.index(asked) if asked in words else -1)
    assert [known[at] for at in lexicon.beginning(asked)] == [word for word in known if word.startswith(asked)]
    near = {word: edits for word in known if (edits := OSA.distance(asked, word)) <= most}
    assert dict(lexicon.near(asked, most, _go_on)) == near
    # As it is typed, letter by letter, and then all at once.
    for typed in [*(asked[:end] for end in range(1, len(asked))), asked, asked[1:] or asked]:
        having = [word for _, words in lexicon.containing(typed, _go_on) for word in words]
        assert sorted(having) == [word for word in known if typed in word]
        assert having == sorted(having, key=len)
        longer = {word: OSA.distance(typed, word[: len(typed)]) for word in known if len(word) > len(typed)}
        expected = {word: edits for word, edits in longer.items() if edits <= most}
        assert dict(lexicon.near_beginning(typed, most, _go_on)) == expected


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
documents = st.lists(st.lists(texts, max_size=5), min_size=1, max_size=8)
queries = (
    st.sampled_from(["anchr", "tide buoy", "self made", "couter tide", '"the coast"', "", "gho", "of a", "a"]) | texts
)


def library(documents):
    return {
        f"d{n}": [Paragraph(at, Kind.BODY, text) for at, text in enumerate(each, 1)] for n, each in enumerate(documents)
    }


def material(paragraphs):
    return Material.of(Content(tuple(paragraphs), Metadata(), ""))


def segment_of(paragraphs, ids):
    builder = Builder()
    for id_ in ids:
        builder.add(id_, "1", material(paragraphs[id_]))
    return builder.segment()


def found(index, query):
    results = index.search(query, NO_TAGS)
    hits = [(hit.entry.key, hit.entry.text, hit.score, hit.spans) for hit in results.hits]
    return hits, results.total, results.of


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), texts | st.text(), st.sampled_from([None, Speaker("Khan", id="7")]))),
)
def test_the_material_of_a_document_comes_out_of_its_package_as_it_was(rows):
    content = Content(tuple(Paragraph(n, *row) for n, row in enumerate(rows, 1)), Metadata(), "")
    whole = Material.of(content)
    assert unpacked(packed(content)) == whole
    said = [text for kind, text, _ in rows if kind is not Kind.SPEAKER_LINE]
    assert whole.texts == "".join(said).encode("utf-8", "replace")
    assert len(whole.letters.counts) == len(said)
    # Each has its own words, whatever stands before it and after it.
    others = dict(whole.letters.others)
    end = 0
    for number, (text, count) in enumerate(zip(said, whole.letters.counts, strict=True)):
        mine, end = whole.letters.ascii[end : end + count], end + count
        assert (tokens_of_folded(others[number]) if number in others else mine.decode().split()) == tokens(text)


@settings(deadline=None, max_examples=150)
@given(documents, st.data())
def test_what_is_found_does_not_depend_on_how_segments_are_cut(documents, data):
    paragraphs = library(documents)
    ids = list(paragraphs)
    gone = data.draw(st.sets(st.sampled_from(ids)))
    mixed = data.draw(st.permutations(ids))
    cut = data.draw(st.integers(0, len(ids)))
    last = data.draw(st.integers(cut, len(ids)))
    segments = [
        (segment_of(paragraphs, some), gone & set(some)) for some in (mixed[:cut], mixed[cut:last], mixed[last:])
    ]
    plain = Index(
        passage(f"{id_}:{each.n}", each.text, document=id_, paragraph=each.n)
        for id_ in ids
        if id_ not in gone
        for each in paragraphs[id_]
    )
    query = data.draw(queries)
    expected = found(plain, query)
    index = Index()
    index.show(segments, ids)
    assert found(index, query) == expected
    together, pieces = combined(segments, _go_on)
    assert sum(len(piece) for piece in pieces) == sum(
        len(e.text.encode()) for i in ids if i not in gone for e in paragraphs[i]
    )
    assert sorted(together.documents) == sorted(set(ids) - gone)
    one = Index()
    one.show([(segment_of(paragraphs, [id_ for id_ in mixed if id_ not in gone]), ())], ids)
    assert found(one, query) == expected


@settings(deadline=None, max_examples=60)
@given(documents, queries, st.lists(texts, max_size=3))
def test_what_is_found_does_not_depend_on_what_was_asked_before(documents, query, before):
    paragraphs = library(documents)
    ids = list(paragraphs)

    def fresh():
        index = Index()
        index.show([(segment_of(paragraphs, ids), ())], ids)
        return index

    typed = fresh()
    for asked in [*before, *(query[:end] for end in range(len(query)))]:
        found(typed, asked)
    assert found(typed, query) == found(fresh(), query)


def test_joined_segments_keep_kinds_speakers_and_texts():
    khan, desai = Speaker("Sadiq Khan", role="Mayor"), Speaker("Unmesh Desai")
    first, second = Builder(), Builder()
    tide = [Paragraph(2, Kind.SPEECH, "The tide turns.", khan), Paragraph(3, Kind.HEADING, "Sport")]
    first.add("a", "1", material(tide))
    first.add("gone", "1", material([Paragraph(1, Kind.BODY, "Nothing stays.", desai)]))
    again = [Paragraph(5, Kind.SPEECH, "The Böje – again.", desai), Paragraph(6, Kind.SPEECH, "Yes.", khan)]
    second.add("b", "7", material(again))
    second.add("empty", "2", material([]))
    parts = [first.segment(), second.segment()]
    joined, texts = combined([(parts[0], {"gone"}), (parts[1], ())], _go_on)
    assert (joined.documents, joined.versions) == (["a", "b", "empty"], ["1", "7", "2"])
    assert joined.paragraphs.tolist() == [2, 3, 5, 6]
    assert [joined.speakers[at - 1] if at else None for at in joined.speaker_of.tolist()] == [khan, None, desai, khan]
    assert b"".join(piece.tobytes() for piece in texts).decode() == "The tide turns.SportThe Böje – again.Yes."
    assert joined.lexicon.all() == sorted({"the", "tide", "turns", "sport", "boje", "again", "yes"})
    assert joined.having(["the", "yes"]).tolist() == [0, 2, 3]


@pytest.mark.parametrize("at_a_time", [1, 7, 40])
def test_what_is_written_does_not_depend_on_how_many_postings_are_coded_at_a_time(monkeypatch, at_a_time):
    paragraphs = library(
        [[f"the tide's number{n % 7} self-made buoy{n} Böje", f"the {'x' * 70} the"] for n in range(9)]
    )
    ids = list(paragraphs)
    whole = segment_of(paragraphs, ids)
    monkeypatch.setattr("reader.search.building._AT_A_TIME", at_a_time)
    halves = [(segment_of(paragraphs, ids[:4]), {"d2"}), (segment_of(paragraphs, ids[4:]), {"d7"})]
    monkeypatch.undo()
    again = segment_of(paragraphs, [id_ for id_ in ids if id_ not in {"d2", "d7"}])
    monkeypatch.setattr("reader.search.building._AT_A_TIME", at_a_time)
    assert columns(segment_of(paragraphs, ids)) == columns(whole)
    assert columns(combined(halves, _go_on)[0]) == columns(again)


def columns(segment):
    lists = [segment.having_word(word).tolist() for word in segment.lexicon.all()]
    return segment.lexicon.all(), segment.counts.tolist(), segment.postings.tolist(), lists


def test_counting_many_lost_entries_anew_gives_what_taking_them_out_one_by_one_does(monkeypatch):
    paragraphs = library([[f"tide number{n % 7} buoy{n}"] * 3 for n in range(40)])
    gone = {f"d{n}" for n in range(0, 40, 3)}
    counts = []
    for few in (10_000, 0):
        monkeypatch.setattr("reader.search.part._FEW", few)
        index = Index()
        index.show([(segment_of(paragraphs, paragraphs), gone)], list(paragraphs))
        counts.append([found(index, query) for query in ("tide number3", "buoy9", "number", "buoy")])
    assert counts[0] == counts[1]


def _go_on():
    pass
