"""The command line: one function a command, and no logic of its own."""

from reader.cli.command import main

__all__ = ["main"]
