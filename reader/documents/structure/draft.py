"""A paragraph in the making, on which the rules of structure write what they find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.documents.model import Attributes, Kind, Speaker


@dataclass(slots=True)
class Draft:
    """One paragraph: `kind` stays None until the format or a rule says what it is."""

    text: str
    kind: Kind | None = None
    speaker: Speaker | None = None
    attributes: Attributes = ()
