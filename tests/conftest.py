"""What every test may use: a home of its own, a small library of invented documents, the command as a process."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test is about this machine's speed.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

CODE = Path(__file__).resolve().parent.parent

DEBATE = """\
Swimming lessons in Northport

Questions to the Mayor of Northport – answered on 29th November 2021.

Alert me about debates like this

Photo of Jane Okafor Jane Okafor Labour

How many children in Northport learn to swim, and what do the clubs report about racism at the pool?

Photo of Piet Lindqvist Piet Lindqvist Mayor of Northport

Swimming brings the town together. Our world champion team [the relay of 2019] learnt in the harbour pool.

The clubs report fewer insults than last year; the police attend every gala.
"""

ARTICLE = """\
# Harbour pool reopens after the storm

Divers found the gate “bent like a spoon” on Monday morning.

The council says that repairs cost 40,000 pounds.

=Everything is on the list, said the =SUM( of all keepers.
"""

MINUTES = """\
Minutes of the pool committee

The committee met in the boathouse.

Lockers will be painted green.

The next meeting is in spring.
"""

FILES = {"debate.txt": DEBATE, "articles/pool reopens.md": ARTICLE, "minutes.txt": MINUTES}
"""The invented documents of the `library` fixture by path; the debate's 7 is a speech, its 4 and 6 speaker lines."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Outcome:
    """How a command that ran inside the test process ended."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True, scope="module")
def _nothing_stays() -> Iterator[None]:
    """Let go of what was opened: hundreds of libraries and apps, which spare what stays, share the tests' process."""
    yield
    gc.unfreeze()
    gc.collect()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of the test's own, and a coder's name: nothing reaches the real ones."""
    folder = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("READER_", "_READER_")) or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("READER_HOME", str(folder))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("READER_CODER", "bar")
    return folder


@pytest.fixture
def make_library() -> Callable[[Path], Path]:
    """Write the invented documents into a folder."""

    def make(root: Path) -> Path:
        for path, text in FILES.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return root

    return make


@pytest.fixture
def library(tmp_path: Path, make_library: Callable[[Path], Path]) -> Path:
    """A folder with three documents, and no store yet."""
    return make_library(tmp_path / "library")


@pytest.fixture
def environment() -> Callable[..., dict[str, str]]:
    """The environment for a process that shall import this clone, whatever folder it runs in."""

    def make(**more: str) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(CODE), "PYTHONIOENCODING": "utf-8", **more}

    return make


@pytest.fixture
def reader(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Run the command inside the test process, in the library's folder: quick, for what needs no process."""
    from reader.cli.command import run as run_here

    monkeypatch.chdir(library)

    def run_command(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        code = run_here([str(each) for each in arguments])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run_command


@pytest.fixture
def run(library: Path, environment: Callable[..., dict[str, str]]) -> Run:
    """Run `reader` with the arguments given, as a real process in the library's folder."""

    def run_command(
        *arguments: str | Path, cwd: Path | None = None, stdin: str | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "reader", *map(str, arguments)],
            cwd=cwd or library,
            env=environment(**(env or {})),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run_command


@pytest.fixture
def start_lines(
    library: Path, environment: Callable[..., dict[str, str]]
) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `reader COMMAND --stdin` in the library and keep its input open; what still runs at the end is killed."""
    started = []

    def start_process(command: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "reader", command, "--stdin", *arguments],
            cwd=library,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield start_process
    for process in started:
        process.kill()
        process.communicate()
