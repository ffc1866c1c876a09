"""Indexing the files of a library while they are being read for the first time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.search.building import Builder
from reader.search.keeping import Folder
from reader.search.wanted import take_in, wanted_of
from reader.tags.locking import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from reader.documents.catalogue import Catalogue
    from reader.search.wanted import Wanted
    from reader.workspace import Workspace

_LEFT = 0.28
"""When no more than this share is still to come, the others become a segment, too big to be joined with the rest."""


def add_while_reading(workspace: Workspace, tell: Callable[[int, int], None]) -> None:
    """Read the files of a library that aren't known yet, and index them meanwhile: then all processors are busy.

    `tell` is called with how many of how many are done. What can't be indexed now, as where another process writes the
    index, is for `Upkeep.bring_up_to_date`, and what is left unread then for whoever reads everything.
    """
    unread = len(workspace.unread())

    def arriving() -> Iterator[list[Wanted]]:
        done = 0
        for some in workspace.reading():
            yield wanted_of(workspace, map(workspace.listing, some))
            done += len(some)
            tell(done, unread)

    if unread:
        with suppress(StoreError, OSError):
            _add(arriving(), unread, workspace.paths.search, workspace.catalogue)


def _add(arriving: Iterable[Sequence[Wanted]], of: int, path: Path, catalogue: Catalogue) -> None:
    """Add documents as they arrive, `of` in all, to the index in a folder.

    Raises StoreError where another process is writing, and OSError.
    """
    folder, lock, builder = Folder(path), Lock(path / "lock", seconds=0), Builder()
    left, enough = of, of * _LEFT
    try:
        with lock:
            held = folder.segments().values()
            there = {each for segment in held for each in zip(segment.documents, segment.versions, strict=True)}
            for some in arriving:
                take_in([each for each in some if (each.id, each.version) not in there], catalogue, builder)
                left -= len(some)
                if builder.documents and (builder.is_full or left <= enough):
                    _save(builder, folder)
                    builder, enough = Builder(), left * _LEFT
            if builder.documents:
                _save(builder, folder)
    finally:
        lock.close()


def _save(builder: Builder, folder: Folder) -> None:
    segment = builder.segment()
    folder.set_names([*folder.segments(), folder.write(segment, [segment.texts])])
