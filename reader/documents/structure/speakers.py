"""Parties, offices and what stands behind a speaker's name in a debate."""

from __future__ import annotations

import re
from types import MappingProxyType

from reader.documents.model import Speaker
from reader.documents.structure.phrases import phrases

_PARTIES = phrases("""
    alba | alba party | alliance | alliance party | brexit alliance | brexit party | british national party
    change uk | change uk - the independent group | city hall greens | co-operative | communist | conservative
    conservatives | conservative independent | conservative and unionist party | conservative party | cross bench
    cross-bench | crossbench | crossbencher | democratic unionist | democratic unionist party | dup
    gla conservatives | green | green party | greens | independent | independents | independent conservative
    independent group for change | independent labour | independent liberal democrat | independent ulster unionist
    labour | labour co-operative | labour/co-operative | labour independent | labour party | liberal
    liberal democrat | liberal democrats | lib dem | lib dems | london independents | non-affiliated
    non-affiliated conservative | northern ireland unionist | one london | people before profit
    people before profit alliance | plaid cymru | reform | reform uk | respect | restore britain
    scottish conservative | scottish conservative and unionist party | scottish green | scottish green party
    scottish greens | scottish labour | scottish liberal democrat | scottish liberal democrats
    scottish national party | sdlp | sinn fein | sinn féin | snp | social democratic and labour party
    social democrat | the independent group | the independent group for change | traditional unionist voice | tuv
    uk independence party | ukip | uk unionist | ulster unionist | ulster unionist party | united kingdom unionist
    uup | veritas | welsh conservative | welsh conservatives | welsh labour | welsh liberal democrat
    welsh liberal democrats | women's equality party | your party | bishop | bishops | judge
""")
# The short forms of Hansard and the Official Report; those that are names of their own (SNP, DUP) stay short elsewhere.
_SHORT = MappingProxyType(
    {
        "con": "Conservative",
        "lab": "Labour",
        "lab/co-op": "Labour/Co-operative",
        "lab co-op": "Labour/Co-operative",
        "ld": "Liberal Democrat",
        "ldem": "Liberal Democrat",
        "ind": "Independent",
        "cb": "Crossbench",
        "xb": "Crossbench",
        "pc": "Plaid Cymru",
        "snp": "Scottish National Party",
        "sf": "Sinn Féin",
        "non-afl": "Non-affiliated",
        "uu": "Ulster Unionist",
        "uup": "UUP",
        "dup": "DUP",
        "sdlp": "SDLP",
        "ukip": "UKIP",
        "apni": "Alliance",
    }
)
_OFFICE_WORDS = phrases("""
    Advocate | Aide | Ambassador | Adviser | Archbishop | Attorney | Assistant | Auditor | Captain | Chair
    Chairman | Chairwoman | Chairperson | Chamberlain | Chancellor | Chief | Clerk | Comptroller | Commissioner
    Constable | Convener | Coroner | Counsel | Counsel General | Deputy | Director | First Minister | Head
    Inspector | Leader | Llywydd | Mayor | Manager | Member | Minister | Officer | Ombudsman | Paymaster | Premier
    President | Rapporteur | Registrar | Secretary | Solicitor | Speaker | Spokesperson | Spokesman | Spokeswoman
    Superintendent | Teller | Treasurer | Trefnydd | Under-Secretary | Vice-Chamberlain | Vice-Chair | Whip | Whips
    Lords in Waiting | Lord in Waiting | Lord-in-Waiting | Baroness in Waiting | Baroness-in-Waiting
    Baronesses in Waiting
""")
_OFFICE = re.compile(rf"\b(?:{'|'.join(sorted(_OFFICE_WORDS))})\b")
# A role that follows a constituency; no constituency has one of these words behind a comma or a space.
_LATER_ROLE = re.compile(
    r",? (?=Shadow |Chair,|Chair of|Chairman|Chairwoman|Chairperson|Minister of|Minister for|Minister,|Parliamentary |"
    r"Secretary of|Opposition |Prime Minister|Deputy |Leader of|Member,|Spokesperson|Government Whip|Assistant Whip|"
    r"Chief Whip|Solicitor|Attorney|The (?:Secretary|Minister|Parliamentary|Prime|Chancellor|Solicitor|Attorney|Leader|"
    r"Deputy|Lord|Comptroller|Treasurer|Vice|First|Economic|Financial|Exchequer|Paymaster|Advocate))"
)


def party_named(text: str) -> str | None:
    """Return the party that `text` names as a whole, its short form spelt out ("Con"), or None."""
    folded = text.replace("’", "'").strip().casefold()
    if folded in _SHORT:
        return _SHORT[folded]
    return text.strip() if folded in _PARTIES or folded.removesuffix(" group") in _PARTIES else None


def is_office(text: str) -> bool:
    """Return whether `text` names an office or a part: "Mayor of London", "Deputy Chair in the Chair"."""
    return _OFFICE.search(text) is not None


def speaker_at(name: str, position: str) -> Speaker:
    """Return the speaker `name` with what `position` says: an office, or a party with or without constituency.

    An office stands alone: the party is then unknown. The constituency is all that follows the first comma, less
    the offices behind it. A party that Reader doesn't know is still one when a constituency follows.
    """
    position = position.strip(" ,;·|–-")
    if not position:
        return Speaker(name)
    first, comma, rest = position.partition(", ")
    if party_named(first) is None and (is_office(first) or not _could_be_party(first, bool(comma))):
        return Speaker(name, role=position)
    if not comma:
        later = _LATER_ROLE.search(first)
        return Speaker(name, party_named(first) or first) if later is None else Speaker(name, role=position)
    if party_named(first) and _LATER_ROLE.match(f" {rest}"):
        return Speaker(name, party_named(first), role=rest)
    parts = _LATER_ROLE.split(rest, maxsplit=1)
    role = parts[1] if len(parts) > 1 else None
    return Speaker(name, party_named(first) or first, role, parts[0].strip(" ,"))


def _could_be_party(text: str, has_constituency: bool) -> bool:
    """Return whether an unknown `text` reads as a party: short, and with a constituency or a party's last word."""
    if len(text.split()) > 6:
        return False
    return has_constituency or text.endswith(("Party", "Group", "Alliance", "Independent", "Independents", "Unionist"))
