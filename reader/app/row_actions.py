"""What may be done with the rows of the finder: tag them, move their tags, copy them, write them to a file."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from reader.app import screens
from reader.app.finder_rows import spot_of
from reader.app.gathering import Gathering, has_place
from reader.atomic import write_atomically
from reader.documents.gate import clean_line
from reader.errors import ReaderError
from reader.exchange.markdown import escape
from reader.paths import typed
from reader.search.corpus import is_lost
from reader.tags.model import Theme
from reader.tags.retheming import own_themes, retheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.app.copier import Copier
    from reader.app.desk import Desk
    from reader.app.tagger import Tagger
    from reader.search.entries import Entry
    from reader.tags.index import Spot
    from reader.tags.model import Change, Step
    from reader.tags.tagging import Target


class RowActions:
    """Does it at a desk; every change is one step."""

    def __init__(self, desk: Desk, tagger: Tagger, copier: Copier, keymap: Mapping[str, str]) -> None:
        """Tag with `tagger`, cite with `copier`; `keymap` are the user's keys by command."""
        self._desk = desk
        self._tagger = tagger
        self._copier = copier
        self._keymap = keymap
        self._gathering = Gathering(desk)

    @property
    def is_busy(self) -> bool:
        """Whether anything that was asked for is still to be done."""
        return self._gathering.is_busy

    def stop(self) -> None:
        """Give up reading."""
        self._gathering.stop()

    @property
    def actions(self) -> screens.Actions:
        """What the finder is given."""
        return screens.Actions(self.tag, self.move, self.copy, self.export, self._keymap, lambda: self.is_busy)

    def tag(self, entries: Sequence[Entry]) -> None:
        """Put a theme that is asked for on passages."""
        count = sum(map(has_place, entries))
        if not count:
            self._desk.say("The place of this passage is gone: nothing can be tagged there")
            return
        codebook = self._desk.workspace.codebook

        def chosen(answer: int | str) -> None:
            if isinstance(answer, int):
                theme = codebook.themes[answer]
                self._gathering.gather(entries, lambda targets: self._tagger.tag_targets(theme, targets))

        self._ask_theme(f"Theme for {_count(count)}", codebook.themes, chosen)

    def copy(self, entries: Sequence[Entry]) -> None:
        """Copy passages with their citations."""
        if any(map(has_place, entries)):
            written = {"finder.export": "writes it to a file"}
            self._gathering.gather(entries, lambda targets: self._copier.copy(targets, written))
        else:
            self._desk.say("The place of this passage is gone: nothing can be cited there")

    def export(self, entries: Sequence[Entry], query: str) -> None:
        """Write passages with their citations to a Markdown file, whose name is asked for."""

        def named(name: str) -> None:
            if not name:
                return
            try:
                path = typed(name)
            except ReaderError as error:
                self._desk.say(str(error))
                return
            self._gathering.gather(entries, lambda targets: self._write(path, entries, targets, query))

        default = str(_free_path(Path.cwd() / "passages.md"))
        self._desk.ask(screens.PromptScreen("Write to", default, hint="Enter writes · Esc closes"), named)

    def _write(self, path: Path, entries: Sequence[Entry], targets: Sequence[Target], query: str) -> None:
        try:
            write_atomically(path, self._report(entries, targets, query).encode("utf-8"))
        except OSError as error:
            self._desk.say(f"{clean_line(str(path))} can’t be written: {error.strerror}")
        else:
            self._desk.say(f"Wrote {_count(len(entries))} to {clean_line(str(path))}")

    def _report(self, entries: Sequence[Entry], targets: Sequence[Target], query: str) -> str:
        parts = [f"# Passages found with “{escape(clean_line(query))}”\n" if query else "# Passages\n"]
        there = {(each.document.id, each.paragraph): each for each in targets}
        for entry in entries:
            target = there.get((entry.document or "", entry.paragraph or 0)) if not is_lost(entry) else None
            quotation = self._copier.citation(target) if target else f"“{entry.text}”"
            parts.append(f"\n> {escape(quotation)}\n")
        return "".join(parts)

    # Moving from one theme to another

    def move(self, entries: Sequence[Entry], query: str) -> None:
        """Give one's own tags on passages another theme; which one they have now, the query says, or it is asked."""
        workspace = self._desk.workspace
        codebook = workspace.codebook
        spots = [spot for entry in entries if (spot := spot_of(entry)) is not None]
        counts = own_themes(workspace.index, spots, workspace.coder)
        if not counts:
            self._desk.say("Nothing here to move: a tag is moved by the coder who made it")
            return
        sources = [theme for theme in codebook.themes if theme.id in counts]
        named = [theme for theme in themes_named(query, codebook.themes) if theme.id in counts]
        if len(named) == 1 or len(sources) == 1:
            self._move_from((named if len(named) == 1 else sources)[0], spots)
            return

        def chosen(answer: int | str) -> None:
            if isinstance(answer, int):
                self._move_from(sources[answer], spots)

        self._ask_theme("Move from which theme?", sources, chosen, [f"{counts[each.id]} here" for each in sources])

    def _move_from(self, source: Theme, spots: Sequence[Spot]) -> None:
        codebook = self._desk.workspace.codebook
        goals = [theme for theme in codebook.themes if theme.id != source.id]

        def chosen(answer: int | str) -> None:
            step = self._desk.commit(
                lambda: self._moved(source, goals[answer] if isinstance(answer, int) else answer, spots)
            )
            if step is not None:
                self._desk.tags_changed(step.tables)
                self._desk.say(f"{step.label} · u undoes")

        self._ask_theme(f"Move {source.name} to", goals, chosen, create="+ Create “{}”")

    def _moved(self, source: Theme, goal: Theme | str, spots: Sequence[Spot]) -> Step:
        workspace = self._desk.workspace
        before: list[Change] = []
        source = workspace.codebook.today(source)
        if isinstance(goal, str):
            change = workspace.codebook.add(goal)
            assert isinstance(change.after, Theme)
            goal, before = change.after, [change]
        else:
            goal = workspace.codebook.today(goal)
        moving = retheme(workspace.index, spots, source, goal, workspace.coder)
        if not moving.changes:
            raise ReaderError(f"Nothing of {source.name} is left here to move.")
        label = f"Moved {moving.moved} from {source.name} to {goal.name}"
        if moving.both:
            label += f"; {moving.both} had both, notes kept"
        if moving.others:
            label += f"; {moving.others} by others left"
        return workspace.commit([*before, *moving.changes], label)

    def _ask_theme(
        self,
        title: str,
        themes: Sequence[Theme],
        then: Callable[[int | str], None],
        hints: Sequence[str] = (),
        create: str = "",
    ) -> None:
        marks = self._desk.workspace.codebook.marks
        shown = hints or [marks[theme.id] for theme in themes]
        choices = [screens.Choice(theme.name, hint) for theme, hint in zip(themes, shown, strict=True)]
        self._desk.ask(screens.PickerScreen(title, choices, create=create), then)


def themes_named(query: str, themes: Sequence[Theme]) -> list[Theme]:
    """Return the themes that a query asks for, their names read as roughly as a search reads them."""
    from reader.search.names import Names
    from reader.search.query import parse
    from reader.search.tree import Field, terms

    names = Names(theme.name for theme in themes)
    asked = [term for term in terms(parse(query).where, positive=True) if term.field is Field.THEME]
    by_name = {number for term in asked for number in names.meant(term.value, is_unfinished=term.is_unfinished).numbers}
    by_key = {term.value for term in asked}
    return [theme for number, theme in enumerate(themes) if number in by_name or theme.key in by_key]


def _count(passages: int) -> str:
    return f"{passages:,} passage{'' if passages == 1 else 's'}"


def _free_path(path: Path) -> Path:
    """Return `path`, or where there is such a file already the next one with a number that is free."""
    names = (path.with_stem(f"{path.stem}-{n}") for n in itertools.count(2))
    return path if not path.exists() else next(each for each in names if not each.exists())
