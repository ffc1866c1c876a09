"""Which documents of a library shall be found, and taking in what an index needs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.search.material import Material, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.documents.catalogue import Catalogue
    from reader.documents.library import SourceFile
    from reader.library import Listing
    from reader.search.building import Builder
    from reader.workspace import Workspace


class Wanted(NamedTuple):
    """A document that shall be found: its id, its version, its file, and how many paragraphs it has."""

    id: str
    version: str
    file: SourceFile
    paragraphs: int


def all_wanted(workspace: Workspace) -> list[Wanted]:
    """Return the documents of a library that can be searched, in its order; those whose files were read."""
    return wanted_of(workspace, workspace.listings)


def wanted_of(workspace: Workspace, listings: Iterable[Listing]) -> list[Wanted]:
    """Return those of the listed documents that can be searched."""
    return [
        Wanted(each.id, each.summary.version, workspace.file(each.path), each.summary.paragraphs)
        for each in listings
        if each.id and each.summary and not each.error
    ]


def take_in(some: Sequence[Wanted], catalogue: Catalogue, builder: Builder) -> list[Wanted]:
    """Add documents to a segment that is being built.

    Return those whose files have changed since they were listed, with the versions that were added.
    """
    changed, left = [], []
    for each in some:
        if more := catalogue.more(each.file):
            builder.add(each.id, each.version, unpacked(more))
        else:
            left.append(each)
    contents = catalogue.read_all([each.file for each in left])
    for each in left:
        content = contents[each.file.path]
        if content.version != each.version:
            changed.append(each._replace(version=content.version))
        builder.add(each.id, content.version, Material.of(content))
    return changed
