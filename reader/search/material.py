"""What an index needs of a document: what takes long to find out is found out in the process that read it.

Without numpy, which that process would import for longer than it saves.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from reader.documents.model import Kind, Speaker
from reader.search.fold import gaps_opened, nearly_folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.documents.model import Content
    from reader.workspace import Workspace

_PACKED = "reader.search.material:packed"

KINDS = tuple(Kind)
NUMBER_OF_KIND = {kind: number for number, kind in enumerate(KINDS)}
_AT_A_TIME = 64
_BETWEEN = "\0"
"""A gap where it is folded, as a space is; no document has it."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The tokens of texts (see `fold.tokens`): in `ascii`, with spaces between them, and one after each text.

    `counts` say how many bytes each text has. What isn't all ASCII has none, and is in `others`, nearly folded, by its
    number.
    """

    ascii: bytes
    counts: Sequence[int]
    others: Sequence[tuple[int, str]]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Letters:
        """Return the letters of some texts."""
        letters: list[bytes] = []
        counts: list[int] = []
        others: list[tuple[int, str]] = []
        for start in range(0, len(texts), _AT_A_TIME):
            some = (text.replace(_BETWEEN, " ") for text in texts[start : start + _AT_A_TIME])
            folded = nearly_folded(_BETWEEN.join(some)) + _BETWEEN
            each = folded.split(_BETWEEN)[:-1]
            if folded.isascii():
                letters.append(gaps_opened(folded))
                counts += [len(text) + 1 for text in each]
            else:
                coded = [gaps_opened(text + _BETWEEN) if text.isascii() else b"" for text in each]
                letters += coded
                counts += map(len, coded)
                others += [(number, text) for number, text in enumerate(each, start) if not text.isascii()]
        return cls(b"".join(letters), counts, others)


@dataclass(frozen=True, slots=True)
class Material:
    """The passages of a document, and what lines of speakers it has not.

    Of each passage `paragraphs` is its number, `kinds` the number of its kind in KINDS, `speaker_of` 1 + the number of
    its speaker in `speakers` or 0. `texts` has the UTF-8 of all, of so many bytes as `lengths` say.
    """

    paragraphs: Sequence[int]
    kinds: Sequence[int]
    speaker_of: Sequence[int]
    speakers: Sequence[Speaker]
    texts: bytes
    lengths: Sequence[int]
    letters: Letters

    @classmethod
    def of(cls, content: Content) -> Material:
        """Return the material of a document."""
        said = [each for each in content.paragraphs if each.kind is not Kind.SPEAKER_LINE]
        texts = [each.text for each in said]
        coded = [text.encode("utf-8", "replace") for text in texts]
        speakers: dict[Speaker | None, int] = {None: 0}
        return cls(
            [each.n for each in said],
            [NUMBER_OF_KIND[each.kind] for each in said],
            [speakers.setdefault(each.speaker, len(speakers)) for each in said],
            [each for each in speakers if each is not None],
            b"".join(coded),
            list(map(len, coded)),
            Letters.of(texts),
        )


def begin_to_read(workspace: Workspace) -> None:
    """Begin to read what isn't known of a library, and to work out what an index needs of it, in other processes."""
    workspace.catalogue.further = _PACKED
    workspace.begin_to_read()


def packed(content: Content) -> bytes:
    """Return the material of a document in a form in which it goes from process to process."""
    whole = Material.of(content)
    letters = whole.letters
    speakers = [astuple(each) for each in whole.speakers]
    columns = whole.paragraphs, whole.kinds, whole.speaker_of, speakers, whole.lengths, letters.counts, letters.others
    return b"\n".join((json.dumps([len(whole.texts), *columns]).encode("ascii"), whole.texts + letters.ascii))


def unpacked(message: bytes) -> Material:
    """Return what was packed."""
    head, rest = message.split(b"\n", 1)
    size, paragraphs, kinds, speaker_of, speakers, lengths, counts, others = json.loads(head)
    return Material(
        paragraphs,
        kinds,
        speaker_of,
        [Speaker(*each) for each in speakers],
        rest[:size],
        lengths,
        Letters(rest[size:], counts, [(number, text) for number, text in others]),
    )
