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
    assert {path: ids.id_of(path, version) for path, version in files.items()} == given_ids


@given(FILES)
def test_two_copies_of_a_library_agree_on_every_id(files):
    here, there = Register({}, files), Register({}, files)
    assert [here.id_of(*file) for file in files.items()] == [there.id_of(*file) for file in files.items()]
