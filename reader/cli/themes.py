"""`reader themes`: the codebook, and what changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.arguments import THEME, theme
from reader.cli.console import say, table
from reader.cli.session import InOrder, Session, common, pass_session

if TYPE_CHECKING:
    from reader.tags.codebook import Codebook


@click.group("themes", cls=InOrder, invoke_without_command=True, short_help="List and change the themes.")
@common
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.pass_context
def themes(ctx: click.Context, as_json: bool) -> None:
    """List the themes, or add, rename, merge, move, delete and set them."""
    if ctx.invoked_subcommand is not None:
        return
    workspace = ctx.ensure_object(Session).open()
    workspace.read_everything()
    codebook, counts = workspace.codebook, workspace.theme_counts()
    if as_json:
        from reader.exchange.shapes import dumps_array, theme_shape

        say(dumps_array(theme_shape(each, codebook, counts[each.id]) for each in codebook.themes))
    elif codebook.themes:
        say(table(_rows(codebook, counts)))


@themes.command("add")
@common
@click.argument("name", metavar="NAME")
@click.option("--key", metavar="DIGIT", help="The key that tags with it; by default the next that is free.")
@click.option("--colour", default="", help="A colour’s name, or #rrggbb.")
@click.option("--description", default="", metavar="TEXT")
@click.option("--parent", metavar="THEME", type=THEME, help="The theme to put it under.")
@pass_session
def add(session: Session, name: str, key: str | None, colour: str, description: str, parent: str | None) -> None:
    """Add a theme."""
    workspace = session.open()
    above = theme(workspace, parent) if parent else None
    change = workspace.codebook.add(name, key=key, colour=colour, description=description, parent=above)
    workspace.commit([change], "Added a theme")
    added = workspace.codebook.need(name)
    say(f"Added {added.name}" + (f", key {added.key}" if added.key else ""))


@themes.command("rename")
@common
@click.argument("named", metavar="THEME", type=THEME)
@click.argument("name", metavar="NAME")
@pass_session
def rename(session: Session, named: str, name: str) -> None:
    """Give a theme another name; its tags keep it."""
    workspace = session.open()
    old = theme(workspace, named)
    workspace.commit([workspace.codebook.rename(old, name)], f"Renamed {old.name}")
    say(f"{old.name} is now {workspace.codebook.need(name).name}")


@themes.command("merge")
@common
@click.argument("named", metavar="THEME", type=THEME)
@click.argument("into", metavar="INTO", type=THEME)
@pass_session
def merge(session: Session, named: str, into: str) -> None:
    """Let INTO have the tags of THEME; nobody’s tags are rewritten."""
    workspace = session.open()
    old, target = theme(workspace, named), theme(workspace, into)
    workspace.commit([workspace.codebook.merge(old, target)], f"Merged {old.name} into {target.name}")
    say(f"Merged {old.name} into {target.name}")


@themes.command("move")
@common
@click.argument("named", metavar="THEME", type=THEME)
@click.argument("under", metavar="[PARENT]", type=THEME, required=False)
@pass_session
def move(session: Session, named: str, under: str | None) -> None:
    """Put a theme under another; without PARENT, at the top."""
    workspace = session.open()
    moved, above = theme(workspace, named), theme(workspace, under) if under else None
    where = f"under {above.name}" if above else "to the top"
    workspace.commit([workspace.codebook.move(moved, above)], f"Moved {moved.name} {where}")
    say(f"Moved {moved.name} {where}")


@themes.command("delete", short_help="Take a theme out of the codebook.")
@common
@click.argument("named", metavar="THEME", type=THEME)
@pass_session
def delete(session: Session, named: str) -> None:
    """Take a theme out of the codebook; its tags stay in their files, unseen."""
    workspace = session.open()
    workspace.read_everything()
    old = theme(workspace, named)
    count = workspace.index.count(old.id)
    workspace.commit(workspace.codebook.delete(old), f"Deleted {old.name}")
    say(f"Deleted {old.name}, which had {count} tag{'' if count == 1 else 's'}")


@themes.command("set")
@common
@click.argument("named", metavar="THEME", type=THEME)
@click.option("--key", metavar="DIGIT", help="The key that tags with it; empty for none.")
@click.option("--colour", help="A colour’s name, or #rrggbb.")
@click.option("--description", metavar="TEXT")
@pass_session
def set_theme(session: Session, named: str, key: str | None, colour: str | None, description: str | None) -> None:
    """Set a theme’s key, colour or description."""
    if key is None and colour is None and description is None:
        raise click.UsageError("Say what to set: --key, --colour or --description.", click.get_current_context())
    workspace = session.open()
    old = theme(workspace, named)
    change = workspace.codebook.set(old, key=key, colour=colour, description=description)
    workspace.commit([change], f"Set {old.name}")
    new = workspace.codebook.need(old.name)
    say(" · ".join(part for part in (new.name, f"key {new.key or 'none'}", new.colour, new.description) if part))


COMMANDS = (themes,)


def _rows(codebook: Codebook, counts: dict[str, int]) -> list[tuple[str, str, str, str]]:
    """Return a line a theme, those below another indented under it."""
    return [
        (theme.key or "-", "  " * len(codebook.ancestors(theme)) + theme.name, str(counts[theme.id]), theme.description)
        for theme in codebook.outline
    ]
