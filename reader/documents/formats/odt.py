"""OpenDocument texts (.odt): the text as it stands once all changes are accepted, with what its styles say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.documents.formats.archives import Archive
from reader.documents.formats.docx import Properties
from reader.documents.formats.flow import Flow, titled
from reader.documents.formats.odt_body import Body
from reader.documents.formats.odt_styles import Styles
from reader.documents.formats.xml_stream import stream
from reader.documents.model import Extract
from reader.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONTENT = "content.xml"


def extract(data: bytes) -> Extract:
    """Return the paragraphs of an OpenDocument text. Raises ReaderError where it is damaged, locked or harmful."""
    archive = Archive(data)
    _refuse_locked(archive)
    styles, flow = Styles(), Flow()
    if (sheet := archive.get("styles.xml")) is not None:
        stream(sheet, styles)
    content = archive.read(_CONTENT)
    stream(content, body := Body(flow, styles))
    if not body.found:
        raise ReaderError("this OpenDocument file holds no text: save a table as .csv, slides as .pdf to read them")
    said = Properties()
    if (meta := archive.get("meta.xml")) is not None:
        stream(meta, said)
    return Extract(titled(flow.blocks()), properties=said.metadata)


class _Manifest:
    """Reads whether a part is locked."""

    def __init__(self) -> None:
        self.locked = False

    def start(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        self.locked = self.locked or name == "encryption-data"

    def end(self, name: str, space: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


def _refuse_locked(archive: Archive) -> None:
    manifest = archive.get("META-INF/manifest.xml")
    if manifest is None:
        return
    stream(manifest, said := _Manifest())
    if said.locked:
        raise ReaderError("it is locked with a password: save it without one")
