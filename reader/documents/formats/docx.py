"""Word documents (.docx): the text as it stands once all changes are accepted, with what its styles say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.formats.archives import Archive, resolve
from reader.documents.formats.docx_body import Body, Notes
from reader.documents.formats.docx_styles import Styles
from reader.documents.formats.flow import Flow, properties, titled
from reader.documents.formats.xml_stream import stream
from reader.documents.model import Extract, Metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAIN = "word/document.xml"
_CORE = "docProps/core.xml"


def extract(data: bytes) -> Extract:
    """Return the paragraphs of a Word document. Raises ReaderError where it is none, damaged, locked or harmful."""
    archive = Archive(data)
    main = _targets(archive, "").get("officeDocument", _MAIN)
    parts = _targets(archive, main)
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
    return Extract(titled(flow.blocks()), properties=_properties(archive))


def _targets(archive: Archive, part: str) -> dict[str, str]:
    """Return the parts to which `part` (the whole archive where empty) is related, by the last word of how."""
    folder, _, name = part.rpartition("/")
    relations = archive.get(f"{folder}/_rels/{name}.rels".lstrip("/"))
    if relations is None:
        return {}
    stream(relations, found := _Relations(part))
    return found.targets


class _Relations:
    """Reads which parts belong together; their names don't matter to Word."""

    def __init__(self, part: str) -> None:
        self.targets: dict[str, str] = {}
        self._part = part

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets.setdefault(kind, resolve(self._part, attributes.get("Target", "")))

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
