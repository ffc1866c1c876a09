"""Page furniture: what a web page says about itself in the middle of an article - share, subscribe, read more."""

from __future__ import annotations

import re

from reader.documents.shapes import ends_with_full_stop, word_count
from reader.documents.structure.calls import CALLS
from reader.documents.structure.phrases import phrases

_LONGEST = 600
_LONGEST_BUTTON = 80
_REACH = 280
"""Characters from which it is seen whether a call begins; none looks further."""
_MOST_BUTTON_WORDS = 10
_MOST_NEWSLETTER_WORDS = 10
_EDGES = " .…!?:»«›‹→←|•·*–—-()[]+×✕▼▲"
_WHOLE = phrases("""
    ad | ads | advert | advertisement | advertisements | advertising | advertisement feature | sponsored
    sponsored content | promoted | promoted stories | paid content | share | share via | share this
    share this article | share this story | share this page | share article | share story | share full article
    share on | shares | gift this article | give this article | email | e-mail | email this | print | print this
    print this page | save | save article | save story | bookmark | bookmark this | copy link | copy url
    link copied | copied | copy this link | tweet | pin | pin it | post | facebook | twitter | x | whatsapp
    linkedin | reddit | telegram | pinterest | flipboard | instagram | youtube | tiktok | messenger | bluesky
    threads | like | send | comment | comments | view comments | show comments | hide comments | add comment
    add a comment | leave a comment | post a comment | join the conversation | join the discussion | have your say
    log in | login | sign in | sign out | log out | register | register now | subscribe | subscribe now | sign up
    sign up now | sign up here | donate | contribute | newsletter | newsletters | our newsletters | email address
    enter your email | enter your email address | your email | menu | search | close | open menu | main menu
    navigation | home | skip to content | skip to main content | skip to navigation | skip to footer | skip advert
    skip advertisement | skip past newsletter promotion | after newsletter promotion | back to top | top | back
    next | previous | previous article | next article | load more | show more | see more | view more | more
    read more | read full story | read the full story | full article | full story | click here | start reading
    continue reading | keep reading | read on | read next | up next | see also | you may also like
    you might also like | you may like | recommended | recommended for you | recommended reading
    recommended stories | for you | trending | trending now | popular | most popular | most read | most viewed
    most shared | most commented | top stories | top story | latest | latest news | latest stories | breaking news
    more news | more stories | more from this author | more on this story | more like this | more on this
    around the web | from around the web | related | related articles | related stories | related topics
    related content | related news | related links | related reading | related internet links | related coverage
    editor's picks | editors' picks | don't miss | in this article | in this story | topics | tags
    explore more on these topics | reuse this content | privacy | privacy policy | privacy notice | cookie policy
    cookies | cookie settings | cookie notice | manage cookies | accept | accept all | accept cookies
    accept all cookies | reject all | terms | terms of use | terms of service | terms and conditions
    terms & conditions | contact us | about us | help | faqs | accessibility | sitemap | site map | follow
    follow us | following | more info | more information | find out more | learn more | story continues below
    article continues below | story continues below advertisement | article continues | all rights reserved
    listen to this article | listen | listen to article | watch | view gallery | view image in fullscreen
    open image in gallery | click to enlarge | video | play video | gallery | show caption | hide caption
    toggle caption | image unavailable | this video can not be played | this video cannot be played
    to play this video you need to enable javascript in your browser | media playback is unsupported on your device
    thank you for subscribing | thanks for subscribing | invalid email
    something went wrong, please try again later | my account | my profile | get in touch | report this ad
    remove ads | why you can trust us | page not found | loading | edition | notifications
    alert me about debates like this | want to know more | support us | support our journalism | our journalism
    become a member | become a supporter | subscriber only | subscribers only | premium | exclusive to subscribers
""")
_MANY_WORDS = 30
_MOST_WORDS = tuple(words for _, words in CALLS)
_MOST_WORDS_OF_ANY = max(_MOST_WORDS)
# Where a column of the printed Hansard begins: "19 July 2011 : Column 785".
_COLUMN = re.compile(r"(?:\d{1,2} [a-z]{3,9} \d{4} ?[:,–-]? ?)?columns? ?(?:number )?:? ?\d{1,5}[a-z]{0,4}")
# Words that only a page speaking to its reader uses: a whole sentence is furniture only with one of them.
_TO_THE_READER = re.compile(
    r"\b(?:newsletters?|inbox|e-?mails?|subscri\w+|cookies?|privacy|whatsapp|facebook|twitter|instagram|podcast|app|"
    r"journalism|reading|registered|account|log in|sign in|sign up|click|download|copyright|reserved|external|"
    r"your?|us|our|comments?)\b"
)
# Words that only somebody telling a story uses: "Follow us on Twitter was the sign at the gate."
_TOLD = re.compile(r"\b(?:he|she|they|his|her|was|were|had|said|says|told|added|asked|according)\b")


def _any_call(of_words: int) -> re.Pattern[str]:
    """Return what matches the calls that may have so many words, each as a group with its number."""
    numbered = enumerate(CALLS)
    return re.compile("|".join(f"(?P<c{number}>{call})" for number, (call, most) in numbered if most >= of_words))


_CALL, _LONG_CALL = _any_call(0), _any_call(_MANY_WORDS + 1)


def is_furniture(text: str) -> bool:
    """Return whether `text` as a whole is page furniture: a button, a call to subscribe, a notice, a list's head.

    A sentence that only speaks of subscribing or sharing is none: a call addresses the reader from its first word.
    """
    words = word_count(text)
    if len(text) > _LONGEST or words > _MOST_WORDS_OF_ANY:
        return False
    beginning = _folded(text[:_REACH])
    if len(text) <= _LONGEST_BUTTON and _is_button(beginning.strip(_EDGES)):
        return True
    if words <= _MOST_NEWSLETTER_WORDS and "newsletter" in beginning and not ends_with_full_stop(text):
        return True
    # Most paragraphs are prose, which is soon seen where only the few calls that may be so long are tried.
    call = (_LONG_CALL if words > _MANY_WORDS else _CALL).match(beginning.lstrip(_EDGES))
    if call is None or call.lastgroup is None or words > _MOST_WORDS[int(call.lastgroup[1:])]:
        return False
    if not ends_with_full_stop(text):
        return True
    folded = _folded(text)
    return _TO_THE_READER.search(folded) is not None and not _TOLD.search(folded)


def is_button(text: str) -> bool:
    """Return whether `text` is one of the fixed words of a page, or a row of them: "Skip to content Search"."""
    return len(text) <= _LONGEST_BUTTON and _is_button(_folded(text).strip(_EDGES))


def _folded(text: str) -> str:
    return text.replace("’", "'").casefold()


def _is_button(folded: str) -> bool:
    if folded in _WHOLE or _COLUMN.fullmatch(folded):
        return True
    words = folded.split()
    if not 1 < len(words) <= _MOST_BUTTON_WORDS:
        return False
    ways = {0}
    for end in range(1, len(words) + 1):
        if any(start in ways and " ".join(words[start:end]).strip(_EDGES) in _WHOLE for start in range(end)):
            ways.add(end)
    return len(words) in ways
