"""Bringing another copy of a library into this one: every record by its id, the newer wins, and what was decided told.

The law is `merging.merge`; here is which rows belong to which store, and what to tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.documents.gate import clean_line
from reader.tags import shelf
from reader.tags.conflicts import Conflict, conflicts
from reader.tags.image import apply, shallow
from reader.tags.merging import GRAVES, merge
from reader.tags.model import Table
from reader.tags.records import is_id
from reader.tags.rewriting import Rewriting, rewriting
from reader.tags.texts import keep_texts, read_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from reader.paths import LibraryPaths
    from reader.tags.disk import Disk
    from reader.tags.image import Image, Tables
    from reader.tags.lines import Op, Row
    from reader.tags.others import Other, Source


@dataclass(slots=True)
class Merged:
    """What a merge did: how many records came in, changed and went, by table; the conflicts; the copies put aside.

    `backup` names the copy of what was here before, None where nothing was changed.
    """

    new: Counter[Table] = field(default_factory=Counter)
    changed: Counter[Table] = field(default_factory=Counter)
    deleted: Counter[Table] = field(default_factory=Counter)
    conflicts: list[Conflict] = field(default_factory=list)
    aside: list[Path] = field(default_factory=list)
    new_themes: set[str] = field(default_factory=set)
    texts: int = 0
    backup: str | None = None

    def count(self, tables: Mapping[Table, str], ops: Iterable[Op]) -> None:
        """Add what changes of a store's rows do to its records."""
        kinds = {name: table for table, name in tables.items()}
        for name, number, before, after in ops:
            table = kinds.get(name)
            if table is None or number is None:
                continue
            counter = self.new if before is None else self.deleted if after is None else self.changed
            counter[table] += 1
            if table is Table.THEMES and before is None and after is not None:
                self.new_themes.add(str(after["id"]))


def unite(
    paths: LibraryPaths, other: Other, label: str, disk: Disk, back_up: Callable[[Rewriting], str | None]
) -> Merged:
    """Bring `other` in, as a step called `label`; before anything is changed `back_up` keeps a copy and names it.

    Raises StoreError, with nothing changed but what a second run would do as well.
    """
    merged = Merged()
    with rewriting(paths, disk) as stores:
        for source in other.sources:
            changes: dict[Path, list[Op]] = {}
            for path, theirs in _by_store(source, stores.images, paths).items():
                ours = stores.journal(path).image
                changes[path] = merge(ours, theirs)
                merged.conflicts += conflicts(ours, theirs, source, stores.journal(path).log)
                merged.count(source.tables, changes[path])
            if any(changes.values()) and merged.backup is None:
                merged.backup = back_up(stores)
            stores.write(changes, label)
        merged.texts = _take_texts(paths, other, stores.images[paths.documents])
        merged.aside = [shelf.put_aside(copy, disk) for copy in other.copies]
    return merged


def united(ours: Image, theirs: Tables) -> Image:
    """Return the rows of one store after `theirs` was brought into `ours`, neither of which is changed."""
    after = shallow(ours)
    apply(after, merge(ours, theirs))
    return after


def _by_store(source: Source, ours: Mapping[Path, Tables], paths: LibraryPaths) -> Mapping[Path, Tables]:
    """Return the rows of another store by the store of ours that they belong to."""
    if source.tables is not shelf.TAGS:
        return {paths.codebook if Table.THEMES in source.tables else paths.documents: source.image}
    homes = {
        str(row.get("id")): path
        for path, image in ours.items()
        if path not in (paths.codebook, paths.documents)
        for rows in image.values()
        for row in rows.values()
    }
    coders = Counter(
        clean_line(str(row["coder"])) for name in shelf.TAGS.values() for row in source.image[name].values()
    )
    # A tombstone names no coder: it goes where the rest of its file does.
    main = paths.tags / source.name if source.name else paths.coder(coders.most_common(1)[0][0] if coders else "")
    found: dict[Path, dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for name, rows in source.image.items():
        for number, row in rows.items():
            own = main if name == GRAVES else paths.coder(clean_line(str(row["coder"])))
            found[homes.get(str(row["id"]), own)][name][number] = row
    return dict(found)


def _take_texts(paths: LibraryPaths, other: Other, register: Image) -> int:
    """Copy the words of documents that are known now and whose words were not; return how many."""
    count = 0
    ids = [str(row.get("id")) for row in register.get("_default", {}).values() if is_id(row.get("id"))]
    for id_ in ids if other.texts else ():
        target = paths.text(id_)
        if target.exists():
            continue
        texts = read_texts(other.texts / id_) if other.texts else None
        if texts is not None:
            keep_texts(target, texts)
            count += 1
    return count
