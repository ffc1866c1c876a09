"""The JSON shapes that scripts rely on: one shape for a document, a paragraph, a tag, a theme and a search."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reader.search.corpus import is_lost
from reader.search.entries import EntryType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.documents.model import Attributes, Paragraph
    from reader.exchange.audit import Deed
    from reader.exchange.rows import Row
    from reader.library import Listing
    from reader.search.corpus import Snapshot
    from reader.search.entries import Entry, Hit, Results
    from reader.tags.codebook import Codebook
    from reader.tags.model import Theme
    from reader.workspace import Workspace

Shape = dict[str, Any]
"""An object of JSON values."""

_UNPRINTABLE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def dumps(value: object) -> str:
    """Return `value` as JSON on one line, readable and without loss.

    Letters of every script stand as they are; controls, BiDi controls, invisible characters and lone surrogates are
    written as escapes, so that the line can be shown on a terminal and encoded.
    """
    return _UNPRINTABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def dumps_array(values: Iterable[object]) -> str:
    """Return a JSON array with one value a line."""
    return "\n".join(array_lines(values))


def array_lines(values: Iterable[object]) -> Iterator[str]:
    """Yield the lines of a JSON array with one value a line, each as soon as the next value is known."""
    last: str | None = None
    for value in values:
        yield "[" if last is None else f"{last},"
        last = dumps(value)
    yield from ["[]"] if last is None else [last, "]"]


def document_shape(listing: Listing, tagged: int) -> Shape:
    """Return a document as it stands in the library's list; `tagged` counts its tagged paragraphs."""
    return {
        "id": listing.id,
        "path": listing.path,
        "title": listing.title,
        "date": listing.metadata.date,
        "source": listing.metadata.source,
        "paragraphs": listing.summary.paragraphs if listing.summary else 0,
        "tagged": tagged,
        "error": listing.error,
    }


def paragraph_shape(document: str, paragraph: Paragraph, tags: Sequence[str]) -> Shape:
    """Return a paragraph of the document with that id; `tags` are the names of its themes."""
    speaker = paragraph.speaker
    return {
        "document": document,
        "n": paragraph.n,
        "kind": paragraph.kind.value,
        "speaker": speaker.name if speaker else None,
        "party": speaker.party if speaker else None,
        "role": speaker.role if speaker else None,
        "text": paragraph.text,
        "tags": list(tags),
        "attributes": attributes_shape(paragraph.details),
    }


def attributes_shape(attributes: Attributes) -> Shape:
    """Return what a source says of a paragraph beside its words; of columns with one name all values are kept."""
    shape: dict[str, str] = {}
    for name, said in attributes:
        shape[name] = f"{shape[name]}; {said}" if name in shape else said
    return shape


def tag_shape(row: Row) -> Shape:
    """Return a tag, at the place where it stands today."""
    return {
        "id": row.tag,
        "document": row.document,
        "path": row.path,
        "paragraph": row.paragraph,
        "start": row.start,
        "end": row.end,
        "theme": row.theme,
        "coder": row.coder,
        "created": row.created,
        "note": row.note,
        "quotation": row.quotation,
        "status": row.status,
    }


def deed_shape(deed: Deed) -> Shape:
    """Return a change as the history tells it; the names of theme and document are those that they had, or have."""
    return {
        "step": deed.step,
        "at": deed.at,
        "coder": deed.coder or None,
        "action": deed.action,
        "label": deed.label,
        "undoes": deed.undoes,
        "redo": deed.is_redo,
        "id": deed.id,
        "owner": deed.owner,
        "document": deed.document,
        "path": deed.path,
        "paragraph": deed.paragraph,
        "start": deed.start,
        "end": deed.end,
        "theme": deed.theme,
        "quotation": deed.quotation,
        "before": deed.before,
        "after": deed.after,
    }


def theme_shape(theme: Theme, codebook: Codebook, tags: int) -> Shape:
    """Return a theme; `parent` is the name of the one above it, `tags` how many it has."""
    above = codebook.parent(theme)
    return {
        "id": theme.id,
        "name": theme.name,
        "key": theme.key or None,
        "colour": theme.colour,
        "description": theme.description,
        "parent": above.name if above else None,
        "tags": tags,
    }


def results_shape(results: Results, workspace: Workspace, snapshot: Snapshot) -> Shape:
    """Return what a search found, best first."""
    hits = [_hit_shape(hit, workspace, snapshot) for hit in results.hits]
    return {"query": results.query, "ms": round(results.ms, 1), "results": hits}


def _hit_shape(hit: Hit, workspace: Workspace, snapshot: Snapshot) -> Shape:
    entry = hit.entry
    return {
        "type": entry.type.value,
        "document": entry.document,
        "path": entry.path,
        "paragraph": entry.paragraph,
        "score": round(hit.score, 1),
        "text": entry.text,
        "spans": [list(span) for span in hit.spans],
        "tags": snapshot.names(entry),
        "speaker": _speaker(entry, workspace),
    }


def _speaker(entry: Entry, workspace: Workspace) -> str | None:
    """Return the name of who says a passage, or the paragraph that a note is on."""
    if entry.type is not EntryType.NOTE:
        return entry.person.name if entry.person else None
    if is_lost(entry):
        return None
    document = workspace.document(entry.document) if entry.document else None
    paragraph = document.paragraph(entry.paragraph) if document and entry.paragraph else None
    return paragraph.speaker.name if paragraph and paragraph.speaker else None


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))
