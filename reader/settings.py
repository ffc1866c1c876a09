"""The user's settings: a TOML file, read once, checked key by key.

Every error names the file, the line and the key, so that it can be mended without a search.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from reader import paths
from reader.documents.gate import clean_line
from reader.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has set; a field without a line in the file has its default."""

    coder: str = ""
    """The name that tags are signed with; empty: `$READER_CODER`, else the login name."""

    appearance: str = "dark"
    """`dark` or `light`."""

    digits: str = "tag"
    """What the digits do: `tag` with the theme of that key, or `count` as in vi (then `'1` … `'9` tag)."""

    measure: int = 90
    """The greatest length of a line of text, in columns (40–160)."""

    backups: int = 14
    """How many days’ backups of a library are kept (0–366); 0: none are made."""

    keys: dict[str, str] = field(default_factory=dict)
    """For a command's id, the keys that run it, separated by commas, in place of its own."""

    source: str = ""
    """The file that this was read from, for messages; not a setting."""

    lines: dict[str, int] = field(default_factory=dict)
    """The line of each id in `keys`, for messages; not a setting."""


def load(path: Path | None = None) -> Settings:
    """Return the settings in the file at `path` (by default the user's), or the defaults where there is none.

    Raises SettingsError.
    """
    path = path or paths.settings_file()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} can’t be read: it is not UTF-8, save it as that") from error
    except OSError as error:
        raise SettingsError(f"{path} can’t be read: {error.strerror}") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {clean_line(str(error))}") from error
    return _checked(table, text, str(path))


def coder_name(settings: Settings, given: str | None = None) -> tuple[str, bool]:
    """Return the coder's name, and whether anybody chose it (else it is the login name)."""
    for name in (given, os.environ.get("READER_CODER"), settings.coder):
        if name and clean_line(name):
            return clean_line(name), True
    return clean_line(paths.login_name()) or "reader", False


def with_coder(text: str, coder: str) -> str:
    """Return the settings file's text with the coder's name set, everything else as it was."""
    line = f'coder = "{coder.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"'
    changed, count = re.subn(r"""(?m)^[ \t]*["']?coder["']?[ \t]*=.*$""", lambda _: line, text, count=1)
    return changed if count else f"{line}\n{text}"


_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "coder": (lambda value: isinstance(value, str), "a text"),
    "appearance": (lambda value: value in ("dark", "light"), "“dark” or “light”"),
    "digits": (lambda value: value in ("tag", "count"), "“tag” or “count”"),
    "measure": (lambda value: type(value) is int and 40 <= value <= 160, "a whole number from 40 to 160"),
    "backups": (lambda value: type(value) is int and 0 <= value <= 366, "a whole number from 0 to 366"),
    "keys": (lambda value: isinstance(value, dict), "a table: [keys]"),
}


def _checked(table: dict[str, Any], text: str, source: str) -> Settings:
    names = {field.name for field in fields(Settings)} & _CHECKS.keys()
    for key, value in table.items():
        where = f"{source}, line {_line_of(text, key)}, key “{clean_line(key)}”"
        if key not in names:
            raise SettingsError(f"{where}: there is no such setting. There are: {', '.join(sorted(names))}.")
        fits, wanted = _CHECKS[key]
        if not fits(value):
            raise SettingsError(f"{where}: this must be {wanted}.")
    keys = table.get("keys", {})
    lines = {name: _line_of(text, name) for name in keys}
    for name, value in keys.items():
        if not isinstance(value, str):
            raise SettingsError(f'{source}, line {lines[name]}, key “{clean_line(name)}”: write keys as "a,ctrl+b".')
    return Settings(**table, source=source, lines=lines)


def _line_of(text: str, key: str) -> int:
    pattern = re.compile(rf"""^\s*\[?\s*["']?{re.escape(key)}["']?\s*[\]=.]""")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)
