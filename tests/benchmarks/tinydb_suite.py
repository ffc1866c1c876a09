"""TinyDB's own tests, run against Reader's storage and table.

    python tests/benchmarks/tinydb_suite.py FOLDER [pytest options]

FOLDER is TinyDB's source distribution, unpacked (`pip download --no-deps --no-binary :all: tinydb==4.9.0`). Its tests
are copied, and their `db` fixture is given one more kind of database: a `JournalDB` on a file. Each test that uses the
fixture runs on it. What doesn't apply is deselected by name below, with the reason.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FIXTURE = """

from reader.tags.storage import JournalDB


@pytest.fixture
def db(tmp_path):
    with JournalDB(tmp_path / 'test.json') as db_:
        db_.drop_tables()
        db_.insert_multiple({'int': 1, 'char': c} for c in 'abc')
        yield db_
"""

NOT_APPLICABLE = {
    "test_tables.py::test_table_repr": "wants the class names Table and JSONStorage in the repr; ours say what they are"
}


def main() -> int:
    """Copy the tests, put the fixture in, run them, and say which were left out."""
    source, options = Path(sys.argv[1]) / "tests", sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        tests = Path(folder) / "tests"
        shutil.copytree(source, tests)
        conftest = tests / "conftest.py"
        conftest.write_text(conftest.read_text() + FIXTURE)
        left_out = [option for name in NOT_APPLICABLE for option in ("--deselect", f"tests/{name}")]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *left_out, *options, "tests"]
        code = subprocess.run(command, cwd=folder, check=False).returncode
    for name, reason in NOT_APPLICABLE.items():
        print(f"not applicable: {name}: {reason}")
    return code


if __name__ == "__main__":
    sys.exit(main())
