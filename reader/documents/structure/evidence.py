"""Whether the labels in a document are speakers': one colon proves nothing, a whole document does."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.documents.shapes import ends_sentence, word_count
from reader.documents.structure.labels import Label, begins_with_field, parse_label
from reader.documents.structure.names import Shape

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from reader.documents.structure.draft import Draft

_MOST_VALUE_WORDS = 5
_HEAD_OF_SPEECH = 300
_SPOKEN = re.compile(
    r"\b(?:i|i['’]\w+|you|your|we|we['’]\w+|my|me|our|us|yes|yeah|no|okay|ok|thanks?|hello|hi|hmm|um|er|well|right|"
    r"sorry|please|mr|madam|to ask)\b|\?",
    re.IGNORECASE,
)
_ONLY_BRACKETS = re.compile(r"\s*\[[^\]]{0,40}\]\s*$")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S")
_FIELD_INSIDE = re.compile(
    r"\b(?:Date(?: of \w+)?|Location|Venue|Time|Duration|Transcribed by|Asked [Oo]f|Reference) ?:"
)


def talks(text: str) -> bool:
    """Return whether `text` begins as people talk to each other, in English: with I, you, yes, or a question."""
    return _SPOKEN.search(text[:_HEAD_OF_SPEECH]) is not None


def find_turns(drafts: list[Draft]) -> dict[int, Label]:
    """Return the labels that name speakers, by the index of their paragraph; nothing where it is no transcript."""
    labels: dict[int, Label] = {}
    facts: set[int] = set()
    for index, draft in enumerate(drafts):
        label = parse_label(draft.text) if draft.kind is None else None
        if begins_with_field(draft.text) or (label is not None and _is_fact(drafts, index, label, facts)):
            facts.add(index)
        elif label is not None:
            labels[index] = label
    said = {index: _said(drafts, labels, index) for index in labels}
    saying = {label.key for index, label in labels.items() if said[index] and not _ONLY_BRACKETS.match(said[index])}
    labels = {index: label for index, label in labels.items() if label.key in saying}
    speakers = _speakers(labels, _Evidence.of(labels, said, len(drafts)))
    return {index: label for index, label in labels.items() if label.key in speakers}


def _said(drafts: list[Draft], labels: dict[int, Label], index: int) -> str:
    """Return how a turn begins; what stands in the next paragraph where the label stands alone."""
    if labels[index].has_text:
        start = labels[index].start
        return drafts[index].text[start : start + _HEAD_OF_SPEECH]
    if index + 1 in labels or index + 1 >= len(drafts):
        return ""
    return drafts[index + 1].text[:_HEAD_OF_SPEECH]


def _is_fact(drafts: list[Draft], index: int, label: Label, facts: AbstractSet[int]) -> bool:
    """Return whether a label tells a fact: "Interviewer: JS" below "Date: 3 March", "Slides: https://…" anywhere."""
    said = drafts[index].text[label.start :]
    if _ADDRESS.match(said):
        return True
    if _FIELD_INSIDE.search(said[:_HEAD_OF_SPEECH]):
        return True
    if word_count(said.strip()) > _MOST_VALUE_WORDS or ends_sentence(said):
        return False
    return index - 1 in facts or any(begins_with_field(draft.text) for draft in drafts[index + 1 : index + 2])


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a document's labels have in common: `share` of its paragraphs have one, behind `talking` of them talk."""

    shapes: dict[str, Shape]
    recurring: frozenset[str]
    share: float
    talking: float

    @classmethod
    def of(cls, labels: dict[int, Label], said: dict[int, str], paragraphs: int) -> _Evidence:
        counts = Counter(label.key for label in labels.values())
        talking = sum(talks(said[index]) for index in labels)
        return cls(
            {label.key: label.shape for label in labels.values()},
            frozenset(key for key, count in counts.items() if count > 1),
            len(labels) / max(paragraphs, 1),
            talking / max(len(labels), 1),
        )

    @property
    def sure(self) -> frozenset[str]:
        """The labels that can be nothing but speakers: titles, offices, parts, numbered participants."""
        return frozenset(key for key, shape in self.shapes.items() if shape is Shape.SURE)

    @property
    def suffices(self) -> bool:
        """Whether the document is a transcript. The less a label looks like a speaker, the more it must behave so."""
        if sure := self.sure & self.recurring:
            # "Question:" by itself recurs in any survey's report.
            return self.share >= (0.04 if len(sure) > 1 or self.talking >= 0.4 else 0.15)
        if len(self.sure) > 1 and self.share >= 0.15 and self.talking >= 0.5:
            return True
        in_capitals = sum(shape is Shape.CAPITALS for shape in self.shapes.values())
        if in_capitals > 1 and self.share >= 0.5 and (self.recurring or self.share == 1):
            return True
        if self.talking < 0.4:
            return False
        return self.share >= (0.05 if len(self.recurring) > 1 else 0.25 if self.recurring else 0.6)


def _speakers(labels: dict[int, Label], evidence: _Evidence) -> frozenset[str]:
    """Return the keys of the labels that name speakers: at least two, or none at all."""
    if not evidence.suffices:
        return frozenset()
    shapes, recurring = evidence.shapes, evidence.recurring
    # Who speaks once is a speaker with a name of two words, or when others written in the same way speak again.
    alike = {Shape.NAME, Shape.SURE, *(shapes[key] for key in recurring or shapes)}
    if any(label.name.isupper() and len(label.name) > 1 for label in labels.values() if label.key in recurring):
        alike.add(Shape.CAPITALS)
    speakers = frozenset(key for key, shape in shapes.items() if key in recurring or shape in alike)
    return speakers if len(speakers) > 1 else frozenset()
