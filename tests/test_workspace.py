"""A library that one coder has opened."""

from __future__ import annotations

import json
import shutil

import pytest

from reader.documents.library import take_inventory
from reader.errors import NotFoundError, StoreError
from reader.paths import LibraryPaths
from reader.tags.anchoring import Status
from reader.tags.tagging import Target, annotate, tag, untag
from reader.workspace import Workspace


def opened(library, coder="bar"):
    workspace = Workspace(library, coder)
    workspace.read_everything()
    return workspace


@pytest.fixture
def workspace(library):
    return opened(library)


def put(workspace, named, n, theme="Sport"):
    target = Target(workspace.find_document(named), n)
    tagging = tag(workspace.index, [target], workspace.codebook.need(theme), workspace.coder)
    return workspace.commit(tagging.changes, theme, [target])


def places(workspace):
    return sorted(
        (workspace.title_of(placed.tag.document), placed.paragraph, placed.status.value) for placed in workspace.index
    )


def test_opening_and_reading_leaves_no_trace_in_the_library(library, workspace):
    list(workspace.documents())
    assert not (library / ".reader").exists()


def test_a_listing_before_its_file_was_read_has_its_name_for_a_title(library):
    workspace = Workspace(library, "bar")
    assert [(each.title, each.id, each.error) for each in workspace.listings] == [
        ("pool reopens", None, None),
        ("debate", None, None),
        ("minutes", None, None),
    ]
    assert [file.path for file in workspace.unread()] == ["articles/pool reopens.md", "debate.txt", "minutes.txt"]
    workspace.take(next(workspace.catalogue.summarise(workspace.unread()[:1])))
    assert [each.title for each in workspace.listings] == ["Harbour pool reopens after the storm", "debate", "minutes"]


def test_two_copies_of_a_library_agree_on_every_id(library, workspace, tmp_path):
    shutil.copytree(library, tmp_path / "copy")
    assert [each.id for each in opened(tmp_path / "copy").listings] == [each.id for each in workspace.listings]


def test_two_files_with_the_same_text_are_two_documents_in_every_copy(library, tmp_path):
    shutil.copy(library / "minutes.txt", library / "minutes again.txt")
    shutil.copytree(library, tmp_path / "copy")
    ids = [each.id for each in opened(library).listings]
    assert len(set(ids)) == 4
    assert [each.id for each in opened(tmp_path / "copy").listings] == ids


@pytest.mark.parametrize("new_path", ["renamed.txt", "deep/er/minutes.txt"])
def test_a_tag_stays_with_a_document_that_moves(library, workspace, new_path):
    put(workspace, "minutes", 3)
    (library / new_path).parent.mkdir(parents=True, exist_ok=True)
    (library / "minutes.txt").rename(library / new_path)
    assert places(opened(library)) == [("Minutes of the pool committee", 3, "anchored")]


def test_a_tag_stays_with_a_document_that_is_edited_then_moved_after_another_tag(library, workspace):
    put(workspace, "minutes", 3)
    file = library / "minutes.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("Lockers", "All were there.\n\nLockers"), encoding="utf-8")
    later = opened(library)
    assert places(later) == [("Minutes of the pool committee", 4, "anchored")]
    put(later, "minutes", 3)
    file.rename(library / "other.txt")
    assert places(opened(library)) == [
        ("Minutes of the pool committee", 3, "anchored"),
        ("Minutes of the pool committee", 4, "anchored"),
    ]


def test_a_copy_of_a_tagged_document_has_no_tags(library, workspace):
    put(workspace, "minutes", 3)
    shutil.copy(library / "minutes.txt", library / "a copy.txt")
    later = opened(library)
    assert [placed.tag.document for placed in later.index] == [later.listing("minutes.txt").id]


