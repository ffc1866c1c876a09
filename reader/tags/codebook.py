"""All themes together, and the changes that can be made to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.errors import NotFoundError, ReaderError
from reader.tags.model import Change, Table, Theme, new_id, now
from reader.tags.normal import normal

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = "123456789"
PALETTE = ("blue", "orange", "green", "pink", "sky", "red", "yellow", "grey")
"""The names of colours that differ for colour-blind eyes too; the app knows their shades for light and dark."""


class Codebook:
    """The themes of a library at one moment. Names and keys are looked up as `normal` has them: case is one."""

    def __init__(self, themes: Mapping[str, Theme]) -> None:
        self._all = _each_key_once(themes)
        self.themes: list[Theme] = sorted(
            (theme for theme in self._all.values() if theme.merged_into is None),
            key=lambda theme: (theme.key or "~", theme.created, theme.name.casefold(), theme.id),
        )
        named = [(word, theme) for theme in self.themes for word in (theme.name, theme.key)]
        named += [(theme.id, theme) for theme in self.themes]
        self._by_word = {normal(word): theme for word, theme in reversed(named) if word}

    def get(self, theme_id: str) -> Theme | None:
        """Return the theme that a tag's theme id stands for today, through merges; None where it was deleted."""
        seen: set[str] = set()
        theme = self._all.get(theme_id)
        while theme is not None and theme.merged_into is not None and theme.id not in seen:
            seen.add(theme.id)
            theme = self._all.get(theme.merged_into)
        return None if theme is None or theme.id in seen else theme

    def find(self, name_or_key: str) -> Theme | None:
        """Return the theme of that name, key or id, or None; of two with one name the first."""
        return self._by_word.get(normal(clean_line(name_or_key)))

    def today(self, theme: Theme) -> Theme:
        """Return what a theme is by now that was chosen a while ago. Raises NotFoundError where it was deleted."""
        found = self.get(theme.id)
        if found is None:
            raise NotFoundError(f"The theme {theme.name} is gone: it was deleted meanwhile.")
        return found

    def need(self, name_or_key: str) -> Theme:
        """Return the theme of that name or key. Raises NotFoundError, with the names that there are."""
        theme = self.find(name_or_key)
        if theme is None:
            names = ", ".join(theme.name for theme in self.themes) or "none yet"
            raise NotFoundError(f"No theme “{clean_line(name_or_key)}”. Themes: {names}.")
        return theme

    def parent(self, theme: Theme) -> Theme | None:
        """Return the theme above `theme` today, through merges; None at the top.

        Two windows can move two themes under each other: such a circle is opened at its smallest id.
        """
        circle = {theme.id}
        above = self._stored_parent(theme)
        step = above
        while step is not None and step.id not in circle:
            circle.add(step.id)
            step = self._stored_parent(step)
        return None if step is not None and step.id == theme.id == min(circle) else above

    def ancestors(self, theme: Theme) -> list[Theme]:
        """Return the themes above `theme`, the nearest first."""
        found: list[Theme] = []
        above = self.parent(theme)
        while above is not None:
            found.append(above)
            above = self.parent(above)
        return found

    def children(self, theme: Theme) -> list[Theme]:
        """Return the themes below `theme`, at every depth, each followed by those below it."""
        found: list[Theme] = []
        waiting = [*reversed(self._below.get(theme.id, ()))]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self._below.get(found[-1].id, ())))
        return found

    @property
    def outline(self) -> list[Theme]:
        """The themes at the top in their order, each followed by those below it."""
        tops = [theme for theme in self.themes if self.parent(theme) is None]
        return [theme for top in tops for theme in (top, *self.children(top))]

    @cached_property
    def _below(self) -> Mapping[str, list[Theme]]:
        below: dict[str, list[Theme]] = {}
        for theme in self.themes:
            above = self.parent(theme)
            if above is not None:
                below.setdefault(above.id, []).append(theme)
        return below

    def _stored_parent(self, theme: Theme) -> Theme | None:
        above = self.get(theme.parent) if theme.parent else None
        return None if above is None or above.id == theme.id else above

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """For each theme id what stands in the margin: its key, or two letters that no other theme has."""
        marks = {theme.id: theme.key for theme in self.themes if theme.key}
        taken = set(marks.values())
        for theme in self.themes:
            if not theme.key:
                marks[theme.id] = next(mark for mark in _marks_for(theme.name) if mark not in taken)
                taken.add(marks[theme.id])
        return marks

    def add(
        self, name: str, *, key: str | None = None, colour: str = "", description: str = "", parent: Theme | None = None
    ) -> Change:
        """Return the change that adds a theme, by default with the next free key and colour.

        Raises ReaderError where the name is empty, a number, or taken, the key is taken, or the colour is none.
        """
        name = self._free_name(name)
        used = {theme.key for theme in self.themes}
        free = next((digit for digit in KEYS if digit not in used), "")
        moment = now()
        theme = Theme(
            new_id(),
            name,
            free if key is None else self._free_key(key, None),
            _colour(colour) if colour else self._next_colour(),
            clean_line(description),
            parent.id if parent else None,
            moment,
            moment,
        )
        return Change(Table.THEMES, None, theme)

    def rename(self, theme: Theme, name: str) -> Change:
        """Return the change that gives a theme another name. Raises ReaderError where it is taken."""
        return self._changed(theme, replace(theme, name=self._free_name(name, theme)))

    def merge(self, theme: Theme, into: Theme) -> Change:
        """Return the change after which `into` has the tags of `theme`; nobody's tags are rewritten."""
        if into.id == theme.id:
            raise ReaderError(f"“{theme.name}” can’t be merged into itself.")
        return self._changed(theme, replace(theme, merged_into=into.id))

    def move(self, theme: Theme, parent: Theme | None) -> Change:
        """Return the change that puts a theme under another, or at the top. Raises ReaderError on a circle."""
        if parent and (parent.id == theme.id or parent in self.children(theme)):
            raise ReaderError(f"“{theme.name}” can’t be moved under “{parent.name}”, which is the same or below it.")
        return self._changed(theme, replace(theme, parent=parent.id if parent else None))

    def delete(self, theme: Theme) -> list[Change]:
        """Return the changes that take a theme out; its children move up, its tags stay in their files."""
        below = self._below.get(theme.id, ())
        return [
            *(self._changed(child, replace(child, parent=theme.parent)) for child in below),
            Change(Table.THEMES, theme, None),
        ]

    def set(
        self, theme: Theme, *, key: str | None = None, colour: str | None = None, description: str | None = None
    ) -> Change:
        """Return the change that gives a theme another key, colour or description; None leaves one as it is."""
        return self._changed(
            theme,
            replace(
                theme,
                key=theme.key if key is None else self._free_key(key, theme),
                colour=theme.colour if colour is None else _colour(colour),
                description=theme.description if description is None else clean_line(description),
            ),
        )

    @staticmethod
    def _changed(theme: Theme, after: Theme) -> Change:
        return Change(Table.THEMES, theme, replace(after, modified=now()))

    def _free_name(self, name: str, own: Theme | None = None) -> str:
        name = clean_line(name)
        if not name or name.isdigit():
            raise ReaderError("A theme needs a name that isn’t a number.")
        other = self.find(name)
        if other and (own is None or other.id != own.id):
            raise ReaderError(f"There is a theme “{other.name}” already.")
        return name

    def _free_key(self, key: str, own: Theme | None) -> str:
        if key and key not in tuple(KEYS):
            raise ReaderError(f"“{clean_line(key)}” can’t be a theme’s key: use one digit from 1 to 9, or nothing.")
        other = self.find(key) if key else None
        if other and (own is None or other.id != own.id):
            raise ReaderError(f"Key {key} belongs to “{other.name}”: give that another key first.")
        return key

    def _next_colour(self) -> str:
        used = Counter(theme.colour for theme in self.themes)
        return min(PALETTE, key=lambda colour: used[colour])


