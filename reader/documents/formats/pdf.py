"""PDF: the text layer, read with pdfium and put together to paragraphs by where the lines stand."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.documents.dates import find_date
from reader.documents.formats import pdf_guard
from reader.documents.formats.pdf_lines import PageLines, page_lines
from reader.documents.formats.pdf_paragraphs import blocks
from reader.documents.model import Extract, Metadata
from reader.errors import ReaderError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 10_000
"""The longest reports have 3,000."""

MOST_CHARACTERS = 30_000_000
"""In a whole document; the Bible has 4 million."""

MOST_SECONDS = 60.0
"""For all pages together; 3,000 pages of print take 20."""

_HEADER_REACH = 1_024
_LONGEST_DATE_LINE = 80
_SHORTEST_TITLE, _SHORTEST_AUTHOR = 4, 3
_NO_TITLE = re.compile(
    r"microsoft |untitled|document ?\d*$|doc ?\d*$|slide ?\d|powerpoint|print|layout \d|scan|image|title$|\W*$|"
    r".*\.(?:docx?|pdf|indd|qxp|qxd|xlsx?|pptx?|pub|rtf|odt|tmp|ps|eps|tex|dvi|html?|txt|wpd|ai|cdr)$",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:user|admin|administrator|owner|author|unknown|anonymous|root|guest|none|default)\w*$|.*microsoft.*|.*adobe.*|"
    r".*office user.*|[\W\d_]*$|\S*\d\S*$|.*@.*",
    re.IGNORECASE,
)
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
# Pdfium keeps state of its own that two threads may not touch at once.
_ONE_AT_A_TIME = threading.Lock()


def extract(data: bytes) -> Extract:
    """Return the paragraphs of a PDF with its furniture, headings and footnotes told apart.

    Raises ReaderError where it is broken or locked by a password, has no text layer, or would swell beyond measure.
    """
    if b"%PDF-" not in data[:_HEADER_REACH]:
        raise ReaderError("this is no PDF: its beginning is missing")
    pdf_guard.check(data)
    with _ONE_AT_A_TIME:
        pages, about = _read(data)
    if not any(page.lines for page in pages):
        raise ReaderError("this PDF holds only pictures of pages: run OCR first (for example ocrmypdf)")
    metadata = replace(_metadata(about), date=_printed_date(pages[0]))
    return Extract(blocks(pages), metadata, Metadata(date=_created(about)))


def _read(data: bytes) -> tuple[list[PageLines], dict[str, str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise _unreadable(str(problem)) from None
    try:
        if len(document) > MOST_PAGES:
            raise ReaderError(f"this PDF has {len(document):,} pages; Reader reads up to {MOST_PAGES:,}")
        return _pages(document), document.get_metadata_dict()
    finally:
        document.close()


def _pages(document: PdfDocument) -> list[PageLines]:
    import pypdfium2

    pages: list[PageLines] = []
    letters, missing, end = 0, 0, time.monotonic() + MOST_SECONDS
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            pages.append(PageLines(1.0, [], []))
            missing += 1
            continue
        try:
            pages.append(page_lines(page, number))
        finally:
            page.close()
        letters += sum(len(line.text) for line in pages[-1].lines)
        if letters > MOST_CHARACTERS:
            raise ReaderError(f"this PDF has more than {MOST_CHARACTERS // 1_000_000} million characters")
        if time.monotonic() > end:
            raise ReaderError(f"reading this PDF takes more than {MOST_SECONDS:.0f} seconds; split it into parts")
    if missing and missing == len(pages):
        raise ReaderError("this PDF is damaged: none of its pages can be read")
    return pages


def _unreadable(problem: str) -> ReaderError:
    if "assword" in problem:
        return ReaderError(
            "this PDF is locked with a password: save a copy without one (for example with qpdf --decrypt)"
        )
    if "ecurity" in problem:
        return ReaderError("this PDF is locked in a way that Reader doesn’t know: save a copy without protection")
    return ReaderError("this PDF is damaged: it ends too early, or what it says of its own parts is wrong")


def _metadata(about: dict[str, str]) -> Metadata:
    """Return title and author as the file gives them, less what programs put there."""
    title, author = about.get("Title", "").strip(), about.get("Author", "").strip()
    return Metadata(
        title=None if len(title) < _SHORTEST_TITLE or _NO_TITLE.match(title) else title,
        author=None if len(author) < _SHORTEST_AUTHOR or _NO_AUTHOR.match(author) else author,
    )


def _printed_date(page: PageLines) -> str | None:
    """Return the date that stands in a short line of the first page."""
    lines = (line.text for line in page.lines if len(line.text) <= _LONGEST_DATE_LINE)
    return next((found.iso for text in lines if (found := find_date(text))), None)


def _created(about: dict[str, str]) -> str | None:
    created = _CREATED.match(about.get("CreationDate", ""))
    return "-".join(created.groups()) if created else None
