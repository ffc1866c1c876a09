"""The panes of the main screen: which one has the keys, how wide they are, the second reading pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from reader.app.desk import Handlers
    from reader.app.state import LibraryState
    from reader.app.widgets.library_pane import LibraryPane
    from reader.app.widgets.pages import Pages
    from reader.app.widgets.tag_pane import TagPane

READING_WIDTH = 60
"""The columns that the reading pane keeps before a side pane may stand beside it."""


class Panes:
    """Lays out a library pane, one or two reading pages, and a tag pane; side panes fold away where it is narrow."""

    def __init__(
        self,
        library: LibraryPane,
        tags: TagPane,
        pages: Pages,
        state: LibraryState,
        width: Callable[[], int],
    ) -> None:
        """Arrange the panes; `width` is the screen's, in columns."""
        self._library = library
        self._tags = tags
        self._pages = pages
        self._state = state
        self._width = width
        self._hidden: set[str] = set()
        self._last_side: Widget = library

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {
            "pane.next": lambda: self.go(1),
            "pane.previous": lambda: self.go(-1),
            "pane.narrower": lambda: self.resize(-2),
            "pane.wider": lambda: self.resize(2),
            "pane.library": lambda: self.hide(self._library),
            "pane.tags": lambda: self.hide(self._tags),
        }

    def arrange(self) -> None:
        """Fit the panes to the screen: a side pane stands beside the page only while that keeps its columns."""
        for pane, width in ((self._library, self._state.library_width), (self._tags, self._state.tags_width)):
            is_used = pane.is_attached and pane.has_focus_within
            pane.styles.width = width
            pane.set_class(not self._stands(pane) and not is_used, "folded")
            pane.set_class(not self._stands(pane) and is_used, "over")

    def go(self, by: int) -> None:
        """Give the keys to the next or previous pane; one that is folded comes over the page."""
        targets: list[Widget] = [*self._pages.all, self._library.rows, self._tags.rows]
        screen = self._pages.screen
        at = next((n for n, each in enumerate(targets) if each is screen.focused), 0)
        target = targets[(at + by) % len(targets)]
        for pane in (self._library, self._tags):
            if target is pane.rows:
                pane.set_class(False, "folded")
                self._last_side = pane
        target.focus()

    def leave_side(self) -> bool:
        """Give the keys back to the page; return whether a side pane had them."""
        if self._library.has_focus_within or self._tags.has_focus_within:
            self._pages.active.focus()
            return True
        return False

    def resize(self, by: int) -> None:
        """Make the side pane that was used last wider or narrower."""
        if self._last_side is self._library:
            self._state.library_width = min(80, max(16, self._state.library_width + by))
        else:
            self._state.tags_width = min(80, max(16, self._state.tags_width + by))
        self.arrange()

    def hide(self, pane: LibraryPane | TagPane) -> None:
        """Hide a side pane, or show it again."""
        name = pane.id or ""
        self._hidden ^= {name}
        if name in self._hidden and pane.has_focus_within:
            self._pages.active.focus()
        self.arrange()

    def _stands(self, pane: LibraryPane | TagPane) -> bool:
        if pane.id in self._hidden:
            return False
        width, pages = self._width(), READING_WIDTH * len(self._pages.all)
        tags = 0 if "tags" in self._hidden else self._state.tags_width
        if pane is self._tags:
            return width >= pages + tags
        return width >= pages + self._state.library_width + (tags if width >= pages + tags else 0)
