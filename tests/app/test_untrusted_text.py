"""Hostile documents, names and stores in a real terminal: nothing of theirs steers it, and all of it can be read.

Every payload has a word in capitals inside a control sequence; whatever the terminal would obey is taken apart byte
by byte, and none of these words may stand inside a sequence, nor may any control character come through.
"""

from __future__ import annotations

import base64
import json
import re
import sys

import pytest

pty = pytest.importorskip("pty")

from terminal import POINTER, READER, Terminal  # noqa: E402
from town import tag  # noqa: E402

from reader.paths import LibraryPaths  # noqa: E402
from reader.tags.tagging import annotate  # noqa: E402
from reader.workspace import Workspace  # noqa: E402

STOLEN = base64.b64encode(b"PWNED-CLIPBOARD").decode()
PAYLOADS = (
    f"\x1b]52;c;{STOLEN}\x07",
    "\x1b]0;PWNED-TITLE\x1b\\",
    "\x1b]8;;http://PWNED.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[31;5mPWNED-RED\x1b[0m",
    "\x1b[2J\x1b[1;1HPWNED-HOME",
    "\x1bPPWNED-DCS\x1b\\",
    "\x1b_PWNED-APC\x1b\\",
    "\x9b31mPWNED-CSI\x9b0m",
    f"\x9d52;c;{STOLEN}\x9c",
    "\x1b]52;c;PWNED-OPEN",
    "\u202egnp.exe\u202c \u2066PWNED\u2069 \u200b\ufeff",
    "\x00\x07\x08\x0b\x0c\x0e\x7f",
    "a" + "\u0301\u0336" * 200 + "b",
)
MARKUP = "[bold]thick[/bold] [/] [/x] [@click=app.quit]leave[/] [link=http://x]y[/link] [laughs] \\[z] [$primary]p"
BIDI_AND_HIDDEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x7f-\x9f]")


def hostile_text():
    lines = ["Report on \x1b]0;PWNED-HEAD\x07 [bold]everything[/bold]", f"By the way {MARKUP} it all shows."]
    lines += [f"Paragraph {n} begins {payload} and it ends harmlessly." for n, payload in enumerate(PAYLOADS, 1)]
    lines += [
        "Tabs\there\tand\tthere.",
        "[id1] The first [sic] voice \x1b[7mspeaks\x1b[0m.",
        "Eve [x\x1b[1my] (Labour):  Hello.",
    ]
    return "\n\n".join(lines) + "\n"


@pytest.fixture
def hostile(tmp_path):
    """A library whose files, names, themes, coders, notes and stores are all hostile."""
    root = tmp_path / "hostile"
    root.mkdir()
    (root / "a report.txt").write_text(hostile_text(), encoding="utf-8", newline="")
    (root / "b latin.txt").write_bytes(
        b"Old caf\xe9 \x9d52;c;" + STOLEN.encode() + b"\x9c text.\n\nSecond \x9b31mPWNED\x9b0m one.\n"
    )
    (root / "c utf16.txt").write_bytes(hostile_text().encode("utf-16"))
    (root / "d notes.md").write_text(
        f'---\ntitle: "PWNED \\u001b]0;PWNED\\u0007"\n---\n# Head \x1b[31m\n\n{hostile_text()}'
    )
    (root / "e \x1b]0;PWNED-NAME\x07 [bold]name \u202egnp.txt").write_text(
        "Words in a file with a name.\n\nMore words.\n"
    )
    (root / "f line.txt").write_bytes(b"word \x1b[31mPWNED " * 60_000)
    (root / "g none.txt").write_bytes(b"")
    (root / "h binary.txt").write_bytes(bytes(range(256)) * 64)
    poison(root)
    return root


def poison(root):
    """Tag, note and correct, then write escape sequences into every text of the stores by hand."""
    tag(root, ("a report.txt", 3, "3"), ("a report.txt", 4, "4"), coder="Eve")
    tag(root, ("a report.txt", 3, "2"))
    workspace = Workspace(root, "bar")
    from reader.tags.tagging import Target

    target = Target(workspace.document_at("a report.txt"), 3)
    workspace.commit([annotate(None, target, "a note", "bar")], "", [target])
    workspace.commit([workspace.codebook.add("Extra")], "")
    workspace.commit(
        [workspace.correction(target.document, {"title": "Corrected", "author": "Ann", "source": "S"})], ""
    )
    workspace.close()
    store = LibraryPaths.of(root)
    evil = {
        "name": "Theme \x1b]0;PWNED\x07\x9b1m [/x] \u202e",
        "coder": "Eve\x1b]0;PWNED\x07 [bold]",
        "note": PAYLOADS[0] + MARKUP,
        "text": "".join(PAYLOADS) + MARKUP,
        "description": "\x1b]0;PWNED\x07 [@click=app.quit]x[/]",
        "quotation": PAYLOADS[3] + MARKUP,
        "colour": "\x1b[31m#PWNED",
        "title": "Title \x1b]0;PWNED\x07 [bold]",
        "author": "\x9b31mPWNED",
    }
    for file in (store.codebook, store.documents, store.coder("Eve"), store.coder("bar")):
        image = json.loads(file.read_text())
        for row in [row for table in image.values() for row in table.values()]:
            for part in (row, row.get("corrected") or {}):
                kept = "coder" if file == store.coder("bar") else ""
                part.update({name: text for name, text in evil.items() if name in part and name != kept})
        file.write_text(json.dumps(image))


