"""From the shell into the app: what is opened, what is asked before, what is said where nothing can be read."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest
from user import at_the_app

from reader.app import launch
from reader.app.app import ReaderApp
from reader.errors import ReaderError
from reader.settings import Settings


@pytest.fixture
def opened(monkeypatch):
    """The apps that would have been run, and the answers that are given to questions."""
    apps, asked, answers = [], [], []
    monkeypatch.setattr(ReaderApp, "run", lambda app: apps.append(app))
    monkeypatch.setattr(click, "confirm", lambda question, **_: asked.append(question) or answers.pop(0))
    return apps, asked, answers


def run(start, **more):
    return launch.run(start, **{"library": None, "coder": None, "settings": Settings(), **more})


def root_of(app):
    return app._main.workspace.root


def test_a_folder_opens_without_a_question(town, opened):
    apps, asked, _ = opened
    assert run(town) == 0
    assert (root_of(apps[0]), asked) == (town, [])


def test_a_file_opens_its_library_from_any_folder_below(town, opened):
    (town / ".reader").mkdir()
    run(town / "articles" / "gym.txt")
    assert root_of(opened[0][0]) == town
    assert opened[0][0]._main._start == "articles/gym.txt"


def test_a_file_of_another_kind_says_what_is_read(town, opened):
    (town / "chart.png").write_bytes(b"\x89PNG")
    with pytest.raises(ReaderError, match=r"chart\.png is not read.*reads \.txt, .+ and \.xml"):
        run(town / "chart.png")


def test_a_folder_with_nothing_readable_says_what_is_there(tmp_path, opened):
    for name in ("a.doc", "b.doc", "c.xls"):
        (tmp_path / name).touch()
    with pytest.raises(
        ReaderError, match=r"3 files here; this version reads \.txt, .+ and \.xml\. Not read: 2 \.doc, 1 \.xls"
    ):
        run(tmp_path)
    assert opened[1] == []


@pytest.mark.parametrize("answer", [True, False])
def test_an_empty_folder_offers_the_samples(tmp_path, opened, answer):
    apps, asked, answers = opened
    answers.append(answer)
    (tmp_path / "empty").mkdir()
    if answer:
        assert run(tmp_path / "empty") == 0
        assert len(apps[0]._main.workspace.listings) == 7
    else:
        with pytest.raises(ReaderError, match="Nothing was opened"):
            run(tmp_path / "empty")
    assert "sample library" in asked[0]


def test_the_samples_are_copied_once_and_never_written_over(opened):
    run(Path(), samples=True)
    copy = next(root_of(opened[0][0]).glob("courier-*.txt"))
    copy.write_text("My own words.")
    run(Path(), samples=True)
    assert copy.read_text() == "My own words."


def test_a_home_folder_and_one_with_too_many_files_ask_first(home, tmp_path, opened, monkeypatch):
    apps, asked, answers = opened
    (home / "letter.txt").write_text("Dear reader, this is the only letter in this house.")
    answers += [False, True]
    with pytest.raises(ReaderError, match="Nothing was opened"):
        run(home)
    assert run(home) == 0
    monkeypatch.setattr(launch, "MANY", 3)
    many = tmp_path / "many"
    many.mkdir()
    for n in range(9):
        (many / f"{n}.txt").write_text(f"Sentence number {n} stands here.")
    answers.append(True)
    run(many)
    assert "more than 3 files" in asked[-1]
    assert len(apps[-1]._main.workspace.listings) == 9


async def test_a_fault_behind_the_screen_is_told_on_it(town, home, monkeypatch):
    def hide(app):
        hooks.append(threading.excepthook)

    hooks = []
    monkeypatch.setattr(ReaderApp, "run", hide)
    usual = threading.excepthook
    run(town)
    assert threading.excepthook is usual
    assert hooks[0].__func__ is ReaderApp.thread_failed
    async with at_the_app(town, start="debate.txt") as user:
        monkeypatch.setattr(threading, "excepthook", user.app.thread_failed)
        # The one who watches the folder finds what its maker never thought of.
        monkeypatch.setattr("reader.app.watcher.take_inventory", lambda _: 1 // 0)
        await user.told("Work behind the screen stopped over a fault of Reader’s own (ZeroDivisionError; written down")
        await user.press("j", "3")
        await user.told("Sport on ¶ 2")
    assert "take_inventory" in next(home.rglob("fault.txt")).read_text()


def test_a_fault_of_the_programs_own_is_one_line_and_a_file(town, home, opened, monkeypatch, capsys):
    def fail(app):
        app._exception = ZeroDivisionError("a \x1b[31mbad\x1b[0m sum")
        app._return_code = 1
        app._fatal_error()

    monkeypatch.setattr(ReaderApp, "run", fail)
    monkeypatch.setattr(ReaderApp, "_close_messages_no_wait", lambda _app: None)
    assert run(town) == 1
    told = capsys.readouterr().err
    assert told.startswith("Reader stopped over a fault of its own (ZeroDivisionError")
    assert told.count("\n") == 1
    kept = next(home.rglob("fault.txt")).read_text()
    assert "ZeroDivisionError" in kept
    assert "\x1b" not in kept + told


def test_the_screen_is_painted_as_soon_as_there_is_something_new(town):
    program = f"""
import sys, types
from pathlib import Path
from reader.app import launch
from reader.settings import Settings

class App:
    fault = return_code = thread_failed = None
    def __init__(self, *_, **__): pass
    def run(self):
        from textual.constants import MAX_FPS
        print(MAX_FPS)

# Whoever imports Textual too early makes it read its own clock.
sys.modules["reader.app.app"] = types.SimpleNamespace(ReaderApp=App)
launch.run(Path({str(town)!r}), library=None, coder="bar", settings=Settings())
"""
    environment = {name: value for name, value in os.environ.items() if name != "TEXTUAL_FPS"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 60
