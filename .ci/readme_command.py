"""Prints the first fenced block under a heading of README.md: `python3 .ci/readme_command.py "## Try it"`."""

import re
import sys
from pathlib import Path

text = Path("README.md").read_text(encoding="utf-8")
found = re.search(rf"^{re.escape(sys.argv[1])}\n.*?^```[a-z]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
if found is None or found.group(1).count("\n") != 1:
    sys.exit(f"README.md has no one-line command under {sys.argv[1]!r}")
print(found.group(1).strip())
