"""The passages of a library as an index: what is on the disk at once, then the rest, tagged documents first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reader.search.corpus import lost_passages
from reader.search.elsewhere import Elsewhere, Errand
from reader.search.entries import SearchCancelledError
from reader.search.index import Index
from reader.search.upkeep import Upkeep, all_wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.workspace import Workspace

_MANY = 2_000
"""More paragraphs are indexed in another process, since the screen would stall; fewer are there sooner in this one."""
_CALM_SECONDS = 0.5


class Passages:
    """An index over every passage. Searching it while it grows finds what is in it so far."""

    def __init__(self, workspace: Workspace, grown: Callable[[], None]) -> None:
        """Prepare to read `workspace`; `grown` is called, in a thread, whenever there is more to find."""
        self.index = Index(lost_passages(workspace))
        self._grown = grown
        self._stopped = threading.Event()
        self._other: Elsewhere | None = None
        paths = workspace.paths
        wanted = all_wanted(workspace)
        tagged = {each.id for each in wanted if workspace.tagged(each.id)}
        self._errand = Errand(paths.search, paths.root, paths.catalogue, wanted, tagged)
        self._upkeep = Upkeep(paths.search, workspace.catalogue, wanted, self.index, tagged)

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
        return self.done >= self.of

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, name="passages", daemon=True).start()

    def stop(self) -> None:
        """Give up reading."""
        self._stopped.set()
        if self._other is not None:
            self._other.stop()

    def _read(self) -> None:
        self._upkeep.open()
        if self.done:
            self._tell()
        try:
            if sum(each.paragraphs for each in self._upkeep.missing) > _MANY:
                self._read_elsewhere()
            self._upkeep.bring_up_to_date(self._check, self._tell)
        except SearchCancelledError:
            return
        self._tell()

    def _read_elsewhere(self) -> None:
        # While files are being read, there is something new to index every moment.
        if self._stopped.wait(_CALM_SECONDS):
            raise SearchCancelledError
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
