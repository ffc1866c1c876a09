"""The reading panes of the main screen: one, or two side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal

from reader.app.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult


class Pages(Horizontal):
    """Holds the reading panes; `active` is the one that commands act on."""

    def __init__(self, make: Callable[[], ReadingPane]) -> None:
        """Begin with one pane; `make` gives a new one."""
        super().__init__(id="pages")
        self._make = make
        self.all = [make()]
        self.active = self.all[0]

    def compose(self) -> ComposeResult:
        """Show the panes that there are."""
        yield from self.all

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let commands act on the pane that has the keys."""
        if isinstance(event.widget, ReadingPane):
            self.active = event.widget

    async def split(self) -> None:
        """Make the second pane active, a new one if need be."""
        if len(self.all) < 2:
            second = self._make()
            second.add_class("second")
            self.all.append(second)
            await self.mount(second)
        self.active = self.all[1]

    def close(self) -> bool:
        """Close the active pane; return whether there was another one to go on with."""
        if len(self.all) < 2:
            return False
        closed = self.active
        self.all.remove(closed)
        self.active = self.all[0]
        self.active.remove_class("second")
        self.active.focus()
        closed.remove()
        return True
