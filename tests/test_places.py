"""Where tags and notes stand follows their documents, and is always what placing all of them anew would give."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.documents.library import take_inventory
from reader.places import Places
from reader.tags.tagging import Target, annotate, toggle
from reader.workspace import Workspace

LINES = (
    "The committee looked at the plans for the harbour wall and asked for two more drawings.",
    "Gulls nest on the roof of the net loft, and nobody may climb there until the young have flown.",
    "The first ferry leaves at six, and the nurses of the night ward would be glad of one at five.",
    "Lockers will be painted green, which is what the children of the swimming club had asked for.",
)
NAMES = ("a.txt", "b.txt", "c.txt")

names, numbers = st.sampled_from(NAMES), st.integers(0, 5)
texts = st.lists(st.sampled_from(LINES), min_size=1, max_size=4)
deeds = st.one_of(
    st.tuples(st.just("write"), names, texts),
    st.tuples(st.just("delete"), names),
    st.tuples(st.just("rename"), names, names),
    st.tuples(st.just("copy"), names, names),
    st.tuples(st.just("tag"), names, numbers),
    st.tuples(st.just("note"), names, numbers),
    st.tuples(st.just("write_unseen"), names, texts),
    st.tuples(st.just("read"), st.integers(1, 3)),
    st.tuples(st.just("open"), names),
    st.tuples(st.just("again")),
)


A_AGAIN = [("write", "a.txt", LINES), ("read", 1)]
"""The file that everything begins with is back."""


class Somebody:
    """Tags and writes notes in a library while its files are written, moved and deleted."""

    def __init__(self, root):
        self.root = root
        self.write_unseen("a.txt", LINES)
        self.workspace = Workspace(root, "bar")

    def write_unseen(self, name, lines):
        (self.root / name).write_text("\n\n".join(lines), encoding="utf-8")

    def write(self, name, lines):
        self.write_unseen(name, lines)
        self.look()

    def delete(self, name):
        (self.root / name).unlink(missing_ok=True)
        self.look()

    def rename(self, name, other):
        if (self.root / name).exists():
            (self.root / name).replace(self.root / other)
        self.look()

    def copy(self, name, other):
        if (self.root / name).exists():
            (self.root / other).write_bytes((self.root / name).read_bytes())
        self.look()

    def tag(self, name, n):
        targets, workspace = self._targets(name, n), self.workspace
        theme = workspace.codebook.themes[n % 2]
        if targets:
            workspace.commit(toggle(workspace.index, targets, theme, "bar").changes, "", targets)

    def note(self, name, n):
        for target in self._targets(name, n):
            change = annotate(None, target, f"see {n}", "bar")
            self.workspace.commit([change], "", [target])

    def _targets(self, name, n):
        if name not in self.workspace.library or not (self.root / name).exists():
            return []
        document = self.workspace.document_at(name)
        return [Target(document, 1 + n % len(document.paragraphs))] if document.paragraphs else []

    @property
    def sees_all(self):
        """Whether the folder holds what was last seen there, and what is known of its files is what they say."""
        unread = [self.workspace.listing(file.path) for file in self.workspace.unread()]
        is_read = all(listing.summary is None for listing in unread)
        return is_read and take_inventory(self.root).files == self.workspace.library.inventory.files

    def look(self):
        """See what the folder holds now, and read nothing."""
        self.workspace.adopt(take_inventory(self.root))

    def read(self, count):
        for summaries in self.workspace.catalogue.summarise(self.workspace.unread()[:count]):
            self.workspace.take(summaries)

    def open(self, name):
        if name in self.workspace.library:
            self.workspace.document_at(name)

    def again(self):
        """Close the library, and open it again."""
        self.workspace.close()
        self.workspace = Workspace(self.root, "bar")


def standing(places, library):
    """Return where everything stands; while files are still to be read, what has lost its document may wait."""

    def there(document):
        return library.is_known or library.version(document) is not None

    tags = {each.tag.id: each for each in places.index if there(each.tag.document)}
    notes = {each.note.id: each for each in places.notes if there(each.document)}
    return tags, notes


@settings(max_examples=100, deadline=None)
@example([("tag", "a.txt", 1), ("copy", "a.txt", "b.txt"), ("read", 2), ("delete", "a.txt"), *A_AGAIN])
@example([("tag", "a.txt", 1), ("write", "b.txt", LINES[:1]), ("delete", "a.txt"), ("read", 1)])
@example([("note", "a.txt", 1), ("write_unseen", "a.txt", LINES[1:]), ("open", "a.txt"), ("delete", "a.txt")])
@given(st.lists(deeds, min_size=3, max_size=16))
def test_what_follows_its_documents_stands_where_it_would_stand_were_all_placed_anew(done):
    with tempfile.TemporaryDirectory() as folder:
        somebody = Somebody(Path(folder))
        for deed, *arguments in done:
            getattr(somebody, deed)(*arguments)
            if not somebody.sees_all:
                continue
            library, places = somebody.workspace.library, somebody.workspace.places
            places.follow_now()
            anew = Places(library, somebody.workspace.store, somebody.workspace.paths.comparisons)
            anew.follow_now()
            assert standing(places, library) == standing(anew, library)
        somebody.workspace.close()
