"""What the tests of the app share: the library that it is tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from town import build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with three documents, and no store yet: articles/gym.txt, debate.txt, minutes.txt."""
    return build(tmp_path / "town")
