"""Taking steps back and making them again, and going where they were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.app.page import View
from reader.errors import ReaderError, UndoRefusedError
from reader.tags.anchoring import Status
from reader.tags.model import DocumentRecord, Note, Tag
from reader.tags.moments import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.app.desk import Desk, Handlers
    from reader.app.navigator import Navigator
    from reader.tags.model import Record, Step


@dataclass(frozen=True, slots=True)
class _Way:
    """Back or forth through the steps: what finds the next one, and what is said of it; `key` is pressed for it."""

    find: Callable[[], Step | None]
    nothing: str
    done: str
    since: str
    hint: str
    key: str


class Undoer:
    """Undoes and redoes at a desk. The steps are the store's, so those of yesterday are there too."""

    def __init__(self, desk: Desk, navigator: Navigator) -> None:
        """Work at a desk; `navigator` notes the present place before a jump."""
        self._desk = desk
        self._navigator = navigator
        self._refused = ""
        store = desk.workspace.store
        self._back = _Way(store.undoable, "Nothing to undo", "Undid", "from", "ctrl+r redoes", "u")
        self._forth = _Way(store.redoable, "Nothing to redo", "Did again", "undone", "u undoes", "ctrl+r")

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {"edit.undo": self.undo, "edit.redo": self.redo}

    def undo(self) -> None:
        """Take the latest step back, and go to its place."""
        self._go(self._back)

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        self._go(self._forth)

    def _go(self, way: _Way, passed: str = "") -> None:
        store = self._desk.workspace.store
        try:
            step = way.find()
            if step is None:
                self._desk.say(f"{passed}{way.nothing}")
                return
            since = f", {way.since} {in_words(step.at)}" if store.is_earlier(step) else ""
            back = self._desk.workspace.undo(step)
        except UndoRefusedError as error:
            assert step is not None
            self._refuse(way, step, error, passed)
            return
        except ReaderError as error:
            self._desk.say(f"{passed}{error}")
            return
        self._refused = ""
        self._desk.tags_changed(back.tables)
        moved = self._go_to_place(step)
        words = f"{passed}{way.done}{since}: {step.label or 'a change'} · {way.hint}"
        self._desk.say(words + (" · b back" if moved else ""))

    def _refuse(self, way: _Way, step: Step, error: UndoRefusedError, passed: str) -> None:
        """Say which step stands in the way; where that was said and the key is pressed again, go on to the next."""
        if self._refused == step.id:
            self._desk.workspace.store.pass_over(step)
            self._go(way, f"Passed over: {step.label or 'a change'} · ")
            return
        self._refused = step.id
        self._desk.say(f"{passed}{str(error).rstrip('.')} · {way.key} again passes over it")

    def _go_to_place(self, step: Step) -> bool:
        """Show the first paragraph that a step changed; return whether that was elsewhere."""
        records = [record for change in step.changes for record in (change.before, change.after) if record]
        places = [place for record in records if (place := self._place(record)) is not None]
        if not places:
            return False
        document, n = min(each for each in places if each[0] == places[0][0])
        pane = self._desk.pane
        here = pane.item
        if not n:
            is_here = pane.page is not None and pane.page.view.document == document
            return not is_here and self._desk.show(View(document=document))
        if here is not None and (here.document, here.n) == (document, n):
            return False
        if pane.page is not None and pane.page.view.theme is not None and pane.page.find(document, n) is None:
            # What the step brought back may not be on the theme's page yet.
            self._navigator.renew(pane)
        if pane.page is not None and pane.page.find(document, n) is not None:
            self._navigator.remember()
            return pane.go_to(document, n)
        return self._desk.show(View(document=document), n)

    def _place(self, record: Record) -> tuple[str, int] | None:
        """Return document and paragraph of a record, 0 for all of the document; None where it has no place today."""
        workspace = self._desk.workspace
        if isinstance(record, DocumentRecord):
            return workspace.library.same(record.id), 0
        if isinstance(record, Note):
            standing = workspace.places.notes.get(record.id)
            n = standing.spot.paragraph if standing else record.paragraph
            return workspace.library.same(record.document), n
        if not isinstance(record, Tag):
            return None
        placed = workspace.places.place(record)
        if placed is None:
            return workspace.library.same(record.document), record.paragraph
        return None if placed.status is Status.ORPHAN else (placed.tag.document, placed.paragraph)
