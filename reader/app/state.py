"""What the app remembers between two runs: where one was, what was read, how wide the panes are.

It lives in the user's state directory and is a convenience: a file that is missing or damaged means a fresh start.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from reader.atomic import write_atomically
from reader.documents.gate import clean_line

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class DocumentState:
    """Where a document was left, what of it has been seen (see `Progress.kept`), and its read mark."""

    at: int = 1
    seen: list[tuple[int, int, int]] = field(default_factory=list)
    read: bool = False


@dataclass(slots=True)
class LibraryState:
    """One library's state; `document` and `path` are the id and the path of the one that was open last.

    `queries` are those of the finder, the newest last.
    """

    document: str | None = None
    path: str = ""
    documents: dict[str, DocumentState] = field(default_factory=dict)
    library_width: int = 32
    tags_width: int = 26
    toured: bool = False
    queries: list[str] = field(default_factory=list)

    def of(self, document: str) -> DocumentState:
        """Return a document's state, new where it was never opened."""
        return self.documents.setdefault(document, DocumentState())

    def is_unread(self, document: str | None) -> bool:
        """Whether a document has no read mark."""
        state = self.documents.get(document) if document else None
        return state is None or not state.read


def load(path: Path) -> LibraryState:
    """Return the state kept at `path`, or a fresh one."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        plain: dict[str, Any] = json.loads(path.read_bytes())
        documents = {
            str(id_): DocumentState(
                int(each["at"]), [(int(n), int(a), int(b)) for n, a, b in each["seen"]], bool(each["read"])
            )
            for id_, each in plain["documents"].items()
        }
        document = plain["document"] if isinstance(plain["document"], str) else None
        library, tags = (min(80, max(16, int(plain[name]))) for name in ("library_width", "tags_width"))
        queries = [clean_line(str(query)) for query in plain.get("queries", ())]
        opened, toured = str(plain.get("path", "")), bool(plain["toured"])
        return LibraryState(document, opened, documents, library, tags, toured, queries)
    return LibraryState()


def save(path: Path, state: LibraryState) -> None:
    """Keep the state. Raises OSError where that can't be done."""
    write_atomically(path, json.dumps(asdict(state)).encode("ascii"))
