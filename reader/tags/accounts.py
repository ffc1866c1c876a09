"""What a merge did, and what bringing back a backup does, in words."""

from __future__ import annotations

from collections import defaultdict
from shlex import quote
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.tags.model import Table
from reader.tags.normal import normal

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from reader.tags.backups import Backup
    from reader.tags.codebook import Codebook
    from reader.tags.conflicts import Conflict, State
    from reader.tags.lines import Row
    from reader.tags.model import DocumentRecord, Theme
    from reader.tags.restoring import Restoring
    from reader.tags.uniting import Merged

_LONG = 60
_UNSAID = frozenset({"id", "modified", "created", "paths", "versions"})


def what_came(merged: Merged, name: str) -> str:
    """Return in a sentence what a merge of the copy called `name` did."""
    done = [
        f"{counted(counter)} {verb}"
        for counter, verb in ((merged.new, "came in"), (merged.changed, "changed"), (merged.deleted, "deleted"))
        if counter.total()
    ]
    if not done:
        return f"Nothing new in {name}: what it has is here already."
    return f"Merged {name}: {'; '.join(done)}."


def counted(counter: Counter[Table]) -> str:
    """Return how many records of each kind there are, as “2 tags, 1 note”."""
    order = (Table.TAGS, Table.NOTES, Table.THEMES, Table.DOCUMENTS)
    return ", ".join(a_number(counter[table], table[:-1]) for table in order if counter[table])


def a_number(count: int, noun: str) -> str:
    """Return a number with its noun, as “1 tag” or “2 tags”."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def in_conflict(conflict: Conflict, codebook: Codebook, documents: Mapping[str, DocumentRecord]) -> str:
    """Return in a line which record both sides changed, and which version was kept."""
    sides = (conflict.ours, conflict.theirs)
    ours, theirs = (_said(one, other) for one, other in (sides, reversed(sides)))
    kept = (
        f"kept ours, {ours}; not theirs, {theirs}"
        if conflict.is_ours_kept
        else f"kept theirs, {theirs}; not ours, {ours}"
    )
    row = next((state.row for state in sides if not state.is_deleted), conflict.ours.row)
    return clean_line(f"Both changed {_what(conflict.table, row, codebook, documents)}: {kept}.")


def _what(table: Table, row: Row, codebook: Codebook, documents: Mapping[str, DocumentRecord]) -> str:
    if table is Table.THEMES:
        return f"the theme “{row.get('name')}”"
    record = documents.get(str(row.get("id" if table is Table.DOCUMENTS else "document")))
    where = record.paths[0] if record and record.paths else "a document that is not known"
    if table is Table.DOCUMENTS:
        return f"the details of {where}"
    theme = codebook.get(str(row.get("theme")))
    what = "note" if table is Table.NOTES else f"tag {theme.name}" if theme else "tag"
    return f"{row.get('coder')}’s {what} on ¶ {row.get('paragraph')} of {where}"


def _said(state: State, other: State) -> str:
    at = str(state.row.get("at" if state.is_deleted else "modified") or "")
    when = f" {at[:16].replace('T', ' ')} UTC" if at else ""
    if state.is_deleted:
        return f"deleted{when}"
    names = [name for name, value in state.row.items() if name not in _UNSAID and value != other.row.get(name)]
    words = "" if other.is_deleted else ", ".join(f"{name} {_shown(state.row[name])}" for name in names)
    return f"changed{when}" + (f" ({words})" if words else "")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        value = ", ".join(f"{name}: {each}" for name, each in value.items()) or None
    text = "none" if value in (None, "") else str(value)
    return f"“{text[:_LONG].rstrip()}…”" if len(text) > _LONG else f"“{text}”"


def clashes(themes: Mapping[str, Theme], new: set[str]) -> Iterator[str]:
    """Yield in words which new themes have the name or the key of another, and what to do."""
    alive = sorted(
        (each for each in themes.values() if each.merged_into is None), key=lambda each: (each.created, each.id)
    )
    same_name: dict[str, list[Theme]] = defaultdict(list)
    same_key: dict[str, list[Theme]] = defaultdict(list)
    for theme in alive:
        same_name[normal(theme.name)].append(theme)
        if theme.key:
            same_key[theme.key].append(theme)
    for first, *others in same_name.values():
        for other in others if new & {each.id for each in (first, *others)} else ():
            yield (
                f"There are two themes “{first.name}”, made apart, and both are kept. If they mean the same: "
                f"`reader themes merge {other.id} {first.id}`."
            )
    for key, (first, *others) in same_key.items():
        for other in others if new & {each.id for each in (first, *others)} else ():
            if normal(other.name) != normal(first.name):
                yield (
                    f"Key {key} belongs to “{first.name}”, and so “{other.name}” has none now: "
                    f"`reader themes set {quote(other.name)} --key DIGIT` gives it another."
                )


def what_returns(restoring: Restoring, backup: Backup) -> str:
    """Return in a sentence what bringing a backup back does."""
    done = [f"{path.name} can’t be read and is put aside" for path in restoring.damaged]
    for counter, verb in (
        (restoring.back, "brings back"),
        (restoring.gone, "takes away"),
        (restoring.changed, "resets"),
    ):
        if counter.total():
            done.append(f"{verb} {counted(counter)}")
    return f"The backup {backup.name}, made {backup.made}: {'; '.join(done)}."
