"""The main screen: library, pages and tags side by side. It decides; widgets draw, and its parts do the work."""

from __future__ import annotations

import os
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal
from textual.screen import Screen

from reader.app import state as states
from reader.app.commands import BY_ID, Scope, bindings, keys_of
from reader.app.comparer import AT_ONCE, Comparer, VersionsCompared, said_of
from reader.app.follower import Follower
from reader.app.foot import Foot
from reader.app.librarian import Librarian
from reader.app.memory import Memory
from reader.app.navigator import Navigator
from reader.app.page import View
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

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.app.desk import Handlers
    from reader.app.intake import FilesRead
    from reader.app.messages import DigitPressed, NothingThere, RowChosen
    from reader.app.page import Item, Page
    from reader.app.parts import Parts
    from reader.app.watcher import FolderChanged
    from reader.app.widgets.page_painter import Mark
    from reader.app.widgets.page_view import PageView
    from reader.settings import Settings
    from reader.tags.model import Step
    from reader.workspace import Workspace

POLL_SECONDS = 0.5
"""How often other processes' changes are looked for."""

SETTLED_SECONDS = 0.2
"""When the first frames have been painted, and what was left out for them can be made ready."""

HUNG_UP = 129
"""The exit code after the terminal has gone, as a shell would have it after SIGHUP."""

SAVE_SECONDS = 10.0
"""How often the position is kept, in case the program is killed."""


