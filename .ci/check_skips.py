"""Fails on a skipped test that isn't named here: `python3 .ci/check_skips.py JUNIT_XML`."""

import sys
import xml.etree.ElementTree as ET

MAY_SKIP = {
    "tests.documents.test_shared_corpus": "needs documents that are not part of the project",
    "tests.tags.test_failing_disks": "needs the right to mount a file system; a failing disk stands in for it",
    "tests.test_cli_faults": "needs the right to mount a file system",
    "tests.search.test_seeds": "needs documents that are not part of the project",
}

cases = list(ET.parse(sys.argv[1]).getroot().iter("testcase"))
skipped = [case for case in cases if case.find("skipped") is not None]
wrong = [f"{case.get('classname')}::{case.get('name')}" for case in skipped if case.get("classname") not in MAY_SKIP]
print(f"{len(cases)} tests, {len(skipped)} skipped")
if wrong or not cases:
    sys.exit("Skipped, and not named in .ci/check_skips.py:\n  " + "\n  ".join(wrong or ["every test"]))
