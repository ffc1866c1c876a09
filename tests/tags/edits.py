"""Invented prose, and what people do to it: a generator of two versions of a document and the truth between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random


def _words(text: str, between: str | None = None) -> list[str]:
    return [" ".join(word.split()) for word in text.split(between)]


_NOUNS = _words("""
harbour council school teacher river bridge market train station officer report budget team player match
club coach parent child student nurse hospital ward garden street corner window door letter paper question answer
committee meeting member vote plan road cycle bus driver fare ticket queue winter summer storm flood roof wall brick
house tenant landlord rent repair boiler kitchen table chair lamp book page story word voice song choir church mosque
festival drum dance costume flag crowd stadium gate fence field pitch goal whistle referee trophy medal record figure
survey sample result change reason cause effect doubt promise threat fear hope trust respect insult apology complaint
inquiry witness evidence judge court lawyer case verdict sentence prison guard youth worker volunteer charity grant fund
debt loan bank branch counter cash machine screen phone message picture camera film museum painting frame gallery
guide visitor tourist hotel kitchenette boat ferry rope anchor sail net fish gull island coast cliff path hill forest
oak leaf root seed crop farm tractor barn cow sheep wool coat scarf glove boot shop assistant manager owner partner
supplier lorry warehouse shelf box label price discount sale tax customs border passport visa embassy minister mayor
""")
_VERBS = _words("""
asked said found closed opened painted repaired promised refused accepted doubted reported counted measured
watched followed warned helped taught trained visited left joined praised blamed called wrote read heard saw kept lost
moved built broke mended sold bought paid owed lent borrowed carried dropped lifted pushed pulled cleaned covered
planted picked cooked served tasted mixed chose changed delayed cancelled announced denied confirmed explained described
""")
_ADJECTIVES = _words("""
old new small large quiet loud early late cheap dear local foreign public private honest careful careless
tired cheerful anxious proud modest narrow broad steep flat wet dry cold warm dark bright broken whole empty full busy
slow quick heavy light rough smooth plain strange common rare recent ancient secret open strict gentle bitter sweet
""")
_ENDS = _words(
    """on Monday|in the spring|last year|before the vote|after the storm|without a word|for the first time|at the
harbour|in the back room|by the old bridge|as everybody knew|with some doubt|to nobody’s surprise|twice a week|in the
end|since 1998|in 2004|over the summer|under the new rules|as a rule|on the way home|until midnight""",
    "|",
)
_LINKS = ["and", "but", "because", "while", "although", "so that", "when", "before", "after", "as"]
_NAMES = _words("Okafor Lindqvist Amara Rosa Piet Jane Ward Singh Mbeki Costa Novak Haddad Silva Brandt Moreau")
_SHORT = ["Mm-hm.", "Yes.", "I agree.", "I see.", "No, not really.", "[pause]", "Interviewer: Could you say more?",
          "Interviewer: And how did that feel?", "Interviewer: Thank you.", "[laughs]"]  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz "
_TWIN_WORDS = ["north", "south", "first", "second", "1998", "2004", "Okafor", "Singh"]


class Prose:
    """Writes sentences and paragraphs from one seed, about a few things for a while, as people do."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._topics = rng.sample(_NOUNS, 12)

    def sentence(self) -> str:
        rng = self._rng
        text = self._clause()
        if rng.random() < 0.55:
            text += f"{rng.choice([',', ',', ''])} {rng.choice(_LINKS)} {self._clause()}"
        if rng.random() < 0.5:
            text += f" {rng.choice(_ENDS)}"
        if rng.random() < 0.12:
            text = f'"{text[0].upper()}{text[1:]}," said {rng.choice(_NAMES)} - and {self._clause()}'
        return f"{text[0].upper()}{text[1:]}{rng.choice('....?')}".replace("\n", " ")

    def _clause(self) -> str:
        rng = self._rng
        subject = rng.choice(_NAMES) if rng.random() < 0.2 else self._thing()
        text = f"{subject} {rng.choice(_VERBS)} {self._thing()}"
        return text + (f" {rng.choice(['of', 'for', 'with', 'near'])} {self._thing()}" if rng.random() < 0.4 else "")

    def _thing(self) -> str:
        rng = self._rng
        noun = rng.choice(self._topics) if rng.random() < 0.4 else rng.choice(_NOUNS)
        adjective = f"{rng.choice(_ADJECTIVES)} " if rng.random() < 0.45 else ""
        return f"{rng.choice(['the', 'the', 'a', 'every', 'their', 'our', 'that'])} {adjective}{noun}"

    def paragraph(self) -> str:
        if self._rng.random() < 0.1:
            self._topics = self._rng.sample(_NOUNS, 12)
        return " ".join(self.sentence() for _ in range(self._rng.randint(1, 7)))

    def document(self, count: int) -> list[str]:
        """Return paragraphs with running feet, short lines that come again, and some near twins."""
        rng, texts = self._rng, list[str]()
        for n in range(count):
            chance = rng.random()
            long = [text for text in texts[-60:] if len(text) > 60]
            if n and n % 20 == 0:
                texts.append(f"Page {n // 20} of {count // 20} - Interview 07")
            elif chance < 0.1:
                texts.append(rng.choice(_SHORT))
            elif chance < 0.13 and long:
                texts.append(twin(rng, rng.choice(long)))
            else:
                texts.append(self.paragraph())
        return texts


