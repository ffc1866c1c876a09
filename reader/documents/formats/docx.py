"""Word documents (.docx): the text as it stands once all changes are accepted, with what its styles say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.formats import limits
from reader.documents.formats.archives import Archive, resolve
from reader.documents.formats.docx_body import Body, Notes
from reader.documents.formats.docx_styles import Styles
from reader.documents.formats.flow import Flow, properties, titled
from reader.documents.formats.xml_stream import stream
from reader.documents.model import Extract, Metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.documents.model import Block

_MAIN = "word/document.xml"
_CORE = "docProps/core.xml"


def extract(data: bytes) -> Extract:
    """Return the paragraphs of a Word document. Raises ReaderError where it is none, damaged, locked or harmful."""
    archive = Archive(data)
    main = _related(archive, "").targets.get("officeDocument", _MAIN)
    related = _related(archive, main)
    parts = related.targets
    styles = Styles()
    if (sheet := archive.get(parts.get("styles", ""))) is not None:
        stream(sheet, styles)
    notes = {}
    for name in ("footnotes", "endnotes"):
        if (part := archive.get(parts.get(name, ""))) is not None:
            stream(part, reader := Notes(styles))
            notes[name] = reader.notes
    flow = Flow()
    stream(archive.read(main), Body(flow, styles, notes))
    return Extract(titled(flow.blocks()) + _pages(archive, related.chunks), properties=_properties(archive))


def _pages(archive: Archive, names: list[str]) -> list[Block]:
    """Return the blocks of the web pages that are part of the text; they come last, wherever they stand in it."""
    if not names:
        return []
    from reader.documents.formats import docx_chunks

    return [block for name in names if name in archive for block in docx_chunks.blocks_of(name, archive.read(name))]


def _related(archive: Archive, part: str) -> _Relations:
    """Return the parts to which `part` (the whole archive where empty) is related."""
    folder, _, name = part.rpartition("/")
    found = _Relations(part)
    if (relations := archive.get(f"{folder}/_rels/{name}.rels".lstrip("/"))) is not None:
        stream(relations, found)
    return found


class _Relations:
    """Reads which parts belong together, by the last word of how; their names don't matter to Word.

    `chunks` are the pages that are part of the text.
    """

    def __init__(self, part: str) -> None:
        self.targets: dict[str, str] = {}
        self.chunks: list[str] = []
        self._part = part

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = resolve(self._part, attributes.get("Target", ""))
            self.targets.setdefault(kind, target)
            if kind == "aFChunk" and target not in self.chunks and len(self.chunks) < limits.CHAPTERS:
                self.chunks.append(target)

    def end(self, name: str, space: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


def _properties(archive: Archive) -> Metadata:
    part = archive.get(_CORE)
    if part is None:
        return Metadata()
    stream(part, said := Properties())
    return said.metadata


class Properties:
    """Reads what a program noted of a document: Dublin Core's words, in Word and in OpenDocument alike."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        self._name = name

    def end(self, name: str, space: str) -> None:
        """Take the end of an element."""
        self._name = ""

    def text(self, data: str) -> None:
        """Take a piece of text."""
        self._said[self._name] = self._said.get(self._name, "") + data

    @property
    def metadata(self) -> Metadata:
        """What was noted: who began the document and when, else who saved it last."""

        def first(*names: str) -> str:
            return next((said for name in names if (said := self._said.get(name, "").strip())), "")

        author = first("initial-creator", "creator", "lastModifiedBy")
        return properties(first("title"), author, first("created", "creation-date", "modified", "date"))
