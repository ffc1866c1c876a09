"""Going from view to view: documents, themes, the way back, the second pane, read marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.page import View, document_page, theme_page
from reader.documents.gate import clean_line
from reader.documents.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.app.desk import Desk, Handlers
    from reader.app.page import Page
    from reader.app.widgets.page_view import PageView
    from reader.library import Listing

Place = tuple[View, str, int]
"""Where one was: the view, and the document and number of the current paragraph."""


class Navigator:
    """Opens views in the reading pane and remembers the way back."""

    def __init__(self, desk: Desk) -> None:
        """Work at a desk."""
        self._desk = desk
        self._trail: list[Place] = []
        self._unfolded: set[str] = set()

    @property
    def handlers(self) -> Handlers:
        """The commands that this part runs."""
        return {
            "document.next": lambda: self.step(1),
            "document.previous": lambda: self.step(-1),
            "document.next_unread": self.next_unread,
            "document.mark_read": self.mark_read,
            "document.open": self.pick_document,
            "document.passage": self.open_passage,
            "view.back": self.back,
            "view.unfold": self.unfold,
        }

    # Pages

    def page(self, view: View, n: int | None = None) -> Page | None:
        """Return the page of a view; furniture is unfolded where paragraph `n` is in it. None where it is gone."""
        workspace = self._desk.workspace
        if view.theme is not None:
            theme = workspace.codebook.get(view.theme)
            return theme_page(workspace, theme) if theme else None
        document = workspace.document(view.document) if view.document else None
        if document is None:
            return None
        paragraph = document.paragraph(n) if n else None
        if paragraph is not None and paragraph.kind is Kind.BOILERPLATE:
            self._unfolded.add(document.id)
        return document_page(document, unfolded=document.id in self._unfolded)

    def unfold(self) -> None:
        """Unfold the page furniture of the document, or fold it again."""
        page = self._desk.pane.page
        document = page.view.document if page else None
        if page is None or document is None:
            self._desk.say("Page furniture shows in a document, not in a theme")
            return
        self._unfolded ^= {document}
        self.show_again()
        if not any(each.kind is Kind.BOILERPLATE for each in page.documents[document].paragraphs):
            self._desk.say("No page furniture in this document")

    def show_again(self) -> None:
        """Make the page anew, at the same place."""
        self.renew(self._desk.pane)

    def renew(self, pane: PageView) -> None:
        """Bring a pane's page up to what the library holds now, at the same place."""
        page = pane.page
        again = self.page(page.view) if page else None
        if page is not None and again is not None and (again.items, again.documents) != (page.items, page.documents):
            pane.show_again(again)

    # The way back

    def remember(self) -> None:
        """Note the present place before a jump."""
        place = self._here()
        if place is not None and self._trail[-1:] != [place]:
            self._trail.append(place)
            del self._trail[:-100]

    def back(self) -> None:
        """Go back to where one was before the last jump."""
        here = self._here()
        while self._trail and self._trail[-1] == here:
            self._trail.pop()
        if not self._trail:
            self._desk.say("Nowhere to go back to")
            return
        view, document, n = self._trail.pop()
        trail = list(self._trail)
        if not self._desk.show(view, n, document):
            self._desk.say("That place is gone")
        self._trail = trail

    def _here(self) -> Place | None:
        page, item = self._desk.pane.page, self._desk.pane.item
        return (page.view, item.document, item.n) if page and item else None

    # Documents

    def step(self, by: int) -> None:
        """Open the next or previous document of the library."""
        listings = self._desk.workspace.listings
        at = self._place_in(listings) + by
        if 0 <= at < len(listings):
            self.open_path(listings[at].path)
        else:
            self._desk.say("This is the last document" if by > 0 else "This is the first document")

    def next_unread(self) -> None:
        """Open the next document without a read mark, round the end of the library."""
        listings = self._desk.workspace.listings
        at = self._place_in(listings) + 1
        ordered = [*listings[at:], *listings[: max(0, at - 1)]]
        found = next((each for each in ordered if self._desk.state.is_unread(each.id) and not each.error), None)
        if found is None:
            self._desk.say("Every other document is marked read")
        else:
            self.open_path(found.path)

    def mark_read(self) -> None:
        """Mark the document read, or take the mark off."""
        item = self._desk.pane.item
        if item is None or not item.document:
            self._desk.say("No document here")
            return
        state = self._desk.state.of(item.document)
        state.read = not state.read
        self._desk.tags_changed()
        unread = sum(self._desk.state.is_unread(each.id) for each in self._desk.workspace.listings)
        self._desk.say(f"Marked {'read' if state.read else 'unread'} · {unread} unread · U next")

    def pick_document(self) -> None:
        """Open a document by typing part of its title."""
        listings = self._desk.workspace.listings
        choices = [screens.Choice(each.title, each.metadata.date or clean_line(each.path)) for each in listings]

        def chosen(answer: int | str) -> None:
            if isinstance(answer, int):
                self.open_path(listings[answer].path)

        self._desk.ask(screens.PickerScreen("Open", choices, nothing="No document matches"), chosen)

    def pick_view(self, title: str, then: Callable[[View], None]) -> None:
        """Choose a document or a theme by typing part of its name, and go on with it."""
        workspace = self._desk.workspace
        listings, themes = workspace.listings, workspace.codebook.themes
        choices = [screens.Choice(each.title, "document") for each in listings] + [
            screens.Choice(each.name, "theme") for each in themes
        ]

        def chosen(answer: int | str) -> None:
            if not isinstance(answer, int):
                return
            if answer < len(listings):
                path = listings[answer].path
                if self._is_there(path):
                    then(View(document=workspace.document_at(path).id))
            else:
                then(View(theme=themes[answer - len(listings)].id))

        self._desk.ask(screens.PickerScreen(title, choices), chosen)

    def open_first(self, path: str | None) -> None:
        """Open the document at `path`, else the library's first, where it has any."""
        listings = self._desk.workspace.listings
        if path or listings:
            self.open_path(path or listings[0].path)

    def open_path(self, path: str) -> None:
        """Open a document by its path, where it was left."""
        if self._is_there(path) and not self._desk.wait_for(path):
            document = self._desk.workspace.document_at(path)
            self._desk.show(View(document=document.id))

    def _is_there(self, path: str) -> bool:
        """Whether a document is still at the path that was chosen; else it is said to be gone."""
        is_there = path in self._desk.workspace.library
        if not is_there:
            self._desk.say(f"{clean_line(path)} is gone")
        return is_there

    def open_passage(self) -> None:
        """From a theme, open the passage in its document."""
        page, item = self._desk.pane.page, self._desk.pane.item
        if page is None or item is None or page.view.theme is None:
            return
        if not item.n or not self._desk.show(View(document=item.document), item.n):
            self._desk.say("The document of this passage is gone")

    def go_to_number(self, n: int) -> None:
        """Go to a paragraph of this document by its number, also to one of folded furniture."""
        page, item = self._desk.pane.page, self._desk.pane.item
        document = page.documents.get(item.document) if page and item else None
        paragraph = document.paragraph(n) if document else None
        if page is not None and paragraph is not None and paragraph.kind is Kind.BOILERPLATE and page.view.document:
            self._desk.show(page.view, n)
            return
        self.remember()
        if document is None or not self._desk.pane.go_to(document.id, n):
            self._desk.say(f"No paragraph {n} here")

    def _place_in(self, listings: list[Listing]) -> int:
        item = self._desk.pane.item
        page = self._desk.pane.page
        document = item.document if item else page.view.document if page else None
        return next((n for n, each in enumerate(listings) if each.id == document), -1)
