"""The main screen: library, pages and tags side by side. What happens there it hands to the desk and its parts."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.screen import Screen

from reader.app.commands import Scope, bindings, keys_of
from reader.app.library_desk import LibraryDesk
from reader.app.page import View
from reader.app.pauses import spare_what_stays
from reader.app.widgets.reading_pane import ReadingPane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.app.comparer import VersionsCompared
    from reader.app.intake import FilesRead
    from reader.app.messages import DigitPressed, NothingThere, RowChosen
    from reader.app.watcher import FolderChanged
    from reader.settings import Settings
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
        self.desk = LibraryDesk(self, workspace, settings, keymap)
        self._start = start
        self._signed = signed
        self._has_terminal = os.isatty(0)
        elsewhere = keys_of(Scope.LISTS, keymap).keys() | keys_of(Scope.GLOBAL, keymap).keys()
        self._reading_keys = keys_of(Scope.READING, keymap).keys() - elsewhere

    def compose(self) -> ComposeResult:
        """Put the panes side by side over the status line, filled, so that they are laid out once."""
        desk = self.desk
        desk.panes.arrange()
        desk.tags.sync()
        desk.navigator.open_first(self._start or desk.memory.last(self.workspace))
        if desk.pane.page is None:
            desk.library.sync()
        desk.foot.show_tour()
        with Horizontal(id="panes"):
            yield desk.library
            yield desk.pages
            yield desk.tags
        yield desk.foot.tour
        yield desk.foot.status
        yield desk.foot.message

    def on_mount(self) -> None:
        """Begin to follow what others do, and to read the files that aren't known yet."""
        desk = self.desk
        self.set_interval(POLL_SECONDS, self._poll)
        self.set_interval(SAVE_SECONDS, partial(desk.memory.keep, always=False))
        if not self._signed:
            desk.parts.menu.ask_name(self.workspace.coder)
        if self.workspace.paths.borrowed:
            desk.say(f"This folder is read-only: tags are kept in {self.workspace.paths.store}")
        else:
            desk.follower.tell()
        desk.librarian.start()
        self.set_timer(SETTLED_SECONDS, self._settle)

    def _settle(self) -> None:
        _ = self.desk.handlers
        spare_what_stays()

    def make_ready(self) -> bool:
        """Begin what can be ready before it is asked for, unless files are still read; return whether it was begun."""
        if self.workspace.unread():
            return False
        self.desk.parts.searcher.prepare()
        return True

    @property
    def is_current(self) -> bool:
        """Whether anything of it can be seen. Else nothing is painted: that would paint what hides it as well."""
        stack = self.app.screen_stack
        above = stack[stack.index(self) + 1 :] if self in stack else ()
        return super().is_current and not any(getattr(screen, "fills_terminal", False) for screen in above)

    @property
    def is_answering(self) -> bool:
        """Whether a key waits for what a search will find, and the next key for that."""
        parts = self.desk.parts
        return parts.page_search.is_answering or parts.searcher.is_answering

    def on_unmount(self) -> None:
        """End what goes on in the background, and keep the state: a mark or a width changes no place."""
        self.desk.parts.stop()
        self.desk.librarian.stop()
        self.desk.memory.keep()

    def action_run(self, command: str) -> None:
        """Run a command by its id."""
        self.desk.handlers[command]()
        self.desk.foot.did(command)

    def on_key(self, event: events.Key) -> None:
        """Let a message stand until the next key; say of one that does nothing in a side pane where it acts."""
        if self.desk.foot.said:
            self.desk.foot.say("")
        if event.key in self._reading_keys and not isinstance(self.focused, ReadingPane):
            self.desk.say("That key acts in the reading pane · Esc goes there")

    def on_digit_pressed(self, message: DigitPressed) -> None:
        """Toggle the theme of that key."""
        self.desk.parts.tagger.digit(message.digit)
        self.desk.foot.did("tag")

    def on_nothing_there(self, message: NothingThere) -> None:
        """Say why a motion went nowhere."""
        self.desk.say(message.text)

    def on_row_chosen(self, message: RowChosen) -> None:
        """Open the document or theme that was chosen in a side pane."""
        library, tags = self.desk.library, self.desk.tags
        # A list may have become shorter since the key was pressed.
        if message.rows is library.rows and message.index < library.rows.count:
            self.desk.navigator.open_path(library.listing(message.index).path)
        elif message.rows is tags.rows and message.index < tags.rows.count:
            self.desk.show(View(theme=tags.theme(message.index).id))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let commands act on the page that has the keys."""
        if isinstance(event.widget, ReadingPane):
            self.desk.tags.show(event.widget.item)
        self.desk.panes.arrange()

    def on_resize(self) -> None:
        """Fit the panes to the screen."""
        self.desk.panes.arrange()

    def on_files_read(self, message: FilesRead) -> None:
        """Take in what was read of the library's files a moment ago."""
        self.desk.librarian.files_read(message)

    def on_folder_changed(self, message: FolderChanged) -> None:
        """Take in that files came, changed or went."""
        self.desk.librarian.folder_changed(message)

    def on_versions_compared(self, message: VersionsCompared) -> None:
        """Show tags where they stand in a document that has changed, and tell how they followed."""
        self.desk.librarian.versions_compared(message)

    def _poll(self) -> None:
        if self._has_terminal and not os.isatty(0):
            # Textual would read for ever from a terminal that is gone, with a core to itself, and can't end without
            # writing to it. Every tag is on the disk; only the position is still to be kept.
            self.desk.memory.keep()
            os._exit(HUNG_UP)
        self.desk.follower.look(may_speak=not self.desk.foot.said)
