"""`reader list` and `reader show`: what there is to read, and reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.arguments import DOCUMENT, readable
from reader.cli.console import bold, dim, remark, say, table, wrapped
from reader.cli.session import Session, common, pass_session

if TYPE_CHECKING:
    from reader.documents.model import Document
    from reader.library import Listing
    from reader.workspace import Workspace

_GUTTER = 6


@click.command("list", short_help="List the documents.")
@common
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@pass_session
def list_documents(session: Session, as_json: bool) -> None:
    """List the documents: date, tagged of all passages, title, path."""
    workspace = session.open()
    workspace.read_everything()
    if as_json:
        from reader.exchange.shapes import document_shape, dumps_array

        shapes = (document_shape(each, workspace.tagged(each.id or "")) for each in workspace.listings)
        say(dumps_array(shapes))
    elif workspace.listings:
        say(table(_row(workspace, each) for each in workspace.listings))
        _mention_orphans(workspace)
    else:
        remark(workspace.library.inventory.summary)


@click.command("show", short_help="Print a document, paragraph by paragraph.")
@common
@click.argument("document", metavar="DOC", type=DOCUMENT)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of paragraphs.")
@pass_session
def show_document(session: Session, document: str, as_json: bool) -> None:
    """Print a document with its paragraphs' numbers, speakers and themes."""
    workspace = session.open()
    found = readable(workspace, document)
    if as_json:
        from reader.exchange.shapes import dumps_array, paragraph_shape

        tagged = ((each, _themes(workspace, found, each.n)) for each in found.paragraphs)
        say(dumps_array(paragraph_shape(found.id, each, names) for each, names in tagged))
        return
    _print_head(found)
    _print_paragraphs(workspace, found)
    _print_orphans(workspace, found)


COMMANDS = (list_documents, show_document)


def _row(workspace: Workspace, listing: Listing) -> tuple[str, str, str, str]:
    from reader.documents.gate import clean_line

    tagged = workspace.tagged(listing.id or "")
    passages = listing.summary.passages_with(tagged) if listing.summary else 0
    count = "–" if listing.error else f"{tagged}/{passages}"
    where = clean_line(listing.path) + (f": {listing.error}" if listing.error else "")
    return listing.metadata.date or "undated", count, listing.title, where


def _mention_orphans(workspace: Workspace) -> None:
    from reader.tags.anchoring import Status

    lost = len(workspace.index.select(status=Status.ORPHAN))
    if lost:
        what = "1 tag is an orphan: its paragraph" if lost == 1 else f"{lost} tags are orphans: their paragraphs"
        remark(f"{what} can’t be found any more. `reader check` says more.")
    doubtful = len(workspace.index.select(status=Status.REVIEW))
    if doubtful:
        what = "1 tag is" if doubtful == 1 else f"{doubtful} tags are"
        remark(f"{what} in doubt since a text changed: R in the app reviews.")


def _print_head(document: Document) -> None:
    from reader.documents.gate import clean_line
    from reader.exchange.citation import date_in_words

    about = document.metadata
    say(bold(document.title))
    parts = (date_in_words(about.date), about.source, about.author, clean_line(document.path))
    say(dim(" · ".join(part for part in parts if part)))


def _print_paragraphs(workspace: Workspace, document: Document) -> None:
    from reader.documents.model import Kind

    heading, told = None, ""
    for paragraph in document.paragraphs:
        speaker = paragraph.speaker.heading if paragraph.speaker else None
        is_line = paragraph.kind is Kind.SPEAKER_LINE and speaker is not None
        say()
        if speaker and speaker != heading and not is_line:
            say(" " * _GUTTER + bold(speaker))
        heading = speaker
        text = wrapped(speaker if is_line and speaker else paragraph.text, str(paragraph.n), _GUTTER)
        say(bold(text) if is_line else dim(text) if paragraph.kind is Kind.BOILERPLATE else text)
        # Once for all that a respondent says.
        if paragraph.told and paragraph.told != told:
            say(dim(wrapped(paragraph.told, "", _GUTTER)))
        told = paragraph.told or told
        names = _themes(workspace, document, paragraph.n)
        if names:
            say(" " * _GUTTER + dim("# " + " · ".join(names)))


def _print_orphans(workspace: Workspace, document: Document) -> None:
    from reader.tags.anchoring import Status

    lost = workspace.index.select(document=document.id, status=Status.ORPHAN)
    standing = workspace.places.notes.everything_in(document.id)
    notes = [each.note for each in standing if each.spot.status is Status.ORPHAN]
    if lost or notes:
        say()
        say(bold("Orphans: what was tagged or noted in paragraphs that can’t be found any more"))
    for placed in lost:
        theme = workspace.codebook.get(placed.theme)
        say(wrapped(placed.tag.quotation, f"({placed.paragraph})", _GUTTER))
        say(" " * _GUTTER + dim(f"# {theme.name if theme else ''}"))
    for note in notes:
        say(wrapped(note.quotation, f"({note.paragraph})", _GUTTER))
        say(dim(wrapped(f"Note: {note.text}", "", _GUTTER)))


def _themes(workspace: Workspace, document: Document, paragraph: int) -> list[str]:
    return [theme.name for theme in workspace.themes_on(document.id, paragraph)]
