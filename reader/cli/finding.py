"""`reader find`: passages, documents, themes and notes by roughly what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.console import bold, dim, remark, say, snippet, wrapped
from reader.cli.session import Session, common, pass_session

if TYPE_CHECKING:
    from reader.search.corpus import Snapshot
    from reader.search.entries import Hit

SCOPES = ("tags", "passages", "documents", "themes", "notes", "all")
_NOTHING = {"documents": "No document comes close", "themes": "No theme comes close", "notes": "No note comes close"}


class _FindCommand(click.Command):
    """Takes whatever isn't one of its own options as a word of the query, `-word` too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {name: not option.is_flag for option in self._options() for name in option.opts}
        options: list[str] = []
        words: list[str] = []
        rest = list(args)
        while rest:
            argument = rest.pop(0)
            name = argument.partition("=")[0] if argument.startswith("--") else argument
            if argument == "--":
                words, rest = words + rest, []
            elif name in takes_value or name in ctx.help_option_names:
                options.append(argument)
                if takes_value.get(name) and "=" not in argument and rest:
                    options.append(rest.pop(0))
            else:
                words.append(argument)
        return super().parse_args(ctx, [*options, "--", *words])

    def _options(self) -> list[click.Option]:
        return [each for each in self.params if isinstance(each, click.Option)]


@click.command("find", cls=_FindCommand)
@common
@click.argument("query", nargs=-1, required=True)
@click.option("--in", "scope", type=click.Choice(SCOPES), default="passages", show_default=True, help="Where to look.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many results at most.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@pass_session
def find(session: Session, query: tuple[str, ...], scope: str, limit: int, as_json: bool) -> int:
    """Find passages by roughly what they say.

    #THEME, @SPEAKER, doc:TITLE, "exact words" and -WORD narrow it; !#THEME, or not:#THEME, leaves a theme out.
    """
    from reader.search.corpus import Scope, Snapshot, entries
    from reader.search.index import Index
    from reader.search.query import parse

    asked = parse(" ".join(query), strict=True)
    workspace = session.open()
    index = Index(entries(workspace, Scope(scope)))
    snapshot = Snapshot(workspace)
    results = index.search(asked, snapshot, limit)
    if as_json:
        from reader.exchange.shapes import dumps, results_shape

        say(dumps(results_shape(results, workspace, snapshot)))
    else:
        for at, hit in enumerate(results.hits):
            _print_hit(hit, snapshot, is_first=at == 0)
    if not results.hits:
        remark(_NOTHING.get(scope, "No passage comes close"))
    return 0 if results.hits else 1


COMMANDS = (find,)


def _print_hit(hit: Hit, snapshot: Snapshot, *, is_first: bool) -> None:
    entry = hit.entry
    place = " ".join(part for part in (entry.title, entry.paragraph and f"¶ {entry.paragraph}") if part)
    head = " · ".join(part for part in (bold(place) if place else entry.type.value, entry.speaker) if part)
    names = snapshot.names(entry)
    if not is_first:
        say()
    say(head + (dim(f"  # {' · '.join(names)}") if names else ""))
    say(wrapped(snippet(entry.text, hit.spans), "", 4))
