"""What one window may take back, and do again: its own steps, and before those its coder's from before it opened."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.tags.history import Stretch, is_step, past

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.tags.files import RecordFile
    from reader.tags.history import Past
    from reader.tags.model import Step


@dataclass(slots=True)
class _Reach:
    """What of one log counts: `stretches`, ends of lines in order, of which what ends by `opened` is from before."""

    log: str
    opened: int
    stretches: list[tuple[int, int]]


class Trail:
    """The steps of one coder in one window, read backwards from the logs only as far as they are asked for.

    Only the places of the window's steps are kept until somebody asks; a step that was read or made since then stays
    in memory, so that taking back many in a row reads none twice.
    """

    def __init__(self, files: Iterable[RecordFile]) -> None:
        """Begin where the logs of `files` end now: what stands in them is from before this window."""
        self._reaches = {file.path.name: _reach_of(file) for file in files}
        self.forget()

    def forget(self) -> None:
        """Let the steps go: they are read again where they are asked for."""
        self._older: Iterator[Past] | None = None
        self._done: deque[Step] = deque()
        self._undone: deque[Step] = deque()
        self._settled: set[str] = set()
        self._earlier: set[str] = set()
        self._is_closed = False

    def wrote(self, file: RecordFile, start: int) -> None:
        """Note that this window wrote to a log from the offset `start` to its present end."""
        reach, end = self._reach(file, start), file.journal.mark.offset
        reach.log = file.journal.mark.log
        if reach.stretches and reach.stretches[-1][1] == start:
            start = reach.stretches.pop()[0]
        reach.stretches.append((start, end))

    def made(self, step: Step) -> None:
        """Note a step that this window has just made."""
        if self._older is None or not is_step(step.label, step.changes):
            return
        if step.undoes is None:
            self._undone.clear()
            self._is_closed = True
            self._done.append(step)
        else:
            self._settled.add(step.undoes)
            self.pass_over(step.undoes)
            (self._done if step.is_redo else self._undone).append(step)

    def pass_over(self, step: str) -> None:
        """Take the step of that id out of what can be taken back."""
        for steps in (self._done, self._undone):
            for each in reversed(steps):
                if each.id == step:
                    steps.remove(each)
                    return

    def undoable(self, coder: str, files: Sequence[RecordFile]) -> Step | None:
        """Return the latest step that holds, or None. Raises OSError where a log can't be read."""
        while not self._done and self._read(coder, files):
            pass
        return self._done[-1] if self._done else None

    def redoable(self, coder: str, files: Sequence[RecordFile]) -> Step | None:
        """Return the latest undoing after which nothing new was done, or None. Raises OSError as `undoable`."""
        while not self._undone and not self._is_closed and self._read(coder, files):
            pass
        return self._undone[-1] if self._undone else None

    def is_earlier(self, step: Step) -> bool:
        """Whether a step that was given out is from before this window opened."""
        return step.id in self._earlier

    def has(self, step: Step) -> bool:
        """Whether a step is among those that can be taken back or done again."""
        return any(each.id == step.id for steps in (self._done, self._undone) for each in steps)

    def _read(self, coder: str, files: Sequence[RecordFile]) -> bool:
        """Read one more step of the past; return whether there was one.

        Of a step, its undoing, the redoing of that … only the last counts, and tells whether the step holds.
        """
        if self._older is None:
            self._older = past([(file.chronicle, self._stretches(file)) for file in files], of=coder)
        found = next(self._older, None)
        if found is None:
            return False
        step, is_settled = found.step, found.step.id in self._settled
        if step.undoes is not None:
            self._settled.add(step.undoes)
        if found.end <= self._reaches[found.path.name].opened:
            self._earlier.add(step.id)
        if not is_settled and (step.undoes is None or step.is_redo):
            self._done.appendleft(step)
        elif not is_settled and not self._is_closed:
            self._undone.appendleft(step)
        # What was undone before something new was done can't be done again.
        self._is_closed = self._is_closed or step.undoes is None
        return True

    def _stretches(self, file: RecordFile) -> Sequence[Stretch]:
        return list(self._reach(file, file.journal.mark.offset).stretches)

    def _reach(self, file: RecordFile, end: int) -> _Reach:
        """Return what of a log counts; of one that was written anew, as by a repair, all that stands in it."""
        reach = self._reaches.setdefault(file.path.name, _Reach("", 0, []))
        log = file.journal.mark.log
        if reach.log and log != reach.log:
            reach = self._reaches[file.path.name] = _Reach(log, end, [(0, end)])
        return reach


def _reach_of(file: RecordFile) -> _Reach:
    mark = file.journal.mark
    return _Reach(mark.log, mark.offset, [(0, mark.offset)] if mark.offset else [])
