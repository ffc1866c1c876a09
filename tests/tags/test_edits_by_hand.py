"""Edits by hand of a store’s file: merged, whatever its times say, with what was done meanwhile."""

from __future__ import annotations

import json

from deeds import put, reopened
from tinydb import TinyDB

from reader.tags.tagging import annotate_tag


def test_an_edit_by_hand_is_merged_and_becomes_a_step(root, store, tags, snapshot, document):
    store.close()
    image = json.loads(snapshot.read_text())
    image["_default"]["1"]["note"] = "by hand"
    del image["_default"]["2"]
    image["_default"]["9"] = image["_default"]["3"] | {"id": "made-by-hand", "paragraph": 4}
    snapshot.write_text(json.dumps(image))
    assert store.refresh()
    assert store.tags[tags[0].id].note == "by hand"
    assert store.tags.keys() == {tags[0].id, tags[2].id, "made-by-hand"}
    assert "changed outside Reader" in store.notices[0]
    assert store.problems == []
    more = put(store, document, 2)
    store.close()
    again = reopened(root)
    assert again.problems == []
    assert again.tags.keys() == {tags[0].id, tags[2].id, "made-by-hand", more.id}
    assert any(step.label.startswith("Taken in from") for step in again.history())


def test_an_edit_by_hand_and_a_commit_elsewhere_both_count(root, store, tags, snapshot):
    store.close()
    text = snapshot.read_text()
    reopened(root).commit([annotate_tag(tags[1], "in the app")], "note")
    image = json.loads(text)
    image["_default"]["1"]["note"] = "by hand"
    snapshot.write_text(json.dumps(image))
    opened = reopened(root)
    assert [tag.note for tag in opened.tags.values()] == ["by hand", "in the app", ""]


def test_an_edit_by_hand_counts_whatever_its_time_says_and_what_it_takes_out_leaves_a_tombstone(
    root, store, tags, snapshot, document
):
    store.commit([annotate_tag(tags[0], "zebra")], "note")
    put(store, document, 4)
    store.close()
    image = json.loads(snapshot.read_text())
    image["_default"]["1"]["note"] = "aardvark"
    for number in ("2", "3", "4"):
        del image["_default"][number]
    snapshot.write_text(json.dumps(image))
    opened = reopened(root)
    assert [(tag.id, tag.note) for tag in opened.tags.values()] == [(tags[0].id, "aardvark")]
    put(opened, document, 2)
    opened.close()
    graves = TinyDB(snapshot).table("deleted").all()
    assert {tags[1].id, tags[2].id} < {grave["id"] for grave in graves}
    assert [set(grave) for grave in graves] == [{"id", "table", "at"}] * 3
    assert {grave["table"] for grave in graves} == {"tags"}
    assert min(grave["at"] for grave in graves) > tags[2].created


def test_of_a_row_changed_by_hand_and_since_in_the_app_the_newer_stays(root, store, tags, snapshot):
    store.close()
    text = snapshot.read_text()
    later = annotate_tag(tags[1], "b, in the app"), annotate_tag(tags[2], "c, in the app")
    reopened(root).commit([*later], "notes")
    image = json.loads(text)
    image["_default"]["2"]["note"] = "z, by hand"
    del image["_default"]["3"]
    snapshot.write_text(json.dumps(image))
    opened = reopened(root)
    assert [tag.note for tag in opened.tags.values()] == ["", "b, in the app", "c, in the app"]
