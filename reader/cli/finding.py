"""`reader find`: passages, documents, themes and notes by roughly what they say."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reader.cli.arguments import check_range, numbers, readable
from reader.cli.console import bold, dim, remark, say, snippet, wrapped
from reader.cli.session import Session, common, pass_session
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.documents.model import Document
    from reader.search.corpus import Snapshot
    from reader.search.entries import Hit
    from reader.workspace import Workspace

SCOPES = ("tags", "passages", "documents", "themes", "notes", "all")
_INDEXED = ("passages", "all")
_NOTHING = {"documents": "No document comes close", "themes": "No theme comes close", "notes": "No note comes close"}


class _FindCommand(click.Command):
    """Takes whatever isn't one of its own options as a word of the query, `-word` too."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        values = {name: 0 if option.is_flag else option.nargs for option in self._options() for name in option.opts}
        options: list[str] = []
        words: list[str] = []
        rest = list(args)
        while rest:
            argument = rest.pop(0)
            name = argument.partition("=")[0] if argument.startswith("--") else argument
            if argument == "--":
                words, rest = words + rest, []
            elif name in values or name in ctx.help_option_names:
                more = 0 if "=" in argument else values.get(name, 0)
                if len(rest) < more:
                    return super().parse_args(ctx, [argument, *rest])
                options, rest = [*options, argument, *rest[:more]], rest[more:]
            else:
                words.append(argument)
        return super().parse_args(ctx, [*options, "--", *words])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Explain the language of queries."""
        from reader.search.language import LANGUAGE, RULES

        with formatter.section("Queries"):
            formatter.write_dl([(each.form, each.meaning) for each in LANGUAGE], col_max=32)
        for rule in RULES:
            formatter.write_paragraph()
            formatter.write_text(rule)

    def _options(self) -> list[click.Option]:
        return [each for each in self.params if isinstance(each, click.Option)]


@click.command("find", cls=_FindCommand)
@common
@click.argument("query", metavar="QUERY...", nargs=-1)
@click.option("--in", "scope", type=click.Choice(SCOPES), default="passages", show_default=True, help="Where to look.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many results at most.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--stdin", is_flag=True, help="Answer each line of standard input, a query, with a JSON line.")
@click.option(
    "--like", nargs=2, metavar="DOC PARAGRAPH", help="Instead of a query: passages that say nearly what this one says."
)
@pass_session
def find(
    session: Session,
    query: tuple[str, ...],
    scope: str,
    limit: int,
    as_json: bool,
    stdin: bool,
    like: tuple[str, str] | None,
) -> int:
    """Find passages by roughly what they say.

    Put a query with signs in it between single quotes, since # ( | ! and " mean something to shells.
    """
    _check_given(query, like, stdin=stdin)
    workspace = session.open()
    # What searches takes a while to import: meanwhile other processes read.
    if scope in _INDEXED:
        from reader.search.material import begin_to_read

        begin_to_read(workspace)
    else:
        workspace.begin_to_read()
    from reader.cli.searching import Search, answer_lines, understood
    from reader.search.corpus import Scope

    if stdin:
        return answer_lines(workspace, Scope(scope), limit, sys.stdin.fileno())
    asked = None if like else understood(" ".join(query))
    search = Search(workspace, Scope(scope), limit)
    results = search.answer(asked) if asked else search.echoes(*_place(workspace, *(like or ())))
    if as_json:
        from reader.exchange.shapes import dumps, results_shape

        say(dumps(results_shape(results, workspace, search.snapshot)))
    else:
        for at, hit in enumerate(results.hits):
            _print_hit(hit, search.snapshot, is_first=at == 0)
    for each in results.remarks:
        remark(each)
    if not results.hits:
        remark("Nothing elsewhere says nearly the same" if like else _NOTHING.get(scope, "No passage comes close"))
    return 0 if results.hits else 1


COMMANDS = (find,)


def _place(workspace: Workspace, document: str, paragraph: str) -> tuple[Document, int]:
    """Return the paragraph that DOC and PARAGRAPH name. Raises ReaderError where that is none."""
    found, wanted = readable(workspace, document), numbers(paragraph)
    if len(wanted) > 1:
        raise ReaderError("--like takes one paragraph: name a single one.")
    check_range(found, wanted)
    return found, wanted[0]


def _check_given(query: tuple[str, ...], like: tuple[str, str] | None, *, stdin: bool) -> None:
    """Raise UsageError unless what to find is given, and in one way."""
    ctx = click.get_current_context()
    if stdin and (query or like):
        raise click.UsageError("--stdin stands alone: each line is a query.", ctx)
    if like and query:
        raise click.UsageError("--like stands alone: it takes the place of a query.", ctx)
    if stdin and sys.stdin is None:
        raise ReaderError("There is no standard input to read from.")
    if not stdin and not like and not query:
        raise click.MissingParameter(ctx=ctx, param=next(each for each in ctx.command.params if each.name == "query"))


def _print_hit(hit: Hit, snapshot: Snapshot, *, is_first: bool) -> None:
    entry = hit.entry
    place = " ".join(part for part in (entry.title, entry.paragraph and f"¶ {entry.paragraph}") if part)
    head = " · ".join(part for part in (bold(place) if place else entry.type.value, entry.speaker) if part)
    names = snapshot.names(entry)
    before = "" if is_first else "\n"
    tags = dim(f"  # {' · '.join(names)}") if names else ""
    say(f"{before}{head}{tags}\n{wrapped(snippet(entry.text, hit.spans), '', 4)}")
