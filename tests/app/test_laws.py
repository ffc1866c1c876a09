"""What always holds of lines, motions, selections, read shares and what the app remembers."""

from __future__ import annotations

import json
from itertools import pairwise
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader.app import state as states
from reader.app.colours import shade
from reader.app.layout import cell_width, clip, wrap
from reader.app.motions import sentence_starts, trimmed, word_starts
from reader.app.page import Look, document_page
from reader.app.progress import Progress, Spans
from reader.app.selection import Selection
from reader.app.state import DocumentState, LibraryState
from reader.app.widgets.page_layout import PageLayout
from reader.documents.gate import clean
from reader.documents.model import Document, Kind, Metadata, Paragraph

LETTERS = "ab ,.’“é\u0301漢字한👍🏽\u200d— \u00a0"
PROSE = st.text(alphabet=LETTERS, max_size=200).map(clean)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple), max_size=12)


@given(PROSE, st.integers(2, 40))
def test_no_line_is_wider_than_it_may_be_and_no_letter_is_lost(text, width):
    lines = wrap(text, width)
    assert all(cell_len(text[start:end]) <= width or end - start == 1 for start, end in lines)
    assert all(before[1] <= after[0] for before, after in pairwise(lines))
    kept = "".join(text[start:end] for start, end in lines)
    assert kept.replace(" ", "").replace("\u00a0", "") == text.replace(" ", "").replace("\u00a0", "")


@given(st.lists(st.text(alphabet="abcdefg-’é", min_size=1, max_size=9), min_size=1, max_size=60), st.integers(10, 60))
def test_words_that_fit_are_never_torn(words, width):
    text = " ".join(words)
    assert [word for start, end in wrap(text, width) for word in text[start:end].split()] == words


@given(PROSE)
def test_the_width_is_what_a_terminal_takes(text):
    assert cell_width(text) == sum(cell_len(letter) for letter in text)


@given(PROSE, st.integers(1, 30))
def test_what_is_clipped_fits_and_begins_as_it_did(text, width):
    kept = clip(text, width)
    assert cell_width(kept) <= width
    assert kept == text or text.startswith(kept.removesuffix("…"))


@given(st.text(max_size=7) | st.text(alphabet="0123456789abcxyz#", max_size=6).map("#{}".format), st.booleans())
def test_any_colour_of_a_codebook_can_be_drawn(colour, dark):
    Style(color=shade(colour, dark=dark))


def test_a_line_of_ten_million_letters_is_broken_too():
    text = "x" * 10_000_000
    lines = wrap(text, 80)
    assert len(lines) == 125_000
    assert lines[-1] == (9_999_920, 10_000_000)


@given(PROSE)
def test_words_and_sentences_begin_in_order_inside_the_text(text):
    for starts in (word_starts(text), sentence_starts(text)):
        assert starts == sorted(set(starts))
        assert all(0 <= start <= len(text) for start in starts)


@given(st.text("ae\u0301\u0323क\u093f 漢", max_size=12), st.lists(st.sampled_from([1, -1]), max_size=12))
def test_going_by_letters_parts_none_from_its_marks(text, steps):
    selection = Selection(text)
    for by in steps:
        selection = selection.letters(by)
        at = selection.caret
        assert at in (0, len(text)) or not category(text[at]).startswith("M")
    for _ in text:
        selection = selection.letters(1)
    assert selection.caret == len(text)


def test_titles_and_initials_end_no_sentence():
    text = "Mr. Khan met Dr. A. Smith at No. 10 on Monday. They spoke of sport. “Why not?” He left."
    found = [text[start:].split()[0] for start in sentence_starts(text)]
    assert found == ["Mr.", "They", "“Why", "He"]


