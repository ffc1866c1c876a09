"""What stands under a photograph: a description of it, its credit, or both."""

from __future__ import annotations

import re

from reader.documents.shapes import ends_sentence, word_count

_LONGEST = 500
_MOST_WORDS = 60
_MOST_DESCRIBING_WORDS = 35
_CREDIT = 200
"""A credit ends its text, and is not longer: looking for one from the beginning would take most of the time."""
_AGENCY = (
    r"(?:Getty Images?|Getty|Alamy|PA Wire|PA Media|PA Archive|PA Images|Press Association|PA|Reuters|AFP|EPA|AP|"
    r"Shutterstock|iStock|Rex Features|Rex|SWNS|Google(?: Maps| Street ?View)?|Action Images|Bloomberg|Anadolu|"
    r"ZUMA Press|Splash|NurPhoto|LightRocket|Wikimedia(?: Commons)?|Unsplash|Flickr|Supplied|Handout|LDRS|LDRS/\w+)"
)
_MARKED = re.compile(
    r"(?:Image|Photo|Picture|Media|Photograph|Video) (?:source|caption|credit|copyright)\b|"
    r"(?:Photograph|Photographer|Photo|Photos|Photography|Picture|Pictures|Image|Images|Pic|Pics|Credit|Credits|"
    r"Illustration|Graphic|Composite|Caption|File (?:photo|picture|image)|Pictured|PICTURED|Above|Below)"
    r"(?: by)? ?[:(/]|Pictured,? |Screen ?grab (?:from|of|taken|showing)|"
    r"(?:Undated )?(?:[Hh]andout|[Ff]ile|Library|Stock|Archive) (?:photo|image|picture|still)|"
    r"(?:Photo|Photograph|Picture|Image|Illustration)s? (?:by|courtesy of|supplied) "
)
_CREDITED = re.compile(
    r"\b(?:Photograph|Photo|Picture|Image|Pic|Credit|Illustration|Composite)s?(?: credit| by)?: ?[^.]{2,80}\.?$|"
    rf"\((?:Photo|Image|Picture|Pic|Credit):?$|\((?:(?:Photo|Image|Picture|Pic|Credit|Photograph|Source)s?\b[^()]{{0,80}}|[^()]{{0,60}}\b{_AGENCY})\)\.?$|"
    rf"(?:[\w)] ?[/|©–—-] ?|\bvia |© ?){_AGENCY}(?:/[\w ]{{1,40}})?\)?\.?$|"
    rf"^{_AGENCY}(?:/[\w ]{{1,40}})?$|[^.]\. {_AGENCY}$"
)
_DESCRIBED = re.compile(
    r"(?:An? |The |Some )?(?:undated |recent |file |library |aerial |still |CCTV |police |handout |family |archive )*"
    r"(?:images?|photos?|photographs?|pictures?|footage|still|screenshots?|screengrab|illustration|montage|map|view|"
    r"video|portrait|snapshot|selfie|composite|diagram|graphic|chart) (?:of|from|showing|shows|taken|shared|posted|"
    r"issued|released|provided|by)\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"(?:[A-Z][\w'’.-]+ ){2,5}(?:\([^)]{1,60}\) ?|, [^,]{3,60}, )?"
    r"(?:\(?(?:left|right|centre|far left|far right)\)?,? )?"
    r"(?:pictured|seen|speaking|arriving|leaving|attending|posing|addressing|standing|sitting|walking|holding|wearing|"
    r"pose|poses|celebrating|celebrates|training|playing|marching|on patrol|on stage|at the scene|outside|during)\b"
)
_PLACED = re.compile(r"\((?:pictured|left|right|centre|second (?:left|right)|l-r|far (?:left|right))[^)]{0,40}\)", re.I)

_STOPS = frozenset(".?!”’\"'…")
_HINTS = ("hoto", "icture", "mage:", "mages:", "redit", "Pic:", "llustration", "omposite")


def is_caption(text: str) -> bool:
    """Return whether `text` clearly describes or credits an image, wherever in an article it stands."""
    if len(text) > _LONGEST:
        return False
    if _MARKED.match(text) or (_may_be_credited(text) and _CREDITED.search(text, max(0, len(text) - _CREDIT))):
        return word_count(text) <= _MOST_WORDS
    if ends_sentence(text) or word_count(text) > _MOST_DESCRIBING_WORDS:
        return False
    return any(sign(text) for sign in (_DESCRIBED.match, _PLACED.search, _SEEN.match))


def _may_be_credited(text: str) -> bool:
    # Looking for a credit at every place of every paragraph would take longer than all other rules together.
    if text[-1] not in _STOPS or text[-2:] == ").":
        return True
    end = text[-_CREDIT:]
    return ":" in end and any(map(end.__contains__, _HINTS))
