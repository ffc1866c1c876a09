"""The passages of a library as an index that follows it: what is on the disk at once, then the rest as it changes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from reader.search.corpus import lost_in
from reader.search.elsewhere import Elsewhere, Errand
from reader.search.entries import SearchCancelledError
from reader.search.index import Index
from reader.search.upkeep import Upkeep
from reader.search.wanted import all_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from reader.search.entries import Entry
    from reader.search.wanted import Wanted
    from reader.tags.index import TagIndex
    from reader.workspace import Workspace

_MANY = 2_000
"""More paragraphs are indexed in another process, since the screen would stall; fewer are there sooner in this one."""
_CALM_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to be found from now on: the documents, unless they are the same, and which places are no more."""

    number: int
    wanted: Sequence[Wanted] | None
    first: Collection[str]
    lost: Sequence[Entry]
    not_lost: Collection[str]


class Passages:
    """An index over every passage, tagged documents first. Searching it while it grows finds what is in it so far."""

    def __init__(self, workspace: Workspace, grown: Callable[[], None]) -> None:
        """Prepare to read `workspace`; `grown` is called, in a thread, whenever there is more to find."""
        self.index = Index()
        self._workspace = workspace
        self._grown = grown
        self._library_moment = -1
        self._tags: TagIndex | None = None
        self._tags_moment = 0
        self._asked = self._taken = 0
        self._changes: SimpleQueue[_Change | None] = SimpleQueue()
        self._lost: dict[str, dict[str, Entry]] = {}
        self._stopped = threading.Event()
        self._other: Elsewhere | None = None
        self._upkeep = Upkeep(workspace.paths.search, workspace.catalogue, (), self.index)
        threading.Thread(target=self._read, name="passages", daemon=True).start()
        self.follow()

    @property
    def of(self) -> int:
        """How many documents there are to read."""
        return self._upkeep.of

    @property
    def done(self) -> int:
        """How many documents can be found."""
        return self._upkeep.done

    @property
    def is_complete(self) -> bool:
        """Whether every passage can be found."""
        return self._taken == self._asked and self.done >= self.of

    def follow(self) -> None:
        """Have that found soon which has changed since this was last called: documents, places that are no more."""
        library, tags = self._workspace.library, self._workspace.index
        is_listed_anew = library.moment != self._library_moment
        changed = library.changed_since(max(self._library_moment, 0))
        self._library_moment = library.moment
        if tags is not self._tags:
            changed |= {*tags.documents, *self._lost}
        else:
            changed |= tags.documents_changed_since(self._tags_moment)
        self._tags, self._tags_moment = tags, tags.moment
        lost, not_lost = self._look_for_lost(changed)
        if is_listed_anew or lost or not_lost:
            self._asked += 1
            wanted = all_wanted(self._workspace) if is_listed_anew else None
            self._changes.put(_Change(self._asked, wanted, frozenset(tags.documents), lost, not_lost))

    def _look_for_lost(self, documents: Iterable[str]) -> tuple[list[Entry], list[str]]:
        """Return what is new among the places of documents that are no more, and the keys of those that aren’t it."""
        lost: list[Entry] = []
        not_lost: list[str] = []
        for id_ in documents:
            before = self._lost.pop(id_, {})
            now = {entry.key: entry for entry in lost_in(self._workspace, id_)}
            if now:
                self._lost[id_] = now
            lost += [entry for key, entry in now.items() if before.get(key) != entry]
            not_lost += before.keys() - now.keys()
        return lost, not_lost

    def stop(self) -> None:
        """Give up reading."""
        self._stopped.set()
        self._changes.put(None)
        if self._other is not None:
            self._other.stop()

    # In a thread of its own

    def _read(self) -> None:
        try:
            while True:
                is_listed_anew = self._take(self._changes.get())
                self._tell()
                if not is_listed_anew:
                    continue
                if self._are_many:
                    self._read_elsewhere()
                self._upkeep.bring_up_to_date(self._check, self._tell)
                self._tell()
        except SearchCancelledError:
            return

    def _take(self, change: _Change | None) -> bool:
        """Take in a change, and those that came after it; return whether documents are among it."""
        listed = None
        for each in self._with_those_after(change):
            listed = each if each.wanted is not None else listed
            for key in each.not_lost:
                self.index.remove(key)
            for entry in each.lost:
                self.index.add(entry)
            number = each.number
        if listed is not None and listed.wanted is not None:
            paths = self._workspace.paths
            self._errand = Errand(paths.search, paths.root, paths.catalogue, listed.wanted, listed.first)
            self._upkeep.want(listed.wanted, listed.first)
            self._upkeep.open(at_once=_MANY)
        self._taken = number
        return listed is not None

    def _with_those_after(self, change: _Change | None) -> Iterator[_Change]:
        while True:
            if change is None:
                raise SearchCancelledError
            yield change
            try:
                change = self._changes.get_nowait()
            except Empty:
                return

    @property
    def _are_many(self) -> bool:
        return sum(each.paragraphs for each in self._upkeep.missing) > _MANY

    def _read_elsewhere(self) -> None:
        # While files are being read, there is something new to index every moment.
        while self._are_many:
            try:
                change = self._changes.get(timeout=_CALM_SECONDS)
            except Empty:
                break
            self._take(change)
            self._tell()
        try:
            self._other = Elsewhere(self._errand)
        except OSError:
            return
        if self._stopped.is_set():
            self._other.stop()

        def look() -> None:
            self._upkeep.open()
            self._tell()

        self._other.wait(look)
        self._check()

    def _check(self) -> None:
        if self._stopped.is_set():
            raise SearchCancelledError

    def _tell(self) -> None:
        if not self._stopped.is_set():
            self._grown()
