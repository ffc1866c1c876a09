"""Files that nobody wrote: each would hang, swell or crash a reader without guards. Run as a program, reads one.

`python made_files.py NAME` makes the file of that name, reads it and prints, as JSON: the error or null, the number
of paragraphs, whether a control character came out, and the most memory that the process took, in MB.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from pdf_made import Page, assemble, pdf

if TYPE_CHECKING:
    from collections.abc import Callable

MB = 1 << 20
SPEECH = '<publicwhip><speech speakername="A B"><p>%s</p></speech></publicwhip>'


def laughs() -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE publicwhip [<!ENTITY a0 "ha">{entities}]>{SPEECH % "&a9;"}'


def quadratic() -> str:
    return f'<!DOCTYPE publicwhip [<!ENTITY a "{"x" * 990}">]>{SPEECH % ("&a;" * 500_000)}'


def reading_another(system: str) -> str:
    return f'<!DOCTYPE publicwhip [<!ENTITY x SYSTEM "{system}">]>{SPEECH % "in &x; out"}'


def by_parameter() -> str:
    return f'<!DOCTYPE publicwhip [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>{SPEECH % "Words."}'


def in_attributes() -> str:
    speech = '<speech speakername="&a;"><p>x</p></speech>' * 100_000
    return f'<!DOCTYPE publicwhip [<!ENTITY a "{"x" * 990}">]><publicwhip>{speech}</publicwhip>'


def loop_of_pages() -> bytes:
    return assemble([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def loop_of_tables() -> bytes:
    data = pdf(Page().at(72, 700, "Words on a page."))
    start = data.rindex(b"startxref")
    place = data[start:].split()[1]
    return data.replace(b"/Size", b"/Prev " + place + b" /Size")


def nested_arrays() -> bytes:
    return assemble([b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 200_000 + b" >>", b"<< /Kids [] /Count 0 >>"])


def many_letters(*, packed: bool) -> bytes:
    return pdf(Page(packed=packed).raw(b"BT /F1 8 Tf 10 10 Td " + b"(abcdefghij klmnopqrs) Tj\n" * 200_000 + b"ET"))


def one_piece_often() -> bytes:
    data = pdf(Page().raw(b"q " * MB))
    return data.replace(b"/Contents 7 0 R", b"/Contents [" + b"7 0 R " * 2_000 + b"]")


def broken_font() -> bytes:
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 4 0 R /FirstChar 0 /LastChar 255 >>"
    descriptor = b"<< /Type /FontDescriptor /FontName /X /FontFile2 5 0 R /Flags 4 >>"
    file = b"<< /Length 20 /Length1 20 >>\nstream\n" + b"\x00\x01\x00\x00" + b"\xff" * 16 + b"\nendstream"
    content = b"<< /Length 40 >>\nstream\nBT /F1 11 Tf 72 700 Td (Words) Tj ET        \nendstream"
    page = b"<< /Type /Page /Parent 7 0 R /Contents 6 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    tree = b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    return assemble([b"<< /Type /Catalog /Pages 7 0 R >>", page, font, descriptor, file, content, tree])


def cue(timing: str, words: str) -> str:
    return f"1\n{timing}\n{words}\n\n"


NINES = "9" * 100_000
FILES: dict[str, tuple[str, Callable[[], bytes | str]]] = {
    "xml: a billion laughs": ("a.xml", laughs),
    "xml: one long name, often": ("a.xml", quadratic),
    "xml: one long name, in attributes": ("a.xml", in_attributes),
    "xml: a file of the computer": ("a.xml", lambda: reading_another("file:///etc/passwd")),
    "xml: a file of the network": ("a.xml", lambda: reading_another("http://127.0.0.1:9/x")),
    "xml: a device": ("a.xml", lambda: reading_another("file:///dev/zero")),
    "xml: a file by parameter": ("a.xml", by_parameter),
    "xml: 10,000 deep": ("a.xml", lambda: "<publicwhip>" + "<p>" * 10_000 + "x" + "</p>" * 10_000 + "</publicwhip>"),
    "xml: 10,000 deep and never closed": ("a.xml", lambda: "<a>" * 10_000),
    "xml: 249 deep with words at every step": ("a.xml", lambda: "<a>words " * 249 + "</a>" * 249),
    "xml: a million elements": ("a.xml", lambda: "<a>" + "<b/>" * 1_000_000 + "</a>"),
    "xml: 400,000 elements": (
        "a.xml",
        lambda: "<a><p>" + "<b/>" * 400_000 + "one two three four five six seven eight</p></a>",
    ),
    "xml: 100,000 attributes": ("a.xml", lambda: "<a " + " ".join(f'b{n}="{n}"' for n in range(100_000)) + "/>"),
    "xml: an attribute of 20 MB": ("a.xml", lambda: f'<a b="{"x" * (20 * MB)}"/>'),
    "xml: 70 MB": ("a.xml", lambda: SPEECH % ("word " * (14 * MB))),
    "xml: a table of 100,000 cells": ("a.xml", lambda: SPEECH % f"<table><tr>{'<td>x</td>' * 100_000}</tr></table>"),
    "xml: controls by number": ("a.xml", lambda: SPEECH % "a&#27;]0;title&#7;b&#x9b;c &#x202e; \x1b[31m"),
    "xml: cut short": ("a.xml", lambda: (SPEECH % "Words.")[:50]),
    "xml: an encoding that takes for ever": (
        "a.xml",
        lambda: '<?xml version="1.0" encoding="punycode"?>' + SPEECH % ("a" * MB + "-" + "b" * MB),
    ),
    "xml: empty akomaNtoso": ("a.xml", lambda: "<akomaNtoso/>"),
    "csv: 100,000 columns": ("a.csv", lambda: ",".join(f"c{n}" for n in range(100_000)) + "\n" + "x," * 100_000),
    "csv: a field over the limit": ("a.csv", lambda: f'id,why\n1,"{"word " * MB}"\n2,x\n'),
    "csv: a quote that never ends": ("a.csv", lambda: 'id,why\n1,"' + "word, word\n" * 300_000),
    "csv: quotes only": ("a.csv", lambda: '"' * (2 * MB)),
    "csv: commas only": ("a.csv", lambda: ("," * 4_000 + "x\n") * 4_000),
    "csv: 500,000 rows": ("a.csv", lambda: "id,why\n" + "1,some words of my own\n" * 500_000),
    "csv: one line of 10 MB": ("a.csv", lambda: "a" * (10 * MB)),
    "csv: NUL bytes": ("a.csv", lambda: "id,why\n1,some \0words \0of my own\n2,others\n"),
    "csv: addresses": ("a.csv", lambda: "id,why\n1," + "@." * MB + "\n"),
    "csv: figures": ("a.csv", lambda: "id,why\n" + "1" * MB + "," + "1,1." * MB + "x\n"),
    "srt: huge numbers": ("a.srt", lambda: cue(f"{NINES}:{NINES}:{NINES},{NINES} --> {NINES}", "Words.") * 5),
    "srt: huge numbers that fit": ("a.srt", lambda: cue("9999:99:99,999 --> 0000:00:00,000", "Words.") * 5),
    "srt: arrows only": ("a.srt", lambda: "-->" * MB),
    "srt: 200,000 cues": ("a.srt", lambda: cue("00:00:01,000 --> 00:00:02,000", "word") * 200_000),
    "srt: tags that never close": ("a.srt", lambda: cue("00:00:01,000 --> 00:00:02,000", "<i <v <b {\\" * 200_000)),
    "srt: a label for ever": ("a.srt", lambda: cue("00:00:01,000 --> 00:00:02,000", "A: B: " * 200_000)),
    "vtt: ten thousand voices": ("a.vtt", lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v A>a</v><v B>b" * 10_000),
    "vtt: two cues of 200,000 lines": (
        "a.vtt",
        lambda: "WEBVTT\n\n" + ("00:01.000 --> 00:02.000\n" + "x\n" * 200_000 + "\n") * 2,
    ),
    "vtt: a cue of 2 million lines": ("a.vtt", lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x\n" * 2 * MB),
    "vtt: a million empty cues": ("a.vtt", lambda: "WEBVTT\n\n" + "00:01.000 --> 00:02.000\n\n" * MB),
    "csv: a column's name of 100,000 letters": (
        "a.csv",
        lambda: f"id,{'h' * 100_000},why\n" + "".join(f"{n},2,it was my own sister\n" for n in range(20_000)),
    ),
    "vtt: notes only": ("a.vtt", lambda: "WEBVTT\n\n" + "NOTE x\n\n" * 200_000),
    "pdf: cut short": ("a.pdf", lambda: pdf(*[Page().at(72, 700, f"Page {n}") for n in range(20)])[:2_000]),
    "pdf: only its first line": ("a.pdf", lambda: b"%PDF-1.7\n"),
    "pdf: a loop of pages": ("a.pdf", loop_of_pages),
    "pdf: a loop of tables": ("a.pdf", loop_of_tables),
    "pdf: arrays 200,000 deep": ("a.pdf", nested_arrays),
    "pdf: 4 million letters, packed": ("a.pdf", lambda: many_letters(packed=True)),
    "pdf: 4 million letters": ("a.pdf", lambda: many_letters(packed=False)),
    "pdf: 100 MB of spaces": ("a.pdf", lambda: pdf(Page(packed=True).raw(b" " * (100 * MB)))),
    "pdf: 100 MB of lines": ("a.pdf", lambda: pdf(Page(packed=True).raw(b"0 0 m 1 1 l S\n" * (7 * MB)))),
    "pdf: 100 MB, unpacked": ("a.pdf", lambda: pdf(Page().raw(b"q " * (50 * MB)))),
    "pdf: one piece 2,000 times": ("a.pdf", one_piece_often),
    "pdf: a broken font": ("a.pdf", broken_font),
    "pdf: escapes": ("a.pdf", lambda: pdf(Page().raw(b"BT /F1 9 Tf 9 9 Td (a \\033]0;x\\007 b \\233 c) Tj ET"))),
    "pdf: a number as big as can be": ("a.pdf", lambda: pdf(Page().raw(b"BT /F1 1e38 Tf 9e37 -9e37 Td (ab c) Tj ET"))),
    "pdf: letters of no size": ("a.pdf", lambda: pdf(Page().raw(b"BT /F1 0 Tf 9 9 Td (ab c) Tj ET"))),
    "pdf: 30,000 lines on a page": (
        "a.pdf",
        lambda: pdf(Page().raw(b"".join(b"BT /F1 1 Tf 9 %d Td (1 ab) Tj ET\n" % n for n in range(30_000)))),
    ),
    "pdf: 3,000 pages": ("a.pdf", lambda: pdf(*[Page().at(72, 700, f"Words on page {n}.") for n in range(3_000)])),
}


def most_memory() -> int:
    """Return how much memory this process had at most, in MB."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    # What the system counts as used would begin with the memory of the process that started this one.
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def main(name: str) -> None:
    """Read the file called `name` and print what came of it."""
    from reader.documents.reading import read_bytes

    file, make = FILES[name]
    data = make()
    data = data.encode() if isinstance(data, str) else data
    content = read_bytes(data, file)
    said = "".join(paragraph.text for paragraph in content.paragraphs) + (content.error or "")
    print(
        json.dumps(
            {
                "error": content.error,
                "paragraphs": len(content.paragraphs),
                "steers": any(ord(char) < 32 or 126 < ord(char) < 160 or char == "\u202e" for char in said),
                "leaks": "root:" in said,
                "memory": most_memory(),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
