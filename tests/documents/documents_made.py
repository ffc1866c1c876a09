"""Documents that the tests of `reader.documents` invent, and short ways to read them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.documents.reading import read_bytes

if TYPE_CHECKING:
    from reader.documents.model import Content, Paragraph


def read(text: str, name: str = "made.txt") -> Content:
    """Read `text` as the content of a file called `name`; it must be readable."""
    return read_data(text.encode(), name)


def read_data(data: bytes, name: str) -> Content:
    """Read `data` as the content of a file called `name`; it must be readable."""
    content = read_bytes(data, name)
    assert content.error is None
    return content


def lines(*paragraphs: str) -> str:
    """Return a text with a blank line between its paragraphs."""
    return "\n\n".join(paragraphs) + "\n"


def kinds(content: Content) -> list[str]:
    return [str(paragraph.kind) for paragraph in content.paragraphs]


def counts(content: Content) -> dict[str, int]:
    return dict(Counter(kinds(content)))


def texts(content: Content, kind: str) -> list[str]:
    return [paragraph.text for paragraph in content.paragraphs if paragraph.kind == kind]


def kind_of(content: Content, beginning: str) -> str:
    """Return the kind of the one paragraph that begins so."""
    (found,) = [paragraph for paragraph in content.paragraphs if paragraph.text.startswith(beginning)]
    return str(found.kind)


def speakers(content: Content) -> list[str | None]:
    """Return who speaks in each speech, in order."""
    return [name_of(paragraph) for paragraph in content.paragraphs if paragraph.kind == "speech"]


def name_of(paragraph: Paragraph) -> str | None:
    return paragraph.speaker.name if paragraph.speaker else None


ARTICLE = """\
Rowing club that trained detectives loses its boathouse

The scheme, which two reviews had praised, taught officers to talk to teenagers before trouble began

Members of the Wensum rowing club at their last regatta

A rowing club which taught detectives how to talk to teenagers has lost its boathouse, the Courier can reveal.

The council said on Tuesday that the building was “beyond repair” and that the land would be sold.

He laughed.

“We were never asked,” said Imran Oyelaran, who has coached there since 1998.

The force asked residents to sign up to its alerts service, which 4,000 did within a week.

A spokesman for the newsletter said that it would go on.

‘Nobody listened’

Ms Okafor told the committee: “The river was the one place where they forgot who they were.”

Share via

Want more from the Courier?

To continue reading, we just need a few details...

Want more from
the Courier?

Get the best of the Courier every morning Subscribe to our e-paper and archive
"""

DEBATE = """\
Prevent and swimming clubs

Questions to the Mayor of Northport – answered on 3rd June 2019.

Alert me about debates like this

Photo of Jane Okafor Jane Okafor Labour

How does the Mayor’s office judge the work of Prevent in swimming clubs?

Photo of Piet Lindqvist Piet Lindqvist Mayor of Northport

It has saved lives.

The clubs do more than any office could, and they do it [as my hon. friend knows] for nothing.

Photo of Jane Okafor Jane Okafor Labour

Thank you.
"""

INTERVIEW = """\
Interview 7: the cricket coach

Date: 4 May 2019
Interviewer: JS
Participant: P07

Interviewer: How did the club begin?

P07: With a bat and a wall. He went on to say: that is all you need.

It took three years to find a pitch.

Interviewer: And the police?

P07: They came on Tuesdays. At first we didn't trust them.
"""
