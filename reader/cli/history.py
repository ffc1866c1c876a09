"""`reader log`: who did what to which paragraph when."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from reader.cli.arguments import DOCUMENT, THEME, document_named, theme
from reader.cli.console import dim, remark, say, shortened, width
from reader.cli.session import Session, in_library, pass_session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.exchange.audit import Deed, Wanted
    from reader.workspace import Workspace

_CODER_COLUMNS = 8
_FEWEST_COLUMNS = 32
"""Where a quotation would have fewer columns, it stands on a line of its own."""


@click.command("log", short_help="List who changed what, when, newest first.")
@in_library
@click.option("--theme", "themed", metavar="THEME", type=THEME, help="Only this theme and those below it.")
@click.option("--doc", "--document", "document", metavar="DOC", type=DOCUMENT, help="Only this document.")
@click.option("--coder", "--by", "coder", metavar="NAME", help="Only what this coder did, and their tags.")
@click.option("--since", metavar="DATE", help="Not before this day: 2026-11-22, today, yesterday.")
@click.option("--until", metavar="DATE", help="Not after this day.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many changes.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@pass_session
def print_log(
    session: Session,
    themed: str | None,
    document: str | None,
    coder: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List every change of tags, notes, themes and documents' details, newest first, with the quotation.

    All coders' changes are there, and those that were undone. Times are local; in JSON they are UTC.
    """
    from reader.exchange.audit import deeds

    workspace = session.open(with_tags=False)
    workspace.read_everything()
    wanted = _wanted(workspace, themed, document, coder, since, until)
    found = islice(deeds(workspace, wanted), limit)
    first = next(found, None)
    if first is None:
        remark("No change fits." if next(workspace.store.history(), None) else "Nothing was changed here yet.")
    for line in _lines(chain([first] if first else [], found), as_json=as_json):
        say(line)


COMMANDS = (print_log,)


def _wanted(
    workspace: Workspace,
    themed: str | None,
    document: str | None,
    coder: str | None,
    since: str | None,
    until: str | None,
) -> Wanted:
    from reader.exchange.audit import Wanted, day, themes_called

    themes = themes_called(workspace, themed) if themed else None
    if themed and not themes:
        theme(workspace, themed)
    return Wanted(
        document_named(workspace, document, gone=True).id if document else None,
        themes,
        coder,
        day(since) if since else None,
        day(until, is_end=True) if until else None,
    )


def _lines(found: Iterable[Deed], *, as_json: bool) -> Iterator[str]:
    if as_json:
        from reader.exchange.shapes import array_lines, deed_shape

        return array_lines(map(deed_shape, found))
    columns = width()
    return (_line(deed, columns) for deed in found)


def _line(deed: Deed, columns: int | None) -> str:
    from reader.exchange.telling import details, headline

    when = f"{deed.moment:%Y-%m-%d %H:%M:%S}" if deed.moment else deed.at
    who = f"{deed.coder or '–':<{_CODER_COLUMNS}}"
    said, more = f"{who}  {headline(deed)}", details(deed)
    room = None if columns is None else columns - len(when) - len(said) - 4
    if room is None or len(more) <= room or room >= _FEWEST_COLUMNS:
        return dim(when) + "  " + said + (f"  {shortened(more, room)}" if more else "")
    indent = len(when) + 2
    return f"{dim(when)}  {said}\n{' ' * indent}{shortened(more, (columns or 0) - indent)}"
