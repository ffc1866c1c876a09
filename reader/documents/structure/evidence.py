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
    saying = {label.key for index, label in labels.items() if not _ONLY_BRACKETS.match(drafts[index].text, label.start)}
    labels = {index: label for index, label in labels.items() if label.key in saying}
    speakers = _speakers(drafts, labels)
    return {index: label for index, label in labels.items() if label.key in speakers}


def _is_fact(drafts: list[Draft], index: int, label: Label, facts: AbstractSet[int]) -> bool:
    """Return whether a label stands in a document's head: "Interviewer: JS" below "Date: 3 March"."""
    said = drafts[index].text[label.start :]
    if _FIELD_INSIDE.search(said[:_HEAD_OF_SPEECH]):
        return True
    if word_count(said.strip()) > _MOST_VALUE_WORDS or ends_sentence(said):
        return False
    return index - 1 in facts or any(begins_with_field(draft.text) for draft in drafts[index + 1 : index + 2])


def _speakers(drafts: list[Draft], labels: dict[int, Label]) -> AbstractSet[str]:
    """Return the keys of the labels that name speakers: at least two, or none at all."""
    counts = Counter(label.key for label in labels.values())
    shapes = {label.key: label.shape for label in labels.values()}
    sure = {key for key, shape in shapes.items() if shape is Shape.SURE}
    recurring = {key for key, count in counts.items() if count > 1}
    share = len(labels) / max(len(drafts), 1)
    if not (_speak_surely(sure, recurring, share) or _speak_likely(drafts, labels, recurring, share)):
        return frozenset()
    # Who speaks once is a speaker when others who are written in the same way speak again.
    alike = {shapes[key] for key in recurring} or set(shapes.values())
    if Shape.WORD in alike:
        alike.add(Shape.NAME)
    if any(label.name.isupper() and len(label.name) > 1 for label in labels.values() if label.key in recurring):
        alike.add(Shape.CAPITALS)
    speakers = {key for key in counts if key in sure or key in recurring or shapes[key] in alike}
    return speakers if len(speakers) > 1 else frozenset()


def _speak_surely(sure: AbstractSet[str], recurring: AbstractSet[str], share: float) -> bool:
    if sure & recurring:
        return share >= 0.04
    return len(sure) > 1 and share >= 0.15


def _speak_likely(drafts: list[Draft], labels: dict[int, Label], recurring: AbstractSet[str], share: float) -> bool:
    """Return whether labels that might be anything are names: they come back, and behind them people talk."""
    talking = sum(
        _SPOKEN.search(drafts[n].text[label.start :][:_HEAD_OF_SPEECH]) is not None for n, label in labels.items()
    )
    capitals = {label.key for label in labels.values() if label.shape is Shape.CAPITALS}
    if len(capitals) > 1 and share >= 0.5 and (recurring or share == 1):
        return True
    if talking < 0.4 * len(labels):
        return False
    return (len(recurring) > 1 and share >= 0.05) or (bool(recurring) and share >= 0.25) or share >= 0.6