class MainScreen(Screen[None]):
    """A library, open. `start` is the path of the document to show first, relative to the library."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.GLOBAL)]
    AUTO_FOCUS = "ReadingPane"

    def __init__(
        self, workspace: Workspace, settings: Settings, keymap: Mapping[str, str], *, start: str | None, signed: bool
    ) -> None:
        """Open a workspace; `signed` says that the coder's name need not be asked."""
        super().__init__()
        self.workspace = workspace
        self.settings = settings
        self.state = states.load(workspace.paths.state)
        self._keymap = keymap
        self._start = start
        self._signed = signed
        self._place: tuple[Page | None, int] = (None, 0)
        self._memory = Memory(workspace.paths.state, self.state)
        self._library = LibraryPane(workspace, self.state)
        self._tags = TagPane(workspace)
        self._pages = Pages(self._new_page)
        self._foot = Foot(
            workspace, self.state, keymap, lambda: self.pane, lambda: self.size.width, lambda: self._librarian.progress
        )
        self._panes = Panes(self._library, self._tags, self._pages, self.state, lambda: self.app.size.width)
        self._navigator = Navigator(self)
        self._follower = Follower(self, self._navigator, lambda: self._pages.all)
        self._librarian = Librarian(self, self._navigator, lambda: self._pages.all, self.post_message)
        self._comparer = Comparer(workspace, self.post_message)
        workspace.at_once = AT_ONCE
        self._has_terminal = os.isatty(0)

    @cached_property
    def _parts(self) -> Parts:
        # Imported and made after the first frame, or at the first key that comes before it.
        from reader.app.parts import Parts

        return Parts(
            self,
            self._navigator,
            self._keymap,
            run_action=self._run_action,
            send_to_terminal=lambda text: self.app.copy_to_clipboard(text),
        )

    @cached_property
    def handlers(self) -> Handlers:
        """What runs each command, by its id."""
        return {
            **self._panes.handlers,
            **self._navigator.handlers,
            **self._librarian.handlers,
            **self._parts.handlers,
            "view.split": lambda: self._navigator.pick_view("Open beside this", self._split),
            "view.close": self._close_view,
            "view.escape": self._escape,
            "app.appearance": self._change_appearance,
            "app.tour": self._foot.begin_tour,
            "app.quit": self._quit,
        }

    def compose(self) -> ComposeResult:
        """Put the panes side by side over the status line, filled, so that they are laid out once."""
        self._panes.arrange()
        self._tags.sync()
        self._open_first()
        self._foot.show_tour()
        with Horizontal(id="panes"):
            yield self._library
            yield self._pages
            yield self._tags
        yield self._foot.tour
        yield self._foot.status
        yield self._foot.message

    def on_mount(self) -> None:
        """Begin to follow what others do, and to read the files that aren't known yet."""
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_interval(SAVE_SECONDS, partial(self._memory.keep, always=False))
        if not self._signed:
            self._parts.menu.ask_name(self.workspace.coder)
        if self.workspace.paths.borrowed:
            self.say(f"This folder is read-only: tags are kept in {self.workspace.paths.store}")
        else:
            self._follower.tell()
        self._librarian.start()
        self._compare()
        self.set_timer(SETTLED_SECONDS, lambda: self.handlers)

    # What the parts need (see Desk)

    @property
    def pane(self) -> ReadingPane:
        """The reading pane that commands act on."""
        return self._pages.active

    def say(self, text: str) -> None:
        """Show a message until the next key."""
        self._parts.menu.said.append(text)
        self._foot.say(text)
        self._parts.searcher.show_message(text)

    def show(self, view: View, n: int | None = None, document: str | None = None) -> bool:
        """Open a view at a paragraph, by default where it was left; return whether it could be opened."""
        page = self._navigator.page(view, n)
        if page is None:
            return False
        self._navigator.remember()
        if view.document is not None and n is None:
            n = self.state.documents[view.document].at if view.document in self.state.documents else None
        self.pane.show(page, n, document)
        self._library.sync(view.document)
        self.pane.focus()
        return True

    def tags_changed(self, tables: Collection[Table] = ()) -> None:
        """Draw tags, counts and titles again, after records of some `tables` changed."""
        if Table.DOCUMENTS in tables:
            self._parts.searcher.documents_changed()
            self._navigator.renew(self.pane)
        for page in self._pages.all:
            page.redraw()
        self._library.sync()
        self._tags.sync()
        self._parts.searcher.tags_changed()
        self._foot.status.redraw()

    def wait_for(self, path: str) -> bool:
        """Have a document that takes long read first; return whether it is opened later, when it has been read."""
        is_later = self._librarian.wait_for(path)
        self._foot.status.redraw()
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

        self.app.push_screen(screen, answered)

    # What happens

    def action_run(self, command: str) -> None:
        """Run a command by its id."""
        self.handlers[command]()
        self._foot.did(command)

    def _run_action(self, action: str) -> None:
        async def run() -> None:
            await (self.run_action(action) if action.startswith("screen.") else self.pane.run_action(action))

        self.call_later(run)

    def on_key(self) -> None:
        """Let a message stand until the next key."""
        if self._foot.said:
            self._foot.say("")

    def on_digit_pressed(self, message: DigitPressed) -> None:
        """Toggle the theme of that key."""
        self._parts.tagger.digit(message.digit)
        self._foot.did("tag")

    def on_nothing_there(self, message: NothingThere) -> None:
        """Say why a motion went nowhere."""
        self.say(message.text)

    def on_row_chosen(self, message: RowChosen) -> None:
        """Open the document or theme that was chosen in a side pane."""
        if message.rows is self._library.rows:
            self._navigator.open_path(self._library.listing(message.index).path)
        elif message.rows is self._tags.rows:
            self.show(View(theme=self._tags.theme(message.index).id))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let commands act on the page that has the keys."""
        if isinstance(event.widget, ReadingPane):
            self._tags.show(event.widget.item)
        self._panes.arrange()

    def on_resize(self) -> None:
        """Fit the panes to the screen."""
        self._panes.arrange()

    def on_files_read(self, message: FilesRead) -> None:
        """Take in what was read of the library's files a moment ago."""
        self._librarian.files_read(message)
        self._library.sync()
        self._foot.status.redraw()
        self._parts.searcher.documents_changed()
        if not self.workspace.unread():
            self._compare()
            self.tags_changed()

    def on_folder_changed(self, message: FolderChanged) -> None:
        """Take in that files came, changed or went."""
        self._librarian.folder_changed(message)
        self._parts.searcher.documents_changed()
        self.tags_changed()

    def on_versions_compared(self, message: VersionsCompared) -> None:
        """Show tags where they stand in a document that has changed, and tell how they followed."""
        self.workspace.places.follow(message.compared)
        for pane in self._pages.all:
            self._navigator.renew(pane)
        self.tags_changed({Table.DOCUMENTS})
        self._tell_followed()

    def _compare(self) -> None:
        self._comparer.start()
        self._tell_followed()

    def _tell_followed(self) -> None:
        followed = self.workspace.places.take_followed()
        if followed:
            self.say(said_of(followed, BY_ID["review.open"].shown(self._keymap)))

    def on_unmount(self) -> None:
        """Keep the position."""
        self._parts.searcher.stop()
        self._librarian.stop()
        self._comparer.stop()
        self._memory.keep(always=False)

    def _moved(self, pane: PageView) -> None:
        """Show what is said of the paragraph that is current now."""
        progress = self._memory.follow(pane)
        if pane is self.pane:
            self._tags.show(pane.item)
            self._foot.progress = progress
            self._foot.status.redraw()
            before, self._place = self._place, (pane.page, pane.current)
            if before[0] is pane.page and before != self._place:
                self._foot.did("move")

    def _poll(self) -> None:
        if self._has_terminal and not os.isatty(0):
            # Textual would read for ever from a terminal that is gone, with a core to itself, and can't end without
            # writing to it. Every tag is on the disk; only the position is still to be kept.
            self._memory.keep()
            os._exit(HUNG_UP)
        self._follower.look(may_speak=not self._foot.said)

    # Commands that are the screen's own

    def _open_first(self) -> None:
        listings = self.workspace.listings
        path = self._start or self._memory.last(self.workspace) or (listings[0].path if listings else None)
        if path is not None:
            self._navigator.open_path(path)
        else:
            self._library.sync()

    def _new_page(self) -> ReadingPane:
        page = ReadingPane(self._marks, self._moved)
        page.measure = self.settings.measure
        page.digits_count = self.settings.digits == "count"
        page.select_keys = keys_of(Scope.SELECT, self._keymap)
        return page

    def _marks(self, item: Item) -> list[Mark]:
        return marks_of(self.workspace, item, dark=self.app.current_theme.dark)

    def _split(self, view: View) -> None:
        async def split() -> None:
            await self._pages.split()
            self._panes.arrange()
            self.show(view)

        self.call_later(split)

    def _close_view(self) -> None:
        page = self.pane.page
        if self._panes.leave_side():
            return
        if self._pages.close():
            self._panes.arrange()
        elif page is not None and page.view.theme is not None:
            self._navigator.back()
        else:
            self._quit()

    def _escape(self) -> None:
        if self._panes.leave_side() or self.pane.leave_mode():
            self._foot.status.redraw()
        elif self.pane.matches:
            self.pane.set_matches({})
        elif self._librarian.give_up():
            self._foot.status.redraw()
        else:
            self._foot.skip_tour()

    def _change_appearance(self) -> None:
        self.app.theme = "reader-light" if self.app.current_theme.dark else "reader-dark"
        self.tags_changed()

    def _quit(self) -> None:
        self._memory.keep()
        self.app.exit()
