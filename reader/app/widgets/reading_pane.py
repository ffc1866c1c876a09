"""The reading pane: a page that is read and tagged with keys."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar

from textual.reactive import var

from reader.app.commands import Scope, bindings
from reader.app.messages import DigitPressed, NothingThere
from reader.app.widgets.page_view import Mode
from reader.app.widgets.selecting_view import SelectingView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.binding import BindingType


class ReadingPane(SelectingView):
    """A page with every reading key of the design."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.READING)]

    digits_count: var[bool] = var(False)
    _prefix = ""
    _count = ""

    async def on_key(self, event: events.Key) -> None:
        """Take the second key of a pair, counts, and the keys of selecting, before the bindings do."""
        prefix, self._prefix = self._prefix, ""
        if prefix == "g" and event.key == "g":
            self.action_first()
        elif prefix == "quote" and event.key.isdecimal():
            self.post_message(DigitPressed(event.key))
        elif self.digits_count and event.key.isdecimal() and (self._count or event.key != "0"):
            self._count = (self._count + event.key)[-6:]
            event.stop()
            return
        elif not (self.mode is Mode.SELECT and await self.select_key(event.key)):
            if event.key not in ("g", "G"):
                self._count = ""
            return
        self._count = ""
        event.stop()

    def action_prefix(self, name: str) -> None:
        """Wait for the second key of a pair."""
        self._prefix = name

    def action_digit(self, digit: str) -> None:
        """Say that a digit was pressed that tags."""
        self.post_message(DigitPressed(digit))

    def action_move(self, by: int) -> None:
        """Go to the next or previous paragraph; a tall one scrolls first."""
        layout, index = self.lines, self.index
        if layout is None or index is None:
            return
        first, after = layout.extent(index)
        top, height = self.scroll_offset.y, self.size.height
        is_in_sight = first < top + height and after > top
        if is_in_sight and by > 0 and after > top + height:
            self.scroll_to_line(min(top + height - 2, after - height))
        elif is_in_sight and by < 0 and first < top:
            self.scroll_to_line(max(top - height + 2, first))
        else:
            self.move_to(self.current + by)
            return
        self.changed()

    def action_first(self) -> None:
        """Go to the first paragraph, or to the one that the count names."""
        if not self._go_to_count():
            self.move_to(0, at_top=True)

    def action_last(self) -> None:
        """Go to the last paragraph, or to the one that the count names."""
        if not self._go_to_count():
            self.move_to(len(self.page.stops) - 1 if self.page else 0)

    def _go_to_count(self) -> bool:
        """Go to the paragraph of that number where a count was typed; return whether one was."""
        count, self._count = self._count, ""
        if count and not self.go_to(self.item.document if self.item else "", int(count)):
            self.post_message(NothingThere(f"No paragraph {count} here"))
        return bool(count)

    def action_half_page(self, by: int) -> None:
        """Scroll by half a page; the current paragraph stays in sight."""
        self._turn(by * max(1, self.size.height // 2))

    def action_turn_page(self, by: int) -> None:
        """Scroll by a page; the first wholly visible paragraph becomes current."""
        self._turn(by * max(1, self.size.height - 2), first_visible=True)

    def _turn(self, lines: int, *, first_visible: bool = False) -> None:
        layout, page = self.lines, self.page
        if layout is None or page is None or not page.stops:
            return
        top, height = self.scroll_offset.y, self.size.height
        self.scroll_to_line(min(top + lines, max(0, layout.height - height)))
        if self.scroll_offset.y == top:
            self.move_to(len(page.stops) - 1 if lines > 0 else 0)
            return
        in_sight, whole = self._stops_in_sight()
        if whole and (first_visible or self.current not in whole):
            self.move_quietly(whole[0] if first_visible or self.current < whole[0] else whole[-1])
        elif in_sight and self.current not in in_sight:
            self.move_quietly(in_sight[0])
        else:
            self.changed()

    def _stops_in_sight(self) -> tuple[range, list[int]]:
        """Return the stops that show at all, and those that show whole."""
        layout, page = self.lines, self.page
        assert layout is not None
        assert page is not None
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        first = bisect_left(page.stops, layout.item_at(top))
        after = bisect_right(page.stops, layout.item_at(bottom - 1))
        extents = {stop: layout.extent(page.stops[stop]) for stop in range(first, after)}
        return range(first, after), [stop for stop, (a, b) in extents.items() if a >= top and b <= bottom]

    def action_jump_tagged(self, by: int) -> None:
        """Go to the next or previous tagged paragraph."""
        self._jump(by, self._is_tagged, "No tagged paragraph")

    def action_jump_untagged(self, by: int) -> None:
        """Go to the next or previous paragraph that is to be tagged and has no tag; headings are passed over."""
        self._jump(by, self._is_untagged, "No untagged paragraph")

    def action_jump_match(self, by: int) -> None:
        """Go to the next or previous match of the search, round the end of the page."""
        if not self.matches:
            self.post_message(NothingThere("Nothing is searched for · / searches in this document"))
            return
        self._jump(by, lambda index: index in self.matches, "No other match", around=True)

    def move_to_match(self, stop: int) -> None:
        """Make a stop current, and bring the first match of the search in it into sight."""
        self.move_to(stop)
        spans = self.matches.get(self.index) if self.index is not None else None
        if spans:
            self.show_offset(spans[0][0])
            self.changed()

    def _is_tagged(self, index: int) -> bool:
        return self.page is not None and bool(self.marks(self.page.items[index]))

    def _is_untagged(self, index: int) -> bool:
        if self.page is None:
            return False
        item = self.page.items[index]
        paragraph = self.page.documents[item.document].paragraph(item.n) if item.n else None
        return paragraph is not None and paragraph.kind.is_passage and not self._is_tagged(index)

    def _jump(self, by: int, fits: Callable[[int], bool], nothing: str, *, around: bool = False) -> None:
        page = self.page
        if page is None:
            return
        stops = len(page.stops)
        way = range(self.current + by, stops if by > 0 else -1, by)
        places = [*way, *(range(0 if by > 0 else stops - 1, self.current, by) if around else ())]
        found = next((stop for stop in places if fits(page.stops[stop])), None)
        if found is None:
            self.post_message(NothingThere(f"{nothing} {'below' if by > 0 else 'above'}"))
        elif around:
            self.move_to_match(found)
        else:
            self.move_to(found)

    def action_range(self) -> None:
        """Begin a range of paragraphs, or leave it."""
        if not self.leave_mode() and self.index is not None:
            self.mode, self.range_start = Mode.RANGE, self.current
            self.redraw_stops(self.chosen)
        self.changed()
