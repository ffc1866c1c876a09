"""What a change did to one record: a word for it, and what it altered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.tags.model import DocumentRecord, Note, Record, Table, Tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.tags.model import Change

Facts = dict[str, Any]
"""Fields of a record that a user knows, by name, as JSON values."""

_DETAILS = ("title", "author", "source", "date", "url")


def action(change: Change) -> str:
    """Return the word for a change: `tag`, `untag`, `note`, `move`, `theme` or `document`."""
    before, after = change.before, change.after
    if isinstance(before, Tag) and isinstance(after, Tag):
        places = [
            (tag.document, tag.version, tag.paragraph, tag.start, tag.end, tag.quotation) for tag in (before, after)
        ]
        return "move" if places[0] != places[1] or before.theme != after.theme else "note"
    if change.table is Table.TAGS:
        return "untag" if after is None else "tag"
    return {Table.NOTES: "note", Table.THEMES: "theme"}.get(change.table, "document")


def altered(change: Change, names: Mapping[str, str]) -> tuple[Facts | None, Facts | None]:
    """Return the facts that a change altered, as they were and as they became; all of them for a new or gone record.

    `names` gives the name of a theme by its id.
    """
    before, after = (None if side is None else _facts(side, names) for side in (change.before, change.after))
    if before is not None and after is not None:
        differing = [name for name in after if before[name] != after[name]]
        return {name: before[name] for name in differing}, {name: after[name] for name in differing}
    for facts in (before, after):
        # The change has them already.
        if facts is not None:
            facts.pop("quotation", None)
            if change.table is Table.TAGS:
                facts.pop("theme", None)
    return before, after


def _facts(record: Record, names: Mapping[str, str]) -> Facts:
    if isinstance(record, Tag):
        place = {"paragraph": record.paragraph, "start": record.start, "end": record.end}
        theme = _name(record.theme, names)
        return {"theme": theme, **place, "quotation": record.quotation, "note": record.note}
    if isinstance(record, Note):
        return {"note": record.text}
    if isinstance(record, DocumentRecord):
        path = record.paths[0] if record.paths else None
        return {"path": path, **{name: record.corrected.get(name) for name in _DETAILS}}
    return {
        "name": record.name,
        "key": record.key or None,
        "colour": record.colour,
        "description": record.description,
        "parent": _name(record.parent, names),
        "merged_into": _name(record.merged_into, names),
    }


def _name(theme: str | None, names: Mapping[str, str]) -> str | None:
    return None if theme is None else names.get(theme, theme)
