"""Three writers on one store, killed at random moments: `kill_loop.py`, a shorter run of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kill_loop import BREAKS

LOOP = Path(__file__).with_name("kill_loop.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the loop forks its writers")


def loop(environment, folder, kills, seed=1, broken=""):
    command = [sys.executable, str(LOOP), str(folder), str(kills), str(seed), broken]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=1200, check=True)
    return json.loads(ended.stdout)


def test_writers_killed_at_random_lose_nothing_they_reported_and_leave_nothing_else(tmp_path, environment):
    counted = loop(environment, tmp_path, int(os.environ.get("KILL_ROUNDS", "30")))
    print(json.dumps(counted))
    assert counted["faults"] == []
    assert (counted["lost"], counted["unreadable"], counted["phantom"]) == (0, 0, 0)
    assert counted["acknowledged"] > counted["kills"]
    assert counted["parts set aside"] > 0


@pytest.mark.parametrize("broken", BREAKS)
def test_the_loop_finds_a_store_that_is_broken(tmp_path, environment, broken):
    for seed in range(8):
        folder = tmp_path / str(seed)
        folder.mkdir()
        if loop(environment, folder, 25, seed, broken)["faults"]:
            return
    pytest.fail(f"200 kills with “{broken}”, and nothing was found")
