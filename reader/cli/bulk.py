"""`reader tag --stdin`: a JSON object a line in, a JSON line out for each tag when it is on the disk."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from reader.cli.arguments import check_range, each_theme, numbers, readable, span
from reader.cli.arriving import Arriving
from reader.cli.console import say
from reader.errors import ReaderError
from reader.exchange.orders import MOST_BYTES, read_order
from reader.exchange.rows import rows_of
from reader.exchange.shapes import dumps, tag_shape
from reader.tags.batch import Batch
from reader.tags.tagging import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.cli.arriving import Line
    from reader.documents.model import Document
    from reader.tags.anchoring import PlacedTag
    from reader.workspace import Workspace

GATHERING_SECONDS = 0.01
"""How long lines that are there are gathered for one sync: with what the writing takes they wait under 50 ms."""

Answer = tuple[int, "list[PlacedTag] | str"]
"""A line's number with its tags, or with what is wrong with it."""


def tag_lines(workspace: Workspace, descriptor: int) -> int:
    """Tag what the lines of an open file ask for, answer each on stdout, and return the exit code.

    Lines that come fast share a sync. Nothing waits for a line that hasn't come.
    """
    lines, clerk = Arriving(descriptor, MOST_BYTES), _Clerk(workspace)
    code = 0
    while (line := lines.wait()) is not None:
        until = monotonic() + GATHERING_SECONDS
        clerk.begin()
        while line is not None:
            clerk.take(line)
            line = lines.ready() if monotonic() < until else None
        answers = list(clerk.finish())
        code = 2 if any(is_error for _, is_error in answers) else code
        if answers:
            say("\n".join(text for text, _ in answers))
    return code


class _Clerk:
    """Takes lines, and answers them when their tags are on the disk."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._documents: dict[str, str] = {}
        workspace.read_everything()
        self.begin()

    def begin(self) -> None:
        """Begin a new group of lines, with what other processes have written since the last."""
        self._answers: list[Answer] = []
        self._problem = ""
        try:
            if self._workspace.refresh():
                self._documents.clear()
        except (ReaderError, OSError) as error:
            self._problem = str(error)
        self._batch = Batch(self._workspace.index, self._workspace.coder)

    def take(self, line: Line) -> None:
        """Take one line into the group; an empty one is passed over."""
        if not line.text.strip():
            return
        try:
            self._answers.append((line.number, self._tags(line.text)))
        except ReaderError as error:
            self._answers.append((line.number, str(error)))

    def finish(self) -> Iterator[tuple[str, bool]]:
        """Commit the group; yield the answers in order, each with whether it is an error."""
        if self._batch.steps and not self._problem:
            try:
                self._workspace.commit_all(self._batch.steps, self._batch.targets)
            except (ReaderError, OSError) as error:
                self._problem = str(error)
        for number, answer in self._answers:
            wrong = answer if isinstance(answer, str) else self._problem
            if wrong or isinstance(answer, str):
                yield dumps({"line": number, "error": wrong}), True
                continue
            for row in rows_of(self._workspace, answer):
                yield dumps(tag_shape(row)), False

    def _tags(self, text: bytes) -> list[PlacedTag]:
        order = read_order(text)
        wanted = numbers(order.paragraph)
        themes = each_theme(self._workspace, order.themes)
        document = self._document(order.document)
        check_range(document, wanted)
        start, end = span(order.span, document, wanted)
        targets = [Target(document, n, start, end) for n in wanted]
        return [put.placed for put in self._batch.tag(targets, themes, order.note)]

    def _document(self, named: str) -> Document:
        """Return the document of that name, which is looked for among all of them only once."""
        id_ = self._documents.get(named)
        document = self._workspace.document(id_) if id_ else None
        if document is None or document.error:
            document = readable(self._workspace, named)
            self._documents[named] = document.id
        return document
