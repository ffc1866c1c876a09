"""The index on the disk: what is found with it is what is found without it, whatever happens to its files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from itertools import product

import pytest

from reader.documents.catalogue import Catalogue
from reader.paths import LibraryPaths
from reader.search import keeping
from reader.search.arrivals import add_while_reading
from reader.search.corpus import Scope, Snapshot, entries
from reader.search.elsewhere import Elsewhere, Errand
from reader.search.index import Index
from reader.search.keeping import Folder
from reader.search.material import Material, begin_to_read
from reader.search.upkeep import Upkeep
from reader.search.wanted import all_wanted
from reader.workspace import Workspace

QUERIES = ("lighthuose keeper", "storm rowing champoin", '"the harbour"', "walrus", "harb", "", "keeper of the lamp")
WORDS = [
    "lighthouse",
    "keeper",
    "storm",
    "rowing",
    "champion",
    "harbour",
    "lamp",
    "painted",
    "boats",
    "ashore",
    "morning",
    "council",
    "gala",
    "pool",
]


@pytest.fixture
def library(tmp_path):
    root = tmp_path / "coast"
    root.mkdir()
    for n in range(12):
        write(root, n, f"walrus{n}")
    return root


def write(root, n, *more):
    paragraphs = [f"Report {n}"]
    for at in range(6):
        row = [WORDS[(n * 7 + at * 3 + step * (1 + at)) % len(WORDS)] for step in range(9)]
        paragraphs.append(f"On day {at} the {' '.join(row)} of {' and '.join(more)} were seen.")
    (root / f"report {n:02}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")


class Window:
    """A process's view of a library: what it would show of the passages."""

    def __init__(self, root, before=lambda _: None):
        self.workspace = Workspace(root, "bar")
        before(self.workspace)
        self.workspace.read_everything()
        self.folder = self.workspace.paths.search
        self.index = Index()
        self.upkeep = Upkeep(self.folder, self.workspace.catalogue, all_wanted(self.workspace), self.index)

    def open(self, at_once=0):
        self.upkeep.open(at_once)
        return self

    def bring_up_to_date(self):
        self.upkeep.open()
        self.upkeep.bring_up_to_date(lambda: None, lambda: None)
        return self

    def follow(self):
        """Take in what the folder of the library holds now, as a window does that is open."""
        self.workspace = Workspace(self.workspace.root, "bar")
        self.workspace.read_everything()
        self.upkeep.want(all_wanted(self.workspace), ())
        return self

    @property
    def names(self):
        return {file.name for file in self.folder.glob("*.index")}

    def found(self):
        return answers(self.index, self.workspace)

    def expected(self):
        return answers(Index(entries(self.workspace, Scope.PASSAGES)), self.workspace)


def read_and_index(workspace):
    add_while_reading(workspace, lambda done, of: None)


def answers(index, workspace):
    facts = Snapshot(workspace)
    results = [index.search(query, facts) for query in QUERIES]
    return [(each.total, each.of, [(hit.entry, hit.score, hit.spans) for hit in each.hits]) for each in results]


def test_what_is_on_the_disk_is_found_again_without_reading(library, monkeypatch):
    first = Window(library).bring_up_to_date()
    assert first.found() == first.expected()
    again = Window(library)
    monkeypatch.setattr(Catalogue, "read_all", lambda *_: pytest.fail("a document was read"))
    again.bring_up_to_date()
    assert again.upkeep.done == again.upkeep.of == 12
    assert again.found() == first.found()


def test_only_what_has_changed_is_read_and_the_rest_stays(library, monkeypatch):
    Window(library).bring_up_to_date()
    write(library, 3, "an otter")
    write(library, 40, "a seal")
    (library / "report 05.txt").unlink()
    later = Window(library)
    read = []
    read_all = Catalogue.read_all
    monkeypatch.setattr(
        Catalogue, "read_all", lambda self, files: read.extend(file.path for file in files) or read_all(self, files)
    )
    later.open()
    assert later.upkeep.done == 10
    later.bring_up_to_date()
    assert sorted(read) == ["report 03.txt", "report 40.txt"]
    assert later.found() == later.expected()
    assert Window(library).open().found() == later.found()


@pytest.fixture
def few_at_a_time(monkeypatch):
    """Files are known a few at a time, and as few make a segment."""
    monkeypatch.setattr("reader.search.building._ENOUGH", 100)
    summarise = Catalogue.summarise

    def by_threes(self, files):
        for at in range(0, len(files), 3):
            yield from summarise(self, files[at : at + 3])

    monkeypatch.setattr(Catalogue, "summarise", by_threes)


@pytest.mark.usefixtures("few_at_a_time")
def test_what_has_been_read_is_indexed_while_the_rest_is_read(library, monkeypatch):
    segments = LibraryPaths.of(library).search
    on_the_disk = []
    take = Workspace.take
    monkeypatch.setattr(
        Workspace, "take", lambda *those: on_the_disk.append(len([*segments.glob("*.index")])) or take(*those)
    )
    window = Window(library, read_and_index).open()
    assert on_the_disk[-1] > 0
    assert window.upkeep.done == window.upkeep.of == 12
    assert window.bring_up_to_date().found() == window.expected()
    assert len(window.names) <= 2


