"""`reader merge` and `reader restore`: what another copy of the library has, and what this one had."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.console import remark, say, table
from reader.cli.session import Session, common, pass_session
from reader.errors import ReaderError
from reader.paths import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.paths import LibraryPaths
    from reader.tags.backups import Backup
    from reader.tags.others import Other
    from reader.tags.uniting import Merged


@click.command("merge", short_help="Bring in what another copy of the library has.")
@common
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@pass_session
def merge(session: Session, others: tuple[Path, ...]) -> None:
    """Bring in themes, tags and notes from another copy of the library, or from a file that a sync tool left.

    OTHER is a library, its .reader folder, or a file out of one. It is not changed; only a copy that lies among this
    library’s own files is put aside under another name. Of two versions of a record the newer stays.
    """
    from reader import settings
    from reader.tags.backups import Keeper
    from reader.tags.disk import Disk
    from reader.tags.others import read_other
    from reader.tags.uniting import unite

    chosen, paths, disk = settings.load(), session.paths, Disk()
    coder, _ = settings.coder_name(chosen, session.coder)
    keeper = Keeper(paths, chosen.backups, disk)
    done: set[Path] = set()
    for path in (_found(named, paths) for named in others):
        if path.absolute() in done:
            # A snapshot and its log beside it are one copy, and were brought in together.
            continue
        other = read_other(path, paths, disk)
        done.update(copy.absolute() for copy in other.copies)
        label = f"Merged from {other.name} by {coder}"
        merged = unite(paths, other, label, disk, lambda each: keeper.back_up(each.journals.values(), "before a merge"))
        for line in _account(merged, other, paths, coder):
            say(line)


def _found(named: Path, paths: LibraryPaths) -> Path:
    """Return the path that was typed; those that `reader check` names are relative to the library."""
    named = typed(named)
    return paths.root / named if not named.exists() and (paths.root / named).exists() else named


def _account(merged: Merged, other: Other, paths: LibraryPaths, coder: str) -> Iterator[str]:
    from reader.tags.accounts import clashes, in_conflict, what_came
    from reader.tags.codebook import Codebook
    from reader.tags.store import TagStore

    yield what_came(merged, other.name)
    if merged.conflicts or merged.new_themes:
        store = TagStore(paths, coder)
        codebook = Codebook(store.themes)
        yield from (in_conflict(each, codebook, store.documents) for each in merged.conflicts)
        yield from clashes(store.themes, merged.new_themes)
    yield from other.remarks
    yield from (f"The copy is kept as {path.name}, which Reader doesn’t read." for path in merged.aside)
    if merged.backup is not None:
        yield f"What was here before is kept: `reader restore {merged.backup}` brings it back."


@click.command("restore", short_help="List the backups, or bring the library back to one.")
@common
@click.argument("day", metavar="[DATE]", required=False)
@click.option("--mine", is_flag=True, help="Bring back only your own tags and notes.")
@click.option("-y", "--yes", is_flag=True, help="Don’t ask.")
@pass_session
def restore(session: Session, day: str | None, mine: bool, yes: bool) -> None:
    """List the backups; with DATE (as listed, or “yesterday”) make the library what it was then.

    Everybody’s tags and notes, the themes and the register of documents come back. What is there now is backed up
    first, and the return is a change like others: open windows and other copies of the library follow it.
    """
    from reader import settings
    from reader.tags.accounts import what_returns
    from reader.tags.backups import find_backup, list_backups
    from reader.tags.disk import Disk
    from reader.tags.restoring import plan
    from reader.tags.restoring import restore as bring_back

    chosen, paths = settings.load(), session.paths
    if day is None:
        _list(list_backups(paths), paths)
        return
    backup = find_backup(paths, day)
    coder, _ = settings.coder_name(chosen, session.coder)
    only = paths.coder(coder) if mine else None
    planned = plan(paths, backup, Disk(), only)
    if planned.is_idle:
        say(f"Nothing to do: everything is as it was in the backup {backup.name}.")
        return
    say(what_returns(planned, backup))
    if not yes and not _agreed():
        say("Nothing was changed.")
        return
    done = bring_back(paths, backup, f"Restored from {backup.name} by {coder}", chosen.backups, Disk(), only)
    say("Done." if not done.damaged else f"Done. Put aside: {', '.join(path.name for path in done.damaged)}.")
    if done.backup is not None:
        say(f"What was here before is kept: `reader restore {done.backup}` brings it back.")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise ReaderError("Nothing was changed. Add --yes to bring the backup back without being asked.")
    return click.confirm("Bring it back?", default=False)


def _list(found: list[Backup], paths: LibraryPaths) -> None:
    if not found:
        remark("No backups of this library yet: the first change of a day makes one.")
        return
    say(table(_row(backup) for backup in reversed(found)))
    remark(f"They are in {paths.backups}. `reader restore DATE` brings one back.")


def _row(backup: Backup) -> tuple[str, str, str, str, str, str]:
    from reader.tags.accounts import a_number

    size = f"{backup.size / 1e6:,.1f} MB" if backup.size >= 1e5 else f"{max(1, backup.size // 1000)} kB"
    tags, coders = sum(backup.tags.values()), ", ".join(sorted(backup.tags))
    return backup.name, backup.made[-5:], a_number(tags, "tag"), coders or "–", size, backup.why or "damaged"


COMMANDS = (merge, restore)
