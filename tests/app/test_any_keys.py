"""Whatever is pressed while files change under the app, it goes on."""

from __future__ import annotations

import random

import pytest
from user import at_the_app

from reader.app import watcher

KEYS = [
    "j", "k", "j", "k", "J", "K", "H", "L", "h", "l", "g", "G", "ctrl+d", "ctrl+u", "home", "end", "pagedown",
    "pageup", "up", "down", "left", "right", "1", "2", "3", "4", "t", "n", "u", "c", "y", "x", "z", "v", "m",
    "b", "f", "F", "R", "|", "~", "?", "slash", "colon", "enter", "enter", "escape", "escape", "escape",
    "tab", "space", "s", "r", "a", "ctrl+a", "ctrl+f", "ctrl+t", "ctrl+w",
]  # fmt: skip
STEPS = 200


def add_to_the_end(paragraphs, _):
    return [*paragraphs, "A walrus came last."]


def cut_off(paragraphs, chance):
    return paragraphs[: chance.randint(1, len(paragraphs))]


def take_one_out(paragraphs, chance):
    gone = chance.randrange(len(paragraphs))
    return [each for at, each in enumerate(paragraphs) if at != gone] or ["Nothing is left."]


def put_one_in(paragraphs, chance):
    at = chance.randint(0, len(paragraphs))
    return [*paragraphs[:at], "An otter spoke.", *paragraphs[at:]]


def mix(paragraphs, chance):
    return chance.sample(paragraphs, len(paragraphs))


def reword(paragraphs, _):
    return [each.replace("the", "a") for each in paragraphs]


EDITS = (add_to_the_end, cut_off, take_one_out, put_one_in, mix, reword)


@pytest.mark.parametrize("seed", [101, 103, 107])
async def test_any_keys_may_be_pressed_while_any_file_changes(town, monkeypatch, seed):
    monkeypatch.setattr(watcher, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(watcher, "AGAIN_SECONDS", 0.02)
    chance = random.Random(seed)
    async with at_the_app(town, start="minutes.txt") as user:
        for _ in range(STEPS):
            if chance.random() < 0.1:
                file = chance.choice(sorted(town.glob("*.txt")))
                paragraphs = file.read_text(encoding="utf-8").split("\n\n")
                changed = chance.choice(EDITS)(paragraphs, chance)
                file.write_text("\n\n".join(changed), encoding="utf-8")
            await user.pilot.press(chance.choice(KEYS))
            if chance.random() < 0.1:
                await user.pilot.pause(0.1)
            assert user.app.is_running
