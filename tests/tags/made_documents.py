"""Documents for the tests of tags, made where a fixture can't be used."""

from __future__ import annotations

from reader.documents.model import Document, Kind, Metadata, Paragraph


def make_document(*texts: str, id_: str = "doc-1", version: str = "v1", path: str = "pool.txt") -> Document:
    paragraphs = tuple(Paragraph(n, Kind.BODY, text) for n, text in enumerate(texts, 1))
    return Document(id_, path, paragraphs, Metadata(), version)
