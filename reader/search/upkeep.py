"""Keeping the index of a library up to date: what is on the disk is shown at once, what is missing is added.

Several processes share what is on the disk. One of them writes at a time; the others look in now and then, and show
what it has done so far. A process that is killed leaves what it had finished, and files that the next writer removes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.search.building import Builder, combined
from reader.search.keeping import Folder
from reader.search.wanted import take_in
from reader.tags.locking import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from reader.documents.catalogue import Catalogue
    from reader.search.index import Index
    from reader.search.segment import Segment
    from reader.search.wanted import Wanted

_PASSAGES_AT_A_TIME = (2_000, 20_000)
"""So many passages make a segment at first, so that there is soon something to find, and later on."""
_FILES_AT_A_TIME = 16
_GROWTH = 2
"""Segments that are not so many times as big as all that came after them are joined with these."""
_LOOK_SECONDS = 0.2
_QUICKLY_CHECKED = 1 << 24
"""So many bytes are compared with their checksums before they are used; where there are more, it is done later."""


class Upkeep:
    """Brings an index up to what the documents of a library say, and keeps it on the disk.

    `first` are the ids of the documents that are added first. Without an index only the disk is brought up to date.
    """

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        wanted: Sequence[Wanted],
        index: Index | None = None,
        first: Collection[str] = (),
    ) -> None:
        self._folder = Folder(folder)
        self._lock = Lock(folder / "lock", seconds=0)
        self._catalogue = catalogue
        self._wanted = {each.id: each for each in wanted}
        self._first = first
        self._index = index
        self._checked: set[str] = set()
        self._unsaved: list[Segment] = []
        self._held: list[tuple[Segment, list[str]]] = []
        self._missing: dict[str, Wanted] = dict(self._wanted)

    def want(self, wanted: Sequence[Wanted], first: Collection[str]) -> None:
        """Let other documents be those that shall be found, of which `first`, by their ids, are added first.

        What is there of them is shown by `open`.
        """
        self._wanted = {each.id: each for each in wanted}
        self._missing = dict(self._wanted)
        self._first = first

    @property
    def of(self) -> int:
        """How many documents there are."""
        return len(self._wanted)

    @property
    def done(self) -> int:
        """How many of them can be found."""
        return self.of - len(self._missing)

    @property
    def missing(self) -> list[Wanted]:
        """What can't be found yet, in the order in which it is added."""
        return sorted(self._missing.values(), key=lambda each: each.id not in self._first)

    def open(self, at_once: int = 0) -> None:
        """Show what is on the disk, as far as it is what the documents say.

        Where no more than `at_once` paragraphs are missing, they are shown with it, before they are on the disk.
        """
        segments = self._folder.segments()
        if sum(map(self._folder.size, segments)) <= _QUICKLY_CHECKED:
            self._is_sound(segments)
        self._look()
        if 0 < sum(each.paragraphs for each in self._missing.values()) <= at_once:
            self._add_unsaved(lambda: None)
        self._show_held()

    def bring_up_to_date(self, check: Callable[[], None], grown: Callable[[], None]) -> None:
        """Add what is missing; `grown` is called whenever there is more to find.

        Raises what `check` raises, which is called every few moments.
        """
        self._show()
        try:
            self._settle(check, grown)
            # Comparing all with its checksum takes longer than adding a document that has changed.
            if not self._is_sound(self._folder.segments()):
                self._show()
                self._settle(check, grown)
        except OSError:
            # The disk is full, or the folder can't be written to: what is there is searched all the same.
            if self._missing:
                self._add_unsaved(check)
                self._show_held()
                grown()
        finally:
            self._lock.close()

    def _settle(self, check: Callable[[], None], grown: Callable[[], None]) -> None:
        while self._missing or self._unsaved or self._surplus():
            check()
            before = len(self._missing)
            try:
                with self._lock:
                    self._save_unsaved()
                    self._show()
                    self._add_missing(check, grown)
                    is_sound = self._tidy(check)
            except StoreError:
                self._wait(grown)
                continue
            if is_sound and self._missing and len(self._missing) >= before:
                raise OSError(f"{self._folder.path} does not keep what is written there")

    def _wait(self, grown: Callable[[], None]) -> None:
        """Look what the process does that is writing."""
        time.sleep(_LOOK_SECONDS)
        before = len(self._missing)
        self._show()
        if len(self._missing) < before:
            grown()

    def _show(self) -> None:
        """Take what is on the disk now, and show what of it counts."""
        self._look()
        self._show_held()

    def _show_held(self) -> None:
        if self._index is not None:
            self._index.show(self._held, list(self._wanted))

    def _look(self) -> None:
        """Find out what counts of what is on the disk now: the newest of each document, if it is right.

        What isn't on the disk counts where that lacks it.
        """
        left = {each.id: each.version for each in self._wanted.values()}
        newest_first = [(segment, _without(segment, left)) for segment in reversed(self._folder.segments().values())]
        unsaved = [(segment, _without(segment, left)) for segment in reversed(self._unsaved)]
        unsaved = [(segment, without) for segment, without in unsaved if len(without) < len(segment.documents)]
        self._unsaved = [segment for segment, _ in reversed(unsaved)]
        self._held = [*newest_first, *unsaved][::-1]
        self._missing = {id_: self._wanted[id_] for id_ in left}

    def _is_sound(self, names: Iterable[str]) -> bool:
        """Whether all of these segments are as they were written; those that aren't are left out from now on."""
        unsound = [name for name in names if name not in self._checked and not self._folder.is_sound(name)]
        self._checked.update(names)
        for name in unsound:
            self._folder.leave_out(name)
        return not unsound

    def _add_missing(self, check: Callable[[], None], grown: Callable[[], None]) -> None:
        builder = Builder()
        waiting = self.missing
        enough, most = _PASSAGES_AT_A_TIME
        for at in range(0, len(waiting), _FILES_AT_A_TIME):
            check()
            self._read(waiting[at : at + _FILES_AT_A_TIME], builder)
            if len(builder) >= enough:
                self._save(builder)
                grown()
                builder = Builder()
                enough = min(2 * enough, most)
        if builder.documents:
            self._save(builder)
            grown()

    def _add_unsaved(self, check: Callable[[], None]) -> None:
        """Take in what is missing without writing it."""
        waiting = self.missing
        builder = Builder()
        for at in range(0, len(waiting), _FILES_AT_A_TIME):
            check()
            self._read(waiting[at : at + _FILES_AT_A_TIME], builder)
        self._unsaved.append(builder.segment())
        self._look()

    def _save_unsaved(self) -> None:
        if self._unsaved:
            written = {self._folder.write(segment, [segment.texts]): segment for segment in self._unsaved}
            self._count(written)
            self._folder.keep(written)
            self._unsaved.clear()

    def _read(self, some: Sequence[Wanted], builder: Builder) -> None:
        for each in take_in(some, self._catalogue, builder):
            if each.id in self._wanted:
                # Whoever lists the file anew will want the same.
                self._wanted[each.id] = each

    def _save(self, builder: Builder) -> None:
        segment = builder.segment()
        self._count([self._folder.write(segment, [segment.texts])])
        self._show()

    def _count(self, written: Collection[str]) -> None:
        """Let segments count that were written a moment ago."""
        self._checked.update(written)
        self._folder.set_names([*self._folder.segments(), *written])

    def _surplus(self) -> int:
        """Return how many segments, the last ones, had better be one: they are many, or half of one is gone."""
        total = count = 0
        for at, (segment, without) in enumerate(reversed(self._held[len(self._unsaved) :]), 1):
            gone = sum(len(segment.entries_of(id_)) for id_ in without)
            if segment.size < _GROWTH * total or 2 * gone > segment.size:
                count = at
            total += segment.size
        return count

    def _tidy(self, check: Callable[[], None]) -> bool:
        """Join segments; return False where one of them turns out not to be as it was written."""
        count = self._surplus()
        if not count:
            return True
        names = list(self._folder.segments())
        if not self._is_sound(names[-count:]):
            self._show()
            return False
        segment, texts = combined(self._held[-count:], check)
        name = self._folder.write(segment, texts)
        self._checked.add(name)
        self._folder.set_names([*names[:-count], name])
        self._show()
        return True


def _without(segment: Segment, left: dict[str, str]) -> list[str]:
    """Return which documents of a segment don't count; those that do are taken out of what is `left`, by versions."""
    without = []
    for id_, version in zip(segment.documents, segment.versions, strict=True):
        if left.get(id_) == version:
            del left[id_]
        else:
            without.append(id_)
    return without
