"""What a file is, its content says; the ending of its name counts where the content doesn't tell."""

from __future__ import annotations

import pytest
from files_made import chapter, docx, epub, odt, packed, para

from reader.documents.formats.sniffing import sniff
from reader.documents.reading import read_bytes
from reader.errors import ReaderError

WORDS = "The club reopened its boathouse on Monday."
FILES = {
    "docx": docx(para(WORDS)),
    "odt": odt(f"<text:p>{WORDS}</text:p>"),
    "epub": epub({"one.xhtml": chapter(f"<p>{WORDS}</p>")}),
    "rtf": b"{\\rtf1 " + WORDS.encode() + b"}",
    "html": f"<!DOCTYPE html><html><body><p>{WORDS}</p></body></html>".encode(),
    "xhtml": chapter(f"<p>{WORDS}</p>").encode(),
    "wide html": f"<html><body><p>{WORDS}</p></body></html>".encode("utf-16"),
}


@pytest.mark.parametrize(
    "ending", [".txt", ".md", ".html", ".rtf", ".docx", ".odt", ".epub", ".pdf", ".csv", ".xml", ".srt"]
)
@pytest.mark.parametrize("sort", FILES)
def test_a_file_is_read_as_what_it_is_whatever_it_is_called(sort: str, ending: str):
    content = read_bytes(FILES[sort], f"file{ending}")
    assert content.error is None
    assert [paragraph.text for paragraph in content.paragraphs] == [WORDS]


@pytest.mark.parametrize(
    ("data", "named", "module"),
    [
        (b"%PDF-1.7\n", "plain", "pdf"),
        (b"junk\n%PDF-1.4\n", "pdf", "pdf"),
        (b"WEBVTT\n\n00:01", "plain", "subtitles"),
        (b"\xef\xbb\xbfWEBVTT\n", "subtitles", "subtitles"),
        (b"<?xml version='1.0'?>\n<publicwhip>", "hansard_xml", "hansard_xml"),
        (b"<?xml version='1.0'?><!-- a --><!-- b --><publicwhip>", "plain", "hansard_xml"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>\n<html>", "hansard_xml", "html"),
        (b"<!-- saved --> <!-- twice --><HTML>", "plain", "html"),
        (b"<p>Words", "html", "html"),
        (b"<p>Words", "plain", "plain"),
        (b"a,b\n1,2", "csv_table", "csv_table"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nWords", "subtitles", "subtitles"),
        (b"# Words", "markdown", "markdown"),
        (b"Words", "rtf", "plain"),
    ],
)
def test_the_content_chooses_and_then_the_name(data: bytes, named: str, module: str):
    assert sniff(data, named) == module


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.txt", "this is a PNG image, not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.html", "this is a PNG image, not text"),
        (b"\x89PNG\r\n\x1a\n", "a.docx", "this is a PNG image, not the Word document that its name promises"),
        (b"Words.", "a.docx", "this is something else, not the Word document that its name promises"),
        (b"Words.", "a.epub", "this is something else, not the EPUB book that its name promises"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "a.docx",
         "this is an old Office document, or one with a password: save it as .docx without one"),
        (packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a.docx",
         "this is an Excel workbook: save the sheet as .csv to read it"),
        (packed({"[Content_Types].xml": "", "ppt/slides/1.xml": ""}), "a.txt",
         "this is a PowerPoint presentation: save it as .pdf to read it"),
        (packed({"a.txt": "x"}), "a.txt", "this is a ZIP archive, not a document: unpack it to read what is in it"),
        (packed({"[Content_Types].xml": ""}), "a.docx", "its part “word/document.xml” is missing"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a.txt", "its ZIP archive is damaged or cut short"),
        (bytes(range(256)) * 20, "a.html", "this is binary data, not text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_it_is(data: bytes, name: str, error: str):
    assert read_bytes(data, name).error == error


def test_looking_at_hostile_beginnings_takes_no_time():
    for data in (b"<!--x-->" * 1_000, b"<?xml?>" + b"<!-- x -->" * 400, b"<?xml " + b"<!--" * 1_000, b"<!-- " * 900):
        assert sniff(data, "plain") in ("plain", "hansard_xml")
    with pytest.raises(ReaderError):
        sniff(b"PK\x03\x04" + b"PK\x05\x06" * 10_000, "plain")
