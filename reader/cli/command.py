"""The command `reader`: which command is meant, and how it ends whatever happens."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader import __version__, faults
from reader.cli import documents, evidence, finding, history, returning, tagging, themes
from reader.cli.console import complain, prepare_streams, wants_colour
from reader.cli.session import InOrder, Session, common, pass_session
from reader.errors import NotFoundError, ReaderError

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE = 2
INTERRUPTED = 130
HUNG_UP = 141
"""As shells tell it of a program whose pipe was closed: 1 would say that nothing was found."""


class _Commands(InOrder):
    """The commands; a first argument that is none of them is a path."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "reader", open_app, args


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="[PATH | COMMAND ...]",
    epilog="DOC is an id, a path, or any part of a title; PARAGRAPH a number or A-B; THEME a name or its key. "
    "`reader ./list` opens a folder of that name.",
)
@common
@click.option("--samples", is_flag=True, help="Open the sample library, in a copy of your own.")
@click.version_option(__version__, prog_name="reader", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, samples: bool) -> int | None:
    """Read documents in the terminal, tag paragraphs by theme, find them again.

    `reader` opens the app on this folder, `reader PATH` on a folder or a file.
    """
    ctx.color = None if wants_colour() else False
    if samples and ctx.invoked_subcommand is not None:
        raise click.UsageError("--samples stands alone: it opens the sample library.", ctx)
    return _open(ctx.ensure_object(Session), None, samples=samples) if ctx.invoked_subcommand is None else None


class _AsReader(click.Context):
    """What has no command's name stands in messages as `reader` alone."""

    @property
    def command_path(self) -> str:
        return self.parent.command_path if self.parent else "reader"


class _Opening(click.Command):
    context_class = _AsReader


@click.command("reader", cls=_Opening)
@common
@click.argument("path", type=click.Path())
@pass_session
def open_app(session: Session, path: str) -> int:
    """Open the app on a folder or a file."""
    from reader.paths import typed

    start = typed(path)
    if not start.exists():
        raise NotFoundError(_no_such(path))
    return _open(session, start)


for _part in (documents, tagging, finding, themes, history, returning, evidence):
    for _command in _part.COMMANDS:
        cli.add_command(_command)


def main() -> None:
    """Run the command line, and leave with its exit code."""
    sys.excepthook = faults.hook
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a fault of the user's or the disk's is one line on stderr."""
    prepare_streams()
    if "_READER_COMPLETE" in os.environ:
        from reader.cli import completing  # noqa: F401
    try:
        code = cli.main(list(arguments), prog_name="reader", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.UsageError as error:
        said = error.format_message()
        stop = "" if said.endswith((".", "?")) else "."
        complain(f"{said}{stop} Try `{error.ctx.command_path if error.ctx else _path_of(arguments)} --help`.")
        return USAGE
    except (ReaderError, click.ClickException) as error:
        complain(error.format_message() if isinstance(error, click.ClickException) else str(error))
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return _hang_up()
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
        return USAGE
    except SystemExit as stop:
        # click leaves this way after a completion, and when a pipe closes while it prints.
        return _hang_up() if stop.code else 0
    return code if isinstance(code, int) else 0


def _path_of(arguments: Sequence[str]) -> str:
    """Return the command that arguments name: click tells of an option without its value, but not of which command."""
    path = ["reader"]
    command: click.Command = cli
    for argument in arguments:
        if isinstance(command, click.Group) and argument in command.commands:
            path.append(argument)
            command = command.commands[argument]
    return " ".join(path)


def _open(session: Session, start: Path | None, *, samples: bool = False) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReaderError("The app needs a terminal. For scripts there are commands: `reader --help`.")
    from reader import paths, settings
    from reader.app import run as run_app

    place = paths.samples_copy() if samples else start or Path.cwd()
    # What is named on the command line wins over $READER_LIBRARY.
    library = session.given if session.library or (start is None and not samples) else None
    return run_app(place, library=library, coder=session.coder, settings=settings.load(), samples=samples)


def _no_such(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(cli.commands), n=1)
    hint = f" Did you mean `reader {near[0]}`?" if near else " `reader --help` lists the commands."
    return f"“{name}” is no file, folder or command here.{hint}"


def _hang_up() -> int:
    """Leave quietly when the program that read our output has stopped reading."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return HUNG_UP
