"""What widgets tell the screen. State flows down to widgets; these flow up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.widget import Widget


@dataclass
class DigitPressed(Message):
    """A digit that tags was pressed in a reading pane."""

    digit: str


@dataclass
class NothingThere(Message):
    """A motion found nowhere to go; `text` says why."""

    text: str


@dataclass
class RowHighlighted(Message):
    """Another row of a list is the current one."""

    rows: Widget
    index: int


@dataclass
class RowChosen(Message):
    """A row was chosen, with Enter or the mouse."""

    rows: Widget
    index: int
