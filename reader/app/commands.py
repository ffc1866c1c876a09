"""Every command of the app, once: from here come the key bindings, the footer, the help rows and the palette."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_lowercase
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key, _get_unicode_name_from_key

from reader.documents.gate import clean_line
from reader.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.settings import Settings


class Scope(StrEnum):
    """Where a command's keys act."""

    READING = "in the reading pane"
    SELECT = "while selecting inside a paragraph (V)"
    GLOBAL = "everywhere but in inputs"
    LISTS = "in the library and the themes"
    FINDER = "in finders and pickers"
    REVIEW = "while reviewing tags in doubt (R)"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the app can do.

    `keys` are Textual's names, separated by commas, and may be set by `id` in the settings. `label` stands in the
    footer and the palette, `help` in the help. `action` is what the widget that owns the scope runs.
    """

    id: str
    keys: str
    label: str
    help: str
    scope: Scope
    action: str
    footer: bool = False

    def shown(self, keymap: Mapping[str, str]) -> str:
        """Return the command's keys as they stand on a keyboard, with what the user remapped."""
        names = keymap.get(self.id, self.keys).split(",")
        return " ".join(_shown(name.strip()) for name in names if name.strip())


_SYMBOLS = {"down": "↓", "up": "↑", "left": "←", "right": "→", "space": "space", "pagedown": "PgDn", "pageup": "PgUp",
            "enter": "Enter", "escape": "Esc", "tab": "Tab", "home": "Home", "end": "End", "f1": "F1",
            "g": "g g"}  # fmt: skip


def _shown(name: str) -> str:
    *modifiers, key = name.split("+")
    return name if modifiers and len(key) == 1 else "+".join([*modifiers, _SYMBOLS.get(key, key)])


def _reading(id_: str, keys: str, label: str, help_: str, action: str, *, footer: bool = False) -> Command:
    return Command(id_, keys, label, help_, Scope.READING, action, footer)


def _run(id_: str, keys: str, label: str, help_: str, *, footer: bool = False, scope: Scope = Scope.READING) -> Command:
    return Command(id_, keys, label, help_, scope, f"screen.run('{id_}')", footer)


def _global(id_: str, keys: str, label: str, help_: str, *, footer: bool = False) -> Command:
    return _run(id_, keys, label, help_, footer=footer, scope=Scope.GLOBAL)


def _select(id_: str, keys: str, label: str, help_: str, action: str) -> Command:
    return Command(id_, keys, label, help_, Scope.SELECT, action)


def _lists(id_: str, keys: str, label: str, help_: str, action: str) -> Command:
    return Command(id_, keys, label, help_, Scope.LISTS, action)


def _review(id_: str, keys: str, label: str, help_: str, action: str) -> Command:
    return Command(id_, keys, label, help_, Scope.REVIEW, action)


def _finder(id_: str, keys: str, label: str, help_: str, action: str) -> Command:
    return Command(id_, keys, label, help_, Scope.FINDER, action)


