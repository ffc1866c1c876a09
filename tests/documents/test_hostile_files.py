"""What a hostile PDF, XML, table or subtitle file does at worst is to become a reason in words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MAKER = Path(__file__).parent / "hostile" / "made_files.py"
sys.path.insert(0, str(MAKER.parent))

from made_files import FILES  # noqa: E402

MOST_MEMORY = 600
"""In MB, for the whole process, with the file itself made in it."""

LONGEST = 60
"""In seconds: what hangs, hangs for longer, and a busy machine is no reason to fail."""

REASONS = {
    "xml: a billion laughs": "decompression bombs",
    "xml: one long name, often": "decompression bombs",
    "xml: a file of the computer": "another file",
    "xml: a file of the network": "another file",
    "xml: a device": "another file",
    "xml: 10,000 deep": "nests deeper",
    "xml: 10,000 deep and never closed": "nests deeper",
    "xml: a million elements": "500,000 elements",
    "xml: 70 MB": "70 MB",
    "xml: cut short": "broken at line 1",
    "csv: 100,000 columns": "100,000 columns",
    "csv: commas only": "10,000,000 cells",
    "csv: 500,000 rows": "100,000 rows",
    "srt: arrows only": "more than 150,000 cues",
    "srt: 200,000 cues": "more than 150,000 cues",
    "vtt: a cue of 2 million lines": "or their lines",
    "vtt: a million empty cues": "more than 150,000 cues",
    "vtt: notes only": "no subtitles",
    "pdf: cut short": "damaged",
    "pdf: only its first line": "damaged",
    "pdf: 4 million letters, packed": "400,000 characters",
    "pdf: 4 million letters": "400,000 characters",
    "pdf: 100 MB of spaces": "tightly",
    "pdf: 100 MB of lines": "tightly",
    "pdf: 100 MB, unpacked": "16 MB",
    "pdf: one piece 2,000 times": "1,000 pieces",
}
READ = {
    "xml: a file by parameter",
    "xml: controls by number",
    "xml: 400,000 elements",
    "xml: an encoding that takes for ever",
    "xml: a table of 100,000 cells",
    "csv: a field over the limit",
    "csv: NUL bytes",
    "srt: huge numbers",
    "srt: huge numbers that fit",
    "vtt: ten thousand voices",
    "vtt: two cues of 200,000 lines",
    "csv: a column's name of 100,000 letters",
    "pdf: a loop of tables",
    "pdf: escapes",
    "pdf: 3,000 pages",
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_content_or_in_a_reason(name: str):
    command = [sys.executable, str(MAKER), name]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    found = json.loads(ended.stdout)
    assert (found["error"] is None) or not found["paragraphs"]
    assert not found["steers"]
    assert not found["leaks"]
    assert found["memory"] < MOST_MEMORY
    assert REASONS.get(name, "") in (found["error"] or "")
    assert name not in READ or found["paragraphs"]
