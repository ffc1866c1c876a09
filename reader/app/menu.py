"""The palette, the help, the messages so far, the first run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import paths
from reader.app import screens
from reader.app.commands import COMMANDS, Scope
from reader.atomic import write_atomically
from reader.errors import ReaderError
from reader.settings import with_coder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.app.desk import Desk, Handlers


class Menu:
    """Shows what there is to do, and does it by name."""

    def __init__(
        self, desk: Desk, run: Callable[[str], None], go_to_number: Callable[[int], None], keymap: Mapping[str, str]
    ) -> None:
        """Work at a desk; `run` runs a command by its action."""
        self._desk = desk
        self._run = run
        self._go_to_number = go_to_number
        self._keymap = keymap
        self.said: list[str] = []

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {"app.palette": self.palette, "app.help": self.help, "app.messages": self.messages}

    def palette(self) -> None:
        """Run a command by typing part of its name, or go to a paragraph by its number."""
        commands = [
            each for each in COMMANDS if each.scope in (Scope.READING, Scope.GLOBAL) and each.id != "app.palette"
        ]
        choices = [screens.Choice(f"{each.label} – {each.help}", each.shown(self._keymap)) for each in commands]

        def chosen(answer: int | str) -> None:
            if isinstance(answer, int):
                self._run(commands[answer].action)
            else:
                self._go_to_number(int(answer))

        self._desk.ask(screens.PickerScreen("Commands", choices, typed=_is_number, nothing="No such command"), chosen)

    def help(self) -> None:
        """Show every key."""
        self._desk.ask(screens.HelpScreen(self._keymap), lambda _: None)

    def messages(self) -> None:
        """Show what was said so far, newest first."""
        said = list(reversed(self.said)) or ["Nothing was said yet."]
        self._desk.ask(screens.TextScreen("Messages", said), lambda _: None)

    def ask_name(self, name: str) -> None:
        """Ask with which name tags are signed, and keep the answer in the settings."""

        def named(answer: str) -> None:
            path = paths.settings_file()
            try:
                self._desk.workspace.sign_as(answer)
            except ReaderError as error:
                self._desk.say(str(error))
                return
            try:
                text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
                write_atomically(path, with_coder(text, answer).encode("utf-8"))
            except OSError as error:
                self._desk.say(f"{path} can’t be written: {error.strerror}. Next time Reader will ask again.")

        self._desk.ask(screens.WelcomeScreen(name), named)


def _is_number(text: str) -> bool:
    # A document's paragraphs need no more digits, and Python refuses to read 5,000 of them.
    return text.isdecimal() and len(text) < 10