COMMANDS: tuple[Command, ...] = (
    _reading("paragraph.next", "j,down", "next", "next paragraph; a tall one scrolls first", "move(1)"),
    _reading("paragraph.previous", "k,up", "previous", "previous paragraph", "move(-1)"),
    _reading("page.half_down", "ctrl+d", "half page down", "half a page down", "half_page(1)"),
    _reading("page.half_up", "ctrl+u", "half page up", "half a page up", "half_page(-1)"),
    _reading("page.down", "space,pagedown", "page down", "a page down", "turn_page(1)"),
    _reading("page.up", "pageup", "page up", "a page up", "turn_page(-1)"),
    _reading("paragraph.first", "home", "first paragraph", "to the first paragraph (also g g)", "first"),
    _reading("prefix.g", "g", "first paragraph", "g g: to the first paragraph; 24 g g: to paragraph 24", "prefix('g')"),
    _reading("paragraph.last", "G,end", "last paragraph", "to the last paragraph; with digits as counts 24G", "last"),
    _reading("paragraph.next_tagged", "]", "next tagged", "next tagged paragraph", "jump_tagged(1)"),
    _reading("paragraph.previous_tagged", "[", "previous tagged", "previous tagged paragraph", "jump_tagged(-1)"),
    _reading("paragraph.next_untagged", "}", "next untagged", "next untagged paragraph", "jump_untagged(1)"),
    _reading("paragraph.previous_untagged", "{", "previous untagged", "untagged one before", "jump_untagged(-1)"),
    _reading("range.start", "v", "range", "a range of paragraphs; move, then tag", "range"),
    _reading("select.start", "V", "select words", "select words inside the paragraph", "select"),
    _reading("search.next", "n", "next match", "next match of the search", "jump_match(1)"),
    _reading("search.previous", "N", "previous match", "previous match of the search", "jump_match(-1)"),
    *(
        Command(
            f"tag.{digit}", str(digit), f"tag {digit}", f"put theme {digit} on this paragraph or selection, or off",
            Scope.READING, f"digit('{digit}')",
        )
        for digit in range(1, 10)
    ),
    _reading("prefix.quote", "'", "tag", "' and a digit: tag, where the digits count", "prefix('quote')"),
    _run("tag.pick", "t", "theme", "choose a theme by typing part of its name, or make one", footer=True),
    _run("tag.repeat", ".", "repeat", "put the last theme on here too, or take it off"),
    _run("note.edit", "e", "note", "write a note on the paragraph or on one of its tags"),
    _run("copy.citation", "y", "copy", "copy the paragraph or selection with its citation"),
    _run("copy.plain", "Y", "show plain", "show it plain, to select by hand"),
    _run("view.unfold", "z", "unfold", "unfold or fold page furniture"),
    _run("document.passage", "enter", "open passage", "from a theme, open the passage in its document"),
    _run("document.details", "i", "details", "correct title, author, source, date and URL"),
    _run("document.next", "J", "next document", "next document"),
    _run("document.previous", "K", "previous document", "previous document"),
    _run("document.mark_read", "m", "mark read", "mark the document read or unread"),
    _run("document.next_unread", "U", "next unread", "next unread document"),
    _run("search.start", "/", "search", "search in this document"),
    _global("find.tagged", "f", "find", "find among tagged passages", footer=True),
    _global("find.all", "F", "find all", "find among all passages"),
    _run("find.echoes", "~", "echoes", "passages elsewhere that say nearly the same as this one"),
    _global("document.open", "o", "open", "open a document by typing part of its title"),
    _global("review.open", "R", "review", "tags in doubt since a text changed: accept, move or leave each"),
    _global("edit.undo", "u", "undo", "take the last change back, also yesterday’s, and go there", footer=True),
    _global("edit.redo", "ctrl+r", "redo", "make it again, also after a restart"),
    _global("view.back", "b", "back", "back to where you were before the jump"),
    _global("view.split", "s", "split", "open a second document or theme beside this one"),
    _global("view.close", "q", "close", "close this view, or quit"),
    _global("pane.next", "tab", "next pane", "to the next pane"),
    _global("pane.previous", "shift+tab", "previous pane", "to the previous pane"),
    _global("pane.narrower", "<", "narrower", "make the side pane narrower"),
    _global("pane.wider", ">", "wider", "make the side pane wider"),
    _global("pane.library", "f2", "library pane", "hide or show the library pane"),
    _global("pane.tags", "f3", "tag pane", "hide or show the tag pane"),
    _global("library.stop", "", "stop reading", "read no more files in the background; Esc does it too"),
    _global("library.read", "", "read the rest", "read the files that were left unread"),
    _global("app.appearance", "f4", "dark or light", "change between dark and light"),
    _global("app.palette", ":,ctrl+p", "commands", "every command by name; :24 goes to paragraph 24"),
    _global("app.help", "?,f1", "help", "every key", footer=True),
    _global("app.messages", "", "messages", "the messages so far"),
    _global("app.tour", "", "tour", "the short tour again"),
    _global("view.escape", "escape,ctrl+c", "back out", "leave a range, a selection, a search"),
    _global("app.quit", "ctrl+q", "quit", "quit at once"),
    _select("select.right", "l,right", "a letter on", "a letter on", "caret_letters(1)"),
    _select("select.left", "h,left", "a letter back", "a letter back", "caret_letters(-1)"),
    _select("select.word", "w", "a word on", "a word on", "caret_words(1)"),
    _select("select.word_back", "b", "a word back", "a word back", "caret_words(-1)"),
    _select("select.sentence", ")", "a sentence on", "a sentence on", "caret_sentences(1)"),
    _select("select.sentence_back", "(", "a sentence back", "a sentence back", "caret_sentences(-1)"),
    _select("select.down", "j,down", "a line down", "a line down", "caret_lines(1)"),
    _select("select.up", "k,up", "a line up", "a line up", "caret_lines(-1)"),
    _select("select.end", "$,end", "to the end", "to the end of the paragraph", "caret_end"),
    _select("select.start_here", "v,space", "begin here", "let the selection begin here", "caret_anchor"),
    _select("select.other_end", "o", "other end", "move the other end", "caret_swap"),
    _lists("rows.next", "j,down", "next row", "next row", "row(1)"),
    _lists("rows.previous", "k,up", "previous row", "previous row", "row(-1)"),
    _lists("rows.page_down", "ctrl+d,pagedown,space", "rows down", "a page of rows down", "row(8)"),
    _lists("rows.page_up", "ctrl+u,pageup", "rows up", "a page of rows up", "row(-8)"),
    _lists("rows.first", "g,home", "first row", "first row", "row(-1000000)"),
    _lists("rows.last", "G,end", "last row", "last row", "row(1000000)"),
    _lists("rows.choose", "enter", "open", "open the document, or the theme as a document", "choose"),
    _finder("list.next", "down,ctrl+n", "next row", "next row", "row(1)"),
    _finder("list.previous", "up,ctrl+p", "previous row", "previous row", "row(-1)"),
    _finder("list.page_down", "pagedown", "a page of rows down", "a page of rows down", "row(10)"),
    _finder("list.page_up", "pageup", "a page of rows up", "a page of rows up", "row(-10)"),
    _finder("list.close", "escape,ctrl+c", "close", "close", "close"),
    _finder("finder.mark", "tab", "mark", "mark the row, or take its mark off", "mark"),
    _finder("finder.mark_all", "ctrl+a,alt+a,shift+tab", "mark all", "mark all that was found, or none", "mark_all"),
    _finder("finder.tag", "ctrl+t", "tag marked", "put a theme on the marked rows, or on this one", "tag_marked"),
    _finder("finder.move", "ctrl+r", "move marked", "move your tags on them from one theme to another", "move_marked"),
    _finder("finder.copy", "ctrl+y", "copy", "copy the marked rows, or this one, with citation", "copy"),
    _finder("finder.export", "ctrl+o", "export", "write the marked rows, or all that were found, to a file", "export"),
    _finder("finder.scope", "ctrl+f", "scope", "look in tags, passages, notes, documents, themes", "scope"),
    _finder("finder.older", "ctrl+up,alt+up", "earlier search", "the search before, also yesterday’s", "older"),
    _finder("finder.newer", "ctrl+down,alt+down", "later search", "the search after this one", "newer"),
    _review("review.accept", "a", "accept", "accept the place that is shown", "accept"),
    _review("review.move", "m", "move", "move the tag to the chosen paragraph", "move"),
    _review("review.leave", "l", "leave", "leave the tag as it is, go to the next", "leave"),
    _review("review.undo", "u", "undo", "take back what was settled last", "undo"),
    _review("review.next", "j,down", "next place", "choose the next place; a number chooses any paragraph", "row(1)"),
    _review("review.previous", "k,up", "previous place", "choose the place before", "row(-1)"),
    _review("review.close", "escape,ctrl+c,q", "close", "close the review", "close"),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}


