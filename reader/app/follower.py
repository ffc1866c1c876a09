"""Following what other windows and the shell do to the library, and telling what the store found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.widgets.page_view import Mode
from reader.errors import ReaderError
from reader.tags.model import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.app.desk import Desk
    from reader.app.navigator import Navigator
    from reader.app.widgets.reading_pane import ReadingPane


class Follower:
    """Looks now and then whether the library's records changed, and brings what is open up to them."""

    def __init__(self, desk: Desk, navigator: Navigator, panes: Callable[[], Sequence[ReadingPane]]) -> None:
        """Work at a desk that has `panes`."""
        self._desk = desk
        self._navigator = navigator
        self._panes = panes
        self._stale: list[ReadingPane] = []
        self._told: set[str] = set()
        self._fault = ""

    def look(self, *, may_speak: bool) -> None:
        """Take in what others did; with `may_speak` tell what was found wrong, or is worth a notice."""
        try:
            changed = self._desk.workspace.refresh()
        except ReaderError as error:
            if self._fault != str(error):
                self._fault = str(error)
                self._desk.say(self._fault)
            return
        self._fault = ""
        if changed:
            is_all = Table.DOCUMENTS in changed
            self._stale = [pane for pane in self._panes() if is_all or (pane.page and pane.page.view.theme)]
            self._desk.tags_changed(changed)
        self._renew()
        if may_speak:
            self.tell()

    def tell(self) -> None:
        """Tell what the store found, each once: faults with a word on what to do, notices as they are."""
        store = self._desk.workspace.store
        # Why nothing is written any more, the change that was refused has told.
        problems = [each for each in store.problems if each not in self._told and each != store.failure]
        notices = [each for each in store.notices if each not in self._told]
        self._told.update(problems, notices)
        if problems or notices:
            first, *others = [*problems, *notices]
            words = f"{first} · and {len(others)} more" if others else first
            self._desk.say(words if "reader check" in words or not problems else f"{words} · `reader check` says more")

    def _renew(self) -> None:
        """Make the pages anew that others' changes concern; where a range or words are being chosen, that waits."""
        stale, panes = self._stale, self._panes()
        self._stale = [pane for pane in stale if pane.mode is not Mode.READ]
        for pane in stale:
            if pane.mode is Mode.READ and pane in panes:
                self._navigator.renew(pane)
