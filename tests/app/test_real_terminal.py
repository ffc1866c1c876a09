"""The program as it is: in a pty, with a terminal's own keys, killed, poor in colours."""

from __future__ import annotations

import re

import pytest

pty = pytest.importorskip("pty")

from terminal import POINTER, READER, Terminal  # noqa: E402
from town import tag  # noqa: E402
from user import rows, tagged  # noqa: E402

from reader.paths import LibraryPaths  # noqa: E402


@pytest.fixture
def reader_in(environment):
    """Start the program on a library, in a terminal."""

    def start(root, *arguments, size=(120, 35), **more):
        own = environment(TERM="xterm-256color", COLORTERM="", **more)
        return Terminal([*READER, str(root), *arguments], own, size, cwd=str(root))

    return start


def test_what_the_screen_says_is_on_the_disk_even_after_kill_9(town, reader_in):
    with reader_in(town) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.type("\x1b")
        terminal.until(lambda: "Tour" not in terminal.screen)
        terminal.type("j", "j", "3")
        terminal.until("Sport on ¶ 4")
        terminal.kill()
    assert tagged(town) == [("Sport", 4)]
    (tag_,) = rows(LibraryPaths.of(town).coder("bar"), "_default")
    assert tag_["quotation"].startswith("Rosa Lind opened the gym")
    with reader_in(town) as terminal:
        terminal.until("1 of 5 tagged")
        terminal.until("Boxing gym")
        terminal.type("\x11")
        assert terminal.ends() == 0


def test_esc_and_a_letter_at_once_arrive_as_two_keys(town, reader_in):
    with reader_in(town) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.type(b"\x1bj")
        terminal.until("¶ 2 of 9")
        assert "Tour" not in terminal.screen
        terminal.type("o", "swim", b"\x1bj", "3")
        terminal.until("Sport on ¶ 4")
        terminal.type("t", "rac", b"\x1bJ")
        terminal.until("¶ 1 of 10")
        terminal.type("t", "rac", b"\x1b", "u")
        terminal.until("Undid: Sport on ¶ 4")
        terminal.type("q")
        assert terminal.ends() == 0
    assert tagged(town) == []


def test_esc_and_any_other_key_at_once_arrive_as_two_keys(town, reader_in):
    tag(town, ("debate.txt", 7, "3"))
    with reader_in(town) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.type("\x1b", "o", "swim", "\r", "o", b"\x1b]")
        terminal.until("¶ 7 of 10 · Sport")
        for behind, shows in (
            (b"/", "search in this document"),
            (b":", "Commands"),
            (b"?", "type to search"),
            (b".", "Nothing to repeat"),
            (b"\x12", "Nothing to redo"),
            (b"4", "Racism on ¶ 7"),
            (b"[", "No tagged paragraph above"),
            (b"G", "¶ 10 of 10"),
        ):
            terminal.type("o", "swim", b"\x1b" + behind)
            terminal.until(shows)
            terminal.type("\x1b")
        terminal.type("F", "lantern", "\x14")
        terminal.until("Theme for")
        terminal.type(b"\x1b\x0f")
        terminal.until("Write to")
        terminal.type(b"\x1b\x11")
        assert terminal.ends() == 0
    assert tagged(town) == [("Racism", 7), ("Sport", 7)]


def test_esc_before_a_key_of_words_goes_by_words_in_an_input(town, reader_in):
    with reader_in(town) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.type("\x1b", "F", "harbour lantern", b"\x1bb", "old ", b"\x1bf", b"\x1b\x7f")
        terminal.until("harbour old ")
        assert "lantern" not in terminal.screen.splitlines()[0]
        terminal.type("\x11")
        assert terminal.ends() == 0


def test_one_burst_of_keys_over_a_slow_line(town, reader_in):
    with reader_in(town) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.type("\x1bFworld champoin\rjtsport\rj4/swimming teacher\rVw2")
        terminal.until("Policing on (selected words) ¶ 10")
        terminal.type("\x11")
        assert terminal.ends() == 0
    assert tagged(town) == [("Policing", 10), ("Racism", 10), ("Sport", 8)]


