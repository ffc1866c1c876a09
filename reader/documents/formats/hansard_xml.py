"""XML: Hansard from ParlParse, Akoma Ntoso, TEI, and any other in which people wrote prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.formats import akoma_ntoso, parlparse, tei
from reader.documents.formats.xml_blocks import Blocks, Voice, children, name_of, words
from reader.documents.formats.xml_guard import tree
from reader.documents.model import Block, Extract, Kind, Metadata
from reader.documents.shapes import word_count
from reader.errors import ReaderError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LEAST_PROSE_WORDS = 8


def extract(data: bytes) -> Extract:
    """Return the blocks of an XML file. Raises ReaderError where it is broken, dangerous, or holds no prose."""
    root = tree(data)
    name = name_of(root)
    if parlparse.is_known(root):
        return parlparse.extract(root)
    if name == "akomantoso":
        return akoma_ntoso.extract(root)
    if name in ("tei", "teicorpus"):
        return tei.extract(root)
    return _prose(root)


def _prose(root: Element) -> Extract:
    """Return the text of XML that Reader doesn't know: an element that holds text is a block."""
    blocks = Blocks()
    blocks.take([root], Voice())
    if not any(word_count(block.text) >= _LEAST_PROSE_WORDS for block in blocks.found):
        raise ReaderError(f"this XML holds no prose, but data of a kind that Reader doesn’t know (<{name_of(root)}>)")
    title = next((words(each) for each in children(root, "title", "doctitle")), None)
    # The rules may find a transcript or an article in it: only headings, lists, tables and notes are sure.
    loose = [Block(block.text) if block.kind is Kind.BODY else block for block in blocks.found]
    return Extract(loose, Metadata(title=title or None))
