"""Whether the words before a colon can be somebody's name, and how surely."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from reader.documents.structure.phrases import phrases
from reader.documents.structure.speakers import is_office, party_named


class Shape(IntEnum):
    """What a label looks like; the first is a speaker's beyond doubt, the others only in company."""

    SURE = 1
    CAPITALS = 2
    NAME = 3
    WORD = 4


_MOST_WORDS = 9
_MOST_OFFICE_WORDS = 16
_PARTS = phrases("""
    interviewer | interviewee | moderator | facilitator | participant | respondent | researcher | speaker | chair
    chairman | chairwoman | chairperson | host | presenter | narrator | witness | counsel | judge | mayor | q | a
    i | r | p | int | res | male | female | question | answer | convener | all | everyone | both | man
    woman | boy | girl | caller | operator | coach | trainer | counsellor | mediator
    several participants | several members | several speakers | several people | some participants
    le président | la présidente | m. le président | mme la présidente | plusieurs députés | plusieurs sénateurs
    all participants | whole group | group | audience | audience member | multiple speakers | hon. members
""")
_NUMBERED = re.compile(
    r"(?:[A-Z]{1,3}[ _-]?\d{1,4}[A-Za-z]?|(?i:id|speaker|participant|respondent|interviewe[er]|moderator|officer|"
    r"person|witness|coach|player|parent|pupil|student|teacher|male|female|man|woman|voice|member|volunteer|resident|juror|"
    r"expert|panellist|facilitator|researcher|unknown|group)(?: ?#?[ _-]?\d{1,4}[A-Za-z]?| [A-Z]))"
)
_HONORIFICS = phrases("""
    mr | mrs | ms | miss | mx | dr | prof | professor | sir | dame | lord | lady | baroness | baron | viscount
    viscountess | earl | countess | duke | cllr | councillor | rev | reverend | imam | rabbi | canon | father
    sister | pc | dc | ds | di | dci | dcs | sgt | sergeant | insp | inspector | supt | superintendent | constable
    commander | commissioner | captain | colonel | major | justice | ambassador | alderman | ac | dac | acc | dcc
    cc | hon | hon'ble | honourable | honorable | shri | smt | shrimati | senator | sen | madam | sheikh | herr
    frau | monsieur | madame | m | mme | mlle
""")
_LETTERS_BEHIND = phrases("""
    AM | MP | MSP | MS | MLA | MEP | OBE | MBE | CBE | KBE | DBE | QC | KC | TD | QPM | PC | JP | FBA
""")
_SMALL = phrases("""
    of | de | la | le | van | von | der | den | du | di | da | dos | del | bin | ibn | bint | al | el | ap | ab | y
    ó | and | for | the | in | on | to | at | with
""")
_HEADER_FIELDS = phrases("""
    age | gender | ethnicity | occupation | pseudonym | participant id | interview number | date of interview
    date of meeting | date of session | answer by | answered by | asked by | asked of | apologies | attendees
    attending | author | category | cc
    chaired by | code | committee | contact | copyright | date | date answered | department | document | duration
    email | event | file | format | from | interview | interview date | interviewed by | issue date | item
    keywords | language | length | location | meeting | meeting date | minutes | organisation | participants | phone
    place | present | priority | project | published | question by | question number | question for | re
    recorded | recorded by | recording | ref | reference | reference number | session | session date | session name
    source | study | subject | tel | telephone | time | title | to | topic | transcribed by | transcriber
    transcript | transcription | type | updated | url | venue | website | who | where | when
""")
_OTHER_FIELDS = phrases("""
    abstract | action | actions | aim | aims | analysis | appendix | approach | background | barrier | benefit | box
    breaking | budget | caption | case study | challenge | challenges | chapter | chart | chorus | clarification
    comment | conclusion | conclusions | context | correction | cost | credit | deadline | decision | decisions
    definition | description | editor's note | end | evidence | example | examples | exclusive | exhibit | explainer
    fact | figure | finding | findings | focus | footnote | funding | goal | government response | graphic | hint
    image | impact | important | in brief | introduction | issue | key | key finding | key findings | key point
    key points | lead | lesson | lessons | limitation | limitations | listen | live | main finding | method
    methodology | methods | mitigation | motion | name | next step | next steps | note | notes | objective
    objectives | opinion | option | opportunities | opportunity | outcome | outcomes | output | overview | owner
    part | partner | partners | photo | photograph | picture | pictured | point | policy | problem | progress
    purpose | quote | rating | rationale | read | read also | read more | read next | reason | reasons
    recommendation | recommendations | related | resolved | response | result | results | review | risk | risks
    sample | scope | score | section | see also | setting | share | solution | sport | stage | status | step
    strength | strengths | summary | table | target | task | term | theme | threat | threats | timeline | timing
    tip | update | verdict | verse | version | video | warning | watch | weakness | weaknesses | week | year
    monday | tuesday | wednesday | thursday | friday | saturday | sunday | january | february | march | april | may
    june | july | august | september | october | november | december | ps | nb | p.s | n.b | eg | ie | https
    http
""")
_NUMBER_BEHIND = re.compile(r"[ #]*\d{1,3}[a-z]?$")


def is_header_field(name: str) -> bool:
    """Return whether `name` is what the head of a document calls one of its facts: "Session date", "Asked Of"."""
    return name.casefold().strip() in _HEADER_FIELDS


def is_field(name: str) -> bool:
    """Return whether `name` is what any text calls one of its facts or parts: "Date", "Note", "Recommendation 4"."""
    return _folded(name) in _HEADER_FIELDS or _folded(name) in _OTHER_FIELDS


@lru_cache(maxsize=4096)
def shape_of(name: str) -> Shape | None:
    """Return how surely the words `name`, standing before a colon, name a speaker; None where they don't."""
    if _NUMBERED.fullmatch(name):
        return Shape.SURE
    folded = _folded(name)
    if folded in ("question", "answer") and name[-1].isdigit():
        # Whoever numbers them lists them: "Question 3" is nobody.
        return None
    if folded in _PARTS:
        return Shape.SURE
    if is_field(name) or party_named(name):
        return None
    words = name.split()
    if not words or not all(map(_is_name_word, words)) or words[-1].lower() in _SMALL:
        return None
    if len(words) > _MOST_WORDS or "," in name:
        return Shape.SURE if is_office(name) and len(words) <= _MOST_OFFICE_WORDS else None
    if _plain(words[0]) in _HONORIFICS or words[-1] in _LETTERS_BEHIND:
        return Shape.SURE
    if is_office(name.title() if name.isupper() else name):
        return Shape.SURE
    if "and" in words or words[0].lower() in _SMALL - {"the", "al", "el", "de", "van", "von"}:
        return None
    if name.isupper():
        return Shape.CAPITALS
    return Shape.NAME if len(words) > 1 else Shape.WORD


def _folded(name: str) -> str:
    return _NUMBER_BEHIND.sub("", name.replace("’", "'").casefold()).strip(" .")


def _plain(word: str) -> str:
    return word.replace("’", "'").lower().rstrip(".")


def _is_name_word(word: str) -> bool:
    if word in _SMALL:
        return True
    if word[0].islower() and not word.startswith(("d'", "d’", "al-", "el-", "ap-", "ó")):
        return False
    if not all(char.isalpha() or char in "'’-.‑," for char in word):
        return False
    # A full stop inside a name belongs to an initial or a title; anywhere else it ends a sentence.
    return "." not in word or len(word) <= 3 or _plain(word) in _HONORIFICS or word[1:2] == "."
