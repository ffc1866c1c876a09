"""Shell completion: names from the library, and the script that asks for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from reader.cli.session import Session
from reader.documents.gate import clean_line
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    from reader.workspace import Workspace


@add_completion_class
class _Bash(BashComplete):
    """Bash takes a candidate as if it were typed, so blanks and quotation marks in it need a backslash.

    It stands there twice, since the script reads the candidates with `read`, which takes one off.
    """

    def format_completion(self, item: CompletionItem) -> str:
        """Return the type and the candidate on one line."""
        return f"{item.type}," + re.sub(r"([^\w@%+=:,./-])", r"\\\\\1", item.value)


def complete(
    ctx: click.Context, typed: str, names: Callable[[Workspace], Iterable[tuple[str, str]]]
) -> list[CompletionItem]:
    """Return the names that begin with what was typed, else those that it is a part of, each with a help text.

    A library that can't be opened completes nothing: this is no moment for an error.
    """
    try:
        workspace = ctx.ensure_object(Session).open()
    except (ReaderError, OSError):
        return []
    needle = typed.casefold()
    found = [(clean_line(name), clean_line(about)) for name, about in names(workspace)]
    beginning = [pair for pair in found if pair[0].casefold().startswith(needle)]
    inside = [pair for pair in found if needle in f"{pair[0]}\n{pair[1]}".casefold()]
    return [CompletionItem(name, help=about or None) for name, about in beginning or inside]
