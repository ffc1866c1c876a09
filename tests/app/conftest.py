"""What the tests of the app share: the library that it is tried on."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from town import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    """Let what an app spared from the collecting of garbage go with it: hundreds of apps share the tests' process."""
    yield
    gc.unfreeze()


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with three documents, and no store yet: articles/gym.txt, debate.txt, minutes.txt."""
    return build(tmp_path / "town")
