"""The library that the app is tried on: an article with page furniture, a debate, long minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tags.tagging import Target, toggle
from reader.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

GYM = """\
Boxing gym gives the harbour estate a second home

The club in the old net loft has no waiting list, and no trophies either.

Share via

Rosa Lind opened the gym with two bags and a borrowed ring.

“Nobody asks where you come from,” she says. “They ask whether you will hold the pads.”

Officers from the harbour station train there on Thursdays, out of uniform.

Last winter a boy was called a name on the bus; on Monday twelve of them rode it with him.

Sign up to our newsletter

Want more from The Quay?
"""

DEBATE = """\
Swimming lessons in Northport

Questions to the Mayor of Northport – answered on 29th November 2021.

Alert me about debates like this

Photo of Jane Okafor Jane Okafor Labour

How many children in Northport learn to swim, and what do the clubs report about racism at the pool?

Photo of Piet Lindqvist Piet Lindqvist Mayor of Northport

Swimming brings the town together. Our world champion team [the relay of 2019] learnt in the harbour pool.

The clubs report fewer insults than last year; the police attend every gala. Dr. Amara counts them herself.

Photo of Jane Okafor Jane Okafor Labour

I thank the Mayor. Will he say what the Prevent duty asks of a swimming teacher?
"""

_NOUNS = """
anchor barge cable dredger eelgrass ferry gangway harbour iceboat jetty keel lantern mooring netloft oarlock pontoon
quay rudder slipway tiller undertow vessel winch yawl zodiac anemone bollard capstan davit estuary fender gunwale
hawser inlet jib kelp lighthouse mast
"""
NOUNS = _NOUNS.split()
"""What the minutes' paragraphs speak about, each about its own: the second about the anchor, the last the mast."""

TALL = 20
"""The paragraph of the minutes that is taller than a screen."""


def minutes() -> str:
    """Return a document of 39 paragraphs: a title, then one for each of NOUNS."""
    paragraphs = ["Minutes of the harbour forum"]
    for n, noun in enumerate(NOUNS, 2):
        text = f"The forum spoke about the {noun} for a while, and agreed to come back to the {noun} in spring."
        paragraphs.append(" ".join([text] * (40 if n == TALL else 1)))
    return "\n\n".join(paragraphs) + "\n"


def build(root: Path) -> Path:
    """Write the three documents into a folder: articles/gym.txt, debate.txt, minutes.txt."""
    for path, text in {"articles/gym.txt": GYM, "debate.txt": DEBATE, "minutes.txt": minutes()}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def tag(root: Path, *places: tuple[str, int, str], coder: str = "bar") -> None:
    """Tag paragraphs, given as path, number and theme key, in a library that no app has open."""
    workspace = Workspace(root, coder)
    for path, n, key in places:
        theme = workspace.codebook.find(key)
        target = Target(workspace.document_at(path), n)
        workspace.commit(toggle(workspace.index, [target], theme, coder).changes, "", [target])
    workspace.close()