def test_tags_are_not_called_orphans_while_files_are_still_being_read(library, workspace):
    put(workspace, "minutes", 3)
    later = Workspace(library, "bar")
    assert [placed.status for placed in later.index] == [Status.ANCHORED]
    later.read_everything()
    assert [placed.status for placed in later.index] == [Status.ANCHORED]
    (library / "minutes.txt").unlink()
    assert [placed.status for placed in opened(library).index] == [Status.ORPHAN]


def test_a_document_that_is_read_before_all_others_has_its_tags_where_they_stand_now(library, workspace):
    put(workspace, "minutes", 3)
    file = library / "minutes.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("Lockers", "All were there.\n\nLockers"), encoding="utf-8")
    later = Workspace(library, "bar")
    later.document_at("minutes.txt")
    assert later.unread()
    assert [placed.paragraph for placed in later.index] == [4]


def test_what_a_document_is_called_leads_to_it(workspace):
    debate = workspace.find_document("debate.txt")
    for name in (debate.id, "debate.txt", "DEBATE", "swimming", "Swimming lessons in Northport", "  northport\n"):
        assert workspace.find_document(name).id == debate.id


def test_a_whole_title_wins_over_others_that_have_it_in_them(library):
    text = (
        (library / "debate.txt").read_text(encoding="utf-8").replace("in Northport\n", "in Northport, continued\n", 1)
    )
    (library / "long.txt").write_text(text, encoding="utf-8")
    workspace = opened(library)
    assert workspace.find_document("swimming lessons in northport").path == "debate.txt"
    with pytest.raises(NotFoundError, match=r"could be 2 documents: debate\.txt; long\.txt"):
        workspace.find_document("swimming lessons")


@pytest.mark.parametrize("name", ["", " ", "\x1b[31m", "zebra"])
def test_a_name_that_leads_nowhere_is_refused(workspace, name):
    with pytest.raises(NotFoundError, match="No document “"):
        workspace.find_document(name)


def test_a_tagged_document_that_is_gone_is_found_without_paragraphs(library, workspace):
    put(workspace, "minutes", 3)
    known = workspace.find_document("minutes").id
    (library / "minutes.txt").unlink()
    for name in ("minutes", known):
        gone = opened(library).find_document(name)
        assert (gone.id, gone.paragraphs, gone.error) == (known, (), "the file is gone")


def test_a_file_that_cannot_be_read_is_a_document_with_an_error(library):
    (library / "locked.txt").write_bytes(b"\0\1\2\3" * 100)
    workspace = opened(library)
    errors = {each.path: each.error for each in workspace.listings if each.error}
    assert "locked.txt" in errors
    assert {document.path for document in workspace.documents() if document.error} == set(errors)


def test_another_windows_tags_show_at_the_next_look(library, workspace):
    put(opened(library, "ann"), "minutes", 3)
    assert len(workspace.index) == 0
    assert workspace.refresh()
    assert [placed.tag.coder for placed in workspace.index] == ["ann"]
    assert not workspace.refresh()


def test_another_windows_tags_show_also_when_one_tags_before_looking(library, workspace):
    put(workspace, "debate", 7)
    put(opened(library, "ann"), "minutes", 3)
    put(workspace, "debate", 8)
    assert sorted(placed.tag.coder for placed in workspace.index) == ["ann", "bar", "bar"]


def test_another_windows_themes_can_be_used_at_once(library, workspace):
    other = opened(library, "ann")
    other.commit([other.codebook.add("Clubs")], "")
    workspace.refresh()
    put(workspace, "minutes", 3, "Clubs")
    assert [theme.name for theme in workspace.themes_on(workspace.find_document("minutes").id, 3)] == ["Clubs"]


def test_undo_and_redo_of_tags_and_themes(workspace):
    step = put(workspace, "minutes", 3)
    redo = workspace.undo(step)
    assert len(workspace.index) == 0
    workspace.undo(redo)
    assert len(workspace.index) == 1
    delete = workspace.commit(workspace.codebook.delete(workspace.codebook.need("Sport")), "")
    assert (len(workspace.index), workspace.codebook.find("Sport")) == (0, None)
    workspace.undo(delete)
    assert workspace.theme_counts()[workspace.codebook.need("Sport").id] == 1


