"""Files that hang, swell or crash what reads them cost themselves, and no other file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.documents import worker_process
from reader.documents import workers as module
from reader.documents.catalogue import Catalogue
from reader.documents.library import take_inventory
from reader.documents.readout import Summary, content_from_json
from reader.documents.worker_process import Job
from reader.documents.workers import Workers

sys.path.insert(0, str(Path(__file__).parent))

import rogue

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the signals of this test are those of Unix")

FAULTS = {
    "hang": "longer than 2 seconds",
    "hang_in_c": "longer than 2 seconds",
    "hang_asleep": "longer than 2 seconds",
    "swell": "more memory",
    "swell_at_once": "more memory",
    "crash": "crashed",
    "leave": "crashed",
    "stumble": "crashed",
    "recurse": "can't be read",
    "flood": "more text in it than in any book",
}


@pytest.fixture
def rogues(monkeypatch):
    """Workers in which some words make a parser go wrong, and that give up early."""
    monkeypatch.setattr(worker_process, "_PROGRAM", rogue.PROGRAM)
    some = Workers(2, seconds=2, megabytes=256)
    yield some
    some.close()


@pytest.fixture
def patient(monkeypatch):
    """The same, with all the time in the world."""
    monkeypatch.setattr(worker_process, "_PROGRAM", rogue.PROGRAM)
    some = Workers(2, seconds=60, megabytes=256)
    yield some
    some.close()


def write(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [Job(folder / f"{name}.txt", size=len(text)) for name, text in texts.items()]


def read(some, jobs):
    """Return jobs and readouts in the order in which they came."""
    return [each for handful in some.read(jobs) for each in handful]


def errors(done):
    return {job.path.stem: Summary.from_json(readout.summary).error for job, readout in done}


def running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def pids(some):
    return [worker._process.pid for worker in some._all]


@pytest.mark.parametrize(("fault", "reason"), FAULTS.items(), ids=FAULTS)
def test_a_file_that_is_too_much_gets_a_reason_and_the_others_are_read(tmp_path, rogues, fault, reason):
    if fault.startswith("swell") and not sys.platform.startswith("linux"):
        pytest.skip("only Linux keeps the limit to the byte")
    texts = {"before": "All is well.", fault: f"{fault} now", **{f"after{n}": f"Still well, {n}." for n in range(20)}}
    found = errors(read(rogues, write(tmp_path, **texts)))
    assert reason in found.pop(fault)
    assert found == {name: None for name in texts if name != fault}


def test_every_fault_at_once_among_many_files(tmp_path, patient):
    names = [name for name in FAULTS if not name.startswith(("hang", "flood"))]
    texts = {f"good{n}": f"The good paragraph {n}." for n in range(60)} | {name: f"{name} now" for name in names}
    jobs = write(tmp_path, **texts)
    found = errors(read(patient, sorted(jobs, key=lambda job: job.path.stem[::-1])))
    assert {name for name, error in found.items() if error} == set(names)
    assert len(found) == len(jobs)


def test_what_a_parser_prints_reaches_nobody_and_it_hears_nothing(tmp_path, patient, capfd):
    done = dict(read(patient, write(tmp_path, chatter="chatter now", listen="listen now", then="All is well.")))
    texts = {job.path.stem: content_from_json(readout.content).paragraphs[0].text for job, readout in done.items()}
    assert texts == {"chatter": "It talked to itself.", "listen": "It heard nothing.", "then": "All is well."}
    assert capfd.readouterr() == ("", "")


def test_workers_are_kept_and_replaced_only_where_they_must_be(tmp_path, patient):
    jobs = write(tmp_path, a="One.", b="Two.")
    # A process begins with the peak of the one that started it: that mustn't count.
    large = bytearray(os.urandom(1) * (200 << 20))
    list(read(patient, jobs))
    first = pids(patient)
    list(read(patient, jobs))
    assert pids(patient) == first
    assert len(large) == 200 << 20
    list(read(patient, write(tmp_path, crash="crash now")))
    list(read(patient, jobs))
    assert not running(first[0])


def test_a_file_that_is_known_is_not_read_again(tmp_path, patient):
    (job,) = write(tmp_path, a="One.")
    ((_, first),) = read(patient, [job])
    ((_, again),) = read(patient, [Job(job.path, first.digest)])
    assert again.is_known
    assert again.digest == first.digest


def test_closing_ends_workers_that_hang_and_blames_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_process, "_PROGRAM", rogue.PROGRAM)
    some = Workers(1, seconds=60)
    done = []
    reading = threading.Thread(target=lambda: done.extend(read(some, write(tmp_path, hang="hang now"))))
    reading.start()
    while not some._all:
        pass
    (pid,) = pids(some)
    some.close()
    reading.join(10)
    assert not reading.is_alive()
    assert done == []
    assert not running(pid)
    assert errors(read(some, write(tmp_path, a="One."))) == {"a": None}
    some.close()


def test_a_library_remembers_which_file_was_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_process, "_PROGRAM", rogue.PROGRAM)
    write(tmp_path / "library", hang_in_c="hang_in_c now\0", good="All is well.")
    for path in (tmp_path / "library").iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    files = take_inventory(tmp_path / "library").files
    monkeypatch.setattr(module.Workers.__init__, "__kwdefaults__", {"seconds": 2, "megabytes": 256})
    catalogue = Catalogue(tmp_path / "library", tmp_path / "cache.sqlite")
    found = {file.path: each.error for some in catalogue.summarise(files) for file, each in some.items()}
    catalogue.close()
    assert found["good.txt"] is None
    assert "longer than 2 seconds" in found["hang_in_c.txt"]
    known = Catalogue(tmp_path / "library", tmp_path / "cache.sqlite").known(files)
    assert {path: each.error for path, each in known.items()} == found


def test_where_no_process_can_be_started_plain_text_is_read_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_process, "_PROGRAM", "raise SystemExit(1)")
    write(tmp_path / "library", plain="One.", odd="\0T\0w\0o\0.", long="word " * 300_000)
    catalogue = Catalogue(tmp_path / "library", tmp_path / "cache.sqlite")
    found = catalogue.read_all(take_inventory(tmp_path / "library").files)
    assert found["plain.txt"].error is found["long.txt"].error is None
    assert "can't be started" in found["odd.txt"].error


def test_what_took_its_reader_with_it_is_not_read_again_at_once_though_it_is_new(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_process, "_PROGRAM", rogue.PROGRAM)
    monkeypatch.setattr(Workers.__init__, "__kwdefaults__", {"seconds": 2, "megabytes": 256})
    write(tmp_path / "library", odd="crash \0")
    catalogue = Catalogue(tmp_path / "library", tmp_path / "cache.sqlite")
    files = take_inventory(tmp_path / "library").files
    assert "crashed" in catalogue.read_all(files)["odd.txt"].error
    monkeypatch.setattr(worker_process.WorkerProcess, "ask", lambda *_: pytest.fail("it is read again"))
    assert "crashed" in catalogue.read_all(files)["odd.txt"].error
    catalogue.close()


PARENT = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
import rogue
from reader.documents import worker_process, workers
worker_process._PROGRAM = rogue.PROGRAM
some = workers.Workers(2)
list(some.read([worker_process.Job(Path("good.txt"))]))
import threading
threading.Thread(target=lambda: list(some.read([worker_process.Job(Path(name)) for name in sys.argv[1:]]))).start()
while len(some._all) - len(some._idle) < 1:
    pass
print(*(each._process.pid for each in some._all), flush=True)
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("busy", [["hang.txt"], []], ids=["busy", "idle"])
def test_nothing_is_left_of_a_program_that_was_killed(tmp_path, end, busy):
    write(tmp_path, good="All is well.", hang="hang now")
    path = [str(Path(__file__).parents[2]), str(Path(__file__).parent), *sys.path]
    code = PARENT.format(path=path)
    if not busy:
        code = code.replace("while len(some._all) - len(some._idle) < 1:\n    pass\n", "")
    code += "import time\ntime.sleep(600)\n"
    parent = subprocess.Popen([sys.executable, "-c", code, *busy], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    children = [int(pid) for pid in parent.stdout.readline().split()]
    assert children
    parent.send_signal(end)
    parent.wait(10)
    parent.stdout.close()
    deadline = threading.Event()
    timer = threading.Timer(20, deadline.set)
    timer.start()
    while any(map(running, children)):
        assert not deadline.is_set()
    timer.cancel()


def test_a_file_in_the_current_folder_is_never_taken_for_a_part_of_the_program(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("import os; os._exit(3)")
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "__init__.py").write_text("import os; os._exit(3)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", *sys.path])
    some = Workers(1)
    assert errors(read(some, write(tmp_path, a="One."))) == {"a": None}
    some.close()


def test_who_stops_listening_never_gets_the_answers_to_an_earlier_question(tmp_path):
    some = Workers(1)
    first = write(tmp_path / "one", **{f"a{n}": f"One {n}." for n in range(40)})
    second = write(tmp_path / "two", **{f"b{n}": f"Two {n}." for n in range(40)})
    for _ in range(5):
        for _ in some.read(first):
            break
        for job, readout in read(some, second):
            assert content_from_json(readout.content).paragraphs[0].text == job.path.read_text()
    some.close()


@given(st.lists(st.integers(0, 1 << 19), max_size=400))
def test_every_file_is_ordered_once_in_turn_and_no_worker_has_much_to_do_at_the_end(sizes):
    jobs = [Job(Path(str(n)), size=size) for n, size in enumerate(sizes)]
    orders = list(module._orders(jobs))
    assert [job for order in orders for job in order] == jobs
    assert all(sum(job.size for job in order[:-1]) < 1 << 20 for order in orders)
    assert all(len(order) <= 64 for order in orders)
    assert len(orders[-1] if orders else []) <= 4
