"""A process that dies at any step of a write leaves the old file or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from reader.atomic import write_atomically

OLD, NEW = b"old" * 1000, b"new!" * 1000

DYING = """
import io, os, pathlib, sys
from reader.atomic import write_atomically

steps = int(sys.argv[2])


def step(half=lambda: None):
    global steps
    steps -= 1
    if steps < 0:
        half()
        os._exit(9)


class Dying(io.FileIO):
    def write(self, data):
        step(lambda: super(Dying, self).write(bytes(data)[: len(data) // 2]))
        return super().write(data)


def dying(call):
    def made(*arguments, **options):
        step()
        return call(*arguments, **options)
    return made


io.open = dying(lambda file, mode, *rest, **more: io.BufferedWriter(Dying(file, mode)))
os.fsync, os.replace, os.rename = map(dying, (os.fsync, os.replace, os.rename))
pathlib.Path.replace = lambda path, target: os.replace(path, target)
write_atomically(pathlib.Path(sys.argv[1]), b"new!" * 1000)
"""


def test_death_at_any_step_leaves_one_whole_file(tmp_path, environment):
    path = tmp_path / "file"
    outcomes = []
    for steps in range(12):
        path.write_bytes(OLD)
        command = [sys.executable, "-c", DYING, str(path), str(steps)]
        outcomes.append((subprocess.run(command, env=environment(), check=False).returncode, path.read_bytes()))
    assert {data for _, data in outcomes} == {OLD, NEW}
    assert outcomes[0] == (9, OLD)
    assert outcomes[-1] == (0, NEW)
    # What was old once the file is new again would be a change lost after it had been seen.
    contents = [data for _, data in outcomes]
    assert contents == sorted(contents, key=[OLD, NEW].index)


@pytest.mark.parametrize("refused", ["fsync", "replace"])
def test_a_refusal_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, refused):
    path = tmp_path / "file"
    path.write_bytes(OLD)

    def refuse(*_):
        raise OSError("no")

    monkeypatch.setattr(os if refused == "fsync" else type(path), refused, refuse)
    with pytest.raises(OSError, match="no"):
        write_atomically(path, NEW)
    assert path.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_is_on_the_disk_before_it_takes_the_name_and_the_folder_after(tmp_path, monkeypatch):
    calls = []
    path = tmp_path / "file"
    fsync, replace = os.fsync, type(path).replace
    monkeypatch.setattr(os, "fsync", lambda number: calls.append(os.fstat(number).st_ino) or fsync(number))
    monkeypatch.setattr(type(path), "replace", lambda at, to: calls.append("replace") or replace(at, to))
    write_atomically(path, NEW)
    wanted = [path.stat().st_ino, "replace", tmp_path.stat().st_ino]
    assert calls == wanted[: 2 if os.name == "nt" else 3]


def test_the_folder_is_made_if_need_be(tmp_path):
    write_atomically(tmp_path / "a" / "b" / "file", NEW)
    assert (tmp_path / "a" / "b" / "file").read_bytes() == NEW
