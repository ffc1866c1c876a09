"""Tags and notes follow the text of a document that was edited, downloaded again, or read by better rules."""

from __future__ import annotations

import json
import shutil

import pytest

from reader.documents.library import take_inventory
from reader.paths import LibraryPaths
from reader.tags.anchoring import Status
from reader.tags.model import Change, Table
from reader.tags.reviewing import accept, in_doubt, move
from reader.tags.tagging import Target, annotate, tag, untag
from reader.workspace import Workspace

WALL = "The committee looked at the plans for the harbour wall and asked for two more drawings before the summer."
GULLS = "Gulls nest on the roof of the net loft, and nobody may climb there until the young ones have flown."
FERRY = "The first ferry leaves at six; Ms Lind says that the nurses of the night ward would be glad of one at five."
PAINT = "Lockers will be painted green, which is what the children of the swimming club had asked for in a letter."
FIRST = ("Minutes of the quay", WALL, GULLS, FERRY, PAINT)


class Shelf:
    """A library with one document of which versions are written, and somebody who tags it."""

    def __init__(self, root):
        self.root = root
        self.write(*FIRST)

    def write(self, *paragraphs):
        self.root.mkdir(exist_ok=True)
        (self.root / "quay.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")

    def open(self, coder="bar"):
        workspace = Workspace(self.root, coder)
        workspace.read_everything()
        return workspace

    def put(self, n, theme="Sport", quoted="", coder="bar"):
        workspace = self.open(coder)
        document = workspace.find_document("quay")
        at = document.paragraph(n).text.index(quoted)
        target = Target(document, n, *((at, at + len(quoted)) if quoted else ()))
        tagging = tag(workspace.index, [target], workspace.codebook.need(theme), coder)
        workspace.commit(tagging.changes, theme, [target])

    def note(self, n, text):
        workspace = self.open()
        target = Target(workspace.find_document("quay"), n)
        workspace.commit([annotate(None, target, text, "bar")], "", [target])

    def places(self):
        return sorted((placed.numbers, placed.status.value) for placed in self.open().index)

    def words(self):
        """What the tagged spans cover now."""
        workspace = self.open()
        document = workspace.find_document("quay")
        placed = list(workspace.index)
        return [document.paragraph(each.paragraph).text[each.start : each.end] for each in placed]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "shelf")


def test_a_tag_goes_with_its_paragraph_through_edits_and_moves(shelf):
    for n in (2, 4, 5):
        shelf.put(n)
    shelf.write(FIRST[0], PAINT.replace("green", "blue"), "A new line.", FERRY.replace("Ms Lind", "Ms. Lind"), WALL)
    assert shelf.places() == [([2], "anchored"), ([4], "anchored"), ([5], "anchored")]


def test_a_split_paragraph_keeps_its_tag_on_both_parts_and_comes_off_both(shelf):
    shelf.put(4)
    shelf.write(*FIRST[:3], *FERRY.split(" ", 6)[:0], "The first ferry leaves at six;", FERRY.split("; ")[1], PAINT)
    assert shelf.places() == [([4, 5], "anchored")]
    workspace = shelf.open()
    document = workspace.find_document("quay")
    sport = workspace.codebook.need("Sport")
    assert workspace.themes_on(document.id, 5) == workspace.themes_on(document.id, 4) == [sport]
    assert workspace.tagged(document.id) == 2
    assert workspace.theme_counts()[sport.id] == 1
    workspace.commit(untag(workspace.index, [Target(document, 5)], sport, "bar").changes, "")
    assert shelf.places() == []


def test_merged_paragraphs_keep_all_their_tags(shelf):
    shelf.put(3, "Sport")
    shelf.put(4, "Racism")
    shelf.write(FIRST[0], WALL, f"{GULLS} {FERRY}", PAINT)
    assert shelf.places() == [([3], "anchored"), ([3], "anchored")]


def test_a_span_follows_its_words(shelf):
    shelf.put(4, quoted="the nurses of the night ward")
    shelf.write(*FIRST[:3], "Said at the quay: “" + FERRY.replace("the night", "the  late night") + "”", PAINT)
    assert shelf.words() == ["the nurses of the late night ward"]
    shelf.write(*FIRST[:3], "The first ferry leaves at six; Ms Lind says that she would be glad of one at five.", PAINT)
    (placed,) = shelf.open().index
    assert placed.status is Status.REVIEW


def test_a_span_that_a_split_cuts_is_on_both_parts(shelf):
    shelf.put(4, quoted="leaves at six; Ms Lind")
    shelf.write(*FIRST[:3], "The first ferry leaves at six;", FERRY.split("; ")[1], PAINT)
    workspace = shelf.open()
    document = workspace.find_document("quay")
    found = [workspace.index.on(document.id, n)[0] for n in (4, 5)]
    assert [document.paragraph(each.paragraph).text[each.start : each.end] for each in found] == [
        "leaves at six;",
        "Ms Lind",
    ]


