"""Files of word processors and books, made of the parts that a test is about."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from reader.documents.reading import read_bytes

if TYPE_CHECKING:
    from reader.documents.model import Content

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of `parts`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_made(data: bytes, name: str) -> Content:
    content = read_bytes(data, name)
    assert content.error is None
    return content


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inner: str, properties: str = "") -> str:
    """Return a Word paragraph; `inner` may be plain text."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner if inner.startswith('<') else run(inner)}</w:p>"


def styled(text: str, style: str) -> str:
    return para(text, f'<w:pStyle w:val="{style}"/>')


def table(*rows: list[str]) -> str:
    """Return a Word table; a cell is text, or the paragraphs and tables in it."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else para(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx_parts(body: str, styles: str = "", notes: str = "", core: str = "", space: str = W) -> dict[str, str | bytes]:
    """Return the parts of a Word document whose body is `body`."""
    opening = f'xmlns:w="{space}" xmlns:mc="{_MC}" xmlns:wps="urn:wps" xmlns:v="urn:v"'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({"styles": "styles.xml", "footnotes": "footnotes.xml"}),
        "word/document.xml": f"<w:document {opening}><w:body>{body}</w:body></w:document>",
    }
    if styles:
        parts["word/styles.xml"] = f"<w:styles {opening}>{styles}</w:styles>"
    if notes:
        parts["word/footnotes.xml"] = f"<w:footnotes {opening}>{notes}</w:footnotes>"
    if core:
        said = 'xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        parts["docProps/core.xml"] = f"<cp:coreProperties {said}>{core}</cp:coreProperties>"
    return parts


def docx(body: str, styles: str = "", notes: str = "", core: str = "", space: str = W) -> bytes:
    return packed(docx_parts(body, styles, notes, core, space))


def _relations(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODT_SPACES = " ".join(
    f'xmlns:{short}="{_ODF}:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("meta", "meta"), ("svg", "svg-compatible"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def odt_parts(body: str, styles: str = "", meta: str = "") -> dict[str, str | bytes]:
    """Return the parts of an OpenDocument text whose body is `body`, with automatic `styles`."""
    content = (
        f"<office:document-content {_ODT_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if meta:
        parts["meta.xml"] = (
            f"<office:document-meta {_ODT_SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
        )
    return parts


def odt(body: str, styles: str = "", meta: str = "") -> bytes:
    return packed(odt_parts(body, styles, meta))


def manifest(inner: str) -> str:
    return f"<manifest:manifest {_ODT_SPACES}>{inner}</manifest:manifest>"


def chapter(body: str, head: str = "<title/>") -> str:
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<html {spaces}><head>{head}</head><body>{body}</body></html>'


def epub_parts(chapters: dict[str, str], spine: list[str] | None = None, said: str = "") -> dict[str, str | bytes]:
    """Return the parts of a book with `chapters` by file name; `spine` lists other names than all in order."""
    names = list(chapters) if spine is None else spine
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name.startswith('nav') else ''}/>"
        for name in dict.fromkeys(names)
    )
    spine_rows = "".join(f'<itemref idref="{name}"/>' for name in names)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{said}</metadata><manifest>{items}</manifest><spine>{spine_rows}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/package.opf"/></rootfiles></container>'
    )
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OPS/package.opf": package,
        **{f"OPS/{name}": text for name, text in chapters.items()},
    }


def epub(chapters: dict[str, str], spine: list[str] | None = None, said: str = "") -> bytes:
    return packed(epub_parts(chapters, spine, said))
