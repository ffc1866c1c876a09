"""A short tour for the first run: five things to do, each done with its own key."""

from __future__ import annotations

_STEPS = (
    ("move", "j goes to the next paragraph, k back: press j"),
    ("tag", "1–4 put a theme on, and take it off again: press 3"),
    ("find", "f finds what is tagged, F everything: press f"),
    ("undo", "u takes the last change back: press u"),
    ("help", "? shows every key: press ?"),
)
_BY_COMMAND = {
    "tag.pick": "tag",
    "tag.repeat": "tag",
    "find.tagged": "find",
    "find.all": "find",
    "edit.undo": "undo",
    "app.help": "help",
}


class Tour:
    """Where one is in the tour; nothing is asked twice, and any step may be done early."""

    def __init__(self, *, is_over: bool) -> None:
        """Begin at the first step, unless it `is_over`."""
        self._at = len(_STEPS) if is_over else 0

    @property
    def text(self) -> str:
        """What to do next, or nothing where the tour is over."""
        if self.is_over:
            return ""
        return f"Tour {self._at + 1} of {len(_STEPS)} · {_STEPS[self._at][1]} · Esc ends the tour"

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to show."""
        return self._at >= len(_STEPS)

    def did(self, what: str) -> None:
        """Go on where `what` (a command's id, or a step's name) is what was to be done."""
        if not self.is_over and _BY_COMMAND.get(what, what) == _STEPS[self._at][0]:
            self._at += 1

    def skip(self) -> bool:
        """End the tour; return whether it was under way."""
        was = not self.is_over
        self._at = len(_STEPS)
        return was
