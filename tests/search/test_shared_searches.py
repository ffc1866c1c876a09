"""Searches in the founding documents and the corpus beside the repository, as a reader would type them, badly."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"

pytestmark = pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the shared documents are not here")

SEARCHES = {
    "azim rafik brave carrer wasted rascism": "commend what Azeem Rafiq did this week",
    "algoritms reward bad behavoir": "change their algorithms and how they reward bad behaviour",
    "wrold champoin team muslims in it @kahn": "our world champion team had Muslims in it",
    "death theats peer suspened": "the peer receiving several death threats",
    "elnino rains destroyd roads": "the El-Nino induced rains of 1997",
    "duck to watr internet material": "its like a duck to water for me",
    "watercanon previous mayor not go ahead": "urged the previous Mayor not to go ahead",
    "universl credit vote pasue and fix not respecting parlament": "pause & fix Universal Credit",
    "nuclear non prolifration disarmment progress": "nuclear non-proliferation and disarmament",
    "boiler six month wait dumfreis": "four to six-month wait in Dumfries",
    "nightingal sang whiteroses churchyard": "where the white roses grow",
    "fir tre handsom christmas felled": "That's a handsome tree!",
}


def test_what_was_meant_comes_first(tmp_path, environment):
    for part in ("seeds", "corpus"):
        shutil.copytree(SHARED / part, tmp_path / "shared" / part)
    done = subprocess.run(
        [sys.executable, "-m", "reader", "-L", str(tmp_path / "shared"), "find", "--stdin", "--limit", "1"],
        input="\n".join(SEARCHES),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    first = {answer["query"]: answer["results"][0]["text"] for answer in answers if answer["results"]}
    assert {query: text for query, text in SEARCHES.items() if text not in first.get(query, "")} == {}
