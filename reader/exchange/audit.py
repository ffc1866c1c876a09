"""The audit trail: who did what to which paragraph when, one row a change, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.errors import ReaderError
from reader.exchange.changes import action, altered
from reader.tags.model import DocumentRecord, Note, Table, Tag, Theme
from reader.tags.moments import by_the_clock
from reader.tags.normal import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.exchange.changes import Facts
    from reader.tags.model import Change, Step
    from reader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Deed:
    """One change in a step, `part` of the `parts` that the step has, and what names it.

    `at` is the moment in UTC as it is stored, `moment` the same in local time, None where the log has no time there.
    `coder` did it, empty where a file was changed outside Reader; `owner` is whose tag or note it is. `undoes` is the
    step that was taken back, `is_redo` says that that was an undoing. `document` is the id that it goes by today; theme
    and place are named as they were then; `paragraph`, `start` and `end` are the anchor, and the quotation is what
    stood there. `former_theme_id` is the theme that a tag had before. `before` and `after` have what was altered, None
    where there was, or is, no such record.
    None elsewhere: doesn't apply.
    """

    step: str
    at: str
    moment: datetime | None
    coder: str
    label: str
    undoes: str | None
    is_redo: bool
    part: int
    parts: int
    action: str
    id: str
    owner: str | None
    document: str | None
    path: str | None
    title: str | None
    paragraph: int | None
    start: int | None
    end: int | None
    theme: str | None
    theme_id: str | None
    former_theme_id: str | None
    quotation: str | None
    before: Facts | None
    after: Facts | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deeds are wanted; None leaves a criterion out.

    `themes` are ids. `coder` is who did it or whose tag it is. `since` is included, `until` is not.
    """

    document: str | None = None
    themes: frozenset[str] | None = None
    coder: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def fits(self, deed: Deed) -> bool:
        """Whether a deed fits every criterion; one without a time fits no date."""
        return (
            (self.document is None or deed.document == self.document)
            and (self.themes is None or not self.themes.isdisjoint((deed.theme_id, deed.former_theme_id)))
            and (self.coder is None or self.coder in (deed.coder, deed.owner))
            and (self.since is None or (deed.moment is not None and deed.moment >= self.since))
            and (self.until is None or (deed.moment is not None and deed.moment < self.until))
        )


def themes_called(workspace: Workspace, named: str) -> frozenset[str]:
    """Return the ids of the themes that a name or key means in the history; none where no theme ever had it.

    That is the theme of today with those below it and those that were merged into it, and any that had the name once.
    """
    codebook, store = workspace.codebook, workspace.store
    theme = codebook.find(named)
    family = {each.id for each in (theme, *codebook.children(theme))} if theme else set[str]()
    today = ((id_, codebook.get(id_)) for id_ in store.themes)
    found = {id_ for id_, stands in today if stands and stands.id in family}
    name = normal(clean_line(named))
    sides = (
        side for step in store.history(Table.THEMES) for each in step.changes for side in (each.before, each.after)
    )
    return frozenset(found | {side.id for side in sides if isinstance(side, Theme) and normal(side.name) == name})


def day(typed: str, *, is_end: bool = False) -> datetime:
    """Return the moment that an ISO date or time, `today` or `yesterday` means here; of a day its end, if asked.

    Raises ReaderError.
    """
    word = typed.strip().casefold()
    try:
        if word in ("today", "yesterday"):
            found = date.today() - timedelta(days=word == "yesterday")
        elif len(word) > len("2026-11-22"):
            return datetime.fromisoformat(typed.strip()).astimezone()
        else:
            found = date.fromisoformat(word)
        return datetime.combine(found + timedelta(days=is_end), time()).astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise ReaderError(
            f"“{clean_line(typed)}” is no date: write one as in 2026-11-22 or 2026-11-22T14:30, today or yesterday."
        ) from error


def deeds(workspace: Workspace, wanted: Wanted | None = None) -> Iterator[Deed]:
    """Yield the deeds that fit, the newest first, read from the disk as far as they are asked for."""
    wanted = wanted or Wanted()
    teller = _Teller(workspace)
    return (deed for step in workspace.store.history() for deed in teller.tell(step) if wanted.fits(deed))


class _Teller:
    """Tells steps, from the newest back to the oldest, with the names that themes had at each."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._names = {theme.id: theme.name for theme in workspace.store.themes.values()}
        self._documents: dict[str, tuple[str, str | None]] = {}

    def tell(self, step: Step) -> list[Deed]:
        themes = [change for change in step.changes if change.table is Table.THEMES]
        self._name_themes(themes, reverse=False)
        moment = by_the_clock(step.at)
        told = [self._deed(step, moment, at, change) for at, change in enumerate(step.changes, 1)]
        self._name_themes(themes, reverse=True)
        return told

    def _name_themes(self, changes: list[Change], *, reverse: bool) -> None:
        """Set the names to those after the changes, or to those before them."""
        for change in changes:
            sides = (change.before, change.after) if reverse else (change.after, change.before)
            theme = sides[0] or sides[1]
            if isinstance(theme, Theme):
                self._names[theme.id] = theme.name

    def _deed(self, step: Step, moment: datetime | None, part: int, change: Change) -> Deed:
        record = change.after or change.before
        assert record is not None
        tag = record if isinstance(record, Tag) else None
        placed = record if isinstance(record, Tag | Note) else None
        stored = placed.document if placed else record.id if isinstance(record, DocumentRecord) else None
        document = self._workspace.library.same(stored) if stored else None
        title, path = self._document(document) if document else (None, None)
        theme = tag.theme if tag else record.id if isinstance(record, Theme) else None
        before, after = altered(change, self._names)
        return Deed(
            step=step.id,
            at=clean_line(step.at),
            moment=moment,
            coder=step.coder,
            label=step.label,
            undoes=step.undoes,
            is_redo=step.is_redo,
            part=part,
            parts=len(step.changes),
            action=action(change),
            id=record.id,
            owner=placed.coder if placed else None,
            document=document,
            path=path,
            title=title,
            paragraph=placed.paragraph if placed else None,
            start=tag.start if tag else None,
            end=tag.end if tag else None,
            theme=self._names.get(theme, "") if theme else None,
            theme_id=theme,
            former_theme_id=change.before.theme if isinstance(change.before, Tag) else None,
            quotation=placed.quotation if placed else None,
            before=before,
            after=after,
        )

    def _document(self, id_: str) -> tuple[str, str | None]:
        """Return a document's title and path, or those that it last had."""
        if id_ not in self._documents:
            listing, record = self._workspace.listing_of(id_), self._workspace.store.documents.get(id_)
            path = listing.path if listing else record.paths[0] if record and record.paths else None
            self._documents[id_] = self._workspace.title_of(id_), path
        return self._documents[id_]
