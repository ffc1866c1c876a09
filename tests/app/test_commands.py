"""One Command object yields key, footer, help row and palette entry; all of them are there, and all of them work."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key
from user import at_the_app, still_app

from reader import settings
from reader.app.commands import BY_ID, COMMANDS, Scope
from reader.app.screens.finder import FinderScreen
from reader.app.screens.picker import PickerScreen
from reader.app.widgets.reading_pane import ReadingPane
from reader.app.widgets.rows import RowList
from reader.errors import SettingsError

OWNERS = {Scope.READING: ReadingPane, Scope.SELECT: ReadingPane, Scope.LISTS: RowList, Scope.FINDER: FinderScreen}

DESIGN = """
j k down up ctrl+d ctrl+u space pagedown pageup g G home end J K tab shift+tab / n N f F o enter b s : ctrl+p ? f1
1 2 3 4 5 6 7 8 9 t . v V e u ctrl+r ] [ } { m U y Y i z q ctrl+q
"""
"""The keys of the design's table that act in the reading pane or everywhere."""


def keys(command):
    return [_character_to_key(key) if len(key) == 1 else key for key in command.keys.split(",") if key]


def test_every_key_of_the_design_is_a_command():
    bound = {key for command in COMMANDS if command.scope in (Scope.READING, Scope.GLOBAL) for key in keys(command)}
    assert [key for key in DESIGN.split() if (_character_to_key(key) if len(key) == 1 else key) not in bound] == []


def test_ids_are_unique_and_every_command_says_what_it_does():
    assert len(BY_ID) == len(COMMANDS)
    assert all(command.label and command.help and command.action for command in COMMANDS)


def test_no_two_commands_of_one_place_share_a_key():
    owner = {}
    for command in COMMANDS:
        place = "reading" if command.scope in (Scope.READING, Scope.GLOBAL) else command.scope
        for key in keys(command):
            assert owner.setdefault((place, key), command.id) == command.id


def test_no_command_needs_a_key_that_a_terminal_or_tmux_keeps_for_itself():
    for command in COMMANDS:
        names = keys(command)
        assert not {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+left_square_bracket"} & set(names), command.id
        reachable = [name for name in names if name not in ("ctrl+a", "ctrl+b") and not name.startswith("alt+")]
        assert reachable or not names, f"{command.id} has no key but a prefix of tmux or screen, or an alt key"


@pytest.mark.parametrize("scope", OWNERS)
def test_every_action_is_there_on_the_widget_that_owns_it(scope):
    for command in COMMANDS:
        if command.scope is scope and not command.action.startswith("screen."):
            assert hasattr(OWNERS[scope], f"action_{command.action.split('(')[0]}"), command.id
    pickers = [command for command in COMMANDS if command.id.startswith("list.")]
    assert all(hasattr(PickerScreen, f"action_{command.action.split('(')[0]}") for command in pickers)


async def test_every_command_of_the_main_screen_runs_without_a_fault(town):
    async with at_the_app(town, start="debate.txt") as user:
        ids = [command.id for command in COMMANDS if command.action.startswith("screen.run(")]
        assert len(ids) > 30
        for id_ in ids:
            if id_ in ("app.quit", "view.close"):
                continue
            await user.main.run_action(f"screen.run('{id_}')")
            while len(user.app.screen_stack) > 2:
                await user.press("escape")


async def test_the_help_lists_every_command_and_is_searched(town):
    async with at_the_app(town, size=(140, 45)) as user:
        await user.press("?")
        seen = set()
        for _ in range(15):
            seen |= {command.id for command in COMMANDS if f"  {command.id}" in user.screen}
            await user.press("pagedown")
        assert seen >= {command.id for command in COMMANDS}
        await user.type("select.right")
        await user.sees("While selecting inside a paragraph (V)")
        await user.press("ctrl+u")
        await user.type("untagged")
        await user.sees("}", "next untagged paragraph")
        await user.sees_no("half a page down")
        await user.press("ctrl+u")
        await user.type("xyzzy")
        await user.sees("No key for that")
        await user.press("f1")
        await user.told("¶ 1 of 9")
        await user.press("f1")
        await user.sees("type to search")


async def test_the_help_explains_what_a_search_may_say(town):
    async with at_the_app(town, size=(100, 30)) as user:
        await user.press("?")
        await user.type("near:")
        await user.sees("What a search may say", "near:#sport", "at most 3 paragraphs")
        await user.sees_no("party:labour")
        await user.press("ctrl+u")
        await user.type("search")
        await user.sees("party:labour")


async def test_the_palette_runs_commands_by_name(town):
    async with at_the_app(town, start="debate.txt") as user:
        await user.press("ctrl+p")
        await user.sees("Commands")
        await user.type("next parag")
        await user.press("enter")
        await user.is_at("Questions to the Mayor")
        await user.press(":")
        await user.type("take the last change back")
        await user.press("enter")
        await user.told("Nothing to undo")
        await user.press(":")
        await user.type("messages")
        await user.press("enter")
        await user.sees("Messages", "Nothing to undo")
        await user.press("escape", ":")
        await user.type("put theme 3")
        await user.press("enter")
        await user.told("Sport on ¶ 2")
        await user.press(":")
        await user.paste("9" * 5000)
        await user.press("enter")
        await user.sees("No such command")
        await user.press("enter", "escape")
        assert user.tagged() == [("Sport", 2)]


def chosen_keys(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return settings.load(file)


async def test_digits_count_where_the_settings_say_so(town, tmp_path):
    async with at_the_app(town, start="minutes.txt", settings=chosen_keys(tmp_path, 'digits = "count"\n')) as user:
        await user.press("2", "4", "G")
        await user.is_at("winch")
        await user.press("3", "g", "g")
        await user.is_at("barge")
        await user.press("9", "9", "G")
        await user.told("No paragraph 99 here")
        await user.press("'", "3")
        await user.told("Sport on ¶ 3")
        await user.press("5", "j", "G")
        await user.is_at("mast")
        await user.press("1", "0", "G")
        await user.is_at("iceboat")
        assert user.tagged() == [("Sport", 3)]
    async with at_the_app(town, start="debate.txt", settings=chosen_keys(tmp_path, 'digits = "count"\n')) as user:
        await user.press("7", "G")
        await user.is_at("Swimming brings")
        await user.press("8", "g", "g")
        await user.is_at("fewer insults")


async def test_keys_are_the_users_own(town, tmp_path):
    kept = chosen_keys(
        tmp_path,
        '[keys]\n"paragraph.next" = "x"\n"tag.pick" = "j"\n"edit.undo" = "ctrl+z,a"\n'
        '"select.word" = "z"\n"rows.next" = "x"\n"list.close" = "ctrl+g"\n"finder.scope" = "f5"\n',
    )
    async with at_the_app(town, start="debate.txt", settings=kept) as user:
        await user.press("x", "x")
        await user.is_at("How many children")
        await user.press("j")
        await user.sees("Theme", "Policing")
        await user.type("sport")
        await user.press("enter")
        await user.told("Sport on ¶ 5")
        await user.press("V", "z", "w", "4")
        await user.told("Racism on (selected words)")
        assert [tag["quotation"] for tag in user.tags() if tag["start"] is not None] == ["How"]
        await user.press("a", "ctrl+z")
        assert user.tagged() == []
        await user.press("tab", "x", "enter")
        await user.is_at("Minutes of")
        await user.press("F", "f5")
        await user.sees("[notes]", "f5 elsewhere", "Tab marks", "ctrl+↑ earlier", "ctrl+g closes")
        await user.type("zzz")
        await user.sees("No note comes close · f5 looks elsewhere")
        assert "Esc closes" not in user.screen
        await user.press("ctrl+g", "?")
        await user.type("choose a theme")
        await user.sees("j", "choose a theme by typing")
        await user.press("ctrl+g")
        await user.told("¶ 1 of 39")
        assert "j theme" in user.status


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[keys]\n"no.such" = "x"\n', 2, "“no.such”: there is no such command"),
        ('digits = "tag"\n\n[keys]\n"paragraph.next" = "n"\n', 4, "“paragraph.next”: n already runs “search.next”"),
        ('[keys]\n"edit.undo" = "ctrl+i"\n', 2, "“edit.undo”: ctrl+i arrives as tab in a terminal"),
        ('[keys]\n"edit.undo" = "x,ctrl+m"\n', 2, "“edit.undo”: ctrl+m arrives as enter"),
        ('[keys]\n"view.back" = "ctrl+h"\n', 2, "ctrl+h arrives as backspace"),
        ('[keys]\n"view.back" = "ctrl+left_square_bracket"\n', 2, "arrives as escape"),
        ('[keys]\n"tag.pick" = "x"\n"view.back" = "x"\n', 3, "“view.back”: x already runs “tag.pick”"),
        ('[keys]\n"view.back" = "cttrl+x"\n', 2, "“view.back”: there is no key “cttrl+x”"),
        ('[keys]\n"view.back" = "tagg"\n', 2, "“view.back”: there is no key “tagg”"),
        ('[keys]\n"view.back" = "shift+x"\n', 2, "shift+x arrives as X"),
    ],
)
def test_keys_that_cannot_be_used_are_told_with_file_line_and_key(town, tmp_path, text, line, says):
    kept = chosen_keys(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        still_app(town, settings=kept)
    assert f"settings.toml, line {line}, key" in str(refused.value)
    assert says in str(refused.value)


@pytest.mark.parametrize("name", ["x", "G", "é", "+", "ctrl+x", "f5", "full_stop", "ctrl+right", "shift+f3", "alt+x"])
async def test_keys_that_a_terminal_sends_can_be_used(town, tmp_path, name):
    text = f'[keys]\n"view.unfold" = "{name}"\n"paragraph.last" = "end"\n"tag.repeat" = "f12"\n'
    async with at_the_app(town, start="articles/gym.txt", settings=chosen_keys(tmp_path, text)) as user:
        await user.sees("page furniture")
        await user.press("." if name == "full_stop" else name)
        await user.sees("Sign up to our newsletter")


async def test_two_commands_may_swap_their_keys(town, tmp_path):
    kept = chosen_keys(tmp_path, '[keys]\n"search.next" = "N"\n"search.previous" = "n"\n')
    async with at_the_app(town, start="minutes.txt", settings=kept) as user:
        await user.press("/")
        await user.type("spoke about the k\r")
        await user.is_at("the keel")
        await user.press("N")
        await user.is_at("the kelp")
        await user.press("g", "g", "N", "n")
        await user.is_at("the kelp")


def test_bindings_carry_ids_so_that_settings_reach_them():
    unnamed = [each for owner in (ReadingPane, RowList, FinderScreen) for each in owner.BINDINGS]
    assert all(isinstance(each, Binding) and each.id in BY_ID for each in unnamed)