def hints(told: Mapping[str, str], keymap: Mapping[str, str]) -> list[str]:
    """Return what is said of some commands, by id: the first key of each that has one, and what it does."""
    shown = ((BY_ID[id_].shown(keymap).split(), words) for id_, words in told.items())
    return [f"{keys[0]} {words}" for keys, words in shown if keys]


def bindings(*scopes: Scope, only: Iterable[str] | None = None) -> list[Binding]:
    """Return Textual's bindings for the commands of some scopes."""
    wanted = None if only is None else tuple(only)
    return [
        Binding(command.keys, command.action, command.label, show=False, id=command.id)
        for command in COMMANDS
        if command.scope in scopes and command.keys and (wanted is None or command.id.startswith(wanted))
    ]


def keymap(settings: Settings) -> dict[str, str]:
    """Return the user's keys by command id.

    Raises SettingsError, which names file, line and key, for an id that isn't there, a key that can't arrive from
    a terminal, and two commands of one scope on one key.
    """
    for id_, keys in settings.keys.items():
        where = f"{settings.source}, line {settings.lines.get(id_, 1)}, key “{clean_line(id_)}”"
        if id_ not in BY_ID:
            raise SettingsError(f"{where}: there is no such command. `?` in the app shows them all.")
        for key in _split(keys):
            if not _is_key(key):
                raise SettingsError(
                    f"{where}: there is no key “{clean_line(key)}”. Write x, G, ctrl+x, f5, full_stop …"
                )
            if key in _NEVER:
                raise SettingsError(f"{where}: {key} arrives as {_NEVER[key]} in a terminal; use another key.")
    _refuse_clashes(settings)
    return dict(settings.keys)


_NEVER = {
    **{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"},
    **{f"shift+{letter}": letter.upper() for letter in ascii_lowercase},
}
_MODIFIERS = {"ctrl", "shift", "alt", "super"}


def _is_key(name: str) -> bool:
    *modifiers, key = name.split("+")
    if not key or not set(modifiers) <= _MODIFIERS:
        return False
    if len(key) == 1 or key in {*(each.value for each in Keys), *KEY_NAME_REPLACEMENTS.values()}:
        return True
    try:
        return bool(unicodedata.lookup(_get_unicode_name_from_key(key).replace("_", " ")))
    except KeyError:
        return False


def _refuse_clashes(settings: Settings) -> None:
    owner: dict[tuple[str, str], str] = {}
    ordered = sorted(COMMANDS, key=lambda command: command.id in settings.keys)
    for command in ordered:
        room = "reading" if command.scope in (Scope.READING, Scope.GLOBAL) else command.scope.value
        for key in _split(settings.keys.get(command.id, command.keys)):
            other = owner.setdefault((room, key), command.id)
            if other != command.id:
                line = settings.lines.get(command.id, 1)
                raise SettingsError(
                    f"{settings.source}, line {line}, key “{command.id}”: {clean_line(key)} already runs “{other}”. "
                    "Give that another key too."
                )


def _split(keys: str) -> list[str]:
    names = [name.strip() for name in keys.split(",") if name.strip()]
    return [_character_to_key(name) if len(name) == 1 else name for name in names]


def keys_of(scope: Scope, keymap: Mapping[str, str]) -> dict[str, Command]:
    """Return the commands of a scope by key, with what the user remapped."""
    return {
        key: command
        for command in COMMANDS
        if command.scope is scope
        for key in _split(keymap.get(command.id, command.keys))
    }