def test_a_step_of_another_coder_cannot_be_undone_by_me(library, workspace):
    step = put(opened(library, "ann"), "minutes", 3)
    workspace.refresh()
    with pytest.raises(StoreError, match="is ann’s; you are bar"):
        workspace.undo(step)
    assert len(workspace.index) == 1


def test_a_merge_moves_the_counts_and_an_undo_moves_them_back(workspace):
    put(workspace, "minutes", 3, "Sport")
    book = workspace.codebook
    sport, racism = book.need("Sport"), book.need("Racism")
    step = workspace.commit([book.merge(sport, racism)], "")
    assert workspace.theme_counts()[racism.id] == 1
    workspace.undo(step)
    assert (workspace.theme_counts()[racism.id], workspace.theme_counts()[sport.id]) == (0, 1)


def test_tagged_counts_paragraphs_not_tags(workspace):
    put(workspace, "debate", 7, "Sport")
    put(workspace, "debate", 7, "Racism")
    put(workspace, "debate", 8, "Racism")
    assert workspace.tagged(workspace.find_document("debate").id) == 2


def test_untagging_leaves_what_others_tagged(library, workspace):
    put(opened(library, "ann"), "minutes", 3)
    put(workspace, "minutes", 3)
    target = Target(workspace.find_document("minutes"), 3)
    workspace.commit(untag(workspace.index, [target], workspace.codebook.need("Sport"), "bar").changes, "")
    assert [placed.tag.coder for placed in workspace.index] == ["ann"]


def test_notes_of_everybody_are_seen_and_ones_own_is_known(library, workspace):
    for coder in ("ann", "bar"):
        other = opened(library, coder)
        target = Target(other.find_document("minutes"), 3)
        other.commit([annotate(None, target, f"{coder}’s", coder)], "", [target])
    workspace.refresh()
    document = workspace.find_document("minutes").id
    assert {each.note.text for each in workspace.places.notes.on(document, 3)} == {"ann’s", "bar’s"}
    assert workspace.note_on(document, 3).text == "bar’s"
    assert workspace.note_on(document, 2) is None


def test_what_the_user_corrects_is_shown_and_an_empty_value_takes_it_back(library, workspace):
    document = workspace.find_document("minutes")
    workspace.commit([workspace.correction(document, {"title": "Committee", "date": "2022-03"})], "")
    corrected = opened(library).find_document("committee")
    assert (corrected.title, corrected.metadata.date) == ("Committee", "2022-03")
    workspace.commit([workspace.correction(corrected, {"title": ""})], "")
    assert workspace.find_document("minutes").title == "Minutes of the pool committee"


def test_corrections_that_name_no_field_are_passed_over(library, workspace):
    put(workspace, "minutes", 3)
    workspace.close()
    path = LibraryPaths.of(library).documents
    image = json.loads(path.read_text())
    image["_default"]["1"]["corrected"] = {"__class__": "x", "__init__": "y", "source": "The boathouse\x1b[0m"}
    path.write_text(json.dumps(image))
    assert opened(library).find_document("minutes").metadata.source == "The boathouse"


def test_an_inventory_made_before_is_used(library):
    inventory = take_inventory(library)
    (library / "later.txt").write_text("Later\n\nLater still.\n", encoding="utf-8")
    assert len(Workspace(library, "bar", inventory).listings) == 3


def test_a_damaged_cache_costs_time_and_no_content(library, workspace):
    cache = workspace.paths.catalogue
    cache.parent.mkdir(parents=True, exist_ok=True)
    for damage in (b"not a database" * 100, b""):
        cache.write_bytes(damage)
        assert [document.title for document in opened(library).documents()][1] == "Swimming lessons in Northport"
    cache.unlink()
    cache.mkdir()
    assert len(list(opened(library).documents())) == 3
