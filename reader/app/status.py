"""The status line: where one is, or what was just said, and the keys that matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from reader.app.commands import COMMANDS
from reader.app.layout import cell_width, wrap
from reader.app.pieces import DIM, PLAIN, Pieces, clipped, justified, width_of
from reader.app.widgets.page_view import Mode
from reader.tags.anchoring import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.app.progress import Progress
    from reader.app.widgets.reading_pane import ReadingPane
    from reader.workspace import Workspace

_SAID = Style(bold=True)


def status(
    workspace: Workspace,
    pane: ReadingPane,
    progress: Progress | None,
    said: str,
    busy: str,
    keymap: Mapping[str, str],
    width: int,
) -> Pieces:
    """Return the line for what is in a reading pane, or `said` where there is something to say.

    `busy` says what goes on in the background, and that Esc stops it.
    """
    left = [(f" {said}", _SAID)] if said else [(f" {_where(workspace, pane, progress)}", PLAIN)]
    if workspace.store.failure and not said:
        left = [(" Read only: the disk failed ·", _SAID), *left]
    hints = ["1-9 tag", *(f"{each.shown(keymap).split()[0]} {each.label}" for each in COMMANDS if each.footer)]
    room = width - width_of(left) - 2
    while hints and len("  ".join(hints)) > room:
        del hints[0]
    if busy:
        hints = [f"{busy} · Esc stops"]
    right = [("  ".join(hints) + " ", DIM)] if hints else []
    return justified(left, right, width) if right else clipped(left, width)


def fits(said: str, width: int) -> bool:
    """Whether a message can be read in the status line."""
    return cell_width(said) < width


def message(said: str, width: int) -> list[Pieces]:
    """Return a message that is too long for the status line on as many lines as it takes."""
    return [[(f" {said[start:end]}", _SAID)] for start, end in wrap(said, max(1, width - 2))]


def _where(workspace: Workspace, pane: ReadingPane, progress: Progress | None) -> str:
    page, item = pane.page, pane.item
    if page is None or item is None:
        return "Nothing to read here"
    if pane.mode is Mode.RANGE:
        count = len(pane.chosen)
        return f"Range: {count} paragraph{'' if count == 1 else 's'} · 1-9 tag · Esc leaves"
    if pane.mode is Mode.SELECT and pane.selection:
        span = pane.selection.span
        words = f"“{item.text[slice(*span)]}”" if span else "nothing selected yet"
        shown = words if len(words) <= 44 else f"{words[:20]} … {words[-20:]}"
        return f"Select: {shown} · w word  ) sentence  o other end"
    themes = [
        f"{theme.name} (review)" if each.status is Status.REVIEW else theme.name
        for each in workspace.index.on(item.document, item.n)
        if (theme := workspace.codebook.get(each.theme))
    ]
    if page.view.theme is not None:
        count = len(page.stops)
        place = f"{pane.current + 1:,} of {count:,} passage{'' if count == 1 else 's'} · Enter opens its document"
        return " · ".join([place, ", ".join(dict.fromkeys(themes))])
    document = page.documents[item.document]
    paragraph = document.paragraph(item.n)
    parts = [f"¶ {item.n} of {len(document.paragraphs)}", (paragraph and paragraph.start) or ""]
    parts.append(", ".join(dict.fromkeys(themes)))
    parts.append(f"{workspace.tagged(item.document):,} tagged")
    if progress is not None:
        parts.append(f"{progress.percent} % read")
    return " · ".join(part for part in parts if part)
