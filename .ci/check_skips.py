"""Fails on a test that was skipped neither by a name nor for a reason here: `python3 .ci/check_skips.py JUNIT_XML`."""

import sys
import xml.etree.ElementTree as ET

REASONS = {"the shared documents are not here", "nothing is forbidden to root"}
MAY_SKIP = {
    "tests.documents.test_shared_corpus": "needs documents that are not part of the project",
    "tests.tags.test_failing_disks": "needs the right to mount a file system; a failing disk stands in for it",
    "tests.test_cli_faults": "needs the right to mount a file system",
    "tests.search.test_seeds": "needs documents that are not part of the project",
}


def is_known(case: ET.Element) -> bool:
    """Whether a test may be skipped."""
    skipped = case.find("skipped")
    reason = "" if skipped is None else skipped.get("message", "")
    return case.get("classname") in MAY_SKIP or reason in REASONS


cases = list(ET.parse(sys.argv[1]).getroot().iter("testcase"))
skipped = [case for case in cases if case.find("skipped") is not None]
wrong = [f"{case.get('classname')}::{case.get('name')}" for case in skipped if not is_known(case)]
print(f"{len(cases)} tests, {len(skipped)} skipped")
if wrong or not cases:
    sys.exit("Skipped, and not named in .ci/check_skips.py:\n  " + "\n  ".join(wrong or ["every test"]))
