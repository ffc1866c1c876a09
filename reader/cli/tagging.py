"""`reader tag` and `reader untag`: themes on and off paragraphs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reader.cli.arguments import (
    DOCUMENT,
    THEME,
    check_range,
    document_named,
    each_theme,
    numbers,
    readable,
    span,
)
from reader.cli.console import say
from reader.cli.session import Session, common, pass_session
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.tags.model import Change, Theme
    from reader.tags.tagging import Target
    from reader.workspace import Workspace

Done = tuple["list[Change]", str]
"""The changes for one theme on one paragraph, and what they do in words."""


@click.command("tag", short_help="Tag a paragraph or a range with themes.")
@common
@click.argument("document", metavar="DOC", type=DOCUMENT, required=False)
@click.argument("paragraph", metavar="PARAGRAPH", required=False)
@click.argument("names", metavar="THEME...", type=THEME, nargs=-1)
@click.option("--note", default="", metavar="TEXT", help="A note on the tags.")
@click.option("--span", "part", metavar="A:B", help="Only characters A to B of the paragraph, B not included.")
@click.option("--stdin", is_flag=True, help="Tag what JSON lines on standard input ask for.")
@pass_session
def tag_paragraphs(
    session: Session, document: str, paragraph: str, names: tuple[str, ...], note: str, part: str | None, stdin: bool
) -> int | None:
    """Tag a paragraph, or a range such as 3-5, with one or more themes.

    With --stdin each line of the input is a JSON object: {"document": DOC, "paragraph": 3, "theme": THEME}, or
    "themes": [THEME, ...]; also "note", and "start" and "end" for a part of the paragraph. Each tag is answered with
    a JSON line when it is on the disk.
    """
    if stdin:
        return _tag_lines(session)
    _require_arguments()
    from reader.tags.batch import Batch
    from reader.tags.tagging import Target

    wanted = numbers(paragraph)
    workspace = session.open()
    themes = each_theme(workspace, names)
    found = readable(workspace, document)
    check_range(found, wanted)
    start, end = span(part, found, wanted)
    batch = Batch(workspace.index, workspace.coder)
    puts = batch.tag([Target(found, n, start, end) for n in wanted], themes, note)
    if batch.steps:
        workspace.commit_all(batch.steps, batch.targets)
    for put in puts:
        say(put.words)
    return None


@click.command("untag", short_help="Take your own tags off again.")
@common
@click.argument("document", metavar="DOC", type=DOCUMENT)
@click.argument("paragraph", metavar="PARAGRAPH")
@click.argument("names", metavar="THEME...", type=THEME, nargs=-1, required=True)
@pass_session
def untag_paragraphs(session: Session, document: str, paragraph: str, names: tuple[str, ...]) -> None:
    """Take your own tags with these themes off a paragraph or a range."""
    from reader.tags.tagging import Target

    wanted = numbers(paragraph)
    workspace = session.open()
    themes = each_theme(workspace, names)
    found = document_named(workspace, document)
    there = {*workspace.index.tagged(found.id), *workspace.index.orphans(found.id)}
    if not there.issuperset(wanted):
        # What is tagged in a paragraph that is no more can still be taken off.
        check_range(found, wanted)
    targets = [Target(found, n) for n in wanted]
    done = [_untagged(workspace, target, each) for target in targets for each in themes]
    changes = [change for made, _ in done for change in made]
    if changes:
        workspace.commit(changes, "; ".join(words for made, words in done if made))
    for _, words in done:
        say(words)


COMMANDS = (tag_paragraphs, untag_paragraphs)


def _tag_lines(session: Session) -> int:
    """Tag from standard input, where each line says everything itself."""
    ctx = click.get_current_context()
    if any(value for name, value in ctx.params.items() if name != "stdin"):
        raise click.UsageError("--stdin stands alone: each line says its own document, paragraph, theme, note.", ctx)
    if sys.stdin is None:
        raise ReaderError("There is no standard input to read from.")
    from reader.cli.bulk import tag_lines

    return tag_lines(session.open(), sys.stdin.fileno())


def _require_arguments() -> None:
    """Refuse a command that lacks what only --stdin can do without."""
    ctx = click.get_current_context()
    for parameter in ctx.command.params:
        if isinstance(parameter, click.Argument) and ctx.params[str(parameter.name)] in (None, ()):
            raise click.MissingParameter(ctx=ctx, param=parameter)


def _untagged(workspace: Workspace, target: Target, theme: Theme) -> Done:
    from reader.tags.tagging import untag

    tagging = untag(workspace.index, [target], theme, workspace.coder)
    if tagging.removed:
        return tagging.changes, f"{theme.name} off {target.in_words}"
    there = workspace.index.on(target.document.id, target.paragraph)
    others = sorted({placed.tag.coder for placed in there if placed.theme == theme.id})
    if others:
        return [], f"{theme.name} on {target.in_words} is {' and '.join(others)}’s, and stays"
    return [], f"{theme.name} was not on {target.in_words}"
