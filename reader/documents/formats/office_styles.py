"""What the names of paragraph styles in Word and its like say of a paragraph, in the languages they come in."""

from __future__ import annotations

import re

from reader.documents.model import Kind

_NAMES = (
    (Kind.TITLE, r"(?:document |book )?title|titre|titel|título|titolo|tytuł|rubrik"),
    (Kind.STANDFIRST, r"sub-?title|standfirst|sous-titre|untertitel|subtítulo|sottotitolo|ondertitel|underrubrik"),
    (Kind.HEADING, r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|nagłówek|encabezado|overskrift) ?\d"),
    (Kind.HEADING, r"heading|(?:chapter|section|numbered) heading(?: \d)?|appendix heading"),
    (Kind.CAPTION, r"caption|beschriftung|légende|leyenda|didascalia|bijschrift|illustration|figure|drawing"),
    (Kind.BOILERPLATE, r"(?:toc|contents|verzeichnis|tm|tdc|inhopg|index) ?(?:\d|heading|title)|header|footer"),
    (Kind.BOILERPLATE, r"(?:contents|index) (?:heading|title|header)|table of (?:contents|figures)"),
    (Kind.FOOTNOTE, r"(?:foot|end)note(?: text)?"),
    (Kind.LIST_ITEM, r"list(?: (?:bullet|number|paragraph|continue))?(?: \d)?(?:_(?:start|end|cont\.?))?"),
    (Kind.LIST_ITEM, r"(?:bullet|numbered|dashed) list|listenabsatz|paragraphe de liste|numbering \d"),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _NAMES)


def kind_of_style(name: str) -> Kind | None:
    """Return what a paragraph in the style `name` ("heading 1") is, or None where the name doesn't say."""
    name = " ".join(name.replace("_20_", " ").split())
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(name)), None)
