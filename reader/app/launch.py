"""From what was typed at the shell to the app: which library, which document, whose tags."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import click

from reader import paths
from reader.documents.gate import clean_line
from reader.documents.library import MANY, take_inventory
from reader.errors import NotFoundError, ReaderError
from reader.settings import coder_name

if TYPE_CHECKING:
    from pathlib import Path

    from reader.documents.library import Inventory
    from reader.settings import Settings


def run(start: Path, *, library: Path | None, coder: str | None, settings: Settings, samples: bool = False) -> int:
    """Open the app on the library of `start`, or on `library`, or on the samples; return the exit code.

    Raises ReaderError where there is nothing that can be opened.
    """
    if samples:
        start = copy_samples()
    elif not start.exists():
        raise NotFoundError(f"{clean_line(str(start))} isn’t there.")
    root = (library or paths.find_root(start)).resolve()
    is_library = (root / paths.STORE).is_dir()
    inventory = _take_inventory(root, is_library=is_library)
    if not inventory.files and not is_library:
        root, inventory = _offer_samples(root, inventory)
    return _open(root, inventory, start, coder, settings)


def copy_samples() -> Path:
    """Return the user's copy of the sample library, made at the first call; what is there already is left alone."""
    copy = paths.samples_copy()
    copy.mkdir(parents=True, exist_ok=True)
    for sample in sorted(paths.samples().iterdir()):
        if sample.suffix in (".txt", ".md") and not (copy / sample.name).exists():
            shutil.copyfile(sample, copy / sample.name)
    return copy


def _take_inventory(root: Path, *, is_library: bool) -> Inventory:
    if is_library:
        return take_inventory(root)
    is_wide = paths.is_very_wide(root)
    inventory = take_inventory(root, limit=MANY)
    if not is_wide and not inventory.too_many:
        return inventory
    count = f"more than {MANY:,} files" if inventory.too_many else "everything"
    if not click.confirm(f"Open {clean_line(str(root))} as a library? Reader would read {count} in it.", default=False):
        raise ReaderError("Nothing was opened. Give the folder that your documents are in: reader FOLDER.")
    return take_inventory(root) if inventory.too_many else inventory


def _offer_samples(root: Path, inventory: Inventory) -> tuple[Path, Inventory]:
    where = clean_line(str(root))
    if not inventory.is_empty:
        raise ReaderError(f"Nothing to read in {where}: {inventory.summary}")
    if not click.confirm(f"{where} is empty. Open the sample library instead?", default=True):
        raise ReaderError("Nothing was opened. Give the folder that your documents are in: reader FOLDER.")
    copy = copy_samples()
    return copy, take_inventory(copy)


def _open(root: Path, inventory: Inventory, start: Path, coder: str | None, settings: Settings) -> int:
    from reader.app.pauses import shorten_waits

    shorten_waits()
    from reader.app.app import ReaderApp
    from reader.workspace import Workspace

    name, signed = coder_name(settings, coder)
    first = None
    if start.is_file():
        first = start.resolve().relative_to(root).as_posix() if start.resolve().is_relative_to(root) else None
        if first not in {file.path for file in inventory.files}:
            raise ReaderError(f"{clean_line(str(start))} is not read. {inventory.summary}")
    workspace = Workspace(root, name, inventory, backups=settings.backups)
    app = ReaderApp(workspace, settings, start=first, signed=signed)
    hook, threading.excepthook = threading.excepthook, app.thread_failed
    try:
        app.run()
    finally:
        threading.excepthook = hook
    if app.fault:
        click.echo(app.fault, err=True)
    try:
        workspace.close()
    except ReaderError as error:
        click.echo(clean_line(str(error)), err=True)
    return app.return_code or 0
