"""The screens that are put over the main one. Each is imported when it is first wanted: the start must not wait."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.app.screens.details import DetailsScreen
    from reader.app.screens.echoes import EchoesScreen
    from reader.app.screens.finder import FinderScreen
    from reader.app.screens.note import NoteScreen
    from reader.app.screens.picker import Choice, PickerScreen
    from reader.app.screens.prompt import PromptScreen
    from reader.app.screens.results import Actions
    from reader.app.screens.review import ReviewScreen
    from reader.app.screens.text import HelpScreen, TextScreen
    from reader.app.screens.welcome import WelcomeScreen

__all__ = [
    "Actions",
    "Choice",
    "DetailsScreen",
    "EchoesScreen",
    "FinderScreen",
    "HelpScreen",
    "NoteScreen",
    "PickerScreen",
    "PromptScreen",
    "ReviewScreen",
    "TextScreen",
    "WelcomeScreen",
]

_HOMES = MappingProxyType(
    {
        "Actions": "results",
        "Choice": "picker",
        "DetailsScreen": "details",
        "EchoesScreen": "echoes",
        "FinderScreen": "finder",
        "HelpScreen": "text",
        "NoteScreen": "note",
        "PickerScreen": "picker",
        "PromptScreen": "prompt",
        "TextScreen": "text",
        "ReviewScreen": "review",
        "WelcomeScreen": "welcome",
    }
)


def __getattr__(name: str) -> object:
    """Import the module that a name stands in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
