"""Places in a log, and what reading on from one comes upon: the next commits, and in words what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reader.tags.lines import FORMAT, TORN, Entry, Header, Line, newer, rescue, unframe
from reader.tags.room import has_hole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_NO_HEADER = "?"
"""What stands for the id of a log whose header is damaged."""
_MARKERS = (b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> ")
_HOLE = b"\0\0"
"""What a power failure leaves of blocks that didn't reach the disk; no line and no single flipped bit has it."""


class Mark(NamedTuple):
    """A place in a log, after one of its lines.

    `offset` is where the next line begins, `last` where the line before it does; `crc` is that line's, or empty where
    it isn't known. `n` counts the commits; `lost` those that stand damaged just before this place.
    """

    log: str = ""
    offset: int = 0
    n: int = 0
    last: int = 0
    crc: str = ""
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What reading a log came upon: an entry, or a flaw in words, or both; and the place after it."""

    mark: Mark
    entry: Entry | None = None
    header: Header | None = None
    flaw: str | None = None
    is_stray: bool = False


def read_on(path: Path, lines: Iterable[tuple[int, bytes]], mark: Mark, *, is_final: bool) -> Iterator[Found]:
    """Yield what the lines after `mark` say, each given with its offset, as `Log.read` tells it.

    Raises StoreError, which names the log's `path`, at what a newer version wrote.
    """
    is_mixed = False
    for offset, data, is_last in _with_last(lines):
        # With a byte after its text the line was finished, and that byte was hit.
        if not data.endswith(b"\n") and not (is_final and unframe(data)) and unframe(data[:-1]) is None:
            return
        if is_last and not is_final and has_hole(data) and not any(rescue(data)):
            return
        for found in _interpret(data, offset, mark):
            if found.header is not None and found.header.format > FORMAT:
                raise newer(path)
            mark = found.mark
            is_mixed = is_mixed or found.is_stray
            yield replace(found, is_stray=True) if is_mixed else found


def _with_last(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield each line with its offset, and whether it is the last."""
    rest = iter(lines)
    line = next(rest, None)
    while line is not None:
        following = next(rest, None)
        yield *line, following is None
        line = following


def _interpret(data: bytes, offset: int, mark: Mark) -> Iterator[Found]:
    if data.startswith(_MARKERS):
        flaw = "git left its conflict markers in it; what both sides wrote is kept"
        yield Found(mark._replace(offset=offset + len(data)), flaw=flaw if data.startswith(_MARKERS[0]) else None)
        return
    line = unframe(data)
    if line is not None:
        yield _follow(line, offset, offset + len(data), mark)
        return
    whole = list(rescue(data))
    # What a crash explains was never confirmed: a line that wasn't finished, blocks that didn't reach the disk.
    is_lost = bool(whole) or not (data.endswith(TORN) or _HOLE in data or has_hole(data))
    ends = [*(offset + start for start, _ in whole), offset + len(data)]
    mark = mark._replace(offset=ends[0], lost=mark.lost + is_lost)
    yield Found(mark)
    for (start, line), end in zip(whole, ends[1:], strict=True):
        found = _follow(line, offset + start, end, mark)
        mark = found.mark
        yield found


def _follow(line: Line, offset: int, end: int, mark: Mark) -> Found:
    says = line.says
    if isinstance(says, Header):
        if says.n > mark.n + mark.lost:
            flaw = f"the log before its commit {says.n} is missing"
            return Found(Mark(says.log, end, says.n, offset, line.crc), header=says, flaw=flaw)
        return Found(Mark(says.log, end, mark.n, offset, line.crc, mark.lost), header=says)
    after = Mark(mark.log or _NO_HEADER, end, max(says.n, mark.n), offset, line.crc)
    missing = says.n - mark.n - 1
    if missing > 0:
        where = "which is damaged there" if mark.lost else "where something is missing"
        count = "1 commit is" if missing == 1 else f"{missing} commits are"
        flaw = f"{count} lost just before {says.at} in the log, {where}; the later ones are kept"
        return Found(after, says, flaw=flaw)
    if missing < 0:
        flaw = f"a commit of {says.at} stands twice or out of order in the log"
        return Found(after, says, flaw=flaw, is_stray=True)
    if mark.lost or not mark.log:
        return Found(after, says, flaw=f"the log is damaged just before {says.at}; no commit is lost there")
    if mark.crc and line.previous != mark.crc:
        return Found(after, says, flaw=f"the log was changed just before {says.at}; what follows is kept")
    return Found(after, says)
