"""The body of an RTF file, token by token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.documents.formats import flow as flows
from reader.documents.formats import limits
from reader.documents.formats.office_styles import kind_of_style
from reader.documents.formats.rtf_layout import Layout
from reader.documents.formats.rtf_words import (
    CODE_PAGES,
    ESCAPED,
    NOT_TEXT,
    PARAGRAPH_ENDS,
    READ_ANYWAY,
    SETS,
    SIGNS,
    SYMBOLS,
)
from reader.documents.model import Kind, Metadata
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.documents.formats.flow import Flow
    from reader.documents.formats.rtf_tokens import Token

_MOST_SKIPPED = 8
_ON = (None, 1)


@dataclass(slots=True)
class _State:
    """What holds in a group: where its text goes, how it is coded, and whether it is hidden."""

    goes: str = "text"
    font: int = -1
    skipped: int = 1
    hidden: bool = False


class Body:
    """Reads the tokens of a file into `flow`. Deleted and hidden text stays out; a broken mark is passed over."""

    def __init__(self, flow: Flow, *, is_utf8: bool) -> None:
        self._states = [_State()]
        self._page = "utf-8" if is_utf8 else "cp1252"
        self._is_utf8 = is_utf8
        self._fonts: dict[int, str] = {}
        self._default_font = -1
        self._styles: dict[int, Kind | None] = {}
        self._named = -1
        self._said: dict[str, str] = {}
        self._bytes = bytearray()
        self._half = 0
        self._to_skip = 0
        self._ignorable = False
        self._layout = Layout(flow)

    @property
    def properties(self) -> Metadata:
        """What the program that wrote the file noted of it."""
        day = (self._said.get(f"creatim-{part}", "") for part in ("yr", "mo", "dy"))
        numbers = [part for part in day if part]
        date = "-".join(f"{int(part):02}" for part in numbers) if len(numbers) == 3 else ""
        return flows.properties(self._said.get("title", ""), self._said.get("author", ""), date)

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.raw:
            self._take_raw(token)
            return
        self._settle()
        if token.sign == "{":
            self._enter()
        elif token.sign == "}":
            self._leave()
        elif token.sign:
            self._take_sign(token.sign)
        elif token.word:
            self._take_word(token.word, token.number)
            self._ignorable = False

    def finish(self) -> None:
        """End what is still open, as in a file that was cut short."""
        self._settle()
        self._layout.finish()

    def _take_raw(self, token: Token) -> None:
        raw = token.raw
        if self._to_skip:
            skipped = min(self._to_skip, len(raw))
            self._to_skip -= skipped
            raw = raw[skipped:]
        if self._states[-1].goes:
            self._bytes += raw

    def _settle(self) -> None:
        """Turn the bytes gathered so far into text: some code pages need two for a letter."""
        if self._bytes:
            state = self._states[-1]
            page = self._page if self._is_utf8 else self._fonts.get(state.font, self._page)
            raw = bytes(self._bytes)
            self._bytes.clear()
            self._text("•" if page == "symbol" and raw == b"\xb7" else _decoded(raw, page))

    def _text(self, text: str) -> None:
        state = self._states[-1]
        if state.goes == "text":
            if not state.hidden:
                self._layout.add(text)
        elif state.goes == "number":
            if text.strip().strip("•·▪◦oü§-–—") and not state.hidden:
                self._layout.add(f"{text.strip()} ")
        elif state.goes == "style":
            self._styles[self._named] = kind_of_style(text.strip(" ;")) or self._styles.get(self._named)
        elif state.goes in ("title", "author"):
            self._said[state.goes] = self._said.get(state.goes, "") + text

    def _enter(self) -> None:
        if len(self._states) > limits.RTF_GROUPS:
            raise ReaderError(f"its groups are nested deeper than {limits.RTF_GROUPS:,}")
        self._states.append(replace(self._states[-1]))
        self._ignorable = False
        self._to_skip = 0

    def _leave(self) -> None:
        self._to_skip = 0
        if len(self._states) == 1:
            return
        if self._layout.note_depth == len(self._states):
            self._layout.leave_note()
        self._states.pop()

    def _take_sign(self, sign: str) -> None:
        if sign == "\\*":
            self._ignorable = True
        elif sign in ("\\\n", "\\\r"):
            self._layout.end_paragraph()
        elif sign in ESCAPED:
            if self._to_skip:
                self._to_skip -= 1
            elif self._states[-1].goes:
                self._text(ESCAPED[sign])

    def _take_word(self, word: str, number: int | None) -> None:
        state = self._states[-1]
        if not state.goes:
            return
        if word in NOT_TEXT or (self._ignorable and word not in READ_ANYWAY):
            state.goes = ""
        elif word == "u":
            self._take_code(number or 0)
        elif word == "uc":
            state.skipped = number if number is not None and 0 <= number <= _MOST_SKIPPED else 1
        elif word in ("v", "deleted"):
            state.hidden = number in _ON
        elif word == "plain":
            state.hidden, state.font = False, self._default_font
        elif state.goes == "text" and self._take_text_word(word, number):
            return
        else:
            self._take_table_word(word, number, state)

    def _take_code(self, number: int) -> None:
        """Take a character by its Unicode number, which is signed, and comes in halves beyond 65,535."""
        number %= 65_536
        if 0xD800 <= number < 0xDC00:
            self._half = number
        elif self._half and 0xDC00 <= number < 0xE000:
            self._text(chr(0x10000 + ((self._half - 0xD800) << 10) + number - 0xDC00))
            self._half = 0
        else:
            self._text(chr(number))
        self._to_skip = self._states[-1].skipped

    def _take_text_word(self, word: str, number: int | None) -> bool:
        """Take a mark in running text; return whether it is one."""
        if word in SIGNS:
            self._text(SIGNS[word])
        elif word in PARAGRAPH_ENDS:
            self._layout.end_paragraph()
        elif word == "pard":
            self._layout.begin_anew()
        elif word == "s":
            self._layout.mark(self._styles.get(number or 0))
        elif word == "outlinelevel" and 0 <= (number if number is not None else 9) < 9:
            self._layout.mark(Kind.HEADING)
        elif word in ("ls", "pnlvlblt", "pnlvlbody"):
            self._layout.mark_listed()
        elif word in ("intbl", "trowd"):
            self._layout.in_table = True
        elif word == "cell":
            self._layout.end_cell()
        elif word == "row":
            self._layout.end_row()
        elif word == "footnote":
            self._layout.enter_note(len(self._states))
        elif word in ("listtext", "pntext"):
            self._states[-1].goes = "number"
            self._layout.mark_listed()
        else:
            return False
        return True

    def _take_table_word(self, word: str, number: int | None, state: _State) -> None:
        """Take a mark of the tables before the text: fonts, styles, what the file says of itself."""
        if word in ("fonttbl", "stylesheet", "info"):
            state.goes = word
        elif word == "f":
            state.font = number or 0
        elif word == "deff":
            state.font = self._default_font = number or 0
        elif word == "fcharset" and state.goes == "fonttbl":
            self._fonts[state.font] = "symbol" if number == SYMBOLS else CODE_PAGES.get(number or 0, self._page)
        elif word in SETS and len(self._states) <= 2:
            self._page = self._page if self._is_utf8 else SETS[word]
        elif word == "ansicpg" and number:
            self._page = self._page if self._is_utf8 else f"cp{number}"
        elif state.goes in ("stylesheet", "style") and word in ("s", "cs", "ds", "ts"):
            self._named, state.goes = (number or 0, "style") if word == "s" else (-1, "")
        elif state.goes == "style" and word == "outlinelevel" and (number or 0) < 9:
            self._styles.setdefault(self._named, Kind.HEADING)
        elif state.goes == "info" and word in ("title", "author"):
            state.goes = word
        elif state.goes in ("info", "creatim"):
            self._take_time(word, number, state)

    def _take_time(self, word: str, number: int | None, state: _State) -> None:
        if word == "creatim":
            state.goes = "creatim"
        elif word in ("yr", "mo", "dy") and state.goes == "creatim" and 0 < (number or 0) < 10_000:
            self._said[f"creatim-{word}"] = str(number)
        elif state.goes == "info" and word in ("revtim", "printim", "buptim"):
            state.goes = ""


def _decoded(raw: bytes, page: str) -> str:
    page = "cp1252" if page == "symbol" else page
    try:
        # The first of two bytes, alone, is no letter of its set: LibreOffice gives its bullets a Japanese one.
        return raw.decode(page, "strict" if len(raw) == 1 else "replace")
    except (LookupError, ValueError):
        return raw.decode("cp1252", "replace")