def test_a_paragraph_that_is_gone_leaves_an_orphan_that_is_on_no_other_paragraph(shelf):
    shelf.put(3)
    shelf.write(FIRST[0], WALL, FERRY, PAINT)
    workspace = shelf.open()
    document = workspace.find_document("quay").id
    assert shelf.places() == [([3], "orphan")]
    assert (workspace.index.on(document, 3), workspace.tagged(document)) == ([], 0)
    assert [each.tag.quotation for each in workspace.index.orphans(document)[3]] == [GULLS]
    shelf.write(*FIRST)
    assert shelf.places() == [([3], "anchored")]


def test_tags_of_two_versions_each_follow_from_their_own(shelf):
    shelf.put(5)
    second = (FIRST[0], "Apologies came from the harbour master, who was ill.", PAINT, WALL, GULLS, FERRY)
    shelf.write(*second)
    shelf.put(2, "Racism")
    shelf.put(6, "Policing", quoted="the night ward")
    third = [text.replace("the ", "this ", 1) for text in reversed(second[1:])]
    shelf.write(FIRST[0], *third)
    workspace = shelf.open()
    found = {workspace.codebook.get(each.theme).name: (each.paragraph, each.status.value) for each in workspace.index}
    assert found == {"Sport": (5, "anchored"), "Racism": (6, "anchored"), "Policing": (2, "anchored")}


def test_a_store_that_kept_only_the_first_version_is_read_by_the_words_of_the_tags(shelf):
    shelf.put(5)
    shelf.write(FIRST[0], "A new line that came before all others.", *FIRST[1:])
    shelf.put(3, "Racism")
    store = LibraryPaths.of(shelf.root).store
    (later,) = [path for path in (store / "texts").iterdir() if "." in path.name]
    later.unlink()
    shelf.write(*FIRST)
    assert shelf.places() == [([2], "anchored"), ([5], "anchored")]
    for path in (store / "texts").iterdir():
        path.write_text("[1, 2", encoding="utf-8")
    shelf.write(FIRST[0], "Something else again, and long enough to be a line.", *FIRST[1:])
    assert shelf.places() == [([3], "anchored"), ([6], "anchored")]


def test_an_anchor_is_never_rewritten_by_following(shelf):
    shelf.put(4)
    before = [each.tag for each in shelf.open().index]
    for version in (FIRST[1:], FIRST[:2], (*FIRST, "More.")):
        shelf.write(*version)
        workspace = shelf.open()
        workspace.close()
        assert [each.tag for each in workspace.index] == before
    shelf.write(*FIRST)
    assert shelf.places() == [([4], "anchored")]


def test_a_renamed_and_edited_file_is_another_document_but_a_renamed_one_keeps_its_tags(shelf):
    shelf.put(4)
    (shelf.root / "quay.txt").rename(shelf.root / "the quay.txt")
    assert shelf.places() == [([4], "anchored")]


def test_notes_on_paragraphs_follow_too(shelf):
    shelf.note(4, "ask the ward")
    shelf.note(3, "which loft?")
    shelf.write(FIRST[0], "A new line.", FERRY.replace("five", "half past five"), WALL, PAINT)
    workspace = shelf.open()
    document = workspace.find_document("quay").id
    assert [each.note.text for each in workspace.places.notes.on(document, 3)] == ["ask the ward"]
    assert workspace.note_on(document, 4) is None
    assert [each.note.text for each in workspace.places.notes.on(document, -3)] == ["which loft?"]


def test_what_was_compared_is_not_compared_again_and_told_once(shelf, monkeypatch):
    for n in (2, 3, 4, 5):
        shelf.put(n)
    shelf.write(FIRST[0], PAINT, WALL, "The first boat goes at seven; Ms Lind says that the day ward would be glad.")
    first = Workspace(shelf.root, "bar")
    for summaries in first.catalogue.summarise(first.unread()):
        first.take(summaries)
    compared = {each: first.places.compare(each) for each in first.places.unfollowed()}
    first.places.follow(compared)
    told = [each.words for each in first.places.take_followed()]
    assert told == ["Minutes of the quay: 1 tag kept, 1 moved, 1 to review, 1 lost"]
    assert first.places.unfollowed() == []
    monkeypatch.setattr("reader.tags.aligning.align", lambda *_: pytest.fail("compared again"))
    again = Workspace(shelf.root, "bar")
    for summaries in again.catalogue.summarise(again.unread()):
        again.take(summaries)
    again.places.follow({each: again.places.compare(each) for each in again.places.unfollowed()})
    assert again.places.take_followed() == []
    assert sorted(each.place for each in again.index) == sorted(each.place for each in first.index)


