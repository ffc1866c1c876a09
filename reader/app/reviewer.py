"""Seeing to the tags and notes that are in doubt since a text changed, as the main screen does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.doubt import DoubtfulNote, DoubtfulTag
from reader.tags.anchoring import Status
from reader.tags.reviewing import in_doubt
from reader.tags.tagging import Target

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.app.desk import Desk, Handlers
    from reader.app.doubt import Doubt
    from reader.tags.anchoring import PlacedTag
    from reader.tags.model import Change, Step


class Reviewer:
    """Goes through the coder's tags in doubt, those of the open document first, and then through the notes."""

    def __init__(self, desk: Desk, keymap: Mapping[str, str]) -> None:
        """Work at a desk; `keymap` are the user's keys by command."""
        self._desk = desk
        self._keymap = keymap
        self._queue: list[str] = []
        self._done: list[tuple[int, Step]] = []
        self.at = 0

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {"review.open": self.open}

    def open(self) -> None:
        """Show the first in doubt, or say that there is none."""
        workspace = self._desk.workspace
        found = [each for each in in_doubt(workspace.index, workspace.coder) if self._can_be_seen(each.tag.document)]
        notes = [each for each in workspace.places.notes_in_doubt(workspace.coder) if self._can_be_seen(each.document)]
        item = self._desk.pane.item
        here = (item.document, item.n) if item else ("", 0)
        found.sort(key=lambda each: _distance(each, *here))
        notes.sort(key=lambda each: each.document != here[0])
        self._queue = [*(each.tag.id for each in found), *(each.note.id for each in notes)]
        self._done = []
        self.at = 1
        first = self.doubt()
        if first is None:
            self._desk.say(self._nothing())
        else:
            screen = screens.ReviewScreen(self, first, self._keymap)
            self._desk.ask(screen, lambda said: self._desk.say(said) if said else None)

    @property
    def of(self) -> int:
        """How many were in doubt at the beginning."""
        return len(self._queue)

    def doubt(self) -> Doubt | None:
        """Return the one to look at, past those that another window has settled meanwhile; None after the last."""
        while self.at <= len(self._queue):
            found = self._find()
            if found is not None:
                return found
            self.at += 1
        return None

    def accept(self, doubt: Doubt) -> str:
        """Anchor it where it is shown; return what to say."""
        label = f"{doubt.what} accepted at ¶ {doubt.shown}, {doubt.document.title}"
        return self._settle(doubt, doubt.accepted(), label)

    def move(self, doubt: Doubt, n: int) -> str:
        """Anchor it to paragraph `n`; return what to say."""
        return self._settle(doubt, doubt.moved(n), f"{doubt.what} moved to ¶ {n}, {doubt.document.title}")

    def leave(self) -> None:
        """Go to the next."""
        self.at += 1

    def undo(self) -> str:
        """Take back what was settled last, and look at it again; return what to say."""
        if not self._done:
            return "Nothing to undo here"
        at, step = self._done[-1]
        back = self._desk.commit(lambda: self._desk.workspace.undo(step))
        if back is None:
            return "Not undone: the tag has changed since"
        self._done.pop()
        self.at = at
        self._desk.tags_changed(back.tables)
        return f"Undid: {step.label}"

    def _settle(self, doubt: Doubt, changes: Sequence[Change], label: str) -> str:
        if self._find() is None:
            self.leave()
            return "It was taken off meanwhile, in another window"
        step = self._desk.commit(lambda: self._desk.workspace.commit(changes, label, [Target(doubt.document, 1)]))
        if step is None:
            return "Not done: the store refused it"
        self._done.append((self.at, step))
        self._desk.tags_changed(step.tables)
        self.leave()
        return f"{step.label} · u undoes"

    def _find(self) -> Doubt | None:
        """Return the one that is looked at, or None where it is not in doubt any more, or its document is gone."""
        workspace, id_ = self._desk.workspace, self._queue[self.at - 1]
        placed = workspace.index.get(id_)
        theme = workspace.codebook.get(placed.theme) if placed else None
        if placed and theme and placed.status is not Status.ANCHORED and self._can_be_seen(placed.tag.document):
            return DoubtfulTag(workspace, placed, theme)
        note = next((each for each in workspace.places.notes_in_doubt(workspace.coder) if each.note.id == id_), None)
        return DoubtfulNote(workspace, note) if note and self._can_be_seen(note.document) else None

    def _can_be_seen(self, document: str) -> bool:
        listing = self._desk.workspace.listing_of(document)
        return listing is not None and not listing.error

    def _nothing(self) -> str:
        workspace = self._desk.workspace
        others = [each for each in workspace.index if each.status is not Status.ANCHORED]
        if not others:
            return "Nothing to review: every tag stands at its words"
        names = sorted({each.tag.coder for each in others} - {workspace.coder})
        whose = f"{' and '.join(names)} can settle theirs" if names else "their documents are gone"
        return f"Nothing of yours to review here · of {len(others)} tags in doubt: {whose}"


def _distance(placed: PlacedTag, document: str, n: int) -> int:
    """Return 0 for a tag on paragraph `n` of the document, 1 for another one in it, 2 for any other."""
    if placed.tag.document != document:
        return 2
    return 0 if placed.status is Status.REVIEW and n in placed.numbers else 1
