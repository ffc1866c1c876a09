"""What a user sees of a fault of the program's own: one line, and a file with the rest for its makers."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from reader import __version__, paths
from reader.atomic import write_atomically
from reader.documents.gate import clean

if TYPE_CHECKING:
    from types import TracebackType


def report(error: BaseException) -> str:
    """Write down what ended the program, and return what to tell the user."""
    where = _written_down(error)
    return f"Reader stopped over a fault of its own {where}. Everything that it had confirmed is on the disk."


def report_behind(error: BaseException) -> str:
    """Write down what ended work that went on behind the screen, and return what to tell the user."""
    where = _written_down(error)
    return f"Work behind the screen stopped over a fault of Reader’s own {where}. Start Reader again to go on with it."


def _written_down(error: BaseException) -> str:
    path = paths.fault_file()
    told = "".join(traceback.format_exception(error))
    text = f"reader {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n{clean(told)}"
    try:
        write_atomically(path, text.encode("utf-8", "backslashreplace"))
    except OSError:
        return f"({type(error).__name__}; it could not be written down)"
    return f"({type(error).__name__}; written down in {path})"


def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Take the place of `sys.excepthook`: no traceback reaches a user."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        print(report(error), file=sys.stderr)
