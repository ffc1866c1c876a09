"""A page of paragraphs, one of them current, drawn a line at a time."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.geometry import Offset, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.app.widgets.page_layout import PageLayout
from reader.app.widgets.page_painter import Drawn, Mark, Overlay, Styles, paint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reader.app.page import Item, Page
    from reader.app.selection import Selection
    from reader.tags.tagging import Target


class Mode(Enum):
    """What the keys of the pane do: read, stretch a range of paragraphs, or select inside one."""

    READ = auto()
    RANGE = auto()
    SELECT = auto()


class PageView(ScrollView, can_focus=True):
    """Shows a page. `current` is an index into the page's stops: the paragraphs that reading stops at."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page--number", "page--current", "page--title", "page--heading", "page--quiet", "page--dim",
        "page--match", "page--selection",
    }  # fmt: skip
    ALLOW_SELECT = False

    measure: var[int] = var(90)

    def __init__(self, marks: Callable[[Item], list[Mark]], moved: Callable[[PageView], None]) -> None:
        """Make an empty view; `marks` gives the marks of an item's tags.

        `moved` is called when another paragraph is current or more of the page has been seen. It is called and not
        posted, so that what stands beside the page is painted in the same frame: a message would come one later.
        """
        super().__init__()
        self.marks = marks
        self._moved = moved
        self.page: Page | None = None
        self.lines: PageLayout | None = None
        self.current = 0
        self.mode = Mode.READ
        self.range_start = 0
        self.selection: Selection | None = None
        self.matches: Mapping[int, list[tuple[int, int]]] = {}
        self._strips: dict[int, Strip] = {}
        self._width = 0
        self._styles: Styles | None = None

    # What is shown

    def show(self, page: Page, n: int | None = None, document: str | None = None) -> None:
        """Show a page, at paragraph `n` of `document` (by default the view's own), else at its first passage."""
        self.page, self.current, self.matches = page, 0, {}
        self.leave_mode()
        index = page.find(document or page.view.document or "", n) if n else None
        if index is not None:
            self.current = page.stops.index(index)
        self._lay_out()
        self.reveal(at_top=True)
        self.changed()

    def show_again(self, page: Page) -> None:
        """Show a page that was made anew; the same paragraph is current at the same height, else what stands there."""
        item, stop, top = self.item, self.current, self.scroll_offset.y
        self.show(page, item.n if item else None, item.document if item else None)
        if item is not None and page.find(item.document, item.n) is None:
            self.move_to(stop)
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self.reveal()

    @property
    def index(self) -> int | None:
        """The current item's index on the page, or None where the page has no paragraph."""
        return self.page.stops[self.current] if self.page and self.page.stops else None

    @property
    def item(self) -> Item | None:
        """The current item."""
        return self.page.items[self.index] if self.page and self.index is not None else None

    @property
    def chosen(self) -> list[int]:
        """The stops that a command acts on: the range, or the current one."""
        if self.mode is Mode.RANGE:
            return list(range(min(self.range_start, self.current), max(self.range_start, self.current) + 1))
        return [self.current] if self.index is not None else []

    @property
    def targets(self) -> list[Target]:
        """The places that a command tags: the selected words, the range, or the current paragraph."""
        if self.page is None:
            return []
        span = self.selection.span if self.selection else None
        found = (self.page.target(self.page.stops[stop], span) for stop in self.chosen)
        return [target for target in found if target is not None]

    def go_to(self, document: str, n: int) -> bool:
        """Make a paragraph current; return whether it is on the page."""
        index = self.page.find(document, n) if self.page else None
        if index is None or self.page is None:
            return False
        self.move_to(self.page.stops.index(index))
        return True

    def move_to(self, stop: int, *, at_top: bool = False) -> None:
        """Make a stop current and bring it into sight."""
        if self.page is None or not self.page.stops:
            return
        before = self.chosen
        self.current = max(0, min(len(self.page.stops) - 1, stop))
        if self.mode is Mode.SELECT and before != [self.current]:
            self.leave_mode()
        self.redraw_stops({*before, *self.chosen})
        self.reveal(at_top=at_top)
        self.changed()

    def redraw(self) -> None:
        """Draw everything again: tags, matches or colours have changed."""
        self._strips.clear()
        self.refresh()

    def set_matches(self, matches: Mapping[int, list[tuple[int, int]]]) -> None:
        """Show the matches of a search: spans by item."""
        self.matches = matches
        self.redraw()

    def leave_mode(self) -> bool:
        """Leave a range or a selection; return whether there was one."""
        was = self.mode
        self.mode, self.selection = Mode.READ, None
        if was is not Mode.READ:
            self.redraw()
        return was is not Mode.READ

    def in_sight(self) -> list[tuple[int, int, int]]:
        """Return what stands on the screen: for each paragraph its item, and the offsets that it shows from and to."""
        layout, page = self.lines, self.page
        if layout is None or page is None or not self.size.height:
            return []
        top = self.scroll_offset.y
        spans: dict[int, tuple[int, int]] = {}
        for line in range(top, min(layout.height, top + self.size.height)):
            index, start, end = layout.at(line)
            if start >= 0 and page.items[index].n:
                spans[index] = (spans.get(index, (start, 0))[0], end)
        return [(index, start, end) for index, (start, end) in spans.items()]

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return a line of the pane."""
        line = y + self.scroll_offset.y
        layout, page = self.lines, self.page
        strip = self._strips.get(line)
        if strip is not None:
            return strip
        if self._styles is None:
            self._styles = self._take_styles()
        if layout is None or page is None or line >= layout.height:
            return Strip.blank(self._width, self._styles.text)
        index = layout.item_at(line)
        item = page.items[index]
        chosen = {page.stops[stop] for stop in self.chosen} if page.stops else set()
        marks = self.marks(item) if item.is_stop else []
        drawn = Drawn(index == self.index, index in chosen, marks, self._overlays(index, marks))
        strip = paint(layout, line, item, drawn, self._styles, self._width)
        self._strips[line] = strip
        return strip

    def notify_style_update(self) -> None:
        """Take the styles anew: the appearance has changed."""
        super().notify_style_update()
        self._styles = None
        self._strips.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that more of the page has been seen, also after the mouse wheel."""
        super().watch_scroll_y(old_value, new_value)
        self._moved(self)

    def on_resize(self) -> None:
        """Break the page anew for the new width."""
        self._lay_out()
        self.reveal()
        self.changed()
        # Only then does it stand where it will.
        self.call_after_refresh(self._hold_cursor)

    def watch_measure(self) -> None:
        """Break the page anew for the new measure."""
        self._lay_out()

    def _take_styles(self) -> Styles:
        def part(name: str) -> Style:
            return self.get_component_rich_style(f"page--{name}")

        return Styles(self.rich_style, part("number"), part("current"), part("title"), part("heading"),
                      part("quiet"), part("dim"), part("match"), part("selection"))  # fmt: skip

    def _overlays(self, index: int, marks: Iterable[Mark]) -> list[Overlay]:
        assert self._styles is not None
        overlays = [Overlay(*mark.span, Style(underline=True, color=mark.colour)) for mark in marks if mark.span]
        overlays += [Overlay(start, end, self._styles.match) for start, end in self.matches.get(index, ())]
        if self.selection is not None and index == self.index:
            start, end = sorted((self.selection.anchor, self.selection.caret))
            overlays.append(Overlay(start, end, self._styles.selection))
            overlays.append(Overlay(self.selection.caret, self.selection.caret + 1, Style(underline=True, bold=True)))
        return overlays

    def _lay_out(self) -> None:
        self._strips.clear()
        self._width = self.scrollable_content_region.width
        if self.page is None or not self._width:
            return
        self.lines = PageLayout(self.page, self._width, self.measure)
        self.virtual_size = Size(self._width, self.lines.height)
        self.refresh()

    def redraw_stops(self, stops: Iterable[int]) -> None:
        """Draw the lines of some stops again, and no others."""
        layout, page = self.lines, self.page
        if layout is None or page is None:
            return
        for stop in stops:
            first, after = layout.extent(page.stops[stop])
            for line in range(first, after):
                self._strips.pop(line, None)
            self.refresh_lines(first, after - first)

    def move_quietly(self, stop: int) -> None:
        """Make a stop current without scrolling."""
        before = self.chosen
        self.current = stop
        self.redraw_stops({*before, *self.chosen})
        self.changed()

    def reveal(self, *, at_top: bool = False) -> None:
        """Scroll so that the current paragraph is in sight; a page is turned, keeping a little of what was there."""
        layout, index = self.lines, self.index
        if layout is None or index is None or not self.size.height:
            return
        first, after = layout.extent(index)
        top, height = self.scroll_offset.y, self.size.height
        if at_top and self.current == 0:
            self.scroll_to_line(0)
        elif at_top or after > top + height:
            self.scroll_to_line(first - min(3, max(0, height - (after - first))))
        elif first < top and (after <= top or after - first <= height):
            self.scroll_to_line(0 if self.current == 0 else max(first - max(0, height - (after - first) - 3), 0))

    def show_offset(self, at: int) -> None:
        """Scroll as little as shows the letter at an offset of the current item's text."""
        if self.lines is None or self.index is None:
            return
        row = max((n for n, (start, _) in enumerate(self.lines.lines_of(self.index)) if start <= at), default=0)
        line, top, height = self.lines.first[self.index] + row, self.scroll_offset.y, self.size.height
        if line < top:
            self.scroll_to_line(line)
        elif line >= top + height:
            self.scroll_to_line(line - height + 1)

    def scroll_to_line(self, line: int) -> None:
        """Bring a line to the top."""
        self.scroll_to(y=max(0, line), animate=False, immediate=True, force=True)

    def changed(self) -> None:
        """Put the terminal's cursor at the current paragraph, and tell the screen."""
        self._hold_cursor()
        self._moved(self)

    def on_focus(self) -> None:
        """Put the terminal's cursor at the current paragraph, for screen readers."""
        if self.lines is not None and self.index is not None:
            row = self.lines.first[self.index] - self.scroll_offset.y
            corner = self.content_region.offset
            self.app.cursor_position = corner + Offset(self.lines.left, max(0, row))

    def _hold_cursor(self) -> None:
        if self.has_focus:
            self.on_focus()
