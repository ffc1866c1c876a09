"""The parts of the main screen that nobody needs before it has been painted: they are imported and made after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.copier import Copier
from reader.app.menu import Menu
from reader.app.page_search import PageSearch
from reader.app.reviewer import Reviewer
from reader.app.searcher import Searcher
from reader.app.tagger import Tagger
from reader.app.undoer import Undoer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.app.desk import Desk, Handlers
    from reader.app.navigator import Navigator


class Parts:
    """Tagging, undoing, copying, searching, and the menus, at one desk."""

    def __init__(
        self,
        desk: Desk,
        navigator: Navigator,
        keymap: Mapping[str, str],
        *,
        run_action: Callable[[str], None],
        send_to_terminal: Callable[[str], None],
    ) -> None:
        """Make them; `run_action` runs a command's action, `send_to_terminal` copies through the terminal."""
        self.tagger = Tagger(desk)
        self.undoer = Undoer(desk, navigator)
        self.reviewer = Reviewer(desk, keymap)
        self.copier = Copier(desk, send_to_terminal, keymap)
        self.searcher = Searcher(desk, self.tagger, self.copier, keymap)
        self.page_search = PageSearch(desk, navigator.remember)
        self.menu = Menu(desk, run_action, navigator.go_to_number, keymap)

    @property
    def handlers(self) -> Handlers:
        """The commands that these parts run."""
        return {
            **self.tagger.handlers,
            **self.undoer.handlers,
            **self.reviewer.handlers,
            **self.copier.handlers,
            **self.searcher.handlers,
            **self.page_search.handlers,
            **self.menu.handlers,
        }

    def stop(self) -> None:
        """End what they do in other threads."""
        self.searcher.stop()
        self.page_search.stop()
