"""Selecting inside a paragraph, with keys and with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from reader.app.selection import Selection
from reader.app.widgets.page_view import Mode, PageView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from reader.app.commands import Command


class SelectingView(PageView):
    """A page in which a span of one paragraph can be selected. `select_keys` gives the commands of selecting by key."""

    select_keys: var[Mapping[str, Command]] = var(dict)
    _pressed: tuple[int, int] | None = None

    def action_select(self) -> None:
        """Begin to select inside the current paragraph, at a match of the search if there is one; or leave that."""
        was = self.mode
        self.leave_mode()
        if was is Mode.SELECT or self.item is None or self.index is None:
            self.changed()
            return
        at, end = next(iter(self.matches.get(self.index, ())), (0, 0))
        self._select(Selection(self.item.text, at, end))

    async def select_key(self, key: str) -> bool:
        """Run the command of selecting that `key` stands for; return whether there is one."""
        command = self.select_keys.get(key)
        if command is not None:
            await self.run_action(command.action)
        return command is not None

    def action_caret_letters(self, by: int) -> None:
        """Move the caret by letters."""
        self._select(self._now.letters(by))

    def action_caret_words(self, by: int) -> None:
        """Move the caret by words."""
        self._select(self._now.words(by))

    def action_caret_sentences(self, by: int) -> None:
        """Move the caret by sentences."""
        self._select(self._now.sentences(by))

    def action_caret_lines(self, by: int) -> None:
        """Move the caret by lines as they are drawn."""
        if self.lines is not None and self.index is not None:
            self._select(self._now.lines(self.lines.lines_of(self.index), by))

    def action_caret_end(self) -> None:
        """Move the caret to the end of the paragraph."""
        self._select(self._now.to(len(self._now.text)))

    def action_caret_anchor(self) -> None:
        """Begin the selection at the caret."""
        self._select(self._now.anchored())

    def action_caret_swap(self) -> None:
        """Move the other end."""
        self._select(self._now.swapped())

    @property
    def _now(self) -> Selection:
        return self.selection or Selection(self.item.text if self.item else "")

    def _select(self, selection: Selection) -> None:
        self.mode, self.selection = Mode.SELECT, selection
        self.redraw_stops([self.current])
        self.show_offset(selection.caret)
        self.changed()

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Make the paragraph under the mouse current, and be ready to select in it."""
        spot = self._spot(event)
        if spot is None or self.page is None or event.button != 1:
            return
        index, _ = spot
        if index in self.page.stops:
            self.leave_mode()
            self.move_quietly(self.page.stops.index(index))
            self._pressed = spot
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button was pressed to the mouse."""
        spot = self._spot(event)
        if self._pressed is None or spot is None or self.item is None or spot[0] != self._pressed[0]:
            return
        if self.mode is Mode.SELECT or abs(spot[1] - self._pressed[1]) > 1:
            self._select(Selection(self.item.text, self._pressed[1], spot[1]))

    def on_mouse_up(self) -> None:
        """End the selecting with the mouse."""
        self._pressed = None
        self.release_mouse()

    def _spot(self, event: events.MouseEvent) -> tuple[int, int] | None:
        """Return the item under the mouse and the offset of the letter there."""
        layout, page = self.lines, self.page
        line = event.y - self.gutter.top + self.scroll_offset.y
        if layout is None or page is None or not 0 <= line < layout.height:
            return None
        index, start, end = layout.at(line)
        if start < 0:
            return index, len(page.items[index].text)
        column = event.x - self.gutter.left - layout.left - layout.gutter - len(page.items[index].lead)
        return index, layout.offset_in(page.items[index].text, start, end, column)