@pytest.mark.parametrize("damage", ["", "[]", "[[1],[[9,9]]]", '{"a":1}', '[[1, "x"], [[[99], 1, "anchored", []]]]'])
def test_a_damaged_cache_of_comparisons_is_worked_out_again(shelf, damage):
    shelf.put(4)
    shelf.write(FIRST[0], *FIRST[2:])
    assert shelf.places() == [([3], "anchored")]
    (kept,) = LibraryPaths.of(shelf.root).comparisons.iterdir()
    kept.write_text(damage, encoding="utf-8")
    assert shelf.places() == [([3], "anchored")]
    shutil.rmtree(kept.parent)
    kept.parent.write_text("a file where the folder was", encoding="utf-8")
    assert shelf.places() == [([3], "anchored")]


def test_a_file_that_is_read_again_while_it_is_open_has_its_tags_at_their_words(shelf):
    shelf.put(4)
    workspace = shelf.open()
    assert [each.paragraph for each in workspace.index] == [4]
    shelf.write(FIRST[0], "A new line.", *FIRST[1:])
    assert workspace.adopt(take_inventory(shelf.root)).changed == {"quay.txt"}
    for summaries in workspace.catalogue.summarise(workspace.unread()):
        workspace.take(summaries)
    workspace.document_at("quay.txt")
    assert [each.paragraph for each in workspace.index] == [5]


def test_accepting_writes_a_new_anchor_to_ones_own_tag_and_undo_takes_it_back(shelf):
    shelf.put(4, quoted="first ferry")
    shelf.put(4, coder="ann")
    rewritten = "The first ferry goes out at six; we would all be so much happier, says the ward, with one at five."
    shelf.write(*FIRST[:3], rewritten, PAINT)
    workspace = shelf.open()
    (placed,) = in_doubt(workspace.index, "bar")
    theme, document = workspace.codebook.need("Sport"), workspace.find_document("quay")
    step = workspace.commit(accept(placed, theme, document), "Accepted", [Target(document, 4)])
    mine = [each for each in workspace.index if each.tag.coder == "bar"]
    assert [(each.status, each.tag.version, each.tag.quotation) for each in mine] == [
        (Status.ANCHORED, document.version, "first ferry")
    ]
    assert in_doubt(workspace.index, "bar") == []
    assert [each.status for each in workspace.index if each.tag.coder == "ann"] == [Status.REVIEW]
    workspace.undo(step)
    (again,) = in_doubt(workspace.index, "bar")
    assert (again.tag.version, again.tag.quotation) == (placed.tag.version, "first ferry")


def test_an_orphan_can_be_moved_to_a_paragraph(shelf):
    shelf.put(3, quoted="Gulls nest")
    shelf.write(FIRST[0], WALL, FERRY, PAINT, "There are gulls. “Gulls”  nest there still, on the loft’s roof.")
    workspace = shelf.open()
    (placed,) = in_doubt(workspace.index, "bar")
    assert placed.status is Status.ORPHAN or placed.paragraph != 4
    theme, document = workspace.codebook.need("Sport"), workspace.find_document("quay")
    workspace.commit(move(placed, theme, document, 5), "Moved", [Target(document, 5)])
    assert shelf.words() == ["Gulls” nest"]
    assert shelf.places() == [([5], "anchored")]


def test_a_version_out_of_a_store_from_elsewhere_leads_to_no_other_file(shelf, tmp_path):
    (tmp_path / "secret").write_text(json.dumps(["words"]), encoding="utf-8")
    shelf.put(4)
    workspace = shelf.open()
    (placed,) = workspace.index
    from dataclasses import replace

    strange = replace(placed.tag, version="/../../../../secret")
    workspace.commit([Change(Table.TAGS, placed.tag, strange)], "")
    assert shelf.places() == [([4], "anchored")]


def test_a_note_whose_version_was_not_kept_goes_with_its_words_and_stays_on_none_that_went(shelf):
    for n in (2, 3, 4):
        shelf.note(n, f"on {n}")
    shutil.rmtree(shelf.root / ".reader" / "texts")

    def notes():
        workspace = shelf.open()
        document = workspace.find_document("quay").id
        found = {n: workspace.places.notes.on(document, n) for n in (-4, -3, 1, 2, 3, 4)}
        return {n: [each.note.text for each in some] for n, some in found.items() if some}

    shelf.write(FIRST[0], WALL, FERRY, GULLS.replace("Gulls", "Two gulls"))
    assert notes() == {2: ["on 2"], 3: ["on 3", "on 4"]}
    shelf.write(FIRST[0], WALL)
    assert notes() == {2: ["on 2"], -3: ["on 3"], -4: ["on 4"]}
