"""Tags and notes in doubt since a text changed: the words as they were, and where they may be now, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.style import Style
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen

from reader.app.commands import Scope, bindings, hints
from reader.app.doubt import add_place
from reader.app.layout import wrap
from reader.app.pieces import BOLD, DIM, PLAIN, Pieces, clipped, fitted, highlighted, justified
from reader.app.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.app.doubt import Doubt

_WORDS = Style(bold=True, underline=True)
_MOST_LINES = 12
_KEYS = {
    "review.move": "moves to the chosen ¶",
    "review.next": "or a number chooses",
    "review.leave": "leaves",
    "review.undo": "undoes",
    "review.close": "closes",
}
"""What the foot says of commands, by their ids."""


class Settling(Protocol):
    """Goes through tags and notes in doubt, and settles each; what it returns is to be said."""

    @property
    def at(self) -> int:
        """Which of them is looked at, from 1."""
        ...

    @property
    def of(self) -> int:
        """How many there were at the beginning."""
        ...

    def doubt(self) -> Doubt | None:
        """Return the one to look at, or None where every one was seen."""
        ...

    def accept(self, doubt: Doubt) -> str:
        """Anchor the tag where it is shown, and go to the next."""
        ...

    def move(self, doubt: Doubt, n: int) -> str:
        """Anchor the tag to paragraph `n`, and go to the next."""
        ...

    def leave(self) -> None:
        """Go to the next."""
        ...

    def undo(self) -> str:
        """Take back what was settled last, and look at it again."""
        ...


class ReviewScreen(ModalScreen[str]):
    """Goes through what is in doubt; answers with what was said of the last one that was settled, if any was."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.REVIEW)]

    def __init__(self, reviewer: Settling, first: Doubt, keymap: Mapping[str, str]) -> None:
        """Let `reviewer` settle each, `first` the first; `keymap` are the user's keys by command."""
        super().__init__()
        self._reviewer = reviewer
        self._keymap = keymap
        self._doubt = first
        self._row = 0
        self._typed = ""
        self._said = ""
        self._settled = ""
        self._was = Lines(self._was_lines, id="was")
        self._now = Lines(self._now_lines, id="now")
        self._head = Lines(self._head_lines, id="review-head")
        self._foot = Lines(self._foot_lines, id="review-foot")

    def compose(self) -> ComposeResult:
        """Put what was beside what is."""
        with Vertical(id="review"):
            yield self._head
            with Horizontal(id="review-body"):
                yield self._was
                yield self._now
            yield self._foot

    def on_key(self, event: events.Key) -> None:
        """Let digits name any paragraph of the document as the place."""
        if event.character and event.character.isdecimal() and event.character.isascii():
            self._typed = (self._typed + event.character)[-6:]
            n = int(self._typed)
            if add_place(self._doubt, n):
                self._row = self._doubt.places.index(n)
                self._say(f"¶ {n} is chosen · m moves it there")
            else:
                self._typed = ""
                self._say(f"No paragraph {n} here")
            event.stop()

    def action_row(self, by: int) -> None:
        """Choose the next place, or the one before."""
        self._row = max(0, min(len(self._doubt.places) - 1, self._row + by))
        self._typed = ""
        self._redraw()

    def action_accept(self) -> None:
        """Anchor it where it is shown."""
        if self._doubt.is_orphan:
            self._say("Its place is gone: choose a paragraph, then m moves it there")
        else:
            self._go_on(self._reviewer.accept(self._doubt))

    def action_move(self) -> None:
        """Anchor it to the place that is chosen."""
        if not self._doubt.places:
            self._say("Type the number of a paragraph first")
        else:
            self._go_on(self._reviewer.move(self._doubt, self._doubt.places[self._row]))

    def action_leave(self) -> None:
        """Leave it as it is, and go to the next."""
        self._reviewer.leave()
        self._go_on("Left as it is")

    def action_undo(self) -> None:
        """Take back what was settled last."""
        self._go_on(self._reviewer.undo())

    def action_close(self) -> None:
        """Close."""
        self.dismiss(self._settled)

    def _go_on(self, said: str) -> None:
        doubt = self._reviewer.doubt()
        if doubt is None:
            self.dismiss(f"{said} · nothing more to review")
            return
        self._doubt, self._row, self._typed = doubt, 0, ""
        self._settled = said
        self._say(said)

    def _say(self, text: str) -> None:
        self._said = text
        self._redraw()

    def _redraw(self) -> None:
        for part in (self._head, self._was, self._now, self._foot):
            part.redraw()

    def _head_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        where = f"{self._reviewer.at} of {self._reviewer.of}"
        return [
            justified([(f"Review · {self._doubt.what} · {self._doubt.document.title}", BOLD)], [(where, DIM)], width)
        ]

    def _foot_lines(self, width: int, _height: int) -> Sequence[Pieces]:
        accepts = {} if self._doubt.is_orphan else {"review.accept": f"accepts ¶ {self._doubt.shown}"}
        keys = hints({**accepts, **_KEYS}, self._keymap)
        return [clipped([(self._said, BOLD)], width), [(fitted(keys, width), DIM)]]

    def _was_lines(self, width: int, height: int) -> Sequence[Pieces]:
        lines: list[Pieces] = [[("As it was tagged", DIM)], []]
        for n, text, spans in self._doubt.was:
            style = PLAIN if spans else DIM
            lines += [*_paragraph(f"{'▌' if spans else ' '}¶ {n}", text, spans, style, width - 1), []]
        if self._doubt.said:
            lines += _paragraph(" note", self._doubt.said, [], PLAIN, width - 1)
        return lines[:height]

    def _now_lines(self, width: int, height: int) -> Sequence[Pieces]:
        heading = "Its place is gone; like it are" if self._doubt.is_orphan else "Where it may be now"
        lines: list[Pieces] = [[(heading, DIM)], []]
        if not self._doubt.places:
            lines.append([("nothing · type the number of a paragraph", DIM)])
        first = max(0, self._row - 2)
        for row, n in enumerate(self._doubt.places[first:], first):
            mark = "▌" if row == self._row else " "
            text, spans = self._doubt.words_of(n)
            style = PLAIN if row == self._row else DIM
            lines += [*_paragraph(f"{mark}¶ {n}", text, spans, style, width), []]
        return lines[:height]


def _paragraph(lead: str, text: str, spans: Sequence[tuple[int, int]], style: Style, width: int) -> Iterator[Pieces]:
    gutter = max(5, len(lead)) + 1
    found = wrap(text[:20_000], max(10, width - gutter))
    for row, (start, end) in enumerate(found[:_MOST_LINES]):
        here = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
        more = " …" if row == _MOST_LINES - 1 and len(found) > _MOST_LINES else ""
        before = lead if row == 0 else "▌" if lead.startswith("▌") else ""
        yield [(f"{before:<{gutter}}", DIM), *highlighted(text[start:end], here, _WORDS, style), (more, DIM)]
