"""What of a library can be searched."""

from __future__ import annotations

import pytest

from reader.search.corpus import (
    Scope,
    Snapshot,
    entries,
    is_lost,
    lost_passages,
    passage_key,
)
from reader.search.entries import EntryType
from reader.search.index import Index
from reader.tags.tagging import Target, annotate, annotate_tag, tag
from reader.workspace import Workspace


@pytest.fixture
def workspace(library):
    opened = Workspace(library, "bar")
    opened.read_everything()
    return opened


def put(workspace, named, n, theme, start=None, end=None):
    target = Target(workspace.find_document(named), n, start, end)
    tagging = tag(workspace.index, [target], workspace.codebook.need(theme), workspace.coder)
    workspace.commit(tagging.changes, theme, [target])


def found(workspace, scope):
    return list(entries(workspace, scope))


def test_all_paragraphs_but_speaker_lines_are_passages(workspace):
    debate = workspace.find_document("debate")
    passages = [entry for entry in found(workspace, Scope.PASSAGES) if entry.document == debate.id]
    assert [entry.paragraph for entry in passages] == [1, 2, 3, 5, 7, 8]
    assert [entry.speaker for entry in passages[3:5]] == ["Jane Okafor · Labour", "Piet Lindqvist · Mayor of Northport"]
    assert passages[4].key == passage_key(debate.id, 7)
    assert (passages[4].path, passages[4].title) == ("debate.txt", "Swimming lessons in Northport")


def test_tagged_passages_come_once_each_however_often_they_are_tagged(workspace):
    put(workspace, "debate", 7, "Sport")
    put(workspace, "debate", 7, "Racism", 0, 4)
    put(workspace, "debate", 4, "Sport")
    places = [(entry.path, entry.paragraph) for entry in found(workspace, Scope.TAGS)]
    assert places == [("debate.txt", 4), ("debate.txt", 7)]
    everything = Index([*found(workspace, Scope.PASSAGES), *found(workspace, Scope.TAGS)])
    results = everything.search("", Snapshot(workspace), among=Snapshot(workspace).tagged)
    assert [hit.entry for hit in results.hits] == found(workspace, Scope.TAGS)


@pytest.mark.parametrize("scope", [Scope.TAGS, Scope.PASSAGES])
def test_an_orphan_is_found_by_the_words_that_were_tagged(workspace, library, scope):
    put(workspace, "debate", 8, "Racism")
    put(workspace, "debate", 7, "Sport", 0, 8)
    put(workspace, "debate", 7, "Sport", 9, 15)
    (library / "debate.txt").unlink()
    later = Workspace(library, "bar")
    lost = [entry for entry in found(later, scope) if entry.title == "debate"]
    assert lost == list(lost_passages(later))
    assert [(entry.paragraph, entry.text) for entry in lost] == [
        (7, "Swimming … brings"),
        (8, "The clubs report fewer insults than last year; the police attend every gala."),
    ]
    hits = Index(found(later, scope)).search("fewer inslts #racism", Snapshot(later)).hits
    assert [hit.entry for hit in hits] == lost[1:]


def test_an_orphan_of_a_document_that_grew_shorter_stays_with_it(workspace, library):
    put(workspace, "minutes", 4, "Sport")
    (library / "minutes.txt").write_text("Minutes of the pool committee\n\nNothing else.\n", encoding="utf-8")
    later = Workspace(library, "bar")
    (entry,) = found(later, Scope.TAGS)
    assert (entry.path, entry.paragraph, entry.text) == ("minutes.txt", 4, "The next meeting is in spring.")


def test_documents_are_found_by_title_and_source(workspace):
    documents = found(workspace, Scope.DOCUMENTS)
    assert [entry.path for entry in documents] == ["articles/pool reopens.md", "debate.txt", "minutes.txt"]
    assert documents[1].text == "Swimming lessons in Northport · Questions to the Mayor of Northport"
    assert documents[1].key == documents[1].document


def test_themes_are_found_by_name_and_description(workspace):
    hits = Index(found(workspace, Scope.THEMES)).search("conduct of forces", Snapshot(workspace)).hits
    assert hits[0].entry.text.startswith("Policing · ")


def test_notes_on_paragraphs_and_on_tags_are_found(workspace):
    put(workspace, "minutes", 3, "Sport")
    (placed,) = workspace.index
    target = Target(workspace.find_document("debate"), 5)
    workspace.commit([annotate_tag(placed.tag, "green paint?")], "note")
    workspace.commit([annotate(None, target, "ask the club", "bar")], "note", [target])
    notes = found(workspace, Scope.NOTES)
    assert {(entry.type, entry.path, entry.paragraph, entry.text) for entry in notes} == {
        (EntryType.NOTE, "minutes.txt", 3, "green paint?"),
        (EntryType.NOTE, "debate.txt", 5, "ask the club"),
    }