@pytest.mark.usefixtures("few_at_a_time")
def test_only_what_the_index_lacks_is_added_while_the_cache_is_read_anew(library):
    before = Window(library, read_and_index).bring_up_to_date()
    write(library, 3, "an otter")
    before.workspace.catalogue.close()
    before.workspace.paths.catalogue.unlink()
    names = before.names
    later = Window(library, read_and_index)
    (added,) = set(later.names) - set(names)
    assert Folder(later.folder).segments()[added.removesuffix(".index")].size == 7
    assert later.bring_up_to_date().found() == later.expected()


@pytest.mark.usefixtures("few_at_a_time")
def test_reading_goes_on_where_the_index_cant_be_written_meanwhile(library, monkeypatch):
    set_names = Folder.set_names

    def full(self, names):
        if len(names) == 2:
            raise OSError(28, "No space left on device")
        set_names(self, names)

    monkeypatch.setattr(Folder, "set_names", full)
    window = Window(library, read_and_index)
    assert 0 < window.open().upkeep.done < window.upkeep.of == 12
    monkeypatch.undo()
    assert window.bring_up_to_date().found() == window.expected()


def test_what_the_readers_have_worked_out_is_what_the_index_would(library, monkeypatch):
    write(library, 40, *(f"seal{n}" for n in range(9_000)))
    for file in library.iterdir():
        os.utime(file, (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr("reader.documents.catalogue.HERE_BYTES", 0)
    worked_out = []
    of = Material.of

    def counted(content):
        worked_out.append(content)
        return of(content)

    monkeypatch.setattr(Material, "of", counted)

    def prepare_and_index(workspace):
        begin_to_read(workspace)
        read_and_index(workspace)

    window = Window(library, prepare_and_index).open()
    # The longest is left to this process.
    assert len(worked_out) == 1
    assert window.upkeep.done == 13
    assert window.found() == window.expected()


def test_while_another_process_writes_the_index_files_are_only_read(library):
    other = Window(library)
    with other.upkeep._lock:
        other.workspace.catalogue.close()
        other.workspace.paths.catalogue.unlink()
        window = Window(library, read_and_index)
        assert not window.names
    assert window.bring_up_to_date().found() == window.expected()


def test_many_small_changes_leave_few_files(library):
    window = Window(library).bring_up_to_date()
    for n in range(20):
        write(library, n % 3, f"change {n}")
        window = Window(library).bring_up_to_date()
    assert len(window.names) < 6
    assert len(list(window.folder.glob("*.texts"))) == len(window.names)
    assert window.found() == window.expected()


def _truncated(file):
    file.write_bytes(file.read_bytes()[:-100])


def _flipped(file):
    data = bytearray(file.read_bytes())
    data[len(data) * 3 // 4] ^= 0x40
    file.write_bytes(data)


def _emptied(file):
    file.write_bytes(b"")


def _gone(file):
    file.unlink()


@pytest.mark.parametrize(
    ("which", "damage"),
    product(["*.index", "*.texts", "current.json"], [_truncated, _emptied, _gone, _flipped]),
)
def test_a_damaged_file_costs_time_and_nothing_else(library, which, damage):
    window = Window(library).bring_up_to_date()
    expected = window.found()
    (file,) = window.folder.glob(which)
    damage(file)
    later = Window(library).bring_up_to_date()
    assert later.found() == expected
    assert Window(library).open().found() == expected


@pytest.mark.parametrize("which", ["*.index", "*.texts"])
def test_what_is_too_much_to_be_checked_at_opening_is_checked_later(library, monkeypatch, which):
    monkeypatch.setattr("reader.search.upkeep._QUICKLY_CHECKED", 0)
    window = Window(library).bring_up_to_date()
    expected = window.found()
    (file,) = window.folder.glob(which)
    _flipped(file)
    assert Window(library).open().upkeep.done == 12
    assert Window(library).bring_up_to_date().found() == expected
    _flipped(*window.folder.glob(which))
    write(library, 4, "an otter")
    later = Window(library).bring_up_to_date()
    assert later.found() == later.expected()


def test_an_index_of_another_version_is_made_anew(library, monkeypatch):
    Window(library).bring_up_to_date()
    monkeypatch.setattr(keeping, "FORMAT", "of tomorrow")
    later = Window(library).open()
    assert later.upkeep.done == 0
    assert later.bring_up_to_date().found() == later.expected()
    assert len(later.names) == 1


def test_a_folder_that_cant_be_written_to_is_searched_all_the_same(library):
    paths = LibraryPaths.of(library)
    paths.cache.mkdir(parents=True, exist_ok=True)
    paths.search.write_text("in the way", encoding="utf-8")
    window = Window(library).bring_up_to_date()
    assert window.found() == window.expected()


def test_a_few_paragraphs_are_found_before_they_are_on_the_disk(library):
    window = Window(library).bring_up_to_date()
    there = window.names
    write(library, 3, "an otter")
    assert window.follow().open(at_once=6).upkeep.done == 11
    assert window.open(at_once=7).found() == window.expected()
    assert window.names == there
    told = []
    window.upkeep.bring_up_to_date(lambda: None, lambda: told.append(1))
    # What was found already is nothing to search again for.
    assert told == []
    assert window.names != there
    assert Window(library).open().found() == window.found() == window.expected()


def test_what_another_process_has_written_meanwhile_isnt_written_again(library):
    one = Window(library).bring_up_to_date()
    write(library, 3, "an otter")
    one.follow().open(at_once=7)
    there = Window(library).bring_up_to_date().names
    one.upkeep.bring_up_to_date(lambda: None, lambda: None)
    assert one.found() == one.expected()
    assert one.names == there


def test_where_nothing_can_be_written_each_change_takes_the_place_of_the_one_before(library):
    paths = LibraryPaths.of(library)
    paths.cache.mkdir(parents=True, exist_ok=True)
    paths.search.write_text("in the way", encoding="utf-8")
    window = Window(library).bring_up_to_date()
    passages = len(window.index)
    for n in range(5):
        write(library, 3, f"an otter on day {n}")
        window.follow().open(at_once=7)
        window.upkeep.bring_up_to_date(lambda: None, lambda: None)
        assert window.found() == window.expected()
    assert len(window.index) == passages
    assert len(window.upkeep._unsaved) == 2


def test_two_windows_share_what_either_has_done(library):
    one, two = Window(library).open(), Window(library).open()
    one.bring_up_to_date()
    assert two.open().upkeep.done == 12
    assert two.found() == one.found()
    write(library, 2, "an otter")
    other = Window(library).bring_up_to_date()
    # The files that the first one shows are gone by now, but it has them still.
    assert other.found() == other.expected()
    assert one.found() == two.found()


def test_who_finds_another_writing_waits_and_shows_what_that_one_did(library):
    writing, waiting = Window(library).open(), Window(library).open()
    with writing.upkeep._lock:
        looked = []

        def check():
            looked.append(waiting.upkeep.done)
            if len(looked) == 2:
                writing.upkeep._add_missing(lambda: None, lambda: None)

        waiting.upkeep.bring_up_to_date(check, lambda: None)
    assert looked[0] == 0
    assert waiting.found() == waiting.expected()


_KILLED = """
import os, signal, sys
from reader.search import keeping, upkeep
from pathlib import Path
root, step, at_once = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
upkeep._PASSAGES_AT_A_TIME = (10, 10)
upkeep._FILES_AT_A_TIME = 2
steps = 0
def counted(call):
    def wrapped(*arguments, **more):
        global steps
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **more)
    return wrapped
for owner, name in ((Path, "open"), (Path, "replace"), (Path, "write_bytes"), (Path, "unlink")):
    setattr(owner, name, counted(getattr(owner, name)))
from reader.workspace import Workspace
from reader.search.wanted import all_wanted
workspace = Workspace(Path(root), "bar")
workspace.read_everything()
steps = 0
one = upkeep.Upkeep(workspace.paths.search, workspace.catalogue, all_wanted(workspace))
one.open(at_once)
one.bring_up_to_date(lambda: None, lambda: None)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
@pytest.mark.parametrize(
    ("step", "at_once"),
    [*((step, 0) for step in (1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 17, 20, 23)), *((n, 1000) for n in range(1, 8))],
)
def test_a_process_killed_while_it_writes_costs_no_more_than_its_work(library, step, at_once):
    expected = Window(library).expected()
    program = [sys.executable, "-c", _KILLED, str(library), str(step), str(at_once)]
    ended = subprocess.run(program, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert ended.returncode == -signal.SIGKILL
    later = Window(library).bring_up_to_date()
    assert later.found() == expected
    assert {file.suffix for file in later.folder.iterdir()} <= {".index", ".texts", ".json", ""}


def test_another_process_does_the_work_and_tells_of_it(library):
    window = Window(library)
    paths = window.workspace.paths
    errand = Errand(paths.search, paths.root, paths.catalogue, all_wanted(window.workspace), {"x"})
    assert Errand.from_json(errand.to_json()) == Errand(**{**_fields(errand), "first": ["x"]})
    told = []
    assert Elsewhere(errand).wait(lambda: told.append(window.open().upkeep.done))
    assert told[-1] == 12
    assert window.found() == window.expected()


def test_another_process_that_is_stopped_harms_nothing(library):
    window = Window(library)
    paths = window.workspace.paths
    other = Elsewhere(Errand(paths.search, paths.root, paths.catalogue, all_wanted(window.workspace), ()))
    other.stop()
    assert not other.wait(lambda: None)
    assert window.bring_up_to_date().found() == window.expected()


def test_the_file_that_says_what_counts_is_small_and_plain(library):
    window = Window(library).bring_up_to_date()
    written = json.loads((window.folder / "current.json").read_text(encoding="utf-8"))
    assert {f"{name}.index" for name in written["segments"]} == window.names


def _fields(errand):
    return {name: getattr(errand, name) for name in errand.__slots__}
