"""Keys that come faster than the app follows them wait until the key before them has done its work.

Textual hands a key to the widget that has the focus when it comes. What the key does may come some messages later: a
screen opens or closes, a paragraph becomes current. Without a queue the letters typed behind `f` would run commands,
the second of two quick Enters would close one screen too many, and `j 3` might tag the paragraph before.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING

from textual import events

from reader.documents.gate import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import App
    from textual.message_pump import MessagePump

_BY_WORDS = {"alt+b": "ctrl+left", "alt+f": "ctrl+right", "alt+backspace": "ctrl+w"}
"""What goes and deletes by words in an input on a Mac, and means it only there."""

_ROUNDS = 3
"""A key bubbles up to the app; what it made the widget say does so after it; what that made the screen do is third."""

_LIMIT = 1.0
"""After so many seconds the next key is let through, whatever has become of the one before."""

_MOMENT = 0.04
"""How many seconds a key has for itself, where no other one waits."""

_PAUSE = 0.01
"""How many seconds apart it is asked whether a screen is ready for the next key."""

_IDLE = 1.0
"""Who has pressed no key for so many seconds reads, or has not begun to."""


class TypingAhead:
    """Lets keys and pastes through one at a time; `waiting` are those that came too soon.

    A screen that is still busy with a key after everything that it said has arrived says so as `is_answering`.
    """

    def __init__(self, app: App[None], press: Callable[[events.Event], Awaitable[None]]) -> None:
        """Queue for `app`; `press` hands an event to Textual."""
        self._app = app
        self._press = press
        self.waiting: deque[events.Key | events.Paste] = deque()
        self._deadline: asyncio.TimerHandle | None = None
        self._follow: Callable[[], None] = lambda: None
        self._came = time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Whether no key has come for a while."""
        return time.monotonic() - self._came > _IDLE

    async def take(self, event: events.Key | events.Paste) -> None:
        """Let an event through now, or when those before it are done."""
        self.waiting.append(event)
        self._came = time.monotonic()
        if self._deadline is None:
            await self._next(None)
        else:
            self._follow()

    async def _next(self, done: asyncio.TimerHandle | None) -> None:
        """Let the next event through; `done` is the deadline of the one before."""
        if done is not self._deadline:
            return
        if done is not None:
            done.cancel()
        self._deadline = None
        if not self.waiting:
            return
        self._deadline = asyncio.get_running_loop().call_later(_LIMIT, self._give_up)
        event, target = self.waiting.popleft(), self._target
        if isinstance(event, events.Key):
            event, *then = self._meant_by(event)
            self.waiting.extendleft(then)
        else:
            event = self._meant_to_paste(event)
        await self._press(event)
        self._begin_to_follow(target, self._deadline)

    def _begin_to_follow(self, target: MessagePump, deadline: asyncio.TimerHandle) -> None:
        """Follow a key when another one waits for it, else a moment later: first of all it shall be painted."""
        moment = asyncio.get_running_loop().call_later(_MOMENT, lambda: self._follow())

        def follow() -> None:
            moment.cancel()
            self._follow = lambda: None
            self._climb(target, _ROUNDS, deadline)

        self._follow = follow
        if self.waiting:
            follow()

    @property
    def _target(self) -> MessagePump:
        return self._app.focused or self._app.screen

    def _meant_by(self, event: events.Key) -> Sequence[events.Key]:
        """Return the keys that were pressed: Esc and a key typed quickly arrive as alt and that key."""
        bound = self._app.screen.active_bindings
        if not event.key.startswith("alt+") or event.key in bound:
            return [event]
        if _BY_WORDS.get(event.key) in bound:
            return [events.Key(_BY_WORDS[event.key], None)]
        key = event.key.removeprefix("alt+")
        letter = key.removeprefix("shift+")
        if len(letter) == 1:
            key = letter.upper() if key != letter else letter
        return [events.Key("escape", None), events.Key(key, event.character or (key if len(key) == 1 else None))]

    def _meant_to_paste(self, event: events.Paste) -> events.Paste:
        """Return what can be shown of a paste; an input, which would take the first line only, has it all on one."""
        from textual.widgets import Input

        text = clean(event.text)
        if isinstance(self._app.focused, Input):
            text = " ".join(line for line in text.split("\n") if line.strip())
        return events.Paste(text)

    def _climb(self, node: MessagePump | None, rounds: int, deadline: asyncio.TimerHandle) -> None:
        """Go the way that messages go, from a widget to the app, behind all that are under way."""
        if deadline is not self._deadline or not self._app.screen_stack:
            return
        while node is not None:
            if node.call_later(self._climb, node._parent, rounds, deadline):
                return
            # It was closed by the key, and maybe has no parent any more.
            node = node._parent
        if rounds > 1:
            self._climb(self._target, rounds - 1, deadline)
        elif self._is_ready:
            self._app.call_later(self._next, deadline)
        else:
            asyncio.get_running_loop().call_later(_PAUSE, self._climb, None, rounds, deadline)

    @property
    def _is_ready(self) -> bool:
        # A screen that was opened just now has no focus yet.
        screen = self._app.screen
        return screen.focused is not None and not getattr(screen, "is_answering", False)

    def _give_up(self) -> None:
        self._app.call_later(self._next, self._deadline)
