"""Keeping the library that is open up to its folder: reading what is new, telling what came, went and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app.commands import BY_ID
from reader.app.comparer import AT_ONCE, Comparer, said_of
from reader.app.intake import Intake
from reader.app.watcher import Watcher
from reader.documents.gate import clean_line
from reader.documents.library import Difference
from reader.tags.model import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from textual.message import Message

    from reader.app.comparer import VersionsCompared
    from reader.app.desk import Desk, Handlers
    from reader.app.intake import FilesRead
    from reader.app.navigator import Navigator
    from reader.app.watcher import FolderChanged
    from reader.app.widgets.reading_pane import ReadingPane


class Librarian:
    """Reads the files of a library in the background, watches its folder, and has tags follow what changed there."""

    def __init__(
        self,
        desk: Desk,
        navigator: Navigator,
        panes: Callable[[], Sequence[ReadingPane]],
        keymap: Mapping[str, str],
        post: Callable[[Message], object],
    ) -> None:
        """Work at a desk that has `panes`; `post` may be called from another thread."""
        self._desk = desk
        self._navigator = navigator
        self._panes = panes
        self._keymap = keymap
        self._intake = Intake(desk.workspace, post)
        self._watcher = Watcher(desk.workspace.root, desk.workspace.library.inventory, post)
        self._comparer = Comparer(desk.workspace, post)
        desk.workspace.at_once = AT_ONCE
        self._wanted: str | None = None

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {"library.stop": self._stop_reading, "library.read": self._read_the_rest}

    @property
    def progress(self) -> str:
        """How far the reading is, or nothing."""
        waits = f"reading {clean_line(self._wanted)}" if self._wanted else ""
        return waits or self._intake.progress

    def start(self) -> None:
        """Begin to read what isn't known, to watch, and to compare."""
        self._intake.start()
        self._watcher.start()
        self._compare()

    def stop(self) -> None:
        """End reading, watching and comparing."""
        self._comparer.stop()
        self._watcher.stop()
        self._intake.stop()
        self._desk.workspace.catalogue.close()

    def wait_for(self, path: str) -> bool:
        """Have a document that takes long read first; return whether it is opened later, when it has been read."""
        workspace = self._desk.workspace
        self._wanted = None
        if workspace.listing(path).summary is not None or workspace.catalogue.is_quick(workspace.file(path)):
            return False
        self._wanted = path
        self._intake.read_first(workspace.file(path))
        return True

    def files_read(self, message: FilesRead) -> None:
        """Take in what was read a moment ago, and show it where it is open."""
        workspace = self._desk.workspace
        workspace.take(message.summaries)
        self._intake.took(message)
        if not workspace.unread():
            self._compare()
        if not message.summaries:
            self._desk.progress_changed()
            return
        paths = {file.path for file in message.summaries}
        for pane in self._panes():
            if not paths.isdisjoint(_paths(pane)):
                self._navigator.renew(pane)
        if self._wanted in paths:
            wanted, self._wanted = self._wanted, None
            self._navigator.open_path(wanted)
        self._desk.documents_changed()

    def folder_changed(self, message: FolderChanged) -> None:
        """Take in what the folder holds now, read what is new, and say so."""
        before = self._desk.workspace.library.inventory
        found = self._desk.workspace.adopt(message.inventory)
        if self._wanted in found.gone:
            self._wanted = None
        self._intake.start()
        if not before.files and found.added:
            self._navigator.open_first(None)
        said = Difference.between(before.references, message.inventory.references)
        is_told_otherwise = before.references != message.inventory.references
        for pane in self._panes() if is_told_otherwise else ():
            self._navigator.renew(pane)
        changed = said.changed | {path for path in found.changed if self._is_open(path)}
        told = _told(found.added | said.added, changed, found.gone | said.gone)
        if told:
            self._desk.say(told)
        # What has changed is drawn when it has been read.
        if found.added or found.gone or is_told_otherwise:
            self._desk.documents_changed()

    def versions_compared(self, message: VersionsCompared) -> None:
        """Show tags where they stand in a document that has changed, and tell how they followed."""
        self._desk.workspace.places.follow(message.compared)
        for pane in self._panes():
            self._navigator.renew(pane)
        self._desk.tags_changed({Table.DOCUMENTS})
        self._tell_followed()

    def give_up(self) -> bool:
        """Stop reading, as Esc does; return whether anything was being read."""
        wanted, self._wanted = self._wanted, None
        is_stopped = bool(self._intake.progress) and self._intake.stop()
        if not is_stopped and wanted is None:
            return False
        left = len(self._desk.workspace.unread())
        self._desk.say(f"Stopped · {left:,} not read yet · each is read when you open it · :read the rest goes on")
        return True

    def _compare(self) -> None:
        self._comparer.start()
        self._tell_followed()

    def _tell_followed(self) -> None:
        followed = self._desk.workspace.places.take_followed()
        if followed:
            self._desk.say(said_of(followed, BY_ID["review.open"].shown(self._keymap)))

    def _is_open(self, path: str) -> bool:
        return any(path in _paths(pane) for pane in self._panes())

    def _stop_reading(self) -> None:
        if not self.give_up():
            self._desk.say("Nothing is being read")

    def _read_the_rest(self) -> None:
        if self._desk.workspace.unread():
            self._intake.resume()
        else:
            self._desk.say("Everything has been read")


def _paths(pane: ReadingPane) -> set[str]:
    """Return the paths of the documents that a pane shows something of."""
    return {document.path for document in pane.page.documents.values()} if pane.page else set()


def _told(added: Collection[str], changed: Collection[str], gone: Collection[str]) -> str:
    """Return in words what became of a library's files, by their paths."""
    parts = [
        _some(added, "{} is new", "{} documents are new"),
        _some(changed, "{} has changed", "{} documents have changed"),
        _some(gone, "{} is gone", "{} documents are gone"),
    ]
    return " · ".join(part for part in parts if part)


def _some(paths: Collection[str], one: str, many: str) -> str:
    if not paths:
        return ""
    return one.format(clean_line(next(iter(paths)))) if len(paths) == 1 else many.format(f"{len(paths):,}")
