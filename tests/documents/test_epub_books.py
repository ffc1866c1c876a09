"""Books: chapters in order, furniture of the page out."""

from __future__ import annotations

from documents_made import kinds, texts
from files_made import chapter, epub, epub_parts, packed, read_made

from reader.documents.model import Metadata
from reader.documents.reading import read_bytes

ONE = chapter("<h1>The harbour</h1><p>It lies in the north<a id='x'/>.</p><p>So they say.</p>")
TWO = chapter(
    "<h1>The pool</h1>"
    "<p>They swim<sup><a href='#n1'>1</a></sup> <span epub:type='pagebreak' title='12'>12</span>there.</p>"
    "<aside epub:type='footnote' id='n1'><p>Since 1903.</p></aside>"
)
NAV = chapter("<nav epub:type='toc'><ol><li><a href='one.xhtml'>The harbour</a></li></ol></nav>")
SAID = (
    "<dc:title>Northport</dc:title><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>"
    "<dc:date>1999-05-03</dc:date><dc:publisher>Quay Press</dc:publisher>"
)


def test_a_book_is_read_in_the_order_of_its_spine():
    data = epub({"two.xhtml": TWO, "nav.xhtml": NAV, "one.xhtml": ONE}, ["nav.xhtml", "one.xhtml", "two.xhtml"], SAID)
    content = read_made(data, "book.epub")
    assert [paragraph.text for paragraph in content.paragraphs] == [
        "The harbour", "It lies in the north.", "So they say.", "The pool", "They swim[1] there.", "Since 1903.",
    ]  # fmt: skip
    assert kinds(content) == ["heading", "body", "body", "heading", "body", "footnote"]
    assert content.metadata == Metadata("Northport", "1999-05-03", "Quay Press", "Ann Lee, Bo Ek", None)


def test_a_list_of_contents_among_the_chapters_is_furniture():
    content = read_made(epub({"contents.xhtml": NAV, "one.xhtml": ONE}), "book.epub")
    assert texts(content, "boilerplate") == ["The harbour"]


def test_chapters_that_are_named_twice_are_read_once():
    content = read_made(epub({"one.xhtml": ONE}, ["one.xhtml"] * 5), "book.epub")
    assert len(content.paragraphs) == 3


def test_a_missing_chapter_costs_only_itself():
    parts = epub_parts({"one.xhtml": ONE, "two.xhtml": TWO})
    del parts["OPS/one.xhtml"]
    assert read_made(packed(parts), "book.epub").paragraphs[0].text == "The pool"
    del parts["OPS/two.xhtml"]
    assert read_bytes(packed(parts), "book.epub").error == "this EPUB book lacks its chapters"
    del parts["OPS/package.opf"]
    assert read_bytes(packed(parts), "book.epub").error == "its part “OPS/package.opf” is missing"


def test_a_book_locked_by_its_seller_says_so():
    parts = epub_parts({"one.xhtml": ONE})
    lock = "<encryption xmlns:e='urn:e'><e:EncryptedData><e:CipherReference URI='{}'/></e:EncryptedData></encryption>"
    parts["META-INF/encryption.xml"] = lock.format("OPS/font.otf")
    assert read_bytes(packed(parts), "book.epub").error is None
    parts["META-INF/encryption.xml"] = lock.format("OPS/one.xhtml")
    error = read_bytes(packed(parts), "book.epub").error
    assert error is not None
    assert "locked by its seller" in error