@pytest.mark.parametrize(
    "terminal_of",
    [
        {"NO_COLOR": "1"},
        {"TERM": "xterm-16color"},
        {"TERM": "screen"},
        {"TERM": "screen-256color", "TMUX": "/tmp/no,1,0"},
    ],
    ids=["no colours", "16 colours", "screen", "tmux"],
)
def test_poor_terminals_do(town, environment, terminal_of):
    tag(town, ("debate.txt", 7, "3"))
    own = environment(**{"TERM": "xterm", "COLORTERM": "", **terminal_of})
    with Terminal([*READER, "debate.txt"], own, (80, 24), cwd=str(town)) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.type("\x1b", "j", "j", "4")
        terminal.until("Racism on ¶ 5")
        terminal.type("f", "champion")
        terminal.until("▌¶ 7 · Piet Lindqvist")
        terminal.type("\x1b", "?")
        terminal.until("type to search")
        terminal.type("\x1b", "\x11")
        assert terminal.ends() == 0
        hues = [each for each in terminal.sequences if re.search(r"[\[;]([349][1-6]|[34]8;[0-9;]+)[;m]", each)]
        assert ("NO_COLOR" in terminal_of) != bool(hues), "greys and bold are enough where colours are not wanted"
        assert [each for each in terminal.unexpected if not each.startswith(POINTER)] == []


def test_a_fault_of_a_file_is_one_line_and_no_traceback(town, reader_in):
    store = LibraryPaths.of(town)
    store.store.mkdir()
    store.codebook.write_text("{ no", encoding="utf-8")
    with reader_in(town) as terminal:
        assert terminal.ends() == 2
        assert "can’t be read" in terminal.screen.replace("\n", "")
        assert "Traceback" not in terminal.screen


def test_the_terminal_is_left_as_it_was(town, reader_in):
    with reader_in(town) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.type("\x1b", "o", "\x11")
        assert terminal.ends() == 0
        for mode in ("1049", "1000", "1003", "1006", "2004", "1004"):
            assert f"\x1b[?{mode}l" in terminal.sequences, f"mode {mode} is switched off again"
        assert "\x1b[?25h" in terminal.sequences, "the cursor shows again"


def test_it_ends_when_its_terminal_is_gone(town, reader_in):
    with reader_in(town) as terminal:
        terminal.until("Tour 1 of 5")
        terminal.hang_up()
        assert terminal.ends() == 129


def test_a_tag_before_kill_9_is_there_at_the_next_start_and_u_takes_it_back(town, environment):
    own = environment(TERM="xterm-256color", COLORTERM="")

    def opened():
        return Terminal([*READER, "debate.txt"], own, (120, 35), cwd=str(town))

    with opened() as first, opened() as second:
        for window in (first, second):
            window.until("Tour 1 of 5")
            window.type("\x1b")
            window.until(lambda window=window: "Tour" not in window.screen)
        first.type("j", "j", "3")
        first.until("Sport on ¶ 5")
        first.kill()
        second.until("1 of 4 tagged")
        second.type("j", "j", "4", "u", "u")
        second.until("Nothing to undo")
        second.type("\x11")
        assert second.ends() == 0
    assert tagged(town) == [("Sport", 5)]
    with opened() as again:
        again.until("1 of 4 tagged")
        again.type("u")
        again.until("Undid, from ")
        again.until("Sport on ¶ 5, Swimming lessons in Northport · ctrl+r redoes")
        again.kill()
    assert tagged(town) == []
    with opened() as last:
        last.until("0 of 4 tagged")
        last.type("\x12")
        last.until("Did again, undone ")
        last.until("1 of 4 tagged")
        last.type("\x11")
        assert last.ends() == 0
    assert tagged(town) == [("Sport", 5)]
