"""A library whose files are written, moved and deleted while somebody tags and writes notes in it."""

from __future__ import annotations

from hypothesis import strategies as st

from reader.documents.library import take_inventory
from reader.tags.model import Change, Table
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
    st.tuples(st.just("untag")),
    st.tuples(st.just("undo")),
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
        self.steps = []

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
            self.steps.append(workspace.commit(toggle(workspace.index, targets, theme, "bar").changes, "", targets))

    def undo(self):
        if self.steps:
            self.steps.append(self.workspace.undo(self.steps.pop()))

    def untag(self):
        """Take off the first tag there is, wherever it stands."""
        tags = sorted(self.workspace.store.tags.values(), key=lambda tag: tag.created)
        self.steps += [self.workspace.commit([Change(Table.TAGS, tag, None)], "") for tag in tags[:1]]

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
        self.steps.clear()
