"""Books (.epub): the chapters in the order of their spine, read as web pages."""

from __future__ import annotations

from reader.documents.formats import html, limits
from reader.documents.formats.archives import Archive, resolve
from reader.documents.formats.epub_package import Locks, Package, Roots
from reader.documents.formats.xml_stream import stream
from reader.documents.model import Block, Extract
from reader.errors import ReaderError

_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "")


def extract(data: bytes) -> Extract:
    """Return the text of a book. Raises ReaderError where it is none, damaged, locked or harmful."""
    archive = Archive(data)
    stream(archive.read(_CONTAINER), roots := Roots())
    if not roots.paths:
        raise ReaderError("this EPUB book doesn't say where its contents are")
    stream(archive.read(roots.paths[0]), package := Package(roots.paths[0]))
    chapters = _chapters(package)
    _refuse_locked(archive, chapters)
    blocks: list[Block] = []
    missing = 0
    for path in chapters:
        if path not in archive:
            missing += 1
            continue
        blocks.extend(html.chapter(archive.read(path)))
        if len(blocks) > limits.BLOCKS:
            raise ReaderError(f"it has more than {limits.BLOCKS:,} paragraphs")
    if not blocks:
        raise ReaderError(
            "this EPUB book lacks its chapters" if missing else "this EPUB book has no text, only pictures"
        )
    return Extract(blocks, package.metadata)


def _chapters(package: Package) -> list[str]:
    """Return the paths of the chapters, each once; those out of the line, such as notes, come last."""
    if len(package.spine) > limits.CHAPTERS:
        raise ReaderError(f"its spine has {len(package.spine):,} items: no book has more than {limits.CHAPTERS:,}")
    ordered = sorted(package.spine, key=lambda each: not each[1])
    items = (package.items[name] for name, _ in ordered if name in package.items)
    return list(dict.fromkeys(item.path for item in items if not item.is_list and item.media in _PAGES))


def _refuse_locked(archive: Archive, chapters: list[str]) -> None:
    """Refuse a book whose chapters are encrypted; fonts often are, and don't matter."""
    found = archive.get(_LOCKS)
    if found is None:
        return
    stream(found, locks := Locks())
    if any(resolve("", path) in chapters for path in locks.paths):
        raise ReaderError("this EPUB book is locked by its seller (DRM): Reader can't open it")