@dataclass(frozen=True)
class Edits:
    """How much of a document is edited, as shares of its paragraphs."""

    typos: float = 0.0
    sentences: float = 0.0
    rewritten: float = 0.0
    split: float = 0.0
    merged: float = 0.0
    deleted: float = 0.0
    inserted: float = 0.0
    moved: float = 0.0
    typography: bool = False
    feet_gone: bool = False


LIGHT = Edits(0.15, 0.05, 0.0, 0.02, 0.02, 0.02, 0.03, 0.02, typography=True, feet_gone=True)
HEAVY = Edits(0.4, 0.25, 0.05, 0.08, 0.08, 0.08, 0.1, 0.1, typography=True, feet_gone=True)
ONLY_TYPOS = replace(LIGHT, typos=0.3, sentences=0, split=0, merged=0, deleted=0, inserted=0, moved=0)


@dataclass(frozen=True)
class Edited:
    """A new version, and for each old paragraph the positions (from 0) of those that hold something of it."""

    texts: list[str]
    truth: list[set[int]]


def edit(rng: random.Random, old: list[str], edits: Edits, prose: Prose) -> Edited:
    """Return an edited version of `old`."""
    lines = [(text, {i}) for i, text in enumerate(old) if not (edits.feet_gone and text.startswith("Page "))]
    lines = _rewrite(rng, lines, edits, prose)
    lines = _cut(rng, lines, edits)
    for _ in range(int(len(lines) * edits.moved / 5)):
        start = rng.randrange(max(1, len(lines) - 6))
        block = lines[start : start + 5]
        del lines[start : start + 5]
        at = rng.randrange(len(lines) + 1)
        lines[at:at] = block
    truth: list[set[int]] = [set() for _ in old]
    for j, (_, sources) in enumerate(lines):
        for i in sources:
            truth[i].add(j)
    return Edited([_typeset(text) if edits.typography else text for text, _ in lines], truth)


def twin(rng: random.Random, text: str) -> str:
    """Return a text that differs in two words."""
    words = text.split(" ")
    for _ in range(2):
        words[rng.randrange(len(words))] = rng.choice(_TWIN_WORDS)
    return " ".join(words)


Line = tuple[str, set[int]]


def _rewrite(rng: random.Random, lines: list[Line], edits: Edits, prose: Prose) -> list[Line]:
    out: list[Line] = []
    for text, sources in lines:
        if rng.random() < edits.deleted:
            continue
        if rng.random() < edits.inserted:
            out.append((prose.paragraph(), set()))
        if rng.random() < edits.rewritten and len(text) > 60:
            strange = prose.paragraph().split(" ")
            text = " ".join(rng.choice(strange) if rng.random() < 0.45 else word for word in text.split(" "))
        if rng.random() < edits.typos:
            text = _mistyped(rng, text, max(1, min(rng.randint(1, 6), len(text) // 8)))
        if rng.random() < edits.sentences:
            parts = _sentences(text)
            if rng.random() < 0.5 or len(parts) < 2:
                parts.insert(rng.randrange(len(parts) + 1), prose.sentence())
            else:
                parts.pop(rng.randrange(len(parts)))
            text = " ".join(parts)
        out.append((text, sources))
    return out


def _cut(rng: random.Random, lines: list[Line], edits: Edits) -> list[Line]:
    out: list[Line] = []
    rest = list(reversed(lines))
    while rest:
        text, sources = rest.pop()
        parts = _sentences(text)
        if rng.random() < edits.split and len(parts) > 1:
            at = rng.randrange(1, len(parts))
            out += [(" ".join(parts[:at]), set(sources)), (" ".join(parts[at:]), set(sources))]
        elif rng.random() < edits.merged and rest:
            more, others = rest.pop()
            out.append((f"{text} {more}", sources | others))
        else:
            out.append((text, sources))
    return out


def _mistyped(rng: random.Random, text: str, times: int) -> str:
    letters = list(text)
    for _ in range(times):
        at, chance = rng.randrange(len(letters)), rng.random()
        if chance < 0.34:
            letters[at] = rng.choice(_LETTERS)
        elif chance < 0.67:
            letters.insert(at, rng.choice(_LETTERS))
        elif len(letters) > 3:
            letters.pop(at)
    return "".join(letters)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) +", text)


def _typeset(text: str) -> str:
    text = re.sub(r'(^|[\s(\[])"', r"\1“", text).replace('"', "”")
    return text.replace("'", "’").replace(" - ", " — ").replace("...", "…").replace(". ", ".  ")
