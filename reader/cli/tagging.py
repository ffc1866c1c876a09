"""`reader tag` and `reader untag`: themes on and off paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.arguments import DOCUMENT, THEME, check_range, numbers, readable, span, theme
from reader.cli.console import say
from reader.cli.session import Session, common, pass_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.tags.model import Change, Theme
    from reader.tags.tagging import Target
    from reader.workspace import Workspace

Done = tuple["list[Change]", str]
"""The changes for one theme on one paragraph, and what they do in words."""


@click.command("tag", short_help="Tag a paragraph or a range with themes.")
@common
@click.argument("document", metavar="DOC", type=DOCUMENT)
@click.argument("paragraph", metavar="PARAGRAPH")
@click.argument("names", metavar="THEME...", type=THEME, nargs=-1, required=True)
@click.option("--note", default="", metavar="TEXT", help="A note on the tags.")
@click.option("--span", "part", metavar="A:B", help="Only characters A to B of the paragraph, B not included.")
@pass_session
def tag_paragraphs(
    session: Session, document: str, paragraph: str, names: tuple[str, ...], note: str, part: str | None
) -> None:
    """Tag a paragraph, or a range such as 3-5, with one or more themes."""
    from reader.tags.tagging import Target

    wanted = numbers(paragraph)
    workspace = session.open()
    themes = _themes(workspace, names)
    found = readable(workspace, document)
    check_range(found, wanted)
    start, end = span(part, found, wanted)
    targets = [Target(found, n, start, end) for n in wanted]
    _make(workspace, targets, [_tagged(workspace, target, each, note) for target in targets for each in themes])


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
    themes = _themes(workspace, names)
    found = workspace.find_document(document)
    if sum(n in wanted for n in workspace.index.tagged(found.id)) < len(wanted):
        # What is tagged in a paragraph that is no more can still be taken off.
        check_range(found, wanted)
    targets = [Target(found, n) for n in wanted]
    _make(workspace, (), [_untagged(workspace, target, each) for target in targets for each in themes])


COMMANDS = (tag_paragraphs, untag_paragraphs)


def _themes(workspace: Workspace, names: Sequence[str]) -> list[Theme]:
    return list(dict.fromkeys(theme(workspace, name) for name in names))


def _make(workspace: Workspace, targets: Sequence[Target], done: Sequence[Done]) -> None:
    changes = [change for made, _ in done for change in made]
    if changes:
        workspace.commit(changes, "; ".join(words for made, words in done if made), targets)
    for _, words in done:
        say(words)


def _tagged(workspace: Workspace, target: Target, theme: Theme, note: str) -> Done:
    from reader.tags.tagging import annotate_tag, own_tags, tag

    tagging = tag(workspace.index, [target], theme, workspace.coder, note)
    if tagging.added:
        return tagging.changes, f"{theme.name} on {_place(target)}"
    exact = (target.start, target.end)
    own = own_tags(workspace.index, target, theme, workspace.coder)
    had = next(placed.tag for placed in own if (placed.start, placed.end) == exact)
    if note and note != had.note:
        return [annotate_tag(had, note)], f"{theme.name} was on {_place(target)} already; its note is new"
    return [], f"{theme.name} was on {_place(target)} already"


def _untagged(workspace: Workspace, target: Target, theme: Theme) -> Done:
    from reader.tags.tagging import untag

    tagging = untag(workspace.index, [target], theme, workspace.coder)
    if tagging.removed:
        return tagging.changes, f"{theme.name} off {_place(target)}"
    there = workspace.index.on(target.document.id, target.paragraph)
    others = sorted({placed.tag.coder for placed in there if placed.theme == theme.id})
    if others:
        return [], f"{theme.name} on {_place(target)} is {' and '.join(others)}’s, and stays"
    return [], f"{theme.name} was not on {_place(target)}"


def _place(target: Target) -> str:
    words = "" if target.start is None else f"“{target.quotation}”, "
    return f"{words}¶ {target.paragraph}, {target.document.title}"
