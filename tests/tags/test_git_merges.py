"""A library in git, worked on in two branches: git merges its files by line, and Reader what that leaves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from made_documents import make_document

from reader.paths import LibraryPaths
from reader.tags.checking import check_store
from reader.tags.codebook import Codebook
from reader.tags.model import Change, Table
from reader.tags.store import TagStore
from reader.tags.tagging import Target, new_tag

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

DOCUMENT = make_document(*(f"paragraph {n}" for n in range(1, 30)))
ATTRIBUTES = {
    "as git is": "",
    "logs united": ".reader/**/*.log merge=union\n",
    "snapshots kept": ".reader/**/*.log merge=union\n.reader/**/*.json -merge\n",
    "all united": ".reader/** merge=union\n",
}


@pytest.fixture
def git(root):
    names = {"GIT_AUTHOR_NAME": "bar", "GIT_AUTHOR_EMAIL": "bar@x", "GIT_COMMITTER_NAME": "bar"}
    env = {**os.environ, **names, "GIT_COMMITTER_EMAIL": "bar@x", "GIT_CONFIG_GLOBAL": os.devnull}

    def run(*arguments):
        return subprocess.run(["git", *arguments], cwd=root, env=env, capture_output=True, text=True, check=False)

    run("init", "-q", "-b", "main")
    (root / ".gitignore").write_text(".reader/lock\n")
    return run


def keep(git, message):
    git("add", "-A")
    assert git("commit", "-qm", message).returncode == 0


def work(root, *, on=(), off=(), rename=None):
    """Tag paragraphs, untag others, rename a theme, as one sitting."""
    store = TagStore(LibraryPaths.of(root), "bar")
    store.remember(DOCUMENT)
    book = Codebook(store.themes)
    for n in on:
        store.commit([Change(Table.TAGS, None, new_tag(Target(DOCUMENT, n), book.need("2"), "bar"))], f"on {n}")
    for tag in list(store.tags.values()):
        if tag.paragraph in off:
            store.commit([Change(Table.TAGS, tag, None)], f"off {tag.paragraph}")
    if rename:
        store.commit([book.rename(book.need(rename[0]), rename[1])], "rename")
    store.close()


def tagged(root):
    store = TagStore(LibraryPaths.of(root), "bar")
    assert len(store.tags) == len({tag.id for tag in store.tags.values()})
    return sorted(tag.paragraph for tag in store.tags.values())


def branch(root, git, ours, theirs):
    work(root, on=(1, 2, 3))
    keep(git, "base")
    git("switch", "-qc", "other")
    work(root, **theirs)
    keep(git, "other")
    git("switch", "-q", "main")
    work(root, **ours)
    keep(git, "main")


@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [((11, 12), (21, 22, 23, 24, 25, 26)), ((11, 12, 13, 14, 15), (21,))],
    ids=["they did more", "we did more"],
)
def test_two_branches_that_are_merged_lose_nothing_and_are_mended_in_one_go(root, git, attributes, ours, theirs):
    (root / ".gitattributes").write_text(attributes)
    branch(
        root,
        git,
        {"on": ours, "off": [1], "rename": ("3", "Games")},
        {"on": theirs, "off": [2], "rename": ("4", "Bias")},
    )
    git("merge", "other")
    wanted = sorted({3, *ours, *theirs})
    assert tagged(root) == wanted
    assert check_store(LibraryPaths.of(root)).wrong != []

    # A window that goes on working before anybody mends, and one after it that reads what it wrote.
    work(root, on=(9,), off=(ours[0], theirs[0]))
    wanted = sorted({9, 3, *ours[1:], *theirs[1:]})
    assert tagged(root) == wanted
    names = {theme.name for theme in TagStore(LibraryPaths.of(root), "bar").themes.values()}
    assert names == {"Prevent", "Policing", "Games", "Bias"}

    report = check_store(LibraryPaths.of(root), repair=True)
    assert report.is_sound, report.wrong
    assert check_store(LibraryPaths.of(root)).is_sound
    assert TagStore(LibraryPaths.of(root), "bar").problems == []
    assert tagged(root) == wanted
    keep(git, "merged")
    assert git("status", "--short").stdout == ""


def test_a_conflict_that_is_resolved_by_hand_by_keeping_both_sides_keeps_both(root, git):
    branch(root, git, {"on": (11, 12)}, {"on": (21, 22, 23)})
    git("merge", "other")
    path = LibraryPaths.of(root).coder("bar")
    ours, theirs = re.search("<<<<<<< [^\n]*\n(.*?)=======\n(.*?)>>>>>>> [^\n]*\n", path.read_text(), re.S).groups()
    rows = [line.rstrip(",") for line in (ours + theirs).splitlines() if line.startswith('"')]
    rows = [row for row in rows if not row.startswith(('"_meta"', '"notes"', '"deleted"'))]
    meta = next(line for line in ours.splitlines() if line.startswith('"_meta"'))
    head = path.read_text().split("<<<<<<<")[0].rstrip().rstrip(",")
    path.write_text(head + ",\n" + ",\n".join(rows) + "},\n" + '"notes": {},\n"deleted": {},\n' + meta + "\n")
    log = path.with_suffix(".log")
    log.write_text(re.sub("(?m)^(<<<<<<<|=======|>>>>>>>).*\n", "", log.read_text()))
    assert tagged(root) == [1, 2, 3, 11, 12, 21, 22, 23]
    check_store(LibraryPaths.of(root), repair=True)
    assert tagged(root) == [1, 2, 3, 11, 12, 21, 22, 23]


def test_two_libraries_that_began_apart_can_be_merged_by_git(root, git):
    keep(git, "nothing yet")
    git("switch", "-qc", "other")
    work(root, on=(21, 22, 23))
    keep(git, "other")
    git("switch", "-q", "main")
    work(root, on=(11,))
    keep(git, "main")
    git("merge", "other")
    assert tagged(root) == [11, 21, 22, 23]
    report = check_store(LibraryPaths.of(root), repair=True)
    assert report.is_sound, report.wrong
    assert tagged(root) == [11, 21, 22, 23]
    assert TagStore(LibraryPaths.of(root), "bar").problems == []
