"""The body of a Word document, element by element."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.formats.docx_styles import is_on, outline_kind
from reader.documents.formats.flow import Flow
from reader.documents.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.documents.formats.docx_styles import Styles

_LEFT_OUT = frozenset({"del", "moveFrom", "rt"})
_ABOUT = frozenset({"pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "sectPr"})
_CONTAINERS = frozenset({"tc", "txbxContent", "body"})
_NOTE_MARKS = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_PRIVATE = range(0xE000, 0xF900)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is open: whether its style hides it, and whether its words go on in the next."""

    hidden: bool = False
    goes_on: bool = False


@dataclass(slots=True)
class _Run:
    """A run of text that is open: whether nobody sees it, and whether it is set in bold type."""

    hidden: bool = False
    bold: bool = False


class Body:
    """Reads the paragraphs of a part into `flow`: insertions in, deletions and hidden text out, each text box once.

    `notes` are the texts of the notes, by the part that they come from and their id in it.
    """

    def __init__(self, flow: Flow, styles: Styles, notes: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._flow = flow
        self._styles = styles
        self._notes = notes
        self._marks: dict[tuple[str, str], int] = {}
        self._out = 0
        self._in_text = False
        self._about: list[str] = []
        self._paragraphs: list[_Paragraph] = []
        self._runs: list[_Run] = []
        self._choices: list[bool] = []
        self._forms: list[bool] = []

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if self._about:
            self._about.append(name)
            self._property(name, attributes)
        elif name in _ABOUT:
            self._about.append(name)
        elif name == "t":
            self._in_text = True
        elif name == "p":
            self._open_paragraph()
        elif name == "r":
            self._runs.append(_Run())
        elif name == "tr":
            self._flow.open_row()
        elif name == "tc":
            self._flow.open_cell()
        elif name in _LEFT_OUT:
            self._out += 1
        else:
            self._other(name, attributes)

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""
        if self._about:
            self._about.pop()
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._close_paragraph()
        elif name == "r":
            self._runs.pop()
        elif name == "tr":
            self._flow.close_row()
        elif name in _CONTAINERS:
            self._close_pending()
            if name == "tc":
                self._flow.close_cell()
        elif name in _LEFT_OUT:
            self._out -= 1
        elif name == "Fallback":
            self._out -= bool(self._choices and self._choices[-1])
        elif name == "AlternateContent":
            self._choices.pop()
        elif name == "sdt":
            self._out -= self._forms.pop()

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._in_text:
            self._add(data)

    def _property(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take what a paragraph, a run or a form says of itself now; what it said before a change is history."""
        if any(outer.endswith("Change") for outer in self._about):
            return
        of, value = self._about[0], attributes.get("val", "")
        if of == "rPr" and self._runs:
            if name == "vanish" or (name == "rStyle" and self._styles.hides(value)):
                self._runs[-1].hidden = name == "rStyle" or is_on(attributes)
            elif name == "b" or (name == "rStyle" and value == "Strong"):
                self._runs[-1].bold = name == "rStyle" or is_on(attributes)
        elif of == "pPr" and self._paragraphs:
            self._paragraph_property(name, attributes)
        elif name == "showingPlcHdr" and self._forms and not self._forms[-1] and is_on(attributes):
            # What a form says while nobody has filled it in is no text of the document.
            self._forms[-1] = True
            self._out += 1

    def _paragraph_property(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "pStyle":
            self._flow.mark(self._styles.kind(value))
            self._paragraphs[-1].hidden = self._styles.hides(value)
        elif name == "outlineLvl" and outline_kind(attributes) is not None:
            self._flow.mark(Kind.HEADING)
        elif name == "numId" and value != "0":
            self._flow.mark_listed()
        elif (name == "del" and "rPr" in self._about) or attributes.get("dropCap", "none") != "none":
            # An initial over several lines has a paragraph of its own.
            self._paragraphs[-1].goes_on = True

    def _other(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element that stands for text, or that says which text counts."""
        if name == "AlternateContent":
            self._choices.append(False)
        elif name == "Choice" and self._choices:
            self._choices[-1] = True
        elif name == "Fallback":
            self._out += bool(self._choices and self._choices[-1])
        elif name == "sdt":
            self._forms.append(False)
        elif self._runs:
            self._sign(name, attributes)

    def _sign(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an element that stands for a character, or for a note."""
        if name in ("tab", "ptab"):
            self._add("\t")
        elif name in ("br", "cr"):
            self._add("\n" if attributes.get("type", "textWrapping") == "textWrapping" else " ")
        elif name == "noBreakHyphen":
            self._add("-")
        elif name == "sym":
            self._add(_symbol(attributes.get("char", "")))
        elif name in _NOTE_MARKS:
            self._note(_NOTE_MARKS[name], attributes)

    def _add(self, text: str) -> None:
        run = self._runs[-1] if self._runs else _Run()
        if not self._out and not run.hidden and not (self._paragraphs and self._paragraphs[-1].hidden):
            self._flow.add(text, is_bold=run.bold)

    def _note(self, part: str, attributes: Mapping[str, str]) -> None:
        name = attributes.get("id", "")
        texts = self._notes.get(part, {}).get(name)
        if not texts or self._out:
            return
        # A note that is referred to again keeps its mark, and stands once at the end.
        is_new = (part, name) not in self._marks
        mark = self._marks.setdefault((part, name), len(self._marks) + 1)
        self._add(f"[{mark}]")
        if is_new:
            self._flow.add_note(str(mark), texts)

    def _open_paragraph(self) -> None:
        if self._paragraphs and self._paragraphs[-1].goes_on and not self._runs:
            self._paragraphs[-1].goes_on = False
            return
        self._flow.open_paragraph()
        self._paragraphs.append(_Paragraph())

    def _close_paragraph(self) -> None:
        if self._paragraphs and not self._paragraphs[-1].goes_on:
            self._paragraphs.pop()
            self._flow.close_paragraph()

    def _close_pending(self) -> None:
        """End a paragraph that was to go on in the next where there is none."""
        if self._paragraphs and self._paragraphs[-1].goes_on:
            self._paragraphs[-1].goes_on = False
            self._close_paragraph()


class Notes:
    """Reads the texts of the notes in a part by their ids, without the rules that Word draws above them."""

    def __init__(self, styles: Styles) -> None:
        self.notes: dict[str, list[str]] = {}
        self._styles = styles
        self._id: str | None = None
        self._flow = Flow()
        self._body = Body(self._flow, styles, {})

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if name in ("footnote", "endnote") and attributes.get("type", "normal") not in _NO_NOTES:
            self._id, self._flow = attributes.get("id", ""), Flow()
            self._body = Body(self._flow, self._styles, {})
        elif self._id is not None:
            self._body.start(name, space, attributes)

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""
        if self._id is None:
            return
        if name in ("footnote", "endnote"):
            self.notes[self._id] = [block.text for block in self._flow.blocks()]
            self._id = None
        else:
            self._body.end(name, space)

    def text(self, data: str) -> None:
        """Take a piece of text."""
        if self._id is not None:
            self._body.text(data)


def _symbol(code: str) -> str:
    """Return the character that a symbol's code stands for; those of picture fonts stand for none."""
    try:
        number = int(code[:6], 16)
    except ValueError:
        return ""
    return "" if number in _PRIVATE or not 32 <= number < 0x110000 else chr(number)
