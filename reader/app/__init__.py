"""The terminal app. Only this package knows Textual."""

from reader.app.launch import run

__all__ = ["run"]
