"""What a hostile file does at worst is become a document with a reason in words."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from documents_hostile import HOSTILE, PROSE, Hostile
from files_made import chapter, docx, docx_parts, epub, odt, odt_parts, packed, para, table
from selectolax.lexbor import LexborHTMLParser

from reader.documents.formats import limits
from reader.documents.formats.html_guard import refuse_hostile
from reader.documents.reading import read_bytes
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.documents.model import Content


def check(content: Content) -> None:
    """Nothing of what comes in can steer a terminal, and a document is either read or refused."""
    texts = [paragraph.text for paragraph in content.paragraphs] + [content.error or ""]
    assert all(
        text.isprintable() or not set(text) - set(text.replace("\t", "")) & set(map(chr, range(32))) for text in texts
    )
    assert not any("\x1b" in text or "\x9b" in text for text in texts)
    assert bool(content.error) != bool(content.paragraphs)


@pytest.mark.parametrize("hostile", HOSTILE, ids=[hostile.what for hostile in HOSTILE])
def test_a_hostile_file_is_refused_in_words_or_read(hostile: Hostile):
    content = read_bytes(hostile.make(), hostile.name)
    check(content)
    if hostile.said is None:
        assert content.error is None
    else:
        assert content.error is not None
        assert hostile.said in content.error


@pytest.mark.parametrize(
    "what",
    ["names that lead outside", "tables 600 deep", "HTML 10,000 deep", "a billion spaces", "controls beyond ASCII",
     "escapes in RTF", "RTF of nothing but marks", "a page of opening brackets", "a billion laughs in HTML"],
)  # fmt: skip
def test_what_is_read_of_it_is_its_prose(what: str):
    hostile = next(each for each in HOSTILE if each.what == what)
    content = read_bytes(hostile.make(), hostile.name)
    assert any(PROSE in paragraph.text for paragraph in content.paragraphs)


def test_a_row_a_million_times_is_there_a_hundred_times():
    hostile = next(each for each in HOSTILE if each.what == "a row a million times")
    content = read_bytes(hostile.make(), hostile.name)
    assert len(content.paragraphs) == limits.REPEATS


def test_no_cell_of_a_wide_table_is_lost():
    content = read_bytes(docx(table([str(n) for n in range(1_000)])), "a.docx")
    assert [int(cell) for row in content.paragraphs for cell in row.text.split(" | ")] == list(range(1_000))
    assert len(content.paragraphs) == 1_000 // limits.CELLS


def test_parts_that_are_too_big_only_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 20_000)
    book = {f"c{n}.xhtml": chapter(f"<p>{n} {PROSE * 100}</p>") for n in range(10)}
    error = read_bytes(epub(book), "a.epub").error
    assert error is not None
    assert "unpacks to more than" in error


def test_text_that_is_too_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "TEXT_LENGTH", 1_000)
    for data, name in ((docx(para(PROSE) * 50), "a.docx"), (b"{\\rtf1 " + PROSE.encode() * 50, "a.rtf")):
        error = read_bytes(data, name).error
        assert error is not None
        assert "characters" in error


ORDINARY = {
    "a.docx": docx(para(PROSE) + table(["a", "b"]) + para("More.")),
    "a.odt": odt(f"<text:p>{PROSE}</text:p><text:h>More</text:h>"),
    "a.epub": epub({"one.xhtml": chapter(f"<h1>One</h1><p>{PROSE}</p>"), "two.xhtml": chapter("<p>Two.</p>")}),
    "a.rtf": b"{\\rtf1{\\fonttbl{\\f0 A;}}{\\footnote x}\\trowd\\intbl a\\cell\\row\\pard "
    + PROSE.encode()
    + b"\\par}",
    "a.html": f"<html><meta charset=utf-8><h1>One</h1><p>{PROSE}<sup><a>1</a></sup></p><table><tr><td>a".encode(),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_a_file_cut_short_anywhere(name: str):
    data = ORDINARY[name]
    for end in range(1, len(data), max(1, len(data) // 60)):
        check(read_bytes(data[:end], name))


@pytest.mark.parametrize("name", ORDINARY)
def test_a_file_with_bytes_changed_anywhere(name: str):
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(ORDINARY[name])
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        check(read_bytes(bytes(data), name))


@pytest.mark.parametrize(
    ("parts", "name"), [(docx_parts(para(PROSE)), "a.docx"), (odt_parts(f"<text:p>{PROSE}</text:p>"), "a.odt")]
)
def test_every_part_may_be_missing_or_empty(parts: dict[str, str | bytes], name: str):
    for part in parts:
        check(read_bytes(packed({key: value for key, value in parts.items() if key != part}), name))
        check(read_bytes(packed({**parts, part: b""}), name))


def test_xml_with_names_moved_about_is_read_without_a_stumble():
    """Elements in places where the format has none: ends without beginnings, runs outside of paragraphs."""
    chance = random.Random(11)
    names = [
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "sdtPr",
        "pPr",
        "rPr",
        "del",
        "txbxContent",
        "br",
        "numId",
        "pStyle",
    ]
    for _ in range(300):
        stack: list[str] = []
        body = []
        for _ in range(40):
            if stack and chance.random() < 0.4:
                body.append(f"</w:{stack.pop()}>")
            else:
                stack.append(chance.choice(names))
                body.append(f'<w:{stack[-1]} w:val="1">')
                body.append("x")
        body.extend(f"</w:{name}>" for name in reversed(stack))
        check(read_bytes(docx("".join(body)), "a.docx"))


def test_open_documents_with_names_moved_about():
    chance = random.Random(13)
    names = [
        "text:p",
        "text:h",
        "text:note",
        "text:note-citation",
        "text:note-body",
        "table:table-row",
        "table:table-cell",
        "text:list-item",
        "text:span",
        "text:s",
        "draw:text-box",
        "text:index-body",
    ]
    for _ in range(300):
        stack: list[str] = []
        body = []
        for _ in range(40):
            if stack and chance.random() < 0.4:
                body.append(f"</{stack.pop()}>")
            else:
                stack.append(chance.choice(names))
                body.append(f"<{stack[-1]}>x")
        body.extend(f"</{name}>" for name in reversed(stack))
        check(read_bytes(odt("".join(body)), "a.odt"))


def test_what_open_bold_type_becomes_where_nothing_stands_guard():
    """Each paragraph opens again whatever is open: a page of 20 kB has half a million elements, one of 200 kB dies."""
    page = "".join(f"<p><b id={n}>x" for n in range(1_000))
    assert len(LexborHTMLParser(page).css("b")) > 400_000
    with pytest.raises(ReaderError, match="more tags than any page"):
        refuse_hostile("".join(f"<p><b id={n}>x" for n in range(6_000)))
