"""The Textual application: its colours, its style sheet, its one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.theme import Theme

from reader import paths
from reader.app.commands import keymap
from reader.app.escape import keep_escape
from reader.app.main_screen import MainScreen
from reader.app.pauses import Tidying
from reader.app.typing_ahead import TypingAhead
from reader.faults import report, report_behind

if TYPE_CHECKING:
    import threading

    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.screen import Screen

    from reader.settings import Settings
    from reader.workspace import Workspace

IDLE_SECONDS = 0.25
"""How often it is asked whether nobody types, until what can be made ready then is."""

DARK = Theme(
    name="reader-dark",
    primary="#7fb2e5",
    accent="#e6c07b",
    foreground="#d8d8d2",
    background="#16181c",
    surface="#1d2026",
    panel="#262a31",
    warning="#e69f00",
    error="#f0764a",
    dark=True,
)
LIGHT = Theme(
    name="reader-light",
    primary="#1f5f99",
    accent="#8a5a00",
    foreground="#24262a",
    background="#fbfaf7",
    surface="#f2f0ea",
    panel="#e6e3da",
    warning="#8a5a00",
    error="#b03f00",
    dark=False,
)


class ReaderApp(App[None]):
    """Reader, on one library."""

    TITLE = "Reader"
    CSS_PATH = str(paths.styles() / "reader.tcss")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        *,
        start: str | None = None,
        signed: bool = True,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """Raise SettingsError where the keys in the settings can't be used."""
        super().__init__(driver_class=driver_class)
        keep_escape()
        self._keys = keymap(settings)
        self._main = MainScreen(workspace, settings, self._keys, start=start, signed=signed)
        self.fault: str | None = None
        self.typing = TypingAhead(self, super().on_event)
        self._tidying = Tidying()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        # Set before the style sheet is read: a theme that changes later makes Textual read it twice.
        self.set_reactive(App.theme, f"reader-{settings.appearance}")
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Return the library: there is no other screen below it."""
        return self._main

    def on_mount(self) -> None:
        """Set the user's keys."""
        self.set_keymap(self._keys)
        self._tidying.put_off()
        self._idle = self.set_interval(IDLE_SECONDS, self._use_idle_time)

    def _use_idle_time(self) -> None:
        if self.typing.is_idle and self._main.make_ready():
            self._idle.stop()

    def _fatal_error(self) -> None:
        """Tell of a fault in one line, where Textual would print a traceback."""
        fault = self._exception or RuntimeError("unknown")
        self.fault = report(fault)
        self._close_messages_no_wait()

    def thread_failed(self, fault: threading.ExceptHookArgs) -> None:
        """Take the place of `threading.excepthook`, which would write behind the screen, where nobody sees it."""
        if fault.exc_value is not None:
            self._main.desk.call_later(self._main.desk.say, report_behind(fault.exc_value))

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes through one at a time."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._tidying.put_off()
            await self.typing.take(event)
        else:
            await super().on_event(event)