@given(PROSE, st.lists(st.sampled_from(["letters", "words", "sentences"]), max_size=12), st.data())
def test_a_selection_never_leaves_its_paragraph_nor_keeps_white_space_at_its_ends(text, moves, data):
    selection = Selection(text)
    for move in moves:
        selection = getattr(selection, move)(data.draw(st.sampled_from([1, -1])))
        if data.draw(st.booleans()):
            selection = selection.swapped()
    assert 0 <= selection.anchor <= len(text)
    assert 0 <= selection.caret <= len(text)
    if selection.span:
        start, end = selection.span
        assert text[start:end] == text[start:end].strip() != ""


@given(PROSE, st.integers(0, 200), st.integers(0, 200))
def test_trimming_is_the_same_both_ways_round(text, start, end):
    start, end = min(start, len(text)), min(end, len(text))
    assert trimmed(text, start, end) == trimmed(text, end, start)


@given(SPANS)
def test_spans_are_the_set_of_their_offsets(spans):
    kept, brute = Spans(), set()
    for start, end in spans:
        is_new = not set(range(start, end)) <= brute
        brute |= set(range(start, end))
        if start < end:
            assert kept.add(start, end) == is_new
    assert {offset for start, end in kept for offset in range(start, end)} == brute
    assert all(before[1] < after[0] for before, after in pairwise(kept))


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8), st.randoms())
def test_a_document_is_read_when_every_word_was_seen_and_not_before(lengths, random):
    texts = [" ".join(["word"] * length) for length in lengths]
    progress = Progress(texts)
    order = list(range(1, len(texts) + 1))
    random.shuffle(order)
    for n in order:
        assert progress.percent < 100
        progress.see(n, 0, len(texts[n - 1]))
    assert progress.percent == 100
    assert Progress(texts, progress.kept()).percent == 100


@given(
    st.dictionaries(
        st.uuids().map(str), st.builds(DocumentState, st.integers(1, 99), st.just([(1, 0, 5)]), st.booleans())
    )
)
def test_what_is_remembered_comes_back(tmp_path_factory, documents):
    path = tmp_path_factory.mktemp("state") / "state.json"
    state = LibraryState(document=next(iter(documents), None), documents=documents, library_width=40, toured=True)
    states.save(path, state)
    assert states.load(path) == state


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_a_damaged_state_is_a_fresh_start(tmp_path_factory, junk):
    path = tmp_path_factory.mktemp("state") / "state.json"
    path.write_text(json.dumps(junk))
    assert states.load(path) == LibraryState()


KINDS = st.lists(st.sampled_from([Kind.BODY, Kind.BOILERPLATE, Kind.HEADING, Kind.LIST_ITEM]), min_size=1, max_size=12)


@given(KINDS, st.booleans())
def test_furniture_is_folded_and_nothing_else_is(kinds, unfolded):
    paragraphs = tuple(Paragraph(n, kind, f"Paragraph {n}.") for n, kind in enumerate(kinds, 1))
    page = document_page(Document("id", "a.txt", paragraphs, Metadata(), "v"), unfolded=unfolded)
    shown = [item.n for item in page.items if item.n]
    assert shown == [each.n for each in paragraphs if unfolded or each.kind is not Kind.BOILERPLATE]
    folds = [int(item.text.split()[0]) for item in page.items if "page furniture" in item.text]
    assert sum(folds) == (0 if unfolded else kinds.count(Kind.BOILERPLATE))
    assert page.items[0].look is Look.TITLE


@given(st.lists(PROSE.filter(str.strip), min_size=1, max_size=8), st.integers(20, 120))
def test_every_line_of_a_page_belongs_to_its_item(texts, width):
    paragraphs = tuple(Paragraph(n, Kind.BODY, text) for n, text in enumerate(texts, 1))
    page = document_page(Document("id", "a.txt", paragraphs, Metadata(), "v"))
    layout = PageLayout(page, width, 90)
    for index in range(len(page.items)):
        first, after = layout.extent(index)
        assert all(layout.item_at(line) == index == layout.at(line)[0] for line in range(first, after))
        assert layout.lines_of(index) == [layout.at(line)[1:] for line in range(first, after)]
