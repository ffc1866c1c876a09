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
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from reader.documents.model import Document
    from reader.paths import LibraryPaths

_VERSION = re.compile("[0-9a-f]{64}")


def kept_texts(paths: LibraryPaths, document: str, version: str) -> list[str] | None:
    """Return the paragraphs' texts of one version of a document, or None where they are not kept or damaged."""
    # A version out of a store from elsewhere must not lead to another file.
    if _VERSION.fullmatch(version):
        for path in (paths.text(document, version), paths.text(document)):
            texts = read_texts(path)
            if texts is not None and _version_of(texts) == version:
                return [clean(text) for text in texts]
    return None


def keep_texts(paths: LibraryPaths, document: Document) -> None:
    """Keep the paragraphs' texts of this version of a document, if they are not kept yet. Raises OSError."""
    _keep(paths, document.id, document.version, [paragraph.text for paragraph in document.paragraphs])


def take_texts(paths: LibraryPaths, folder: Path, documents: Collection[str]) -> int:
    """Keep what a folder of another library has of some documents, by id, and return how much. Raises OSError."""
    count = 0
    for path in sorted(folder.glob("*"), key=lambda path: (len(path.name), path.name)):
        document = path.name.partition(".")[0]
        texts = read_texts(path) if document in documents else None
        version = None if texts is None else _version_of(texts)
        if texts is not None and version is not None:
            count += _keep(paths, document, version, texts)
    return count


def _keep(paths: LibraryPaths, document: str, version: str, texts: Sequence[str]) -> bool:
    """Keep the texts of a version, unless they are kept; return whether they were not."""
    path = paths.text(document)
    if path.exists():
        if not _VERSION.fullmatch(version) or read_texts(path) == texts:
            return False
        path = paths.text(document, version)
    if path.exists():
        return False
    write_atomically(path, json.dumps(texts, ensure_ascii=False, indent=0).encode("utf-8", "replace"))
    return True


def read_texts(path: Path) -> list[str] | None:
    """Return the paragraphs' texts in a file, or None where it isn't there or can't be understood."""
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
