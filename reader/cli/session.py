"""What every command shares: the options for library and coder, and the opening of the library."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.documents.library import Inventory
    from reader.paths import LibraryPaths
    from reader.workspace import Workspace

F = TypeVar("F", bound="Callable[..., Any]")


class InOrder(click.Group):
    """A group that lists its commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(self.commands)


@dataclass(slots=True)
class Session:
    """What one command works on, as the options before and after its name say."""

    library: Path | None = None
    coder: str | None = None

    @property
    def given(self) -> Path | None:
        """The library that the option or `$READER_LIBRARY` names. Raises ReaderError where it is no folder."""
        named = self.library or os.environ.get("READER_LIBRARY")
        if not named:
            return None
        from reader.paths import typed

        folder = typed(named)
        if not folder.is_dir():
            raise ReaderError(f"There is no folder {folder}: name a library with --library or $READER_LIBRARY.")
        return folder.resolve()

    @property
    def root(self) -> Path:
        """The library's folder: the one given, else found upward from the current folder."""
        from reader.paths import find_root

        return self.given or find_root(Path.cwd())

    @property
    def paths(self) -> LibraryPaths:
        """Where the library's own files are. Raises ReaderError where it is too wide to be meant."""
        from reader.paths import LibraryPaths

        root = self.root
        if not self.given:
            _inventory(root)
        return LibraryPaths.of(root)

    def open(self, *, with_tags: bool = True) -> Workspace:
        """Open the library as the coder, or only to look at documents, themes and history.

        Raises ReaderError where it can't be, or is too wide to be meant.
        """
        from reader import settings
        from reader.workspace import Workspace

        chosen = settings.load()
        coder, _ = settings.coder_name(chosen, self.coder)
        root = self.root
        inventory = None if self.given else _inventory(root)
        workspace = Workspace(root, coder, inventory, with_tags=with_tags, backups=chosen.backups)
        context = click.get_current_context(silent=True)
        if context is not None:
            context.call_on_close(lambda: _close(workspace))
        return workspace


def _close(workspace: Workspace) -> None:
    # What the command did is on the disk; that a snapshot can't be written as well is for `reader check` to tell.
    with suppress(ReaderError):
        workspace.close(brief=True)


def _inventory(root: Path) -> Inventory:
    """List the files of a folder that nobody named: one that is no library yet must not be very wide."""
    from reader.documents.library import MANY, take_inventory
    from reader.paths import LibraryPaths, is_very_wide

    is_library = LibraryPaths.of(root).store.is_dir()
    if not is_library and is_very_wide(root):
        raise ReaderError(f"{root} is no library yet, and very wide. If you mean it: --library {root}")
    inventory = take_inventory(root, None if is_library else MANY)
    if inventory.too_many:
        raise ReaderError(f"{root} is no library yet, and has over {MANY:,} files. If you mean it: --library {root}")
    return inventory


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    if value is not None:
        setattr(ctx.ensure_object(Session), str(parameter.name), value)


_library = click.option(
    "-L",
    "--library",
    metavar="PATH",
    type=click.Path(path_type=Path),
    expose_value=False,
    callback=_remember,
    help="The library, if not this folder's or $READER_LIBRARY.",
)
_coder = click.option(
    "--coder", metavar="NAME", expose_value=False, callback=_remember, help="Who tags, if not $READER_CODER."
)


def in_library(command: F) -> F:
    """Give a command the option that names the library."""
    return _library(command)


def common(command: F) -> F:
    """Give a command the options that name the library and the coder, so that they may stand after it too."""
    return _library(_coder(command))


pass_session = click.make_pass_decorator(Session, ensure=True)
