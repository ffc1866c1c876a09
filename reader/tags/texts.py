"""The words of a tagged document as its tags were last anchored to them: its paragraphs, in a file of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def keep_texts(path: Path, texts: Sequence[str]) -> None:
    """Write the texts of a document's paragraphs, durably. Raises OSError."""
    write_atomically(path, json.dumps(texts, ensure_ascii=False, indent=0).encode("utf-8", "replace"))


def read_texts(path: Path) -> list[str] | None:
    """Return the texts of a document's paragraphs, or None where they aren't there or can't be understood."""
    try:
        texts = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return texts if isinstance(texts, list) and all(isinstance(text, str) for text in texts) else None
