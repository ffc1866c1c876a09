"""Copying: through a program of this machine, through tmux, else through the terminal itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SECONDS = 2
"""How long a clipboard program may take; xclip without a display hangs."""


def copy(text: str, send_to_terminal: Callable[[str], None], otherwise: Sequence[str]) -> str:
    """Copy `text` and return in words where it went.

    `send_to_terminal` writes an OSC 52 sequence, which not every terminal heeds; `otherwise` says what
    else can be done.
    """
    for name, command in _programs():
        if _feed(command, text):
            return f"Copied with {name}"
    if os.environ.get("TMUX") and _feed(["tmux", "load-buffer", "-w", "-"], text):
        return "Copied through tmux"
    send_to_terminal(text)
    return " · ".join(["Sent to your terminal (can’t confirm)", *otherwise])


def _programs() -> list[tuple[str, list[str]]]:
    programs: list[tuple[str, list[str]]] = []
    if os.environ.get("SSH_CONNECTION"):
        # A clipboard program would fill the clipboard of the machine at the other end.
        return programs
    if sys.platform == "darwin":
        programs.append(("pbcopy", ["pbcopy"]))
    elif sys.platform == "win32":
        programs.append(("clip", ["clip"]))
    if os.environ.get("WAYLAND_DISPLAY"):
        programs.append(("wl-copy", ["wl-copy"]))
    if os.environ.get("DISPLAY"):
        programs.append(("xclip", ["xclip", "-selection", "clipboard"]))
    return [(name, command) for name, command in programs if shutil.which(command[0])]


def _feed(command: list[str], text: str) -> bool:
    encoding = "utf-16-le" if command[0] == "clip" else "utf-8"
    try:
        done = subprocess.run(
            command,
            input=text.encode(encoding),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
