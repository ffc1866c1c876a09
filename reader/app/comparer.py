"""Comparing documents that have changed with what was tagged, in a thread of its own, and telling how tags followed."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.tags.comparing import Comparison
    from reader.tags.versions import Followed, Revision
    from reader.workspace import Workspace

AT_ONCE = 600
"""A document of so many paragraphs is compared in the time of a key press, also while somebody waits for it."""

_SECONDS = 1.0
_PAUSE_SECONDS = 0.1
"""So long what has changed is left to those who make it findable: they would wait for each other."""


@dataclass
class VersionsCompared(Message):
    """Some versions have been compared with the documents of today."""

    compared: Mapping[Revision, Comparison]


class Comparer:
    """Compares what a workspace could not place yet, and posts it as it goes, a handful at a time."""

    def __init__(self, workspace: Workspace, post: Callable[[Message], object]) -> None:
        """Compare for `workspace`; `post` may be called from another thread."""
        self._workspace = workspace
        self._post = post
        self._stopped = threading.Event()
        self._asked: set[tuple[Revision, str]] = set()

    def start(self) -> None:
        """Begin with what waits to be compared and is not being compared already."""
        wanted: list[tuple[Revision, str]] = []
        for revision in self._workspace.places.unfollowed():
            listing = self._workspace.listing_of(revision.document)
            asked = revision, listing.summary.version if listing and listing.summary else ""
            if asked not in self._asked:
                self._asked.add(asked)
                wanted.append(asked)

        def work() -> None:
            self._stopped.wait(_PAUSE_SECONDS)
            compared: dict[Revision, Comparison] = {}
            posted = time.monotonic()
            for asked in wanted:
                if self._stopped.is_set():
                    return
                try:
                    compared[asked[0]] = self._workspace.places.compare(asked[0])
                except NotFoundError:
                    # It went meanwhile, and may come back.
                    self._asked.discard(asked)
                if time.monotonic() > posted + _SECONDS:
                    self._post(VersionsCompared(compared))
                    compared, posted = {}, time.monotonic()
            if compared:
                self._post(VersionsCompared(compared))

        if wanted:
            threading.Thread(target=work, name="comparer", daemon=True).start()

    def stop(self) -> None:
        """Give up comparing."""
        self._stopped.set()


def said_of(followed: Sequence[Followed], review_key: str) -> str:
    """Return the message that tells how tags followed; `review_key` is pressed to see to those in doubt."""
    from reader.tags.versions import Followed

    if len(followed) == 1:
        (total,) = followed
    else:
        counts = zip(*((each.kept, each.moved, each.review, each.lost) for each in followed), strict=True)
        total = Followed(f"{len(followed)} documents changed", *map(sum, counts))
    doubt = f" · {review_key} reviews" if total.review or total.lost else ""
    return f"{total.words}{doubt}"
