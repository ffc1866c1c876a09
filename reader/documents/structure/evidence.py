"""Whether the labels in a document are speakers': one colon proves nothing, a whole document does."""

from __future__ import annotations

import re
from collections import Counter
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
    r"sorry|please|mr|madam)\b|\?",
    re.IGNORECASE,
)
_ONLY_BRACKETS = re.compile(r"\s*\[[^\]]{0,40}\]\s*$")
_FIELD_INSIDE = re.compile(r"\b(?:Date|Location|Venue|Time|Duration|Transcribed by|Asked [Oo]f|Reference) ?:")


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
    talking = sum(_SPOKEN.search(said[index]) is not None for index in labels)
    speakers = _speakers(labels, len(drafts), talking)
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
    """Return whether a label stands in a document's head: "Interviewer: JS" below "Date: 3 March"."""
    said = drafts[index].text[label.start :]
    if _FIELD_INSIDE.search(said[:_HEAD_OF_SPEECH]):
        return True
    if word_count(said.strip()) > _MOST_VALUE_WORDS or ends_sentence(said):
        return False
    return index - 1 in facts or any(begins_with_field(draft.text) for draft in drafts[index + 1 : index + 2])


def _speakers(labels: dict[int, Label], paragraphs: int, talking: int) -> AbstractSet[str]:
    """Return the keys of the labels that name speakers: at least two, or none at all.

    `talking` is how many of the turns read as spoken words.
    """
    counts = Counter(label.key for label in labels.values())
    shapes = {label.key: label.shape for label in labels.values()}
    sure = {key for key, shape in shapes.items() if shape is Shape.SURE}
    recurring = {key for key, count in counts.items() if count > 1}
    share = len(labels) / max(paragraphs, 1)
    in_capitals = sum(shape is Shape.CAPITALS for shape in shapes.values()) > 1
    if not (
        _speak_surely(sure, recurring, share)
        or (in_capitals and share >= 0.5 and (recurring or share == 1))
        or (talking >= 0.4 * len(labels) and _speak_likely(recurring, share))
    ):
        return frozenset()
    # Who speaks once is a speaker with a name of two words, or when others written in the same way speak again.
    alike = {Shape.NAME, *(shapes[key] for key in recurring or shapes)}
    if any(label.name.isupper() and len(label.name) > 1 for label in labels.values() if label.key in recurring):
        alike.add(Shape.CAPITALS)
    speakers = {key for key in counts if key in sure or key in recurring or shapes[key] in alike}
    return speakers if len(speakers) > 1 else frozenset()


def _speak_surely(sure: AbstractSet[str], recurring: AbstractSet[str], share: float) -> bool:
    """Return whether labels that can be nothing but speakers come back, or fill a good part of the document."""
    if sure & recurring:
        return share >= 0.04
    return len(sure) > 1 and share >= 0.15


def _speak_likely(recurring: AbstractSet[str], share: float) -> bool:
    """Return whether labels that might be anything come back as often as the names in a conversation do."""
    return (len(recurring) > 1 and share >= 0.05) or (bool(recurring) and share >= 0.25) or share >= 0.6
