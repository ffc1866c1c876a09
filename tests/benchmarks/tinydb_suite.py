"""TinyDB's own tests, run against Reader's storage and table.

    python tests/benchmarks/tinydb_suite.py FOLDER [pytest options]

FOLDER is TinyDB's source distribution, unpacked (`pip download --no-deps --no-binary :all: tinydb==4.9.0`). Its tests
are copied and all of them run, with these changes: the `db` fixture, which gives TinyDB in memory and on a file, gives
a `JournalDB` on a file as well; and wherever a test makes a `TinyDB` or a `JSONStorage` on a file of its own, it gets
a `JournalDB` or a `JournalStorage`. What doesn't apply is named below, with the reason. Prints what was run. One test
needs PyYAML, and is skipped without it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

CONFTEST = """

import tinydb, tinydb.storages
from reader.tags.storage import JournalDB, JournalStorage

_TinyDB, _JSONStorage = tinydb.TinyDB, tinydb.storages.JSONStorage


class _Meta(type):
    def __call__(cls, *arguments, **options):
        if options.get('storage', JournalStorage) is not JournalStorage:
            return _TinyDB(*arguments, **options)
        # Our files are ASCII, which every JSON reader reads.
        options.pop('ensure_ascii', None)
        return JournalDB(*arguments, **options)

    def __getattr__(cls, name):
        return getattr(JournalDB, name)


class _OnAFile(metaclass=_Meta):
    pass


tinydb.TinyDB, tinydb.JSONStorage, tinydb.storages.JSONStorage = _OnAFile, JournalStorage, JournalStorage


@pytest.fixture(params=['memory', 'json', 'journal'])
def db(request, tmp_path: Path):
    path = tmp_path / 'test.db'
    if request.param == 'memory':
        db_ = _TinyDB(storage=MemoryStorage)
    elif request.param == 'json':
        db_ = _TinyDB(path, storage=_JSONStorage)
    else:
        db_ = JournalDB(path)
    db_.drop_tables()
    db_.insert_multiple({'int': 1, 'char': c} for c in 'abc')
    yield db_
    db_.close()


def pytest_collection_modifyitems(config, items):
    left_out = [item for item in items if item.nodeid.removeprefix('tests/') in NOT_APPLICABLE]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
"""

_REPR = "wants TinyDB's class names in the repr; ours say what they are"
_OPTIONS = "wants an option of the JSON file that ours, a log and a snapshot of one fixed form, doesn't take"
NOT_APPLICABLE = {
    "test_tables.py::test_table_repr[journal]": _REPR,
    "test_tinydb.py::test_repr": _REPR,
    "test_storages.py::test_json_kwargs": f"{_OPTIONS}: sort_keys, indent, separators",
    "test_storages.py::test_json_read": f"{_OPTIONS}: access_mode",
    "test_storages.py::test_json_invalid_mode_warning": f"{_OPTIONS}: access_mode",
    "test_storages.py::test_encoding": f"{_OPTIONS}: encoding",
    "test_storages.py::test_create_dirs": f"{_OPTIONS}: create_dirs; it makes folders at the first write",
    "test_storages.py::test_json_invalid_directory": "wants opening to fail in a missing folder; ours touches no file",
    "test_storages.py::test_json": "writes a list; ours holds what TinyDB writes, tables of numbered rows",
    "test_middlewares.py::test_caching_json_write": "looks at `_handle`, a private attribute of TinyDB's file storage",
}


def main() -> int:
    """Copy the tests, put the fixture in, run them, and say which were left out."""
    source, options = Path(sys.argv[1]) / "tests", sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        tests = Path(folder) / "tests"
        shutil.copytree(source, tests)
        conftest = tests / "conftest.py"
        conftest.write_text(f"{conftest.read_text()}\n\nNOT_APPLICABLE = {NOT_APPLICABLE}\n{CONFTEST}")
        results = Path(folder) / "results.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}"]
        code = subprocess.run([*command, *options, "tests"], cwd=folder, check=False).returncode
        cases = list(ET.parse(results).getroot().iter("testcase"))
    kinds = Counter(_kind(case) for case in cases)
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"{len(cases) + len(NOT_APPLICABLE)} tests: {counted}, {len(NOT_APPLICABLE)} not applicable")
    for name, reason in NOT_APPLICABLE.items():
        print(f"not applicable: {name}: {reason}")
    return code


def _kind(case: ET.Element) -> str:
    for kind in ("failure", "error", "skipped"):
        if case.find(kind) is not None:
            return kind
    return "passed"


if __name__ == "__main__":
    sys.exit(main())
