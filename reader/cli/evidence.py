"""`reader export`, `reader check` and `reader completion`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from reader.cli.arguments import DOCUMENT, THEME, document_named, theme
from reader.cli.console import remark, say
from reader.cli.session import Session, common, in_library, pass_session

FORMATS = ("markdown", "csv", "jsonl")
SHELLS = ("bash", "zsh", "fish")


@click.command("export", short_help="Write the tagged passages with their sources.")
@in_library
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to a file, whole or not at all.")
@click.option("--theme", "themed", metavar="THEME", type=THEME, help="Only this theme and those below it.")
@click.option("--doc", "document", metavar="DOC", type=DOCUMENT, help="Only this document.")
@click.option("--coder", metavar="NAME", help="Only this coder’s tags.")
@click.option("--speaker", metavar="NAME", help="Only this speaker: any part of name, office or party.")
@click.option("--raw", is_flag=True, help="Leave CSV cells that look like formulas as they are.")
@pass_session
def export_tags(
    session: Session,
    form: str,
    output: str | None,
    themed: str | None,
    document: str | None,
    coder: str | None,
    speaker: str | None,
    raw: bool,
) -> None:
    """Write the tagged passages with their sources: markdown, csv or jsonl.

    CSV is UTF-8 without a byte order mark; cells that begin with = + - @ or a tab get an apostrophe before them.
    """
    from reader.exchange.export import export, export_to_file
    from reader.exchange.rows import Filters

    workspace = session.open()
    filters = Filters(
        theme(workspace, themed) if themed else None,
        document_named(workspace, document).id if document else None,
        coder,
        speaker,
    )
    if output in (None, "-"):
        count = export(workspace, form, sys.stdout, filters, raw=raw)
    else:
        count = export_to_file(workspace, form, Path(str(output)), filters, raw=raw)
        remark(f"{count} tag{'' if count == 1 else 's'} written to {output}")
    if not count:
        remark("Nothing is tagged yet." if filters == Filters() else "No tag fits.")


@click.command("check", short_help="Verify what is kept, and mend it.")
@common
@click.option("--repair", is_flag=True, help="Put aside what can’t be read, clear up after crashes.")
@pass_session
def check_store(session: Session, repair: bool) -> int:
    """Verify what Reader keeps in the library, and say in words what is right and what is wrong."""
    from reader import settings
    from reader.paths import LibraryPaths
    from reader.tags.checking import check_places
    from reader.tags.checking import check_store as check

    report = check(LibraryPaths.of(session.root), repair=repair, backups=settings.load().backups)
    if report.is_readable:
        workspace = session.open()
        workspace.read_everything()
        check_places(report, workspace.index)
    for line in report.lines:
        say(line)
    return 0 if report.is_sound else 1


@click.command("completion", short_help="Print the shell’s completion script.")
@click.argument("shell", type=click.Choice(SHELLS), required=False)
def print_completion(shell: str | None) -> None:
    """Print the shell’s completion script: eval "$(reader completion bash)"."""
    from click.shell_completion import get_completion_class

    shell = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(shell)
    if kind is None or shell not in SHELLS:
        raise click.UsageError(f"Name the shell: {', '.join(SHELLS)}.", click.get_current_context())
    root = click.get_current_context().find_root().command
    say(kind(root, {}, "reader", "_READER_COMPLETE").source())


COMMANDS = (export_tags, check_store, print_completion)
