from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.tags.model import DocumentRecord
from reader.tags.register import Register


def record(id_: str, paths: list[str], versions: list[str], modified: str = "1") -> DocumentRecord:
    return DocumentRecord(id_, paths, versions, modified=modified)


def register(*records: DocumentRecord, paths: list[str]) -> Register:
    return Register({each.id: each for each in records}, paths)


def test_a_document_that_was_renamed_keeps_its_id():
    assert register(record("known", ["old.txt"], ["v1"]), paths=["new.txt"]).id_of("new.txt", "v1") == "known"


def test_a_document_that_was_edited_in_its_place_keeps_its_id():
    assert register(record("known", ["a.txt"], ["v1"]), paths=["a.txt"]).id_of("a.txt", "v2") == "known"


def test_a_document_that_went_back_to_an_older_path_and_version_keeps_its_id():
    known = record("known", ["b.txt", "a.txt"], ["v2", "v1"])
    assert register(known, paths=["a.txt"]).id_of("a.txt", "v3") == "known"
    assert register(known, paths=["c.txt"]).id_of("c.txt", "v1") == "known"


def test_a_copy_of_a_document_that_is_still_there_is_another_document():
    both = register(record("known", ["a.txt"], ["v1"]), paths=["a.txt", "copy.txt"])
    assert both.id_of("copy.txt", "v1") != "known"
    assert both.id_of("a.txt", "v1") == "known"


def test_two_files_that_hold_what_a_lost_document_held_share_no_id():
    both = register(record("known", ["gone.txt"], ["v1"]), paths=["x.txt", "y.txt"])
    assert both.id_of("x.txt", "v1") == "known"
    assert both.id_of("y.txt", "v1") != "known"


def test_two_records_of_one_document_as_a_merge_brings_them_go_by_one_id():
    mine, theirs = record("mine", ["a.txt"], ["v1"], "1"), record("theirs", ["a.txt"], ["v2"], "2")
    both = register(mine, theirs, paths=["a.txt"])
    assert both.id_of("a.txt", "v1") == "theirs"
    assert (both.same("mine"), both.same("theirs"), both.same("other")) == ("theirs", "theirs", "other")


def test_what_another_copy_knows_by_a_name_that_isnt_here_is_the_document_with_that_content():
    mine, theirs = record("mine", ["a.txt"], ["v1"]), record("theirs", ["renamed.txt"], ["v1"])
    both = register(mine, theirs, paths=["a.txt"])
    assert both.id_of("a.txt", "v1") == "mine"
    assert both.same("theirs") == "mine"


def test_a_document_that_moved_on_is_not_the_one_that_stands_at_its_old_place():
    moved, new = record("moved", ["gone.txt", "a.txt"], ["v1"], "1"), record("new", ["a.txt"], ["v2"], "2")
    both = register(moved, new, paths=["a.txt"])
    assert both.id_of("a.txt", "v2") == "new"
    assert both.same("moved") == "moved"


def test_a_file_that_goes_and_comes_back_under_other_names_while_the_library_is_open_is_one_document():
    live = register(paths=["a.txt"])
    id_ = live.id_of("a.txt", "v1")
    for old, new in (("a.txt", "b.txt"), ("b.txt", "c.txt"), ("c.txt", "a.txt")):
        live.forget(old, {"v1"})
        assert live.id_of(new, "v1") == id_
    live.forget("never.txt", {"v1"})
    live.forget("b.txt", {"v1"})
    assert live.id_of("copy.txt", "v1") != id_
    assert live.id_of("a.txt", "v2") == id_


def test_a_lost_document_that_turns_up_later_is_itself_again():
    mine, lost = record("mine", ["a.txt"], ["v1"]), record("lost", ["gone.txt"], ["v1"])
    both = register(mine, lost, paths=["a.txt", "b.txt"])
    assert both.id_of("a.txt", "v1") == "mine"
    assert both.id_of("b.txt", "v1") == "lost"
    assert both.same("lost") == "lost"


FILES = st.dictionaries(
    st.from_regex(r"[a-c]{1,3}\.txt", fullmatch=True), st.sampled_from(["v1", "v2", "v3"]), max_size=8
)
KNOWN = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["a.txt", "b.txt", "cc.txt"]), min_size=1, max_size=2),
        st.lists(st.sampled_from(["v1", "v2"]), min_size=1, max_size=2),
    ),
    max_size=4,
)


@given(FILES, KNOWN)
def test_every_file_has_one_id_of_its_own_and_keeps_it(files, known):
    records = {f"id-{n}": record(f"id-{n}", *each) for n, each in enumerate(known)}
    ids = Register(records, files)
    given_ids = {path: ids.id_of(path, version) for path, version in files.items()}
    assert len(set(given_ids.values())) == len(files)
    assert all(ids.same(each) == each for each in given_ids.values())
    assert all(ids.same(each) in records or ids.same(each) in given_ids.values() for each in records)
    assert {path: ids.id_of(path, version) for path, version in files.items()} == given_ids


@given(FILES)
def test_two_copies_of_a_library_agree_on_every_id(files):
    here, there = Register({}, files), Register({}, files)
    assert [here.id_of(*file) for file in files.items()] == [there.id_of(*file) for file in files.items()]
