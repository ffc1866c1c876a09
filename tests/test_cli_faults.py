"""A damaged library as its user meets it: `reader check` finds it, `--repair` mends it and keeps what was there."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess

import pytest

from reader.tags.lines import Header, frame


@pytest.fixture
def store(reader, library):
    """The files of a library with three tags of bar's; the snapshots are current."""
    for n in (2, 5, 7):
        assert reader("tag", "debate", str(n), "Sport").code == 0
    return library / ".reader"


def snapshot(store):
    return next((store / "tags").glob("*.json"))


def log(store):
    return snapshot(store).with_suffix(".log")


def flip(path, needle):
    data, status = bytearray(path.read_bytes()), path.stat()
    data[data.index(needle)] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def flip_the_log(store, _):
    flip(log(store), b"Swimming")


def flip_the_header(store, _):
    flip(log(store), b"store")


def flip_the_end_of_the_log(store, _):
    path = log(store)
    path.write_bytes(path.read_bytes()[:-1] + b"\x0b")


def flip_the_snapshot(store, _):
    flip(snapshot(store), b"Swimming")


def flip_both(store, _):
    flip(log(store), b"Swimming")
    flip(snapshot(store), b"Swimming")


def flip_the_codebook(store, _):
    flip(store / "codebook.json", b"Sport")


def lose_the_log(store, _):
    log(store).unlink()


def half_a_snapshot(store, _):
    snapshot(store).write_bytes(snapshot(store).read_bytes()[:300])


def a_syntax_error(store, _):
    text = snapshot(store).read_text()
    snapshot(store).write_text(text.replace('"note": ""', '"note": "by hand",,', 1))


def an_older_log(store, reader):
    older = log(store).read_bytes()
    reader("tag", "debate", "8", "Racism")
    log(store).write_bytes(older)


def the_log_of_another_library(store, reader):
    ours = snapshot(store).read_bytes()
    for path in (snapshot(store), log(store)):
        path.unlink()
    reader("tag", "debate", "8", "Racism")
    snapshot(store).write_bytes(ours)


DAMAGES = {
    flip_the_log: ("1 commit is lost just before", 3),
    flip_the_header: ("no commit is lost there", 3),
    flip_the_end_of_the_log: ("", 3),
    flip_the_snapshot: ("its checksum is wrong. Everything was taken from the log", 3),
    flip_both: ("1 commit is lost just before", 2),
    flip_the_codebook: ("codebook.json is damaged: its checksum is wrong", 3),
    lose_the_log: ("is missing, and with it the history. Everything in", 3),
    half_a_snapshot: ("can’t be read: Unterminated string", 3),
    a_syntax_error: ("mend the file to have that too", 3),
    an_older_log: ("a copy from an older backup?", 4),
    the_log_of_another_library: ("don’t belong together (a copy from elsewhere?)", 4),
}
"""What happens to a store, what a check says of it, and how many tags there are after the repair."""


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_check_finds_the_fault_and_a_repair_mends_it_and_keeps_what_was_there(run, reader, store, library, damage):
    said, tags = DAMAGES[damage]
    damage(store, reader)
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    found = run("check")
    assert found.returncode == 1
    assert said in found.stdout
    assert "`reader check --repair` mends it" in found.stdout
    assert {path: path.read_bytes() for path in before} == before
    mended = run("check", "--repair")
    assert (mended.returncode, mended.stderr) == (0, "")
    assert said in mended.stdout
    assert "What was there is kept as" in mended.stdout
    again = run("check")
    assert again.returncode == 0
    assert "Put aside earlier, and kept: " in again.stdout
    kept = [path.read_bytes() for path in store.rglob("*") if path.is_file()]
    for path, data in before.items():
        assert data in kept or path.read_bytes() == data or damage is flip_the_codebook, path
    assert len(json.loads(snapshot(store).read_bytes())["_default"]) == tags


def test_a_snapshot_that_is_gone_is_told_and_written_anew(run, store):
    path = snapshot(store)
    path.unlink()
    found = run("check")
    assert (found.returncode, f"{path.name} is not there; {path.stem}.log has everything" in found.stdout) == (0, True)
    assert len(json.loads(path.read_bytes())["_default"]) == 3


