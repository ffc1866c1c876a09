"""Records to and from the plain dictionaries that a store keeps; what comes in passes the gate and is checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard

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
# An id becomes a file name (`texts/ID`) and a reference: a store from elsewhere must not smuggle a path in.
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")
_MOMENT = re.compile("[0-9T:.+-]{0,40}")

_Check = Callable[[object], object]


def to_plain(record: Record) -> dict[str, Any]:
    """Return the record as a dictionary of JSON values; a list or dictionary in it is the record's own."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def from_plain(table: Table, plain: Mapping[str, Any]) -> Record:
    """Return the record that a dictionary from a store holds.

    Raises ValueError that names the field where one is missing or of the wrong type. Unknown fields are left out.
    """
    kind = TYPES[table]
    values: dict[str, Any] = {}
    for name, check, is_needed in _CHECKS[table]:
        if name in plain:
            try:
                values[name] = check(plain[name])
            except TypeError as error:
                raise ValueError(f"“{name}” {error}") from error
        elif is_needed:
            raise ValueError(f"a record without “{name}”")
    if kind is Tag and not _is_place(values["paragraph"], values.get("start"), values.get("end")):
        raise ValueError("“paragraph”, “start” and “end” are no place")
    return kind(**values)


def is_id(value: object) -> TypeGuard[str]:
    """Whether a value can be a record's id, and so the name of a file."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_place(paragraph: int, start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return paragraph >= 1 and start is end
    return paragraph >= 1 and 0 <= start < end


def _id(value: object) -> str:
    if is_id(value):
        return value
    raise TypeError("is not an id")


def _text(value: object) -> str:
    if isinstance(value, str):
        return clean(value)
    raise TypeError("is not str")


def _line(value: object) -> str:
    if isinstance(value, str):
        return _kept_line(value)
    raise TypeError("is not str")


@lru_cache(maxsize=4096)
def _kept_line(text: str) -> str:
    """Return the line, cleaned: thousands of tags share a document, a theme and a coder, and so one string each."""
    return clean_line(text)


def _moment(value: object) -> str:
    if isinstance(value, str):
        return value if _MOMENT.fullmatch(value) else clean_line(value)
    raise TypeError("is not str")


def _line_if_any(value: object) -> str | None:
    return None if value is None else _line(value)


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError("is not int")


def _number_if_any(value: object) -> int | None:
    return None if value is None else _number(value)


def _paths(value: object) -> list[str]:
    """Return paths as they are: they must go on naming their files."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return value
    raise TypeError("is not list[str]")


def _lines(value: object) -> list[str]:
    return [clean_line(part) for part in _paths(value)]


def _corrections(value: object) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(part, str) for part in value.values()):
        return {clean_line(str(name)): clean_line(part) for name, part in value.items()}
    raise TypeError("is not dict[str, str]")


_BY_NAME: dict[str, _Check] = {"id": _id, "paths": _paths, "created": _moment, "modified": _moment}
_BY_NAME |= dict.fromkeys(("quotation", "note", "text", "description", "before", "after"), _text)
_BY_TYPE: dict[str, _Check] = {
    "str": _line,
    "str | None": _line_if_any,
    "int": _number,
    "int | None": _number_if_any,
    "list[str]": _lines,
    "dict[str, str]": _corrections,
}
_CHECKS = {
    table: [
        (
            each.name,
            _BY_NAME.get(each.name) or _BY_TYPE[str(each.type)],
            each.default is MISSING and each.default_factory is MISSING,
        )
        for each in fields(kind)
    ]
    for table, kind in TYPES.items()
}
"""Of each field its name, what makes a clean value of the plain one or raises TypeError, and whether it is needed."""
