"""RTF as its readers see it, in any code page, whole or broken."""

from __future__ import annotations

import pytest
from documents_made import kinds, speakers, texts
from files_made import read_made

from reader.documents.model import Content, Metadata
from reader.documents.reading import read_bytes

SENTENCE = "The club reopened its boathouse on Monday after the storm."
HEAD = r"{\rtf1\ansi\ansicpg1252\uc1"


def read(body: str | bytes, head: str = HEAD) -> Content:
    raw = body if isinstance(body, bytes) else body.encode("latin-1")
    return read_made(head.encode() + b" " + raw + b"}", "made.rtf")


def said(content: Content) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"caf\'e9 \'93x\'94", "café “x”"),
        ("caf\xe9", "café"),
        (r"\u8220?x\u8221?", "“x”"),
        (r"\uc2\u26580\'96\'7b!", "柔!"),
        (r"\uc0\u8220x", "“x"),
        (r"{\uc3\u8220abc}\u233?t\u233?", "“été"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\ldblquote x\rdblquote\emdash y\~z\_w\-v", "“x”—y z-wv"),
        (r"a\{b\}c\\d", r"a{b}c\d"),
        ("one\r\n two", "one two"),
        (r"tab\tab x\line y", "tab x y"),
        (r"{\b bold} {\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", "bold link"),
        (r"{\v hidden}{\deleted gone}{\*\unknown {deep} no}{\pict 00ff}seen{\revised  too}", "seen too"),
        (r"\u8220 broken? \'zz \u99999999999? \'", None),
    ],
)
def test_what_is_written_is_read(written: str, read_as: str | None):
    found = said(read(written))
    assert read_as is None or found == [read_as]


def test_code_pages_go_by_font_and_letters_may_take_two_bytes():
    fonts = (
        r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 Mincho;}{\f3\fcharset2 Symbol;}}"
    )
    body = fonts + r"\f0 caf\'e9 {\f1\'ef\'f0\'e8} {\f2\'8f\'5f} {\f3\'b7} \f0\'e9"
    assert said(read(body)) == ["café при 柔 • é"]
    assert said(read(fonts + r"{\listtext\f2 \'96\tab}\f0 one\par\f2 \'95\f0  two")) == ["one", "• two"]
    assert said(read(r"\'e9", head=r"{\rtf1\mac")) == ["È"]
    assert said(read("naïve “é”".encode())) == ["naïve “é”"]


def test_bytes_of_a_picture_are_passed_over():
    assert said(read(rb"before {\pict\bin6 }}}{{{} after")) == ["before after"]


def test_kinds_come_from_styles_lists_and_tables():
    body = (
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s5 Title;}{\*\cs10 Default;}}"
        r"{\*\listtable{\list x}}{\header Page}{\footer 7}"
        r"\pard\s5 Sport unites us\par\pard\s1 Findings\par\pard " + SENTENCE + r"\par"
        r"\pard\ls1{\listtext\tab\'b7\tab}First point\par{\listtext 2.\tab}Second\par"
        r"\trowd\pard\intbl Club\cell Members\cell\row\trowd\pard\intbl Leeds\par city\cell 40\cell\row"
        r"\pard After it all.\par"
    )
    content = read(body)
    assert kinds(content) == [
        "title", "heading", "body", "list_item", "list_item", "table_row", "table_row", "body",
    ]  # fmt: skip
    assert texts(content, "list_item") == ["First point", "2. Second"]
    assert texts(content, "table_row") == ["Club | Members", "Leeds city | 40"]


def test_footnotes_stand_at_the_end():
    content = read(r"Words{\super\chftn}{\footnote\pard\plain{\super\chftn} See there.} go on.\par More.\par")
    assert said(content) == ["Words[1] go on.", "More.", "[1] See there."]
    assert kinds(content)[2] == "footnote"


def test_an_interview_has_its_speakers():
    body = r"{\b Interviewer:} How long?\par{\b Anna Berg:} Since I was nine.\par "
    body += r"Interviewer: And?\par Anna Berg: I left.\par"
    assert speakers(read(body)) == ["Interviewer", "Anna Berg", "Interviewer", "Anna Berg"]


def test_what_the_file_says_of_itself():
    info = r"{\info{\title Minutes}{\author Jo Ek}{\creatim\yr2021\mo3\dy4\hr10}{\revtim\yr2024\mo1\dy1}}"
    assert read(info + SENTENCE).metadata == Metadata("Minutes", "2021-03-04", None, "Jo Ek", None)


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1", b"{\\rtf1 }}}}} words", b"{\\rtf1 words {{{", b"{\\rtf1 \\'", b"{\\rtf1 \\u", b"{\\rtf1 \\'4",

        b"{\\rtf1\\ansicpg99999 caf\\'e9}", b"{\\rtf1 \\bin99999999 x}", b"{\\rtf1\\cell\\row\\row\\cell x\\cell}",
        b"{\\rtf1 {\\footnote x", b"{\\rtf1 \\uc999999999\\u65? words}", b"{\\rtf1 \\trowd\\intbl a\\cell b",
        b"{\\rtf1 \xff\xfe\x00 words \\\xff}",
    ],
)  # fmt: skip
def test_broken_rtf_is_read_as_far_as_it_goes(data: bytes):
    content = read_bytes(data, "broken.rtf")
    assert content.error in (None, "the file is empty")
    assert (b"words" in data and b"bin" not in data) <= any("words" in text for text in said(content))
