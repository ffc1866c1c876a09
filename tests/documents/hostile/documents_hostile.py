"""Files that nobody would write: made when a test asks for one, so that none lies in the repository.

Each is a name, what makes its bytes, the name of the file, and what is said of it (None: it is read).
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from files_made import chapter, docx, docx_parts, epub, epub_parts, odt, odt_parts, packed, para, table

if TYPE_CHECKING:
    from collections.abc import Callable

PROSE = "The club reopened its boathouse on Monday after the storm."
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


class Hostile(NamedTuple):
    what: str
    make: Callable[[], bytes]
    name: str
    said: str | None


def _with(parts: dict[str, str | bytes], **changed: str | bytes) -> bytes:
    names = {"document": "word/document.xml", "content": "content.xml", "container": "META-INF/container.xml"}
    return packed({**parts, **{names[key]: value for key, value in changed.items()}})


def _overlapping() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in docx_parts(para(PROSE)).items():
            archive.writestr(name, content)
        for each in archive.infolist():
            each.header_offset = 0
    return file.getvalue()


def _locked() -> bytes:
    data = bytearray(docx(para(PROSE)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


def _lying() -> bytes:
    """Return an archive whose list says that a part has ten bytes."""
    data = bytearray(docx(para(PROSE) * 100))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<L", data, place + 24, 10)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def _odd_method() -> bytes:
    return packed(docx_parts(para(PROSE)), zipfile.ZIP_BZIP2)


def _many_members() -> bytes:
    return packed({f"word/{n}.xml": b"" for n in range(100_000)}, zipfile.ZIP_STORED)


def _long_spine() -> bytes:
    return epub({"a": chapter("x")}, [f"c{n}" for n in range(100_000)])


def _many_paragraphs() -> bytes:
    return docx("".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(300_000)))


def _many_attributes() -> bytes:
    return ("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + f">{PROSE}").encode()


def _many_elements() -> bytes:
    return packed(docx_parts("<w:p/>" * 5_000_000), zipfile.ZIP_STORED)


def _escaping() -> bytes:
    parts = epub_parts({"../../../../etc/passwd": chapter("<p>no</p>"), "one.xhtml": chapter(f"<p>{PROSE}</p>")})
    del parts["OPS/../../../../etc/passwd"]
    return packed({**parts, "../../evil.txt": "evil", "/etc/evil": "evil"})


def _entities(declared: str, used: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE x [{declared}]><x><p>{used}</p></x>'


def _one_note_often(times: int) -> bytes:
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    notes = f'<w:footnote w:id="7">{para("note " * 1_000)}</w:footnote>'
    return docx(para(f"<w:r><w:t>{PROSE}</w:t></w:r>{reference * times}"), notes=notes)


def _nested(name: str, times: int, text: str) -> str:
    return f"<{name}>" * times + text + f"</{name}>" * times


def _tables(times: int) -> str:
    inner = para(PROSE)
    for _ in range(times):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    return inner


def _spread(times: int) -> str:
    return f"<html><body><p>{PROSE}</p>{''.join(f'<p><b id={n}>x' for n in range(times))}</body></html>"


_LAUGH = _entities('<!ENTITY l0 "lol">' + _LAUGHS, "&l11;")
_LONG = _entities(f'<!ENTITY long "{"x" * 100_000}">', "&long;" * 10_000)
_FILE = _entities('<!ENTITY f SYSTEM "file:///etc/passwd">', "&f;")
_PARAMETER = _entities('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;', "x")
_ATTACK = "looks like an attack"
_BOMB = "looks like a ZIP bomb"

HOSTILE = [
    Hostile("a part of 40 MB", lambda: _with(docx_parts(""), document=b" " * (40 << 20)), "a.docx", "more than 32 MB"),
    Hostile("a part packed too tightly", lambda: _with(docx_parts(""), document=b" " * (20 << 20)), "a.docx", _BOMB),
    Hostile("parts that share bytes", _overlapping, "a.docx", _BOMB),
    Hostile("a part bigger than its list says", _lying, "a.docx", "damaged or cut short"),
    Hostile("100,000 parts", _many_members, "a.docx", "lists more parts"),
    Hostile("a locked archive", _locked, "a.docx", "locked with a password"),
    Hostile("a rare way to pack", _odd_method, "a.docx", "in a way that documents don't use"),
    Hostile("names that lead outside", _escaping, "a.epub", None),
    Hostile("a spine of 100,000 chapters", _long_spine, "a.epub", "no book has more than"),
    Hostile("a billion laughs in Word", lambda: _with(docx_parts(""), document=_LAUGH), "a.docx", _ATTACK),
    Hostile("a billion laughs in ODT", lambda: _with(odt_parts(""), content=_LAUGH), "a.odt", _ATTACK),
    Hostile("a billion laughs in EPUB", lambda: _with(epub_parts({}), container=_LAUGH), "a.epub", _ATTACK),
    Hostile("a billion laughs in HTML", lambda: _LAUGH.replace("<x>", f"<html>{PROSE}").encode(), "a.html", None),
    Hostile("one long entity", lambda: _with(docx_parts(""), document=_LONG), "a.docx", _ATTACK),
    Hostile("another file in Word", lambda: _with(docx_parts(""), document=_FILE), "a.docx", "refers to another file"),
    Hostile("another file in ODT", lambda: _with(odt_parts(""), content=_FILE), "a.odt", "refers to another file"),
    Hostile("a definition from the web", lambda: _with(odt_parts(""), content=_PARAMETER), "a.odt", "holds no text"),
    Hostile("Word 10,000 deep", lambda: docx(_nested("w:sdt", 10_000, para(PROSE))), "a.docx", "nested deeper"),
    Hostile("ODT 10,000 deep", lambda: odt(_nested("text:section", 10_000, "")), "a.odt", "nested deeper"),
    Hostile("tables 600 deep", lambda: docx(_tables(600)), "a.docx", None),
    Hostile("one note for 100,000 places", lambda: _one_note_often(100_000), "a.docx", None),
    Hostile(
        "a page of 300,000 days", lambda: b"<h1>A</h1>" + b"<i class=date>1 May 2020</i>" * 300_000, "a.html", None
    ),
    Hostile("200,000 columns of Hansard", lambda: b"<p>" + b"1 May 2020 : Colum " * 200_000, "a.html", None),
    Hostile("brackets and dashes for ever", lambda: (b"Mr A (b) (c) .- " * 20 + b"\n\n") * 20_000, "a.txt", None),
    Hostile("RTF 100,000 deep", lambda: b"{\\rtf1 " + b"{" * 100_000, "a.rtf", "nested deeper"),
    Hostile("HTML 10,000 deep", lambda: _nested("div", 10_000, f"<p>{PROSE}").encode(), "a.html", None),
    Hostile("HTML 100,000 deep", lambda: _nested("div", 100_000, f"<p>{PROSE}").encode(), "a.html", "nest deeper"),
    Hostile("HTML 100,000 deep and open", lambda: b"<div><b>" * 50_000, "a.html", "nest deeper"),
    Hostile("HTML tables 5,000 deep", lambda: b"<table><tr><td>x" * 5_000, "a.html", None),
    Hostile("HTML lists 9,000 deep", lambda: b"<ul><li>x" * 9_000, "a.html", None),
    Hostile("200,000 words in bold type", lambda: b"<p>" + PROSE.encode() + b"<b>Ann</b> " * 200_000, "a.html", None),
    Hostile("200,000 words in bold type alone", lambda: b"<p>" + b"<b>Ann</b> " * 200_000, "a.html", None),
    Hostile("60,000 pages", lambda: "\n\n".join(f"Page {n}\n\n{PROSE}" for n in range(60_000)).encode(), "a.txt", None),
    Hostile("HTML with bold type left open", lambda: _spread(1_500).encode(), "a.html", None),
    Hostile(
        "HTML speakers in speakers", lambda: b"<div class=speaker>x" * 3_000 + b"<p>" + PROSE.encode(), "a.html", None
    ),
    Hostile("an element of 20,000 attributes", _many_attributes, "a.html", "more attributes than any page"),
    Hostile(
        "attributes behind a quoted bracket",
        lambda: _many_attributes().replace(b"<p ", b'<p title=">" '),
        "a.html",
        "more attributes than any page",
    ),
    Hostile(
        "an attribute of 50,000 words",
        lambda: f"<div data-all='{'word = ' * 50_000}'><p>{PROSE}</p></div>".encode(),
        "a.html",
        None,
    ),
    Hostile(
        "many tags of many attributes",
        lambda: (b"<i " + b" ".join(b"a%d" % n for n in range(1_000)) + b">x</i>") * 400,
        "a.html",
        "more attributes than any page",
    ),
    Hostile(
        "100,000 sorts of tags",
        lambda: "".join(f"<x{n}></x{n}>" for n in range(100_000)).encode(),
        "a.html",
        "more sorts of tags",
    ),
    Hostile("a million lines", lambda: b"a: b\n" * 1_000_000, "a.txt", "more than 200,000 lines"),
    Hostile("a million paragraphs", lambda: b"a\n\n" * 1_000_000, "a.txt", "more than 200,000 lines"),
    Hostile("150,000 paragraphs", lambda: b"a\n\n" * 150_000, "a.txt", "more than 120,000 paragraphs"),
    Hostile(
        "a Markdown table of a million cells",
        lambda: (b"|a" * 2_000 + b"|\n" + b"|-" * 2_000 + b"|\n") + (b"|b" * 2_000 + b"|\n") * 500,
        "a.md",
        None,
    ),
    Hostile(
        "a page of opening brackets", lambda: b"<html>" + b"<" * 1_000_000 + b"> " + PROSE.encode(), "a.html", None
    ),
    Hostile("a page of comments", lambda: f"<html><p>{PROSE}</p>{'<!--' * 200_000}".encode(), "a.html", None),
    Hostile(
        "a page of unclosed quotes",
        lambda: (f"<?xml?><html><p>{PROSE}" + '<a b="' * 100_000).encode(),
        "a.html",
        "more attributes than any page",
    ),
    Hostile("three million tags", lambda: b"<i>x</i>" * 3_000_000, "a.html", "more tags than any page"),
    Hostile("two million line breaks", lambda: b"<p>" + b"a<br>" * 2_000_000, "a.html", "more tags than any page"),
    Hostile("bold type that multiplies", lambda: _spread(6_000).encode(), "a.html", "more tags than any page"),
    Hostile("five million elements", _many_elements, "a.docx", "more than 3,000,000 elements"),
    Hostile("300,000 paragraphs of HTML", lambda: b"<p>x" * 300_000, "a.html", "more than 120,000 paragraphs"),
    Hostile("a table of 100,000 columns", lambda: docx(table(["x"] * 100_000)), "a.docx", None),
    Hostile("a table of 50,000 rows", lambda: docx(table(*[["x", "y"]] * 50_000)), "a.docx", None),
    Hostile("an HTML table of 100,000 columns", lambda: b"<table><tr>" + b"<td>x" * 100_000, "a.html", None),
    Hostile("300,000 paragraphs", _many_paragraphs, "a.docx", "more than 120,000 paragraphs"),
    Hostile("a billion spaces", lambda: odt(f'<text:p>a<text:s text:c="1000000000"/>{PROSE}</text:p>'), "a.odt", None),
    Hostile(
        "spaces without a number",
        lambda: odt(f'<text:p><text:s text:c="-1"/>{PROSE}<text:s text:c="x"/></text:p>'),
        "a.odt",
        None,
    ),
    Hostile(
        "a row a million times",
        lambda: odt(
            '<table:table><table:table-row table:number-rows-repeated="1048576">'
            f'<table:table-cell table:number-columns-repeated="16384"><text:p>{PROSE}</text:p></table:table-cell>'
            "</table:table-row></table:table>"
        ),
        "a.odt",
        None,
    ),
    Hostile("an unclosed element", lambda: _with(docx_parts(""), document="<w:document><w:body>"), "a.docx", "broken"),
    Hostile("no XML at all", lambda: _with(docx_parts(""), document=b"\x00\xff" * 99), "a.docx", "broken"),
    Hostile(
        "an encoding that isn't",
        lambda: _with(docx_parts(""), document='<?xml version="1.0" encoding="x-evil"?><a/>'),
        "a.docx",
        "encoding",
    ),
    Hostile("controls beyond ASCII", lambda: docx(para("\x9b31mRed\x9d\u202e" + PROSE)), "a.docx", None),
    Hostile(
        "escapes in RTF",
        lambda: b"{\\rtf1 \\'1b[31m\\u27? \\u155?31m\x1b]0;x\x07" + PROSE.encode() + b"}",
        "a.rtf",
        None,
    ),
    Hostile(
        "RTF of nothing but marks",
        lambda: b"{\\rtf1 " + b"\\b\\i" * 500_000 + b" " + PROSE.encode() + b"}",
        "a.rtf",
        None,
    ),
    Hostile("RTF that skips for ever", lambda: b"{\\rtf1 \\bin-5 \\uc-3\\u65 " + PROSE.encode() + b"}", "a.rtf", None),
]
