"""PDF files that the tests make: text set at places on pages, in Helvetica, and nothing else."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

_SYMBOLS = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Symbols def
1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar <B7> <F0A7> <20> <0020> <2E> <002E> endbfchar
1 beginbfrange <C0> <DA> <05D0> endbfrange endcmap end end"""
_HEBREW = {0x5D0 + letter: 0xC0 + letter for letter in range(27)}
_ESCAPES = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


@dataclass
class Page:
    """A page of A4; `at` sets a line of text, `raw` takes operators as they are. Points, from the lower left.

    Font `F3` has a letter, 183, as fonts of symbols give their bullets, those of Hebrew and a full stop.
    """

    parts: list[bytes] = field(default_factory=list)
    packed: bool = False

    def at(self, left: float, bottom: float, text: str, size: float = 11, bold: bool = False) -> Page:
        """Set a line of text."""
        font, words = ("F2" if bold else "F1"), text.translate(_ESCAPES).encode("cp1252")
        self.parts.append(b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font.encode(), size, left, bottom, words))
        return self

    def hebrew(self, right: float, bottom: float, text: str, size: float = 11) -> Page:
        """Set a line of Hebrew up to a right edge; all are of one width."""
        words = text[::-1].translate(_HEBREW).encode("latin-1")
        left = right - 0.5 * size * len(words)
        self.parts.append(b"BT /F3 %g Tf %g %g Td (%s) Tj ET\n" % (size, left, bottom, words))
        return self

    def lines(self, left: float, top: float, *texts: str, size: float = 11, leading: float = 14) -> Page:
        """Set lines of text, one under the other."""
        for number, text in enumerate(texts):
            self.at(left, top - number * leading, text, size)
        return self

    def raw(self, operators: bytes) -> Page:
        """Add operators as they are."""
        self.parts.append(operators)
        return self


def pdf(*pages: Page, info: dict[str, str] | None = None, trailer: bytes = b"") -> bytes:
    """Return a PDF with these pages, and what its own metadata says."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< %s >>" % b" ".join(b"/%s (%s)" % (k.encode(), v.encode("cp1252")) for k, v in (info or {}).items()),
    ]
    for number, page in enumerate(pages):
        content = b"".join(page.parts)
        body = zlib.compress(content, 9) if page.packed else content
        packing = b"/Filter /FlateDecode " if page.packed else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 %d 0 R >> >> >>" % (7 + 2 * number, 6 + 2 * len(pages))
        )
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (packing, len(body), body))
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode %d 0 R "
        b"/FirstChar 32 /LastChar 218 /Widths [%s] >>" % (7 + 2 * len(pages), b"500 " * 187)
    )
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(_SYMBOLS), _SYMBOLS))
    return assemble(objects, b"/Info 5 0 R " + trailer)


def assemble(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, numbered from 1, the first of them its root."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)
