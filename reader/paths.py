"""Every path that the program reads or writes.

Nothing here makes a file or a folder: opening a library leaves no trace until the first change.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import platformdirs

from reader.errors import ReaderError

APP = "reader-tui"
STORE = ".reader"
"""The folder in a library for what Reader keeps."""


def typed(name: str | Path) -> Path:
    """Return the path that somebody typed, `~` being a home. Raises ReaderError where there is no such home."""
    try:
        return Path(name).expanduser()
    except RuntimeError as error:
        raise ReaderError(f"There is no home folder {Path(name).parts[0]}: write the path without “~”.") from error


def _user(kind: str) -> Path:
    home = os.environ.get("READER_HOME")
    if home:
        return typed(home) / kind
    found: Path = getattr(platformdirs, f"user_{kind}_path")(APP, appauthor=False)
    return found


def settings_file() -> Path:
    """Return the user's settings file, which need not exist."""
    return _user("config") / "settings.toml"


def fault_file() -> Path:
    """Return the file that the last fault of the program's own is written down in."""
    return _user("state") / "fault.txt"


def samples_copy() -> Path:
    """Return the user's own copy of the sample library."""
    return _user("data") / "samples"


def samples() -> Path:
    """Return the sample documents that ship with the package."""
    return Path(__file__).parent / "samples"


def styles() -> Path:
    """Return the folder of the style sheets: inside the package when installed, beside it in a clone."""
    inside = Path(__file__).parent / "styles"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "styles"


def find_root(start: Path) -> Path:
    """Return the library that `start` belongs to: the nearest folder upward with a store, else the folder itself.

    For a file that lies in no library, its folder is the library.
    """
    start = start.resolve()
    folder = start if start.is_dir() else start.parent
    return next((place for place in (folder, *folder.parents) if (place / STORE).is_dir()), folder)


def is_very_wide(root: Path) -> bool:
    """Return whether `root` is so wide (the whole disk, a home) that opening it is probably a slip."""
    return root in (Path(root.anchor), Path.home().resolve())


@lru_cache(maxsize=64)
def slug(name: str) -> str:
    """Return `name` as a safe file name, with a short hash so that two names never share a file."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40] or "x"
    return f"{plain}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def login_name() -> str:
    """Return the name of the user who is logged in, or `reader` where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reader"


@dataclass(frozen=True)
class LibraryPaths:
    """Where a library's own files are.

    `borrowed` is the store inside a folder that can't be written to; the user's own store then lives under the
    user's data directory, and starts as a copy of the borrowed one where there is one. Each path is put together only
    once: every commit asks for several.
    """

    root: Path
    store: Path
    borrowed: Path | None
    state: Path
    cache: Path

    @classmethod
    def of(cls, root: Path) -> LibraryPaths:
        """Return the paths for the library at `root`."""
        key = slug(str(root))
        inside = root / STORE
        writable = os.access(inside if inside.is_dir() else root, os.W_OK)
        store = inside if writable else _user("data") / "libraries" / key
        return cls(root, store, None if writable else inside, _user("state") / f"{key}.json", _user("cache") / key)

    @cached_property
    def documents(self) -> Path:
        """The register of documents."""
        return self.store / "documents.json"

    @cached_property
    def codebook(self) -> Path:
        """The themes."""
        return self.store / "codebook.json"

    @cached_property
    def tags(self) -> Path:
        """The folder with a file of tags for each coder."""
        return self.store / "tags"

    def coder(self, coder: str) -> Path:
        """Return the file of one coder's tags."""
        return self.tags / f"{slug(coder)}.json"

    def text(self, document: str, version: str = "") -> Path:
        """Return the file with the paragraphs of a tagged document: first tagged so, or in a later version."""
        return self.store / "texts" / (f"{document}.{version[:16]}" if version else document)

    @cached_property
    def backups(self) -> Path:
        """The folder of the backups: outside the library, which stays small, and whose loss they shall outlive."""
        return _user("data") / "backups" / slug(str(self.root))

    @cached_property
    def lock(self) -> Path:
        """The lock that one process holds while it writes."""
        return self.store / "lock"

    @cached_property
    def comparisons(self) -> Path:
        """The cache of how the versions of the library's documents go together."""
        return self.cache / "versions"

    @cached_property
    def catalogue(self) -> Path:
        """The cache of what the files of the library hold."""
        return self.cache / "catalogue.sqlite"

    @property
    def search(self) -> Path:
        """The cache of what can be searched: the folder of the index."""
        return self.cache / "search"