def test_a_note_whose_paragraph_is_gone_is_found_and_on_no_other_paragraph(workspace, library):
    target = Target(workspace.find_document("minutes"), 3)
    workspace.commit([annotate(None, target, "which paint?", "bar")], "note", [target])
    put(workspace, "minutes", 3, "Sport")
    (placed,) = workspace.index
    workspace.commit([annotate_tag(placed.tag, "green paint?")], "note")
    first, *_, last = (library / "minutes.txt").read_text(encoding="utf-8").split("\n\n")
    between = "A walrus was seen, which nobody had asked for, and it stayed until the evening of that day."
    (library / "minutes.txt").write_text("\n\n".join([first, last, between]), encoding="utf-8")
    workspace = Workspace(library, "bar")
    notes = found(workspace, Scope.NOTES)
    assert {(entry.text, entry.paragraph, is_lost(entry)) for entry in notes} == {
        ("which paint?", 3, True),
        ("green paint?", 3, True),
    }
    passages = Index(found(workspace, Scope.PASSAGES))
    assert [hit.entry.paragraph for hit in passages.search("walrus", Snapshot(workspace)).hits] == [3]
    assert [is_lost(hit.entry) for hit in passages.search("note:paint ", Snapshot(workspace)).hits] == [True]


def test_all_holds_everything_under_a_key_of_its_own(workspace):
    put(workspace, "minutes", 3, "Sport")
    everything = found(workspace, Scope.ALL)
    kinds = {entry.type for entry in everything}
    assert kinds == {EntryType.PASSAGE, EntryType.DOCUMENT, EntryType.THEME}
    assert len({entry.key for entry in everything}) == len(everything)


def test_a_parent_finds_what_is_tagged_with_the_themes_below_it(workspace):
    book = workspace.codebook
    workspace.commit([book.move(book.need("Racism"), book.need("Sport"))], "")
    put(workspace, "debate", 8, "Racism")
    snapshot = Snapshot(workspace)
    (entry,) = found(workspace, Scope.TAGS)
    assert snapshot.names(entry) == ["Racism"]
    assert len(Index([entry]).search("#sport", snapshot).hits) == 1


def test_a_document_counts_as_tagged_with_what_its_passages_are(workspace):
    put(workspace, "debate", 8, "Racism")
    put(workspace, "debate", 7, "Sport")
    snapshot = Snapshot(workspace)
    hits = Index(found(workspace, Scope.DOCUMENTS)).search("#racism #sport", snapshot).hits
    assert [hit.entry.path for hit in hits] == ["debate.txt"]
    assert snapshot.names(hits[0].entry) == ["Sport", "Racism"]


def test_a_theme_counts_as_tagged_with_itself(workspace):
    snapshot = Snapshot(workspace)
    names = [snapshot.names(entry) for entry in found(workspace, Scope.THEMES)]
    assert names == [["Prevent"], ["Policing"], ["Sport"], ["Racism"]]


def test_a_snapshot_does_not_change_while_one_tags(workspace):
    snapshot = Snapshot(workspace)
    put(workspace, "debate", 8, "Racism")
    (entry,) = found(workspace, Scope.TAGS)
    assert snapshot.names(entry) == []
    assert Snapshot(workspace).names(entry) == ["Racism"]


def test_a_snapshot_describes_documents_as_they_are_called_and_those_that_are_gone(workspace, library):
    put(workspace, "minutes", 3, "Sport")
    minutes, debate = workspace.find_document("minutes"), workspace.find_document("debate")
    workspace.commit([workspace.correction(debate, {"title": "The gala debate", "date": "2019-05"})], "details")
    before = Snapshot(workspace)
    about = before.about(debate.id)
    assert (about.path, about.title, about.date) == ("debate.txt", "The gala debate", "2019-05")
    assert about.source == "Questions to the Mayor of Northport"
    assert before.about("nowhere") is None
    (library / "minutes.txt").unlink()
    later = Workspace(library, "bar")
    index = Index(found(later, Scope.PASSAGES))
    assert Snapshot(later).about(minutes.id).path == "minutes.txt"
    assert [hit.entry.text for hit in index.search("doc:minutes ", Snapshot(later)).hits] == [
        "Lockers will be painted green."
    ]
    assert {hit.entry.path for hit in index.search('doc:"gala debate" date:2019 ', Snapshot(later)).hits} == {
        "debate.txt"
    }


def test_a_note_is_found_where_it_stands(workspace):
    target = Target(workspace.find_document("debate"), 5)
    workspace.commit([annotate(None, target, "ask the club", "bar")], "note", [target])
    put(workspace, "minutes", 3, "Sport")
    (placed,) = workspace.index
    workspace.commit([annotate_tag(placed.tag, "green paint?")], "note")
    index, snapshot = Index(found(workspace, Scope.PASSAGES)), Snapshot(workspace)
    places = [(hit.entry.path, hit.entry.paragraph) for hit in index.search("note:club | note:paint ", snapshot).hits]
    assert places == [("debate.txt", 5), ("minutes.txt", 3)]