def test_a_torn_tail_and_an_older_snapshot_are_no_faults(run, reader, store):
    older = snapshot(store).read_bytes()
    reader("tag", "debate", "8", "Racism")
    snapshot(store).write_bytes(older)
    with log(store).open("ab") as file:
        file.write(b'12345678 {"n":5,"pre')
    found = run("check")
    assert (found.returncode, found.stderr) == (0, "")
    assert "4 tags, 0 notes" in found.stdout
    assert reader("tag", "debate", "2", "Racism").code == 0
    assert run("check").returncode == 0


def test_a_snapshot_without_its_log_that_is_no_json_is_put_aside_and_named(run, store):
    path = snapshot(store)
    log(store).unlink()
    path.write_text("{,")
    assert "puts it aside and keeps it" in run("check").stdout
    listed = run("list")
    assert (listed.returncode, "Traceback" in listed.stderr) == (2, False)
    assert path.name in listed.stderr
    mended = run("check", "--repair")
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_text() == "{,"
    assert f"It was put aside as {aside.name}, and what it holds is there alone" in mended.stdout
    assert run("list").returncode == 0


@pytest.mark.parametrize("which", ["log", "snapshot"])
def test_what_a_newer_version_wrote_is_refused_by_every_command_and_left_alone(run, store, which):
    path = log(store) if which == "log" else snapshot(store)
    if which == "log":
        path.write_bytes(path.read_bytes() + frame(Header("s", "l", 2, path.stat().st_size, 3), 3, "00000000")[0])
    else:
        path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    before = path.read_bytes()
    for arguments in (["tag", "debate", "8", "Sport"], ["list"], ["check"], ["check", "--repair"]):
        ended = run(*arguments)
        assert "was written by a newer version of Reader. Update Reader" in ended.stdout + ended.stderr
        assert ended.returncode == (1 if arguments[0] == "check" else 2)
    assert path.read_bytes() == before


@pytest.fixture
def mounted(library, tmp_path):
    """The library on a disk of its own, and a way to mount it anew; skips where that isn't allowed."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(*options):
        command = ["mount", *options, str(place)]
        return shutil.which("mount") and not subprocess.run(command, capture_output=True, check=False).returncode

    if not mount("-t", "tmpfs", "-o", "size=300k", "tmpfs"):
        pytest.skip("needs the right to mount a tmpfs; failing disks stand in for it in tests/tags")
    shutil.copytree(library, place, dirs_exist_ok=True)
    yield place, lambda option: mount("-o", f"remount,{option}")
    subprocess.run(["umount", str(place)], check=True)


def test_a_library_on_a_read_only_disk_is_read_checked_and_borrowed(run, mounted):
    place, remount = mounted
    assert run("-L", place, "tag", "debate", "7", "Sport").returncode == 0
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert remount("ro")
    checked = run("-L", place, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "1 tag, 0 notes" in checked.stdout
    tagged = run("-L", place, "tag", "debate", "8", "Racism")
    assert (tagged.returncode, tagged.stderr) == (0, "")
    found = json.loads(run("-L", place, "show", "debate", "--json").stdout)
    assert [each["tags"] for each in found if each["n"] in (7, 8)] == [["Sport"], ["Racism"]]
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_a_repair_on_a_read_only_disk_says_that_it_cannot(run, mounted):
    place, remount = mounted
    assert run("-L", place, "tag", "debate", "7", "Sport").returncode == 0
    snapshot(place / ".reader").write_text("{,")
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert remount("ro")
    assert run("-L", place, "check").returncode == 1
    mended = run("-L", place, "check", "--repair")
    assert mended.returncode == 2
    assert os.strerror(errno.EROFS) in mended.stderr
    assert "Traceback" not in mended.stderr
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def test_a_full_disk_is_said_and_what_was_confirmed_stays(run, mounted):
    place, _ = mounted
    assert run("-L", place, "tag", "debate", "7", "Sport").returncode == 0
    (place / "ballast").write_bytes(b"x" * shutil.disk_usage(place).free)
    refused = run("-L", place, "tag", "debate", "8", "Sport", "--note", "n" * 9000)
    assert refused.returncode == 2
    assert "No space left on device. Nothing was changed" in refused.stderr
    assert "1 tag, 0 notes" in run("-L", place, "check").stdout
    (place / "ballast").unlink()
    assert run("-L", place, "tag", "debate", "8", "Sport").returncode == 0
    assert "2 tags, 0 notes" in run("-L", place, "check").stdout
