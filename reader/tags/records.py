"""Records to and from the plain dictionaries that a store keeps; what comes in passes the gate and is checked."""

from __future__ import annotations

import re
from dataclasses import MISSING, asdict, fields
from typing import TYPE_CHECKING, Any

from reader.documents.gate import clean, clean_line
from reader.tags.model import DocumentRecord, Note, Record, Table, Tag, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES: dict[Table, type[Record]] = {
    Table.THEMES: Theme,
    Table.DOCUMENTS: DocumentRecord,
    Table.TAGS: Tag,
    Table.NOTES: Note,
}
_MULTILINE = frozenset({"quotation", "note", "text", "description", "before", "after"})
_AS_IT_IS = frozenset({"paths"})
_KINDS: dict[str, tuple[type | None, ...]] = {
    "str": (str,),
    "int": (int,),
    "int | None": (int, None),
    "str | None": (str, None),
    "list[str]": (list,),
    "dict[str, str]": (dict,),
}
# An id becomes a file name (`texts/ID`) and a reference: a store from elsewhere must not smuggle a path in.
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")


def to_plain(record: Record) -> dict[str, Any]:
    """Return the record as a dictionary of JSON values."""
    return asdict(record)


def from_plain(table: Table, plain: Mapping[str, Any]) -> Record:
    """Return the record that a dictionary from a store holds.

    Raises ValueError that names the field where one is missing or of the wrong type. Unknown fields are left out.
    """
    kind = TYPES[table]
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in plain:
            values[field.name] = _checked(field.name, str(field.type), plain[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"a record without “{field.name}”")
    if kind is Tag and not _is_place(values["paragraph"], values.get("start"), values.get("end")):
        raise ValueError("“paragraph”, “start” and “end” are no place")
    return kind(**values)


def _is_place(paragraph: int, start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return paragraph >= 1 and start is end
    return paragraph >= 1 and 0 <= start < end


def _checked(name: str, kind: str, value: object) -> object:
    wanted = _KINDS[kind]
    is_right = value is None if value is None and None in wanted else type(value) in wanted
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not is_right or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"“{name}” is not {kind}")
    if name == "id" and not _ID.fullmatch(str(value)):
        raise ValueError("“id” is not an id")
    return value if name in _AS_IT_IS else _cleaned(value, multiline=name in _MULTILINE)


def _cleaned(value: object, *, multiline: bool) -> object:
    if isinstance(value, str):
        return clean(value) if multiline else clean_line(value)
    if isinstance(value, list):
        return [_cleaned(part, multiline=multiline) for part in value]
    if isinstance(value, dict):
        return {clean_line(str(key)): _cleaned(part, multiline=multiline) for key, part in value.items()}
    return value
