"""The desk of the main screen: a library's panes, and the parts that work on them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from reader.app import state as states
from reader.app.commands import Scope, keys_of
from reader.app.follower import Follower
from reader.app.foot import Foot
from reader.app.librarian import Librarian
from reader.app.memory import Memory
from reader.app.navigator import Navigator
from reader.app.panes import Panes
from reader.app.tag_marks import marks_of
from reader.app.widgets.library_pane import LibraryPane
from reader.app.widgets.pages import Pages
from reader.app.widgets.reading_pane import ReadingPane
from reader.app.widgets.tag_pane import TagPane
from reader.errors import ReaderError
from reader.tags.model import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from textual.screen import Screen

    from reader.app.desk import Handlers
    from reader.app.page import Item, Page, View
    from reader.app.parts import Parts
    from reader.app.widgets.page_painter import Mark
    from reader.app.widgets.page_view import PageView
    from reader.settings import Settings
    from reader.tags.model import Step
    from reader.workspace import Workspace


class LibraryDesk:
    """A library that is being read on `screen`; what its parts need of it is in `Desk`, with the same words."""

    def __init__(
        self, screen: Screen[None], workspace: Workspace, settings: Settings, keymap: Mapping[str, str]
    ) -> None:
        """Put the panes out; they are filled when the screen is composed."""
        self.workspace = workspace
        self.settings = settings
        self._screen = screen
        self._keymap = keymap
        self._place: tuple[Page | None, int] = (None, 0)
        self.state = states.load(workspace.paths.state)
        self.memory = Memory(workspace.paths.state, self.state)
        self.library = LibraryPane(workspace, self.state)
        self.tags = TagPane(workspace)
        self.pages = Pages(self._new_page)
        self.foot = Foot(
            workspace, self.state, keymap, lambda: self.pane, lambda: screen.size.width, lambda: self.librarian.progress
        )
        self.panes = Panes(self.library, self.tags, self.pages, self.state, lambda: screen.app.size.width)
        self.navigator = Navigator(self)
        self.follower = Follower(self, self.navigator, lambda: self.pages.all)
        self.librarian = Librarian(self, self.navigator, lambda: self.pages.all, keymap, screen.post_message)

    @cached_property
    def parts(self) -> Parts:
        """Who tags, undoes, copies and searches: imported and made after the first frame, or at a key before it."""
        from reader.app.parts import Parts

        return Parts(
            self,
            self.navigator,
            self._keymap,
            run_action=self._run_action,
            send_to_terminal=lambda text: self._screen.app.copy_to_clipboard(text),
        )

    @cached_property
    def handlers(self) -> Handlers:
        """What runs each command, by its id."""
        return {
            **self.panes.handlers,
            **self.navigator.handlers,
            **self.librarian.handlers,
            **self.parts.handlers,
            "view.split": lambda: self.navigator.pick_view("Open beside this", self._split),
            "view.close": self._close_view,
            "view.escape": self._escape,
            "app.appearance": self._change_appearance,
            "app.tour": self.foot.begin_tour,
            "app.quit": self._quit,
        }

    # What the parts need (see Desk)

    @property
    def pane(self) -> ReadingPane:
        """The reading pane that commands act on."""
        return self.pages.active

    def call_later(self, callback: Callable[..., object], *arguments: object) -> bool:
        """Have something called on the UI thread, from whatever thread; return False where the app is closing."""
        return self._screen.call_later(callback, *arguments)

    def say(self, text: str) -> None:
        """Show a message until the next key."""
        self.parts.menu.said.append(text)
        self.foot.say(text)
        self.parts.searcher.show_message(text)

    def show(self, view: View, n: int | None = None, document: str | None = None) -> bool:
        """Open a view at a paragraph, by default where it was left; return whether it could be opened."""
        page = self.navigator.page(view, n)
        if page is None:
            return False
        self.navigator.remember()
        if view.document is not None and n is None:
            n = self.state.documents[view.document].at if view.document in self.state.documents else None
        self.pane.show(page, n, document)
        self.library.sync(view.document)
        self.pane.focus()
        return True

    def tags_changed(self, tables: Collection[Table] = ()) -> None:
        """Draw tags, counts and titles again, after records of some `tables` changed."""
        if Table.DOCUMENTS in tables:
            self.parts.searcher.documents_changed()
            self.navigator.renew(self.pane)
        for page in self.pages.all:
            page.redraw()
        self.library.sync()
        self.tags.sync()
        self.parts.searcher.tags_changed(tables)
        self.foot.status.redraw()

    def documents_changed(self) -> None:
        """Draw the library again, and the tags in it, after some of its files were read, came or went."""
        self.parts.searcher.documents_changed()
        for page in self.pages.all:
            page.redraw()
        self.library.sync()
        self.tags.sync()
        self.progress_changed()

    def progress_changed(self) -> None:
        """Draw again how far the reading is."""
        self.foot.status.redraw()

    def wait_for(self, path: str) -> bool:
        """Have a document that takes long read first; return whether it is opened later, when it has been read."""
        is_later = self.librarian.wait_for(path)
        self.foot.status.redraw()
        return is_later

    def commit(self, work: Callable[[], Step], kept: str = "") -> Step | None:
        """Do a change; where the store refuses it, say why, and what was `kept` of it, and return None."""
        try:
            return work()
        except ReaderError as error:
            self.say(f"{error} {kept}".rstrip())
            return None

    def ask(
        self, screen: Screen[Any], then: Callable[[Any], None], finally_: Callable[[], None] = lambda: None
    ) -> None:
        """Put a screen over this one and go on with its answer, unless that is None; `finally_` always runs."""

        def answered(answer: object) -> None:
            finally_()
            if answer is not None:
                then(answer)

        self._screen.app.push_screen(screen, answered)

    # The pages

    def _new_page(self) -> ReadingPane:
        page = ReadingPane(self._marks, self._moved)
        page.measure = self.settings.measure
        page.digits_count = self.settings.digits == "count"
        page.select_keys = keys_of(Scope.SELECT, self._keymap)
        return page

    def _marks(self, item: Item) -> list[Mark]:
        return marks_of(self.workspace, item, dark=self._screen.app.current_theme.dark)

    def _moved(self, pane: PageView) -> None:
        """Show what is said of the paragraph that is current now."""
        progress = self.memory.follow(pane)
        if pane is self.pane:
            self.tags.show(pane.item)
            self.foot.progress = progress
            self.foot.status.redraw()
            before, self._place = self._place, (pane.page, pane.current)
            if before[0] is pane.page and before != self._place:
                self.foot.did("move")

    # Commands that are nobody else's

    def _run_action(self, action: str) -> None:
        runs = self._screen if action.startswith("screen.") else self.pane
        self._screen.call_later(runs.run_action, action)

    def _split(self, view: View) -> None:
        async def split() -> None:
            await self.pages.split()
            self.panes.arrange()
            self.show(view)

        self._screen.call_later(split)

    def _close_view(self) -> None:
        page = self.pane.page
        if self.panes.leave_side():
            return
        if self.pages.close():
            self.panes.arrange()
        elif page is not None and page.view.theme is not None:
            self.navigator.back()
        else:
            self._quit()

    def _escape(self) -> None:
        if self.panes.leave_side() or self.pane.leave_mode():
            self.foot.status.redraw()
        elif self.pane.matches:
            self.pane.set_matches({})
        elif self.librarian.give_up():
            self.foot.status.redraw()
        else:
            self.foot.skip_tour()

    def _change_appearance(self) -> None:
        app = self._screen.app
        app.theme = "reader-light" if app.current_theme.dark else "reader-dark"
        self.tags_changed()

    def _quit(self) -> None:
        self.memory.keep()
        self._screen.app.exit()