def _each_key_once(themes: Mapping[str, Theme]) -> Mapping[str, Theme]:
    """Return the themes so that no two have one key: two copies of a library can each have given it away."""
    taken: dict[str, str] = {}
    for theme in sorted(themes.values(), key=lambda theme: (theme.created, theme.id)):
        if theme.key and theme.merged_into is None:
            taken.setdefault(theme.key, theme.id)
    late = [
        theme for theme in themes.values() if theme.key and theme.merged_into is None and taken[theme.key] != theme.id
    ]
    return {**themes, **{theme.id: replace(theme, key="") for theme in late}} if late else themes


def _colour(colour: str) -> str:
    is_hex = len(colour) == 7 and colour[0] == "#" and all(digit in "0123456789abcdef" for digit in colour[1:].lower())
    if colour not in PALETTE and not is_hex:
        raise ReaderError(f"“{clean_line(colour)}” is no colour: use one of {', '.join(PALETTE)}, or #rrggbb.")
    return colour


def _marks_for(name: str) -> list[str]:
    letters = [letter for letter in name if letter.isalnum()] or ["?"]
    first = letters[0].upper()
    rest = [first + letter.lower() for letter in letters[1:]]
    return [*rest, *(first + letter for letter in "abcdefghijklmnopqrstuvwxyz"), *_every_pair()]


def _every_pair() -> list[str]:
    alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
    return [first.upper() + second for first in alphabet for second in alphabet]
