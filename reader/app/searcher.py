"""Searching the library: among tagged passages, among all."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.page import View
from reader.app.pauses import spare_what_stays
from reader.app.row_actions import RowActions
from reader.search.corpus import Scope, is_lost
from reader.search.entries import Entry, EntryType

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reader.app.copier import Copier
    from reader.app.desk import Desk, Handlers
    from reader.app.passages import Passages
    from reader.app.seeking import Seeking
    from reader.app.tagger import Tagger
    from reader.tags.model import Table


class Searcher:
    """Opens the finders."""

    def __init__(self, desk: Desk, tagger: Tagger, copier: Copier, keymap: Mapping[str, str]) -> None:
        """Work at a desk; `keymap` are the user's keys by command."""
        self._desk = desk
        self._row_actions = RowActions(desk, tagger, copier, keymap)
        self._passages: Passages | None = None
        self._seeking: Seeking | None = None
        self._finder: screens.FinderScreen | screens.EchoesScreen | None = None
        self._is_ready = False
        self._texts = {Scope.TAGS: "", Scope.PASSAGES: ""}

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {
            "find.tagged": lambda: self.find(Scope.TAGS),
            "find.all": lambda: self.find(Scope.PASSAGES),
            "find.echoes": self.find_echoes,
        }

    def find(self, scope: Scope) -> None:
        """Open the finder."""
        workspace = self._desk.workspace
        if scope is Scope.TAGS and not len(workspace.index):
            self._desk.say("No tags yet · press 1–4 on a paragraph · F looks in every passage")
            return
        actions, queries = self._row_actions.actions, self._desk.state.queries
        finder = screens.FinderScreen(workspace, self._sought(), scope, self._texts[scope], actions, queries)
        self._finder = finder
        self._desk.ask(finder, self._open, lambda: self._texts.update({scope: finder.text}))

    def find_echoes(self) -> None:
        """Show what says nearly the same as the current paragraph, or as the words that are selected in it."""
        targets = self._desk.pane.targets
        if not targets:
            self._desk.say("Nothing here that could have an echo")
            return
        self._finder = screens.EchoesScreen(self._desk.workspace, self._corpus, targets[0], self._row_actions.actions)
        self._desk.ask(self._finder, self._open)

    def prepare(self) -> None:
        """Make ready what a first search would wait for, in the background: the index, and the tags in it."""

        def load() -> None:
            # Importing numpy takes longer than a key should wait.
            import reader.app.passages
            import reader.app.seeking  # noqa: F401

            self._desk.call_later(self._corpus)

        threading.Thread(target=load, name="prepare", daemon=True).start()

    def show_message(self, text: str) -> None:
        """Let an open finder show what was said."""
        if self._finder is not None and self._finder.is_current:
            self._finder.show_message(text)

    def tags_changed(self, tables: Collection[Table]) -> None:
        """Let searches find, and an open finder show, the tags as they are now; some `tables` have changed."""
        self._follow()
        if self._finder is not None and self._finder.is_attached:
            self._finder.tags_changed(tables)

    @property
    def is_answering(self) -> bool:
        """Whether what was asked to be done with rows is still to be done."""
        return self._row_actions.is_busy

    def documents_changed(self) -> None:
        """Let searches find, and an open finder show, the documents as they are now."""
        self._follow()
        if self._finder is not None and self._finder.is_attached:
            self._finder.documents_changed()

    def _follow(self) -> None:
        if self._passages is not None:
            self._passages.follow()
        if self._seeking is not None:
            self._seeking.renew()

    def stop(self) -> None:
        """Give up reading."""
        if self._passages is not None:
            self._passages.stop()
        self._row_actions.stop()

    def _sought(self) -> Seeking:
        from reader.app.seeking import Seeking

        self._seeking = self._seeking or Seeking(self._desk.workspace, self._corpus)
        return self._seeking

    def _corpus(self) -> Passages:
        from reader.app.passages import Passages

        if self._passages is None:
            self._passages = Passages(self._desk.workspace, self._grown)
        return self._passages

    def _grown(self) -> None:
        # Called in the thread that reads.
        if self._passages is not None and self._passages.is_complete and not self._is_ready:
            self._is_ready = True
            spare_what_stays()
            self._desk.call_later(self._search_first)
        finder = self._finder
        if finder is not None and finder.is_attached:
            finder.call_later(finder.grown)

    def _search_first(self) -> None:
        """Have a search made that nobody waits for: what it works out of the tags is there for the next one."""
        from reader.app.seeking import Question

        search = self._sought().work(Question("", Scope.TAGS, 1))
        threading.Thread(target=search, args=(lambda: False,), name="first search", daemon=True).start()

    def _open(self, entry: Entry) -> None:
        if entry.type is EntryType.THEME:
            self._desk.show(View(theme=entry.key.removeprefix("theme:")))
        elif is_lost(entry) and self._desk.workspace.listing_of(entry.document or ""):
            self._desk.say("The place of this passage is gone · R shows its words, and paragraphs like it")
        elif entry.document is None or not self._desk.show(View(document=entry.document), entry.paragraph):
            self._desk.say("The document of this passage is gone · Enter on its theme shows the quotation")
