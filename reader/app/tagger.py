"""Tagging and noting, as the main screen does them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.widgets.page_view import Mode
from reader.errors import ReaderError
from reader.tags.model import Change, Note, Table, Tag, Theme
from reader.tags.tagging import annotate, annotate_tag, toggle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.app.desk import Desk, Handlers
    from reader.tags.model import Step
    from reader.tags.tagging import Tagging, Target

_KEPT = "What you wrote is kept: the same key shows it again."


class Tagger:
    """Puts themes and notes on what is chosen in the reading pane."""

    def __init__(self, desk: Desk) -> None:
        """Work at a desk."""
        self._desk = desk
        self._drafts: dict[str, str] = {}
        self._corrections: dict[str, dict[str, str]] = {}
        self._last: Theme | None = None

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {
            "tag.pick": self.pick,
            "tag.repeat": self.repeat,
            "note.edit": self.edit_note,
            "document.details": self.edit_details,
        }

    # Tags

    def digit(self, digit: str) -> None:
        """Toggle the theme that has that key."""
        theme = self._desk.workspace.codebook.find(digit)
        if theme is None:
            self._desk.say(f"No theme has key {digit} · t finds or makes one")
        else:
            self.toggle(theme)

    def pick(self) -> None:
        """Choose a theme by its name, or make one."""
        codebook = self._desk.workspace.codebook
        choices = [screens.Choice(theme.name, codebook.marks[theme.id]) for theme in codebook.themes]

        def picked(answer: int | str) -> None:
            if isinstance(answer, int):
                self.toggle(codebook.themes[answer])
            else:
                self._do(lambda: self._tag_with_new(answer))

        self._desk.ask(screens.PickerScreen("Theme", choices, create="+ Create “{}”"), picked)

    def _tag_with_new(self, name: str) -> Step:
        change = self._desk.workspace.codebook.add(name)
        assert isinstance(change.after, Theme)
        return self._commit_tagging(change.after, [change])

    def repeat(self) -> None:
        """Put the theme that was last put on something on what is chosen now."""
        if self._last is None:
            self._desk.say("Nothing to repeat · tag something first")
        else:
            self.toggle(self._last)

    def toggle(self, chosen: Theme) -> None:
        """Put a theme on what is chosen, or take it off; another window may have merged or deleted it by now."""
        try:
            theme = self._desk.workspace.codebook.today(chosen)
        except ReaderError as error:
            self._desk.say(str(error))
            return
        if self._toggle_orphan(theme):
            return
        if self._desk.pane.mode is Mode.SELECT and self._desk.pane.selection and not self._desk.pane.selection.span:
            self._desk.say("Nothing is selected · w adds a word, ) a sentence")
            return
        if not self._desk.pane.targets:
            self._desk.say("No paragraph here to tag")
            return
        if self._do(lambda: self._commit_tagging(theme, [])):
            self._last = theme

    def _commit_tagging(self, theme: Theme, before: Sequence[Change]) -> Step:
        workspace, pane = self._desk.workspace, self._desk.pane
        targets = pane.targets
        tagging = toggle(workspace.index, targets, theme, workspace.coder) if targets else None
        changes = [*before, *(tagging.changes if tagging else ())]
        label = self._label(theme, targets, tagging) if tagging else f"New theme {theme.name}"
        step = workspace.commit(changes, label, targets)
        pane.leave_mode()
        return step

    def _toggle_orphan(self, theme: Theme) -> bool:
        """Take a tag off an orphan; return whether the current item is one."""
        item, workspace = self._desk.pane.item, self._desk.workspace
        if item is None or item.orphan is None:
            return False
        placed = item.orphan
        if placed.theme != theme.id or placed.tag.coder != workspace.coder:
            self._desk.say("The place of this passage is gone: only its own tag can be taken off")
            return True
        change = Change(Table.TAGS, placed.tag, None)
        self._do(lambda: workspace.commit([change], f"{theme.name} off an orphan"))
        return True

    def _label(self, theme: Theme, targets: Sequence[Target], tagging: Tagging) -> str:
        title = targets[0].document.title
        if len(targets) == 1:
            words = " (selected words)" if targets[0].start is not None else ""
            return f"{theme.name} {'on' if tagging.added else 'off'}{words} ¶ {targets[0].paragraph}, {title}"
        if tagging.added:
            had = f", {tagging.had} had it" if tagging.had else ""
            return f"{theme.name}: +{tagging.added}{had}"
        return f"{theme.name}: −{tagging.removed}"

    # Notes and details

    def edit_note(self) -> None:
        """Write a note on the paragraph or on one of its own tags, and ask which."""
        if self._is_read_only():
            return
        workspace = self._desk.workspace
        targets = self._desk.pane.targets
        if not targets:
            self._desk.say("Nothing here to write a note on")
            return
        target = targets[0]
        placed = [
            each
            for each in workspace.index.on(target.document.id, target.paragraph)
            if each.tag.coder == workspace.coder
        ]
        note = workspace.note_on(target.document.id, target.paragraph)
        if not placed:
            self._write_note(target, note)
            return
        names = [(theme.name if (theme := workspace.codebook.get(each.theme)) else "?") for each in placed]
        choices = [screens.Choice(f"Paragraph {target.paragraph}"), *(screens.Choice(f"Tag {name}") for name in names)]

        def chosen(answer: int | str) -> None:
            if isinstance(answer, str):
                self._write_note(target, note, answer)
            elif answer == 0:
                self._write_note(target, note)
            else:
                self._write_tag_note(placed[answer - 1].tag, names[answer - 1])

        # Whoever begins to write at once, as where there is no tag to choose, loses nothing.
        begun = f"Paragraph {target.paragraph}: “{{}}”"
        self._desk.ask(screens.PickerScreen("A note on", choices, create=begun), chosen)

    def _write_note(self, target: Target, note: Note | None, begun: str = "") -> None:
        workspace = self._desk.workspace

        def written(text: str) -> None:
            change = annotate(note, target, text, workspace.coder)
            label = f"Note on ¶ {target.paragraph}, {target.document.title}"
            if not self._save([change] if change else [], label, [target]):
                self._drafts[place] = text

        place = f"{target.document.id} {target.paragraph}"
        text = self._drafts.pop(place, note.text if note else "")
        text = "\n".join(filter(None, (text, begun)))
        self._desk.ask(screens.NoteScreen(f"Note on ¶ {target.paragraph}", text), written)

    def _write_tag_note(self, tag: Tag, name: str) -> None:
        def written(text: str) -> None:
            change = annotate_tag(tag, text)
            if not self._save([change] if text.strip() != tag.note else [], f"Note on {name} ¶ {tag.paragraph}", []):
                self._drafts[tag.id] = text

        text = self._drafts.pop(tag.id, tag.note)
        self._desk.ask(screens.NoteScreen(f"Note on the tag {name}", text), written)

    def edit_details(self) -> None:
        """Correct what the document says of itself."""
        if self._is_read_only():
            return
        workspace, item, page = self._desk.workspace, self._desk.pane.item, self._desk.pane.page
        id_ = item.document if item and item.document else page.view.document if page else None
        document = workspace.document(id_) if id_ else None
        if document is None:
            self._desk.say("Open a document to correct its details")
            return

        def corrected(values: dict[str, str]) -> None:
            try:
                change = workspace.correction(document, values)
            except ReaderError as error:
                self._desk.say(f"{error} {_KEPT}")
                self._corrections[document.id] = values
                return
            if not self._save([change] if change else [], f"Details of {document.title}", []):
                self._corrections[document.id] = values

        shown = self._corrections.pop(document.id, None) or asdict(document.metadata)
        self._desk.ask(screens.DetailsScreen(shown), corrected)

    def _save(self, changes: Sequence[Change], label: str, targets: Sequence[Target]) -> bool:
        """Commit what was typed; return False where the store refused it."""
        if not changes:
            self._desk.say("Nothing changed")
            return True
        return self._do(lambda: self._desk.workspace.commit(changes, label, targets), _KEPT)

    def _is_read_only(self) -> bool:
        """Say why nothing can be written, before anybody types in vain; return whether that is so."""
        failure = self._desk.workspace.store.failure
        if failure:
            self._desk.say(failure)
        return failure is not None

    # Steps

    def tag_targets(self, theme: Theme, targets: Sequence[Target]) -> None:
        """Put a theme on places that were chosen elsewhere, as one step."""
        workspace = self._desk.workspace

        def work() -> Step:
            today = workspace.codebook.today(theme)
            tagging = toggle(workspace.index, targets, today, workspace.coder)
            label = self._label(today, targets, tagging)
            return workspace.commit(tagging.changes, label, targets)

        self._do(work)

    def _do(self, work: Callable[[], Step], kept: str = "") -> bool:
        """Do a change as a step that can be undone, and say what it did; return whether it was done.

        Where it is refused, `kept` says what becomes of what was typed.
        """
        step = self._desk.commit(work, kept)
        if step is None:
            return False
        self._desk.tags_changed(step.tables)
        self._desk.say(f"{step.label} · u undoes")
        return True
