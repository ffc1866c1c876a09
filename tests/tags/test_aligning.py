"""Which paragraphs of a new version are those of an old one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.tags.aligning import align
from reader.tags.anchoring import Status
from tests.tags.edits import HEAVY, LIGHT, ONLY_TYPOS, Prose, edit, twin

REVIEW = "The committee looked at the plans for the harbour wall and asked for two more drawings before the summer."
GULLS = "Gulls nest on the roof of the net loft, and nobody may climb there until the young ones have flown."
FERRY = "The first ferry leaves at six; Ms Lind says that the nurses of the night ward would be glad of an earlier one."
PAINT = "Lockers will be painted green, which is what the children of the swimming club had asked for in a letter."
TEXTS = [REVIEW, GULLS, FERRY, PAINT]


def places(old, new):
    return [(landing.places, landing.status.value) for landing in align(old, new)]


def anchored(*numbers):
    return [((n,) if isinstance(n, int) else n, "anchored") for n in numbers]


def test_a_version_is_aligned_with_itself():
    assert places(TEXTS, TEXTS) == anchored(1, 2, 3, 4)


def test_typography_and_case_make_no_difference():
    new = ["  ".join(text.split(" ")).replace("'", "’").upper().replace("-", "–") for text in TEXTS]
    assert places(TEXTS, new) == anchored(1, 2, 3, 4)


def test_paragraphs_are_followed_that_are_moved_edited_and_come_after_new_ones():
    edited = FERRY.replace("nurses", "nruses").replace("earlier", "much earlier")
    assert places(TEXTS, ["An invented line that was not there before.", PAINT, REVIEW, GULLS, edited]) == anchored(
        3, 4, 5, 2
    )


def test_a_paragraph_that_is_split_is_on_all_its_parts():
    first, second = (
        "The first ferry leaves at six;",
        "Ms Lind says that the nurses of the night ward would be glad of an earlier one.",
    )
    assert places(TEXTS, [REVIEW, GULLS, first, second, PAINT]) == anchored(1, 2, (3, 4), 5)


def test_merged_paragraphs_are_all_on_the_new_one():
    assert places(TEXTS, [REVIEW, f"{GULLS} {FERRY}", PAINT]) == anchored(1, 2, 2, 3)
    assert places([REVIEW, GULLS, "Yes.", PAINT], [REVIEW, f"{GULLS} Yes.", PAINT]) == anchored(1, 2, 2, 3)


def test_a_paragraph_that_is_gone_is_an_orphan():
    assert places(TEXTS, [REVIEW, GULLS, PAINT]) == [*anchored(1, 2), ((), "orphan"), *anchored(3)]
    assert places(TEXTS, []) == [((), "orphan")] * 4


def test_a_paragraph_that_is_rewritten_is_for_review_at_its_place():
    rewritten = "The first boat goes out at seven; Ms Lind would rather have had it at five, as would the night ward."
    (landing,) = align([FERRY], [rewritten])
    assert (landing.places, landing.status) == ((1,), Status.REVIEW)
    assert places(TEXTS, [REVIEW, GULLS, "Nothing of it was kept: this is about bread.", PAINT])[2] == ((3,), "review")


def test_lines_that_come_again_are_told_apart_by_their_neighbours_and_order():
    old = [line for text in TEXTS for line in (text, "I agree.")]
    new = [REVIEW, "I agree.", "A new paragraph about something else.", GULLS, "I agree.", FERRY, "I agree.", PAINT]
    assert places(old, new) == [*anchored(1, 2, 4, 5, 6, 7, 8), ((), "orphan")]


def test_of_a_run_of_equal_lines_that_has_shrunk_those_stay_that_have_a_neighbour():
    old, new = [REVIEW, "I agree.", "I agree.", "I agree.", GULLS], [REVIEW, "I agree.", "I agree.", GULLS]
    assert places(old, new) == [*anchored(1, 2), ((), "orphan"), *anchored(3, 4)]


@pytest.mark.parametrize("seed", range(8))
def test_a_deleted_twin_is_never_taken_for_the_one_that_stays(seed):
    rng = random.Random(f"twins {seed}")
    prose = Prose(rng)
    stay = [text for text in (prose.paragraph() for _ in range(80)) if len(text) > 60]
    old, gone = list(stay), []
    for text in rng.sample(stay, 20):
        at = rng.randrange(len(old) + 1)
        old.insert(at, twin(rng, text))
    gone = [i for i, text in enumerate(old) if text not in stay]
    prose_edited = edit(rng, [text for text in old if text in stay], ONLY_TYPOS, prose)
    found = align(old, prose_edited.texts)
    assert [i for i in gone if found[i].status is Status.ANCHORED] == []


@pytest.mark.parametrize(("edits", "recall", "with_review"), [(LIGHT, 0.975, 0.99), (HEAVY, 0.84, 0.94)])
def test_what_people_do_to_a_text_is_followed(edits, recall, with_review):
    alive = followed = offered = 0
    for seed in range(4):
        rng = random.Random(f"people {seed}")
        prose = Prose(rng)
        old = prose.document(150)
        edited = edit(rng, old, edits, prose)
        for truth, landing in zip(edited.truth, align(old, edited.texts), strict=True):
            is_right = bool(truth & {n - 1 for n in landing.places})
            assert landing.status is not Status.ANCHORED or is_right
            alive += bool(truth)
            followed += is_right and landing.status is Status.ANCHORED
            offered += is_right
    assert followed >= recall * alive
    assert offered >= with_review * alive


lines = st.lists(
    st.sampled_from([*TEXTS, "I agree.", "Yes.", "", " ", "¿?", f"{GULLS} {FERRY}", GULLS[:50]]), max_size=12
)


@settings(max_examples=200, deadline=None)
@given(lines, lines)
def test_every_paragraph_lands_somewhere_that_there_is_or_is_an_orphan(old, new):
    found = align(old, new)
    assert len(found) == len(old)
    for landing in found:
        numbers = (*landing.places, *landing.others)
        assert all(1 <= n <= len(new) for n in numbers)
        assert bool(landing.places) is (landing.status is not Status.ORPHAN)
        assert len(set(numbers)) == len(numbers)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_text_is_anchored_in_itself_or_left_in_doubt_but_never_elsewhere(texts):
    for i, landing in enumerate(align(texts, texts)):
        assert landing.status is not Status.ANCHORED or i + 1 in landing.places


def test_two_computers_agree_where_everything_is():
    script = (
        "import random; from reader.tags.aligning import align; from tests.tags.edits import HEAVY, Prose, edit\n"
        "chance = random.Random(5); prose = Prose(chance); old = prose.document(3_000)\n"
        "print(align(old, edit(chance, old, HEAVY, prose).texts))"
    )
    root = Path(__file__).parents[2]
    one, other = (
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    )  # fmt: skip
    assert one == other
    assert "REVIEW" in one


def test_ten_thousand_equal_lines_and_a_paragraph_of_a_megabyte_come_to_an_end():
    assert len(align(["I agree."] * 10_000, ["I agree."] * 9_999)) == 10_000
    long = " ".join(f"{word} {n}" for n in range(60_000) for word in ("anchor", "bell"))
    assert align([long, REVIEW], [REVIEW, long.replace("bell 7", "gong 7")])[0].status is Status.ANCHORED
