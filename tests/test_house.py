"""What a package of the house may import, proved in a process of its own."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import reader

HEAVY = ("textual", "rich", "rapidfuzz", "chardet", "markdown_it", "numpy", "sqlite3", "tinydb", "filelock", "pathspec")


def imported_by(environment, code: str) -> set[str]:
    """Return the top-level packages that a fresh process has loaded once it has run `code`."""
    script = f"import json, sys\n{code}\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    return set(json.loads(ended.stdout.splitlines()[-1]))


def modules_outside_the_app() -> list[str]:
    found = (module.name for module in pkgutil.walk_packages(reader.__path__, "reader."))
    return [name for name in found if not name.startswith(("reader.app", "reader.__main__"))]


def test_nothing_outside_the_app_imports_textual(environment):
    names = modules_outside_the_app()
    assert {"reader.cli.command", "reader.workspace", "reader.search.index", "reader.exchange.export"} <= set(names)
    loaded = imported_by(environment, "\n".join(f"import {name}" for name in names))
    assert loaded & {"textual", "rich"} == set()


def test_the_command_line_starts_without_anything_heavy(environment):
    assert imported_by(environment, "import reader.cli") & set(HEAVY) == set()


def test_opening_a_library_loads_only_what_reading_needs(environment, library):
    code = f"from pathlib import Path\nfrom reader.workspace import Workspace\nWorkspace(Path({str(library)!r}), 'bar')"
    assert imported_by(environment, code) & (set(HEAVY) - {"sqlite3"}) == set()


def test_help_and_version_open_no_library(environment):
    code = "from reader.cli.command import run\nrun(['--help'])\nrun(['tag', '--help'])\nrun(['--version'])"
    loaded = imported_by(environment, code)
    assert loaded & set(HEAVY) == set()