STAGES = (
    (["\x1b", "j", "j", "j", "1"], "Theme 1m [/x] on ¶ 4"),
    (["e", "\r", "more"], "Note on ¶ 4"),
    (["\x1b"], "u undoes"),
    (["t", "ext"], "+ Create “ext”"),
    (["\r"], "ext on ¶ 4"),
    (["i"], "Details"),
    (["\x1b", "Y"], "Select with the mouse"),
    (["q", "V", "w", ")", "3"], "(selected words) ¶ 4"),
    (["y"], "Sent to your terminal"),
    (["J", "j", "3"], "on ¶ 2"),
    (["J", " ", "J", "G", "2"], "PWNED"),
    (["J", "j", "3"], "Words in a file with a name"),
    (["J", " ", " ", "3"], "on ¶ 1, f line"),
    (["J"], "can’t be read"),
    (["J", "K", "K"], "f line"),
    (["f", "harmlessly"], "[tags]"),
    (["\x06"], "[passages]"),
    (["\x06"], "[notes]"),
    (["\x06"], "[documents]"),
    (["\x06"], "[themes]"),
    (["\x1b", "F", "ends", "\t", "\x14"], "Theme for 1 passage"),
    (["\x1b", "\x0f"], "Write to"),
    (["\x1b", "\x1b", ":", "PWNED"], "No such command"),
    (["\x1b", "?", "PWNED"], "No key for that"),
    (["\x1b", "o", "PWNED"], "PWNED"),
    (["\x1b", "o", "Title", "\r", "/", "harmlessly", "\r"], "paragraphs · n next"),
    (["n", "v", "j", "j", "4"], "u undoes"),
    (["u"], "Undid"),
    (["\x12"], "Did again"),
    (["\t", "\t", "g", "\r"], "[@click=app.quit]x[/]"),
    (["j", "\r", "b", "q"], "¶"),
    (["s", "Theme", "\r", "j"], "Enter opens its document"),
    (["q", "z", "m", "U", "]", "["], "¶"),
)
"""What is done, and what shows that it was."""


def test_a_whole_session_with_hostile_everything(hostile, environment):
    own = environment(TERM="xterm-256color", READER_CODER="bar \x1b]0;PWNED-CODER\x07[/x]", SSH_CONNECTION="a b c d")
    seen = []
    with Terminal([*READER, str(hostile)], own, (140, 40), cwd=str(hostile)) as terminal:
        terminal.until("Tour 1 of 5")
        # A process of its own reads it, and Esc would stop that.
        terminal.until("Paragraph 1 begins")
        for keys, shows in STAGES:
            terminal.type(*keys)
            terminal.until(shows)
            seen.append(terminal.screen)
        terminal.type("\x11")
        assert terminal.ends() == 0, terminal.screen
    every = "\n".join(seen)
    for literal in ("[bold]", "[/]", "[@click=app.quit]leave[/]", "[laughs]", "[$primary]p", "it ends harmlessly"):
        assert literal in every, f"{literal} stands on the screen as it was written"
    text = terminal.output.decode("utf-8", "replace")
    assert terminal.controls == []
    assert not BIDI_AND_HIDDEN.search(text)
    copied = [each for each in terminal.unexpected if each.startswith("\x1b]52;")]
    assert len(copied) == 1, "only `y` writes to the clipboard"
    assert [each for each in terminal.unexpected if each not in copied and not each.startswith(POINTER)] == []
    assert not any("PWNED" in each or STOLEN in each for each in terminal.sequences)
    assert not re.search("\u0301{5}|(?:\u0301\u0336){3}", text), "floods of marks are cut"


def test_errors_and_lists_of_the_shell_pass_the_same_gate(hostile, run):
    for arguments in (
        ["list"],
        ["show", "a report"],
        ["find", "harmlessly"],
        ["themes"],
        ["list", "--json"],
        ["nonsense\x1b[31m"],
    ):
        done = run(*arguments, cwd=hostile)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.stdout + done.stderr), arguments


@pytest.mark.skipif(sys.platform == "win32", reason="a pty")
def test_a_line_of_ten_megabytes_opens_moves_and_is_tagged(tmp_path, environment):
    (tmp_path / "line.txt").write_text("word \x1b[31mPWNED " * 700_000, encoding="utf-8")
    with Terminal([*READER, str(tmp_path)], environment(TERM="xterm-256color"), cwd=str(tmp_path)) as terminal:
        terminal.until("¶ 1 of 1")
        terminal.type("\x1b", "j", " ", "G", "g", "g", "3")
        terminal.until("Sport on ¶ 1")
        terminal.type("\x11")
        assert terminal.ends() == 0
        assert [each for each in terminal.unexpected if not each.startswith(POINTER)] == []
