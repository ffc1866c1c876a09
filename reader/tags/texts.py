"""The words that tags were put on: the paragraphs of each version of a document that was tagged.

`texts/ID` holds the version that was tagged first; others that were tagged later stand beside it, with the beginning of
their hash in the name. A tag says by its `version` which of them it belongs to.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.atomic import write_atomically
from reader.documents.gate import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.documents.model import Document
    from reader.paths import LibraryPaths

_VERSION = re.compile("[0-9a-f]{64}")


def kept_texts(paths: LibraryPaths, document: str, version: str) -> list[str] | None:
    """Return the paragraphs' texts of one version of a document, or None where they are not kept or damaged."""
    # A version out of a store from elsewhere must not lead to another file.
    if _VERSION.fullmatch(version):
        for path in (paths.text(document, version), paths.text(document)):
            texts = _texts_in(path)
            if texts is not None and _version_of(texts) == version:
                return [clean(text) for text in texts]
    return None


def keep_texts(paths: LibraryPaths, document: Document) -> None:
    """Keep the paragraphs' texts of this version of a document, if they are not kept yet. Raises OSError."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    first = paths.text(document.id)
    path = first
    if first.exists():
        if not _VERSION.fullmatch(document.version) or _texts_in(first) == texts:
            return
        path = paths.text(document.id, document.version)
    if not path.exists():
        write_atomically(path, json.dumps(texts, ensure_ascii=False, indent=0).encode("utf-8"))


def _texts_in(path: Path) -> list[str] | None:
    with suppress(OSError, ValueError, RecursionError):
        texts = json.loads(path.read_bytes())
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return texts
    return None


def _version_of(texts: Sequence[str]) -> str | None:
    # The rules that read a file take time to load, and only a document that has changed needs this.
    from reader.documents.reading import version_of

    with suppress(UnicodeError):
        return version_of(texts)
    return None
