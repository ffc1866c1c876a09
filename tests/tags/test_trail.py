"""What one window may take back: found fast in a long history, refused with the reason, passed over by choice."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.documents.model import Document, Kind, Metadata, Paragraph
from reader.errors import StoreError, UndoRefusedError
from reader.paths import LibraryPaths
from reader.tags import backwards, model
from reader.tags import log as logs
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.disk import Disk
from reader.tags.lines import Entry
from reader.tags.log import Log
from reader.tags.marks import Mark
from reader.tags.merging import merge
from reader.tags.model import Change, Table
from reader.tags.moments import in_words
from reader.tags.store import TagStore
from reader.tags.tagging import Target, annotate_tag, new_tag


class CountingDisk(Disk):
    """A disk that counts the bytes that are read from logs."""

    count = 0

    def read(self, path, start=0, length=-1):
        data = super().read(path, start, length)
        self.count += len(data)
        return data


def opened(root, coder="bar", disk=None):
    return TagStore(LibraryPaths.of(root), coder, disk)


def sport(store):
    return Codebook(store.themes).need("Sport")


def put(store, document, n, label=None):
    tag = new_tag(Target(document, n), sport(store), store.coder)
    store.remember(document)
    store.commit([Change(Table.TAGS, None, tag)], label or f"Sport on ¶ {n}")
    return store.tags[tag.id]


def press_u(store):
    return store.undo(store.undoable())


def press_redo(store):
    return store.undo(store.redoable())


def fill(store, document, count):
    theme = sport(store)
    store.remember(document)
    tags = [new_tag(Target(document, 1), theme, store.coder) for _ in range(count)]
    store.commit_all([([Change(Table.TAGS, None, tag)], f"step {n}") for n, tag in enumerate(tags, 1)])


# How far is read


def test_the_first_undo_reads_only_the_end_of_a_long_log(root, store, document):
    fill(store, document, 4_000)
    store.close()
    size = LibraryPaths.of(root).coder("bar").with_suffix(".log").stat().st_size
    disk = CountingDisk()
    later = opened(root, disk=disk)
    disk.count = 0
    assert later.undoable().label == "step 4000"
    assert size > 20 * backwards.BLOCK
    assert disk.count < 8 * backwards.BLOCK
    press_u(later)
    assert later.undoable().label == "step 3999"


def test_five_hundred_undos_in_a_row_read_nothing_twice(root, store, document):
    fill(store, document, 600)
    store.close()
    log = LibraryPaths.of(root).coder("bar").with_suffix(".log")
    disk = CountingDisk()
    later = opened(root, disk=disk)
    before, disk.count = log.stat().st_size, 0
    assert [press_u(later).label for _ in range(500)] == [f"step {n}" for n in range(600, 100, -1)]
    assert [press_redo(later).label for _ in range(500)] == [f"step {n}" for n in range(101, 601)]
    per_press = 64
    assert disk.count < 2 * before + 1000 * per_press + 16 * backwards.BLOCK
    assert len(later.tags) == 600


def test_what_another_window_did_meanwhile_is_not_read_for_an_undo(root, store, document):
    mine = put(store, document, 1)
    disk = CountingDisk()
    window = opened(root, disk=disk)
    fill(store, document, 2_000)
    window.refresh()
    disk.count = 0
    assert window.undoable().changes[0].id == mine.id
    assert disk.count < 4 * backwards.BLOCK


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.integers(0, 300), max_size=25),
    block=st.integers(1, 400),
    part=st.integers(100, 3_000),
    cut=st.tuples(st.integers(0, 25), st.integers(0, 25)),
)
def test_reading_backwards_is_reading_forwards_turned_round(tmp_path_factory, lengths, block, part, cut):
    log = Log(tmp_path_factory.mktemp("log") / "x.log", Disk())
    mark, base, seen = Mark(), 0, None
    for n, length in enumerate(lengths, 1):
        entry = Entry(f"s{n}", "ü" * length, "bar", "", [])
        mark, seen = log.append(mark, base, seen, "store", [entry])
        if mark.offset - base > part:
            log.rotate()
            base = mark.offset
            mark, seen = log.append(mark, base, None, "store", [])
    forwards = [(found.mark.offset, found.entry) for found in log.read(Mark()) if found.entry]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backwards, "BLOCK", block)
        assert list(log.backwards()) == forwards[::-1]
        first, last = (min(each, len(forwards)) for each in sorted(cut))
        start = forwards[first - 1][0] if first else 0
        end = forwards[last - 1][0] if last else 0
        assert list(log.backwards(start, end)) == forwards[first:last][::-1]


def test_a_log_that_is_set_aside_between_two_undos_is_read_on_where_it_went(root, store, document, monkeypatch):
    fill(store, document, 200)
    monkeypatch.setattr(backwards, "BLOCK", 2_000)
    monkeypatch.setattr(logs, "PART_BYTES", 1)
    later = opened(root)
    assert [press_u(later).label for _ in range(200)] == [f"step {n}" for n in range(200, 0, -1)]
    assert later.undoable() is None
    assert len(list(LibraryPaths.of(root).tags.glob("*.log.*"))) == 200


# Which step


ACTIONS = st.lists(st.sampled_from(["do", "undo", "redo", "reopen", "close and reopen", "other window"]), max_size=25)


@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS)
def test_undo_and_redo_are_two_stacks_that_outlive_every_window(tmp_path_factory, actions):
    root = tmp_path_factory.mktemp("shelf")
    store = opened(root)
    document = Document("doc-1", "pool.txt", (Paragraph(1, Kind.BODY, "One."),), Metadata(), "v1")
    done, undone = [], []
    for n, action in enumerate(actions):
        if action == "do":
            put(store, document, 1, f"step {n}")
            done, undone = [*done, f"step {n}"], []
        elif action == "other window":
            opened(root, "ann" if n % 2 else "bar").commit([Codebook(store.themes).add(f"T{n}")], "elsewhere")
            if n % 2 == 0:
                # From the next window on that is from before, and can be taken back.
                assert "elsewhere" not in {step.label for step in (store.undoable(), store.redoable()) if step}
                opened(root).undo(next(step for step in opened(root).history() if step.label == "elsewhere"))
                break
        elif action in ("reopen", "close and reopen"):
            if action != "reopen":
                store.close()
            store = opened(root)
        elif action == "undo":
            step = store.undoable()
            assert (step.label if step else None) == (done[-1] if done else None)
            if step:
                store.undo(step)
                undone.append(done.pop())
        else:
            step = store.redoable()
            assert (step.label if step else None) == (undone[-1] if undone else None)
            if step:
                store.undo(step)
                done.append(undone.pop())
    assert len(store.tags) == len(done)


def test_a_step_in_two_logs_is_one_though_many_have_the_same_moment_or_the_clock_was_set_back(
    root, store, document, monkeypatch
):
    moments = iter(["2026-11-22T10:00:05+00:00", "2026-11-22T10:00:01+00:00", "2026-11-22T10:00:03+00:00"])
    batch = []
    for name in ("A", "B"):
        theme = Codebook(store.themes).add(name)
        tag = new_tag(Target(document, 1), theme.after, "bar")
        batch.append(([theme, Change(Table.TAGS, None, tag)], name))
    store.commit([Change(Table.TAGS, None, new_tag(Target(document, 2), sport(store), "bar"))], "first")
    monkeypatch.setattr("reader.tags.store.now", lambda: next(moments))
    store.commit([Change(Table.TAGS, None, new_tag(Target(document, 2), sport(store), "bar"))], "second")
    store.commit_all(batch)
    store.commit([Change(Table.TAGS, None, new_tag(Target(document, 3), sport(store), "bar"))], "last")
    steps = list(opened(root).history())
    assert sorted((step.label, len(step.changes)) for step in steps) == [
        ("A", 2), ("B", 2), ("first", 1), ("last", 1), ("second", 1),
    ]  # fmt: skip
    assert steps[0].label == "last"


def test_a_coder_who_signs_with_another_name_takes_back_that_names_steps(root, store, document):
    put(store, document, 1)
    put(opened(root, "ann"), document, 2, "Ann’s")
    window = opened(root)
    assert window.undoable().label == "Sport on ¶ 1"
    window.sign_as("ann")
    assert window.undoable().label == "Ann’s"
    assert window.is_earlier(window.undoable())
    press_u(window)
    assert window.undoable() is None
    window.sign_as("bar")
    assert window.undoable().label == "Sport on ¶ 1"


def test_what_was_done_before_and_in_this_window_is_told_apart(root, store, document):
    put(store, document, 1)
    window = opened(root)
    put(window, document, 2)
    assert not window.is_earlier(window.undoable())
    press_u(window)
    assert not window.is_earlier(window.redoable())
    assert window.is_earlier(window.undoable())
    press_u(window)
    assert opened(root).is_earlier(opened(root).redoable()) is False
    again = opened(root)
    assert again.is_earlier(again.redoable())


def test_a_borrowed_library_brings_its_history_along(root, store, document, tmp_path):
    put(store, document, 1)
    paths = LibraryPaths.of(root)
    borrower = TagStore(LibraryPaths(root, tmp_path / "own", root / ".reader", paths.state, paths.cache), "bar")
    put(borrower, document, 2)
    assert [press_u(borrower).label for _ in range(2)] == ["Sport on ¶ 2", "Sport on ¶ 1"]
    assert borrower.tags == {}
    assert len(opened(root).tags) == 1


def test_after_a_repair_in_another_window_undo_goes_on(root, store, document):
    for n in (1, 2, 3):
        put(store, document, n)
    window = opened(root)
    put(window, document, 4)
    assert window.undoable().label == "Sport on ¶ 4"
    log = LibraryPaths.of(root).coder("bar").with_suffix(".log")
    data = bytearray(log.read_bytes())
    data[data.index(b"Sport on") + 2] ^= 1
    log.write_bytes(data)
    check_store(LibraryPaths.of(root), repair=True)
    window.refresh()
    assert [press_u(window).label for _ in range(3)] == ["Sport on ¶ 4", "Sport on ¶ 3", "Sport on ¶ 2"]


# What is refused


def test_who_changed_what_stands_in_the_way_is_told_and_it_can_be_passed_over(root, store, document):
    put(store, document, 1)
    tag = put(store, document, 2)
    other = opened(root)
    other.commit([annotate_tag(tag, "meanwhile")], "Note on Sport ¶ 2")
    with pytest.raises(UndoRefusedError) as refused:
        press_u(store)
    assert str(refused.value).startswith("Not undone: Sport on ¶ 2. The tag has changed since in another window, ")
    assert str(refused.value).endswith(" (Note on Sport ¶ 2).")
    with pytest.raises(UndoRefusedError):
        press_u(store)
    store.pass_over(store.undoable())
    assert press_u(store).label == "Sport on ¶ 1"
    assert [step.label for step in (store.redoable(), opened(root).undoable())] == ["Sport on ¶ 1", "Note on Sport ¶ 2"]


def test_a_step_that_another_window_has_taken_back_already_says_so(root, store, document):
    put(store, document, 1)
    one, other = opened(root), opened(root)
    press_u(other)
    with pytest.raises(UndoRefusedError, match=r"was deleted since in another window, .* \(undone: Sport on ¶ 1\)"):
        press_u(one)


def test_another_coder_who_changed_a_theme_is_named_and_redo_is_refused_as_undo_is(root, store):
    store.commit([Codebook(store.themes).add("Harbour")], "New theme Harbour")
    press_u(store)
    press_redo(store)
    ann = opened(root, "ann")
    ann.commit([Codebook(ann.themes).rename(Codebook(ann.themes).need("Harbour"), "Port")], "Renamed Harbour")
    with pytest.raises(UndoRefusedError, match=r"The theme has changed since by ann, .* \(Renamed Harbour\)"):
        press_u(store)


def test_a_redo_whose_place_was_taken_meanwhile_is_refused_with_its_own_words(root, store, document):
    tag = put(store, document, 1)
    store.commit([annotate_tag(tag, "words")], "Note on Sport ¶ 1")
    press_u(store)
    opened(root).commit([Change(Table.TAGS, store.tags[tag.id], None)], "Sport off ¶ 1")
    with pytest.raises(UndoRefusedError, match=r"Not done again: Note on Sport ¶ 1\. The tag was deleted since"):
        press_redo(store)


def test_a_step_that_changed_what_is_anothers_is_refused_and_can_be_passed_over(root, store, document):
    put(store, document, 1)
    anns = put(opened(root, "ann"), document, 2)
    # As a program that merges libraries may leave it in the history.
    journal = store._files.written()[-1].journal
    row = ("_default", "9", None, asdict(anns))
    with journal:
        journal.append([Entry("merged", "Merged", "bar", model.now(), [row])])
    window = opened(root)
    with pytest.raises(UndoRefusedError, match=r"Not undone: Merged\. It changed what is ann’s; you are bar"):
        press_u(window)
    window.pass_over(window.undoable())
    assert press_u(window).label == "Sport on ¶ 1"


def test_a_theme_that_others_have_used_since_is_not_taken_away(root, store, document):
    store.commit([Codebook(store.themes).add("Harbour")], "New theme Harbour")
    ann = opened(root, "ann")
    tag = new_tag(Target(document, 1), Codebook(ann.themes).need("Harbour"), "ann")
    ann.commit([Change(Table.TAGS, None, tag)], "Harbour on ¶ 1")
    with pytest.raises(UndoRefusedError, match=r"New theme Harbour\. 1 tag has the theme by now"):
        press_u(store)
    assert "Harbour" in {theme.name for theme in store.themes.values()}


def test_corrected_details_are_taken_back_though_the_document_moved_meanwhile(root, store, document, variant):
    store.remember(document)
    record = store.documents[document.id]
    store.commit([Change(Table.DOCUMENTS, record, replace(record, corrected={"title": "Mine"}))], "Details of Pool")
    put(store, variant("Pool", "News", version="v2", path="moved.txt"), 1)
    press_u(store)
    assert press_u(store).label == "Details of Pool"
    kept = store.documents[document.id]
    assert (kept.corrected, kept.paths, kept.versions) == ({}, ["moved.txt", "pool.txt"], ["v2", "v1"])
    assert press_redo(store).label == "Details of Pool"
    assert store.documents[document.id].corrected == {"title": "Mine"}


def test_what_an_undo_brings_back_wins_over_a_copy_of_the_library_that_lacks_it(root, store, document, tmp_path):
    tag = put(store, document, 1)
    store.commit([Change(Table.TAGS, tag, None)], "Sport off ¶ 1")
    shutil.copytree(root, tmp_path / "copy")
    press_u(store)
    rows = [each._files.written()[-1].journal.image for each in (store, opened(tmp_path / "copy"))]
    assert [after["id"] for table, _, _, after in merge(rows[1], rows[0]) if table == "_default"] == [tag.id]
    assert [op for op in merge(rows[0], rows[1]) if op[0] == "_default"] == []


def test_a_log_that_cannot_be_read_is_said(root, store, document):
    put(store, document, 1)
    disk = CountingDisk()
    window = opened(root, disk=disk)
    log = LibraryPaths.of(root).coder("bar").with_suffix(".log")
    log.rename(log.with_name("kept"))
    log.mkdir()
    with pytest.raises(StoreError, match="can’t be read"):
        window.undoable()


@pytest.mark.parametrize(
    ("ago", "pattern"),
    [
        (timedelta(), r"\d\d:\d\d"),
        (timedelta(days=1), r"yesterday \d\d:\d\d"),
        (timedelta(days=700), r"\d{1,2} \w{3} \d{4} \d\d:\d\d"),
    ],
)
def test_moments_are_told_as_one_says_them(ago, pattern):
    noon = datetime.now().astimezone().replace(hour=12) - ago
    assert __import__("re").fullmatch(pattern, in_words(noon.astimezone(UTC).isoformat()))
    assert in_words("no moment") == "?"
    assert model.now()
