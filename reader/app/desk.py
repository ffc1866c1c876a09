"""What the parts of the main screen need of it: the library, the pane that is read in, and a place to say things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from textual.screen import Screen

    from reader.app.page import View
    from reader.app.state import LibraryState
    from reader.app.widgets.reading_pane import ReadingPane
    from reader.settings import Settings
    from reader.tags.model import Step, Table
    from reader.workspace import Workspace

Handlers: TypeAlias = "Mapping[str, Callable[[], None]]"
"""For the ids of commands, what runs them."""


class Desk(Protocol):
    """The main screen, as its parts see it."""

    workspace: Workspace
    state: LibraryState
    settings: Settings

    @property
    def pane(self) -> ReadingPane:
        """The reading pane that commands act on."""
        ...

    def call_later(self, callback: Callable[..., object], *arguments: object) -> bool:
        """Have something called on the UI thread, from whatever thread; return False where the app is closing."""
        ...

    def say(self, text: str) -> None:
        """Show a message until the next key."""
        ...

    def show(self, view: View, n: int | None = None, document: str | None = None) -> bool:
        """Open a view at a paragraph; return whether it could be opened."""
        ...

    def wait_for(self, path: str) -> bool:
        """Have a document that takes long read first; return whether it is opened later, when it has been read."""
        ...

    def tags_changed(self, tables: Collection[Table] = ()) -> None:
        """Draw tags, counts and titles again, after records of some `tables` changed."""
        ...

    def documents_changed(self) -> None:
        """Draw the library again, and the tags in it, after some of its files were read, came or went."""
        ...

    def progress_changed(self) -> None:
        """Draw again how far the reading is."""
        ...

    def commit(self, work: Callable[[], Step], kept: str = "") -> Step | None:
        """Do a change; where the store refuses it, say why, and what was `kept` of it, and return None."""
        ...

    def ask(
        self, screen: Screen[Any], then: Callable[[Any], None], finally_: Callable[[], None] = lambda: None
    ) -> None:
        """Put a screen over this one and go on with its answer, unless that is None; `finally_` always runs."""
        ...
